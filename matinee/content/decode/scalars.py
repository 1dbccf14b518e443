"""Decoders of single values: what was typed, and what the schema makes of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import TypeVar

from ...model import Moment
from ...text.moments import MOMENT, find_zone, read_moment
from ...text.scales import read_rating
from ...text.yaml import Mapping as MappingNode
from ...text.yaml import Node, Scalar, Sequence
from .context import Context, Decoder, refusal, shown
from .forms import Choice, Either, Rating, Text, Truth, Whole, fully, written

_TRUE = frozenset({"true", "yes", "on"})
_FALSE = frozenset({"false", "no", "off"})
TRUTHS = (*sorted(_TRUE), *sorted(_FALSE))
_WHOLE = re.compile(r"[+-]?\d{1,15}", re.ASCII)
WHOLE = fully(_WHOLE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
E = TypeVar("E", bound=StrEnum)


@written(Text())
def text(node: Node, context: Context) -> str:
    """What was typed, as it was typed."""
    if type(node) is Scalar:
        return node.text
    if type(node) is MappingNode:
        raise refusal(node, "type", "must be text, not a mapping", "put quotes around it")
    raise refusal(node, "type", "must be text, not a list", f"put quotes around it{_example(node)}")


def _example(node: Node) -> str:
    """`[REC]` is a list of one in YAML, and a film."""
    if isinstance(node, Sequence) and len(node.items) == 1:
        item = node.items[0]
        return f': "[{item.text}]"' if isinstance(item, Scalar) and item.line == node.line else ""
    return ""


@written(Text(r"\S", "must not be empty"))
def filled(node: Node, context: Context) -> str:
    """A text that says something."""
    typed = text(node, context)
    if not typed.strip():
        raise refusal(node, "type", "must not be empty")
    return typed


@written(Truth())
def boolean(node: Node, context: Context) -> bool:
    typed = text(node, context)
    word = typed.lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise refusal(node, "boolean", f"must be yes or no, not {shown(typed)}")


@written(Either((Truth(), Text())))
def label(node: Node, context: Context) -> str | None:
    """None for false, "" for true, else the label; in quotes every word is a label."""
    typed = text(node, context)
    word = typed.lower() if type(node) is Scalar and node.plain else ""
    if word in _FALSE:
        return None
    return "" if word in _TRUE else typed


def whole(low: int, high: int) -> Decoder[int]:
    """A decoder of whole numbers between two bounds, both included."""

    @written(Whole(low, high))
    def decode(node: Node, context: Context) -> int:
        typed = text(node, context)
        if _WHOLE.fullmatch(typed) and low <= int(typed) <= high:
            return int(typed)
        raise refusal(node, "number", f"must be a whole number from {low} to {high}, not {typed[:40]}")

    return decode


def one_of(choices: type[E], elsewhere: Mapping[str, str] = MappingProxyType({})) -> Decoder[E]:
    """A decoder of the words of an enumeration; `elsewhere` says what other programs' words are called here."""
    words = {choice.value: choice for choice in choices}

    @written(Choice(tuple(words)))
    def decode(node: Node, context: Context) -> E:
        typed = text(node, context)
        if typed in words:
            return words[typed]
        meant = elsewhere.get(typed.lower()) or nearest(typed, words)
        hint = f'did you mean "{meant}"?' if meant else ""
        raise refusal(node, "choice", f"must be {_either(list(words))}, not {shown(typed)}", hint)

    return decode


def nearest(typed: str, words: Iterable[str]) -> str:
    """The word that is most like what was typed, capitals aside; "" where none is."""
    from difflib import get_close_matches

    found = get_close_matches(typed.lower(), list(words), 1)
    return found[0] if found else ""


def _either(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]


@written(Text(fully(MOMENT), "must be a date like 2014-01-13 or 2014-01-13 09:30"))
def moment(node: Node, context: Context) -> Moment:
    typed = text(node, context)
    try:
        return read_moment(typed, context.reading.timezone)
    except ValueError as problem:
        raise refusal(node, "date", str(problem)) from problem


@written(Rating())
def rating(node: Node, context: Context) -> float:
    typed = text(node, context)
    try:
        return read_rating(typed, context.reading.scale)
    except ValueError as problem:
        raise refusal(node, "rating", str(problem)) from problem


@written(Text(fully(_LANGUAGE), "must be a language tag such as en or pt-BR"))
def language(node: Node, context: Context) -> str:
    typed = text(node, context)
    if not _LANGUAGE.fullmatch(typed):
        raise refusal(node, "language", f"must be a language tag such as en or pt-BR, not {shown(typed)}")
    return typed


@written(Text(r"^[A-Za-z]", "must be a time zone such as Europe/Berlin"))
def timezone(node: Node, context: Context) -> str:
    typed = text(node, context)
    try:
        find_zone(typed)
    except ValueError as problem:
        raise refusal(node, "timezone", str(problem), _nearest_zone(typed)) from problem
    return typed


@cache
def _nearest_zone(name: str) -> str:
    from zoneinfo import available_timezones

    zones = {zone.lower(): zone for zone in sorted(available_timezones())}
    near = nearest(name, zones)
    return f'did you mean "{zones[near]}"?' if near else ""
