"""What home, lists, films and people are made of."""

from __future__ import annotations

from ...content.site import Image
from ..views.values import Link, Pager, RecentComment, Row, RowGroup
from .common import FilmPart, FilmRowPart, Part, RowTold
from .diary import SeenPart


class HomeParts(Part, frozen=True):
    """The front page; `field` is the number of the newest post's, `script_url` what leads on from `/?p=123`.
    `told` is of the newest post, then of the others; `summaries` holds that of the newest."""

    newest: Row | None
    image: Image | None
    image_alt: str
    authors: tuple[Link, ...]
    field: int
    groups: tuple[RowGroup, ...]
    pager: Pager
    script_url: str
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


class FeedsParts(Part, frozen=True):
    """The page that tells people of the feeds: those of categories and of tags, each group under its name."""

    address: str
    groups: tuple[tuple[str, tuple[Link, ...]], ...]


class RowsParts(Part, frozen=True):
    """Just rows: the newest posts."""

    rows: tuple[Row, ...]


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
    viewings: tuple[SeenPart, ...]
    others: tuple[FilmRowPart, ...]
    told: tuple[RowTold, ...] = ()


class PersonParts(Part, frozen=True):
    address: str
    name: str
    roles: tuple[tuple[str, tuple[FilmRowPart, ...]], ...]


class FilmsParts(Part, frozen=True):
    address: str
    films: tuple[FilmRowPart, ...]
