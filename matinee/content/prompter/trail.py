"""Where in a YAML text one is: which keys lead there, and what is being typed. The text may be broken, as it is while
somebody types: lines are looked at one by one, and no parser is asked."""

from __future__ import annotations

import re

import msgspec

from .flow import signs, spot_in_flow
from .positions import Lines
from .spots import NOWHERE, Role, Spot

_DASH = re.compile(r"-(?:[ ]+|$)")
_KEY = re.compile(r"""(?P<key>"[^"]*"|'[^']*'|[^\s#"'\[\]{},&*!|>%@`-][^#]*?|-[^\s#][^#]*?)\s*:(?:\s+|$)""")
_BLOCK = re.compile(r"[|>][-+0-9]*\s*(?:#.*)?")
_COMMENT = re.compile(r"(?:^|\s)#.*$")
_LONGEST_FLOW = 200  # lines


class _Frame:
    """A mapping or a list that is open while lines are looked at."""

    def __init__(self, column: int, is_list: bool) -> None:
        self.column = column
        self.is_list = is_list
        self.key = ""
        self.is_open = False
        self.keys: set[str] = set()


class _Line(msgspec.Struct, frozen=True):
    """One line taken apart: the columns of its dashes, its key and where the value begins (-1 without a key)."""

    dashes: tuple[int, ...]
    column: int
    key: str
    key_end: int
    value: int
    end: int


def find_spot(lines: Lines, first: int, last: int, row: int, column: int) -> Spot:
    """The spot at a row and column (in characters) of the YAML between two rows."""
    if not first <= row < max(last, first + 1) or row >= len(lines):
        return NOWHERE
    return _Walk(lines, first, last).to(row, min(column, len(lines[row])))


def _take_apart(line: str) -> _Line:
    at = len(line) - len(line.lstrip(" "))
    dashes = []
    while dash := _DASH.match(line, at):
        dashes.append(at)
        at = dash.end()
    bare = _COMMENT.sub("", line)
    end = max(len(bare.rstrip()), at)
    found = _KEY.match(line, at)
    if found is None:
        return _Line(tuple(dashes), at, "", at, -1, end)
    key = found["key"].strip("\"'")
    return _Line(tuple(dashes), at, key, found.end("key"), min(found.end(), len(line)), max(end, found.end("key")))


