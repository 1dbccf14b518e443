"""How long browsers may keep a file: for ever where its name changes with its bytes, not at all where readers wait for
news."""

from __future__ import annotations

import re

FOR_EVER = "public, max-age=31536000, immutable"
NOT_AT_ALL = "public, max-age=0, must-revalidate"
FOR_AN_HOUR = "public, max-age=3600"

_NAMED_BY_BYTES = re.compile(r"(?:^|/)images/[^/]*-[0-9a-f]{16}-\d+\.\w+$|^pagefind/(?:fragment|index|filter)/|^fonts/")
_NEWS = (".html", ".xml", ".json", ".txt")


def cache_header(path: str) -> str:
    """The `Cache-Control` of a published file (RFC 9111, RFC 8246)."""
    if _NAMED_BY_BYTES.search(path):
        return FOR_EVER
    return NOT_AT_ALL if path.endswith(_NEWS) or path == "pagefind/pagefind.js" else FOR_AN_HOUR
