"""Links in a post's text: which files they may lead to, and what stands behind those."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import dirname, relpath

import msgspec

from ...text.urls import decode, encode, is_outside, join
from ..library import PICTURES
from .knowledge import Knowledge, KnownText

_OPEN = re.compile(r"(?P<image>!?)\[(?:[^\[\]]|\[[^\[\]]*\])*\]\((?P<typed>[^()\s]*)$")
_REST = re.compile(r"[^()\s]*")
_WHOLE = re.compile(r"!?\[(?:[^\[\]]|\[[^\[\]]*\])*\]\((?P<target>[^()\s]+)[^()]*\)")
_LONGEST_LINE = 20_000


class OpenLink(msgspec.Struct, frozen=True):
    """A destination that is being typed, from column `start` to `end`."""

    typed: str
    start: int
    end: int
    is_image: bool


class Target(msgspec.Struct, frozen=True):
    """What a link may lead to: what to type, and what it is called."""

    path: str
    title: str


def open_link(line: str, column: int) -> OpenLink | None:
    """The destination that a column of a line is in; None where it is in none."""
    begin = max(line.rfind("](", 0, column) - 2000, 0)
    found = _OPEN.search(line[:column], begin) if "](" in line[begin:column] else None
    if found is None:
        return None
    rest = _REST.match(line, column)
    return OpenLink(found["typed"], found.start("typed"), rest.end() if rest else column, bool(found["image"]))


def link_at(line: str, column: int) -> tuple[str, int, int] | None:
    """The destination of the whole link that a column is in, with its columns."""
    for found in _WHOLE.finditer(line[:_LONGEST_LINE]):
        if found.start() <= column <= found.end():
            return found["target"], found.start("target"), found.end("target")
    return None


def targets(known: Knowledge, path: str, link: OpenLink) -> Iterator[Target]:
    """All that a link of a text may lead to; behind a `#`, the headings of the text that it names."""
    before, hash_, _ = link.typed.partition("#")
    if link.is_image:
        yield from _pictures(known, path)
    elif hash_:
        text = known.texts.get(path) if not before else target_of(known, path, before)
        yield from (Target(f"{before}#{anchor}", words) for words, anchor in (text.headings if text else ()))
    else:
        folder = dirname(path)
        yield from (Target(_seen(other, folder), text.title) for other, text in known.texts.items() if other != path)


def _pictures(known: Knowledge, path: str) -> Iterator[Target]:
    """The pictures beside a text, by their paths as seen from it."""
    for file, owner in known.files.items():
        if owner == path and file.lower().endswith(PICTURES):
            yield Target(_seen(file, dirname(path)), file.rpartition("/")[2])


def _seen(file: str, folder: str) -> str:
    return encode(relpath(file, folder))


def target_of(known: Knowledge, path: str, target: str) -> KnownText | None:
    """The text that a link of a text leads to; None where it is none that is known."""
    if is_outside(target):
        return None
    found = join(dirname(path), decode(target.partition("#")[0].partition("?")[0]))
    return known.texts.get(found or "") or known.texts.get(f"{found}/index.md")
