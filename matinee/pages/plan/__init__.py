"""A Site becomes a plan: every output that the site has, each with the parts that it is made of."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain

import msgspec

from ...content.decode.addresses import fault_of_address
from ...content.decode.marks import config_place
from ...content.site import Print, Site, WantedAnchor, check_addresses
from ...errors import Place, Problem, error
from ...extension import Page
from ...model import Newest, PostCard, SearchScope
from ...text.dates import direction
from ...text.urls import address_of, output_path
from ..facets import Answers, Talk
from ..parts import OwnParts, Settings, StubParts
from ..views.values import Link, SiteView
from ..words import Words
from .anchors import LinkIntoTalk, check_links_into_talk, find_links_into_talk
from .collisions import find_collisions
from .diary import DIARY, STATS, plan_diary
from .feeds import plan_feeds, plan_machines
from .films import plan_films
from .hosts import find_two_for_one, plan_hosts, tell_host
from .links import Links
from .lists import plan_lists
from .pictures import find_faulty, plan_copies, plan_originals, plan_prints
from .posts import plan_posts, plan_replies, post_ref
from .redirects import find_detours
from .search import SEARCH, find_in_the_way, plan_search
from .values import Copy, Made, Make, Output, bare, pack


class Plan(msgspec.Struct, frozen=True):
    """Everything that will be made, sorted by path; what posts answer when outputs ask; every problem found on the
    way; and the links whose targets are to be looked for in conversations."""

    settings: Settings
    outputs: tuple[Output, ...]
    answers: Answers
    problems: tuple[Problem, ...]
    links_into_talk: tuple[LinkIntoTalk, ...]

    def asked_templates(self) -> Iterator[str]:
        """The templates that outputs name themselves, instead of that of their kind."""
        return (output.template for output in self.outputs if isinstance(output, Made) and output.template)


class Findings(msgspec.Struct, frozen=True, array_like=True):
    """What planning finds beside outputs: problems, addresses and anchors that must turn out to be there, stubs,
    pictures in the widths that are needed, and the paths of those that are none."""

    problems: list[Problem]
    wanted: list[tuple[Place, str]]
    anchors: list[tuple[Place, str, str]]
    stubs: list[tuple[str, StubParts]]
    prints: list[Print] = []
    faulty: list[str] = []


class Planner:
    """A site's plan in the making. What every view may know and what posts answer is there at once; the outputs come
    one by one, so that the first can be rendered while the last are not planned yet."""

    def __init__(
        self,
        site: Site,
        words: Words,
        extra: Sequence[Callable[[Site], Iterable[Page]]] = (),
        keeps_parts: bool = True,
    ) -> None:
        """`words` are in the site's language. `extra` are the outputs of the site's own Python; what it raises is
        raised here. Unless the plan `keeps_parts`, only whoever takes an output sees what it is made of."""
        self._site = site
        self._keeps_parts = keeps_parts
        self._links = Links(site, words)
        self._problems: list[Problem] = []
        self._own = list(_own(site, extra, self._problems))
        self._stubs: list[Make] = []
        self._told = cache(lambda: tell_host(site))
        self._outputs: list[Output] = []
        self.settings = _settings(site, self._links)
        self.answers = make_answers(
            site, {path: entry.card for path, entry in site.sources.items()}, site.newest, words
        )

    def outputs(self) -> Iterator[Output]:
        """Every output of the site."""
        yield from self.lists()
        yield from self.posts()
        yield from self.machines()

    def lists(self) -> Iterator[Output]:
        """Lists of posts, which take longest, and the site's own outputs."""
        return self._planned(
            chain(
                plan_lists(self._site, self._links),
                plan_diary(self._site, self._links),
                plan_search(self._site, self._links),
                self._own,
            )
        )

    def posts(self) -> Iterator[Output]:
        """The pages of films and of people, feeds, and the pages of posts with the feeds of their replies."""
        return self._planned(chain(self._films_and_feeds(), plan_posts(self._site, self._links)))

    def pages(self) -> Iterator[Output]:
        """The pages of posts alone."""
        return self._planned(plan_posts(self._site, self._links, with_replies=False))

    def beside_pages(self) -> Iterator[Output]:
        """The pages of films and of people, feeds, and those of the replies to posts."""
        return self._planned(chain(self._films_and_feeds(), plan_replies(self._site)))

    def _films_and_feeds(self) -> Iterator[Make]:
        return chain(plan_films(self._site, self._links), plan_feeds(self._site, self._links))

    def machines(self) -> Iterator[Output]:
        """What depends on which pages there are, once all others are planned; and every file that is copied."""
        pages = (output for output in tuple(self._outputs) if isinstance(output, Made))
        yield from self._planned(chain(plan_machines(self._site, pages), plan_hosts(self._site, self._told())))
        yield from self._planned(chain(plan_originals(self._site), plan_prints(self._site, self._links.prints)))
        copies = list(plan_copies(self._site))
        self._outputs += copies
        yield from copies

    def _planned(self, outputs: Iterable[Make]) -> Iterator[Made]:
        for output in outputs:
            if output.kind == "stub":
                self._stubs.append(output)
            made = pack(output)
            self._outputs.append(made if self._keeps_parts else bare(made))
            yield made

    def made(self) -> list[Made]:
        """The outputs planned so far, but for copies."""
        return [output for output in self._outputs if isinstance(output, Made)]

    def findings(self) -> Findings:
        """What was found beside the outputs so far."""
        links = self._links
        anchors = [(anchor.place, anchor.target.card.path, anchor.name) for anchor in links.anchors]
        stubs = [(stub.path, stub.parts) for stub in self._stubs if isinstance(stub.parts, StubParts)]
        return Findings(links.problems, links.wanted, anchors, stubs, list(links.prints), list(links.faulty))

    def take(self, outputs: Sequence[Made], findings: Findings) -> None:
        """Add outputs that were planned elsewhere, and what was found beside them."""
        links, sources = self._links, self._site.sources
        self._outputs += outputs
        links.problems += findings.problems
        links.wanted += findings.wanted
        links.prints.update(findings.prints)
        links.faulty.update(findings.faulty)
        links.anchors += [WantedAnchor(place, sources[path], name) for place, path, name in findings.anchors]
        places = {output.path: output for output in outputs if output.kind == "stub"}
        self._stubs += [
            Make(path, "stub", parts, places[path].origin, places[path].place)
            for path, parts in findings.stubs
            if path in places
        ]

    def conclude(self) -> Plan:
        """The whole, once every output is planned."""
        site, links = self._site, self._links
        for card in site.unsound:
            links.check(card)
        known = {address_of(output.path): output for output in self._outputs}
        problems = [*self._problems, *site.problems, *links.problems, *find_faulty(site, links.faulty)]
        problems += [*find_collisions(site, self._outputs), *find_detours(site, self._stubs)]
        problems += [*find_in_the_way(site, self._outputs), *find_two_for_one(site), *self._told().problems]
        if not site.broken:  # what cannot be read may well be what answers
            problems += check_addresses([*links.wanted, *_redirect_targets(site)], known)
        return Plan(
            self.settings,
            tuple(sorted(self._outputs, key=lambda output: output.path)),
            self.answers,
            tuple(sorted(set(problems))),
            find_links_into_talk(site, links.anchors),
        )


