"""Where in its file something of a text stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from ...errors import Place

_INLINE = ("](", "](<", "<")
_DEFINED = ("]:", "]:<", "]: <")
_ANYWHERE = ("",)
_DEFINITION = re.compile(r"[ >]*\[[^\]]+\]: *<?([^\s<>]+)")
_LINES_AHEAD, _SIGNS_AHEAD = 50, 10_000


class Lines:
    """The lines of a text, and where in its file they begin. A search repeated in a block finds the next occurrence."""

    def __init__(self, source: str, path: str, first_line: int) -> None:
        self.lines = source.split("\n")
        self.path = path
        self.first_line = first_line
        self._seen: dict[tuple[int, str, tuple[str, ...]], tuple[int, int]] = {}
        self._turns: dict[int, tuple[int, int]] = {}

    def at(self, line: int, column: int = 0) -> Place:
        """The place of a line and column of the text, both counted from 0."""
        return Place(self.path, self.first_line + line, column + 1)

    def find(self, span: Sequence[int] | None, text: str) -> Place:
        """Where the text next stands in a span of lines (the whole without one); the span's first line if nowhere."""
        found = self._next(text, span, _ANYWHERE)
        return self.at(*found) if found else self.at(span[0] if span else 0)

    def find_in_turn(self, span: Sequence[int] | None, *spellings: str) -> Place:
        """Where one of these spellings of a destination stands that comes next after those of its block that were found
        in this way before: bare, in brackets, or where the block's link is defined. Far ahead nobody looks: a text may
        have thousands of links that all stand elsewhere."""
        begin, end = (span[0], min(span[1], len(self.lines))) if span else (0, len(self.lines))
        line, column = self._turns.get(begin, (begin, 0))
        for number in range(line, min(end, line + _LINES_AHEAD)):
            start = column if number == line else 0
            for text in spellings:
                at = self.lines[number].find(text, start, start + _SIGNS_AHEAD)
                if at >= 0:
                    self._turns[begin] = number, at + len(text)
                    return self.at(number, at)
        defined = (self._defined.get(text) for text in spellings)
        return self.at(*next(filter(None, defined), (begin, 0)))

    @cached_property
    def _defined(self) -> dict[str, tuple[int, int]]:
        """Where the destinations of links stand that are defined in a line of their own."""
        found = ((number, _DEFINITION.match(line)) for number, line in enumerate(self.lines))
        return {match[1]: (number, match.start(1)) for number, match in found if match is not None}

    def find_link(self, span: Sequence[int] | None, *spellings: str) -> Place:
        """Where one of these spellings of a destination stands: in its block, or where the block's link is defined."""
        for before, where in ((_INLINE, span), (_DEFINED, None), (_ANYWHERE, span)):
            for text in spellings:
                if text and (found := self._next(text, where, before)):
                    return self.at(*found)
        return self.at(span[0] if span else 0)

    def _next(self, text: str, span: Sequence[int] | None, before: tuple[str, ...]) -> tuple[int, int] | None:
        begin, end = (span[0], min(span[1], len(self.lines))) if span else (0, len(self.lines))
        line, column = self._seen.get((begin, text, before), (begin, 0))
        while line < end:
            at = self.lines[line].find(text, column)
            if at < 0:
                line, column = line + 1, 0
            elif self.lines[line][:at].rstrip().endswith(before):
                if before is not _DEFINED:
                    self._seen[begin, text, before] = line, at + len(text)
                return line, at
            else:
                column = at + 1
        return None
