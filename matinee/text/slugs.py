"""Slugs: names that can stand in an address and in a file system, on every machine the same."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b

LONGEST = 120  # bytes; a file name may have 255, and `-2013` or `.html` may follow
_PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_OTHERS = re.compile(r"[^a-z0-9]+")
_DROPPED = str.maketrans("", "", "'’ʼ`´\u200b\u200c\u200d\u2060\ufeff")
RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)


@lru_cache(maxsize=65536)
def slugify(text: str) -> str:
    """The slug of a name: letters and digits of any script in lower case (NFC), parted by hyphens.

    Never empty, never longer than LONGEST bytes, never a name that Windows reserves. Where too little or too much
    remains, a digest of
    the whole text stands in, so that two such names do not clash.
    """
    if len(text) <= LONGEST and _PLAIN.fullmatch(text) and not RESERVED.fullmatch(text):
        return text
    slug = _parted(text)
    if not slug or RESERVED.fullmatch(slug):
        return f"{slug or 'n'}-{_digest(text)}"
    if len(slug.encode()) > LONGEST:
        return f"{slug.encode()[: LONGEST - 9].decode(errors='ignore').rstrip('-')}-{_digest(text)}"
    return slug


def _parted(text: str) -> str:
    """The letters and digits of a text in lower case, with one hyphen for whatever else stands between them."""
    if text.isascii():
        return _OTHERS.sub("-", text.lower().replace("'", "").replace("`", "")).strip("-")
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold()).translate(_DROPPED)
    slug = "".join(char if char.isalnum() or unicodedata.category(char)[0] == "M" else "-" for char in folded)
    return re.sub("-{2,}", "-", slug).strip("-")


def fold(text: str) -> str:
    """Two names with equal folds would be one file on some machine: compatibility form, without case."""
    return text if text.isascii() and text.islower() else unicodedata.normalize("NFKC", text).casefold()


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


_ARTICLES = re.compile(
    r"(?:the|an?|le|la|les|l['’]|der|die|das|el|los|las|il|lo|gli|i|o|os|as|de|het)(?:\s+|(?<=['’]))(?=\S)",
    re.IGNORECASE,
)


def sort_key(title: str) -> str:
    """How a title sorts in an index: without its leading article, accents or case."""
    bare = _ARTICLES.sub("", title, count=1) if _ARTICLES.match(title) else title
    decomposed = unicodedata.normalize("NFKD", bare.casefold())
    kept = "".join(char for char in decomposed if not unicodedata.combining(char))
    return kept.lstrip("¡¿\"'“‘«„([ ").strip() or kept
