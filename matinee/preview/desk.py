"""The desk of the preview: one thread that takes in what changes, shows it, and proves the rest when nobody waits."""

from __future__ import annotations

import os
import time
import traceback
from collections import deque
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

import msgspec

from ..errors import Place, Problem, error
from ..warm.site import Renewal, Warm
from ..workers import Progress
from .showing import Showing
from .watching import PYTHON, Watch

LEAST = 5.0  # seconds between two looks at all files, where the system tells of changes; else POLLED
POLLED = 0.5
SHARE = 100  # a look may take this part of the time
SLICE = 0.05  # seconds of proving pages, until somebody else has a turn
EMPTIED = 0.25  # seconds that an editor may take to fill a file that it has emptied
REMEMBERED = 60.0  # seconds, at least, between two times that what was read is kept
AGAIN = (0.1, 0.1, 0.2, 0.5, 1.0)  # seconds until what failed is tried again


class Voice(msgspec.Struct, frozen=True):
    """Who hears of a session: of progress; of lines to be said and problems to be told; and, once the first edition is
    there, of its address and how many outputs it has."""

    progress: Progress
    say: Callable[[str], None]
    tell: Callable[[Iterable[Problem]], None]
    ready: Callable[[str, int], None]


class OwnPython(msgspec.Struct, frozen=True):
    """The site's own Python: a digest of what was `loaded` of it, one of what it is `now`, and how to begin again with
    that, which says what is wrong with it if it cannot be."""

    loaded: bytes
    now: Callable[[], bytes]
    restart: Callable[[], tuple[Problem, ...]]


