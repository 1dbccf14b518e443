"""The middle way of comments: emphasis and web links that nobody could read in two ways, without the machine.

The law: what this way reads it reads as the machine does. A word in asterisks stands between spaces or signs and begins
and ends with a letter or digit; a link has a plain text and a plain address; all else is left to the machine.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..sanitise import REL, open_url
from .typography import Piece, quotes_of, set_dashes, set_quotes

_WORD = r"[^\W_]"
_WORDS = rf"{_WORD}(?:[^\\`*_~\[\]<\n]*{_WORD})?"
_LABEL = r"[a-z0-9]{1,20}(?:-[a-z0-9]{1,20}){0,2}"
HOST = rf"(?:{_LABEL}\.){{1,3}}[a-z]{{2,20}}"  # short enough for everybody
_PATH = r"(?:/[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*)*/?"
_SPAN = re.compile(
    rf"""
    \*(?<![^ \n("']\*)(?P<star>\*?)(?P<stressed>{_WORDS})\*(?P=star)(?![^ \n.,;:!?)'"])
    | \[(?<!!\[)(?P<label>{_WORDS})\]\((?P<target>https?://{HOST}{_PATH})\)
    | h(?<![^ \n]h)(?P<bare>ttps?://{HOST}{_PATH})(?![^ \n])
    """,
    re.VERBOSE,
)
_SIGNS = re.compile(r"\\|`|\*|_|~|\[|<|\|(?=\|)|:(?=//)|&(?=[#\w])")


class Span(NamedTuple):
    """A stretch of a paragraph, and the tags around it."""

    opening: str
    text: str
    closing: str


def read_spans(paragraph: str) -> list[Span] | None:
    """The spans of a paragraph, which has no space around its lines; None when only the machine can tell."""
    spans: list[Span] = []
    literal: list[str] = []  # what must say nothing but itself
    end = 0
    for found in _SPAN.finditer(paragraph):
        literal += (paragraph[end : found.start()], found["stressed"] or found["label"] or "")
        spans.append(Span("", literal[-2], ""))
        spans.append(_stressed(found) if found["stressed"] else _link(found))
        end = found.end()
    literal.append(paragraph[end:])
    spans.append(Span("", literal[-1], ""))
    return None if _SIGNS.search("\n".join(literal)) else spans


def typograph_spans(spans: Sequence[Span], language: str) -> list[Span]:
    """The spans of a paragraph with their quotes, dashes and dots set as the language does."""
    quotes = quotes_of(language)
    pieces = [Piece(set_dashes(text), 1 if opening else 0, True) for opening, text, _ in spans]
    changed = set_quotes(pieces, quotes) if quotes else {}
    texts = [changed.get(place, piece.content) for place, piece in enumerate(pieces)]
    return [Span(opening, text, closing) for (opening, _, closing), text in zip(spans, texts, strict=True)]


def _stressed(found: re.Match[str]) -> Span:
    tag = "strong" if found["star"] else "em"
    return Span(f"<{tag}>", found["stressed"], f"</{tag}>")


def _link(found: re.Match[str]) -> Span:
    address = found["target"] or found[0]
    return Span(f'<a href="{open_url(address, mail=True)}" rel="{REL}">', found["label"] or address, "</a>")
