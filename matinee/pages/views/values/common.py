"""What many views are made of, and what every page shows of the site."""

from __future__ import annotations

from typing import Any

import msgspec
from markupsafe import Markup


class View(msgspec.Struct, frozen=True, array_like=True):
    """What all views are: frozen values, compared by content."""


class Link(View, frozen=True):
    """A text that leads somewhere; where `url` is empty there is no page for it and the text stands alone."""

    title: str
    url: str = ""


class PostLink(Link, frozen=True):
    """A post by its title, which may be a film's."""

    is_film_title: bool = False


class FilmLink(Link, frozen=True):
    """A film by its title and year; where `url` is empty it has no page."""

    year: str = ""


class DateView(View, frozen=True):
    """A date for people (`text`, "January 13, 2014", with the time where one was told) and for machines (`iso`)."""

    iso: str
    text: str


class Stars(View, frozen=True):
    """A rating: `value` and `best` and `worst` as numbers in text, `label` in words, `drawn` as a newspaper sets it
    (★★★★½, B+, 7.5)."""

    value: str
    label: str
    drawn: str
    best: str
    worst: str
    scale: str


class SimilarPost(PostLink, frozen=True):
    """A review of another film."""

    year: str = ""
    stars: Stars | None = None


class Picture(View, frozen=True):
    """An image with its own size in pixels (0 where unknown); the caption is text, `ratio` "1.85" when it is a known
    film ratio. `srcset` offers it in other widths, as WebP, `sizes` says how wide it is set ("" where it is not)."""

    url: str
    alt: str
    width: int = 0
    height: int = 0
    caption: str = ""
    credit: str = ""
    ratio: str = ""
    srcset: str = ""
    sizes: str = ""

    @property
    def is_wide(self) -> bool:
        return self.width > 1200


class Head(View, frozen=True):
    """What stands in a page's head. `structured_data` is JSON-LD, safe inside its script element ("" for none)."""

    title: str
    description: str = ""
    canonical: str = ""
    kind: str = "website"
    image: str = ""
    image_alt: str = ""
    published: str = ""
    modified: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""
    feeds: tuple[Link, ...] = ()
    structured_data: Markup = Markup("")
    is_indexed: bool = True
    image_width: int = 0
    image_height: int = 0

    @property
    def locale(self) -> str:
        """The language as Open Graph wants it, `pt_BR`; "" where its tag names no country, for none can be guessed."""
        language, *others = self.language.split("-")
        country = next((part for part in others if len(part) == 2), "")
        return f"{language}_{country.upper()}" if country else ""


class SiteView(View, frozen=True):
    """What every page shows of the site: from site.yaml alone, so that no page changes because another one did.

    `root` is "" or the path under which the site lives, `search_url` is "" where there is no search, and with
    `finds_texts` whole texts are searched; `language` and
    `direction` are the site's own.
    """

    title: str
    tagline: str
    url: str
    root: str
    home_url: str
    language: str
    direction: str
    author: str
    menu: tuple[Link, ...]
    stylesheet_url: str
    feed_url: str
    json_feed_url: str
    comments_feed_url: str
    feeds_url: str
    search_url: str
    finds_texts: bool
    archives: tuple[Link, ...]
    licence: Link | None
    extra: dict[str, Any]
