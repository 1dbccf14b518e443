"""The whole journey: load, assemble, plan, render, commit."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from ..content.loader import (
    Inventory,
    Library,
    Loader,
    LostTextError,
    Memo,
    Pointer,
    Sources,
    digest_file,
    load_config,
    tidy,
)
from ..content.site import Audience, Site, make_site
from ..errors import ContentError, OutsideError, Place, Problem, Severity, UsageError, error, warning
from ..extension import Extension, load_extension
from ..model import Config, Moment
from ..pages.plan import Plan, make_plan
from ..stamp import engine_stamp
from ..text.moments import find_zone, read_moment
from ..theme import override_folders
from ..workers import each_chunk, processors
from .cache import Cache, drop_memo, open_cache, passing_cache
from .press import Rendered, RenderTask, open_press, render_tasks, warm_up
from .staleness import Ledger, Stale, digest_settings, find_stale
from .standing import Standing, digest_inputs, is_untouched
from .store import (
    FOLDER,
    Manifest,
    Written,
    check_output,
    commit,
    discard_stage,
    hold_lock,
    load_manifest,
    open_stage,
    recover,
)
from .templates import TemplateSet, load_templates, merge_failures

Progress = Callable[[str, int, int], None]
CHUNK = 16


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress for nobody."""


class Order(msgspec.Struct, frozen=True):
    """What is asked of a build. With `writes` false everything is done but nothing published (`check`)."""

    site: Path
    output: Path
    audience: Audience = Audience()
    base_url: str = ""
    now: str = ""
    jobs: int = 0
    clean: bool = False
    force: bool = False
    strict: bool = False
    explain: str = ""
    writes: bool = True


class Report(msgspec.Struct, frozen=True):
    """What a build did. Paths are relative to the output folder. `rendered` counts pages made, also those whose
    bytes stayed the same."""

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()
    explanation: str = ""
    read: int = 0
    rendered: int = 0
    next_change: int = 0

    @property
    def failed(self) -> bool:
        return any(problem.is_error for problem in self.problems)


def build(order: Order, clock: Callable[[], datetime], progress: Progress = silent) -> Report:
    """Bring the output up to date with the sources, or leave it as it is and say why. OutsideError where the world
    is at fault."""
    sources = Sources(order.site, override_folders(order.site, "static"))
    kept = tuple(order.site / name for name in ("content", "templates", "static")) + tuple(
        folder for _, folder in sources.statics
    )
    check_output(order.output, order.site, kept, order.force)
    try:
        with ExitStack() as stack:
            if order.writes:
                (order.output / FOLDER).mkdir(parents=True, exist_ok=True)
                stack.enter_context(hold_lock(order.output / FOLDER / "lock", str(order.output)))
                recover(order.output)
            return _build_once_more(order, sources, clock, progress)
    except OSError as exc:
        if order.writes:
            with suppress(OSError):
                discard_stage(order.output)
        raise OutsideError(f"{exc.strerror or exc}: {exc.filename or order.output}", "nothing was published") from exc


def _build_once_more(order: Order, sources: Sources, clock: Callable[[], datetime], progress: Progress) -> Report:
    """Build; should the cache turn out to be damaged, forget it and build again."""
    try:
        extension = load_extension(order.site)
    except ContentError as exc:
        return Report(problems=exc.problems)
    stamp = engine_stamp(order.site)
    with open_cache(order.site, stamp, order.output / FOLDER) as cache:
        run = Build(order, sources, extension, cache, stamp, clock, progress)
        try:
            return run.run()
        except ContentError as exc:
            return Report(problems=exc.problems)
        except LostTextError:
            drop_memo(cache)
            return run.run()


def _moment(now: str, config: Config, clock: Callable[[], datetime]) -> Moment:
    if now:
        try:
            return read_moment(now, config.timezone)
        except ValueError as exc:
            raise UsageError(f"--now: {exc}") from exc
    here = clock().astimezone(find_zone(config.timezone)).replace(microsecond=0)
    return Moment(here.isoformat(), int(here.timestamp()), True)


