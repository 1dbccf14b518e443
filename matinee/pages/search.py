"""The search index as the theme's script reads it.

An entry is an array: title, url, what stands beside the title, a sentence, the rating in words and as it is drawn, and
whether the title is a film's. What is empty at its end is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ..text.slots import clean
from .parts import PostParts, SearchIndexParts, SearchYearParts, Settings
from .views.texts import Texts
from .views.values import Row, Stars

WHOLE_TEXTS = "pagefind"  # the folder of what Pagefind makes, and `/pagefind/pagefind.js` what a page loads of it
Entry = tuple[object, ...]


def search_index(parts: SearchIndexParts, _texts: Texts, _settings: Settings) -> bytes:
    """Everything but posts, and where those are listed."""
    entries = [
        _cut((clean(link.title), link.url, clean(note), "", None, is_film)) for link, note, is_film in parts.entries
    ]
    return msgspec.json.encode({"years": parts.years, "entries": entries}) + b"\n"


def search_year(parts: SearchYearParts, _texts: Texts, _settings: Settings) -> bytes:
    """The posts of a year."""
    posts = [_post(row, told.sentence) for row, told in zip(parts.rows, parts.told, strict=True)]
    return msgspec.json.encode(posts) + b"\n"


def filters(parts: PostParts, stars: Stars | None, settings: Settings) -> Iterator[tuple[str, str]]:
    """By what a search of whole texts can be narrowed down to a post: its rating, and the facts of its films."""
    found: dict[tuple[str, str], None] = {}
    ratings = [stars, *(settings.words.stars(section.rating, settings.scale) for section in parts.sections)]
    found.update({("rating", rating.label): None for rating in ratings if rating})
    films = [part.film for part in (parts.film, *(section.film for section in parts.sections)) if part]
    for film in films:
        found.update({("year", str(film.year)): None} if film.year else {})
        found.update({("genre", genre): None for genre in film.genres})
        found.update({("director", name): None for name in film.directors})
    yield from found


def _post(row: Row, sentence: str) -> Entry:
    note = ", ".join(filter(None, (row.year, row.directors))) or row.date.text
    stars = (row.stars.label, row.stars.drawn) if row.stars else None
    return _cut((clean(row.title), row.url, clean(note), clean(sentence), stars, row.is_film_title))


def _cut(entry: Entry) -> Entry:
    """The entry without what is empty at its end."""
    end = len(entry)
    while not entry[end - 1]:
        end -= 1
    return entry[:end]
