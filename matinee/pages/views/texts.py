"""Stored texts, set into the page they land in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from markupsafe import escape

from ...content.site import Image
from ...model import Discussion, ImageReference, Prose
from ...text.shields import open_shields, redact_shields
from ...text.slots import fill, keep
from ..words import Words


class Texts(Protocol):
    """Where a view finds the long texts that its parts only name."""

    def prose(self, key: bytes) -> Prose:
        """The prose stored under a key."""

    def discussion(self, key: bytes) -> Discussion:
        """The conversation stored under a key; an empty one for the empty key."""


def set_prose(prose: Prose, links: Sequence[str], images: Sequence[Image], words: Words) -> str:
    """The HTML of a text with its links, images and shields in place."""
    return open_shields(set_links(prose, links, images), prose.shields, "s", words.on_shields, have_ids=True)


def set_links(prose: Prose, links: Sequence[str], images: Sequence[Image]) -> str:
    """The HTML with links and images in place, shields still closed."""

    def filler(kind: str, number: int) -> str:
        if kind == "L":
            return str(escape(links[number]))
        if kind == "I":
            return image_element(prose.images[number], images[number])
        return keep(kind, number)

    return fill(prose.html, filler)


def image_element(reference: ImageReference, image: Image) -> str:
    """The element of an image, with its size where it is known, so that the page does not jump."""
    size = f' width="{image.width}" height="{image.height}"' if image.width else ""
    title = f' title="{escape(reference.title)}"' if reference.title else ""
    wide = ' class="wide"' if image.width > 1200 else ""
    return f'<img src="{escape(image.url)}" alt="{escape(reference.alt)}"{size}{title}{wide} loading="lazy">'


def without_shields(prose: Prose, links: Sequence[str], images: Sequence[Image], words: Words) -> str:
    """The HTML for places that cannot hide a text: whatever is shielded is left out, and said to be."""
    return redact_shields(set_links(prose, links, images), prose.shields, words.shield_note)
