"""Films, people, and evenings at the cinema: parts in, views out."""

from __future__ import annotations

from itertools import groupby

import msgspec

from ...text.dates import date_style
from ...text.slugs import sort_key
from ...text.urls import encode
from ..parts import (
    FilmParts,
    FilmRowPart,
    FilmsParts,
    PersonParts,
    SeenPart,
    Settings,
)
from ..structured import film_page_data
from .conversation import date_view
from .film import credit_lines, film_sentence, film_view
from .head import page_head
from .lists import told_rows
from .pictures import poster
from .texts import Texts
from .values import (
    Appearance,
    FilmPageView,
    FilmRow,
    FilmsView,
    LetterGroup,
    PersonView,
    RoleTable,
    SeenView,
)


def film_page_view(parts: FilmParts, _texts: Texts, settings: Settings) -> FilmPageView:
    film, reviews, words = parts.film.film, len(parts.reviews), settings.words
    rows = told_rows((*parts.reviews, *(place.row for place in parts.sections), *parts.mentions), parts.told, words)
    name = film_sentence(film)
    head = page_head(
        name,
        parts.address,
        settings,
        words.say("everything_about_by", film=name, names=words.listing(film.directors))
        if film.directors
        else words.say("everything_about", film=name),
        data=film_page_data(parts.film, settings.site.url + encode(parts.address), settings),
    )
    return FilmPageView(
        msgspec.structs.replace(head, kind="video.movie"),
        settings.site.root + encode(parts.address),
        film_view(parts.film, words),
        poster(parts.film.poster, words.say("poster_of", title=film.title)),
        credit_lines(parts.film, words),
        rows[:reviews],
        tuple(Appearance(row, place.rank) for row, place in zip(rows[reviews:], parts.sections, strict=False)),
        rows[reviews + len(parts.sections) :],
        tuple(seen_view(one, settings) for one in parts.viewings),
        tuple(_film_row(one, settings) for one in parts.others),
    )


def seen_view(part: SeenPart, settings: Settings) -> SeenView:
    return SeenView(
        date_view(part.date, date_style(settings.site.language)),
        str(int(part.date.date[8:10])),
        part.title,
        part.year,
        part.url,
        settings.words.stars(part.rating, settings.scale),
        part.is_again,
        part.venue,
        part.note,
        part.review,
    )


def _film_row(part: FilmRowPart, settings: Settings) -> FilmRow:
    return FilmRow(part.title, part.url, part.year, settings.words.stars(part.rating, settings.scale), part.character)


def person_view(parts: PersonParts, _texts: Texts, settings: Settings) -> PersonView:
    words = settings.words
    roles = tuple(
        RoleTable(words.say(f"role_{role}"), tuple(_film_row(film, settings) for film in films))
        for role, films in parts.roles
    )
    told = words.say("films_with", name=parts.name, site=settings.site.title)
    return PersonView(
        page_head(parts.name, parts.address, settings, told),
        settings.site.root + encode(parts.address),
        parts.name,
        roles,
    )


def films_view(parts: FilmsParts, _texts: Texts, settings: Settings) -> FilmsView:
    words = settings.words
    films = sorted(parts.films, key=lambda film: (sort_key(film.sort or film.title), film.year, film.title))
    letters = tuple(
        LetterGroup(letter, tuple(_film_row(film, settings) for film in group))
        for letter, group in groupby(films, key=lambda film: _letter(film.sort or film.title))
    )
    return FilmsView(
        page_head(words.say("films"), parts.address, settings, words.say("every_film", site=settings.site.title)),
        settings.site.root + encode(parts.address),
        letters,
        words.tally("film_count", len(films)),
    )


def _letter(title: str) -> str:
    """Under which letter a title stands; digits and signs stand together."""
    first = sort_key(title)[:1].upper()
    return first if first.isalpha() else "0–9"
