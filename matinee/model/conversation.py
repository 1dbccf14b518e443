"""The readers' voices: comments and pingbacks as stored, and the conversation as shown."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from .moment import Moment


class Role(StrEnum):
    READER = "reader"
    AUTHOR = "author"


class Status(StrEnum):
    """Only approved comments and pingbacks are ever shown."""

    APPROVED = "approved"
    HELD = "held"
    SPAM = "spam"
    TRASH = "trash"


class Comment(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One comment as it stands in comments.yaml. Absent text is empty; `spoiler` is None, "" (shielded, no label) or
    the label."""

    id: str
    body: str
    author: str = ""
    url: str = ""
    date: Moment | None = None
    parent: str = ""
    role: Role = Role.READER
    via: str = ""
    status: Status = Status.APPROVED
    spoiler: str | None = None
    edited: Moment | None = None


class Kind(StrEnum):
    """How a mention came in."""

    PINGBACK = "pingback"
    TRACKBACK = "trackback"
    WEBMENTION = "webmention"


class MentionType(StrEnum):
    """What the linking page does with the post."""

    MENTION = "mention"
    REPLY = "reply"
    LIKE = "like"
    REPOST = "repost"
    BOOKMARK = "bookmark"


class Profile(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Who wrote a linking page."""

    name: str = ""
    url: str = ""
    photo: str = ""


class Pingback(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One mention from elsewhere as it stands in pingbacks.yaml."""

    source: str
    title: str = ""
    excerpt: str = ""
    date: Moment | None = None
    kind: Kind = Kind.PINGBACK
    type: MentionType = MentionType.MENTION
    author: Profile | None = None
    status: Status = Status.APPROVED
    id: str = ""


class Reply(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One comment in its place. The conversation is a flat list in reading order; `depth` 0 opens a thread.

    `number` is "5" or "5.1"; `parent`, `parent_number` and `parent_author` say what it answers ("" for an opener).
    `html` has slots
    for its shields, whose labels are `shields`. A removed comment with shown replies is a tombstone: `is_removed`,
    without author, url, date or text.
    """

    id: str
    number: str
    depth: int
    html: str
    author: str = ""
    url: str = ""
    date: Moment | None = None
    role: Role = Role.READER
    via: str = ""
    spoiler: str | None = None
    edited: Moment | None = None
    parent: str = ""
    parent_number: str = ""
    parent_author: str = ""
    is_removed: bool = False
    shields: tuple[str, ...] = ()


class Mention(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One pingback as shown. `anchor` is `comment-7` or `pingback-DIGEST`; `excerpt` is plain text with its `[…]`."""

    anchor: str
    source: str
    title: str
    excerpt: str
    date: Moment | None
    kind: Kind
    type: MentionType
    author: Profile | None


class Discussion(msgspec.Struct, frozen=True, array_like=True):
    """The whole conversation of a post, as shown."""

    replies: tuple[Reply, ...] = ()
    mentions: tuple[Mention, ...] = ()


class LatestComment(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A comment as lists of recent ones show it: plain text, cut short, shields left out."""

    id: str
    author: str
    role: Role
    date: Moment
    excerpt: str
    spoiler: str | None = None


class Newest(msgspec.Struct, frozen=True, array_like=True):
    """The newest shown comments of a post, newest first: the `latest` five as lists show them, and ids and instants of
    as many `recent` ones as lists and feeds may hold."""

    latest: tuple[LatestComment, ...] = ()
    recent: tuple[tuple[str, int], ...] = ()


class TalkCard(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What of a conversation is known without loading it.

    `key` is the digest the Discussion is stored under, `newest` that of its Newest (both empty when there is none);
    counts are of what is shown; `instant` is that of the newest shown comment (None where there is none). `feed` are
    the ids that the post's own feed of replies names, as msgpack: a build passes them on, and seldom looks at them.
    """

    key: bytes = b""
    comments: int = 0
    mentions: int = 0
    instant: int | None = None
    feed: bytes = b"\x90"
    newest: bytes = b""


def make_talk_card(comments: int, mentions: int, newest: Newest, feed_length: int) -> TalkCard:
    """The card of a conversation of which so much is shown, before it is stored. Its own feed goes by instant, then by
    id."""
    held = sorted(newest.recent[:feed_length], key=lambda pair: (pair[1], pair[0]), reverse=True)
    instant = newest.recent[0][1] if newest.recent else None
    return TalkCard(b"", comments, mentions, instant, msgspec.msgpack.encode([name for name, _ in held]))
