"""A build, from the outside: guarded, alone, recovered, and no longer than it must be."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from ..asides import Aside
from ..content.decode.marks import SITE
from ..content.loader import Inventory, LostTextError, Sources, digest_keys
from ..errors import ContentError, OutsideError
from ..extension import load_extension
from ..interrupts import heard, unheard
from ..stamp import engine_stamp
from ..theme import override_folders
from ..workers import Crew, Progress, processors
from .cache import drop_memo, open_cache, passing_cache
from .order import Indexed, Order, Report, silent
from .published import Published
from .standing import Aftermath, Inputs, Standing, digest_inputs
from .store import (
    FOLDER,
    UNFINISHED,
    check_output,
    has_begun,
    has_index,
    hold_lock,
    leave_no_stage,
    leave_nothing_new,
    load_manifest,
    recover,
)
from .templates import find_templates
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
            report = _build_once_more(order, sources, clock, progress)
            return _index_texts(order, report, progress) if order.writes and not order.apart else report
    except ContentError as exc:
        return Report(problems=exc.problems)
    except OSError as exc:
        hint = UNFINISHED if has_begun(order.output) else "nothing was published"
        raise OutsideError(f"{exc.strerror or exc}: {exc.filename or order.output}", hint) from exc


def _index_texts(order: Order, report: Report, progress: Progress) -> Report:
    """The report, once the index of whole texts is that of the published pages too."""
    if report.failed or not (report.wants_texts or has_index(order.output)):
        return report
    from .whole_texts import keep_up

    progress("texts", 0, 1)
    indexed, problems = keep_up(order.output, report.wants_texts, lambda: load_manifest(order.output) or {}, SITE)
    progress("texts", 1, 1)
    return msgspec.structs.replace(report, indexed=indexed, problems=tuple(sorted([*report.problems, *problems])))


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
    beside = order.output / FOLDER if order.writes else None
    opened = passing_cache(beside, stamp) if order.apart else open_cache(order.site / FOLDER, stamp, beside)
    with opened as cache, Crew(order.jobs or processors()) as crew:
        run = Build(Workshop(order, sources, extension, cache, stamp, clock, progress, crew))
        try:
            return run.run()
        except ContentError as exc:
            return Report(problems=exc.problems)
        except LostTextError:
            drop_memo(cache)
            return run.run()


class Build:
    """One build with its cache: what stands already, what is to be retouched, or else the whole journey."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._order = workshop.order
        self._cache = workshop.cache

    def run(self) -> Report:
        order, cache = self._order, self._cache
        seen = {} if order.clean else cache.seen(order.output)
        self._published = published = Published(order.output, load_manifest(order.output), seen)
        with Aside(published.is_as_seen, pays=bool(seen) and order.jobs != 1 and processors() > 1) as is_as_seen:
            inventory = Inventory(self._workshop.sources, {} if order.clean else cache.files())
            self._folders = override_folders(order.site, "templates")
            self._templates = find_templates(self._folders)
            if is_as_seen.answer():
                published.take_as_seen()
        report = self._short_way(inventory)
        return self._whole_way(inventory) if report is None else report

    def _whole_way(self, inventory: Inventory) -> Report:
        from .intake import Intake  # Markdown and YAML: nothing that stands needs them

        intake = Intake(self._workshop, inventory)
        journey = cache(self._set_out)
        with heard():
            library = intake.load(meanwhile=journey)
            if intake.faults:
                return intake.failure(library)
            report, after = journey().run(intake, library, self._published)
        return self._let_stand(report, after, inventory)

    def _set_out(self) -> Journey:
        with unheard():
            from .journey import Journey  # pages and templates: loaded while others read
        return Journey(self._workshop, self._templates, self._folders)

    def _short_way(self, inventory: Inventory) -> Report | None:
        """What there is to do if no more than texts have changed since the last good build, and nobody has touched the
        output; None where there may be more."""
        last = self._last_good()
        if last is None:
            return None
        now = self._inputs(inventory)
        if now is None or now.frame != last.inputs.frame or not self._published.is_untouched():
            return None
        is_same = now.texts == last.inputs.texts
        return self._as_it_stands(inventory, last.after) if is_same else self._retouch(inventory, last.after)

    def _last_good(self) -> Standing | None:
        """What is remembered of the last good build, if its outcome would be the same now."""
        order = self._order
        if not self._can_stand() or order.clean or order.explain:
            return None
        last = self._cache.standing(order.output)
        now = self._workshop.clock().timestamp()
        return last if last and last.after.since <= now < last.after.until else None

    def _as_it_stands(self, inventory: Inventory, last: Aftermath) -> Report:
        published, cache = self._published, self._cache
        with suppress(OSError):
            if inventory.was_looked_into:
                cache.keep_files(inventory.files())
            if published.was_looked_at:
                cache.keep_seen(self._order.output, published.seen_after((), published.manifest))
        return Report(
            (), (), len(published.manifest), last.problems, wants_texts=last.wants_texts, next_due=last.next_due
        )

    def _retouch(self, inventory: Inventory, last: Aftermath) -> Report | None:
        """Publish texts and conversations that have changed; None where more hangs on them."""
        memo, outlined = self._cache.memo(), self._cache.outline(self._order.output)
        if outlined is None or outlined[0] != last.outline or digest_keys(memo.posts) != last.keys:
            return None
        if self._cache.is_crowded(last.weight):
            return None
        from .retouch import Retouch

        retouch = Retouch(self._workshop, last, memo, outlined[1])
        with heard(), suppress(LostTextError):
            if retouch.read(inventory):
                report, after = retouch.publish(self._set_out(), self._published, inventory)
                return self._let_stand(report, after, inventory)
        return None

    def _can_stand(self) -> bool:
        """Whether equal inputs are sure to give an equal outcome: outputs of the site's own may depend on more."""
        order = self._order
        return order.writes and not order.now and not order.audience.drafts and not self._workshop.extension.outputs

    def _inputs(self, inventory: Inventory) -> Inputs | None:
        order = self._order
        return digest_inputs(
            self._workshop.stamp, inventory, self._templates, order.audience, order.base_url, order.strict
        )

    def _let_stand(self, report: Report, after: Aftermath, inventory: Inventory) -> Report:
        """Remember a good build as the outcome of its inputs; its report."""
        if self._order.writes:
            inputs = None if report.failed or not self._can_stand() else self._inputs(inventory)
            standing = None if inputs is None else Standing(inputs, after)
            with suppress(OSError):
                self._cache.keep_standing(self._order.output, standing)
        return msgspec.structs.replace(report, wants_texts=after.wants_texts, next_due=after.next_due)


def wall_clock() -> datetime:
    return datetime.now(UTC)


__all__ = ["Indexed", "Order", "Report", "build", "wall_clock"]
