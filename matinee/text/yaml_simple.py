"""The short way through YAML: plain lines of keys and values, as nearly every file is nothing but.

    - id: 1
      author: "Jane"
      tags: [a, b]
      body: |-
        Lines of text.

The law: what this way reads it reads as the parser does, to the column. Whatever is not plainly of this kind (comments
below the first lines, anchors, odd indentation, tabs, values of several lines, rare escapes, a key twice) it leaves to
the parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from .yaml_nodes import Mapping, Node, Scalar, Sequence

_DEEPEST = 16
# Fit for YAML, and nothing that ends a line but a newline.
_UNFIT = re.compile("[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_START = r"""[^\s?:,\[\]{}#&*!|>'"%@`-]"""
_QUOTED = r""""[^"\\\n]*(?:\\["\\][^"\\\n]*)*"|'[^'\n]*(?:''[^'\n]*)*'"""
_ITEM = rf"""{_START}[^\n?:,\[\]{{}}#"']*(?<!\ )|{_QUOTED}"""
_FLOW_ITEM = re.compile(_ITEM)
_ESCAPE = re.compile(r'\\(["\\])')
_HEAD = re.compile(r"(?:#[^\n]*\n+)*")  # such as the line that names the schema to an editor
_ROW = re.compile(
    rf"""
    (?P<lead>(?P<indent>\ *)(?:-\ )?)
    (?:(?P<key>\w[\w -]{{0,99}}):(?<!\ :)(?=[ \n])\ ?)?
    (?:
        (?P<plain>{_START}[^\n:#]*(?:(?::(?=[^ \n])|(?<!\ )\#)[^\n:#]*)*(?<!\ ))
    |   (?P<quoted>{_QUOTED})
    |   \|(?P<chomp>[-+]?)\n(?P<block>(?P<pad>(?P=indent)\ +)(?=[^ \n]).*(?:\n(?P=pad).*|\n(?=\n))*)
    |   (?P<flow>\[(?:\ *(?:{_ITEM})(?:,\ *(?:{_ITEM}))*)?\ *\])
    |
    )
    (?P<ends>\n+)
    |
    (?P<rest>[\s\S]+)
    """,
    re.VERBOSE,
)


def read_simple(text: str, first_line: int) -> Node | None:
    """The node of a text that is nothing out of the ordinary; None for every other."""
    if text == "[]\n":
        return Sequence((), first_line, 1)
    try:
        return _make_node(_rows(text), first_line + _lines_of_head(text))
    except _OddError:
        return None


def read_records(text: str) -> list[tuple[int, dict[str, str]]] | None:
    """The mappings of a list of mappings of texts, each with the line it begins on, when they are nothing out of the
    ordinary; None for every other text. Whether a text stood in quotes is not told."""
    try:
        return list(_records(_rows(text), 1 + _lines_of_head(text)))
    except _OddError:
        return None


def _records(rows: Iterable[tuple[str, ...]], line: int) -> Iterator[tuple[int, dict[str, str]]]:
    record: dict[str, str] = {}
    for lead, _, key, plain, quoted, chomp, block, pad, _, ends, _ in rows:
        if lead == "- ":
            record = {}
            yield line, record
        if lead != ("  " if record else "- ") or not key or key in record:
            raise _OddError
        if plain:
            record[key] = plain
        elif block:
            record[key] = _dedent(block, pad, chomp, len(lead))
            line += 1 + block.count("\n")
        elif quoted:
            record[key] = _unquoted(quoted)
        else:
            raise _OddError
        line += len(ends)


def _rows(text: str) -> list[tuple[str, ...]]:
    """The lines of a text, each with the block that belongs to it."""
    if not text.endswith("\n") or not (text.replace("\n", "").isprintable() or _UNFIT.search(text) is None):
        raise _OddError
    rows = _ROW.findall(text, _end_of_head(text))
    if not rows or rows[-1][-1]:
        raise _OddError
    return rows


def _end_of_head(text: str) -> int:
    """Where the comments end that stand above everything else."""
    found = _HEAD.match(text) if text[0] == "#" else None
    return found.end() if found else 0


def _lines_of_head(text: str) -> int:
    return text.count("\n", 0, _end_of_head(text)) if text.startswith("#") else 0


class _OddError(Exception):
    """Something is out of the ordinary."""


class _Open(NamedTuple):
    """A list or a mapping that may go on: its items, or its keys with their values; `key` is its own."""

    items: list[Any]
    column: int
    line: int
    is_list: bool
    key: Scalar | None


def _make_node(rows: list[tuple[str, ...]], line: int) -> Node:
    tree = _Tree()
    usual: str | None = None  # what stands before the next key of the mapping whose pairs are `items`
    for lead, _, key, plain, quoted, chomp, block, pad, flow, ends, _ in rows:
        if lead != usual or not key:
            items = tree.enter(lead, bool(key), line)
            usual = " " * len(lead) if key else None
        column = len(lead) + 1
        at = column + len(key) + 2 if key else column
        start = line
        if plain:
            value: Node = Scalar(plain, line, at)
        elif block:
            value = Scalar(_dedent(block, pad, chomp, len(lead) if key else 0), line, at, False)
            line += 1 + block.count("\n")
        elif quoted:
            value = _read_quoted(quoted, line, at)
        elif flow:
            value = _read_flow(flow, line, at)
        else:
            tree.wait(key, line, column)
            usual = None
            line += len(ends)
            continue
        line += len(ends)
        items.append((Scalar(key, start, column), value) if key else value)
    return tree.close()


class _Tree:
    """The collections that are open, the outermost first; `waiting` is a key whose value may follow on the next
    line."""

    def __init__(self) -> None:
        self.stack: list[_Open] = []
        self.waiting: Scalar | None = None

    def enter(self, lead: str, is_pair: bool, line: int) -> list[Any]:
        """The items that a line adds to: those of a list, of a mapping, or of a list's new mapping."""
        column = len(lead)
        if "-" in lead:
            if is_pair and self._is_next(column):
                self._leave()
                return self._open(column, line, False)
            items = self._find(column - 2, line, True)
            return self._open(column, line, False) if is_pair else items
        if is_pair:
            return self._find(column, line, False)
        raise _OddError

    def wait(self, key: str, line: int, column: int) -> None:
        """Keep a key until it is known whether the next lines are its value."""
        if not key:
            raise _OddError
        self.waiting = Scalar(key, line, column)

    def close(self) -> Node:
        """The whole."""
        self._settle()
        while len(self.stack) > 1:
            self._leave()
        return _close(self.stack[0])

    def _find(self, column: int, line: int, is_list: bool) -> list[Any]:
        """The items of the open collection at this column, or of a new one that is the value of a key or the root."""
        stack = self.stack
        if not stack or self._may_begin(column, is_list):
            return self._open(column, line, is_list)
        self._settle()
        while stack[-1].column > column or stack[-1].is_list > is_list:
            self._leave()
        if stack[-1].column < column or stack[-1].is_list < is_list:
            raise _OddError
        return stack[-1].items

    def _is_next(self, column: int) -> bool:
        """Whether a line at this column begins the next mapping of a list, as most that begin with a dash do."""
        top = self.stack[-1] if len(self.stack) > 1 and self.waiting is None else None
        return top is not None and top.column == column and top.key is None and not top.is_list

    def _may_begin(self, column: int, is_list: bool) -> bool:
        """Whether a line at this column begins the value of the waiting key; a list need not be indented."""
        return self.waiting is not None and column >= self.stack[-1].column + (not is_list)

    def _settle(self) -> None:
        """Give a waiting key the empty value that stands after its colon."""
        key = self.waiting
        if key is not None:
            self.stack[-1].items.append((key, Scalar("", key.line, key.column + len(key.text) + 1)))
            self.waiting = None

    def _open(self, column: int, line: int, is_list: bool) -> list[Any]:
        if len(self.stack) == _DEEPEST:
            raise _OddError
        self.stack.append(_Open([], column, line, is_list, self.waiting))
        self.waiting = None
        return self.stack[-1].items

    def _leave(self) -> None:
        if len(self.stack) == 1:
            raise _OddError
        closed = self.stack.pop()
        node = _close(closed)
        self.stack[-1].items.append((closed.key, node) if closed.key else node)


def _close(opened: _Open) -> Node:
    items, column, line, is_list, _ = opened
    if is_list:
        return Sequence(tuple(items), line, column + 1)
    if len(items) > 1 and len({key.text for key, _ in items}) != len(items):
        raise _OddError
    return Mapping(tuple(items), line, column + 1)


def _read_quoted(quoted: str, line: int, column: int) -> Scalar:
    return Scalar(_unquoted(quoted), line, column, False)


def _unquoted(quoted: str) -> str:
    text = quoted[1:-1]
    if quoted[0] == "'":
        return text.replace("''", "'")
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text


def _read_flow(flow: str, line: int, column: int) -> Sequence:
    items = []
    for found in _FLOW_ITEM.finditer(flow, 1):
        at = column + found.start()
        items.append(_read_quoted(found[0], line, at) if found[0][0] in "\"'" else Scalar(found[0], line, at))
    return Sequence(tuple(items), line, column)


def _dedent(block: str, pad: str, chomp: str, column: int) -> str:
    """The text of a literal block, which stands right of its key's `column`. Its last line end is kept, kept with all
    before it, or dropped with them."""
    if len(pad) <= column:
        raise _OddError
    text = block[len(pad) :].replace(f"\n{pad}", "\n")
    if chomp == "+":
        return f"{text}\n"
    return text.rstrip("\n") + ("" if chomp else "\n")
