"""Title cards: the pictures that other sites show beside links to posts. What stands on one; `matinee.render.cards`
draws it."""

from __future__ import annotations

from hashlib import blake2b

import msgspec

from .parts import CardParts, Settings
from .views.texts import Texts

SIZE = (1200, 630)


class Card(msgspec.Struct, frozen=True, array_like=True):
    """What stands on a title card. The first of the `titles` that can be set in its face is; `stars` and `name`
    stand at its foot."""

    titles: tuple[str, ...]
    by: str
    year: str
    stars: str
    name: str
    field: int

    @property
    def mark(self) -> str:
        """What is another one when the card is."""
        return blake2b(msgspec.msgpack.encode(self), digest_size=4).hexdigest()


def make_card(parts: CardParts, _texts: Texts | None, settings: Settings) -> Card:
    site, words = settings.site, settings.words
    stars = words.stars(parts.rating, settings.scale)
    return Card(
        parts.titles,
        words.few_listed(parts.directors),
        parts.year,
        stars.drawn if stars else "",
        _in_capitals(site.title, site.language),
        parts.field,
    )


def _in_capitals(name: str, language: str) -> str:
    """The name as the masthead sets it."""
    dotted = language.partition("-")[0] in {"tr", "az"}
    return (name.replace("i", "İ") if dotted else name).upper()


def card_address(address: str) -> str:
    """Where the card of the post at an address lies."""
    return (address if address.endswith("/") else address + ".") + "card.png"
