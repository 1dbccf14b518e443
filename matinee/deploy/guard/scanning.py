"""One file is looked through: its bytes are read once, and every rule has its turn."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence

import msgspec

from ...model import LeakRule
from .addresses import Addresses, masked
from .labelled import find_labelled, find_logins
from .location import tells_place
from .marks import Kind, Literals, find_marks
from .private import Private
from .prose import Passages, Text
from .reading import readable
from .rules import Finding

_PICTURES = (
    ".jpg",
    ".jpeg",
    ".jpe",
    ".jfif",
    ".png",
    ".apng",
    ".webp",
    ".avif",
    ".tif",
    ".tiff",
    ".heic",
    ".heif",
    ".dng",
)
_OPAQUE = re.compile(
    r"\.(?:woff2?|ttf|otf|gif|ico|bmp|mp3|mp4|m4[av]|mov|webm|og[gv]|flac|wav|zip|7z|rar|wasm|pdf|pf_index|pf_filter)"
)
PAGES = (".html", ".htm", ".xhtml")
_DATA = (".xml", ".json", ".webmanifest", ".rss", ".atom", ".pf_fragment", ".pf_meta")
_WRITTEN = (*PAGES, ".xml", ".rss", ".atom", ".css", ".svg", ".pf_fragment", ".pf_meta", ".md")  # texts, not settings
_MOST = 64 << 20  # bytes; a larger file is no text
_START = 1024


class Task(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file to look through; by its `suffix` it is known what it is."""

    key: bytes
    file: str
    suffix: str


class Searcher:
    """All that files are searched for, made ready."""

    def __init__(self, private: Private, taken: frozenset[str] = frozenset()) -> None:
        self._taken = taken
        self.passages = Passages(private.passages)
        self.addresses = Addresses(private.addresses)
        self.literals = Literals(private.folders, private.secrets)

    def look(self, data: bytes, suffix: str) -> Iterator[Finding]:
        """What is found in a file with this content."""
        if suffix in _PICTURES:
            if tells_place(data):
                yield Finding(LeakRule.LOCATION, "this picture tells where it was taken (GPS)")
            return
        if suffix in PAGES:
            yield from _whole(data)
        yield from self._look_at_text(readable(data), suffix)

    def _look_at_text(self, data: bytes, suffix: str) -> Iterator[Finding]:
        kind = Kind.HTML if suffix in PAGES else Kind.DATA if suffix in _DATA else Kind.TEXT
        text = Text(data, kind is Kind.HTML)
        marks = find_marks(data, text.words, kind, self._taken)
        labelled = find_labelled(data, text.words) if suffix not in _WRITTEN else ()
        for finding, at in (*marks, *self.literals.find(data), *find_logins(data), *labelled):
            yield _placed(finding, data, at)
        for address, at in self.addresses.find(data):
            yield _placed(Finding(LeakRule.ADDRESS, f"{masked(address)}, which stands in comment data"), data, at)
        yield from self.passages.find(text)


def _placed(finding: Finding, data: bytes, at: int) -> Finding:
    if at < 0:
        return finding
    begin = data.rfind(b"\n", 0, at) + 1
    column = len(data[begin:at].decode("utf-8", "replace")) + 1
    return msgspec.structs.replace(finding, line=data.count(b"\n", 0, at) + 1, column=column)


def _whole(data: bytes) -> Iterator[Finding]:
    """Whether a page is cut off. What does not begin as a page need not end as one."""
    if not data.strip():
        yield Finding(LeakRule.EMPTY, "this page is empty")
    elif (
        data[:_START].lstrip().lower().startswith((b"<!doctype html", b"<html"))
        and b"</html" not in data[-_START:].lower()
    ):
        yield Finding(LeakRule.EMPTY, "this page does not end: there is no </html>")


def suffix_of(path: str) -> str:
    """`.html`; "" where a name has none."""
    return os.path.splitext(path)[1].lower()


def is_opaque(suffix: str, size: int) -> bool:
    """Whether there is no looking into a file."""
    return _OPAQUE.fullmatch(suffix) is not None or (size > _MOST and suffix not in _PICTURES)


def look_through(searcher: Searcher, tasks: Sequence[Task]) -> list[tuple[bytes, tuple[Finding, ...]]]:
    """What is found in some files. OSError where one cannot be read."""
    return [(task.key, tuple(searcher.look(read_file(task.file), task.suffix))) for task in tasks]


def read_file(file: str) -> bytes:
    """The bytes of a file."""
    with open(file, "rb", buffering=0) as opened:
        return opened.read()
