"""Decoders of lists and mappings: a table says which keys there are, and each problem is reported where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Mapping as AbstractMapping
from difflib import get_close_matches
from typing import Any, TypeVar

from ...text.unseen import find_unseen, name_of, without_unseen
from ...text.yaml import Mapping, Node, Scalar, Sequence
from .context import Context, Decoder, DecodingError, Wrong, refusal, shown
from .forms import Anything, Many, Named, written
from .scalars import filled, text

T = TypeVar("T")
Table = AbstractMapping[str, tuple[str, Decoder[Any]]]


def table(**decoders: Decoder[Any]) -> dict[str, tuple[str, Decoder[Any]]]:
    """A table whose fields are called like their keys."""
    return {key: (key, decoder) for key, decoder in decoders.items()}


def fields(node: Node, known: Table, context: Context) -> dict[str, Any]:
    """The decoded fields of a mapping by name; what cannot be used is reported and left out, what is absent too."""
    if type(node) is not Mapping:
        raise refusal(node, "type", "must be a mapping: lines of `key: value`")
    decoded: dict[str, Any] = {}
    for key, value in node.pairs:
        entry = known.get(key.text)
        if entry is None:
            report_unknown(key, known, context)
            continue
        name, decode = entry
        if type(value) is Scalar:
            if not value.text and value.plain:
                continue
            if decode is text:
                decoded[name] = value.text
                continue
        try:
            decoded[name] = decode(value, context)
        except DecodingError as mistake:
            context.refuse(key.text, mistake)
    return decoded


def report_unknown(key: Scalar, known: Iterable[str], context: Context) -> None:
    """Report a key that nobody reads, and name the nearest that somebody does."""
    if (at := find_unseen(key.text)) >= 0:
        message = f"{name_of(key.text[at])} stands in the key {shown(without_unseen(key.text))}, where nobody sees it"
        place = Scalar("", key.line, key.column + at)
        context.report(place, "unknown-key", message, "type the line again, with plain spaces")
        return
    near = get_close_matches(key.text.lower(), known, 1, 0.6)
    hint = f'did you mean "{near[0]}"?' if near else ""
    context.report(key, "unknown-key", f"unknown key {shown(key.text)}", hint)


def require(node: Node, names: Iterable[str], context: Context, hint: str = "") -> bool:
    """Whether a mapping gives all these keys; each that is missing is reported."""
    given = {key.text for key, value in node.pairs if not is_absent(value)} if type(node) is Mapping else set()
    missing = [name for name in names if name not in given]
    for name in missing:
        context.report(node, "missing-key", f'"{name}" is missing', hint)
    return not missing


def is_absent(node: Node) -> bool:
    """Whether nothing was given: an empty value without quotes is as if its key were not there."""
    return type(node) is Scalar and node.is_absent


def list_of(decode: Decoder[T]) -> Decoder[tuple[T, ...]]:
    """A decoder of lists, for which a single value stands for a list of one."""

    @written(Many(decode))
    def decode_list(node: Node, context: Context) -> tuple[T, ...]:
        if type(node) is not Sequence:
            return (_decode_one(decode, node, context),)
        decoded: list[T] = []
        mistakes: list[Wrong] = []
        for item in node.items:
            if not is_absent(item):
                try:
                    decoded.append(decode(item, context))
                except DecodingError as mistake:
                    mistakes.extend(mistake.wrongs)
        if mistakes:
            raise DecodingError(*mistakes)
        return tuple(decoded)

    return decode_list


def _decode_one(decode: Decoder[T], node: Node, context: Context) -> T:
    """A single value where a list may stand; a mapping that is no such value has lost its hyphens."""
    try:
        return decode(node, context)
    except DecodingError as mistake:
        if type(node) is not Mapping or mistake.wrongs[0].node is not node:
            raise
        hint = "begin each entry with a hyphen and a space, or put quotes around what is one text"
        raise refusal(node, "type", "must be a list, not a mapping", hint) from mistake


def names(node: Node, context: Context) -> tuple[str, ...]:
    """Some names; a single text with commas in it is one name, and warned about unless it stands in quotes."""
    if type(node) is Scalar and node.plain and "," in node.text and not _JUNIOR.search(node.text):
        hint = f"write [{node.text}] if they are several, and put quotes around it if it is one"
        context.warn(node, "type", f"{shown(node.text)} is read as one name", hint)
    return _names(node, context)


_JUNIOR = re.compile(r"^[^,]+, (?:Jr|Sr|jr|sr|I{2,3}|IV)\.?$")
_names = list_of(filled)
written(Many(filled))(names)


def mapping_of(decode: Decoder[T]) -> Decoder[dict[str, T]]:
    """A decoder of mappings with keys of the author's own."""

    @written(Named(decode, text))
    def decode_mapping(node: Node, context: Context) -> dict[str, T]:
        if type(node) is not Mapping:
            raise refusal(node, "type", "must be a mapping: lines of `key: value`")
        decoded: dict[str, T] = {}
        for key, value in node.pairs:
            try:
                if not is_absent(value):
                    decoded[key.text] = decode(value, context)
            except DecodingError as mistake:
                context.refuse(key.text, mistake)
        return decoded

    return decode_mapping


def value_of(node: Mapping, name: str) -> Node:
    """The value of a key, or the mapping itself where it is not given."""
    return next((value for key, value in node.pairs if key.text == name), node)


@written(Anything())
def own_data(node: Node, context: Context) -> dict[str, Any]:
    """A mapping of the author's own."""
    if type(node) is not Mapping:
        raise refusal(node, "type", "must be a mapping: lines of `key: value`")
    return {key.text: anything(value) for key, value in node.pairs}


def anything(node: Node) -> Any:  # noqa: ANN401 (an author's own data has a shape of its own)
    """An author's own data: texts, lists and dictionaries of them."""
    if type(node) is Scalar:
        return node.text
    if type(node) is Sequence:
        return [anything(item) for item in node.items]
    pairs = node.pairs if isinstance(node, Mapping) else ()
    return {key.text: anything(value) for key, value in pairs}
