"""The short way through YAML: plain lines of keys and values, as nearly every file is nothing but.

    - id: 1
      author: "Jane"
      tags: [a, b]
      body: |-
        Lines of text.

The law: what this way reads it reads as the parser does, to the column. Whatever is not plainly of this kind (comments,
anchors, odd indentation, tabs, values of several lines, rare escapes, a key twice) it leaves to the parser.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from .yaml_nodes import Mapping, Node, Scalar, Sequence

_DEEPEST = 16
# Fit for YAML, and nothing that ends a line but a newline.
_UNFIT = re.compile("[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_START = r"""[^\s?:,\[\]{}#&*!|>'"%@`-]"""
_QUOTED = r""""[^"\\\n]*(?:\\["\\][^"\\\n]*)*"|'[^'\n]*(?:''[^'\n]*)*'"""
_ITEM = rf"""{_START}[^\n?:,\[\]{{}}#"']*(?<! )|{_QUOTED}"""
_FLOW_ITEM = re.compile(_ITEM)
_ESCAPE = re.compile(r'\\(["\\])')
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
    if not text.endswith("\n") or not (text.replace("\n", "").isprintable() or _UNFIT.search(text) is None):
        return None
    rows = _ROW.findall(text)
    if rows[-1][-1]:
        return None
    try:
        return _make_node(rows, first_line)
    except _OddError:
        return None


class _OddError(Exception):
    """Something is out of the ordinary."""


class _Open(NamedTuple):
    """A list or a mapping that may go on: `items` are its items, or its keys and values in turn."""

    items: list[Any]
    column: int
    line: int
    is_list: bool

    @property
    def waits(self) -> bool:
        """Whether the last key has no value yet: it may follow on the next lines."""
        return not self.is_list and len(self.items) % 2 == 1


def _make_node(rows: list[tuple[str, ...]], line: int) -> Node:
    tree = _Tree()
    usual: str | None = None  # what stands before the next key of the mapping whose items are `items`
    for lead, _, key, plain, quoted, chomp, block, pad, flow, ends, _ in rows:
        if lead != usual:
            items = tree.enter(lead, bool(key), line)
            usual = " " * len(lead) if key else None
        column = len(lead) + 1
        if key:
            items.append(Scalar(key, line, column))
            column += len(key) + 2
        if plain:
            items.append(Scalar(plain, line, column))
        elif block:
            if len(pad) < column - len(key) - 2
                raise _OddError
            items.append(Scalar(_dedent(block, pad, chomp), line, column, False))
            line += 1 + block.count("\n")
        elif quoted:
            items.append(_read_quoted(quoted, line, column))
        elif flow:
            items.append(_read_flow(flow, line, column))
        elif key:
            usual = None
        else:
            raise _OddError
        line += len(ends)
    return tree.close()


class _Tree:
    """The collections that are open, the outermost first."""

    def __init__(self) -> None:
        self.stack: list[_Open] = []

    def enter(self, column: int, line: int, is_list: bool) -> list[Any]:
        """The items that a line at this column adds to, of an open collection or of a new one."""
        while self.stack:
            top = self.stack[-1]
            if column > top.column or (column == top.column and is_list and top.waits):
                if not top.waits:
                    raise _OddError
                break
            if column == top.column and is_list == top.is_list:
                self._fill()
                return top.items
            self._leave()
        return self.open(column, line, is_list)

    def open(self, column: int, line: int, is_list: bool) -> list[Any]:
        """The items of a new collection."""
        if len(self.stack) == _DEEPEST:
            raise _OddError
        self.stack.append(_Open([], column, line, is_list))
        return self.stack[-1].items

    def close(self) -> Node:
        """The whole."""
        while len(self.stack) > 1:
            self._leave()
        self._fill()
        return _close(self.stack[0])

    def _leave(self) -> None:
        if len(self.stack) == 1:
            raise _OddError
        self._fill()
        node = _close(self.stack.pop())
        self.stack[-1].items.append(node)

    def _fill(self) -> None:
        """Give a key that has no value the empty one that stands after its colon."""
        top = self.stack[-1]
        if top.waits:
            key = top.items[-1]
            top.items.append(Scalar("", key.line, key.column + len(key.text) + 1))


def _close(opened: _Open) -> Node:
    items, column, line, is_list = opened
    if is_list:
        return Sequence(tuple(items), line, column + 1)
    keys = items[::2]
    if len({key.text for key in keys}) != len(keys):
        raise _OddError
    return Mapping(tuple(zip(keys, items[1::2], strict=True)), line, column + 1)


def _read_quoted(quoted: str, line: int, column: int) -> Scalar:
    text = quoted[1:-1]
    if quoted[0] == "'":
        text = text.replace("''", "'")
    elif "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    return Scalar(text, line, column, False)


def _read_flow(flow: str, line: int, column: int) -> Sequence:
    items = []
    for found in _FLOW_ITEM.finditer(flow, 1):
        at = column + found.start()
        items.append(_read_quoted(found[0], line, at) if found[0][0] in "\"'" else Scalar(found[0], line, at))
    return Sequence(tuple(items), line, column)


def _dedent(block: str, pad: str, chomp: str) -> str:
    """The text of a literal block, whose last line end is kept, kept with all before it, or dropped with them."""
    text = block[len(pad) :].replace(f"\n{pad}", "\n")
    if chomp == "+":
        return f"{text}\n"
    return text.rstrip("\n") + ("" if chomp else "\n")
