"""What a parsed text says when its markup is dropped."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markdown_it.token import Token

from ..shields import note_mark

_SPACES = re.compile(r"[ \t\n]+")
_GAPS = re.compile(r" {2,}")
_LINE_ENDS = re.compile(r" *\n *")
_LINE_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_SAID = frozenset({"text", "text_special", "code_inline"})


def plain_text(tokens: Iterable[Token], line_break: str = " ") -> str:
    """The words of a block on one line: no markup, images or footnote marks, and nothing that stands behind shields."""
    text = "".join(_open_words(tokens, line_break))
    return (_SPACES.sub(" ", text) if "  " in text or "\n" in text or "\t" in text else text).strip()


def lines_of(tokens: Iterable[Token]) -> str:
    """The same with its line breaks, and a note for each shield."""
    return _LINE_ENDS.sub("\n", close_gaps("".join(_open_words(tokens, "\n", note_mark())))).strip()


def close_gaps(text: str) -> str:
    """The text with one space where there were several."""
    return _GAPS.sub(" ", text) if "  " in text else text


def _open_words(tokens: Iterable[Token], line_break: str, note: str = "") -> Iterable[str]:
    depth = 0
    for token in tokens:
        kind = token.type
        if kind == "shield_open":
            if depth == 0:
                yield note
            depth += 1
        elif kind == "shield_close":
            depth -= 1
        elif depth == 0:
            if kind in _SAID:
                yield token.content
            elif kind in {"softbreak", "hardbreak"} or (kind == "html_inline" and _LINE_BREAK.match(token.content)):
                yield line_break


def alternative_text(image: Token) -> str:
    """The plain text that stands for an image."""
    children = image.children or ()
    return plain_text(_with_inner_images(children)) if children else ""


def _with_inner_images(tokens: Iterable[Token]) -> Iterable[Token]:
    for token in tokens:
        if token.type == "image":
            yield from _with_inner_images(token.children or ())
        else:
            yield token
