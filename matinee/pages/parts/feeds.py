"""What feeds are made of."""

from __future__ import annotations

from ...content.site import Image
from ...model import Moment
from .common import Part


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
