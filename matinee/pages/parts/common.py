"""What pages are made of that several kinds share."""

from __future__ import annotations

import msgspec

from ...content.site import Image
from ...model import Film, ReplyForm, Scale
from ..views.values import SiteView
from ..words import Words


class Part(msgspec.Struct, frozen=True, array_like=True):
    """A value that an output is made of."""


class Settings(Part, frozen=True):
    """What every view may know of site.yaml, and in which words it speaks; part of every fingerprint."""

    site: SiteView
    scale: Scale
    depth: int
    form: ReplyForm | None
    words: Words


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


class FilmRowPart(Part, frozen=True):
    title: str
    url: str
    year: str
    sort: str
    rating: float | None
    character: str = ""


class RowTold(Part, frozen=True):
    """What a list tells of a post beside its row: its first sentence, its number of comments, each where it tells
    it."""

    sentence: str = ""
    comments: int = 0
