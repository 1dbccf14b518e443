"""A Site becomes a plan: every output that the site has, each with the parts that it is made of."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from itertools import chain

import msgspec

from ...content.decode.addresses import fault_of_address
from ...content.site import Site, check_addresses
from ...errors import Place, Problem, error
from ...extension import Page
from ...text.dates import direction
from ...text.urls import address_of, encode, is_outside, output_path
from ..parts import OwnParts, Settings
from ..views.values import Link, SiteView
from .collisions import find_collisions
from .feeds import plan_feeds, plan_machines
from .films import plan_films
from .links import Links
from .lists import plan_lists
from .posts import plan_posts
from .values import SITE, Copy, Make, Output


class Plan(msgspec.Struct, frozen=True):
    """Everything that will be made, sorted by path; and every problem found on the way."""

    settings: Settings
    outputs: tuple[Output, ...]
    problems: tuple[Problem, ...]


def make_plan(site: Site, extra: Sequence[Callable[[Site], Iterable[Page]]] = ()) -> Plan:
    """The outputs of a site; `extra` are its extension's own."""
    links = Links(site)
    made: list[Make] = [
        *plan_posts(site, links),
        *plan_lists(site, links),
        *plan_films(site, links),
        *plan_feeds(site, links),
    ]
    problems: list[Problem] = []
    made += _own(site, extra, problems)
    made += plan_machines(site, made)
    outputs: list[Output] = [*made, *_copies(site)]
    known = {address_of(output.path): output for output in outputs}
    settings = _settings(site, links)
    problems += [*site.problems, *links.problems, *find_collisions(outputs), *check_addresses(links.wanted, known)]
    problems += _doubtful_redirects(site, known)
    return Plan(settings, tuple(sorted(outputs, key=lambda output: output.path)), tuple(sorted(set(problems))))


def _copies(site: Site) -> Iterable[Copy]:
    """A post's files beside its page, and everything in static/."""
    beside = (Copy(output_path(address), asset.path, asset.digest) for address, asset in site.files.items())
    static = (
        Copy(path[len("static/") :], path, asset.digest)
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
        tuple(_menu_link(site, links, title.title, title.to) for title in config.menu),
        site.href("/style.css"),
        site.href("/feed.xml"),
        site.href("/feed.json"),
        site.href("/comments/feed.xml"),
        tuple(archives),
        config.extra,
    )
    return Settings(view, config.ratings, config.comments.depth, config.comments.form)


def _menu_link(site: Site, links: Links, title: str, target: str) -> Link:
    if is_outside(target):
        return Link(title, target)
    path, mark, anchor = target.partition("#")
    if path.startswith("/"):
        links.wanted.append((SITE, path))
        return Link(title, site.href(path) + mark + encode(anchor))
    if (entry := site.sources.get(path)) is not None:
        return Link(title, site.href(entry.address) + mark + encode(anchor))
    if path not in site.broken:
        links.problems.append(
            error(SITE, "link", f"the menu leads to {target}, which is not there", "paths are relative to content/")
        )
    return Link(title, "")


def _doubtful_redirects(site: Site, known: dict[str, Output]) -> list[Problem]:
    """Redirects to addresses of the site that nothing answers."""
    wanted = [
        (SITE, redirect.new.partition("#")[0].partition("?")[0])
        for redirect in site.config.redirects
        if redirect.new.startswith("/")
    ]
    return check_addresses(wanted, known)


__all__ = ["Copy", "Make", "Output", "Plan", "make_plan", "plain"]
