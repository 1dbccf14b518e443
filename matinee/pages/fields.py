"""The grounds on which title cards and intertitles stand: for each film one of twelve, for ever."""

from __future__ import annotations

from hashlib import blake2b

from ..content.site import Entry
from ..text.slugs import slugify
from .views.values import Field

# Their order is for ever too: a film has a place in it. The stylesheet and the drawn cards both take them from here.
FIELDS = (
    Field("#14213D", "#F2E9D8"),
    Field("#3B0D17", "#F4D9C6"),
    Field("#0F3D3E", "#EAF0DC"),
    Field("#2B2B2B", "#F5F5F0"),
    Field("#4A1D5C", "#F3E3F0"),
    Field("#7A1F1F", "#FBE9D7"),
    Field("#1D3B2A", "#F0EBD2"),
    Field("#5B3A09", "#FFF0CF"),
    Field("#0B3C5D", "#F6EFD9"),
    Field("#E9DFC7", "#1B1B1B"),
    Field("#D8C24A", "#17181B"),
    Field("#C9D6D3", "#1B2326"),
)
PLAIN = 4  # black: for what is no film


def field_of_post(entry: Entry) -> int:
    """The number of the field of a post: that of its film, whoever writes of it; without one, of its slug or title."""
    return field_of(entry.film or entry.card.front.slug or slugify(entry.title))


def field_of(name: str) -> int:
    """The number of a name's field, from 1 on."""
    return (
        int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") % len(FIELDS) + 1
    )
