"""A post as its author wrote it, and the small card that the rest of the site knows of it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec

from ..errors import Problem
from .conversation import TalkCard
from .film import FilmMention
from .moment import Moment
from .prose import ProseCard


class Ranking(StrEnum):
    """Whether and how the sections of a `films:` post are numbered."""

    NONE = "false"
    UP = "true"
    COUNTDOWN = "countdown"


class CommentState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    OFF = "off"


class Update(msgspec.Struct, frozen=True, array_like=True, gc=False):
    date: Moment
    note: str = ""


class Section(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One film of a list or festival post."""

    film: FilmMention
    rating: float | None = None


class Front(msgspec.Struct, frozen=True, array_like=True):
    """The front matter of a post or page. Absent text is empty, absent lists are (), absent values None.

    `spoilers` is None (nothing shielded), "" (the whole review, no label) or the label. Ratings are numbers on the
    site's scale
    (letters: 0 for F to 12 for A+).
    """

    title: str = ""
    date: Moment | None = None
    updated: Update | None = None
    authors: tuple[str, ...] = ()
    film: FilmMention | None = None
    films: tuple[Section, ...] = ()
    ranked: Ranking = Ranking.NONE
    about: tuple[FilmMention, ...] = ()
    rating: float | None = None
    watched: tuple[Moment, ...] = ()
    rewatch: bool | None = None
    venue: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    series: str = ""
    summary: str = ""
    image: str = ""
    image_alt: str = ""
    image_caption: str = ""
    image_credit: str = ""
    spoilers: str | None = None
    likes: int | None = None
    comments: CommentState | None = None
    language: str = ""
    draft: bool = False
    url: str = ""
    aliases: tuple[str, ...] = ()
    canonical: str = ""
    guid: str = ""
    slug: str = ""
    extra: dict[str, Any] = {}


class Address(StrEnum):
    """Whether a source is in the stream of posts or a page outside it."""

    POST = "post"
    PAGE = "page"


class PostCard(msgspec.Struct, frozen=True, array_like=True):
    """All that the rest of the site may know of a post or page without opening its body.

    `path` is the Markdown file, `folder` the companion folder (or the post's own), both relative to `content/`;
    `stem` is the
    file's (folder's) name, or for a page its path below `pages/`, without `.md`. `marks` says where each front
    matter key's value
    stands: `title:2:8 date:3:7`. `summary` is the post in short (nothing of a review that is shielded whole), `opening`
    its first sentence. `frame` is a digest of all that any other page may depend on; what it leaves out is what authors
    and readers change most, the text and the conversation.
    """

    kind: Address
    path: str
    folder: str
    stem: str
    front: Front
    marks: str
    prose: ProseCard
    talk: TalkCard
    summary: str = ""
    opening: str = ""
    frame: bytes = b""
    problems: tuple[Problem, ...] = ()
