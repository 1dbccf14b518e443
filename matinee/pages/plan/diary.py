"""The diary by years, and its numbers."""

from __future__ import annotations

from calendar import isleap
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

from ...content.decode.marks import SITE
from ...content.site import DiaryEntry, Site
from ...text.dates import date_style
from ...text.scales import best
from ...text.slugs import slugify
from ...text.urls import output_path
from .. import stats
from ..parts import ChartPart, DiaryIndexParts, DiaryParts, Figure, SeenPart, StatsParts, Tick
from ..views.values import Link, Pager
from .links import Links
from .values import Make

DIARY, STATS = "/diary/", "/stats/"


def plan_diary(site: Site, links: Links) -> Iterator[Make]:
    """A page for each year with viewings, the numbers of each, and both for all years together; who keeps numbers has
    these two from the first day."""
    years: dict[int, list[DiaryEntry]] = {}
    for one in site.diary:
        years.setdefault(int(one.date.date[:4]), []).append(one)
    newest_first = sorted(years, reverse=True)
    if "diary" in site.config.archives and (years or "stats" in site.config.archives):
        for place, year in enumerate(newest_first):
            yield _year(site, links, year, years[year], _pager(links, newest_first, place))
        told = tuple((f"{year:04}", links.href(_address(DIARY, year)), len(years[year])) for year in newest_first)
        parts = DiaryIndexParts(DIARY, told, _numbers(site, links, STATS))
        yield Make(output_path(DIARY), "diary-index", parts, "the diary", SITE)
    if "stats" in site.config.archives:
        named = tuple(Link(f"{year:04}", links.href(_address(STATS, year))) for year in newest_first)
        for year in newest_first:
            yield _stats(site, links, year, years[year], named)
        yield _stats(site, links, 0, site.diary, named)


def _address(base: str, year: int) -> str:
    return f"{base}{year:04}/"


def _numbers(site: Site, links: Links, address: str) -> str:
    return links.href(address) if "stats" in site.config.archives else ""


def _pager(links: Links, years: Sequence[int], place: int) -> Pager:
    def named(at: int) -> Link | None:
        return Link(f"{years[at]:04}", links.href(_address(DIARY, years[at]))) if 0 <= at < len(years) else None

    return Pager(named(place - 1), named(place + 1))


def _year(
    site: Site,
    links: Links,
    year: int,
    entries: Sequence[DiaryEntry],
    pager: Pager,
) -> Make:
    months: dict[int, list[SeenPart]] = {}
    for one in entries:
        months.setdefault(int(one.date.date[5:7]), []).append(links.seen(one))
    address = _address(DIARY, year)
    parts = DiaryParts(
        address,
        year,
        tuple((month, tuple(rows)) for month, rows in months.items()),
        pager,
        _numbers(site, links, _address(STATS, year)),
    )
    return Make(output_path(address), "diary", parts, f"the diary of {year}", SITE)


def _stats(site: Site, links: Links, year: int, entries: Sequence[DiaryEntry], years: tuple[Link, ...]) -> Make:
    address = _address(STATS, year) if year else STATS
    parts = StatsParts(
        address,
        year,
        len(entries),
        stats.count_films(entries),
        tuple(_charts(site, links, year, entries)),
        _ticks(site, entries) if year else (),
        366 if isleap(year) else 365,
        years,
    )
    return Make(output_path(address), "stats", parts, f"the numbers of {year or 'all years'}", SITE)


def _charts(site: Site, links: Links, year: int, entries: Sequence[DiaryEntry]) -> Iterator[ChartPart]:
    has_diary = "diary" in site.config.archives
    if year:
        yield ChartPart("months", _months(links, year, entries, has_diary))
    else:
        yield ChartPart("years", tuple(_of_year(links, one, has_diary) for one in stats.count_years(entries)))
    rows, unrated = stats.count_ratings(entries, site.config.ratings)
    told = [Figure(name, _term(links, "ratings", name), count) for name, count in rows]
    yield ChartPart("ratings", (*told, Figure("", "", unrated)))
    yield _chart("decades", stats.count_decades(entries), partial(_term, links, "decades"))
    yield _chart(
        "countries", stats.count_names(entries, lambda one: one.film.countries), partial(_term, links, "countries")
    )
    person = partial(_person, site, links)
    yield _chart("directors", stats.count_names(entries, lambda one: one.film.directors), person)
    yield _chart("cast", stats.count_names(entries, lambda one: [credit.name for credit in one.film.cast]), person)
    first, again = stats.count_again(entries)
    yield ChartPart("rewatches", (Figure("first", "", first), Figure("again", "", again)))


def _chart(kind: str, counts: Sequence[stats.Count], url: Callable[[str], str]) -> ChartPart:
    return ChartPart(kind, tuple(Figure(name, url(name), count) for name, count in counts))


def _months(links: Links, year: int, entries: Sequence[DiaryEntry], has_diary: bool) -> tuple[Figure, ...]:
    names, base = date_style(links.site.config.language).standing_months, links.href(_address(DIARY, year))
    return tuple(
        Figure(names[place], f"{base}#month-{place + 1}" if has_diary and count else "", count)
        for place, count in enumerate(stats.count_months(entries))
    )


def _of_year(links: Links, counted: stats.Count, has_diary: bool) -> Figure:
    name, count = counted
    return Figure(name, links.href(f"{DIARY}{name}/") if has_diary and count else "", count)


def _term(links: Links, kind: str, name: str) -> str:
    return links.term(kind, name).url


def _person(site: Site, links: Links, name: str) -> str:
    person = site.people.get(slugify(name))
    return links.href(person.address) if person and person.address else ""


def _ticks(site: Site, entries: Sequence[DiaryEntry]) -> tuple[Tick, ...]:
    """A year's viewings, each on its day."""
    highest = best(site.config.ratings)
    seen: Counter[int] = Counter()
    ticks: list[Tick] = []
    for one in entries:
        day = date.fromisoformat(one.date.date).timetuple().tm_yday - 1
        ticks.append(Tick(day, seen[day], one.rating == highest))
        seen[day] += 1
    return tuple(ticks)
