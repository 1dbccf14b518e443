"""The search page, and the index that it looks into: films, people and terms in one file, posts in one a year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...content.decode.marks import SITE
from ...content.site import Entry, Site
from ...errors import Problem, error
from ...model import SearchScope
from ...text.urls import output_path
from ..facets import Ask, Facet
from ..parts import SearchIndexParts, SearchParts, SearchYearParts
from ..search import WHOLE_TEXTS
from ..views.values import Link
from .links import Links
from .values import Make, Output

SEARCH, INDEX, TEXTS = "/search/", "/search/index.json", f"/{WHOLE_TEXTS}/pagefind.js"
SCRIPT = "static/search-texts.js"  # which only a site with whole texts needs


def plan_search(site: Site, links: Links) -> Iterator[Make]:
    """Nothing where the site wants no search."""
    if site.config.search is SearchScope.OFF:
        return
    texts = links.href(TEXTS) if site.config.search is SearchScope.FULL else ""
    yield Make(output_path(SEARCH), "search", SearchParts(SEARCH, links.href(INDEX), texts), "the search page", SITE)
    years = _by_year(site.posts)
    addresses = {year: f"{SEARCH}{year}.json" for year in years}
    for year, posts in years.items():
        rows = tuple([links.row(post) for post in posts])
        asks = (Ask(Facet.SENTENCE_OF_EACH, tuple([post.card.path for post in posts])),)
        yield Make(
            output_path(addresses[year]),
            "search-year",
            SearchYearParts(rows),
            f"what can be found of {year}",
            SITE,
            asks,
        )
    parts = SearchIndexParts(tuple(map(links.href, addresses.values())), tuple(_entries(site, links)))
    yield Make(output_path(INDEX), "search-index", parts, "the search index", SITE)


def find_in_the_way(site: Site, outputs: Iterable[Output]) -> Iterator[Problem]:
    """Outputs that stand where the index of whole texts belongs."""
    if site.config.search is not SearchScope.FULL:
        return
    for output in outputs:
        if output.path == WHOLE_TEXTS or output.path.startswith(f"{WHOLE_TEXTS}/"):
            message = f"{output.path} is where `search: full` keeps its index"
            yield error(output.place, "search", message, "choose another name")


def _by_year(posts: Iterable[Entry]) -> dict[str, list[Entry]]:
    years: dict[str, list[Entry]] = {}
    for post in posts:
        if post.date:
            years.setdefault(post.date.iso[:4], []).append(post)
    return years


def _entries(site: Site, links: Links) -> Iterator[tuple[Link, str, bool]]:
    """Films, people and terms that have a page, each with a word or a year that says what it is."""
    words = links.words
    for film in site.films.values():
        if film.address:
            yield Link(film.film.title, links.href(film.address)), str(film.film.year or words.say("film")), True
    for person in site.people.values():
        if person.address:
            roles = words.listing(tuple(words.say(f"role_{role}") for role in person.roles))
            yield Link(person.name, links.href(person.address)), roles, False
    for kind, terms in site.terms.items():
        for term in terms.values() if kind != "ratings" else ():
            if term.address:
                yield Link(term.name, links.href(term.address)), words.say(f"kind_{kind}"), False
