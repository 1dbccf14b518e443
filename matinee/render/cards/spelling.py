"""Texts as they can be set: composed, without what nobody sees, each sign as the face has it."""

from __future__ import annotations

import re
import unicodedata

_ALIKE = str.maketrans("\u2010\u2011\u2012\u2015\u2032\u2033\u02bc\u2009\u202f\u2007", "--–—’”’\u00a0\u00a0\u00a0")
_SPACES = re.compile(r"[^\S\u00a0]+")


def spell(text: str) -> str:
    """The text as it is set. Of signs that look alike the face has one."""
    composed = unicodedata.normalize("NFC", text).translate(_ALIKE)
    seen = "".join(sign for sign in composed if sign == "\n" or unicodedata.category(sign) not in {"Cf", "Cc"})
    return _SPACES.sub(" ", seen).strip()
