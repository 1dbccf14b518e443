"""The pages of films and of the people who made them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ...content.decode.marks import SITE
from ...content.site import Entry, FilmEntry, Person, Site
from ...errors import Place
from ...text.slugs import slugify
from ...text.urls import output_path
from ..facets import Ask, Facet
from ..parts import AppearancePart, FilmParts, FilmRowPart, FilmsParts, PersonParts
from ..views.values import Row
from .links import Links
from .posts import section_rank
from .values import Make


def plan_films(site: Site, links: Links) -> Iterator[Make]:
    """Film pages, their index, and people."""
    if "films" in site.config.archives:
        for entry in site.films.values():
            if entry.address:
                yield _film(site, links, entry)
        rows = tuple(_row(site, links, entry) for entry in site.films.values())
        yield Make("films/index.html", "films", FilmsParts("/films/", rows), "the index of films", SITE)
    for person in site.people.values():
        if person.address:
            yield _person(site, links, person)


def _first_place(entry: FilmEntry) -> Place:
    return entry.posts[0].place


def _film(site: Site, links: Links, entry: FilmEntry) -> Make:
    part = links.film(entry.key)
    if part is None:
        raise KeyError(entry.key)
    parts = FilmParts(
        entry.address,
        part,
        tuple(_review(links, post) for post in entry.reviews),
        tuple(AppearancePart(links.row(post), section_rank(post, index)) for post, index in entry.sections),
        tuple(links.row(post) for post in entry.mentions),
        links.viewings(entry.key),
        tuple(_row(site, links, other) for other in links.others_by_directors(entry)),
    )
    posts = tuple(post.card.path for post in entry.posts)
    asks = (Ask(Facet.SENTENCE_OF_EACH, posts),)
    return Make(output_path(entry.address), "film", parts, f"the film {entry.film.title!r}", _first_place(entry), asks)


def _review(links: Links, post: Entry) -> Row:
    """A review on its film's own page, which has said already whose film it is."""
    return msgspec.structs.replace(links.row(post), year="", directors="")


def _row(site: Site, links: Links, entry: FilmEntry, character: str = "") -> FilmRowPart:
    """A film in an index: it leads to its page, or else to the newest post about it."""
    url = entry.address or entry.posts[0].address
    ratings = [post.card.front.rating for post in entry.reviews] + [
        post.card.front.films[index].rating for post, index in entry.sections
    ]
    rating = next((rating for rating in ratings if rating is not None), None)
    return FilmRowPart(
        entry.film.title, links.href(url), str(entry.film.year or ""), entry.film.sort_title, rating, character
    )


def _person(site: Site, links: Links, person: Person) -> Make:
    roles = []
    for role, keys in person.roles.items():
        films = sorted(
            (site.films[key] for key in keys), key=lambda film: (film.film.year or 0, film.key), reverse=True
        )
        roles.append(
            (role, tuple(_row(site, links, film, _character(film, person) if role == "cast" else "") for film in films))
        )
    place = _first_place(site.films[next(iter(person.roles.values()))[0]])
    return Make(
        output_path(person.address),
        "person",
        PersonParts(person.address, person.name, tuple(roles)),
        f"the page of {person.name}",
        place,
    )


def _character(film: FilmEntry, person: Person) -> str:
    return next((credit.character for credit in film.film.cast if slugify(credit.name) == person.slug), "")
