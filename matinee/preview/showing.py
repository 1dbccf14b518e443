"""What is being shown: pages of the present edition, rendered when they are asked for and kept by their marks."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable

import msgspec

from ..content.loader import LostTextError
from ..errors import Problem, merge_failures
from ..pages.pictures import FROM_FILES
from ..pages.plan import Made, Output
from ..render.press import TemplateError
from ..warm.edition import Edition
from ..warm.site import Renewal

MOST_KEPT = 64 << 20  # bytes of pages


class Page(msgspec.Struct, frozen=True):
    """A rendered output, with the `text` of the post that it is the page of. Where its template fails, `body` is the
    last that could be made of it, b"" if none could."""

    mark: str
    body: bytes
    text: str = ""
    problem: Problem | None = None


class Showing:
    """The pages of the present edition, for any number of threads. `problems` are all that are known of."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._darkroom = threading.Lock()
        self._renewal = Renewal(None, (), None)
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._weight = 0
        self._failures: dict[str, tuple[str, Problem]] = {}
        self._sound: dict[str, str] = {}
        self._marks: dict[str, str] = {}
        self._grown = threading.Event()
        self.is_lost = False

    @property
    def renewal(self) -> Renewal:
        """What is shown."""
        return self._renewal

    @property
    def edition(self) -> Edition | None:
        return self._renewal.edition

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the site, and with pages that could not be rendered."""
        failed = [problem for _, problem in list(self._failures.values())]
        return tuple(sorted({*self._renewal.problems, *merge_failures(failed)}))

    def show(self, renewal: Renewal) -> None:
        """Show another edition."""
        with self._lock:
            self._renewal, self.is_lost = renewal, False
            self._grown.set()
            edition = renewal.edition
            if edition is not None and renewal.touched is None:
                for known in (self._failures, self._sound, self._marks):
                    for path in known.keys() - edition.outputs.keys():
                        del known[path]

    def close(self) -> None:
        """Let nobody wait any more."""
        self._grown.set()

    def grow(self, edition: Edition) -> None:
        """Show the first edition while outputs are still being added to it."""
        self._renewal = Renewal(edition, (), None)

    def wait_for_any(self) -> None:
        """Wait until there is an edition, or it is known why there is none."""
        while self.edition is None and not self._grown.wait(0.005):
            pass

    @property
    def is_growing(self) -> bool:
        """Whether the first edition is not whole yet."""
        return not self._grown.is_set()

    def find(self, path: str) -> Output | None:
        """The output at a path, if the present edition has one. While the first edition grows, it is waited for."""
        while True:
            is_grown = self._grown.is_set()
            output = self.edition.outputs.get(path) if self.edition else None
            if output is not None or is_grown:
                return output
            self._grown.wait(0.005)

    def page(self, output: Made) -> Page:
        """An output of the present edition, rendered unless it has been before."""
        if output.kind in FROM_FILES:
            return self._picture(output)
        with self._lock:
            edition = self.edition
            if edition is None or output.path not in edition.outputs:
                return Page("", b"")
            mark = edition.mark(output.path)
            kept = self._pages.get(output.path)
            if kept is not None and kept.mark == mark:
                self._pages.move_to_end(output.path)
                return kept
            return self._keep(output.path, self._render(edition, output, mark, kept))

    def _picture(self, output: Made) -> Page:
        """A picture, for which no page has to wait. One is made at a time, and what was made is kept on the disk."""
        with self._darkroom:
            edition = self.edition
            if edition is None or output.path not in edition.outputs:
                return Page("", b"")
            return self._render(edition, output, edition.mark(output.path), None)

    def _render(self, edition: Edition, output: Made, mark: str, kept: Page | None) -> Page:
        try:
            page = Page(mark, edition.render(output), edition.text(output))
        except TemplateError as exc:
            self._failures[output.path] = (mark, exc.problem)
            return Page(mark, kept.body if kept else b"", kept.text if kept else "", exc.problem)
        except LostTextError:
            self.is_lost = True
            return kept or Page("", b"")
        self._failures.pop(output.path, None)
        self._sound[output.path] = mark
        return page

    def _keep(self, path: str, page: Page) -> Page:
        self._weight += len(page.body) - (len(self._pages[path].body) if path in self._pages else 0)
        self._pages[path] = page
        self._pages.move_to_end(path)
        while self._weight > MOST_KEPT and len(self._pages) > 1:
            self._weight -= len(self._pages.popitem(last=False)[1].body)
        return page

    def count_new(self, paths: Iterable[str] | None) -> int:
        """How many of the outputs at some paths, or of all, have become others since they were last counted."""
        edition = self.edition
        if edition is None:
            return 0
        marks = {path: edition.mark(path) for path in (edition.outputs if paths is None else paths)}
        new = sum(self._marks.get(path) != mark for path, mark in marks.items())
        self._marks = marks if paths is None else {**self._marks, **marks}
        return new

    def unproved(self, paths: Iterable[str] | None) -> list[str]:
        """The paths of outputs, of all or of some, that may have to be proved; those that failed come first."""
        edition = self.edition
        known = list(edition.outputs if paths is None else paths) if edition else []
        return [*dict.fromkeys([*self._failures, *known])]

    def prove(self, path: str) -> None:
        """Render an output for nobody, to see whether that can be done, unless it is known."""
        with self._lock:
            edition = self.edition
            output = edition.outputs.get(path) if edition else None
            if edition is None or not isinstance(output, Made) or output.kind in FROM_FILES:
                return  # pictures were decoded when they were read, and take long
            mark = edition.mark(path)
            failed = self._failures.get(path)
            if self._sound.get(path) != mark and (failed is None or failed[0] != mark):
                self._render(edition, output, mark, Page("", b""))
