"""Everything that a site's sources hold, as one value: what the loader gives and the site is put together from."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum

import msgspec

from ..errors import Place, Problem
from ..model import Config, Film, Newest, PostCard, Viewing
from .layout import Layout, SourcePost

PICTURES = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".apng", ".gif", ".webp", ".avif")


class Pointer(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where a text is stored. `key` is the digest of its bytes."""

    key: bytes
    pack: str
    offset: int
    length: int


class Care(IntEnum):
    """What must be done with a picture's file before it can be published: nothing; taking out what it tells beside the
    picture; or drawing it anew, where it lies on its side, or is built in a way that is not understood."""

    NONE = 0
    STRIP = 1
    REDRAW = 2


class Raster(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A picture of pixels: its size as it is seen, what it is by its content (`jpeg`, `png`, `webp`, `avif`, `gif`),
    and how its pixels lie in the file (1 to 8, as EXIF numbers it; 1 is upright)."""

    width: int
    height: int
    kind: str
    turn: int = 1
    is_moving: bool = False
    care: Care = Care.NONE


class Fault(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Why a file that ought to be a picture is none, and what to do."""

    message: str
    hint: str = ""


class Asset(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file that is published beside a page: where it lies (relative to the site), its digest, and what picture it is
    if it is one; or, if only its name says so, why not."""

    path: str
    digest: bytes
    raster: Raster | None = None
    fault: Fault | None = None


class FilmRecord(msgspec.Struct, frozen=True):
    """A file of films/: `name` is its path below films/ without `.yaml`, `path` that below `content/`; `marks` says
    where each fact stands."""

    name: str
    path: str
    film: Film
    marks: str = ""


def nothing_newest(_card: PostCard) -> Newest:
    """For a library without conversations."""
    return Newest()


class Library(msgspec.Struct, frozen=True):
    """Everything that the sources hold, apart from the long texts, which `pointers` finds by key.

    `broken` are the posts in which something is wrong: they keep their place, and the cards of those whose text could
    be read are `unsound`. `unread` are the paths of other files, and of folders, that could not be. `assets` are by
    path relative to the site. `diary_places` is where each viewing names its film. `newest` finds the newest
    comments of a post. `tools` says with which libraries pictures are made, if there are any.
    """

    config: Config
    cards: tuple[PostCard, ...]
    broken: tuple[SourcePost, ...]
    films: tuple[FilmRecord, ...]
    diary: tuple[Viewing, ...]
    layout: Layout
    assets: dict[str, Asset]
    pointers: dict[bytes, Pointer]
    problems: tuple[Problem, ...]
    read: int
    unread: frozenset[str] = frozenset()
    unsound: tuple[PostCard, ...] = ()
    diary_places: tuple[Place, ...] = ()
    newest: Callable[[PostCard], Newest] = nothing_newest
    tools: str = ""
