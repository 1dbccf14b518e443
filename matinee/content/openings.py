"""How texts begin: on one line, cut short where lists have no room for more."""

from __future__ import annotations

import re

SENTENCE = 160
_SENTENCE_END = re.compile(r"[.!?…](?<!\..)(?=[ ”’»])")  # of three dots, none


def shorten(text: str, length: int) -> str:
    """The text on one line, cut at a word to at most `length` characters, with an ellipsis where cut."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return (
        line[: length + 1].rpartition(" ")[0].rstrip(" ,;:.–—-") + "…"
        if " " in line[: length + 1]
        else line[:length] + "…"
    )


def first_sentence(text: str) -> str:
    """The first sentence of a text, or what of it fits a line or two."""
    line = shorten(text.partition("\n\n")[0], 4 * SENTENCE)
    end = _SENTENCE_END.search(line, 24)
    first = line if end is None else line[: end.start() + 2].rstrip()
    return first if len(first) <= SENTENCE else shorten(first, SENTENCE)
