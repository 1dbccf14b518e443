"""What outputs ask of single posts: facets of their text and of their conversation.

An output is planned from what front matter, settings and films say. What it tells of a text or a conversation it asks
for: `Ask(Facet.PROSE, ("posts/her.md",))`. So a new comment leaves the plan as it is, and what has to be made again is
what had asked. A build answers all that its plan asks; one in which only texts and conversations have changed takes the
plan of the last one, and answers again what was asked of those posts (`matinee.render.retouch`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from heapq import nlargest
from typing import NamedTuple

import msgspec

from ..content.discussion import LATEST
from ..model import Newest, PostCard
from ..text.urls import encode
from .parts import EntryText, PostRef, RowTold, TalkPart, Voices
from .views.values import PostLink, RecentComment
from .words import Words

RECENT = LATEST


class Facet(IntEnum):
    """What can be asked: of one post; of each of several; or, from CONVERSATION on, of all posts at once."""

    PROSE = 0
    SUMMARY = 1
    TALK = 2
    REPLIES = 3
    SENTENCE_OF_EACH = 4
    COUNT_OF_EACH = 5
    BOTH_OF_EACH = 6
    TEXT_OF_EACH = 7
    SUMMARY_OF_EACH = 8
    CONVERSATION = 9
    COMMENTS = 10


FIRST_OF_EACH, FIRST_OF_ALL = Facet.SENTENCE_OF_EACH, Facet.CONVERSATION


class Ask(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One question of an output, and the paths of the posts that it is about."""

    facet: Facet
    posts: tuple[str, ...] = ()


class Talk(msgspec.Struct, frozen=True):
    """What outputs may ask of all conversations: when each published post was last spoken of, by path; how lists of
    comments name a post; and the newest of them."""

    instants: Mapping[str, int]
    ref: Callable[[str], PostRef]
    newest: Callable[[str], Newest]
    root: str
    feed_length: int
    words: Words


_encoder = msgspec.msgpack.Encoder(order="deterministic")

_OF_ONE: dict[Facet, Callable[[PostCard], object]] = {
    Facet.PROSE: lambda card: card.prose.key,
    Facet.SUMMARY: lambda card: card.summary,
    Facet.TALK: lambda card: TalkPart(card.talk.key, card.talk.comments, card.talk.mentions),
    Facet.REPLIES: lambda card: (card.talk.key, msgspec.Raw(card.talk.feed)),
    Facet.SENTENCE_OF_EACH: lambda card: RowTold(card.opening),
    Facet.COUNT_OF_EACH: lambda card: RowTold("", card.talk.comments),
    Facet.BOTH_OF_EACH: lambda card: RowTold(card.opening, card.talk.comments),
    Facet.TEXT_OF_EACH: lambda card: EntryText(card.summary, card.prose.key, bool(card.talk.comments)),
    Facet.SUMMARY_OF_EACH: lambda card: card.summary,
}


class _Spoken(NamedTuple):
    """A comment: of which post, the newest of that post, and its place among them."""

    path: str
    newest: Newest
    place: int


class Answers:
    """What posts answer, as msgpack. `cards` finds a published post's card by its path."""

    def __init__(self, cards: Mapping[str, PostCard], talk: Talk) -> None:
        self._cards = cards
        self._talk = talk
        self._found: dict[int, Sequence[_Spoken]] = {}

    @property
    def feed_length(self) -> int:
        return self._talk.feed_length

    def answer(self, asks: Iterable[Ask]) -> bytes:
        """The answers, one after the other: the end of an output's parts."""
        return b"".join([_encoder.encode(self._answer(ask)) for ask in asks])

    def texts(self, asks: Iterable[Ask]) -> tuple[bytes, ...]:
        """The keys of the long texts that the answers name."""
        return tuple(dict.fromkeys(key for ask in asks for key in self._texts(ask) if key))

    def _answer(self, ask: Ask) -> object:
        facet, cards = ask.facet, self._cards
        if facet < FIRST_OF_EACH:
            return _OF_ONE[facet](cards[ask.posts[0]])
        if facet < FIRST_OF_ALL:
            return list(map(_OF_ONE[facet], [cards[path] for path in ask.posts]))
        return self._conversation() if facet is Facet.CONVERSATION else tuple(self._comments())

    def _texts(self, ask: Ask) -> Iterator[bytes]:
        if ask.facet is Facet.COMMENTS:
            yield from (voices.key for _, voices in self._comments())
        elif ask.facet in {Facet.PROSE, Facet.TEXT_OF_EACH}:
            yield from (self._cards[path].prose.key for path in ask.posts)
        elif ask.facet in {Facet.TALK, Facet.REPLIES}:
            yield from (self._cards[path].talk.key for path in ask.posts)

    def _newest(self, most: int) -> Sequence[_Spoken]:
        """The newest comments of all, newest first.

        As many posts as comments are asked for need to be looked into, those last spoken of: each of any other has
        nothing as new as each of them.
        """
        if (known := self._found.get(most)) is not None:
            return known
        spoken = nlargest(most, zip(self._talk.instants.values(), self._talk.instants.keys(), strict=True))
        newest = {path: self._talk.newest(path) for _, path in spoken}
        found = (
            (instant, path, -place) for path, one in newest.items() for place, (_, instant) in enumerate(one.recent)
        )
        return self._found.setdefault(
            most, [_Spoken(path, newest[path], -place) for _, path, place in nlargest(most, found)]
        )

    def _conversation(self) -> list[RecentComment]:
        return [_recent_comment(spoken, self._talk) for spoken in self._newest(RECENT)]

    def _comments(self) -> Iterator[tuple[PostRef, Voices]]:
        for path, newest, place in self._newest(self._talk.feed_length):
            yield self._talk.ref(path), Voices(self._cards[path].talk.key, (newest.recent[place][0],))


def _recent_comment(spoken: _Spoken, talk: Talk) -> RecentComment:
    comment, post, words = spoken.newest.latest[spoken.place], talk.ref(spoken.path), talk.words
    url = talk.root + encode(post.address)
    return RecentComment(
        f"{url}#comment-{comment.id}",
        comment.author
        or (words.listing(post.authors) if comment.role.value == "author" else "")
        or words.say("anonymous"),
        words.told(comment.excerpt) if comment.spoiler is None else words.shield_note(comment.spoiler),
        PostLink(post.title, url, post.is_film_title),
    )
