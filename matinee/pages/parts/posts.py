"""What reviews, posts and pages are made of."""

from __future__ import annotations

from ...content.site import Image
from ...model import Front, Moment
from ..views.values import FilmLink, Link, PostLink, SeriesView, SimilarPost
from .common import FilmPart, Part


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


class CardParts(Part, frozen=True):
    """The title card of a post. Of the `titles` the first is its own; `field` is the number of its ground."""

    titles: tuple[str, ...]
    directors: tuple[str, ...]
    year: str
    rating: float | None
    field: int


class PostParts(Part, frozen=True):
    """A review, a post or a page; `card` is None where none is drawn."""

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
    field: int
    card: CardParts | None
    sections: tuple[SectionPart, ...]
    about: tuple[FilmLink, ...]
    categories: tuple[Link, ...]
    tags: tuple[Link, ...]
    series: SeriesView | None
    older: PostLink | None
    newer: PostLink | None
    similar: tuple[SimilarPost, ...]
    prose: bytes = b""
    summary: str = ""
    talk: TalkPart = TalkPart()
