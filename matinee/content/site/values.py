"""The site as one value: what is published, in order, and how it hangs together. Cards only, no long texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import msgspec

from ...errors import Place, Problem
from ...model import Config, Film, Moment, Newest, PostCard
from ...text.urls import compose, encode, ways_to
from ..decode.marks import find_place
from ..library import Asset, Pointer, nothing_newest


class Image(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An image where a page finds it: its url, its size in pixels (0 where unknown), and the same in other widths, as
    WebP, as `srcset` wants it ("" where it is shown as it is)."""

    url: str
    width: int = 0
    height: int = 0
    srcset: str = ""


class Print(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A picture to be made in another width and kind, at `path` of the output, of the asset at `source`."""

    path: str
    source: str
    width: int
    kind: str


class Entry(msgspec.Struct, frozen=True, eq=False):
    """A post or page that is published. `date` is None only for pages; `film`, `sections` and `about` are keys of
    Site.films."""

    card: PostCard
    address: str
    title: str
    is_film_title: bool
    language: str
    date: Moment | None
    authors: tuple[str, ...]
    film: str = ""
    sections: tuple[str, ...] = ()
    about: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        return Place(f"content/{self.card.path}")

    def mark(self, *keys: str) -> Place:
        """Where the value of the first of these front matter keys stands that is there."""
        return find_place(self.card.marks, f"content/{self.card.path}", *keys)

    def teller(self, key: str) -> Teller:
        """This post as what tells of the film below one of its keys."""
        return Teller(self.card.path, self.card.marks, self.card.folder, key)

    @property
    def instant(self) -> int:
        return self.date.instant if self.date else 0


class Teller(NamedTuple):
    """Who tells of a film: a file below `content/` with its marks and the folder of its companions, and the key in it
    that holds the film ("" where the whole file does)."""

    path: str
    marks: str
    companion: str = ""
    key: str = ""

    def place(self, fact: str = "") -> Place:
        """Where a fact of the film stands, else the film, else the list that it is in."""
        inner = ".".join(filter(None, (self.key, key_of(fact))))
        names = (inner, self.key, self.key.partition(".")[0])
        return find_place(self.marks, f"content/{self.path}", *filter(None, names))


def key_of(fact: str) -> str:
    """The key under which an author tells a fact of a film."""
    return "type" if fact == "kind" else fact


class FilmEntry(msgspec.Struct, frozen=True, eq=False):
    """A film that posts speak of: facts merged, posts newest first. `address` is "" where it has no page.

    `sections` are (entry, index among its `films:`); `poster` says who has told of the film's poster.
    """

    key: str
    address: str
    film: Film
    reviews: tuple[Entry, ...]
    sections: tuple[tuple[Entry, int], ...]
    mentions: tuple[Entry, ...]
    poster: Teller | None = None

    @property
    def posts(self) -> tuple[Entry, ...]:
        """Every post that speaks of the film: reviews, lists, mentions."""
        return (*self.reviews, *(post for post, _ in self.sections), *self.mentions)


class DiaryEntry(msgspec.Struct, frozen=True, eq=False):
    """One viewing: of which film, by its key and what is known of it, and the review that tells of it, if one does."""

    date: Moment
    key: str
    film: Film
    rating: float | None
    rewatch: bool | None
    venue: str
    note: str
    review: Entry | None = None


class Person(msgspec.Struct, frozen=True, eq=False):
    """Somebody who made films: the films in each role (`directors`, `writers`, `cast`), as keys. `name` is the spelling
    used most, `others` are the rest."""

    slug: str
    name: str
    address: str
    roles: dict[str, tuple[str, ...]]
    others: tuple[str, ...] = ()


class Term(msgspec.Struct, frozen=True, eq=False):
    """A category, tag, series, genre …: its posts, newest first. `address` is "" where it has no page; `name` is the
    spelling used most, `others` are the rest."""

    kind: str
    slug: str
    name: str
    address: str
    entries: tuple[Entry, ...]
    others: tuple[str, ...] = ()


class Site(msgspec.Struct, frozen=True, eq=False):
    """Everything published. `posts` are newest first, the `diary` is oldest first; `terms` are by kind, then by slug;
    `files` maps output addresses to assets.

    `hidden` are the paths of sources that exist but are not published, `broken` of files and folders that could not be
    read. `unsound` are the cards of posts in which something is wrong, for what else may be. `spellings` are the paths
    with letters outside ASCII as they are on the disk, by their NFC. `steady` is the span of instants (from, until) in
    which the clock alone changes nothing. `newest` finds the newest comments of a post.
    `next_due` is the date of the next post that is not shown yet.
    `originals` has for each published picture, by its digest, the asset that smaller ones are made of; `tools` says
    with which libraries.
    """

    config: Config
    now: Moment
    posts: tuple[Entry, ...]
    pages: tuple[Entry, ...]
    films: dict[str, FilmEntry]
    people: dict[str, Person]
    terms: dict[str, dict[str, Term]]
    diary: tuple[DiaryEntry, ...]
    assets: dict[str, Asset]
    files: dict[str, Asset]
    file_addresses: dict[str, str]
    sources: dict[str, Entry]
    hidden: frozenset[str]
    broken: frozenset[str]
    pointers: dict[bytes, Pointer]
    steady: tuple[int, int]
    problems: tuple[Problem, ...]
    spellings: dict[str, str] = {}
    unsound: tuple[PostCard, ...] = ()
    newest: Callable[[PostCard], Newest] = nothing_newest
    originals: dict[bytes, str] = {}
    tools: str = ""
    next_due: Moment | None = None

    def spelled(self, path: str) -> str:
        """A path as its file is named on the disk, where é may be one character or two."""
        return path if path.isascii() else self.spellings.get(compose(path), path)

    def is_unread(self, path: str) -> bool:
        """Whether a path is, or lies in, what could not be read, so that nobody knows what there is."""
        return bool(self.broken) and any(place in self.broken for place in ways_to(path))

    def href(self, address: str) -> str:
        """An address as a page writes it: encoded, below the site's root."""
        return self.config.root + encode(address)

    def permalink(self, address: str) -> str:
        return self.config.url + encode(address)
