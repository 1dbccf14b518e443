"""A seal on a file of ours: whether anybody has changed it since can be seen from the file alone."""

from __future__ import annotations

import re
from hashlib import blake2b

_OPEN = "0" * 32
_SEAL = re.compile(r"(?<=\(seal )[0-9a-f]{32}(?=\))")
NOTE = f"Written by `python build.py schema`, and again as long as nobody changes it (seal {_OPEN})"


def seal(text: str) -> str:
    """A text that holds the note, sealed."""
    return text.replace(_OPEN, _digest(text), 1)


def is_sealed(text: str) -> bool:
    """Whether a text is as it was when it was sealed. How its lines end does not matter: Git may change that."""
    found = _SEAL.search(text)
    return found is not None and found[0] == _digest(_SEAL.sub(_OPEN, text, count=1))


def _digest(text: str) -> str:
    return blake2b(text.replace("\r\n", "\n").encode(), digest_size=16).hexdigest()
