"""Films, who made them, and when they were seen."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from .moment import Moment


class FilmKind(StrEnum):
    FILM = "film"
    SERIES = "series"
    SHORT = "short"


class Credit(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One member of the cast; `character` is empty when not told. Written `Joaquin Phoenix as Theodore`."""

    name: str
    character: str = ""


class CrewRole(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One line of the crew: `Photography`, and who did it."""

    role: str
    names: tuple[str, ...]


class FilmIds(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The film's identifiers elsewhere, as the author typed them."""

    imdb: str = ""
    tmdb: str = ""
    letterboxd: str = ""


class Film(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What is known of a film. Empty text, empty tuples and None mean: not told. `runtime` is in minutes."""

    title: str
    year: int | None = None
    original_title: str = ""
    sort_title: str = ""
    kind: FilmKind = FilmKind.FILM
    directors: tuple[str, ...] = ()
    writers: tuple[str, ...] = ()
    cast: tuple[Credit, ...] = ()
    crew: tuple[CrewRole, ...] = ()
    genres: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    runtime: int | None = None
    ids: FilmIds = FilmIds()
    poster: str = ""


class FilmMention(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A film as a post or the diary names it.

    `name` is the text as typed (a file of `films/` or `Title (Year)`), empty when the film was given as a mapping;
    `film` holds
    the facts told in this place: title and year read from the text, or the whole mapping.
    """

    name: str
    film: Film


class Viewing(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One line of the diary."""

    date: Moment
    film: FilmMention
    rating: float | None = None
    rewatch: bool | None = None
    venue: str = ""
    note: str = ""
