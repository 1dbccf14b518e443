"""JSON Schemas of what authors write, drawn from the very tables that decoders read by.

They say how values look before anything is decoded, as an editor's YAML has them: a date is a text, an id a number or
a text, and what is left empty is absent. They never refuse what a build takes; what they let through, a build may still
refuse.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any

import msgspec

from ...model import Scale
from ...text.scales import ratings, typed_pattern, words
from ..decode import (
    Anything,
    Choice,
    Either,
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
    text,
)
from ..decode.scalars import TRUTHS, WHOLE
from ..sources.comments import COMMENT
from ..sources.diary import VIEWING
from ..sources.films import FILM
from ..sources.front import FRONT
from ..sources.pingbacks import PINGBACK
from ..sources.site import CONFIG
from .guide import Guide

Schema = dict[str, Any]
DRAFT = "http://json-schema.org/draft-07/schema#"  # the newest that editors' YAML knows all of
_LONGEST_CHOICE = 15
_KINDS = {
    "array": "A list",
    "boolean": "Yes or no",
    "integer": "A whole number",
    "null": "Nothing",
    "number": "A number",
    "object": "A mapping",
    "string": "A text",
}


class Format(msgspec.Struct, frozen=True):
    """A kind of file: its keys, or those of each of its entries; and where such files lie."""

    about: str
    keys: Keys
    globs: tuple[str, ...] = ()
    is_list: bool = False
    may_be_empty: bool = False


FORMATS = {
    "comments": Format(
        "The comments of a post: comments.yaml", COMMENT, ("content/**/comments.yaml",), is_list=True, may_be_empty=True
    ),
    "diary": Format(
        "What was seen, and when: diary.yaml",
        VIEWING,
        ("content/diary.yaml", "content/diary/**/*.yaml", "content/diary/*.yaml"),
        is_list=True,
        may_be_empty=True,
    ),
    "film": Format("A film: a file of films/", FILM, ("content/films/**/*.yaml", "content/films/*.yaml")),
    "front-matter": Format("The front matter of a post or page", FRONT, may_be_empty=True),
    "pingbacks": Format(
        "Who linked to a post: pingbacks.yaml",
        PINGBACK,
        ("content/**/pingbacks.yaml",),
        is_list=True,
        may_be_empty=True,
    ),
    "site": Format("The site: site.yaml", CONFIG, ("content/site.yaml",)),
}


def make_schemas(scale: Scale, guide: Guide) -> dict[str, Schema]:
    """The schema of each format, for a site that rates on this scale, with what the guide says of each key."""
    return {name: make_schema(told, scale, guide) for name, told in FORMATS.items()}


def make_schema(told: Format, scale: Scale, guide: Guide) -> Schema:
    """The schema of one format; LookupError where a decoder does not say what it reads."""
    return _Drawing(scale, guide).file(told)


class _Drawing:
    """One schema as it is drawn; mappings of known keys become definitions of it."""

    def __init__(self, scale: Scale, guide: Guide) -> None:
        self.scale = scale
        self.guide = guide
        self.definitions: dict[str, Schema] = {}

    def file(self, told: Format) -> Schema:
        whole = {"type": "array", "items": self.of(told.keys)} if told.is_list else self._mapping(told.keys)
        kinds = [whole["type"], "null"] if told.may_be_empty else whole["type"]
        return {"$schema": DRAFT, "description": told.about, "definitions": self.definitions, **whole, "type": kinds}

    def of(self, told: Written) -> Schema:
        """What may be written for a form; LookupError where a decoder has none."""
        match form_of(told):
            case Text(pattern, hint):
                return _text(pattern, hint)
            case Truth():
                return _any_of({"type": "boolean"}, _words(TRUTHS, "must be yes or no"))
            case Whole(low, high):
                number = {"type": "integer", "minimum": low, "maximum": high}
                return _any_of(number, _string(WHOLE, f"must be a whole number from {low} to {high}"))
            case Choice(choices, any_case):
                return _any_of({"enum": [*choices]}, *([_words(choices, "")] if any_case else []))
            case Rating():
                return _rating(self.scale)
            case Either(ways):
                return _any_of(*map(self.of, ways))
            case Many(item):
                one = self.of(item)
                return _any_of(one, {"type": "array", "items": _optional(one)})
            case Named(value, key):
                names = {} if key is text else {"propertyNames": self.of(key)}
                return {"type": "object", "additionalProperties": _optional(self.of(value)), **names}
            case Keys() as keys:
                return self._reference(keys)
            case Anything():
                return {"type": "object"}
            case Nothing():
                return {"not": {}}

    def _reference(self, keys: Keys) -> Schema:
        name = ".".join([keys.name, *keys.fixed.values()])
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name] = self._mapping(keys)
        return {"$ref": f"#/definitions/{name}"}

    def _mapping(self, keys: Keys) -> Schema:
        known = [key for key, (_, decode) in keys.table.items() if not isinstance(form_of(decode), Nothing)]
        needed = {"required": sorted(keys.needed)} if keys.needed else {}
        properties = {key: self._property(keys, key) for key in known}
        return {"type": "object", "properties": properties, **needed, "additionalProperties": False}

    def _property(self, keys: Keys, key: str) -> Schema:
        name, decode = keys.table[key]
        value = {"const": keys.fixed[key]} if key in keys.fixed else self.of(decode)
        entry = self.guide.get((keys.name, key))
        about = {"description": entry.plain, "markdownDescription": entry.marked} if entry else {}
        return {**about, **default_of(keys.value, name), **(value if key in keys.needed else _optional(value))}


def default_of(value: type[msgspec.Struct] | None, name: str) -> Schema:
    """What stands where nothing is said, if that is something."""
    fields = msgspec.structs.fields(value) if value else ()
    found = next((field.default for field in fields if field.name == name), None)
    if isinstance(found, StrEnum):
        found = {"true": True, "false": False}.get(found.value, found.value)
    is_something = isinstance(found, bool | int | str | tuple) and found not in ("", ())
    return {"default": [*found] if isinstance(found, tuple) else found} if is_something else {}


def _any_of(*ways: Schema) -> Schema:
    """Any of several, where those may be several already."""
    flat = [way for told in ways for way in (told["anyOf"] if told.keys() == {"anyOf"} else [told])]
    return {"anyOf": [*map(_named, flat)]} if len(flat) > 1 else flat[0]


def _named(way: Schema) -> Schema:
    """One way of several, in words: editors that find no words there take the ways for one another."""
    kind = "One of these" if "enum" in way else _KINDS.get(way.get("type", ""), "")
    return {"title": kind, **way} if kind else way


def _optional(value: Schema) -> Schema:
    """The same, or nothing: a key without a value is as if it were not there."""
    return _any_of(value, _only("null"))


def _only(kind: str) -> Schema:
    """One kind of values. It is not named, since editors propose to write `true` and `null` where they are."""
    return {"title": _KINDS[kind], "not": {"type": [other for other in _KINDS if other not in {kind, "integer"}]}}


def _text(pattern: str, hint: str) -> Schema:
    """A text that has the pattern. Where YAML takes such texts for numbers or truths, these are let through too."""
    others = [_only(kind) for kind, typed in (("boolean", "false"), ("number", "7.5")) if re.search(pattern, typed)]
    if re.search(pattern, "7") and _only("number") not in others:
        others.append({"type": "integer"})
    return _any_of(_string(pattern, hint), *others)


def _rating(scale: Scale) -> Schema:
    every: list[Any] = [*ratings(scale)]
    typed = _string(typed_pattern(scale), f"must be {words(scale)}")
    if scale is not Scale.LETTERS:
        every = [int(rating) if rating.isdecimal() else float(rating) for rating in every]
    if len(every) <= _LONGEST_CHOICE:
        return _any_of({"enum": every}, typed)
    kind = "number" if any(isinstance(rating, float) for rating in every) else "integer"
    return _any_of({"type": kind, "minimum": every[-1], "maximum": every[0]}, typed)


def _words(choices: tuple[str, ...], hint: str) -> Schema:
    """Some words, whatever their capitals."""
    every = "|".join("".join(f"[{sign.upper()}{sign}]" for sign in word) for word in choices)
    return _string(f"^(?:{every})$", hint)


def _string(pattern: str, hint: str) -> Schema:
    """A text, and what an editor is to say of one that lacks the pattern."""
    said = {"patternErrorMessage": hint[0].upper() + hint[1:]} if hint else {}
    return {"type": "string", **({"pattern": pattern, **said} if pattern else {})}
