"""Footnotes and shields: a note of shielded text only is shielded too, and a mark behind a shield has no id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from markdown_it.token import Token


class _Mark(NamedTuple):
    """A reference to a footnote, whether it is shielded, and the footnote that it stands in (None: the text itself)."""

    token: Token
    shielded: bool
    owner: int | None


def shield_notes(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with such footnotes behind shields of their own, and without ways back to marks that have no id."""
    marks = list(_marks(tokens))
    open_notes = _open_notes(marks) - _defined_behind_shields(tokens)
    ways_back: set[tuple[int, int]] = set()
    for mark in marks:
        meta = mark.token.meta
        meta["shielded"] = mark.shielded or (mark.owner is not None and mark.owner not in open_notes)
        if not meta["shielded"]:
            ways_back.add((meta["id"], meta.get("subId", 0)))
    return list(_rebuilt(tokens, open_notes, ways_back))


def _rebuilt(tokens: Sequence[Token], open_notes: set[int], ways_back: set[tuple[int, int]]) -> Iterator[Token]:
    hidden = False
    for token in tokens:
        if token.type == "footnote_anchor" and (token.meta["id"], token.meta["subId"]) not in ways_back:
            continue
        if token.type == "footnote_close" and hidden:
            yield Token("block_shield_close", "div", -1)
        yield token
        if token.type == "footnote_open":
            hidden = token.meta["id"] not in open_notes
            if hidden:
                yield Token("block_shield_open", "div", 1, meta={"closed": True})


def _marks(tokens: Sequence[Token]) -> Iterator[_Mark]:
    depth, owner = 0, None
    for token in tokens:
        if token.type == "footnote_open":
            owner = token.meta["id"]
        elif token.type == "footnote_close":
            owner = None
        depth += _step(token)
        for child in token.children or ():
            depth += _step(child)
            if child.type == "footnote_ref":
                yield _Mark(child, depth > 0, owner)


def _step(token: Token) -> int:
    return token.nesting if token.type.startswith(("shield_", "block_shield_")) else 0


def _open_notes(marks: Iterable[_Mark]) -> set[int]:
    """The notes that text in the open refers to, or a note in the open."""
    leads: dict[int | None, set[int]] = {}
    for mark in marks:
        if not mark.shielded:
            leads.setdefault(mark.owner, set()).add(mark.token.meta["id"])
    found: set[int] = set()
    waiting = list(leads.get(None, ()))
    while waiting:
        note = waiting.pop()
        if note not in found:
            found.add(note)
            waiting.extend(leads.get(note, ()))
    return found


def _defined_behind_shields(tokens: Sequence[Token]) -> set[int]:
    spans = [token.map for token in tokens if token.type == "block_shield_open" and token.map]
    found: set[int] = set()
    note = None
    for token in tokens:
        if token.type == "footnote_open":
            note = token.meta["id"]
        elif token.type == "footnote_close":
            note = None
        elif note is not None and token.map and any(span[0] < token.map[0] < span[1] for span in spans):
            found.add(note)
    return found
