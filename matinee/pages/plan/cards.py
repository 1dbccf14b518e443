"""The title cards of posts."""

from __future__ import annotations

from collections.abc import Iterator

from ...content.site import Entry, Site
from ...model import Address
from ...text.urls import output_path
from ..cards import card_address
from ..fields import field_of_post
from ..parts import CardParts
from .values import Make


def card_parts(site: Site, entry: Entry) -> CardParts | None:
    """What stands on the card of a post; None for a page outside their stream, and where a site wants no cards."""
    if entry.card.kind is not Address.POST or not site.config.theme.cards:
        return None
    film = site.films[entry.film].film if entry.film else None
    others = (film.title, film.original_title) if film else ()
    return CardParts(
        tuple(dict.fromkeys(filter(None, (entry.title, *others)))),
        film.directors if film else (),
        str(film.year or "") if film else "",
        entry.card.front.rating,
        field_of_post(entry),
    )


def plan_card(entry: Entry, parts: CardParts | None) -> Iterator[Make]:
    """The card of a post, if it has one."""
    if parts is not None:
        place = entry.place
        yield Make(output_path(card_address(entry.address)), "card", parts, f"the title card of {place.path}", place)
