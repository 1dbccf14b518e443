"""What is to be said of what stands at a place of a source, in Markdown."""

from __future__ import annotations

import msgspec

from ...model import Scale
from ..decode import Keys
from ..editor.guide import Guide
from ..editor.schemas import default_of
from .kinds import Document, Kind
from .knowledge import Knowledge, KnownFilm, titled
from .links import link_at, target_of
from .positions import Span
from .spots import Role, Spot
from .trail import find_spot
from .voices import read_voices
from .ways import Way, in_words, ways_at


class Explained(msgspec.Struct, frozen=True):
    """What a key takes, in a few words, and all that is told of it."""

    kind: str
    text: str


class Hint(msgspec.Struct, frozen=True):
    """What is to be said of a span."""

    span: Span
    text: str


def explain_key(keys: Keys, key: str, scale: Scale, guide: Guide) -> Explained:
    """What the guide says of a key, what it takes, and what stands where nothing is said."""
    name, decode = keys.table[key]
    kind = in_words(decode, scale)
    entry = guide.get((keys.name, key))
    default = default_of(keys.value, name).get("default")
    said = f"{str(default).lower() if isinstance(default, bool) else default}"
    lines = [f"**{key}**: {kind}", f"Default: `{said}`" if default is not None else "", entry.marked if entry else ""]
    return Explained(kind, "\n\n".join(filter(None, lines)))


def facts(known: KnownFilm) -> str:
    """What is known of a film."""
    film = known.film
    made = [("Directed by", film.directors), ("With", [one.name for one in film.cast[:4]]), ("", film.genres)]
    lines = [f"**{titled(film)}**", *(f"{word} {', '.join(names)}".strip() for word, names in made if names)]
    more = [*film.countries, f"{film.runtime} min" if film.runtime else ""]
    posts = f"In {known.posts} post{'s' * (known.posts > 1)}" if known.posts else ""
    return "\n\n".join(filter(None, [*lines, ", ".join(filter(None, more)), posts]))


def hint_at(document: Document, row: int, column: int, known: Knowledge, guide: Guide) -> Hint | None:
    """What is to be said of a row and column, both counted from 0, in characters; None where there is nothing."""
    span = document.nearby(row)
    if span is not None:
        spot = find_spot(document.lines, *span, row, column)
        text = _of_spot(document, spot, known, guide)
        return Hint((row, spot.start, spot.end), text) if text else None
    if document.kind is not Kind.TEXT or not 0 <= row < len(document.lines):
        return None
    found = link_at(document.lines[row], column)
    target = target_of(known, document.path, found[0]) if found else None
    if found is None or target is None:
        return None
    address = f"\n\n`{target.address}`" if target.address else "\n\nNot published yet"
    return Hint((row, found[1], found[2]), f"**{target.title}**{address}")


def _of_spot(document: Document, spot: Spot, known: Knowledge, guide: Guide) -> str:
    ways = ways_at(document.keys, spot.path)
    if spot.role is Role.KEY and spot.has_colon:
        tables = [way.form for way in ways if isinstance(way.form, Keys) and spot.whole in way.form.table]
        return explain_key(tables[0], spot.whole, known.scale, guide).text if tables else ""
    typed = spot.whole.strip("\"'")
    if not typed or spot.role not in {Role.VALUE, Role.EITHER}:
        return ""
    return _of_value(document, ways, typed, known)


def _of_value(document: Document, ways: list[Way], typed: str, known: Knowledge) -> str:
    places = {(way.name, way.key) for way in ways}
    if ("comments", "parent") in places:
        voice = next((one for one in read_voices(document.lines) if one.id == typed), None)
        return f"**{voice.author}**\n\n{voice.opening}" if voice else ""
    if any(key in {"film", "films", "about"} for _, key in places):
        film = known.film(typed)
        return facts(film) if film else ""
    return ""
