"""Numbered lists that are none: titles that begin with a number and a full stop."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from markdown_it.token import Token

_A_TITLE = 100  # a list that starts at a number of three digits is a title: 1917, 2046, 300


class NumberedList(NamedTuple):
    """A numbered list, and the numbers of its items."""

    opening: Token
    numbers: range


def read_list(tokens: Sequence[Token], place: int) -> NumberedList:
    """The list that the token at `place` opens."""
    opening = tokens[place]
    items = 0
    for at in range(place + 1, len(tokens)):
        level = tokens[at].level - opening.level
        if level == 0:
            break
        items += level == 1 and tokens[at].type == "list_item_open"
    start = int(opening.attrs.get("start", 1))
    return NumberedList(opening, range(start, start + items))


def make_titles(lists: Sequence[NumberedList]) -> Iterable[NumberedList]:
    """The lists of a text that were most likely not meant as lists. So is a single item, `42. Street`, unless it is a
    first one or another list counts up or down to it."""
    counted = {number for _, numbers in lists for number in numbers}
    for numbered in lists:
        start = numbered.numbers[0]
        is_alone = len(numbered.numbers) == 1 and start != 1 and counted.isdisjoint({start - 1, start + 1})
        if start >= _A_TITLE or is_alone:
            yield numbered
