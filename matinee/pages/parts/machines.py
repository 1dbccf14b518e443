"""What is made for machines, and what a site adds itself."""

from __future__ import annotations

from typing import Any

from .common import Part


class SitemapParts(Part, frozen=True):
    """Addresses with the date they last changed ("" where it says nothing)."""

    addresses: tuple[tuple[str, str], ...]


class SitemapIndexParts(Part, frozen=True):
    addresses: tuple[str, ...]


class RobotsParts(Part, frozen=True):
    sitemap: str


class StubParts(Part, frozen=True):
    target: str


class StyleParts(Part, frozen=True):
    accent_light: str
    accent_dark: str
    fonts: dict[str, str]


class OwnParts(Part, frozen=True):
    address: str
    template: str
    title: str
    data: Any
