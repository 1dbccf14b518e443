"""Spoiler shields: how the slots that Markdown leaves for them become HTML that works without a script."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import count

from .slots import fill, keep, redact

_TYPED = re.compile(r"(?<!\|)\|\|(?!\|)[^|]*[^|\s][^|]*\|\|(?!\|)")


def typed_spoiler(text: str) -> str:
    """The first `||…||` of a text in which it is not read, so that it would hide nothing; "" where there is none."""
    found = _TYPED.search(text) if "||" in text else None
    return found[0] if found else ""


def open_shields(html: str, labels: Sequence[str], prefix: str) -> str:
    """The HTML with its shields in place; their ids are `prefix` and a number that counts from 1. Other slots stay."""
    numbers = count(1)

    def shield(kind: str, number: int) -> str:
        if kind == "S":
            return _open_inline(f"{prefix}{next(numbers)}", labels[number])
        if kind == "B":
            return _open_block(labels[number])
        return {"s": "</span></span>", "b": "</div></details>"}.get(kind) or keep(kind, number)

    return fill(html, shield)


def redact_shields(html: str, labels: Sequence[str]) -> str:
    """The HTML with `[spoiler]` or `[spoiler: label]` where a shield was, for feeds and mail. Other slots stay."""

    if not labels:
        return html

    def note(kind: str, number: int) -> str:
        words = escape(shield_note(labels[number]))
        return f"<p>{words}</p>" if kind == "B" else words

    return redact(html, note)


def shield_note(label: str = "") -> str:
    """What stands for a shield where there is nothing but text."""
    return f"[spoiler: {label}]" if label else "[spoiler]"


def shield_whole(html: str, label: str) -> str:
    """The whole HTML behind one shield; it may hold others."""
    return f"{_open_block(label)}{html}</div></details>"


def _open_inline(identity: str, label: str) -> str:
    name = escape(identity)
    hidden = f'<span class="vh">: {escape(label)}</span>' if label else ""
    return (
        f'<span class="spoiler"><input type="checkbox" id="{name}"><label for="{name}">spoiler{hidden}</label>'
        '<span class="hidden-text">'
    )


def _open_block(label: str) -> str:
    summary = f"Spoiler: {escape(label)}" if label else "Spoiler"
    return f'<details class="spoiler"><summary>{summary}</summary><div>'
