"""The conversation: stored comments and pingbacks become threads, numbers, mentions and counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b

import msgspec

from ..errors import Place, Problem, error, warning
from ..model import Comment, Discussion, LatestComment, Mention, Moment, Pingback, Reply, Role, Status
from ..text.names import LONGEST_TITLE, shown_name
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


def mend_parents(
    comments: Sequence[Comment], lines: Sequence[int], path: str
) -> tuple[tuple[Comment, ...], tuple[Problem, ...]]:
    """The comments with every parent known and no loop: a reply to nobody, or in a loop, opens a thread of its own
    and is warned about."""
    by_id = {comment.id: comment for comment in comments}
    line_of = {comment.id: line for comment, line in zip(comments, lines, strict=True)}
    problems: list[Problem] = []
    parents: dict[str, str] = {}
    for comment in comments:
        parents[comment.id] = comment.parent
        if comment.parent and comment.parent not in by_id:
            parents[comment.id] = ""
            message = (
                f"comment {comment.id} answers {comment.parent}, which is not here; it is shown as a thread of its own"
            )
            problems.append(warning(Place(path, line_of[comment.id]), "orphan", message))
    for looped in _loops(parents):
        parents[looped] = ""
        message = f"comment {looped} answers itself, directly or around a loop; it is shown as a thread of its own"
        problems.append(warning(Place(path, line_of[looped]), "loop", message))
    if not problems:
        return tuple(comments), ()
    return tuple(msgspec.structs.replace(comment, parent=parents[comment.id]) for comment in comments), tuple(problems)


def hold_unwritten(
    comments: Sequence[Comment], lines: Sequence[int], path: str
) -> tuple[tuple[Comment, ...], tuple[Problem, ...]]:
    """The comments, with every answer of the author's that has no text yet held back and warned about."""
    kept = tuple(
        msgspec.structs.replace(comment, status=Status.HELD) if _is_unwritten(comment) else comment
        for comment in comments
    )
    problems = tuple(
        warning(Place(path, line), "unwritten", f"comment {comment.id} has no text yet; it is held back until it has")
        for comment, line in zip(comments, lines, strict=True)
        if _is_unwritten(comment)
    )
    return kept, problems


def stray_bars(
    found: Sequence[Comment], comments: Sequence[Comment], lines: Sequence[int], path: str
) -> tuple[Problem, ...]:
    """A warning for each of the comments found to hold a spoiler's mark without a partner."""
    line_of = {comment.id: line for comment, line in zip(comments, lines, strict=True)}
    hint = "put || around each paragraph of a spoiler, :::spoiler and ::: around all of it, or say spoiler: yes"
    return tuple(
        warning(
            Place(path, line_of[comment.id]),
            "spoiler",
            f"a || of comment {comment.id} has no partner in its paragraph, so it hides nothing",
            hint,
        )
        for comment in found
    )


def _is_unwritten(comment: Comment) -> bool:
    return comment.role is Role.AUTHOR and comment.status is Status.APPROVED and not comment.body.strip()


def _loops(parents: dict[str, str]) -> list[str]:
    """One comment of each loop: the first in file order."""
    order = {identity: position for position, identity in enumerate(parents)}
    safe: set[str] = set()
    found: list[str] = []
    for start in parents:
        trail: dict[str, None] = {}
        at = start
        while at and at not in safe and at not in trail:
            trail[at] = None
            at = parents[at]
        if at in trail:
            steps = list(trail)
            found.append(min(steps[steps.index(at) :], key=order.__getitem__))
        safe.update(trail)
    return found


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


def make_mentions(pingbacks: Iterable[Pingback]) -> tuple[Mention, ...]:
    """The approved pingbacks in file order, each with an anchor of its own."""
    taken: set[str] = set()
    return tuple(_mention(pingback, taken) for pingback in pingbacks if pingback.status is Status.APPROVED)


def _mention(pingback: Pingback, taken: set[str]) -> Mention:
    anchor = f"comment-{pingback.id}" if pingback.id else f"pingback-{_digest(pingback.source)}"
    while anchor in taken:
        anchor = f"pingback-{_digest(anchor)}"
    taken.add(anchor)
    author = pingback.author
    return Mention(
        anchor,
        pingback.source,
        shown_name(pingback.title, LONGEST_TITLE),
        frame_excerpt(clean(pingback.excerpt)),
        pingback.date,
        pingback.kind,
        pingback.type,
        author and msgspec.structs.replace(author, name=shown_name(author.name)),
    )


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()


_ELLIPSES = ("[…]", "[...]", "[&#8230;]", "[&hellip;]")


def frame_excerpt(excerpt: str) -> str:
    """The excerpt between `[…]` marks, added only where missing. WordPress of 2014 wrote `[…]`, older ones `[...]`:
    both are kept."""
    text = excerpt.replace("[&#8230;]", "[…]").replace("[&hellip;]", "[…]").strip()
    if not text:
        return ""
    before = "" if text.startswith(_ELLIPSES) else "[…] "
    after = "" if text.endswith(_ELLIPSES) else " […]"
    return f"{before}{text}{after}"


def clashing_ids(
    comments: Sequence[Comment], pingbacks: Sequence[Pingback], lines: Sequence[int], path: str
) -> tuple[Problem, ...]:
    """An error for each pingback whose id a comment has too: both would have one address."""
    known = {comment.id for comment in comments}
    return tuple(
        error(
            Place(path, line),
            "id",
            f"the id {pingback.id} belongs to a comment of this post",
            "give the pingback another id, or none",
        )
        for pingback, line in zip(pingbacks, lines, strict=True)
        if pingback.id in known
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
