"""What a post says of itself where there is no room for all of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

from .plain import plain_text

_MORE = re.compile(r"\s*<!--\s*more\s*-->\s*", re.IGNORECASE)
_HOLDERS = frozenset({"blockquote_open", "list_item_open", "bullet_list_open", "ordered_list_open"})


def is_more(token: Token) -> bool:
    """Whether this is the mark after which a text goes on."""
    return token.type == "html_block" and _MORE.fullmatch(token.content) is not None


def take_excerpt(tokens: list[Token]) -> str:
    """The paragraphs before `<!-- more -->`, which is taken out, or else the first; as plain text without spoilers."""
    marks = [place for place, token in enumerate(tokens) if is_more(token)]
    if marks:
        paragraphs = _paragraphs(tokens[: marks[0]])
        for place in reversed(marks):
            _take_out(tokens, place)
        if paragraphs:
            return "\n\n".join(paragraphs)
    return next(iter(_paragraphs(tokens, most=1)), "")


def _take_out(tokens: list[Token], place: int) -> None:
    """Without the token, and without the quotations and lists that held nothing else."""
    del tokens[place]
    while 0 < place < len(tokens) and tokens[place - 1].type in _HOLDERS and tokens[place].nesting < 0:
        place -= 1
        del tokens[place : place + 2]


def _paragraphs(tokens: Sequence[Token], most: int = 0) -> list[str]:
    """The texts of the paragraphs in the open; with `most`, no more than so many."""
    found: list[str] = []
    depth = 0
    for place, token in enumerate(tokens):
        if token.type in {"block_shield_open", "block_shield_close"}:
            depth += token.nesting
        elif token.type == "footnote_block_open":
            break
        elif (
            token.type == "inline"
            and not depth
            and tokens[place - 1].type == "paragraph_open"
            and tokens[place - 1].tag == "p"
        ):
            text = plain_text(token.children or ())
            if text:
                found.append(text)
            if len(found) == most:
                break
    return found
