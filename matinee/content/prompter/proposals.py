"""What may be written at a place of a source, for an editor to propose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import islice

import msgspec

from ...text.emit import dump_text
from ...text.scales import ratings
from ..decode import Choice, Keys, Nothing, Rating, Truth, form_of
from ..editor.guide import Guide
from ..sources.posts import IDLE_ON_PAGES
from .hints import explain_key, facts
from .kinds import Document, Kind
from .knowledge import Knowledge, titled
from .links import OpenLink, Target, open_link, targets
from .positions import Span
from .spots import NOWHERE, Role, Spot
from .trail import find_spot
from .voices import read_voices
from .ways import Way, ways_at

MOST = 200
_FILMS = frozenset({("front", "film"), ("front", "films"), ("front", "about"), ("section", "film"), ("diary", "film")})
_NAMES = {
    ("front", "author"): "author",
    ("site", "author"): "author",
    ("front", "categories"): "categories",
    ("front", "tags"): "tags",
    ("front", "series"): "series",
    ("front", "venue"): "venue",
    ("diary", "venue"): "venue",
    ("film", "directors"): "people",
    ("film", "writers"): "people",
    ("film", "cast"): "people",
    ("film.cast", "name"): "people",
    ("film", "crew"): "people",
    ("film", "genres"): "genres",
    ("film", "countries"): "countries",
    ("film", "languages"): "languages",
}
_SIGNS_OF_FLOW = frozenset(",[]{}")


class Sort(StrEnum):
    """What a proposal is."""

    KEY = "key"
    WORD = "word"
    FILM = "film"
    NAME = "name"
    FILE = "file"
    ANCHOR = "anchor"


class Proposal(msgspec.Struct, frozen=True):
    """Something that may be written: how it is shown, what is typed for it, a few words, and more of them in
    Markdown."""

    label: str
    text: str
    sort: Sort
    detail: str = ""
    about: str = ""


class Proposals(msgspec.Struct, frozen=True):
    """What may be written in a span, the likeliest first; `is_part` where there is more."""

    span: Span
    items: tuple[Proposal, ...]
    typed: str
    is_part: bool = False


def propose(document: Document, row: int, column: int, known: Knowledge, guide: Guide) -> Proposals:
    """What may be written at a row and column, both counted from 0, in characters."""
    spot = spot_at(document, row, column)
    if spot is not None:
        found = _of_spot(document, spot, known, guide)
        return _chosen((row, spot.start, spot.end), found, spot.typed.lstrip("\"'"))
    line = document.lines[row] if 0 <= row < len(document.lines) else ""
    link = open_link(line, column) if document.kind is Kind.TEXT else None
    if link is None:
        return Proposals((row, column, column), (), "")
    return _chosen((row, link.start, link.end), _of_link(document, link, known), link.typed)


def spot_at(document: Document, row: int, column: int) -> Spot | None:
    """The spot in YAML at a place; None where there is no YAML."""
    span = document.nearby(row)
    return None if span is None else find_spot(document.lines, *span, row, column)


def _chosen(span: Span, found: Iterable[Proposal], typed: str) -> Proposals:
    """Those that hold what was typed, those that begin with it first, and of very many not all."""
    folded = typed.casefold()
    fits = list(dict.fromkeys(item for item in found if folded in f"{item.label} {item.detail}".casefold()))
    fits.sort(key=lambda item: not item.label.casefold().startswith(folded))
    return Proposals(span, tuple(fits[:MOST]), typed, len(fits) > MOST)


def _of_spot(document: Document, spot: Spot, known: Knowledge, guide: Guide) -> Iterator[Proposal]:
    if spot is NOWHERE or spot.role is Role.NOTHING:
        return
    ways = ways_at(document.keys, spot.path)
    if spot.role in {Role.KEY, Role.EITHER}:
        for way in ways:
            if isinstance(way.form, Keys):
                yield from _keys(document, way.form, spot, known, guide)
    if spot.role in {Role.VALUE, Role.EITHER}:
        for value in _values(document, ways, known):
            yield msgspec.structs.replace(value, text=_typable(value, spot))


def _keys(document: Document, keys: Keys, spot: Spot, known: Knowledge, guide: Guide) -> Iterator[Proposal]:
    is_page = document.path.startswith("pages/") and keys.name == "front"
    for key, (_, decode) in keys.table.items():
        is_idle = is_page and key in IDLE_ON_PAGES
        if key not in spot.siblings and not is_idle and not isinstance(form_of(decode), Nothing):
            told = explain_key(keys, key, known.scale, guide)
            yield Proposal(key, key if spot.has_colon else f"{key}: ", Sort.KEY, told.kind, told.text)


def _typable(value: Proposal, spot: Spot) -> str:
    """The text of a value as YAML has it, in quotes where it must be."""
    if value.sort is Sort.WORD:
        return value.text
    text = dump_text(value.text)
    is_torn = spot.in_flow and text == value.text and not _SIGNS_OF_FLOW.isdisjoint(text)
    return f'"{text}"' if is_torn else text


def _values(document: Document, ways: Iterable[Way], known: Knowledge) -> Iterator[Proposal]:
    told: set[tuple[str, str]] = set()
    for way in ways:
        yield from (Proposal(word, word, Sort.WORD) for word in _words(way, known))
        if (where := (way.name, way.key)) in told:
            continue
        told.add(where)
        if where in _FILMS:
            yield from _films(known)
        elif where == ("comments", "parent"):
            yield from _parents(document)
        elif where == ("front", "image"):
            yield from _of_link(document, OpenLink("", 0, 0, is_image=True), known)
        else:
            names = known.names.get(_NAMES.get(where, ""), ())
            yield from (Proposal(name, name, Sort.NAME, f"{count} times" * (count > 1)) for name, count in names)


def _words(way: Way, known: Knowledge) -> tuple[str, ...]:
    match way.form:
        case Truth():
            return ("true", "false")
        case Choice(words):
            return words
        case Rating():
            return tuple(islice(ratings(known.scale), MOST))
    return ()


def _films(known: Knowledge) -> Iterator[Proposal]:
    for film in known.films:
        title = titled(film.film)
        detail = "" if title == film.name else title
        yield Proposal(film.name, film.name, Sort.FILM, detail, facts(film))


def _parents(document: Document) -> Iterator[Proposal]:
    for voice in read_voices(document.lines):
        yield Proposal(voice.id, voice.id, Sort.WORD, voice.author, f"{voice.author}: {voice.opening}")


def _of_link(document: Document, link: OpenLink, known: Knowledge) -> Iterator[Proposal]:
    for target in targets(known, document.path, link):
        yield _as_proposal(target)


def _as_proposal(target: Target) -> Proposal:
    sort = Sort.ANCHOR if "#" in target.path else Sort.FILE
    return Proposal(target.path, target.path, sort, target.title)
