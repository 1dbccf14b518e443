"""Pingbacks and the like become mentions, each with an anchor of its own."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import msgspec

from ..model import Mention, Pingback, Status
from ..text.names import LONGEST_TITLE, shown_name
from ..text.slots import clean


def make_mentions(pingbacks: Iterable[Pingback]) -> tuple[Mention, ...]:
    """The approved pingbacks in file order, each with an anchor of its own."""
    taken: set[str] = set()
    return tuple(_mention(pingback, taken) for pingback in pingbacks if pingback.status is Status.APPROVED)


def _mention(pingback: Pingback, taken: set[str]) -> Mention:
    anchor = f"comment-{pingback.id}" if pingback.id else f"pingback-{_digest(pingback.source)}"
    while anchor in taken:
        anchor = f"pingback-{_digest(anchor)}"
    taken.add(anchor)
    author = pingback.author
    return Mention(
        anchor,
        pingback.source,
        shown_name(pingback.title, LONGEST_TITLE),
        frame_excerpt(clean(pingback.excerpt)),
        pingback.date,
        pingback.kind,
        pingback.type,
        author and msgspec.structs.replace(author, name=shown_name(author.name)),
    )


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()


_ELLIPSES = ("[…]", "[...]", "[&#8230;]", "[&hellip;]")


def frame_excerpt(excerpt: str) -> str:
    """The excerpt between `[…]` marks, added only where missing. WordPress of 2014 wrote `[…]`, older ones `[...]`:
    both are kept."""
    text = excerpt.replace("[&#8230;]", "[…]").replace("[&hellip;]", "[…]").strip()
    if not text:
        return ""
    before = "" if text.startswith(_ELLIPSES) else "[…] "
    after = "" if text.endswith(_ELLIPSES) else " […]"
    return f"{before}{text}{after}"
