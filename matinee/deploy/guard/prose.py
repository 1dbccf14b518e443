"""Private texts are looked for in files: quickly in those that hold none, which are nearly all."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import msgspec

from .passages import RUN, locator, readings, runs, squeeze, views
from .private import Passage
from .rules import Finding

_LETTERS = bytes(
    code | 32 if chr(code | 32) in "abcdefghijklmnopqrstuvwxyz" and code < 128 else 32 for code in range(256)
)
_WIDE = re.compile(r"[^\W\x00-\x7f]{2,}")  # words of scripts other than Latin
_UNICODE = re.compile(rb"\\u[0-9a-fA-F]{4}")
_SHIELD = re.compile(
    r"<(span|details)\b[^>]*\bclass\s*=\s*[\"']?(?:[^\"'>]*\s)?spoiler(?=[\s\"'>])[^>]*>", re.IGNORECASE
)


def words_of(data: bytes) -> set[bytes]:
    """The runs of Latin letters in a file, made small. The escapes of JSON part them."""
    if b"\\" in data:
        data = _UNICODE.sub(b" ", data.replace(b"\\n", b" ").replace(b"\\t", b" ").replace(b"\\r", b" "))
    return set(data.translate(_LETTERS).split())


_CROWD = 300  # passages; to ask that many by their words takes longer than to make runs of the file's


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
    def views(self) -> tuple[str, str]:
        return views(*self.readings)

    @cached_property
    def runs(self) -> set[tuple[str, ...]]:
        """Every run of four words."""
        return set().union(*map(runs, self.readings))

    @cached_property
    def unshielded(self) -> Text:
        """A page without its shields; any other file has none."""
        if not self._is_page or _SHIELD.search(self.text) is None:
            return self
        return Text(without_shields(self.text).encode("utf-8", "replace"), is_page=False)

    @cached_property
    def words(self) -> set[bytes]:
        return words_of(self._data)


class Passages:
    """Passages by the rarest of their words."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        known = [_known(passage) for passage in passages]
        counts = Counter(word for one in known for word in one.words)
        wide = Counter(word for one in known for word in one.wide)
        self._by_word: defaultdict[bytes, list[_Known]] = defaultdict(list)
        self._by_wide: defaultdict[str, list[_Known]] = defaultdict(list)
        self._by_run: defaultdict[tuple[str, ...], list[_Known]] = defaultdict(list)
        self._short: list[_Known] = []
        for one in known:
            if one.words:
                self._index_run(one)
                self._by_word[min(one.words, key=lambda word: (counts[word], -len(word), word))].append(one)
            elif one.wide:
                self._by_wide[min(one.wide, key=lambda word: (wide[word], -len(word), word))].append(one)

    def _index_run(self, one: _Known) -> None:
        """Know a passage by the run of words that it begins with, if it is long enough."""
        run = min(runs(" ".join(one.passage.text.split()[: RUN + 1])), default=())
        if run:
            self._by_run[run].append(one)
        else:
            self._short.append(one)

    def find(self, text: Text) -> Iterator[Finding]:
        """The passages that a file holds, each with its place."""
        for one in self._likely(text):
            shown = text.unshielded if one.passage.rule == "spoiler" else text
            if shown is not text and not one.words <= shown.words:
                continue
            if not any(one.letters in view for view in shown.views):
                continue
            if not one.passage.is_title or locator(one.passage.text, is_whole=True).search(shown.text):
                yield Finding(one.passage.rule, told(one.passage), proof=one.passage.text)

    def found_in(self, text: str) -> set[str]:
        """The passages that a text holds."""
        return {finding.proof for finding in self.find(Text(text.encode("utf-8", "replace"), is_page=False))}

    def _likely(self, text: Text) -> Iterator[_Known]:
        """The passages that a file may hold, by its words; by runs of them where that would be most."""
        words = text.words
        hit = self._by_word.keys() & words
        if sum(len(self._by_word[word]) for word in hit) > _CROWD:
            for run in self._by_run.keys() & text.runs:
                yield from self._by_run[run]
            yield from (one for one in self._short if one.words <= words)
        else:
            for word in hit:
                yield from (one for one in self._by_word[word] if one.words <= words)
        if self._by_wide:
            for token in self._by_wide.keys() & text.wide:
                yield from (one for one in self._by_wide[token] if one.wide <= text.wide)


def _known(passage: Passage) -> _Known:
    words = words_of(passage.text.encode("utf-8", "replace"))
    telling = frozenset(word for word in words if len(word) > 2) or frozenset(words)
    return _Known(passage, telling, frozenset(_WIDE.findall(passage.text.casefold())), squeeze(passage.text))


def locate(finding: Finding, data: bytes, is_page: bool) -> Finding:
    """A finding of private text with its place in a file; the whole file where that is not plain."""
    text = data.decode("utf-8", "replace")
    hidden = list(shields_of(text)) if is_page and finding.rule == "spoiler" else []
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


def shields_of(page: str) -> Iterator[tuple[int, int]]:
    """Where the outermost shields of a page begin and end."""
    at = 0
    while found := _SHIELD.search(page, at):
        at = _end_of(page, found.end(), found[1])
        yield found.start(), at


def without_shields(page: str) -> str:
    """A page's HTML without what stands in its shields."""
    ends = [(0, 0), *shields_of(page), (len(page), len(page))]
    return "".join(page[left[1] : right[0]] for left, right in pairwise(ends))


def _end_of(page: str, at: int, name: str) -> int:
    """Where the element of that name ends whose inside begins there."""
    depth = 1
    for found in re.compile(rf"<(/?){name}\b[^>]*>", re.IGNORECASE).finditer(page, at):
        depth += -1 if found[1] else 1
        if not depth:
            return found.end()
    return len(page)


def public_pieces(found: Collection[str], texts: Iterable[tuple[str, str]]) -> tuple[set[str], set[str]]:
    """Which of some pieces stand in texts that readers see, each told whole and without its shields: those that stand
    in the whole, and those that stand in the open."""
    wanted = Passages(Passage("draft", "", piece) for piece in found)
    whole: set[str] = set()
    bare: set[str] = set()
    for told_whole, told_bare in texts:
        whole |= wanted.found_in(told_whole)
        bare |= wanted.found_in(told_bare)
    return whole, bare
