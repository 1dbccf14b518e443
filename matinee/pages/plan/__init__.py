"""A Site becomes a plan: every output that the site has, each with the parts that it is made of."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

import msgspec

from ...content.decode.addresses import fault_of_address
from ...content.site import Site, check_addresses
from ...errors import Place, Problem, error
from ...extension import Page
from ...text.dates import direction
from ...text.urls import address_of, output_path
from ..facets import Answers, Talk
from ..parts import OwnParts, Settings
from ..views.values import Link, SiteView
from .anchors import LinkIntoTalk, check_links_into_talk, find_links_into_talk
from .collisions import find_collisions
from .feeds import plan_feeds, plan_machines
from .films import plan_films
from .links import Links
from .lists import plan_lists
from .posts import plan_posts, post_ref
from .redirects import find_detours
from .values import Copy, Made, Make, Output, config_place, pack


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


def make_plan(site: Site, extra: Sequence[Callable[[Site], Iterable[Page]]] = ()) -> Plan:
    """The outputs of a site; `extra` are its extension's own."""
    links = Links(site)
    stubs: list[Make] = []
    made = [
        *_packed(plan_posts(site, links), stubs),
        *_packed(plan_lists(site, links), stubs),
        *_packed(plan_films(site, links), stubs),
        *_packed(plan_feeds(site, links), stubs),
    ]
    for card in site.unsound:
        links.check(card)
    problems: list[Problem] = []
    made += _packed(_own(site, extra, problems), stubs)
    made += list(_packed(plan_machines(site, made), stubs))
    outputs: list[Output] = [*made, *_copies(site)]
    known = {address_of(output.path): output for output in outputs}
    settings = _settings(site, links)
    problems += [*site.problems, *links.problems, *find_collisions(site, outputs), *find_detours(site, stubs)]
    if not site.broken:  # what cannot be read may well be what answers
        problems += check_addresses([*links.wanted, *_redirect_targets(site)], known)
    return Plan(
        settings,
        tuple(sorted(outputs, key=lambda output: output.path)),
        _answers(site),
        tuple(sorted(set(problems))),
        find_links_into_talk(site, links.anchors),
    )


def _answers(site: Site) -> Answers:
    """What the published posts and pages answer."""
    sources = site.sources
    cards = {path: entry.card for path, entry in sources.items()}
    instants = {path: card.talk.instant for path, card in cards.items() if card.talk.instant is not None}
    talk = Talk(instants, lambda path: post_ref(site, sources[path]), site.config.root, site.config.feed_length)
    return Answers(cards, talk)


def _packed(outputs: Iterable[Make], stubs: list[Make]) -> Iterator[Made]:
    """Each output as soon as it is planned; stubs are noted as they are, too."""
    for output in outputs:
        if output.kind == "stub":
            stubs.append(output)
        yield pack(output)


def _copies(site: Site) -> Iterable[Copy]:
    """A post's files beside its page, and everything in static/."""
    beside = (Copy(output_path(address), asset.path, asset.digest) for address, asset in site.files.items())
    static = (
        Copy(output_path(site.file_addresses[path]), path, asset.digest)
        for path, asset in site.assets.items()
        if path.startswith("static/")
    )
    return chain(beside, static)


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
    archives = [Link("Films", site.href("/films/"))] if "films" in config.archives else []
    view = SiteView(
        config.title,
        config.tagline,
        config.url,
        config.root,
        site.href("/"),
        config.language,
        direction(config.language),
        config.author,
        links.menu(),
        site.href("/style.css"),
        site.href("/feed.xml"),
        site.href("/feed.json"),
        site.href("/comments/feed.xml"),
        tuple(archives),
        links.licence(),
        config.extra,
    )
    return Settings(view, config.ratings, config.comments.depth, config.comments.form)


def _redirect_targets(site: Site) -> Iterator[tuple[Place, str]]:
    """The addresses of the site that its redirects lead to."""
    for number, redirect in enumerate(site.config.redirects):
        if redirect.new.startswith("/"):
            place = config_place(site.config, f"redirects.{number}")
            yield place, redirect.new.partition("#")[0].partition("?")[0]


__all__ = ["Copy", "Made", "Make", "Output", "Plan", "check_links_into_talk", "make_plan", "plain"]
