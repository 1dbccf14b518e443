"""What is wrong with a conversation as it is stored, mended where it can be, and told."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ..errors import Place, Problem, error, warning
from ..model import Comment, Pingback, Role, Status


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
