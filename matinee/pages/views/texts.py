"""Stored texts, set into the page they land in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from markupsafe import escape

from ...content.site import Image
from ...model import Discussion, ImageReference, Prose
from ...text.shields import open_shields, redact_shields
from ...text.slots import fill, keep
from ..words import Words
from .pictures import lone_element, picture_element

Element = Callable[[ImageReference, Image], str]


class Texts(Protocol):
    """Where a view finds the long texts that its parts only name."""

    def prose(self, key: bytes) -> Prose:
        """The prose stored under a key."""

    def discussion(self, key: bytes) -> Discussion:
        """The conversation stored under a key; an empty one for the empty key."""


def set_prose(prose: Prose, links: Sequence[str], images: Sequence[Image], words: Words) -> str:
    """The HTML of a text with its links, images and shields in place."""
    return open_shields(set_links(prose, links, images), prose.shields, "s", words.on_shields, have_ids=True)


def set_links(prose: Prose, links: Sequence[str], images: Sequence[Image], element: Element = picture_element) -> str:
    """The HTML with links and images in place, each image as its `element`; shields still closed."""

    def filler(kind: str, number: int) -> str:
        if kind == "L":
            return str(escape(links[number]))
        if kind == "I":
            return element(prose.images[number], images[number])
        return keep(kind, number)

    return fill(prose.html, filler)


def without_shields(prose: Prose, links: Sequence[str], images: Sequence[Image], words: Words) -> str:
    """The HTML for places that cannot hide a text: whatever is shielded is left out, and said to be."""
    return redact_shields(set_links(prose, links, images, lone_element), prose.shields, words.shield_note)
