"""Lists of posts: home and its older pages, date archives, terms, authors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from ...content.decode.marks import SITE
from ...content.site import PLACES, Entry, Site, Term
from ...model import Scale
from ...text.dates import date_style
from ...text.urls import output_path
from ..facets import Ask, Facet
from ..fields import PLAIN, field_of_post
from ..parts import HomeParts, ListParts, RowsParts
from ..views.values import Link, Pager, Row, RowGroup
from .hosts import script_address
from .links import Links
from .values import Make

ROWS = 100  # a term's page holds at least so many rows before another begins
NEWEST = 5


def plan_lists(site: Site, links: Links) -> Iterator[Make]:
    """Home and every list."""
    yield from _home(site, links)
    if "dates" in site.config.archives:
        yield from _dates(site, links)
    for kind, terms in site.terms.items():
        for term in terms.values():
            if term.address:
                yield from _term(site, links, kind, term)
    rows = tuple(links.row(entry) for entry in site.posts[:NEWEST])
    yield Make("404.html", "404", RowsParts(rows), "the page for addresses that do not exist", SITE)


def pages_from_oldest(entries: Sequence[Entry], length: int) -> list[Sequence[Entry]]:
    """The list cut into pages, oldest page first: all but the newest hold exactly `length`, the newest up to twice
    as many less one.

    So a new post changes the newest page only, and an older page, once made, never changes again.
    """
    full = max(len(entries) // length - 1, 0)
    newest = len(entries) - full * length
    return [
        entries[newest + (full - page) * length : newest + (full - page + 1) * length] for page in range(1, full + 1)
    ] + [entries[:newest]]


def _pager(links: Links, base: str, page: int, pages: list[Sequence[Entry]], newest_title: str) -> Pager:
    """Links from page `page` (from 1, oldest) to the next newer and older one, named by what they lead to."""

    def named(number: int) -> Link | None:
        if not 1 <= number <= len(pages):
            return None
        address = base if number == len(pages) else f"{base}page/{number}/"
        if number == len(pages):
            return Link(newest_title, links.href(address))
        date = pages[number - 1][0].date
        style = date_style(links.site.config.language)
        return Link(style.month(date.year, date.month) if date else str(number), links.href(address))

    return Pager(named(page + 1), named(page - 1))


def _home(site: Site, links: Links) -> Iterator[Make]:
    pages = pages_from_oldest(site.posts, site.config.per_page)
    front, newest = pages[-1], site.posts[0] if site.posts else None
    script = script_address(site)
    told, newest_alone = Ask(Facet.BOTH_OF_EACH, _paths(front)), Ask(Facet.SUMMARY_OF_EACH, _paths(front[:1]))
    yield Make(
        "index.html",
        "home",
        HomeParts(
            links.row(newest) if newest else None,
            links.image(newest) if newest else None,
            newest.card.front.image_alt if newest else "",
            links.authors(newest) if newest else (),
            field_of_post(newest) if newest else PLAIN,
            links.months(front[1:]),
            _pager(links, "/", len(pages), pages, links.words.say("front_page")),
            links.href(script) if script else "",
        ),
        "the front page",
        SITE,
        (Ask(Facet.CONVERSATION), told, newest_alone),
    )
    for number, entries in enumerate(pages[:-1], 1):
        address = f"/page/{number}/"
        pager = _pager(links, "/", number, pages, links.words.say("front_page"))
        parts = ListParts(address, "", links.words.say("page", n=number), "", "", links.months(entries), pager, "")
        asks = (Ask(Facet.SENTENCE_OF_EACH, _paths(entries)),)
        yield Make(output_path(address), "list", parts, f"page {number} of the front page", SITE, asks)


def _paths(entries: Iterable[Entry]) -> tuple[str, ...]:
    return tuple([entry.card.path for entry in entries])


def _dates(site: Site, links: Links) -> Iterator[Make]:
    """`/2014/` and `/2014/01/`, each leading to the ones before and after."""
    years: dict[str, list[Entry]] = {}
    months: dict[str, list[Entry]] = {}
    for entry in site.posts:
        if entry.date:
            years.setdefault(entry.date.iso[:4], []).append(entry)
            months.setdefault(entry.date.iso[:7], []).append(entry)
    style = date_style(site.config.language)
    named_years = [
        _Archive(str(int(year)), f"/{year}/", links.months(entries), _paths(entries)) for year, entries in years.items()
    ]
    named_months = [
        _Archive(
            style.month(int(month[:4]), int(month[5:])),
            f"/{month[:4]}/{month[5:]}/",
            _nameless(map(links.row, entries)),
            _paths(entries),
        )
        for month, entries in months.items()
    ]
    for archives in (named_years, named_months):
        for place, (title, address, groups, posts) in enumerate(archives):
            newer = _archive_link(links, archives, place - 1)
            older = _archive_link(links, archives, place + 1)
            parts = ListParts(address, "", title, "", "", groups, Pager(newer, older), "")
            asks = (Ask(Facet.COUNT_OF_EACH, posts),)
            yield Make(output_path(address), "list", parts, f"the archive of {title}", SITE, asks)


class _Archive(NamedTuple):
    title: str
    address: str
    groups: tuple[RowGroup, ...]
    posts: tuple[str, ...]


def _nameless(rows: Iterable[Row]) -> tuple[RowGroup, ...]:
    """Rows without a head, for a page whose own title says all of it."""
    return (RowGroup("", "", tuple(rows)),)


def _archive_link(links: Links, archives: Sequence[_Archive], place: int) -> Link | None:
    return Link(archives[place].title, links.href(archives[place].address)) if 0 <= place < len(archives) else None


def has_feed(kind: str) -> bool:
    """Categories and tags have feeds of their own."""
    return kind in {"categories", "tags"}


def _term(site: Site, links: Links, kind: str, term: Term) -> Iterator[Make]:
    """A term's posts, newest first; a series from its first part on."""
    feed = links.href(term.address + "feed.xml") if has_feed(kind) else ""
    note, note_url = _note(links, kind, term)
    pages: list[Sequence[Entry]] = [term.entries] if kind == "series" else pages_from_oldest(term.entries, ROWS)
    for number, entries in enumerate(pages, 1):
        is_newest = number == len(pages)
        address = term.address if is_newest else f"{term.address}page/{number}/"
        groups = _nameless(_in_order(links, entries)) if kind == "series" else links.years(entries)
        title = _shown_name(links, kind, term)
        parts = ListParts(
            address,
            links.words.say(f"kind_{kind}"),
            title,
            note,
            note_url,
            groups,
            _pager(links, term.address, number, pages, links.words.say("newest_page")),
            feed if is_newest else "",
        )
        yield Make(output_path(address), "list", parts, f"the {PLACES[kind]} {term.name!r}", term.entries[0].place)


def _in_order(links: Links, entries: Sequence[Entry]) -> tuple[Row, ...]:
    rows = (links.row(entry) for entry in reversed(entries))
    return tuple(msgspec.structs.replace(row, day=row.date.text) for row in rows)


def _shown_name(links: Links, kind: str, term: Term) -> str:
    scale = links.site.config.ratings
    if kind == "ratings" and (rated := links.words.stars(term.entries[0].card.front.rating, scale)):
        return rated.drawn if scale is Scale.LETTERS else rated.label
    return term.name


def _note(links: Links, kind: str, term: Term) -> tuple[str, str]:
    """What is told of an author in site.yaml."""
    told = links.told_of(term.name) if kind == "authors" else None
    return (told.bio, told.url) if told else ("", "")
