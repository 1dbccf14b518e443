"""How texts begin: on one line, cut short where lists have no room for more."""

from __future__ import annotations

import re

SENTENCE = 240
_SENTENCE_END = re.compile(r"[.!?…](?<!\..)(?<!\b[DM]r\.)(?<!\bMrs\.)(?<!\bSt\.)(?=[ ”’»])")  # of three dots, none


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
    """The first sentence of a text, whole unless it is longer than three or four lines."""
    line = shorten(text.partition("\n\n")[0], 4 * SENTENCE)
    ends = (end.start() + 2 for end in _SENTENCE_END.finditer(line, 24))
    first = next((line[:end].rstrip() for end in ends if not line[end:].lstrip()[:1].islower()), line)
    return first if len(first) <= SENTENCE else shorten(first, SENTENCE)