class Build:
    """One build, from the sources to the report."""

    def __init__(
        self,
        order: Order,
        sources: Sources,
        extension: Extension,
        cache: Cache,
        stamp: bytes,
        clock: Callable[[], datetime],
        progress: Progress,
    ) -> None:
        self._order = order
        self._sources = sources
        self._extension = extension
        self._cache = cache
        self._stamp = stamp
        self._clock = clock
        self._progress = progress
        self._problems: list[Problem] = []
        self._jobs = order.jobs or processors()
        self._folders = override_folders(order.site, "templates")

    def run(self) -> Report:
        """What stands already, or else the whole journey."""
        self._problems = []
        known = {} if self._order.clean else self._cache.files()
        inventory = Inventory(self._sources, known)
        templates = load_templates(self._folders, self._cache.references())
        return self._standing(inventory, templates) or self._journey(inventory, templates)

    def _standing(self, inventory: Inventory, templates: TemplateSet) -> Report | None:
        """The last build's outcome, if no input has changed since, and nobody has touched the output."""
        order = self._order
        if (
            not self._can_stand()
            or order.clean
            or order.explain
            or (last := self._cache.standing(order.output)) is None
        ):
            return None
        if not last.since <= self._clock().timestamp() < last.until or last.inputs != self._inputs(
            inventory, templates
        ):
            return None
        ledger = Ledger(self._stamp, b"", templates, load_manifest(order.output) or {}, self._cache.seen(order.output))
        untouched, stale = is_untouched(order.output, ledger, time.time_ns())
        if not untouched or not ledger.old:
            return None
        with suppress(OSError):
            self._cache.keep_files(inventory.files())
            if stale.was_looked_at:
                self._cache.keep_seen(order.output, stale.seen_after(order.output, set()))
        return Report((), (), len(ledger.old), last.problems)

    def _can_stand(self) -> bool:
        """Whether equal inputs are sure to give an equal outcome: outputs of the site's own may depend on more."""
        order = self._order
        return order.writes and not order.now and not order.audience.drafts and not self._extension.outputs

    def _inputs(self, inventory: Inventory, templates: TemplateSet) -> bytes | None:
        order = self._order
        return digest_inputs(self._stamp, inventory, templates, order.audience, order.base_url, order.strict)

    def _journey(self, inventory: Inventory, templates: TemplateSet) -> Report:
        """Load, assemble, plan, render, commit."""
        config, warnings = load_config(self._sources, self._order.base_url)
        self._problems += warnings
        memo = Memo() if self._order.clean else self._cache.memo()
        loader = Loader(self._sources, inventory, config, memo, self._cache.packs, self._jobs)
        library = loader.load(self._stamp)
        self._progress("read", library.read, library.read)
        site = make_site(library, _moment(self._order.now, config, self._clock), self._order.audience)
        plan = self._plan(site)
        problems = sorted({*self._problems, *plan.problems, *templates.problems})
        report = self._publish(site, plan, templates, self._judge(problems))
        self._remember(loader, library, inventory, templates)
        self._let_stand(site, report, inventory, templates)
        return msgspec.structs.replace(report, read=library.read, next_change=site.steady[1])

    def _let_stand(self, site: Site, report: Report, inventory: Inventory, templates: TemplateSet) -> None:
        """Remember a good build as the outcome of its inputs."""
        if not self._order.writes:
            return
        inputs = None if report.failed or not self._can_stand() else self._inputs(inventory, templates)
        standing = None if inputs is None else Standing(inputs, *site.steady, report.problems)
        with suppress(OSError):
            self._cache.keep_standing(self._order.output, standing)

    def _plan(self, site: Site) -> Plan:
        try:
            return make_plan(site, self._extension.outputs)
        except ContentError as exc:
            self._problems += exc.problems
        except Exception as exc:
            if not self._extension.outputs:
                raise
            self._problems.append(
                error(_own_line(exc, self._order.site), "extension", f"build.py failed: {type(exc).__name__}: {exc}")
            )
        return make_plan(site)

    def _judge(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """The problems as this build takes them: strictly, warnings are errors."""
        if not self._order.strict:
            return tuple(problems)
        return tuple(sorted(msgspec.structs.replace(problem, severity=Severity.ERROR) for problem in problems))

    def _publish(self, site: Site, plan: Plan, templates: TemplateSet, problems: tuple[Problem, ...]) -> Report:
        """Render what is stale and, if all is well, commit it."""
        output = self._order.output
        old = load_manifest(output)
        is_good = not any(problem.is_error for problem in problems)
        seen = {} if self._order.clean else self._cache.seen(output)
        ledger = Ledger(self._stamp, digest_settings(plan.settings), templates, old or {}, seen)
        stale = find_stale(plan, ledger, output, everything=self._order.clean)
        explanation = stale.explain(self._order.explain, self._cache.reasons(output)) if self._order.explain else ""
        writes = self._order.writes and is_good
        tasks = self._tasks(site, stale, old)
        stage = open_stage(output) if writes and tasks else None
        rendered = dict(self._render(tasks, plan, templates, stage)) if tasks else {}
        problems += self._judge(merge_failures(result.problem for result in rendered.values() if result.problem))
        if writes:
            problems += self._judge(self._foreign(stale, rendered, old))
        if any(problem.is_error for problem in problems) or not self._order.writes:
            if self._order.writes:
                discard_stage(output)
            changed = tuple(sorted(path for path, result in rendered.items() if _is_new(path, result, old)))
            return Report(
                (), (), len(plan.outputs) - len(changed), tuple(sorted(problems)), explanation, rendered=len(rendered)
            )
        return self._commit(plan, stale, rendered, old, problems, explanation)

    def _tasks(self, site: Site, stale: Stale, old: Manifest | None) -> list[RenderTask]:
        """What the workers are to do. A file that was here before us is taken over where our bytes are the same."""
        tasks = []
        for item in stale.items:
            known = item.known
            if (old is None or item.path not in old) and _is_plain_file(place := self._order.output / item.path):
                known = digest_file(place).hex()
            if item.kind == "copy":
                tasks.append(RenderTask(item.path, "copy", os.fspath(self._locate(item.source)), item.parts, (), known))
            else:
                texts = tuple(site.pointers[key] for key in item.needs)
                tasks.append(RenderTask(item.path, item.kind, item.template, item.parts, texts, known))
        return tasks

    def _locate(self, source: str) -> Path:
        """The file that an asset stands for: of a file in both, the site's own and not the theme's."""
        if not source.startswith("static/"):
            return self._order.site / source
        places = [folder / source.removeprefix("static/") for _, folder in self._sources.statics]
        return next((place for place in places if place.is_file()), places[0])

    def _render(
        self, tasks: list[RenderTask], plan: Plan, templates: TemplateSet, stage: Path | None
    ) -> Iterator[tuple[str, Rendered]]:
        site, state = self._order.site, templates.digest()
        arguments = (site, msgspec.msgpack.encode(plan.settings), self._folders, state, self._cache.packs, stage)
        jobs = self._jobs if len(tasks) > 2 * CHUNK else 1
        warm_up(site, self._folders, state, {task.template for task in tasks if task.kind != "copy" and task.template})
        done = 0
        for results in each_chunk(render_tasks, _chunks(tasks), open_press, arguments, jobs):
            done += len(results)
            self._progress("render", done, len(tasks))
            for result in results:
                yield result.path, result

    def _foreign(self, stale: Stale, rendered: dict[str, Rendered], old: Manifest | None) -> list[Problem]:
        """What stands at our addresses or around them and was not written by us."""
        output = self._order.output
        problems: list[Problem] = []
        for path, result in rendered.items():
            if result.is_staged and (old is None or path not in old) and os.path.lexists(output / path):
                if self._order.force:
                    _put_aside(output, path)
                else:
                    message = "this file stands where a page belongs, and Matinee did not write it"
                    problems.append(
                        error(
                            Place(f"{output.name}/{path}"), "output", message, "move it, or say --force to put it aside"
                        )
                    )
        if old is None:
            problems += _strangers(output, set(rendered))
        return problems

    def _commit(
        self,
        plan: Plan,
        stale: Stale,
        rendered: dict[str, Rendered],
        old: Manifest | None,
        problems: tuple[Problem, ...],
        explanation: str,
    ) -> Report:
        output = self._order.output
        before = old or {}
        new = stale.manifest(rendered)
        written = tuple(sorted(path for path, result in rendered.items() if result.is_staged))
        removed: tuple[str, ...] = ()
        if written or new != before or old is None:
            removed, kept = commit(output, before, new)
            problems += tuple(
                warning(
                    Place(f"{output.name}/{path}"),
                    "output",
                    "this page is gone, but its file was changed by hand and is kept",
                )
                for path in kept
            )
        self._note(stale, rendered, removed, set(written))
        return Report(
            written,
            removed,
            len(plan.outputs) - len(written),
            tuple(sorted(problems)),
            explanation,
            rendered=len(rendered),
        )

    def _note(self, stale: Stale, rendered: dict[str, Rendered], removed: tuple[str, ...], written: set[str]) -> None:
        """Keep what the next build wants to know of the output. Without it all is well, only slower."""
        output = self._order.output
        with suppress(OSError):
            if rendered or removed or stale.was_looked_at:
                self._cache.keep_seen(output, stale.seen_after(output, written))
            if rendered or removed:
                reasons = {
                    path: reason for path, reason in self._cache.reasons(output).items() if path in stale.fingerprints
                }
                reasons.update({path: (*stale.context(path), *result.parts) for path, result in rendered.items()})
                self._cache.keep_reasons(output, reasons)

    def _remember(self, loader: Loader, library: Library, inventory: Inventory, templates: TemplateSet) -> None:
        """Keep what was read. Without it all is well, only slower."""
        with suppress(OSError):
            self._cache.keep_files(inventory.files())
            self._cache.keep_references(templates.references)
            moved: dict[bytes, Pointer] = {}
            with suppress(LostTextError):
                moved = tidy(self._cache.packs, library.pointers.values())
            self._cache.keep_memo(loader.memo(moved))


def _chunks(tasks: list[RenderTask]) -> list[list[RenderTask]]:
    """Runs of tasks with about as much work in each, the long ones first so that no worker is left with one at the
    end."""
    heavy = sorted((task for task in tasks if len(task.parts) > 50_000), key=lambda task: -len(task.parts))
    light = [task for task in tasks if len(task.parts) <= 50_000]
    return [[task] for task in heavy] + [light[start : start + CHUNK] for start in range(0, len(light), CHUNK)]


def _is_new(path: str, result: Rendered, old: Manifest | None) -> bool:
    return old is None or path not in old or old[path].digest != result.digest


def _is_plain_file(place: Path) -> bool:
    return place.is_file() and not place.is_symlink()


def _put_aside(output: Path, path: str) -> None:
    """Move a file that is not ours out of the way, where its owner finds it."""
    target = output / FOLDER / "kept" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    number = 0
    while target.exists():
        number += 1
        target = target.with_name(f"{Path(path).name}.{number}")
    shutil.move(output / path, target)


def _strangers(output: Path, ours: set[str]) -> list[Problem]:
    """A warning for every file of an output folder without a manifest that no page of ours will replace."""
    found: list[Problem] = []
    for folder, folders, files in os.walk(output):
        folders[:] = sorted(name for name in folders if name not in {FOLDER, ".git"})
        for name in sorted(files):
            path = os.path.relpath(os.path.join(folder, name), output).replace(os.sep, "/")
            if path not in ours:
                found.append(
                    warning(Place(f"{output.name}/{path}"), "output", "this file was here before; it is left alone")
                )
    return found


def _own_line(exc: Exception, site: Path) -> Place:
    """The innermost line of the site's own code in a traceback."""
    import traceback

    home = site.resolve()
    frames = [
        frame
        for frame in traceback.extract_tb(exc.__traceback__)
        if Path(frame.filename).resolve().is_relative_to(home)
    ]
    own = [frame for frame in frames if "matinee" not in Path(frame.filename).resolve().relative_to(home).parts[:1]]
    return (
        Place(Path(own[-1].filename).resolve().relative_to(home).as_posix(), own[-1].lineno or 0)
        if own
        else Place("build.py")
    )


def wall_clock() -> datetime:
    return datetime.now(UTC)


def monotonic() -> float:
    return time.monotonic()


__all__ = ["Build", "Order", "Progress", "Report", "Written", "build", "passing_cache", "wall_clock"]
