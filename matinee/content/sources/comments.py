"""comments.yaml: the readers' voices, in the order of the file."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ...errors import Problem
from ...model import Comment, Moment, Role, Status
from ...text.emit import Prose, Word, dump_yaml, given
from ...text.yaml import Mapping, Node, read_yaml
from ..decode import (
    Context,
    Keys,
    Nothing,
    Reading,
    Table,
    fields,
    identifier,
    label,
    moment,
    one_of,
    refusal,
    require,
    table,
    text,
    value_of,
    written,
)
from .entries import STATUS_ELSEWHERE, Entry, decode_entries, drop_doubles
from .plain_comments import read_plain_comments
from .words import date_word, id_word, label_word

_BODILESS = frozenset({Status.SPAM, Status.TRASH})


class CommentFile(msgspec.Struct, frozen=True):
    """The comments of a post, and on which line of their file each begins."""

    comments: tuple[Comment, ...]
    lines: tuple[int, ...]
    problems: tuple[Problem, ...] = ()


def read_comments(text: str, path: str, reading: Reading) -> CommentFile:
    """All comments of a file that can be used, with its problems; ContentError when it is not even YAML."""
    if (plain := read_plain_comments(text, reading.timezone)) is not None:
        return CommentFile(*plain)
    return decode_comments(text, path, reading)


def decode_comments(text: str, path: str, reading: Reading) -> CommentFile:
    """The same, for any file: by its nodes, which know their places."""
    context = Context(path, reading)
    entries = decode_entries(read_yaml(text, path), _comment, "comment", context)
    entries = drop_doubles(entries, _identity, context)
    _warn_of_order(entries, context)
    comments = tuple([comment for _, comment in entries])
    return CommentFile(comments, tuple([node.line for node, _ in entries]), tuple(sorted(context.problems)))


def dump_comments(comments: Iterable[Comment]) -> str:
    """The text of comments.yaml."""
    return "".join(map(dump_comment, comments))


def dump_comment(comment: Comment) -> str:
    """One comment as it stands in comments.yaml, which is nothing but such stanzas."""
    stanza = given(
        {
            "id": id_word(comment.id),
            "parent": id_word(comment.parent),
            "author": comment.author,
            "url": comment.url,
            "role": None if comment.role is Role.READER else Word(comment.role),
            "via": comment.via,
            "date": date_word(comment.date),
            "edited": date_word(comment.edited),
            "status": None if comment.status is Status.APPROVED else Word(comment.status),
            "spoiler": label_word(comment.spoiler),
        }
    )
    return dump_yaml([{**stanza, "body": Prose(comment.body)}])


def _comment(node: Mapping, context: Context) -> Comment | None:
    told = fields(node, _COMMENT, context)
    if "body" not in told and told.get("status") in _BODILESS:
        told["body"] = ""
    if "id" in told and "body" in told:
        return Comment(**told)
    require(node, ("id",), context, "each comment has an id of its own, such as 1, 2, 3")
    require(node, ("body",), context, 'write body: "" if there is no text')
    return None


def _identity(comment: Comment) -> str:
    return comment.id


def _warn_of_order(entries: Iterable[Entry[Comment]], context: Context) -> None:
    above: Moment | None = None
    for node, comment in entries:
        if comment.date is not None:
            if above is not None and _is_earlier(comment.date, above):
                message = "this comment is older than the one above it"
                context.warn(value_of(node, "date"), "date-order", message, "the order of the file is kept")
            above = comment.date


def _is_earlier(date: Moment, above: Moment) -> bool:
    return date.instant < above.instant if date.timed and above.timed else date.date < above.date


@written(Nothing())
def _private(node: Node, context: Context) -> None:
    message = "is never kept here: what a reader told nobody else has no place beside a post"
    raise refusal(node, "unknown-key", message, "remove this line")


_PRIVATE = ("email", "e-mail", "mail", "ip", "author_email", "author_ip", "user_agent", "agent")
_COMMENT: Table = {
    **{key: (key, _private) for key in _PRIVATE},
    **table(
        id=identifier,
        body=text,
        author=text,
        url=text,
        date=moment,
        parent=identifier,
        role=one_of(Role, {"admin": "author", "administrator": "author", "editor": "author"}),
        via=text,
        status=one_of(Status, STATUS_ELSEWHERE),
        spoiler=label,
        edited=moment,
    ),
}
COMMENT = Keys("comments", _COMMENT, Comment, ("id",))  # and a body, but for spam and trash
