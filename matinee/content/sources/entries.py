"""What comments, pingbacks and the diary share: a list of mappings, decoded one by one, in the order of the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from ...text.yaml import Mapping, Node, Sequence
from ..decode import Context, DecodingError, refusal, value_of

T = TypeVar("T")

# What other programs call the statuses of comments and pingbacks.
STATUS_ELSEWHERE = {
    **dict.fromkeys(("pending", "hold", "unapproved", "moderated", "waiting", "draft", "0"), "held"),
    **dict.fromkeys(("published", "public", "ok", "yes", "1"), "approved"),
    **dict.fromkeys(("deleted", "removed", "hidden"), "trash"),
}
Entry = tuple[Mapping, T]


def decode_entries(
    node: Node | None, decode: Callable[[Mapping, Context], T | None], noun: str, context: Context
) -> list[Entry[T]]:
    """Each entry that can be used with its place; an empty file and an empty list have none."""
    if node is None:
        return []
    if type(node) is not Sequence:
        first = f"- {node.pairs[0][0].text}: …" if type(node) is Mapping and node.pairs else "- …"
        hint = f"begin each {noun} in the first column with a hyphen and a space: `{first}`"
        context.report(node, "type", f"this file must be a list, one {noun} after the other", hint)
        return []
    entries: list[Entry[T]] = []
    for item in node.items:
        try:
            mapping = _mapping(item)
            entry = decode(mapping, context)
        except DecodingError as mistake:
            context.refuse(f"a {noun}", mistake)
        else:
            if entry is not None:
                entries.append((mapping, entry))
    return entries


def drop_doubles(entries: Iterable[Entry[T]], identify: Callable[[T], str], context: Context) -> list[Entry[T]]:
    """The entries without those whose id an earlier one has; each is reported with both lines."""
    seen: dict[str, Mapping] = {}
    kept: list[Entry[T]] = []
    for entry in entries:
        node, value = entry
        identity = identify(value)
        if identity and seen.setdefault(identity, node) is not node:
            first = value_of(seen[identity], "id").line
            message = f'the id "{identity}" is here a second time, after line {first}'
            context.report(value_of(node, "id"), "duplicate-id", message, "give one of the two another id")
        else:
            kept.append(entry)
    return kept


def _mapping(node: Node) -> Mapping:
    if isinstance(node, Mapping):
        return node
    raise refusal(node, "type", "must be a mapping: lines of `key: value`")
