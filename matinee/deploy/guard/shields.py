"""Spoiler shields of pages, as they stand in HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

_SHIELD = re.compile(
    r"<(span|details)\b[^>]*\bclass\s*=\s*[\"']?(?:[^\"'>]*\s)?spoiler(?=[\s\"'>])[^>]*>", re.IGNORECASE
)


def has_shields(page: str) -> bool:
    return _SHIELD.search(page) is not None


def shields_of(page: str) -> Iterator[tuple[int, int]]:
    """Where the outermost shields of a page begin and end."""
    at = 0
    while found := _SHIELD.search(page, at):
        at = _end_of(page, found.end(), found[1])
        yield found.start(), at


def without_shields(page: str) -> str:
    """A page's HTML without what stands in its shields."""
    ends = [(0, 0), *shields_of(page), (len(page), len(page))]
    return "".join(page[left[1] : right[0]] for left, right in pairwise(ends))


def _end_of(page: str, at: int, name: str) -> int:
    """Where the element of that name ends whose inside begins there."""
    depth = 1
    for found in re.compile(rf"<(/?){name}\b[^>]*>", re.IGNORECASE).finditer(page, at):
        depth += -1 if found[1] else 1
        if not depth:
            return found.end()
    return len(page)