def make_answers(
    site: Site, cards: Mapping[str, PostCard], newest: Callable[[PostCard], Newest], words: Words
) -> Answers:
    """What the published posts and pages answer, by their cards; `newest` finds the newest comments of one."""
    instants = {path: card.talk.instant for path, card in cards.items() if card.talk.instant is not None}
    talk = Talk(
        instants,
        lambda path: post_ref(site, site.sources[path]),
        lambda path: newest(cards[path]),
        site.config.root,
        site.config.feed_length,
        words,
    )
    return Answers(cards, talk)


def _own(site: Site, extra: Sequence[Callable[[Site], Iterable[Page]]], problems: list[Problem]) -> Iterable[Make]:
    """The pages that the site's build.py asks for."""
    for function in extra:
        origin, place = f"{function.__name__}() of build.py", Place("build.py")
        for page in function(site):
            if fault := fault_of_address(page.address):
                problems.append(error(place, "url", f"{origin} gave the address {page.address!r}: {fault}"))
                continue
            parts = OwnParts(page.address, page.template, page.title, plain(page.data))
            yield Make(output_path(page.address), "own", parts, origin, place, (), page.template)


def plain(data: object) -> object:
    """The data as JSON would carry it, so that every process sees the same and equal data have equal bytes."""
    return data if isinstance(data, str) else json.loads(json.dumps(data, default=msgspec.to_builtins))


def _settings(site: Site, links: Links) -> Settings:
    config = site.config
    menu = links.menu()
    view = SiteView(
        config.title,
        config.tagline,
        config.url,
        config.root,
        site.href("/"),
        config.language,
        direction(config.language),
        config.author,
        menu,
        site.href("/style.css"),
        site.href("/feed.xml"),
        site.href("/feed.json"),
        site.href("/comments/feed.xml"),
        site.href("/feeds/"),
        site.href(SEARCH) if config.search is not SearchScope.OFF else "",
        config.search is SearchScope.FULL,
        tuple(link for link in _indexes(site, links) if link.url not in {item.url for item in menu}),
        links.licence(),
        config.extra,
    )
    return Settings(view, config.ratings, config.comments.depth, config.comments.form, links.words)


def _indexes(site: Site, links: Links) -> Iterator[Link]:
    """The pages that lead to many others and are there whatever has been written. Who keeps no numbers may have no
    viewings, and then there is no diary."""
    kept, words = site.config.archives, links.words
    if "films" in kept:
        yield Link(words.say("films"), site.href("/films/"))
    if "diary" in kept and "stats" in kept:
        yield Link(words.say("diary"), site.href(DIARY))
    if "stats" in kept:
        yield Link(words.say("numbers"), site.href(STATS))


def _redirect_targets(site: Site) -> Iterator[tuple[Place, str]]:
    """The addresses of the site that its redirects lead to."""
    for number, redirect in enumerate(site.config.redirects):
        if redirect.new.startswith("/"):
            place = config_place(site.config, f"redirects.{number}")
            yield place, redirect.new.partition("#")[0].partition("?")[0]


__all__ = [
    "Copy",
    "Findings",
    "Made",
    "Make",
    "Output",
    "Plan",
    "Planner",
    "check_links_into_talk",
    "make_answers",
    "plain",
]
