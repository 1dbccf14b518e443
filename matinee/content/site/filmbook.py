"""Films are one by their file in films/, else by title and year; what is told of them in many places is put together
here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

import msgspec

from ...errors import Place, Problem, error, warning
from ...model import Film, FilmMention
from ...text.slugs import slugify
from ...text.urls import compose
from ..decode import shown
from ..library import FilmRecord
from .values import Entry, FilmEntry, Teller, key_of

_FACTS = tuple(name for name in Film.__struct_fields__ if name not in {"title", "year"})
_NOTHING = Film("")
_BARE_YEAR = re.compile(r"(?P<title>\S.*?)[\s,–—-]*[\s,\[]+(?P<year>(?:18|19|20|21)\d\d)\]?")


class FilmBook:
    """The films of a site, filled mention by mention, oldest post first."""

    def __init__(self, records: Sequence[FilmRecord], unread: frozenset[str] = frozenset()) -> None:
        self.problems: list[Problem] = []
        self._by_name: dict[str, str] = {}
        self._films: dict[str, Film] = {}
        self._told: dict[str, list[tuple[Film, Teller]]] = {}
        self._records: dict[str, FilmRecord] = {}
        self._unread = unread
        for record in records:
            self._add_record(record)

    def _add_record(self, record: FilmRecord) -> None:
        key = film_key(record.film)
        if (other := self._records.get(key)) is not None:
            message, place = f"content/{other.path} is about this film too", Place(f"content/{record.path}")
            self.problems.append(error(place, "film", message, "keep one file for each film"))
            return
        self._by_name[compose(record.name)] = key
        self._records[key] = record
        self._tell(key, record.film, Teller(record.path, record.marks))

    def find(self, mention: FilmMention, teller: Teller) -> str:
        """The key of the film that a mention means; "" and a problem where it names none."""
        if key := self._named(mention):
            return key
        if mention.film.year is None:
            self._miss(mention, teller.place())
            return ""
        key = film_key(mention.film)
        self._tell(key, mention.film, teller)
        return key

    def check(self, mention: FilmMention, place: Place) -> None:
        """A problem where a mention names no film; what it tells of one is not taken over."""
        if mention.film.year is None and not self._named(mention):
            self._miss(mention, place)

    def look_up(self, mention: FilmMention) -> tuple[str, Film] | None:
        """The key of the film that a mention means, and what is known of it; None where it names none. Nothing is taken
        over of what it tells itself."""
        key = self._named(mention)
        if not key and mention.film.year is None:
            return None
        key = key or film_key(mention.film)
        return key, self._films.get(key, mention.film)

    def _named(self, mention: FilmMention) -> str:
        """The key of the film whose file a mention names; "" where it names none."""
        return self._by_name.get(compose(mention.name), "") if mention.name else ""

    def _miss(self, mention: FilmMention, place: Place) -> None:
        if not {"films", f"films/{mention.name}.yaml"} & self._unread:
            self.problems.append(self._unknown(mention, place))

    def _unknown(self, mention: FilmMention, place: Place) -> Problem:
        name = mention.name or mention.film.title
        known = {
            **{name: name for name in self._by_name},
            **{film.title: f"{film.title} ({film.year})" for film in self._films.values()},
        }
        return error(place, "film", f"{shown(name)} has no year and is no file of films/", _hint(name, known))

    def _tell(self, key: str, film: Film, teller: Teller) -> None:
        """Add what a place says of a film; the first to tell a fact is believed, the others are warned about."""
        known = self._films.get(key)
        if known is None:
            self._films[key] = film
            self._told[key] = [(film, teller)]
            return
        news = {fact: getattr(film, fact) for fact in _FACTS if getattr(film, fact) != getattr(_NOTHING, fact)}
        for fact, value in list(news.items()):
            if (source := self._told_by(key, fact)) is not None:
                del news[fact]
                if getattr(known, fact) != value:
                    self.problems.append(_conflict(known, fact, source, teller))
        self._told[key].append((film, teller))
        if news:
            self._films[key] = msgspec.structs.replace(known, **news)

    def _told_by(self, key: str, fact: str) -> Teller | None:
        """Who was the first to tell a fact of a film."""
        nothing = getattr(_NOTHING, fact)
        return next((teller for film, teller in self._told[key] if getattr(film, fact) != nothing), None)

    def film(self, key: str) -> Film:
        return self._films[key]

    def entries(self, posts: Iterable[Entry], least: int, have_pages: bool) -> dict[str, FilmEntry]:
        """Every film that the posts (newest first) speak of. With `have_pages`, those spoken of `least` times have a
        page."""
        reviews: dict[str, list[Entry]] = {}
        sections: dict[str, list[tuple[Entry, int]]] = {}
        mentions: dict[str, list[Entry]] = {}
        for entry in posts:
            if entry.film:
                reviews.setdefault(entry.film, []).append(entry)
            for index, key in enumerate(entry.sections):
                sections.setdefault(key, []).append((entry, index))
            for key in entry.about:
                mentions.setdefault(key, []).append(entry)
        found: dict[str, FilmEntry] = {}
        for key in sorted(reviews.keys() | sections.keys() | mentions.keys()):
            told = reviews.get(key, ()), sections.get(key, ()), mentions.get(key, ())
            address = f"/films/{self._slug(key)}/" if have_pages and _posts(*told) >= least else ""
            if key:
                found[key] = FilmEntry(
                    key,
                    address,
                    self._films[key],
                    tuple(told[0]),
                    tuple(told[1]),
                    tuple(told[2]),
                    self._told_by(key, "poster") if self._films[key].poster else None,
                )
        return found

    def _slug(self, key: str) -> str:
        record = self._records.get(key)
        return "/".join(slugify(part) for part in record.name.split("/")) if record else key


def _posts(reviews: Sequence[Entry], sections: Sequence[tuple[Entry, int]], mentions: Sequence[Entry]) -> int:
    """How many posts speak of a film, each counted once, however often it does."""
    if len(reviews) + len(sections) + len(mentions) < 2:
        return 1
    return len({entry.card.path for entry in (*reviews, *(entry for entry, _ in sections), *mentions)})


def _conflict(film: Film, fact: str, kept: Teller, other: Teller) -> Problem:
    message = f"{key_of(fact)} of {film.title} ({film.year}) is told otherwise in {kept.place(fact)}, which is kept"
    return warning(other.place(fact), "film-conflict", message, "keep the fact in one place")


def film_key(film: Film) -> str:
    """What makes two films one: the slug of the title, and the year."""
    return f"{slugify(film.title)}-{film.year}" if film.year is not None else slugify(film.title)


def _hint(name: str, known: Mapping[str, str]) -> str:
    """How to write a film that nobody knows; `known` are names that might be meant, and how those are written."""
    bare = _BARE_YEAR.fullmatch(name)
    title = bare["title"] if bare else name
    if nearest := get_close_matches(title, known, 1) or get_close_matches(name, known, 1):
        return f"did you mean {known[nearest[0]]}?"
    if bare:
        return f"write `{title} ({bare['year']})` if {bare['year']} is its year, else `{name} (YEAR)`"
    return f"write `{name} (YEAR)`, or make films/{slugify(name)}.yaml"
