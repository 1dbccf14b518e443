"""What a site shows to readers, asked only where private text was found in its output: it may be public as well."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import msgspec

from ...content.layout import SourcePost
from ...content.loader import Sources
from ...model import Status
from ...text.slots import SLOT, redact
from .addresses import find_addresses
from .hidden import Reader
from .prose import Passages, as_passages

_TEXTS = (".html", ".htm", ".md", ".txt", ".xml", ".json", ".js", ".css", ".svg", ".yaml", ".webmanifest")


class Shown(msgspec.Struct, frozen=True):
    """The sources of what is shown: `posts` that are published, `films`, templates."""

    sources: Sources
    templates: tuple[tuple[str, Path], ...]
    reader: Reader
    posts: tuple[SourcePost, ...] = ()
    films: tuple[str, ...] = ()

    def published(self, pieces: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The texts in which one of the pieces may stand, each whole and without its shields."""
        may_hold = Passages(as_passages(pieces)).may_hold
        for post in self.posts:
            yield from self._posts(post) if may_hold(self.reader.text(post.path)) else ()
            yield from self._talk(post) if may_hold(self.reader.text(post.comments)) else ()
            yield from self._mentions(post) if may_hold(self.reader.text(post.pingbacks)) else ()
        yield from ((text, text) for text in self._others() if may_hold(text))

    def addresses(self, addresses: Iterable[str]) -> Iterator[str]:
        """Those of the addresses that stand in what the author publishes, conversations apart."""
        wanted = set(addresses)
        for text in chain(self._others(), (self.reader.text(post.path) for post in self.posts)):
            yield from wanted & find_addresses(text)

    def _posts(self, post: SourcePost) -> Iterator[tuple[str, str]]:
        if (read := self.reader.post(post)) is None:
            return
        front, html = read[0].front, read[1].html
        told = str(msgspec.to_builtins(front))
        yield f"{told}\n{_plain(html)}", told if front.spoilers is not None else f"{told}\n{_bare(html)}"

    def _talk(self, post: SourcePost) -> Iterator[tuple[str, str]]:
        for comment in self.reader.comments(self.reader.text(post.comments)):
            if comment.status is Status.APPROVED:
                html = self.reader.html(comment)
                yield f"{comment.author} {_plain(html)}", "" if comment.spoiler is not None else _bare(html)

    def _mentions(self, post: SourcePost) -> Iterator[tuple[str, str]]:
        for one in self.reader.pingbacks(self.reader.text(post.pingbacks)):
            if one.status is Status.APPROVED:
                told = f"{one.source} {one.title} {one.excerpt}"
                yield told, told

    def _others(self) -> Iterator[str]:
        """The texts of site.yaml, films, diary and templates. What lies in static/ may have got there by mistake."""
        yield from (self.reader.text(path) for path in ("site.yaml", "diary.yaml", *self.films))
        for _, folder in (*self.templates, ("diary", self.sources.content / "diary")):
            for place, _, names in os.walk(folder):
                yield from (_read(os.path.join(place, name)) for name in sorted(names) if name.endswith(_TEXTS))


def _plain(html: str) -> str:
    return SLOT.sub("", html)


def _bare(html: str) -> str:
    """The HTML without what is shielded."""
    return SLOT.sub("", redact(html, lambda _kind, _number: " "))


def _read(file: str) -> str:
    try:
        with open(file, encoding="utf-8", errors="replace") as opened:
            return opened.read()
    except OSError:
        return ""
