"""Private texts are looked for in files: quickly in those that hold none, which are nearly all."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sized
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import msgspec

from ...model import LeakRule
from .crowd import Crowd
from .passages import View, locator, readings, squeeze, views
from .private import Passage
from .rules import Finding
from .shields import has_shields, shields_of, without_shields

_LETTERS = bytes(
    code | 32 if chr(code | 32) in "abcdefghijklmnopqrstuvwxyz" and code < 128 else 32 for code in range(256)
)
_DIGITS = re.compile(r"\d+")
_WIDE = re.compile(r"[^\W\x00-\x7f]{2,}")  # words of scripts other than Latin
_UNICODE = re.compile(rb"\\u[0-9a-fA-F]{4}")


def words_of(data: bytes) -> set[bytes]:
    """The runs of Latin letters in a file, made small. The escapes of JSON part them."""
    if b"\\" in data:
        data = _UNICODE.sub(b" ", data.replace(b"\\n", b" ").replace(b"\\t", b" ").replace(b"\\r", b" "))
    return set(data.translate(_LETTERS).split())


_CROWD = 20  # bytes; to ask for a passage by its words takes as long as to go through so many of a text


class _Known(NamedTuple):
    """A passage with the words that a file must have to hold it, and its letters."""

    passage: Passage
    words: frozenset[bytes]
    wide: frozenset[str]
    letters: str


class Text:
    """A file's text, which is looked into more and more closely."""

    def __init__(self, data: bytes, is_page: bool) -> None:
        self._data = data
        self._is_page = is_page

    @cached_property
    def text(self) -> str:
        return self._data.decode("utf-8", "replace")

    @cached_property
    def wide(self) -> set[str]:
        """The words of scripts other than Latin."""
        return set(_WIDE.findall(self.text.casefold()))

    @cached_property
    def readings(self) -> tuple[str, str]:
        return readings(self.text)

    @cached_property
    def views(self) -> tuple[View, View]:
        return views(*self.readings)

    @cached_property
    def _unshielded(self) -> Text | None:
        if not self._is_page or not has_shields(self.text):
            return None
        return Text(without_shields(self.text).encode("utf-8", "replace"), is_page=False)

    @property
    def unshielded(self) -> Text:
        """A page without its shields; any other file has none."""
        return self._unshielded or self

    def is_outnumbered(self, passages: Iterable[Sized]) -> bool:
        """Whether it is sooner gone through once than asked for each of these."""
        return sum(map(len, passages)) * _CROWD > len(self._data)

    @cached_property
    def words(self) -> set[bytes]:
        return words_of(self._data)


