"""What is wrong with a post whose front matter does not begin or end where it should."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...errors import Place, Problem, error
from ...text.unseen import UNSEEN, find_unseen, name_of
from ..decode import shown

_NEARLY = re.compile(rf"[\s{UNSEEN}]*(?:[-\u2010-\u2015\u2212_=~*][\s{UNSEEN}]*){{1,40}}")
_KEY = re.compile(r"[A-Za-z][\w-]*:(?:\s|$)")
_PART = re.compile(r"[\w-]+(?: [\w-]+)?:(?:\s|$)|[ \t#-]")
_HINT = "write three hyphens, ---, and nothing else on that line"


def fault_of_opening(text: str, path: str) -> Problem | None:
    """What is wrong at the head of a text without front matter; None where it just has none."""
    lines = text.split("\n", 40)
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if lines[first].rstrip() == "+++":
        return _fault(path, first, "front matter between +++ is not YAML", "write `key: value` between ---")
    if _KEY.match(lines[first]):
        message = "front matter begins with a line of three hyphens, which is missing here"
        return _fault(path, first, message, "put a line of --- above it, and one below its last key")
    if not _NEARLY.fullmatch(lines[first]) or not _KEY.match(_next_line(lines, first)):
        return None
    if first and lines[first].rstrip(" \t") == "---":
        return _fault(path, first, "front matter begins on the first line of a file", "remove what stands above it")
    return _misspelt(path, first, lines[first], "begins")


def fault_of_closing(front: str, path: str) -> Problem:
    """What is wrong with front matter, the text below its opening fence, that is never closed."""
    lines = front.split("\n")
    end = _end(lines)
    for number, line in enumerate(lines[: end + 2]):
        if _NEARLY.fullmatch(line) and not line.startswith("- "):
            return _misspelt(path, number + 1, line, "ends")
    return _fault(path, 0, "the front matter is not closed", f"put a line of --- below line {end + 1}")


def swallowed_text(front: str) -> int:
    """The line of a post from which on its front matter cannot be meant: it was not closed, and ended at a rule
    further down. 0 where it looks whole."""
    lines = front.split("\n")
    for number in range(_end(lines), len(lines)):
        if lines[number].strip() and not _PART.match(lines[number]):
            return number + 2
    return 0


def fault_of_rule(front: str, path: str) -> Problem:
    """What is wrong with front matter that `swallowed_text`."""
    end = _end(front.split("\n")) + 1
    message = "the front matter is not closed before the text begins"
    return _fault(path, swallowed_text(front) - 1, message, f"put a line of --- below line {end}")


def _end(lines: Sequence[str]) -> int:
    """How many lines there are before the first blank one: the last of them is on that line of the post, less one."""
    return next((number for number, line in enumerate(lines) if not line.strip()), len(lines))


def _next_line(lines: Sequence[str], above: int) -> str:
    return next((line for line in lines[above + 1 :] if line.strip()), "")


def _misspelt(path: str, number: int, line: str, verb: str) -> Problem:
    at = find_unseen(line)
    wrong = f"not {shown(line.rstrip())}" if at < 0 else f"and {name_of(line[at])} stands on this one"
    message = f"front matter {verb} with a line of three hyphens, {wrong}"
    return error(Place(path, number + 1, max(at, 0) + 1), "front-matter", message, _HINT)


def _fault(path: str, line: int, message: str, hint: str) -> Problem:
    return error(Place(path, line + 1, 1), "front-matter", message, hint)
