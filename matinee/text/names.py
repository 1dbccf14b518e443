"""Names that strangers give themselves, kept from filling the page."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from .slots import clean

LONGEST_NAME = 100
LONGEST_TITLE = 200
_MOST_MARKS = 8  # on one letter: no script needs more
_JOINER = "\u200d"


def shown_name(typed: str, longest: int = LONGEST_NAME) -> str:
    """The name without space around it, cut after whole letters to `longest` characters, and with few marks on each."""
    name = clean(typed).strip()
    if len(name) <= longest and (name.isascii() or len(name) <= _MOST_MARKS):
        return name
    name = "".join(_with_few_marks(name))
    return name if len(name) <= longest else _cut(name, longest).rstrip() + "…"


def _with_few_marks(name: str) -> Iterable[str]:
    marks = 0
    for sign in name:
        marks = marks + 1 if _is_mark(sign) else 0
        if marks <= _MOST_MARKS:
            yield sign


def _is_mark(sign: str) -> bool:
    return sign > "\u02ff" and unicodedata.category(sign)[0] == "M"


def _cut(name: str, longest: int) -> str:
    """The beginning of a name, which does not end within a letter, its marks, or what a joiner makes one of."""
    while longest > 1 and (_is_mark(name[longest]) or _JOINER in name[longest - 1 : longest + 1]):
        longest -= 1
    return name[:longest]