class Passages:
    """Passages by the rarest of their words; if a file may hold very many, by their letters."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._known = [_known(passage) for passage in passages]
        counts = Counter(word for one in self._known for word in one.words)
        wide = Counter(word for one in self._known for word in one.wide)
        self._by_word: defaultdict[bytes, list[int]] = defaultdict(list)
        self._by_wide: defaultdict[str, list[int]] = defaultdict(list)
        self._wordless: list[int] = []  # nothing but digits and single letters
        for number, one in enumerate(self._known):
            if one.words:
                self._by_word[min(one.words, key=lambda word: (counts[word], -len(word), word))].append(number)
            elif one.wide:
                self._by_wide[min(one.wide, key=lambda word: (wide[word], -len(word), word))].append(number)
            elif one.letters:
                self._wordless.append(number)

    def find(self, text: Text) -> Iterator[Finding]:
        """The passages that a file holds."""
        for passage in self._held(text):
            yield Finding(passage.rule, told(passage), proof=passage.text)

    def found_in(self, text: str) -> set[str]:
        """The passages that a text holds."""
        return {passage.text for passage in self._held(Text(text.encode("utf-8", "replace"), is_page=False))}

    def may_hold(self, text: str) -> bool:
        """Whether a text may hold one of the passages, by its words."""
        asked = Text(text.encode("utf-8", "replace"), is_page=False)
        hits = self._hits(asked)
        return asked.is_outnumbered(hits) or any(self._is_likely(number, asked) for number in chain(*hits))

    def _held(self, text: Text) -> Iterator[Passage]:
        hits = self._hits(text)
        for one in self._in_crowd(text) if text.is_outnumbered(hits) else self._among(text, chain(*hits)):
            title = locator(one.passage.text, is_whole=True) if one.passage.is_title else None
            if title is None or title.search(_shown(one, text).text):
                yield one.passage

    def _hits(self, text: Text) -> list[list[int]]:
        """The passages whose rarest word a file has, by that word."""
        hits = [self._by_word[word] for word in self._by_word.keys() & text.words]
        if self._by_wide:
            hits += [self._by_wide[word] for word in self._by_wide.keys() & text.wide]
        return [*hits, self._wordless]

    def _is_likely(self, number: int, text: Text) -> bool:
        one = self._known[number]
        if one.words or one.wide:
            return one.words <= text.words if one.words else one.wide <= text.wide
        return max(_DIGITS.findall(one.passage.text), key=len, default="") in text.text

    def _among(self, text: Text, hits: Iterable[int]) -> Iterator[_Known]:
        """Of the passages that a file may hold, those that it does."""
        for number in sorted(number for number in hits if self._is_likely(number, text)):
            one = self._known[number]
            shown = _shown(one, text)
            if (shown is text or one.words <= shown.words) and any(one.letters in view.letters for view in shown.views):
                yield one

    def _in_crowd(self, text: Text) -> Iterator[_Known]:
        """The passages that a file holds, found by going through its letters."""
        whole = dict.fromkeys(letters for view in text.views for letters in self._crowd.found_in(view))
        bare = whole
        if text.unshielded is not text:
            bare = dict.fromkeys(letters for view in text.unshielded.views for letters in self._crowd.found_in(view))
        for letters in whole | bare:
            for one in self._by_letters[letters]:
                if letters in (bare if one.passage.rule is LeakRule.SPOILER else whole):
                    yield one

    @cached_property
    def _crowd(self) -> Crowd:
        return Crowd(self._by_letters)

    @cached_property
    def _by_letters(self) -> dict[str, list[_Known]]:
        found: defaultdict[str, list[_Known]] = defaultdict(list)
        for one in self._known:
            found[one.letters].append(one)
        return found


def _shown(one: _Known, text: Text) -> Text:
    """The text in which a passage must not stand."""
    return text.unshielded if one.passage.rule is LeakRule.SPOILER else text


def _known(passage: Passage) -> _Known:
    words = words_of(passage.text.encode("utf-8", "replace"))
    telling = frozenset(word for word in words if len(word) > 2) or frozenset(words)
    return _Known(passage, telling, frozenset(_WIDE.findall(passage.text.casefold())), squeeze(passage.text))


def locate(finding: Finding, data: bytes, is_page: bool) -> Finding:
    """A finding of private text with its place in a file; the whole file where that is not plain."""
    text = data.decode("utf-8", "replace")
    hidden = list(shields_of(text)) if is_page and finding.rule is LeakRule.SPOILER else []
    for found in locator(finding.proof).finditer(text):
        if not any(start <= found.start() < end for start, end in hidden):
            line, column = place_of(text, found.start())
            return msgspec.structs.replace(finding, line=line, column=column)
    return finding


def told(passage: Passage) -> str:
    """What was found, in words that do not tell it all."""
    what = "the title" if passage.is_title else "text"
    words = passage.text.split()
    opening = " ".join(words[: min(4, max(1, len(words) // 2))])[:32]
    return f"{what} of {passage.source}, “{opening} …”"


def source_of(finding: Finding) -> str:
    """The file that a text or a title was told to be of; "" for what is neither."""
    return finding.told.partition(", “")[0].partition(" of ")[2] if finding.proof else ""


def place_of(text: str, at: int) -> tuple[int, int]:
    """Line and column, both from 1."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def as_passages(pieces: Iterable[str]) -> Iterator[Passage]:
    """Pieces to be looked for, wherever they are from."""
    return (Passage(LeakRule.DRAFT, "", piece) for piece in pieces)


def public_pieces(found: Collection[str], texts: Iterable[tuple[str, str]]) -> tuple[set[str], set[str]]:
    """Which of some pieces stand in texts that readers see, each told whole and without its shields: those that stand
    in the whole, and those that stand in the open."""
    wanted = Passages(as_passages(found))
    whole: set[str] = set()
    bare: set[str] = set()
    for told_whole, told_bare in texts:
        here = wanted.found_in(told_whole)
        whole |= here
        bare |= here if told_bare == told_whole else wanted.found_in(told_bare)
    return whole, bare
