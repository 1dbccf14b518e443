"""What the YAML parser complains of, in a critic's words: where it is, what is wrong, what to write instead."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from ..errors import Place, Problem, error
from .unseen import UNSEEN, name_of

_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_BREAK = re.compile("\r\n|[\r\n]")
_KEY_AND_VALUE = re.compile(r"""\s*(?:- )*(?P<key>[^\s:'"#\[\]{}-][^:{\[]*):\s+(?P<value>\S.*?)\s*""")
_NEEDS_QUOTES = "a value that begins with {0} needs quotes"
_NO_HYPHEN = "this is an entry of a list, and has no hyphen"
_STRAY = ("expected key", "<block end>", "block collection", "<document start>", "'-' indicator")
_MESSAGES = (
    ("mapping values are not allowed", 'a value that holds ": " needs quotes'),
    ("could not find expected ':'", "this line is neither a key with its value nor part of the one above"),
    ("sequence entries are not allowed", "a list begins on a line of its own, below its key"),
    ("mapping keys are not allowed", _NEEDS_QUOTES.format("?")),
    ("unknown escape character", 'in double quotes a backslash is written twice: "\\\\"'),
    ("found a tab character", "tabs cannot indent YAML; use spaces"),
    ("while scanning a directive", _NEEDS_QUOTES.format("%")),
    ("while scanning an alias", _NEEDS_QUOTES.format("*")),
    ("while scanning an anchor", _NEEDS_QUOTES.format("&")),
    ("exceeded maximum nesting depth", "this is nested too deeply"),
    ("while scanning a tag", _NEEDS_QUOTES.format("!")),
)


class Mark(NamedTuple):
    """A place in the text, counted from 0."""

    position: int
    line: int
    column: int


class Page:
    """A text and where it stands: `first_line` is the line of the file on which it begins."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.text, self.path, self.first_line = text, path, first_line

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in _LINE_BREAK.finditer(self.text))]

    def line(self, number: int) -> str:
        """A line of the text without its end; the first is 0."""
        if number >= len(self._starts):
            return ""
        end = self._starts[number + 1] if number + 1 < len(self._starts) else len(self.text)
        return self.text[self._starts[number] : end].rstrip("\r\n")

    def mark(self, index: int) -> Mark:
        line = bisect_right(self._starts, index) - 1
        return Mark(index, line, index - self._starts[line])

    def place(self, line: int, column: int) -> Place:
        return Place(self.path, line + self.first_line, column + 1)


def explain(problem: Exception, page: Page) -> Problem:
    """The located problem behind what the parser raised."""
    mark = getattr(problem, "problem_mark", None)
    if mark is None:
        return _explain_character(problem, page)
    mark = page.mark(mark.index)
    opened = getattr(problem, "context_mark", None)
    opened = mark if opened is None else page.mark(opened.index)
    text = f"{getattr(problem, 'context', '') or ''}: {getattr(problem, 'problem', '') or ''}"
    at, message, hint = _diagnose_unseen(mark, opened, page) or _diagnose(text, mark, opened, page)
    return error(page.place(at.line, at.column), "yaml", message, hint)


def quoted_line(line: str) -> str:
    """How to write a `key: value` line with quotes around its value, "" when it is no such line."""
    found = _KEY_AND_VALUE.fullmatch(line)
    if found is None:
        return "put quotes around the value"
    return f"write {found['key']}: {json.dumps(found['value'], ensure_ascii=False)}"


def _diagnose(text: str, mark: Mark, opened: Mark, page: Page) -> tuple[Mark, str, str]:
    line = page.line(mark.line)
    if "quoted scalar" in text and "end of stream" in text:
        return opened, "the quotes opened here are never closed", _whole_line(page.line(opened.line))
    if "flow sequence" in text or "flow mapping" in text:
        return _diagnose_bracket(page, opened, mark)
    if "flow node" in text and (bracket := _open_bracket(mark, page)) is not None:
        return _diagnose_bracket(page, bracket, mark)
    if "scanning a block scalar" in text and "tab" not in text:
        return opened, _NEEDS_QUOTES.format("| or >"), quoted_line(page.line(opened.line))
    if "cannot start any token" in text:
        return mark, *_diagnose_character(line, mark)
    if (lost := _lost_hyphen(text, mark, opened, page)) is not None:
        return lost
    if any(sign in text for sign in _STRAY):
        if (quote := _early_quote(mark, page)) is not None:
            return quote, "a value that begins with ' needs quotes", _whole_line(page.line(quote.line))
        return mark, *_diagnose_end(line, mark)
    if (tight := _tight_colon(page, mark, opened)) is not None:
        return tight, "a space is missing after the colon", f"write `{_spaced(page.line(tight.line))}`"
    for sign, message in _MESSAGES:
        if sign in text:
            at = opened if "expected ':'" in sign else mark
            return at, *_diagnose_line(sign, message, page.line(at.line))
    return mark, f"this is not YAML: {text.strip(': ')}", ""


_HIDDEN = re.compile(rf"[\s-]*[\w -]*(?:: *)?(?P<sign>[{UNSEEN}])")


def _diagnose_unseen(mark: Mark, opened: Mark, page: Page) -> tuple[Mark, str, str] | None:
    """A character that nobody sees, before a key at fault, in it or behind it."""
    for line in dict.fromkeys((opened.line, mark.line - 1, mark.line)):
        if line >= 0 and (found := _HIDDEN.match(page.line(line))) is not None:
            at = Mark(-1, line, found.start("sign"))
            return (
                at,
                f"{name_of(found['sign'])} stands here, where nobody sees it",
                "type the line again, with plain spaces",
            )
    return None


def _lost_hyphen(text: str, mark: Mark, opened: Mark, page: Page) -> tuple[Mark, str, str] | None:
    """An entry of a list that begins without its hyphen, while others have one."""
    line, first = page.line(mark.line), page.line(opened.line)
    if "expected ':'" in text and _is_item(page, opened):
        return opened, _NO_HYPHEN, f"write `- {first.strip()}`"
    if mark.column != opened.column or not _KEY.match(line[mark.column :].removeprefix("- ")):
        return None
    hyphened, was_hyphened = (typed[mark.column :].startswith("- ") for typed in (line, first))
    if hyphened == was_hyphened or not any(sign in text for sign in _STRAY):
        return None
    at = opened if hyphened else mark
    lost = page.line(at.line).strip()
    return at, _NO_HYPHEN, f"write `- {lost}`, and indent what belongs to it"


def _is_item(page: Page, at: Mark) -> bool:
    """Whether the line above begins an entry of a list in the same column."""
    return at.line > 0 and page.line(at.line - 1)[: at.column + 2] == f"{' ' * at.column}- "


def _early_quote(mark: Mark, page: Page) -> Mark | None:
    """Where a value begins with an apostrophe that YAML took for quotes, and closed at some other one further down."""
    for line in range(mark.line - 1, -1, -1):
        found = _APOSTROPHE.fullmatch(page.line(line))
        if found is not None:
            return Mark(-1, line, found.start("value"))
    return None


_KEY = re.compile(r"[A-Za-z_][\w-]*:(?:\s|$)")
_APOSTROPHE = re.compile(r"[\s-]*[^\s:'\"#][^:'\"]*: +(?P<value>'[^']*)")
_TIGHT = re.compile(r"\s*(?:- )?[A-Za-z_][\w-]*:(?=[^\s:/])")


def _tight_colon(page: Page, mark: Mark, opened: Mark) -> Mark | None:
    """Where a `key:value` without its space stands, on the line at fault, the one it began on, or the one above."""
    for line in dict.fromkeys((opened.line, mark.line - 1, mark.line)):
        if line >= 0 and (found := _TIGHT.match(page.line(line))) is not None:
            return Mark(-1, line, found.end())
    return None


def _spaced(line: str) -> str:
    found = _TIGHT.match(line)
    return line.strip() if found is None else f"{line[: found.end()].strip()} {line[found.end() :].strip()}"


def _whole_line(line: str) -> str:
    """How to write a value that only begins with quotes."""
    found = _KEY_AND_VALUE.fullmatch(line)
    return "" if found is None or found["value"][0] == '"' else quoted_line(line)


def _open_bracket(mark: Mark, page: Page) -> Mark | None:
    """The bracket at the end of a line, below which nothing stands that it could hold."""
    for line in range(mark.line, -1, -1):
        typed = page.line(line).rstrip()
        if typed:
            return Mark(-1, line, len(typed) - 1) if typed[-1] in "[{" else None
    return None


def _diagnose_bracket(page: Page, opened: Mark, mark: Mark) -> tuple[Mark, str, str]:
    line = page.line(opened.line)
    bracket = line[opened.column : opened.column + 1]
    close = "]" if bracket == "[" else "}"
    if mark.line == opened.line and mark.column < len(line):
        return mark, f"a comma or {close} is missing here", "put quotes around a text that holds signs"
    found = _KEY_AND_VALUE.fullmatch(line)
    hint = f"close it with {close}" + (f", or {quoted_line(line)}" if found and found["value"][0] == bracket else "")
    return opened, f"the {'list' if bracket == '[' else 'mapping'} that {bracket} opens here is not closed", hint


def _diagnose_character(line: str, mark: Mark) -> tuple[str, str]:
    character = line[mark.column : mark.column + 1]
    if character == "\t":
        return "tabs cannot indent YAML; use spaces", ""
    return _NEEDS_QUOTES.format(character), quoted_line(line)


def _diagnose_end(line: str, mark: Mark) -> tuple[str, str]:
    before = line[: mark.column].strip()
    if before.endswith(("'", '"')):
        return "the value goes on after its closing quotes", _requoted_line(line)
    if before.strip("- "):
        return "this does not belong here", quoted_line(line)
    return "this line is indented differently from its neighbours", "begin the keys of one level in the same column"


def _requoted_line(line: str) -> str:
    """How to write a value that begins with quotes and goes on after them."""
    found = _KEY_AND_VALUE.fullmatch(line)
    if found is None:
        return "put quotes around the whole value"
    value = found["value"]
    if value[0] == value[-1] and value.count(value[0]) > 2 and value[1:2] != value[0]:
        return f"write {found['key']}: {json.dumps(value[1:-1], ensure_ascii=False)}"
    if '"' not in value:
        return quoted_line(line)
    return "write {}: '{}'".format(found["key"], value.replace("'", "''"))


def _diagnose_line(sign: str, message: str, line: str) -> tuple[str, str]:
    if not sign.startswith("mapping values"):
        return message, quoted_line(line) if message.endswith("needs quotes") else ""
    found = _KEY_AND_VALUE.fullmatch(line)
    if found is None or ": " not in found["value"]:
        return "this line does not fit the one above", "check the indentation, and that a space follows each colon"
    return message, quoted_line(line)


def _explain_character(problem: Exception, page: Page) -> Problem:
    found = _FORBIDDEN.search(page.text)
    if found is None:
        return error(page.place(0, 0), "yaml", f"this is not YAML: {problem}")
    mark = page.mark(found.start())
    message = f"the control character U+{ord(found[0]):04X} cannot stand in YAML"
    return error(page.place(mark.line, mark.column), "yaml", message, "delete it")