class Desk:
    """Brings what is shown up to date, until the watch is over. `told` hears of every change once it can be served."""

    def __init__(
        self, warm: Warm | None, showing: Showing, watch: Watch, told: Callable[[], None], voice: Voice, own: OwnPython
    ) -> None:
        self._warm = warm
        self._showing = showing
        self._watch = watch
        self._told = told
        self._voice = voice
        self._own = own
        self._known_python = own.loaded
        self._python: tuple[Problem, ...] = showing.problems if warm is None else ()
        self._outside: tuple[Problem, ...] = ()
        self._last = Renewal(None, (), None)
        self._problems: tuple[Problem, ...] = ()
        self._failures = 0
        self._acted = 0
        self._looked = self._pause = self._remembered = 0.0
        self._is_news = True
        self._unproved: deque[str] = deque()

    def begin(self) -> int:
        """Make the first edition of what has been read; how many outputs it has. What goes wrong is tried again."""
        try:
            if self._warm is not None:
                self._show(self._warm.plan(self._showing.grow))
        except Exception as exc:
            self._fail(exc)
            self._showing.show(Renewal(None, (), None))
        self._problems = self._showing.problems
        self._voice.tell(self._problems)
        self._showing.count_new(None)
        return len(self._showing.edition.outputs) if self._showing.edition else 0

    def run(self) -> None:
        """Work until all is over. What goes wrong once is told, and does not end it."""
        while not self._watch.is_over:
            try:
                self._turn()
            except Exception as exc:
                self._fail(exc)
        self._remember()

    def _turn(self) -> None:
        is_busy = self._prove()
        names = self._gathered(0.0 if is_busy else self._until_next())
        if self._watch.is_over:
            return
        if any(name.startswith(PYTHON) for name in names):
            self._reload()
        sources = {name for name in names if not name.startswith(PYTHON)}
        if not sources and time.monotonic() >= self._looked + self._pause:
            sources = self._look()
        if self._owes_all():
            self._renew(None)
        elif sources:
            self._renew(sources)
        elif not is_busy and time.monotonic() > self._remembered + REMEMBERED:
            self._remember()

    def _gathered(self, timeout: float) -> set[str]:
        """The names of what has changed. A file that an editor has just emptied has a moment to be filled."""
        names = self._watch.wait(timeout)
        if self._warm is not None and any(map(self._warm.is_emptied, names)):
            names |= self._watch.wait(EMPTIED)
        if any(name.endswith("/") for name in names) and self._watch.mend():
            self._looked = 0.0  # what has happened in a new folder before it was watched
        return names

    def _until_next(self) -> float:
        """How long nothing is to be done unless something happens."""
        if self._failures:
            return AGAIN[min(self._failures, len(AGAIN)) - 1]
        return max(0.01, min(self._looked + self._pause - time.monotonic(), 1.0))

    def _owes_all(self) -> bool:
        """Whether everything has to be made again: after a failure; where a stored text is gone; and where the clock
        alone has made another site of it, once."""
        if self._warm is None:
            return False
        if self._showing.is_lost:
            self._warm.forget()
            return True
        is_due = time.time() >= self._warm.until != self._acted
        if is_due:
            self._acted = self._warm.until
        return bool(self._failures) or is_due

    def _look(self) -> set[str]:
        """What has changed without anybody telling; seldom enough that it costs next to nothing."""
        begin = time.monotonic()
        self._watch.mend()
        found = self._warm.changed() if self._warm else set()
        if self._own.now() != self._known_python:
            self._reload()
        self._looked = time.monotonic()
        least, share = (LEAST, SHARE) if self._watch.is_told else (POLLED, SHARE / 10)
        self._pause = max(least, share * (self._looked - begin))
        return found

    def _renew(self, names: Collection[str] | None) -> None:
        if self._warm is None:
            return
        begin = time.monotonic()
        renewal = self._warm.renew(names)
        self._failures, self._outside, self._is_news = 0, (), True
        self._show(renewal)
        seconds = time.monotonic() - begin
        new = self._showing.count_new(renewal.touched)
        if new or self._showing.problems != self._problems:
            self._report(names, new, seconds)

    def _show(self, renewal: Renewal) -> None:
        """Show what came of a change, with all that is wrong beside it; then tell whoever listens."""
        self._last = renewal
        problems = tuple(sorted({*renewal.problems, *self._python, *self._outside}))
        self._showing.show(msgspec.structs.replace(renewal, problems=problems))
        self._unproved.extendleft(reversed(self._showing.unproved(renewal.touched)))
        self._told()

    def _fail(self, exc: Exception) -> None:
        """Try again after a failure: soon, since files come and go while they are read; what does not pass is told."""
        self._failures += 1
        if self._failures == len(AGAIN) - 2 and self._warm is not None:
            self._warm.forget()
        if self._failures < len(AGAIN):
            return
        if isinstance(exc, OSError):
            path = os.path.relpath(exc.filename, self._site()) if exc.filename else "content"
            self._outside = (error(Place(path), "file", f"this file cannot be read: {exc.strerror or exc}"),)
            if self._outside[0] not in self._problems:
                self._show(msgspec.structs.replace(self._last, touched=()))
                self._report([path], 0, 0.0)
        else:
            traceback.print_exception(exc)

    def _site(self) -> Path:
        return self._warm.site if self._warm is not None else Path()

    def _report(self, names: Collection[str] | None, new: int, seconds: float) -> None:
        """Say what has changed, in a line, and what is wrong where that is news."""
        wrong = self._tell_news()
        pages = f"{new} page{'' if new == 1 else 's'} new"
        self._voice.say(", ".join(filter(None, [f"{_named(names)}: {pages}", f"{seconds * 1000:.0f} ms", wrong])))

    def _tell_news(self) -> str:
        """Tell problems that have not been told; how it stands, in few words."""
        problems, before = self._showing.problems, self._problems
        if fresh := [problem for problem in problems if problem not in before]:
            self._voice.tell(fresh)
        self._problems = problems
        if errors := sum(problem.is_error for problem in problems):
            return f"{errors} error{'' if errors == 1 else 's'}: the last good pages stay"
        return "all errors are mended" if any(problem.is_error for problem in before) else ""

    def _reload(self) -> None:
        """Begin again with the site's own Python, unless something is wrong with it: then that is shown."""
        self._known_python = self._own.now()
        self._python = self._own.restart()
        if self._python:
            self._show(msgspec.structs.replace(self._last, touched=()))
            self._report(["build.py"], 0, 0.0)

    def _prove(self) -> bool:
        """Render some of what nobody has asked for yet, so that errors anywhere are found; whether there is more."""
        end = time.monotonic() + SLICE
        while self._unproved:
            self._showing.prove(self._unproved.popleft())
            if self._watch.has_news or time.monotonic() > end:
                return True
        if self._showing.problems != self._problems:
            if wrong := self._tell_news():
                self._voice.say(wrong)
            self._told()
        return False

    def _remember(self) -> None:
        """Keep what was read for the next start."""
        if self._warm is not None and self._is_news:
            self._warm.remember()
        self._is_news, self._remembered = False, time.monotonic()


def _named(names: Collection[str] | None) -> str:
    """What has changed, in few words."""
    if not names:
        return "the site"
    first = min(names).rstrip("/")
    return f"{first} and {len(names) - 1} more" if len(names) > 1 else first
