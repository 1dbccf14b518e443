"""The conversation: stored comments become threads, numbers and counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

import msgspec

from ..model import Comment, Discussion, LatestComment, Moment, Reply, Status
from ..text.names import shown_name
from ..text.slots import clean
from .openings import shorten

EXCERPT_LENGTH = 90
LATEST = 5


class Voice(msgspec.Struct, frozen=True):
    """A comment's text, rendered: HTML with slots, its shields' labels, and the plain text with notes for them."""

    html: str
    shields: tuple[str, ...]
    text: str


class Placed(msgspec.Struct, frozen=True):
    """A comment in its thread. `number` is "5" or "5.1"; replies are numbered through their thread, in reading
    order."""

    comment: Comment
    depth: int
    number: str
    parent_number: str
    parent_author: str


def make_threads(comments: Sequence[Comment]) -> tuple[Placed, ...]:
    """Put replies under what they answer, as one flat list with depths; parents must be known and free of loops.

    Only approved comments are placed, and of the others those with an approved reply somewhere beneath them: as
    tombstones they keep
    their number. No recursion: a chain may be ten thousand deep.
    """
    shown = _shown(comments)
    answers: defaultdict[str, list[Comment]] = defaultdict(list)
    for comment in comments:
        if comment.id in shown:
            answers[comment.parent].append(comment)
    placed: list[Placed] = []
    for count, opener in enumerate(answers[""], 1):
        thread = str(count)
        inside = 0
        waiting = [(opener, 0, "", "")]
        while waiting:
            comment, depth, parent_number, parent_author = waiting.pop()
            number = thread
            if depth:
                inside += 1
                number = f"{thread}.{inside}"
            placed.append(Placed(comment, depth, number, parent_number, parent_author))
            author = comment.author if comment.status is Status.APPROVED else ""
            waiting.extend((answer, depth + 1, number, author) for answer in reversed(answers[comment.id]))
    return tuple(placed)


def _shown(comments: Sequence[Comment]) -> set[str]:
    """The approved comments and everything they answer."""
    if all(comment.status is Status.APPROVED for comment in comments):
        return {comment.id for comment in comments}
    parents = {comment.id: comment.parent for comment in comments}
    shown: set[str] = set()
    for comment in comments:
        if comment.status is Status.APPROVED:
            at = comment.id
            while at and at not in shown:
                shown.add(at)
                at = parents[at]
    return shown


def make_replies(comments: Sequence[Comment], voice: Callable[[Comment], Voice]) -> tuple[Reply, ...]:
    """The conversation as shown; `voice` renders a comment's text and is asked for approved ones only."""
    return tuple(
        _reply(placed, voice(placed.comment)) if placed.comment.status is Status.APPROVED else _tombstone(placed)
        for placed in make_threads(comments)
    )


def _reply(placed: Placed, voice: Voice) -> Reply:
    comment = placed.comment
    return Reply(
        comment.id,
        placed.number,
        placed.depth,
        voice.html,
        shown_name(comment.author),
        comment.url,
        comment.date,
        comment.role,
        clean(comment.via),
        None if comment.spoiler is None else clean(comment.spoiler),
        comment.edited,
        comment.parent,
        placed.parent_number,
        placed.parent_author,
        False,
        voice.shields,
    )


def _tombstone(placed: Placed) -> Reply:
    return Reply(
        placed.comment.id,
        placed.number,
        placed.depth,
        "",
        parent=placed.comment.parent,
        parent_number=placed.parent_number,
        is_removed=True,
    )


def newest_replies(discussion: Discussion, start: Moment) -> list[tuple[Reply, Moment]]:
    """The shown comments with their dates, newest first; of two at one instant the later on the page.

    A comment without a date counts as old as its post, whose date is `start`.
    """
    dated = [(reply, reply.date or start) for reply in discussion.replies if not reply.is_removed]
    placed = sorted(enumerate(dated), key=lambda item: (item[1][1].instant, item[0]), reverse=True)
    return [pair for _, pair in placed]


def latest_comments(newest: Sequence[tuple[Reply, Moment]], texts: dict[str, str]) -> tuple[LatestComment, ...]:
    """The first few of the newest, as lists show them."""
    return tuple(
        LatestComment(
            reply.id, reply.author, reply.role, date, shorten(texts.get(reply.id, ""), EXCERPT_LENGTH), reply.spoiler
        )
        for reply, date in newest[:LATEST]
    )
