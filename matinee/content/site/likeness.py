"""Which reviewed films are like another: by who made them, by genre, and by how near they are in time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from ...model import Film
from ...text.slugs import slugify
from .values import FilmEntry

MOST = 4
_LEAST = 1.7  # what one shared genre comes to within three years
_DIRECTOR, _ACTOR, _GENRE, _YEARS = 8.0, 3.0, 1.0, 10
_WIDTHS = {_DIRECTOR: 6, _ACTOR: 3, _GENRE: 3}  # how many on each side are looked at
_FIRST_CAST = 4


class Likeness:
    """The films with a review, each in the lists of those that it has a trait in common with.

    Lists are in the order of years, and of each only the nearest few on both sides are looked at: so the work grows
    with the films and not with their pairs, and a new review changes what is said of its neighbours alone.
    """

    def __init__(self, films: Mapping[str, FilmEntry]) -> None:
        reviewed = sorted((entry for entry in films.values() if entry.reviews), key=_by_year)
        self._films = reviewed
        self._years = [entry.film.year or 0 for entry in reviewed]
        newest = sorted(range(len(reviewed)), key=lambda number: _newest_first(reviewed[number]))
        self._ranks = [0] * len(reviewed)
        for rank, number in enumerate(newest):
            self._ranks[number] = rank
        self._numbers = {entry.key: number for number, entry in enumerate(reviewed)}
        self._lists: dict[str, list[int]] = {}
        self._places: list[list[tuple[list[int], int, float]]] = []
        slug = cache(slugify)
        for number, entry in enumerate(reviewed):
            places = []
            for trait, weight in _traits(entry.film, slug):
                others = self._lists.setdefault(trait, [])
                places.append((others, len(others), weight))
                others.append(number)
            self._places.append(places)
        self.looks = 0

    def like(self, key: str) -> tuple[FilmEntry, ...]:
        """At most four films that are most like one, the likest first; of equals the one reviewed last."""
        number = self._numbers.get(key)
        if number is None:
            return ()
        scores: dict[int, float] = {}
        for others, place, weight in self._places[number]:
            if weight == _GENRE and len(scores) > MOST:
                break  # who made it has named enough
            if len(others) > 1:
                width = _WIDTHS[weight]
                near = others[max(place - width, 0) : place + width + 1]
                self.looks += len(near)
                for other in near:
                    scores[other] = scores.get(other, 0.0) + weight
        scores.pop(number, None)
        return tuple([self._films[other] for other in self._best(scores, self._years[number])])

    def _best(self, scores: Mapping[int, float], year: int) -> list[int]:
        """The highest scores, for films of one year 1 more, and less for each year between, down to nothing at ten."""
        years, ranks = self._years, self._ranks
        found = []
        for other, score in scores.items():
            apart = abs(year - years[other]) if year else _YEARS
            total = score + 1 - apart / _YEARS if apart < _YEARS else score
            if total >= _LEAST:
                found.append((-total, ranks[other], other))
        found.sort()
        return [other for _, _, other in found[:MOST]]


def _by_year(entry: FilmEntry) -> tuple[int, str]:
    return (entry.film.year or 0, entry.key)


def _newest_first(entry: FilmEntry) -> tuple[int, str]:
    return (-entry.reviews[0].instant, entry.reviews[0].card.path)


def _traits(film: Film, name: Callable[[str], str]) -> list[tuple[str, float]]:
    found = [(f"d {name(one)}", _DIRECTOR) for one in film.directors]
    found += [(f"a {name(one.name)}", _ACTOR) for one in film.cast[:_FIRST_CAST]]
    found += [(f"g {name(one)}", _GENRE) for one in film.genres]
    return list(dict.fromkeys(found))
