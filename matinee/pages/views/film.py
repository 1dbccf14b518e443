"""Films as templates see them: facts, billing, full credits."""

from __future__ import annotations

import re

from ...model import Film, FilmKind
from ...text.slugs import slugify
from ..parts import FilmPart
from ..words import Words
from .values import BillingGroup, CreditLine, FilmView, Link

MOST_BILLED = 14
_LANGUAGES = {
    "arabic": "ar",
    "chinese": "zh",
    "cantonese": "zh",
    "mandarin": "zh",
    "japanese": "ja",
    "korean": "ko",
    "persian": "fa",
    "farsi": "fa",
    "french": "fr",
    "german": "de",
    "italian": "it",
    "spanish": "es",
    "russian": "ru",
    "hindi": "hi",
    "hebrew": "he",
    "greek": "el",
    "danish": "da",
    "swedish": "sv",
    "portuguese": "pt",
    "polish": "pl",
    "hungarian": "hu",
    "thai": "th",
}


def film_view(part: FilmPart, words: Words) -> FilmView:
    film = part.film
    return FilmView(
        film.title,
        part.url,
        str(film.year or ""),
        part.year_url,
        film.original_title if film.original_title != film.title else "",
        _LANGUAGES.get(film.languages[0].lower(), "") if film.languages else "",
        words.few_listed(film.directors),
        people(words.few(film.directors), part),
        tuple(Link(name, part.countries.get(name, "")) for name in film.countries),
        tuple(Link(name, part.genres.get(name, "")) for name in film.genres),
        film.languages,
        words.tally("minutes", film.runtime) if film.runtime else "",
        outside_links(film),
    )


def people(names: tuple[str, ...], part: FilmPart) -> tuple[Link, ...]:
    """The names, each with its page where it has one."""
    return tuple(Link(name, part.people.get(slugify(name), "")) for name in names)


def billing(part: FilmPart, words: Words) -> tuple[BillingGroup, ...]:
    """The credits as on a poster's foot: at most fourteen names."""
    film, left = part.film, MOST_BILLED
    told = [
        (words.say("directed_by"), film.directors),
        (words.say("with"), tuple(credit.name for credit in film.cast)),
        (words.say("written_by"), film.writers),
    ]
    told += [(role.role.lower(), role.names) for role in film.crew]
    groups: list[BillingGroup] = []
    for role, names in told:
        if chosen := people(tuple(dict.fromkeys(names))[:left], part):
            groups.append(BillingGroup(role, chosen))
            left -= len(chosen)
    return tuple(groups) if len(groups) > 1 or any(len(group.names) > 1 for group in groups) else ()


def credit_lines(part: FilmPart, words: Words) -> tuple[CreditLine, ...]:
    """Everybody who is named, with their part."""
    film, director, writer = part.film, words.say("role_directors"), words.say("role_writers")
    lines = [(director, name, "") for name in film.directors] + [(writer, name, "") for name in film.writers]
    lines += [(words.say("role_cast"), credit.name, credit.character) for credit in film.cast]
    lines += [(role.role, name, "") for role in film.crew for name in role.names]
    return tuple(
        CreditLine(role, Link(name, part.people.get(slugify(name), "")), character) for role, name, character in lines
    )


def outside_links(film: Film) -> tuple[Link, ...]:
    """The film's pages elsewhere, of ids that look right."""
    links, ids = [], film.ids
    kind = "tv" if film.kind is FilmKind.SERIES else "movie"
    if ids.imdb:
        links.append(Link("IMDb", f"https://www.imdb.com/title/{ids.imdb}/"))
    if ids.tmdb:
        links.append(Link("TMDB", f"https://www.themoviedb.org/{kind}/{ids.tmdb}"))
    if re.fullmatch(r"[a-z0-9-]+", ids.letterboxd):
        links.append(Link("Letterboxd", f"https://letterboxd.com/film/{ids.letterboxd}/"))
    return tuple(links)


def film_sentence(film: Film) -> str:
    """`her (2013)`"""
    return f"{film.title} ({film.year})" if film.year else film.title
