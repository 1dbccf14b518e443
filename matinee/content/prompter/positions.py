"""Places in a text as editors count them and as Matinee does: editors count in units of an encoding, we in
characters."""

from __future__ import annotations

import re

from ...errors import Place

UTF8, UTF16, UTF32 = "utf-8", "utf-16", "utf-32"
_WIDTHS = {UTF8: 1, UTF16: 2, UTF32: 4}
_CODECS = {UTF8: "utf-8", UTF16: "utf-16-le", UTF32: "utf-32-le"}
_KEY = re.compile(r"""(?:"[^"\n]*"|'[^'\n]*'|[^\s:#"'{\[&*!|>%@`,][^:\n,{}\[\]]*?)(?=\s*:(?:\s|$))""")
_QUOTED = re.compile(r""""(?:\\.|[^"\\])*"|'(?:''|[^'])*'""")
_COMMENT = re.compile(r"\s#|$")
_DESTINATION = re.compile(r"[^\s()<>]+")
_WORD = re.compile(r"[\w’'-]+|\S+")
_FENCE = re.compile(r"---[ \t]*")

Lines = list[str]
Span = tuple[int, int, int]  # a line, and the columns where something in it begins and ends, all counted from 0


def split_lines(text: str) -> Lines:
    """The lines of a text, as decoders and editors agree on them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def to_units(line: str, column: int, encoding: str) -> int:
    """How many units of an encoding a number of characters takes from the line's beginning."""
    begin = line[:column]
    return (
        len(begin.encode(_CODECS[encoding], "surrogatepass")) // _WIDTHS[encoding]
        if encoding != UTF8
        else _bytes(begin)
    )


def to_column(line: str, units: int, encoding: str) -> int:
    """The character in which so many units end; the line's end where it has fewer."""
    width = _WIDTHS[encoding] if encoding != UTF8 else 1
    data = line.encode(_CODECS[encoding], "surrogatepass")[: max(units, 0) * width]
    return len(data.decode(_CODECS[encoding], "ignore"))


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def front_span(lines: Lines) -> tuple[int, int] | None:
    """The lines of a post's front matter, from the first to the one behind the last; None where there is none. While
    it is not closed it ends at a blank line."""
    if not lines or not _FENCE.fullmatch(lines[0]):
        return None
    for end, line in enumerate(lines[1:], 1):
        if _FENCE.fullmatch(line):
            return 1, end
    return 1, next((end for end, line in enumerate(lines[1:], 1) if not line.strip()), len(lines))


def problem_span(lines: Lines, place: Place, is_markdown: bool) -> Span:
    """What is to be underlined for a problem: from its place to the end of the key, value or word there; the first
    line where it concerns the whole file."""
    row = min(max(place.line - 1, 0), len(lines) - 1)
    line = lines[row]
    start = min(max(place.column - 1, 0), len(line))
    if not place.column:
        return row, 0, len(line.rstrip())
    front = front_span(lines) if is_markdown else (0, len(lines))
    end = _end_in_yaml(line, start) if front and front[0] <= row < front[1] else _end_in_text(line, start)
    return row, start, min(max(end, start + 1), max(len(line), start))


def _end_in_yaml(line: str, start: int) -> int:
    """Where the key or the value ends that begins at a column."""
    if found := _KEY.match(line, start) or _QUOTED.match(line, start):
        return found.end()
    is_inside = _is_in_flow(line, start)
    end = next((at for at in range(start, len(line)) if is_inside and line[at] in ",]}"), len(line))
    found = _COMMENT.search(line, start)
    return len(line[start : min(end, found.start() if found else end)].rstrip()) + start


def _is_in_flow(line: str, column: int) -> bool:
    """Whether a bracket is open before a column."""
    before = _QUOTED.sub("", line[:column])
    return sum(before.count(sign) for sign in "[{") > sum(before.count(sign) for sign in "]}")


def _end_in_text(line: str, start: int) -> int:
    """Where a link's destination ends that begins at a column, or a word."""
    pattern = _DESTINATION if line[:start].endswith(("](", "](<", ": ", "<")) else _WORD
    found = pattern.match(line, start)
    return found.end() if found else start + 1


def moved(row: int, old: Lines, new: Lines) -> int | None:
    """Where a line has gone in a newer text: none but the lines between two that are as they were are in doubt."""
    if row < len(old) and row < len(new) and old[: row + 1] == new[: row + 1]:
        return row
    shift = len(new) - len(old)
    return row + shift if row + shift >= 0 and row < len(old) and old[row:] == new[row + shift :] else None
