"""Files that lie in films/, and the films that they belong to."""

from __future__ import annotations

from collections.abc import Container
from posixpath import dirname, splitext

from ...text.urls import compose, decode, join, ways_to
from ..library import FilmRecord, Library
from .filmbook import film_key


def unshown_film_files(library: Library, shown: Container[str]) -> frozenset[str]:
    """The files in films/ that belong to films which nothing published speaks of, and to no others."""
    if not library.layout.film_files or library.broken:  # what cannot be read may well speak of a film
        return frozenset()
    paths, named = _by_composed_path(library), _by_name(library)
    owned: dict[bool, set[str]] = {True: set(), False: set()}
    for record in library.films:
        files = {*named.get(_name(record.path), ()), paths.get(_poster(record), "")}
        owned[film_key(record.film) in shown] |= files - {""}
    return frozenset(owned[False] - owned[True])


def _name(path: str) -> str:
    return compose(splitext(path)[0])


def _by_composed_path(library: Library) -> dict[str, str]:
    return {compose(path): path for path in library.layout.film_files}


def _by_name(library: Library) -> dict[str, list[str]]:
    """The files by the names of films that they could be of: `films/her.jpg` is that of `films/her`, and so is
    `films/her/still.jpg`."""
    named: dict[str, list[str]] = {}
    for path in library.layout.film_files:
        for way in ways_to(_name(path)):
            named.setdefault(way, []).append(path)
    return named


def _poster(record: FilmRecord) -> str:
    """The path below content/ that a film's poster is looked for at."""
    return join(dirname(record.path), compose(decode(record.film.poster))) or ""
