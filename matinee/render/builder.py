"""A build, from the outside: guarded, alone, recovered, and no longer than it must be."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from ..content.loader import Inventory, LostTextError, Sources
from ..errors import ContentError, OutsideError
from ..extension import load_extension
from ..interrupts import heard, unheard
from ..stamp import engine_stamp
from ..theme import override_folders
from ..workers import Progress
from .cache import drop_memo, open_cache
from .order import Order, Report, silent
from .published import Published
from .standing import Standing, digest_inputs, is_untouched
from .store import (
    FOLDER,
    UNFINISHED,
    check_output,
    has_begun,
    hold_lock,
    leave_no_stage,
    leave_nothing_new,
    load_manifest,
    recover,
)
from .templates import Files, Folders, find_templates
from .workshop import Workshop

if TYPE_CHECKING:
    from .journey import Journey


def build(order: Order, clock: Callable[[], datetime], progress: Progress = silent) -> Report:
    """Bring the output up to date with the sources, or leave it as it is and say why. OutsideError where the world
    is at fault, UsageError where the order makes no sense."""
    order.moment("UTC")
    sources = Sources(order.site, override_folders(order.site, "static"))
    templates = override_folders(order.site, "templates")
    kept = (order.site / "content", *(folder for _, folder in (*sources.statics, *templates)))
    try:
        check_output(order.output, order.site, kept, order.force)
        _check_site(sources)
        with ExitStack() as stack:
            if order.writes:
                was_there = order.output.exists()
                stack.enter_context(hold_lock(order.output / FOLDER / "lock", str(order.output)))
                stack.enter_context(leave_nothing_new(order.output, was_there))
                stack.enter_context(leave_no_stage(order.output))
                recover(order.output)
            return _build_once_more(order, sources, clock, progress)
    except ContentError as exc:
        return Report(problems=exc.problems)
    except OSError as exc:
        hint = UNFINISHED if has_begun(order.output) else "nothing was published"
        raise OutsideError(f"{exc.strerror or exc}: {exc.filename or order.output}", hint) from exc


def _check_site(sources: Sources) -> None:
    """ContentError where there is no site.yaml: in a folder that is no site, nothing is to be left behind."""
    if not (sources.content / "site.yaml").exists():
        from ..content.loader.walk import load_config

        load_config(sources)


def _build_once_more(order: Order, sources: Sources, clock: Callable[[], datetime], progress: Progress) -> Report:
    """Build; should the cache turn out to be damaged, forget it and build again."""
    try:
        extension = load_extension(order.site)
    except ContentError as exc:
        return Report(problems=exc.problems)
    stamp = engine_stamp(order.site)
    with open_cache(order.site, stamp, order.output / FOLDER if order.writes else None) as cache:
        run = Build(Workshop(order, sources, extension, cache, stamp, clock, progress))
        try:
            return run.run()
        except ContentError as exc:
            return Report(problems=exc.problems)
        except LostTextError:
            drop_memo(cache)
            return run.run()


class Build:
    """One build with its cache: what stands already, or else the whole journey."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._order = workshop.order
        self._cache = workshop.cache

    def run(self) -> Report:
        known = {} if self._order.clean else self._cache.files()
        inventory = Inventory(self._workshop.sources, known)
        folders = override_folders(self._order.site, "templates")
        templates = find_templates(folders)
        if (report := self._standing(inventory, templates)) is not None:
            return report
        from .intake import Intake  # Markdown and YAML: nothing that stands needs them

        intake = Intake(self._workshop, inventory)
        journey = cache(lambda: self._set_out(templates, folders))
        with heard():
            library = intake.load(meanwhile=journey)
            if intake.faults:
                return intake.failure(library)
            report, steady = journey().run(intake, library)
        self._let_stand(report, steady, inventory, templates)
        return report

    def _set_out(self, templates: Files, folders: Folders) -> Journey:
        with unheard():
            from .journey import Journey  # pages and templates: loaded while others read
        return Journey(self._workshop, templates, folders)

    def _standing(self, inventory: Inventory, templates: Files) -> Report | None:
        """The last build's outcome, if no input has changed since, and nobody has touched the output."""
        order, cache = self._order, self._cache
        if not self._can_stand() or order.clean or order.explain:
            return None
        last = cache.standing(order.output)
        if last is None or not last.since <= self._workshop.clock().timestamp() < last.until:
            return None
        if last.inputs != self._inputs(inventory, templates):
            return None
        published = Published(order.output, load_manifest(order.output), cache.seen(order.output))
        if not is_untouched(published):
            return None
        with suppress(OSError):
            cache.keep_files(inventory.files())
            if published.was_looked_at:
                cache.keep_seen(order.output, published.seen_after((), published.manifest))
        return Report((), (), len(published.manifest), last.problems)

    def _can_stand(self) -> bool:
        """Whether equal inputs are sure to give an equal outcome: outputs of the site's own may depend on more."""
        order = self._order
        return order.writes and not order.now and not order.audience.drafts and not self._workshop.extension.outputs

    def _inputs(self, inventory: Inventory, templates: Files) -> bytes | None:
        order = self._order
        return digest_inputs(self._workshop.stamp, inventory, templates, order.audience, order.base_url, order.strict)

    def _let_stand(self, report: Report, steady: tuple[int, int], inventory: Inventory, templates: Files) -> None:
        """Remember a good build as the outcome of its inputs."""
        if self._order.writes:
            inputs = None if report.failed or not self._can_stand() else self._inputs(inventory, templates)
            told = tuple(problem for problem in report.problems if problem.code != "output")  # those are told once
            standing = None if inputs is None else Standing(inputs, *steady, told)
            with suppress(OSError):
                self._cache.keep_standing(self._order.output, standing)


def wall_clock() -> datetime:
    return datetime.now(UTC)


__all__ = ["Order", "Report", "build", "wall_clock"]
