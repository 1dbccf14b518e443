"""Slots: the places in rendered HTML that wait for the page they land in.

A slot is one letter and a number between two Unicode noncharacters, which cannot stand in any source (`clean` drops
them, as HTML forbids them too):

    L3  the address of link 3        I0  the whole element of image 0
    S1 … s  an inline shield with label 1        B1 … b  a block shield with label 1
"""

from __future__ import annotations

import re
from collections.abc import Callable

OPEN, CLOSE = "\ufdd0", "\ufdd1"
SLOT = re.compile(f"{OPEN}([A-Za-z])([0-9]*){CLOSE}")
_LINE_ENDS = re.compile("\r\n?")
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")


def clean(text: str) -> str:
    """The text without what HTML or XML forbids: controls, surrogates, noncharacters. U+0085 becomes a line break."""
    if text.isprintable() or text.replace("\n", " ").isprintable():  # as nearly all texts are, and quickly seen
        return text
    return _UNFIT.sub("", text.replace("\x85", "\n")) if _UNFIT.search(text) else text


def clean_lines(text: str) -> str:
    """The same of a text in which any system's lines may end."""
    return clean(_LINE_ENDS.sub("\n", text) if "\r" in text else text)


def slot(kind: str, number: int | None = None) -> str:
    """A slot to be filled later."""
    return f"{OPEN}{kind}{'' if number is None else number}{CLOSE}"


def fill(html: str, filler: Callable[[str, int], str]) -> str:
    """The HTML with each slot replaced by `filler(kind, number)`; the number is 0 where the slot has none."""
    if OPEN not in html:
        return html
    return SLOT.sub(lambda match: filler(match[1], int(match[2] or 0)), html)


def keep(kind: str, number: int) -> str:
    """The slot that `fill` came upon, for a filler that leaves it to another."""
    return slot(kind, None if kind in "sb" else number)


def redact(html: str, note: Callable[[str, int], str]) -> str:
    """The HTML with `note(kind, label number)` in place of each outermost shield and all within; other slots stay."""
    if OPEN not in html:
        return html
    kept: list[str] = []
    depth = end = 0
    for match in SLOT.finditer(html):
        kind = match[1]
        if depth == 0:
            kept.append(html[end : match.start()])
        end = match.end()
        if kind in "SB":
            if depth == 0:
                kept.append(note(kind, int(match[2] or 0)))
            depth += 1
        elif kind in "sb":
            depth -= 1
        elif depth == 0:
            kept.append(match[0])
    kept.append(html[end:] if depth == 0 else "")
    return "".join(kept)