class _Walk:
    """A way down the lines, with all that is open on it."""

    def __init__(self, lines: Lines, first: int, last: int) -> None:
        self._lines = lines
        self._first = first
        self._last = min(last, len(lines))
        self._open: list[_Frame] = []

    def to(self, row: int, column: int) -> Spot:
        """The spot at a place; the lines below it are looked at for the keys that its mapping has."""
        number = self._first
        spot, frame = NOWHERE, None
        while number < self._last:
            line = self._lines[number]
            if number == row:
                spot, frame = self._at(number, column)
            elif not line.strip() or line.lstrip().startswith("#"):
                number += 1
                continue
            parts = _take_apart(line)
            if line.strip() and not (number == row and not parts.key and not parts.dashes):
                self._enter(parts, line)
            if number >= row and (frame is None or frame not in self._open):
                break
            after = self._after(number, parts)
            if number < row < after:
                return self._within(number, parts, row, column)
            number = after
        siblings = frozenset(frame.keys) - ({spot.whole} if spot.has_colon else set()) if frame else spot.siblings
        return msgspec.structs.replace(spot, siblings=siblings)

    def _enter(self, parts: _Line, line: str) -> None:
        """Take a line in: close what it ends, open what it begins."""
        for dash in parts.dashes:
            self._close(dash, is_dash=True)
            if not (self._open and self._open[-1].is_list and self._open[-1].column == dash):
                self._open.append(_Frame(dash, is_list=True))
        if parts.key:
            frame = self._mapping(parts.column)
            frame.key = parts.key
            frame.keys.add(parts.key)
            frame.is_open = not _COMMENT.sub("", line[parts.value :]).strip()

    def _mapping(self, column: int) -> _Frame:
        """The mapping whose keys stand in a column."""
        self._close(column, is_dash=False)
        if not self._open or self._open[-1].is_list or self._open[-1].column != column:
            self._open.append(_Frame(column, is_list=False))
        return self._open[-1]

    def _close(self, column: int, is_dash: bool) -> None:
        """Close all that cannot go on where something begins in a column."""
        while self._open and self._is_over(self._open[-1], column, is_dash):
            self._open.pop()

    @staticmethod
    def _is_over(frame: _Frame, column: int, is_dash: bool) -> bool:
        return frame.column > column or (frame.column == column and frame.is_list and not is_dash)

    def _path(self) -> tuple[str, ...]:
        return tuple(frame.key for frame in self._open if not frame.is_list)

    def _at(self, row: int, column: int) -> tuple[Spot, _Frame | None]:
        """The spot in a line that is not inside of a value begun above it, and the mapping whose keys may go on."""
        line = self._lines[row]
        parts = _take_apart(line)
        for dash in parts.dashes:
            if column <= dash:
                return NOWHERE, None
        before = list(self._open)
        self._enter(_Line(parts.dashes, 0, "", 0, -1, 0), line)
        if parts.key and column > parts.key_end:
            frame = self._mapping(parts.column)
            path = (*self._path()[:-1], parts.key)
            keys = frozenset(frame.keys)
            self._open = before
            return (
                _value(line, path, keys, parts.value, parts.end, column) if column >= parts.value else NOWHERE
            ), None
        if column < parts.column and line.strip():
            self._open = before
            return NOWHERE, None
        return self._at_word(parts, line, column)

    def _at_word(self, parts: _Line, line: str, column: int) -> tuple[Spot, _Frame | None]:
        """The spot at a word that is a key, or may become one."""
        start = parts.column if line.strip() else column
        if not parts.key and line[start : start + 1] in tuple("[{") and start < column:
            return _value(line, self._path(), frozenset(), start, parts.end, column), None
        end = parts.key_end if parts.key else max(parts.end, column)
        typed, whole = line[start:column], line[start:end].strip("\"'")
        self._close(start, is_dash=False)
        top = self._open[-1] if self._open else None
        told = Spot(Role.KEY, self._path(), frozenset(), typed, whole, start, end, bool(parts.key))
        if top is not None and not top.is_list and top.column == start:
            return msgspec.structs.replace(told, path=told.path[:-1]), top
        if top is not None and not top.is_list and not top.is_open:
            return NOWHERE, None
        frame = self._mapping(start)
        role = Role.KEY if parts.key or (top is None and not parts.dashes) else Role.EITHER
        return msgspec.structs.replace(told, role=role), frame

    def _after(self, row: int, parts: _Line) -> int:
        """The line behind one and all that belongs to its value: a block of text, or what is between brackets."""
        line = self._lines[row]
        value = line[parts.value :] if parts.key else line[parts.column :]
        column = parts.column if parts.key else (parts.dashes[-1] if parts.dashes else parts.column)
        if _BLOCK.fullmatch(value.strip()):
            return self._deeper(row, column, self._last)
        if value.startswith(("[", "{")) and _depth(value) > 0:
            return self._closing(row, column, value)
        return row + 1

    def _deeper(self, row: int, column: int, last: int) -> int:
        """The first line behind one that is not indented more than a column, blank ones aside."""
        after = row + 1
        while after < last and (not (line := self._lines[after]).strip() or line[: column + 1].isspace()):
            after += 1
        return after

    def _closing(self, row: int, column: int, value: str) -> int:
        """The line behind the one that closes the brackets of a value, or that cannot be meant to be inside."""
        depth, end = _depth(value), self._deeper(row, column, min(self._last, row + _LONGEST_FLOW))
        for after in range(row + 1, end):
            depth += _depth(self._lines[after])
            if depth <= 0:
                return after + 1
        return end

    def _within(self, begin: int, parts: _Line, row: int, column: int) -> Spot:
        """The spot inside of a value that began in a line above."""
        value = parts.value if parts.key else parts.column
        if not self._lines[begin].startswith(("[", "{"), value):
            return NOWHERE
        path = self._path()
        head = "\n".join([self._lines[begin][value:], *self._lines[begin + 1 : row]]) + "\n"
        line = self._lines[row]
        return spot_in_flow(head + line, len(head) + column, path, len(head))


def _depth(text: str) -> int:
    return sum((sign in "[{") - (sign in "]}") for _, sign in signs(text))


def _value(line: str, path: tuple[str, ...], keys: frozenset[str], start: int, end: int, column: int) -> Spot:
    """The spot in a value that stands in the line of its key."""
    if line.startswith(("[", "{"), start) and column > start:
        return spot_in_flow(line, column, path, 0, start)
    if _BLOCK.fullmatch(line[start:].strip()):
        return NOWHERE
    end = max(end, column)
    return Spot(Role.VALUE, path, keys, line[start:column], line[start:end], start, end)
