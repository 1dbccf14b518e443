"""How long browsers may keep a file: for ever where its name changes with its bytes, not at all where readers wait for
news."""

from __future__ import annotations

import re

from ..pages.hosts.headers import FRESH, HOUR, LASTING

_NAMED_BY_BYTES = re.compile(r"^images/[^/]*-[0-9a-f]{16}-\d+\.\w+$|^pagefind/(?:fragment|index|filter)/")
_NEWS = (".html", ".xml", ".json", ".txt", "pagefind/pagefind.js")


def cache_header(path: str) -> str:
    """The `Cache-Control` of a published file (RFC 9111, RFC 8246)."""
    if _NAMED_BY_BYTES.search(path):
        return LASTING
    return FRESH if path.endswith(_NEWS) else HOUR
