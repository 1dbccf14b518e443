"""From a plan to a published site: render what is stale, and commit it if all is well."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from ..content.library import Pointer
from ..content.loader import digest_file
from ..errors import Problem, error, merge_failures
from ..pages.facets import Answers
from ..pages.parts import Settings
from .cache import Reasons
from .chunks import in_chunks
from .foreign import changed_by_hand, kept_by_hand, strangers, told_aside
from .order import Report
from .pictures import Drawer
from .press import IN_THE_WAY, Rendered, RenderTask, open_press, render_tasks, warm_up
from .published import Published
from .staleness import Item, Ledger, Stale
from .store import commit, copy_aside, discard_stage, folders_of, is_plain_file, open_stage
from .templates import Folders, TemplateSet, digest_templates
from .workshop import Workshop

if TYPE_CHECKING:
    from .compiling import QuickEnvironment

ALONE = 2  # so few chunks are done before others have come
Judge = Callable[[list[Problem] | tuple[Problem, ...]], tuple[Problem, ...]]


class Outcome(msgspec.Struct, frozen=True):
    """What turned out to be wrong while everything was planned, and why an output is made again, if that was asked."""

    problems: tuple[Problem, ...]
    explanation: str = ""


class Agenda(msgspec.Struct, frozen=True):
    """What is to be published: the stale outputs as they are found, what pages may know of site.yaml, what posts
    answer, and where the long texts are that their answers name. `conclude` tells the rest once all has been found;
    with `is_hopeless` something is known to be wrong already, and nothing need be staged."""

    items: Iterable[Item]
    stale: Stale
    settings: Settings
    answers: Answers
    pointers: Callable[[], Mapping[bytes, Pointer]]
    conclude: Callable[[], Outcome]
    is_hopeless: bool = False


class Publisher:
    """Brings an output folder up to date with a plan."""

    def __init__(
        self,
        workshop: Workshop,
        folders: Folders,
        environment: Callable[[], QuickEnvironment],
        judge: Judge,
    ) -> None:
        self._order = workshop.order
        self._sources = workshop.sources
        self._cache = workshop.cache
        self._progress = workshop.progress
        self._folders = folders
        self._environment = environment
        self._judge = judge
        self._crew = workshop.crew

    def publish(self, agenda: Agenda, ledger: Ledger) -> Report:
        """Render what is stale, errors elsewhere or not, so that every problem is told; commit if there is none."""
        order, published, stale = self._order, ledger.published, agenda.stale
        rendered = dict(self._render(agenda, ledger))
        outcome = agenda.conclude()
        problems = outcome.problems
        is_shared = order.writes and not published.is_bare and not any(problem.is_error for problem in problems)
        problems += self._judge(merge_failures(_failures(rendered, problems)))
        obstacles = tuple(self._obstacles(rendered, published, stale.fingerprints)) if is_shared else ()
        if is_shared:
            problems += self._judge(self._foreign(obstacles, rendered, published))
        if any(problem.is_error for problem in problems) or not order.writes:
            if order.writes:
                discard_stage(order.output)
            changed = sum(_is_new(path, result, published) for path, result in rendered.items())
            kept = len(stale.fingerprints) - changed
            return _counted(Report((), (), kept, tuple(sorted(problems)), outcome.explanation), rendered)
        return self._commit(stale, rendered, ledger, obstacles, msgspec.structs.replace(outcome, problems=problems))

    def _tasks(self, agenda: Agenda, published: Published) -> Iterator[RenderTask]:
        """What the workers are to do. A file that was here before us is taken over where our bytes are the same."""
        is_bare = self._order.writes and published.is_bare
        pointers = agenda.pointers()
        for item in agenda.items:
            known = item.known
            if not (is_bare or item.path in published.manifest) and is_plain_file(
                place := self._order.output / item.path
            ):
                known = digest_file(place).hex()
            if item.kind == "copy":
                yield RenderTask(item.path, "copy", os.fspath(self._sources.locate(item.source)), item.parts, (), known)
            else:
                texts = tuple(pointers[key] for key in agenda.answers.texts(item.asks))
                file = os.fspath(self._sources.locate(item.source)) if item.source else ""
                yield RenderTask(item.path, item.kind, item.template, item.parts, texts, known, file, item.source)

    def _render(self, agenda: Agenda, ledger: Ledger) -> Iterator[tuple[str, Rendered]]:
        """What became of each task, rendered as soon as it is found."""
        tasks = _feasible(self._tasks(agenda, ledger.published), ledger.templates)
        first = next(tasks, None)
        if first is None:
            return
        environment, order = self._environment(), self._order
        warm_up(environment, ledger.templates.names())
        stage = open_stage(order.output) if order.writes and not agenda.is_hopeless else None
        settings, state = msgspec.msgpack.encode(agenda.settings), digest_templates(ledger.templates.files)
        compiled = environment.shelf.compiled
        arguments = (order.site, settings, self._folders, state, self._cache.packs, self._cache.drawn, stage, compiled)
        done = 0
        chunks = in_chunks(chain([first], tasks))
        for results in self._crew.each(render_tasks, chunks, open_press, arguments, alone=ALONE):
            done += len(results)
            self._progress("render", done, len(agenda.stale.fingerprints))
            for result in results:
                yield result.path, result

    def _foreign(self, obstacles: Iterable[str], rendered: dict[str, Rendered], published: Published) -> list[Problem]:
        """What stands at our addresses or around them and was not written by us."""
        order = self._order
        problems: list[Problem] = []
        for path in () if order.force else obstacles:
            message = "this stands where a page belongs, and Matinee did not write it"
            hint = "move it, or say --force to put it aside"
            problems.append(error(order.place(path), "output", message, hint))
        problems += changed_by_hand(order, self._edited(rendered, published))
        if published.is_new:
            problems += strangers(order, set(rendered))
        return problems

    def _obstacles(self, rendered: dict[str, Rendered], published: Published, planned: Container[str]) -> Iterator[str]:
        """The paths of what is not ours where a page, or a folder for pages, has to be."""
        folders = {folder for path, result in rendered.items() if result.is_staged for folder in folders_of(path)}
        for folder in sorted(folders):
            mode = published.mode(folder)
            if mode is not None and not stat.S_ISDIR(mode) and not published.may_go(folder, planned):
                yield folder
        for path, result in sorted(rendered.items()):
            mode = published.mode(path) if result.is_staged else None
            if mode is not None and stat.S_ISDIR(mode):
                yield from published.strange_files(path, planned)
            elif mode is not None and not (path in published.manifest and (stat.S_ISREG(mode) or stat.S_ISLNK(mode))):
                yield path

    def _edited(self, rendered: dict[str, Rendered], published: Published) -> list[str]:
        """Our own files that somebody changed, and that will be replaced by something else."""
        staged = sorted(path for path in published.edited if path in rendered and rendered[path].is_staged)
        return [path for path in staged if digest_file(self._order.output / path).hex() != rendered[path].digest]

    def _commit(
        self,
        stale: Stale,
        rendered: dict[str, Rendered],
        ledger: Ledger,
        obstacles: tuple[str, ...],
        outcome: Outcome,
    ) -> Report:
        output, published, problems = self._order.output, ledger.published, outcome.problems
        new = stale.manifest(rendered)
        written = tuple(sorted(path for path, result in rendered.items() if result.is_staged))
        removed: tuple[str, ...] = ()
        is_changed = bool(written) or new != published.manifest or published.is_new
        for path in self._edited(rendered, published):
            copy_aside(output, path)
        if is_changed:
            done = commit(output, published.manifest, new, () if published.is_bare else written, obstacles)
            removed = done.removed
            problems += tuple(kept_by_hand(self._order, path) for path in done.kept)
            problems += tuple(told_aside(self._order, path, place) for path, place in done.aside.items())
        with suppress(OSError):  # without what is kept here all is well, only slower
            if is_changed or published.was_looked_at:
                self._cache.keep_seen(output, published.seen_after(written, stale.fingerprints))
            if rendered or removed:
                self._note(stale, rendered, ledger.templates)
        unchanged = len(stale.fingerprints) - len(written)
        return _counted(Report(written, removed, unchanged, tuple(sorted(problems)), outcome.explanation), rendered)

    def _note(self, stale: Stale, rendered: dict[str, Rendered], templates: TemplateSet) -> None:
        """Keep what every page was made of, for --explain."""
        output = self._order.output
        known = self._cache.reasons(output).outputs
        outputs = {path: reason for path, reason in known.items() if path in stale.fingerprints}
        outputs.update({path: stale.context(path) + result.parts for path, result in rendered.items()})
        digests = {name: file.digest for name, file in templates.files.items()}
        self._cache.keep_reasons(output, Reasons(outputs, digests))
        self._tidy_drawer(stale, rendered)

    def _tidy_drawer(self, stale: Stale, rendered: dict[str, Rendered]) -> None:
        """Keep what every picture of the output is kept by, and drop what none has been made of for long."""
        new = {path: result.key for path, result in rendered.items() if result.key}
        if new:
            cache, output = self._cache, self._order.output
            known = {path: key for path, key in cache.drawn_for(output).items() if path in stale.fingerprints}
            cache.keep_drawn_for(output, {**known, **new})
            Drawer(cache.drawn).tidy(cache.living())


def _counted(report: Report, rendered: Mapping[str, Rendered]) -> Report:
    """The report, with how much was made for it."""
    drawn = sum(result.is_drawn for result in rendered.values())
    return msgspec.structs.replace(report, rendered=len(rendered), drawn=drawn)


def _failures(rendered: Mapping[str, Rendered], known: Iterable[Problem]) -> Iterator[Problem]:
    """What went wrong with outputs. That one was in the way of another has been told better, if it is known."""
    are_colliding = any(problem.code == IN_THE_WAY for problem in known)
    found = (result.problem for result in rendered.values() if result.problem is not None)
    return (problem for problem in found if not (are_colliding and problem.code == IN_THE_WAY))


def _feasible(tasks: Iterable[RenderTask], templates: TemplateSet) -> Iterator[RenderTask]:
    """The tasks without those whose templates are known to be broken: what follows from that is not told again."""
    is_sound = cache(templates.is_sound)
    return (task for task in tasks if task.kind == "copy" or is_sound(task.template))


def _is_new(path: str, result: Rendered, published: Published) -> bool:
    return path not in published.manifest or published.manifest[path].digest != result.digest
