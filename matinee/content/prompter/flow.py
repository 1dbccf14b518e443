"""The spot of a cursor within brackets and braces: YAML on one line, or a few."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from .spots import NOWHERE, Role, Spot

_FLOW_KEY = re.compile(r"\s*(?P<key>[^:]*?)\s*:\s*")


class _Flow:
    """A bracket that is open."""

    def __init__(self, is_list: bool) -> None:
        self.is_list = is_list
        self.key = ""
        self.keys: set[str] = set()


def signs(text: str, start: int = 0) -> Iterator[tuple[int, str]]:
    """The brackets, commas and colons of a text that are not in quotes, with their places."""
    quote, is_begin = "", True
    for at in range(start, len(text)):
        sign = text[at]
        if quote:
            quote = "" if sign == quote and text[at - 1 : at] != "\\" else quote
        elif sign in "\"'" and is_begin:
            quote = sign
        elif sign in "[]{}," or (sign == ":" and (text[at + 1 : at + 2] or " ") in " \t\n,]}"):
            yield at, sign
        is_begin = is_begin and sign.isspace() if not quote and sign not in "[{,:" else sign in "[{,:"


def spot_in_flow(text: str, column: int, path: tuple[str, ...], shift: int, start: int = 0) -> Spot:
    """The spot between brackets that open at `start`; columns told are those of the line, which begins at `shift`."""
    waiting: list[_Flow] = []
    here: _Flow | None = None
    spot, edge = NOWHERE, start
    for at, sign in [*signs(text, start), (len(text), "")]:
        if here is None and at >= column:
            if not waiting:
                return NOWHERE
            here = waiting[-1]
            spot = _flow_spot(text, edge, at, column, path, waiting, sign, shift)
        _take(waiting, sign, text[edge:at])
        edge = at + 1
        if not waiting and (here is not None or at >= column):
            break
    keys = frozenset(here.keys) if here else frozenset()
    return msgspec.structs.replace(spot, siblings=keys - ({spot.whole} if spot.has_colon else set()))


def _take(waiting: list[_Flow], sign: str, before: str) -> None:
    """Take in a sign, and what stands before it."""
    if sign and sign in "[{":
        waiting.append(_Flow(sign == "["))
    elif sign and sign in "]}" and waiting:
        waiting.pop()
    elif sign == ":" and waiting and not waiting[-1].is_list:
        waiting[-1].key = before.strip().strip("\"'")
        waiting[-1].keys.add(waiting[-1].key)
    elif sign == "," and waiting:
        waiting[-1].key = ""


def _flow_spot(
    text: str, edge: int, at: int, column: int, path: tuple[str, ...], waiting: list[_Flow], sign: str, shift: int
) -> Spot:
    """The spot in what stands between two signs."""
    inner = waiting[-1]
    keys = tuple(flow.key for flow in waiting if flow.key)
    start = edge + len(text[edge:column]) - len(text[edge:column].lstrip())
    end = max(len(text[:at].rstrip()), column)
    start, end = max(start, text.rfind("\n", 0, column) + 1, shift), _line_end(text, column, end)
    is_key = not inner.is_list and not inner.key
    role = Role.KEY if is_key else Role.VALUE
    typed, whole = text[start:column], text[start:end]
    if is_key:
        whole = whole.strip("\"'")
    return Spot(
        role, (*path, *keys), frozenset(), typed, whole, start - shift, end - shift, is_key and sign == ":", True
    )


def _line_end(text: str, column: int, end: int) -> int:
    found = text.find("\n", column, end)
    return end if found < 0 else found
