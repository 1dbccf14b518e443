"""Private texts in pieces that can be found again, whatever markup, quotes and spaces stand around and between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import accumulate

from ...text.slots import SLOT

LONG, SHORT = 40, 30  # characters of a piece; of one from behind a shield
TITLE = 12
BODY = 20  # a whole paragraph of what was not let in

_BLOCK = re.compile(
    r"</?(?:p|div|li|ul|ol|h[1-6]|blockquote|pre|t[dhr]|table|figure|figcaption|d[dlt]|br|hr)\b[^>]*>", re.I
)
TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W_]+")
_WORD_OR_LINE = re.compile(r"[^\W_]+|\n")
_UNICODE = re.compile(r"\\u([0-9a-fA-F]{4})")
_ESCAPED = re.compile(r"\\([nrtbf\"'/\\])")


def squeeze(text: str) -> str:
    """The letters and digits of a text and nothing else: two texts are the same if they differ in the rest."""
    return "".join(_WORD.findall(text.casefold()))


def paragraphs(html: str) -> Iterator[str]:
    """The plain texts of the blocks of some HTML, slots left out."""
    for block in _BLOCK.split(SLOT.sub("", html)):
        text = " ".join(unescape(TAG.sub("", block)).split())
        if text:
            yield text


def pieces(text: str, least: int) -> Iterator[str]:
    """A paragraph in runs of whole words, each of `least` characters at least, the last one reaching back as far as it
    needs to; none where the whole is shorter. Whoever shows twice that much of it shows one of them."""
    words, run, size = text.split(), [""][:0], 0
    for word in words:
        run.append(word)
        size += len(word) + 1
        if size > least:
            yield " ".join(run)
            run, size = [], 0
    if run and len(text) >= least:
        back = len(words) - len(run)
        while size <= least and back:
            back -= 1
            size += len(words[back]) + 1
        yield " ".join(words[back:])


def all_pieces(html: Iterable[str], least: int, whole: int = 0) -> tuple[str, ...]:
    """The pieces of some HTML, each once; paragraphs of `whole` characters are pieces as they are, if that is told."""
    found: dict[str, None] = {}
    for text in (text for part in html for text in paragraphs(part)):
        short = [text] if whole and whole <= len(text) < least else []
        found.update(dict.fromkeys([*pieces(text, least), *short]))
    return tuple(found)


def unslash(text: str) -> str:
    """The text without the escapes of JSON and scripts."""
    if "\\" not in text:
        return text
    text = _UNICODE.sub(lambda found: chr(int(found[1], 16)), text)
    return _ESCAPED.sub(lambda found: " " if found[1] in "nrtbf" else found[1], text)


def readings(text: str) -> tuple[str, str]:
    """A file's text as it is read, a line for each block, and with everything that stands in tags."""
    told = unescape(unslash(text)) if "&" in text or "\\" in text else text
    again = unescape(told) if "&" in told else told  # feeds hold escaped HTML
    read = TAG.sub("", _BLOCK.sub("\n", told.replace("\n", " ")))
    return (unescape(read) if "&" in read else read), again


class View:
    """A text squeezed to its letters and digits, of which it is known where its words begin."""

    def __init__(self, words: list[str]) -> None:
        self.letters = "".join(words)
        self._words = words

    def starts(self) -> Iterator[int]:
        """Where words begin, and the end."""
        return accumulate(map(len, self._words), initial=0)


def views(read: str, everything: str) -> tuple[View, View]:
    """Both readings, squeezed; nothing reaches from one block into the next."""
    return View(_WORD_OR_LINE.findall(read.casefold())), View(_WORD.findall(everything.casefold()))


_GAP = r"(?:<[^>]*>|&#?\w+;|\\u[0-9a-fA-F]{4}|\\[nrt\"/\\]|[\W_])*+"


def locator(piece: str, is_whole: bool = False) -> re.Pattern[str]:
    """What finds the beginning of a piece in a file as it is; all of it, by whole words, if it `is_whole`."""
    words = _WORD.findall(piece)
    edge = r"(?<!\w)" if is_whole else ""
    end = r"(?!\w)" if is_whole else ""
    return re.compile(edge + _GAP.join(map(re.escape, words if is_whole else words[:5])) + end, re.IGNORECASE)
