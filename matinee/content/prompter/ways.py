"""What the forms of decoders say may stand at the end of a path of keys, and in which words that is told."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ...model import Scale
from ...text.scales import words
from ..decode import (
    Anything,
    Choice,
    Either,
    Form,
    Keys,
    Many,
    Named,
    Nothing,
    Rating,
    Text,
    Truth,
    Whole,
    Written,
    form_of,
)


class Way(msgspec.Struct, frozen=True):
    """One form that may stand at a place, and the table and key that it is the value of."""

    form: Form
    name: str
    key: str


def ways_at(keys: Keys, path: tuple[str, ...]) -> list[Way]:
    """Every form that may stand at the end of a path of keys; for an empty one, the mapping itself."""
    ways = [Way(keys, keys.name, "")]
    for key in path:
        ways = [inner for way in ways for inner in _inside(way, key)]
    return ways


def _inside(way: Way, key: str) -> Iterator[Way]:
    match way.form:
        case Keys(name, table) if key in table:
            yield from (Way(form, name, key) for form in _flat(table[key][1]))
        case Named(value):
            yield from (Way(form, way.name, way.key) for form in _flat(value))


def _flat(told: Written) -> Iterator[Form]:
    """The forms of a value, those of a list's items among them."""
    match form := form_of(told):
        case Either(ways):
            for way in ways:
                yield from _flat(way)
        case Many(item):
            yield from _flat(item)
        case Nothing():
            return
        case _:
            yield form


def in_words(told: Written, scale: Scale) -> str:
    """What may be written for a form, in a few words."""
    match form_of(told):
        case Text(_, hint):
            return "a text" if not hint or hint == "must not be empty" else hint.removeprefix("must be ")
        case Truth():
            return "yes or no"
        case Whole(low, high):
            return f"a whole number from {low} to {high}"
        case Choice(choices):
            return "one of " + ", ".join(choices) if len(choices) > 1 else choices[0]
        case Rating():
            return f"a rating: {words(scale)}"
        case Either(ways):
            return ", or ".join(dict.fromkeys(in_words(way, scale) for way in ways))
        case Many(item):
            return f"{in_words(item, scale)}; or a list of such"
        case Nothing():
            return "nothing"
        case Named() | Keys() | Anything():
            return "a mapping"
