"""What outputs are made of. An output's view is made of its parts and of nothing else, so equal parts mean an equal
page.

Parts are small frozen values that encode to bytes: the bytes are the fingerprint's matter, and what a worker gets.
Long texts are named by
the digest that they are stored under; the worker fetches them.
"""

from __future__ import annotations

from typing import Any

import msgspec

from ..content.site import Image
from ..model import EPOCH, Film, Front, Moment, ReplyForm, Scale
from .views.values import FilmLink, Link, Pager, PostLink, RecentComment, Row, RowGroup, SeriesView, SiteView


class Part(msgspec.Struct, frozen=True, array_like=True):
    """A value that an output is made of."""


class Settings(Part, frozen=True):
    """What every view may know of site.yaml; part of every fingerprint."""

    site: SiteView
    scale: Scale
    depth: int
    form: ReplyForm | None


class FilmPart(Part, frozen=True):
    """A film as pages show it. `people`, `genres` and `countries` are the urls of those names that have a page;
    `poster` is None where there is none."""

    film: Film
    url: str
    year_url: str
    people: dict[str, str]
    genres: dict[str, str]
    countries: dict[str, str]
    poster: Image | None


class SectionPart(Part, frozen=True):
    """A film of a list: its rating, its rank in words ("" when unranked), the heading that opens it ("" when none
    does)."""

    film: FilmPart
    rating: float | None
    rank: str
    anchor: str


class TalkPart(Part, frozen=True):
    """A post's conversation. `key` is "" where nobody has spoken; `author` is who `role: author` means when no name
    is told."""

    key: bytes
    comments: int
    mentions: int
    is_open: bool
    is_off: bool
    author: str
    post_id: str


class PostParts(Part, frozen=True):
    """A review, a post or a page."""

    address: str
    title: str
    is_film_title: bool
    language: str
    date: Moment | None
    front: Front
    prose: bytes
    summary: str
    links: tuple[str, ...]
    images: tuple[Image, ...]
    image: Image | None
    authors: tuple[Link, ...]
    talk: TalkPart
    is_rewatch: bool
    film: FilmPart | None = None
    sections: tuple[SectionPart, ...] = ()
    about: tuple[FilmLink, ...] = ()
    categories: tuple[Link, ...] = ()
    tags: tuple[Link, ...] = ()
    series: SeriesView | None = None
    older: PostLink | None = None
    newer: PostLink | None = None


class HomeParts(Part, frozen=True):
    newest: Row | None
    image: Image | None
    image_alt: str
    summary: str
    authors: tuple[Link, ...]
    groups: tuple[RowGroup, ...]
    conversation: tuple[RecentComment, ...]
    pager: Pager


class ListParts(Part, frozen=True):
    address: str
    kind: str
    title: str
    note: str
    note_url: str
    groups: tuple[RowGroup, ...]
    pager: Pager
    feed_url: str


class AppearancePart(Part, frozen=True):
    row: Row
    rank: str


class FilmParts(Part, frozen=True):
    address: str
    film: FilmPart
    reviews: tuple[Row, ...]
    sections: tuple[AppearancePart, ...]
    mentions: tuple[Row, ...]


class FilmRowPart(Part, frozen=True):
    title: str
    url: str
    year: str
    sort: str
    rating: float | None
    character: str = ""


class PersonParts(Part, frozen=True):
    address: str
    name: str
    roles: tuple[tuple[str, tuple[FilmRowPart, ...]], ...]


class FilmsParts(Part, frozen=True):
    address: str
    films: tuple[FilmRowPart, ...]


class RowsParts(Part, frozen=True):
    """Just rows: the newest posts."""

    rows: tuple[Row, ...]


class FeedEntry(Part, frozen=True):
    """One post in a feed. `id` is for ever."""

    id: str
    address: str
    title: str
    language: str
    published: Moment
    updated: Moment
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    summary: str
    prose: bytes
    links: tuple[str, ...]
    images: tuple[Image, ...]
    shield: str | None
    has_replies: bool


class FeedParts(Part, frozen=True):
    """A feed of posts, at `address`, that goes with the page at `page`."""

    address: str
    page: str
    title: str
    entries: tuple[FeedEntry, ...]


class Voiced(Part, frozen=True):
    """One comment in a feed: of which post, and its id."""

    post_id: str
    post_address: str
    post_title: str
    author: str
    key: bytes
    id: str
    posted: Moment = EPOCH


class CommentFeedParts(Part, frozen=True):
    """A feed of comments; `post_id` is "" for the whole site's."""

    address: str
    page: str
    title: str
    post_id: str
    entries: tuple[Voiced, ...]


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
