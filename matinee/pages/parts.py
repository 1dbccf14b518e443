"""What outputs are made of. An output's view is made of its parts and of nothing else, so equal parts mean an equal
page.

Parts are small frozen values that encode to bytes: the bytes are the fingerprint's matter, and what a worker gets.
Long texts are named by
the digest that they are stored under; the worker fetches them.

What follows from front matter, settings and films comes first, and is planned. The fields with defaults at the end are
asked for afterwards, one facet of one post each (`matinee.pages.facets`): texts and conversations change every day, and
nothing else has to be planned again for them.
"""

from __future__ import annotations

from typing import Any

import msgspec

from ..content.site import Image
from ..model import Film, Front, Moment, ReplyForm, Scale
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


class TalkRules(Part, frozen=True):
    """Whether a post's conversation can go on; `author` is who `role: author` means when no name is told."""

    is_open: bool
    is_off: bool
    author: str
    post_id: str


class TalkPart(Part, frozen=True):
    """A post's conversation; `key` is "" where nobody has spoken."""

    key: bytes = b""
    comments: int = 0
    mentions: int = 0


class RowTold(Part, frozen=True):
    """What a list tells of a post beside its row: its first sentence, its number of comments, each where it tells
    it."""

    sentence: str = ""
    comments: int = 0


class PostParts(Part, frozen=True):
    """A review, a post or a page."""

    address: str
    title: str
    is_film_title: bool
    language: str
    date: Moment | None
    front: Front
    links: tuple[str, ...]
    images: tuple[Image, ...]
    image: Image | None
    authors: tuple[Link, ...]
    rules: TalkRules
    is_rewatch: bool
    film: FilmPart | None
    sections: tuple[SectionPart, ...]
    about: tuple[FilmLink, ...]
    categories: tuple[Link, ...]
    tags: tuple[Link, ...]
    series: SeriesView | None
    older: PostLink | None
    newer: PostLink | None
    prose: bytes = b""
    summary: str = ""
    talk: TalkPart = TalkPart()


class HomeParts(Part, frozen=True):
    """The front page. `told` is of the newest post, then of the others; `summaries` holds that of the newest."""

    newest: Row | None
    image: Image | None
    image_alt: str
    authors: tuple[Link, ...]
    groups: tuple[RowGroup, ...]
    pager: Pager
    conversation: tuple[RecentComment, ...] = ()
    told: tuple[RowTold, ...] = ()
    summaries: tuple[str, ...] = ()


class ListParts(Part, frozen=True):
    """A list of posts. `told` is of each of them, or of none."""

    address: str
    kind: str
    title: str
    note: str
    note_url: str
    groups: tuple[RowGroup, ...]
    pager: Pager
    feed_url: str
    told: tuple[RowTold, ...] = ()


class AppearancePart(Part, frozen=True):
    row: Row
    rank: str


class FilmParts(Part, frozen=True):
    """A film's page. `told` is of its reviews, then of the sections, then of the mentions."""

    address: str
    film: FilmPart
    reviews: tuple[Row, ...]
    sections: tuple[AppearancePart, ...]
    mentions: tuple[Row, ...]
    told: tuple[RowTold, ...] = ()


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
    """A post in a feed. `id` is for ever."""

    id: str
    address: str
    title: str
    language: str
    published: Moment
    updated: Moment
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    links: tuple[str, ...]
    images: tuple[Image, ...]
    shield: str | None


class EntryText(Part, frozen=True):
    """What a feed tells of a post's text and its conversation."""

    summary: str
    prose: bytes
    has_replies: bool


class FeedParts(Part, frozen=True):
    """A feed of posts, at `address`, that goes with the page at `page`; `texts` are in the order of its entries."""

    address: str
    page: str
    title: str
    entries: tuple[FeedEntry, ...]
    texts: tuple[EntryText, ...] = ()


class PostRef(Part, frozen=True):
    """A post as lists of comments name it; `id` is its id in feeds, `posted` what a comment without a date counts
    as."""

    id: str
    address: str
    title: str
    is_film_title: bool
    authors: tuple[str, ...]
    posted: Moment

    @property
    def author(self) -> str:
        """Who `role: author` means when no name is told."""
        return " and ".join(self.authors)


class Voices(Part, frozen=True):
    """Comments of one conversation, by its key and their ids."""

    key: bytes = b""
    ids: tuple[str, ...] = ()


class ReplyFeedParts(Part, frozen=True):
    """The feed of the replies to a post."""

    address: str
    post: PostRef
    voices: Voices = Voices()


class CommentFeedParts(Part, frozen=True):
    """The feed of all comments of the site: the newest, each with its post."""

    address: str
    page: str
    title: str
    newest: tuple[tuple[PostRef, Voices], ...] = ()


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
