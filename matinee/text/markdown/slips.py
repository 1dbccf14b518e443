"""What was typed in good faith and means something else in Markdown: each is told with its place and a remedy."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

from ...errors import Problem, error, warning
from ..shields import typed_spoiler
from .numbered import NumberedList, make_titles
from .places import Lines
from .spoilers import BAR

_CELL_BARS = re.compile(r"(?<!\\)\|(?=\|)")
_STRAY_FENCE = re.compile(r"^:{3,}.*$", re.MULTILINE)
_SPACED = re.compile(r"""\]\((?P<path>[^\s()"<>“”„«»]+(?: [^\s()"<>“”„«»]+)+)(?: +["“”„«»][^()]*)?\)""")
_A_PATH = re.compile(r"(?:[^/]*/)*[^/]*\.[A-Za-z][A-Za-z0-9]{1,7}(?:#.*)?|/.*", re.DOTALL)


class Slips:
    """Adds to the `problems` of a text."""

    def __init__(self, lines: Lines, problems: list[Problem]) -> None:
        self._lines = lines
        self._problems = problems

    def take_lists(self, lists: Sequence[NumberedList]) -> None:
        """A title that begins with a number and a full stop, such as `1917.`, was read as a list."""
        for opening, numbers in make_titles(lists):
            typed = f"{numbers[0]}{opening.markup}"
            place = self._lines.find(opening.map, str(numbers[0]))
            written = f"{numbers[0]}\\{opening.markup}"
            self._warn_of_title(place.line, place.column, f"{typed} begins a numbered list", written)

    def take_emphasis(self, children: Sequence[Token], at: int, span: Sequence[int] | None) -> None:
        """Asterisks with letters on both sides of both of them are part of a name: `M*A*S*H`."""
        opening = children[at]
        closing = next((place for place in range(at + 1, len(children)) if _closes(children[place], opening)), 0)
        if opening.markup != "*" or not at or not 0 < closing < len(children) - 1:
            return
        before, after = children[at - 1], children[closing + 1]
        if before.type == after.type == "text" and _is_cased(before.content[-1:]) and _is_cased(after.content[:1]):
            inner = children[at + 1].content
            place = self._lines.find(span, f"{before.content[-1:]}*{inner}")
            self._warn_of_title(place.line, place.column, f"*{inner}* within a word became emphasis", "\\*")

    def _warn_of_title(self, line: int, column: int, message: str, written: str) -> None:
        place = self._lines.at(line - self._lines.first_line, column - 1)
        self._problems.append(warning(place, "markdown-title", message, f"if it belongs to a title, write {written}"))

    def take_table(self, token: Token) -> None:
        """Two bars in a row of a table are an empty cell."""
        for number in range(*(token.map or (0, 0))):
            if bars := _CELL_BARS.search(self._lines.lines[number]):
                place = self._lines.at(number, bars.start())
                message = "|| in a table only parts its cells, and cannot shield a spoiler"
                self._problems.append(
                    error(
                        place,
                        "spoiler-table",
                        message,
                        "move the spoiler out of the table, or put a space between the bars",
                    )
                )

    def refuse_spoiler(self, text: str, span: Sequence[int] | None) -> None:
        """An error where a spoiler stands in the open, since bars are not read there."""
        if spoiler := typed_spoiler(text):
            place = self._lines.find(span, spoiler)
            message = "|| is not read in HTML, captions and titles, so this spoiler would be seen by everybody"
            self._problems.append(error(place, "spoiler", message, "move it into a paragraph, or leave it out"))

    def take_bar(self, span: Sequence[int] | None) -> None:
        """Two bars that open nothing."""
        hint = "a spoiler begins and ends in the same paragraph; for a longer one use :::spoiler"
        place = self._lines.find(span, BAR)
        self._problems.append(warning(place, "spoiler", "this || has no partner, so it hides nothing", hint))

    def take_link(self, text: str, span: Sequence[int] | None) -> None:
        """A path with a space in it is none for Markdown, which leaves such a link as it was typed."""
        for found in _SPACED.finditer(text):
            path = found["path"]
            if _A_PATH.fullmatch(path):
                place = self._lines.find(span, path)
                message = f"this is no link, since there is a space in {path}"
                hint = f"write <{path}>, or {path.replace(' ', '%20')}"
                self._problems.append(warning(place, "link", message, hint))

    def take_fence(self, token: Token) -> None:
        """A fence within a paragraph."""
        if fence := _STRAY_FENCE.search(token.content):
            place = self._lines.find(token.map, fence[0])
            hint = "a spoiler begins with :::spoiler and ends with :::, each on a line of its own"
            self._problems.append(error(place, "spoiler", f"{fence[0]} neither opens nor closes anything", hint))


def _closes(token: Token, opening: Token) -> bool:
    return token.type == "em_close" and token.level == opening.level


def _is_cased(char: str) -> bool:
    return char.upper() != char.lower()
