"""The second half of a build's way: assemble, plan, publish."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from ..asides import Aside
from ..content.library import Library
from ..content.site import Site, make_site
from ..model import SearchScope
from ..pages.parts import Settings
from ..pages.plan import Plan
from .draft import Draft
from .explaining import explain
from .halves import Halves
from .intake import Intake
from .order import Report
from .press import shared_environment
from .published import Published
from .publisher import Agenda, Outcome, Publisher
from .staleness import Ledger, Stale
from .standing import Aftermath, lasting
from .templates import Files, Folders, digest_templates, study_templates
from .workshop import Workshop

if TYPE_CHECKING:
    from .compiling import QuickEnvironment
    from .shelf import Shelf


FEW = 1000  # posts, for which a process more would not pay


class Journey:
    """The second half of a build's way, from what was read to the report. Its templates are studied at once."""

    def __init__(self, workshop: Workshop, files: Files, folders: Folders) -> None:
        self._workshop = workshop
        self._order = workshop.order
        self._cache = workshop.cache
        self._folders = folders
        self._shelf: Shelf | None = None
        self._state = digest_templates(files)
        self._known = workshop.cache.references()
        self._templates = study_templates(files, self._known, self._environment)
        self._draft = Draft(workshop, self._templates, folders)

    def run(self, intake: Intake, library: Library, published: Published) -> tuple[Report, Aftermath]:
        """The report, and what remains of the build."""
        order, config = self._order, library.config
        self._draft.problems += intake.warnings
        site = make_site(library, self._draft.now(config.timezone), order.audience)
        planner = self._draft.planner(site, keeps_parts=bool(order.explain))
        ledger = self.ledger(planner.settings, published)
        stale = Stale(ledger, order.clean)
        pays = self._pays_to_share(library, published)
        with Halves(planner, stale, self._cache, order.output, pays) as halves, ExitStack() as stack:
            plan = cache(planner.conclude)  # once all outputs have been planned
            remembering = cache(lambda: stack.enter_context(Aside(intake.remember, pays)))

            def conclude() -> Outcome:
                remembering()
                return self._conclude(plan(), site, stale, ledger)

            agenda = Agenda(
                halves.items(),
                stale,
                planner.settings,
                planner.answers,
                lambda: site.pointers,
                conclude,
                any(problem.is_error for problem in self._draft.judge([*self._draft.problems, *site.problems])),
            )
            report = self.publish(agenda, ledger)
            keys, outline, weight = b"", b"", 0
            with suppress(OSError):
                if order.writes and not report.failed:
                    outline = halves.keep(plan())
                if remembering().answer():
                    keys, weight = intake.keys, self._cache.weight()
        after = Aftermath(
            *site.steady,
            lasting(report.problems),
            keys,
            outline,
            weight,
            config.search is SearchScope.FULL,
            site.next_due.iso if site.next_due else "",
        )
        return msgspec.structs.replace(report, read=library.read, outside=self._draft.outside), after

    def _pays_to_share(self, library: Library, published: Published) -> bool:
        """Whether so few posts are new among so many that hardly any output will be stale."""
        order = self._order
        are_few_new = library.read * 10 < len(library.cards) and len(library.cards) > FEW
        return are_few_new and published.is_taken and not order.explain and order.jobs != 1

    def _conclude(self, plan: Plan, site: Site, stale: Stale, ledger: Ledger) -> Outcome:
        """What turned out to be wrong while everything was planned."""
        return Outcome(self._draft.conclude(plan, site), self._explain(plan, stale, ledger))

    def ledger(self, settings: Settings, published: Published) -> Ledger:
        """What outputs are compared by."""
        return Ledger(self._workshop.stamp, settings, self._templates, published)

    def _explain(self, plan: Plan, stale: Stale, ledger: Ledger) -> str:
        order = self._order
        if not order.explain:
            return ""
        return explain(order.explain, plan, stale, ledger, self._cache.reasons(order.output))

    def publish(self, agenda: Agenda, ledger: Ledger) -> Report:
        """Bring the output up to date, and remember what was made of the templates."""
        publisher = Publisher(self._workshop, self._folders, self._environment, self._draft.judge)
        report = publisher.publish(agenda, ledger)
        with suppress(OSError):
            if self._shelf is not None and self._shelf.is_new:
                self._cache.keep_compiled(self._shelf.compiled)
            if self._templates.references != self._known:
                self._cache.keep_references(self._templates.references)
        return report

    def _environment(self) -> QuickEnvironment:
        """The site's templates, with what is known of them from earlier builds."""
        environment = shared_environment(self._order.site, self._folders, self._state)
        if self._shelf is None:
            self._shelf = environment.shelf
            if not (self._shelf.compiled or self._order.clean):
                self._shelf.compiled = self._cache.compiled()
        return environment
