"""The short way through comments.yaml, for files in which nothing is wrong or rare.

The law: what this way reads it reads as the decoders do, who have no problem with it; the rest it leaves to them.
"""

from __future__ import annotations

from itertools import pairwise

from ...model import Comment, Role, Status
from ...text.moments import read_moment
from ...text.yaml_simple import read_records
from ..decode.addresses import IDENTIFIER

_KEYS = frozenset({"id", "body", "author", "url", "date", "parent", "role", "via", "status"})
_ROLES = {role.value: role for role in Role}
_STATUSES = {status.value: status for status in Status}


def read_plain_comments(text: str, timezone: str) -> tuple[tuple[Comment, ...], tuple[int, ...]] | None:
    """The comments of a file and the lines they begin on; None where there is more to it."""
    records = read_records(text)
    if records is None:
        return None
    try:
        comments = tuple([_comment(told, timezone) for _, told in records])
    except (KeyError, ValueError):
        return None
    if len({comment.id for comment in comments}) < len(comments) or not _are_in_order(comments):
        return None
    return comments, tuple([line for line, _ in records])


def _comment(told: dict[str, str], timezone: str) -> Comment:
    """A comment; KeyError or ValueError where the decoders should look at it."""
    identity, parent, date = told["id"], told.get("parent"), told.get("date")
    if not (told.keys() <= _KEYS and IDENTIFIER.fullmatch(identity) and (not parent or IDENTIFIER.fullmatch(parent))):
        raise ValueError(identity)
    return Comment(
        identity,
        told["body"],
        told.get("author", ""),
        told.get("url", ""),
        read_moment(date, timezone) if date else None,
        parent or "",
        _ROLES[told.get("role", "reader")],
        told.get("via", ""),
        _STATUSES[told.get("status", "approved")],
    )


def _are_in_order(comments: tuple[Comment, ...]) -> bool:
    """Whether the dates ascend, as far as that is plain to see."""
    dates = [comment.date for comment in comments if comment.date is not None]
    return all(one.timed and other.timed and one.instant <= other.instant for one, other in pairwise(dates))
