"""What searching is made of."""

from __future__ import annotations

from ..views.values import Link, Row
from .common import Part, RowTold


class SearchParts(Part, frozen=True):
    """The page that one searches on; `texts` is "" where whole texts cannot be found."""

    address: str
    index: str
    texts: str


class SearchIndexParts(Part, frozen=True):
    """What can be found beside posts: films, people and terms with pages, each with what it is; and where the posts of
    each year are listed."""

    years: tuple[str, ...]
    entries: tuple[tuple[Link, str, bool], ...]


class SearchYearParts(Part, frozen=True):
    """The posts of a year as they can be found; `told` is of each of them."""

    rows: tuple[Row, ...]
    told: tuple[RowTold, ...] = ()
