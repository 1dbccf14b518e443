"""The pattern of posts' addresses: what it may hold, and what stands in for one of WordPress's."""

from __future__ import annotations

import re

from ...text.yaml import Node
from ..decode import (
    Context,
    Text,
    fault_of_address,
    inside,
    refusal,
    shown,
    text,
    written,
)

TOKEN = re.compile(r"\{(year|month|day|slug|id)\}")
_PATTERN = rf"^/(?=.*\{{(?:slug|id)\}})(?:[^{{}}]|{TOKEN.pattern})*/$"
_HERE = {"year": "{year}", "monthnum": "{month}", "day": "{day}", "postname": "{slug}", "post_id": "{id}"}
_FOREIGN = re.compile(rf"%({'|'.join(_HERE)}|hour|minute|second|category|tag|author|month|slug|id|title)%")
_USUAL = "/{year}/{month}/{day}/{slug}/"


@written(Text(_PATTERN, "must begin and end with a slash, and hold {slug} or {id}"))
def permalink(node: Node, context: Context) -> str:
    """The pattern as it was typed; a refusal where posts could not be told apart by it, or no address be made of it."""
    typed = text(node, context)
    fault = _fault_of_permalink(typed)
    if fault:
        hint = f"try {_translated(typed) or _USUAL}"
        raise refusal(node, "permalink", f"{shown(typed)} cannot be used: {fault}", hint)
    return inside(typed, node)


def _translated(typed: str) -> str:
    """The pattern that one of WordPress's means; "" where it is none, or has no like here."""
    pattern = _FOREIGN.sub(lambda part: _HERE.get(part[1], ""), typed)
    return "" if pattern == typed or _fault_of_permalink(pattern) else pattern


def _fault_of_permalink(typed: str) -> str:
    if foreign := _FOREIGN.search(typed):
        return f"{foreign[0]} is a part of WordPress's patterns"
    example = TOKEN.sub("x", typed)
    if "{" in example or "}" in example:
        return "the parts it may have are {year} {month} {day} {slug} {id}"
    if "{slug}" not in typed and "{id}" not in typed:
        return "without {slug} or {id} two posts would have one address"
    return fault_of_address(example) or ("" if typed.endswith("/") else "it must end with /")
