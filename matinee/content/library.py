"""Everything that a site's sources hold, as one value: what the loader gives and the site is put together from."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from ..errors import Place, Problem
from ..model import Config, Film, Newest, PostCard, Viewing
from .layout import Layout, SourcePost

PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif")


class Pointer(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where a text is stored. `key` is the digest of its bytes."""

    key: bytes
    pack: str
    offset: int
    length: int


class Asset(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file that is copied as it is: where it lies (relative to the site), its digest, and its size in pixels if it
    is an image."""

    path: str
    digest: bytes
    width: int = 0
    height: int = 0


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
    comments of a post.
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
