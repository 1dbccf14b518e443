"""How long browsers may keep a file (RFC 9111, RFC 8246): for ever where its name changes with its bytes, not at all
where readers wait for news. Whoever tells it to whomever asks here.

Files are told apart by expressions for their addresses, which Python, nginx and Caddy read alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ..search import WHOLE_TEXTS

FRESH = "public, max-age=0, must-revalidate"
HOUR = "public, max-age=3600"
LASTING = "public, max-age=31536000, immutable"

PICTURES = "/images/"
INDEX = f"/{WHOLE_TEXTS}/"
INDEX_PARTS = tuple(f"{INDEX}{part}/" for part in ("filter", "fragment", "index"))
_NAMED_BY_BYTES = {
    PICTURES: "[^/]+-[0-9a-f]{16}-[0-9]+[.](jpg|png|webp)",
    **dict.fromkeys(INDEX_PARTS, "[^/]+_[0-9a-f]+[.]pf_(filter|fragment|index)"),
}
_NEWS = "(/|[.]html|[.]xml|[.]json)"


def lifetimes(root: str = "") -> Iterator[tuple[str, str]]:
    """Expressions for decoded addresses below a root, which is one too, each with what is told of them: the first that
    is found counts, and where none is, an HOUR. The rest of an index leads to its parts, and must be as new."""
    for folder, name in _NAMED_BY_BYTES.items():
        yield f"^{root}{folder}{name}$", LASTING
    yield f"^{root}{INDEX}", FRESH
    yield f"{_NEWS}$", FRESH


def cache_header(path: str) -> str:
    """The `Cache-Control` of a published file."""
    return next((told for like, told in _lifetimes() if like.search(f"/{path}")), HOUR)


@cache
def _lifetimes() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(like), told) for like, told in lifetimes())
