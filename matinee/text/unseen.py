"""Characters that nobody sees: spaces that are none, and signs without a width, told by number and name."""

from __future__ import annotations

import re
import unicodedata

UNSEEN = "\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164\ufeff"
_ONE = re.compile(f"[{UNSEEN}]")


def find_unseen(text: str) -> int:
    """Where the first such character stands in a text, -1 where there is none."""
    found = _ONE.search(text)
    return found.start() if found else -1


def without_unseen(text: str) -> str:
    return _ONE.sub("", text)


def name_of(character: str) -> str:
    """A character as messages name it: `U+00A0 (no-break space)`."""
    name = "byte order mark" if character == "\ufeff" else unicodedata.name(character, "").lower()
    return f"U+{ord(character):04X} ({name})" if name else f"U+{ord(character):04X}"
