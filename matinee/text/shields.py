"""Spoiler shields: how the slots that Markdown leaves for them become HTML that works without a script."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from itertools import count
from typing import NamedTuple

from .slots import fill, keep, redact

_NOTE, _END = "\ufdd2", "\ufdd3"  # like slots, they can stand in no source

_NOTED = re.compile(f"{_NOTE}([^{_END}]*){_END}?")
_TYPED = re.compile(r"(?<!\|)\|\|(?!\|)[^|]*[^|\s][^|]*\|\|(?!\|)")


class ShieldWords(NamedTuple):
    """What is written on shields: one within a line, and one around blocks, without and with a label (`{label}`)."""

    inline: str
    block: str
    labelled_block: str


def typed_spoiler(text: str) -> str:
    """The first `||…||` of a text in which it is not read, so that it would hide nothing; "" where there is none."""
    found = _TYPED.search(text) if "||" in text else None
    return found[0] if found else ""


WHOLE = "spoiler"  # the id of the shield around a whole review


def block_id(number: int) -> str:
    """The id of a shield around blocks, of those that stand in no other, from 1."""
    return f"{WHOLE}-{number}"


def open_shields(html: str, labels: Sequence[str], prefix: str, words: ShieldWords, have_ids: bool = False) -> str:
    """The HTML with its shields in place: those within lines have ids of `prefix` and a number from 1, those around
    blocks, where they `have_ids`, the ones that links lead to. Other slots stay."""
    numbers, blocks, depth = count(1), count(1), 0

    def shield(kind: str, number: int) -> str:
        nonlocal depth
        if kind in "SsBb":
            depth += 1 if kind in "SB" else -1
        if kind == "S":
            return _open_inline(f"{prefix}{next(numbers)}", labels[number], words)
        if kind == "B":
            return _open_block(labels[number], words, block_id(next(blocks)) if have_ids and depth == 1 else "")
        return {"s": "</span></span>", "b": "</div></details>"}.get(kind) or keep(kind, number)

    return fill(html, shield)


def redact_shields(html: str, labels: Sequence[str], shield_note: Callable[[str], str]) -> str:
    """The HTML with the note for its label where a shield was, for feeds and mail. Other slots stay."""

    if not labels:
        return html

    def note(kind: str, number: int) -> str:
        words = escape(shield_note(labels[number]))
        return f"<p>{words}</p>" if kind == "B" else words

    return redact(html, note)


def note_mark(label: str = "") -> str:
    """What stands for a shield in a text, until `fill_notes` says in which words."""
    return f"{_NOTE}{label}{_END}"


def fill_notes(text: str, shield_note: Callable[[str], str]) -> str:
    """The text with the note for its label wherever a shield was; a mark that was cut in two is one all the same."""
    return _NOTED.sub(lambda mark: shield_note(mark[1]), text) if _NOTE in text else text


def shield_whole(html: str, label: str, words: ShieldWords, identity: str = "") -> str:
    """The whole HTML behind one shield; it may hold others."""
    return f"{_open_block(label, words, identity)}{html}</div></details>"


def _open_inline(identity: str, label: str, words: ShieldWords) -> str:
    name = escape(identity)
    hidden = f'<span class="vh">: {escape(label)}</span>' if label else ""
    button = f'<input type="checkbox" id="{name}"><label for="{name}">{escape(words.inline)}{hidden}</label>'
    return f'<span class="spoiler">{button}<span class="hidden-text">'


def _open_block(label: str, words: ShieldWords, identity: str = "") -> str:
    summary = escape(words.labelled_block.format(label=label) if label else words.block)
    mark = f' id="{identity}"' if identity else ""
    return f'<details class="spoiler"{mark}><summary>{summary}</summary><div>'
