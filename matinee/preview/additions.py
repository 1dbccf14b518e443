"""What the preview adds to a page in its answer, never to the page itself: the bar, the errors, the script."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from pathlib import Path

import msgspec

from ..errors import Place, Problem
from ..terminal import counted, plain

BEGIN, END = b"<!-- added by the preview -->", b"<!-- end of what the preview added -->"
ADDRESS = "/.matinee/"
_BODY_END = re.compile(rb"</body\s*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_AROUND = 2  # lines of the source before and after the one in question
_WIDEST = 120  # characters of a line, on either side of the column
_MOST_READ = 4 << 20  # characters of a file


class Source(msgspec.Struct, frozen=True):
    """Some lines of a file, the first of them numbered `first`."""

    first: int
    lines: tuple[str, ...]


class Told(msgspec.Struct, frozen=True):
    """A problem with the lines around it, and the address that opens it in the editor."""

    problem: Problem
    source: Source
    link: str


class Problems(msgspec.Struct, frozen=True):
    """What is wrong, errors first: how many problems there are, how many of them are errors, and the first of them."""

    told: tuple[Told, ...] = ()
    count: int = 0
    errors: int = 0


class Bar(msgspec.Struct, frozen=True):
    """What the bar tells of a page: `badges` (draft, future), how many words it has (None for no post), the file it is
    made of with the address that opens it."""

    badges: tuple[str, ...] = ()
    words: int | None = None
    path: str = ""
    link: str = ""


def count_words(html: str) -> int:
    """How many words a text has."""
    return len(_WORD.findall(_TAG.sub(" ", html)))


def lines_around(text: str, place: Place) -> Source:
    """The lines around a place; none for the whole file."""
    lines = re.split(r"\r\n|\n|\r", text)
    if not place.line or place.line > len(lines):
        return Source(0, ())
    first = max(1, place.line - _AROUND)
    return Source(first, tuple(lines[first - 1 : place.line + _AROUND]))


def read_around(site: Path, place: Place, locate: Callable[[str], Path] | None = None) -> Source:
    """The lines around a place of a site, as they are on the disk now."""
    path = locate(place.path) if locate else site / place.path
    try:
        if not path.is_file():  # a pipe would never end
            return Source(0, ())
        with path.open(encoding="utf-8", errors="replace") as file:
            return lines_around(file.read(_MOST_READ), place)
    except OSError:
        return Source(0, ())


def addition(bar: Bar, problems: Problems, mark: str = "") -> bytes:
    """The HTML to add to a page: errors lie over it, warnings wait in the bar."""
    parts = [
        f'<link rel="stylesheet" href="{ADDRESS}preview.css">',
        _overlay(problems) if problems.errors else "",
        _bar(bar, problems),
        f'<script src="{ADDRESS}preview.js" data-mark="{mark}" defer></script>',
    ]
    return BEGIN + "".join(parts).encode("utf-8", "replace") + END


def add(page: bytes, added: bytes) -> bytes:
    """The page with something added at the end of its body."""
    ends = [found.start() for found in _BODY_END.finditer(page)]
    at = ends[-1] if ends else len(page)
    return page[:at] + added + page[at:]


def without_addition(page: bytes) -> bytes:
    """The page as it was before something was added."""
    begin = page.rfind(BEGIN)
    end = page.find(END, begin)
    return page if begin < 0 or end < 0 else page[:begin] + page[end + len(END) :]


def blank_page(title: str) -> bytes:
    """A page with nothing on it but a title, for what the preview adds."""
    head = '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    size = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    return f"{head}{size}<title>{escape(title)}</title></head><body></body></html>".encode()


def _overlay(problems: Problems) -> str:
    errors = [one for one in problems.told if one.problem.is_error]
    more = f"<p>and {problems.errors - len(errors)} more, in the terminal</p>" if problems.errors > len(errors) else ""
    return (
        '<div id="matinee-errors" role="alertdialog" aria-label="Errors in this blog"><div>'
        f'<p><button type="button" data-hide>Hide</button><strong>{counted(problems.errors, "error")}</strong> in this '
        "blog. Below lies the last good page; once all is mended, this goes by itself.</p>"
        f"<ol>{''.join(f'<li>{_problem(one)}</li>' for one in errors)}</ol>{more}</div></div>"
    )


def _problem(told: Told) -> str:
    problem = told.problem
    place = escape(plain(str(problem.place)))
    where = f'<a href="{escape(told.link)}">{place}</a>' if told.link else place
    hint = f"<p>{escape(plain(problem.hint))}</p>" if problem.hint else ""
    head = f"<p><code>{where}</code>: {escape(str(problem.severity))}: {escape(plain(problem.message))}"
    return f"{head} <code>[{escape(problem.code)}]</code></p>{_lines(told)}{hint}"


def _lines(told: Told) -> str:
    """The source around a problem, with a caret below its column."""
    source, place = told.source, told.problem.place
    if not source.lines:
        return ""
    width = len(str(source.first + len(source.lines)))
    rows: list[str] = []
    start = max(0, place.column - _WIDEST)
    for number, whole in enumerate(source.lines, source.first):
        line = whole[start : start + 2 * _WIDEST]
        shown = escape(plain(line.expandtabs(4)))
        rows.append(f"<i>{number:>{width}}</i> {f'<b>{shown}</b>' if number == place.line else shown}")
        if number == place.line and place.column:
            before = len(line[: place.column - 1 - start].expandtabs(4))
            rows.append(f"<i>{' ' * width}</i> {' ' * before}<b>^</b>")
    return f"<pre>{chr(10).join(rows)}</pre>"


def _bar(bar: Bar, problems: Problems) -> str:
    parts = [f"<b>{escape(badge)}</b>" for badge in bar.badges]
    if bar.words is not None:
        parts.append(f"<span>{bar.words:,} word{'' if bar.words == 1 else 's'}</span>")
    if bar.path:
        path, name = escape(plain(bar.path)), escape(plain(_short(bar.path)))
        link = f'<a href="{escape(bar.link)}" title="{path}">Edit {name}</a>'
        parts.append(link if bar.link else f'<span title="{path}">{name}</span>')
    if problems.count:
        parts.append(_list(problems))
    return f'<div id="matinee-bar" role="complementary" aria-label="Preview">{"".join(parts)}</div>' if parts else ""


def _short(path: str) -> str:
    """A file's name, with its folder's where that alone tells which it is."""
    folders = path.split("/")
    return "/".join(folders[-2:] if folders[-1] == "index.md" else folders[-1:])


def _list(problems: Problems) -> str:
    items = "".join(f"<li>{_problem(one)}</li>" for one in problems.told)
    left = problems.count - len(problems.told)
    more = f"<p>and {left} more, in the terminal</p>" if left else ""
    return f"<details><summary>{counted(problems.count, 'problem')}</summary><ol>{items}</ol>{more}</details>"
