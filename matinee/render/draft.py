"""A site on its way to a plan, and all that turns out to be wrong with it: the same for a build and for the preview."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from importlib.util import find_spec

import msgspec

from ..content.decode.marks import config_place
from ..content.loader import PackReader
from ..content.site import Site
from ..content.site.outside import check_own, find_outside, part_own
from ..errors import ContentError, Problem, Severity, error
from ..extension import explain_own
from ..model import Config, Moment, OutsideLink, SearchScope
from ..pages.plan import Plan, Planner, check_links_into_talk
from ..text.moments import find_zone
from ..text.urls import address_of
from .phrasebook import read_words
from .strays import name_pages, stray_templates
from .templates import Folders, TemplateSet
from .texts import StoredTexts
from .workshop import Workshop


class Draft:
    """The plan of a site in the making. `problems` are those found so far beside its own,
    `outside` the links out of the site, if the order follows them."""

    def __init__(self, workshop: Workshop, templates: TemplateSet, folders: Folders) -> None:
        self._workshop = workshop
        self._templates = templates
        self._folders = folders
        self.problems: list[Problem] = []
        self.outside: tuple[OutsideLink, ...] = ()

    def now(self, timezone: str) -> Moment:
        """What was ordered, or what the clock says, in a site's time zone."""
        return self._workshop.order.moment(timezone) or local_moment(self._workshop.clock(), timezone)

    def planner(self, site: Site, keeps_parts: bool) -> Planner:
        """The planner of a site; where its build.py fails, without its outputs."""
        words = read_words(self._folders, site.config, self.problems)
        self.problems += find_missing_search(site.config)
        try:
            return Planner(site, words, self._workshop.extension.outputs, keeps_parts)
        except ContentError as exc:
            self.problems += exc.problems
        except Exception as exc:
            if not self._workshop.extension.outputs:
                raise
            self.problems.append(explain_own(exc, self._workshop.order.site))
        return Planner(site, words, keeps_parts=keeps_parts)

    def conclude(self, plan: Plan, site: Site) -> tuple[Problem, ...]:
        """Every problem, once the plan is made, as this order takes them."""
        self.problems += (*self._astray(plan, site), *self._strays(plan))
        if self._workshop.order.follows:
            self._follow(plan, site)
        return self.judge(sorted({*self.problems, *plan.problems, *name_pages(self._templates, plan.outputs)}))

    def judge(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """The problems as this order takes them: strictly, warnings are errors."""
        if not self._workshop.order.strict:
            return tuple(problems)
        return tuple(sorted(msgspec.structs.replace(problem, severity=Severity.ERROR) for problem in problems))

    def _astray(self, plan: Plan, site: Site) -> list[Problem]:
        """What is wrong with links into conversations; nothing is loaded where there are none."""
        if not plan.links_into_talk:
            return []
        keys = {link.key for link in plan.links_into_talk if link.key}
        texts = StoredTexts(PackReader(self._workshop.cache.packs))
        texts.use([site.pointers[key] for key in keys])
        return check_links_into_talk(plan.links_into_talk, texts, plan.settings)

    def _follow(self, plan: Plan, site: Site) -> None:
        """Gather the links that lead out of the site, and what is wrong with those that only seem to."""
        texts = StoredTexts(PackReader(self._workshop.cache.packs))
        texts.use([site.pointers[entry.card.prose.key] for entry in site.sources.values()])
        outside, own = part_own(find_outside(site, texts.prose), site.config.url)
        self.outside = tuple(outside)
        self.problems += check_own(own, {address_of(output.path) for output in plan.outputs})

    def _strays(self, plan: Plan) -> Iterable[Problem]:
        """Templates that no page is made of; where build.py failed, its pages might have been."""
        if any(problem.code == "extension" for problem in self.problems):
            return ()
        return stray_templates(self._folders, self._templates, plan.asked_templates())


def local_moment(now: datetime, timezone: str) -> Moment:
    """An instant by the clocks of a zone, to the second."""
    here = now.astimezone(find_zone(timezone)).replace(microsecond=0)
    return Moment(here.isoformat(), int(here.timestamp()), True)


def find_missing_search(config: Config) -> list[Problem]:
    """An error where whole texts are to be found, and what indexes them is not installed."""
    if config.search is not SearchScope.FULL or find_spec("pagefind") is not None:
        return []
    hint = 'run: pip install "matinee[search]", or write `search: titles`'
    return [error(config_place(config, "search"), "search", "`full` needs Pagefind, which is not installed", hint)]
