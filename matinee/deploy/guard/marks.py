"""Keys, tokens, paths, local addresses and what the preview adds: by the marks that they bear."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from html import escape
from typing import NamedTuple
from urllib.parse import quote

from ...model import LeakRule
from ...preview.additions import ADDRESS, BEGIN, END
from .makes import HOME, KEYS, LOCAL, PATH_EDGE, PATHS, TOKENS, WORD_EDGE, Make
from .rules import Finding


class Kind(Enum):
    """What a file is, as far as that matters to what may stand in it."""

    HTML = "html"
    DATA = "data"  # feeds, sitemaps, JSON: what stands there between quotes or tags is a value
    TEXT = "text"


class Mark(NamedTuple):
    """What bears a mark: a file without one of the `words`, or without one of the `signs`, has none of it."""

    rule: LeakRule
    name: str
    pattern: re.Pattern[bytes]
    words: frozenset[bytes]
    signs: tuple[bytes, ...]


def _marks(rule: LeakRule, makes: Iterable[Make], edge: str = "") -> Iterator[Mark]:
    for make in makes:
        signs = tuple(sign.encode() for sign in make.signs.split("|") if sign)
        yield Mark(
            rule, make.name, re.compile((edge + make.pattern).encode()), frozenset(make.words.encode().split()), signs
        )


MARKS: tuple[Mark, ...] = (
    *_marks(LeakRule.KEY, KEYS),
    *_marks(LeakRule.TOKEN, TOKENS, WORD_EDGE),
    *_marks(LeakRule.PATH, PATHS),
    *_marks(LeakRule.LOCAL, LOCAL),
)
_TELLING = frozenset[bytes]().union(*(mark.words for mark in MARKS))
_BEFORE_VALUES = tuple(b"\" ' &quot; &#34; &#39; <loc> <link> <id> <uri> <url> <icon> <logo> <guid> <comments>".split())
_PREVIEW = (BEGIN, END, f"{ADDRESS}preview.js".encode(), f"{ADDRESS}preview.css".encode())


class Literals:
    """Values that are private on this computer only: folders, and what secret variables hold."""

    def __init__(self, folders: Sequence[str], secrets: Sequence[tuple[str, str]]) -> None:
        self._folders = [_folder_pattern(folder) for folder in folders]
        self._secrets = [(name, form) for name, value in secrets for form in _forms(value)]

    def find(self, data: bytes) -> Iterator[tuple[Finding, int]]:
        for text, pattern in self._folders:
            if text in data and (found := pattern.search(data)):
                yield Finding(LeakRule.PATH, f"a path of your computer: {text.decode()}"), found.start()
        for name, form in self._secrets:
            if (at := data.find(form)) >= 0:
                yield Finding(LeakRule.TOKEN, f"the value of the environment variable {name}"), at


def _folder_pattern(folder: str) -> tuple[bytes, re.Pattern[bytes]]:
    text = folder.encode()
    return text, re.compile(PATH_EDGE.encode() + re.escape(text) + rb"(?![\w.-])")


def _forms(value: str) -> set[bytes]:
    """A value as it stands in texts, in HTML, in addresses and in JSON."""
    slashed = value.replace("\\", "\\\\").replace('"', '\\"')
    return {form.encode() for form in (value, escape(value), quote(value, safe=""), slashed)}


def find_marks(
    data: bytes, words: set[bytes], kind: Kind, taken: frozenset[str] = frozenset()
) -> Iterator[tuple[Finding, int]]:
    """What bears a mark in a file whose words (runs of letters, made small) these are; each with where it stands. Of
    home folders, those that are `taken` are addresses of the site."""
    told = words & _TELLING
    for mark in MARKS:
        if mark.words and told.isdisjoint(mark.words):
            continue
        if mark.signs and not any(sign in data for sign in mark.signs):
            continue
        for found in mark.pattern.finditer(data):
            if mark.rule is LeakRule.LOCAL and not _is_value(data, found.start(), kind):
                continue
            if mark.name == HOME and _first_folder(found[0]) in taken:
                continue
            yield Finding(mark.rule, f"{mark.name}{_shown(mark.rule, found[0])}"), found.start()
            break
    if b"matinee" in words and (at := next((at for sign in _PREVIEW if (at := data.find(sign)) >= 0), -1)) >= 0:
        yield Finding(LeakRule.PREVIEW, "what the preview adds to a page in its answer"), at


def _first_folder(path: bytes) -> str:
    return path.split(b"/")[1].decode() if path.startswith(b"/") else ""


def _shown(rule: LeakRule, found: bytes) -> str:
    """As much of what was found as may be told."""
    if rule is LeakRule.KEY:
        return ""
    text = found.decode("utf-8", "replace")
    return f", {text[:4]}…" if rule is LeakRule.TOKEN else f": {text}"


def _is_value(data: bytes, at: int, kind: Kind) -> bool:
    """Whether an address is one that leads somewhere, and not one that a text tells of."""
    if kind is Kind.HTML:
        if data.rfind(b"<", 0, at) > data.rfind(b">", 0, at):
            return True
        return data.rfind(b"<script", 0, at) > data.rfind(b"</script", 0, at)
    if kind is Kind.DATA:
        return data[max(0, at - 10) : at].endswith(_BEFORE_VALUES)
    return True
