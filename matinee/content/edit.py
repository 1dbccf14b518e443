"""Small changes to an author's files: a line more, a line less, and every other byte as it was.

What comes back has been read again: it says what it said before, and what was asked for. Where an unusual way of
writing would make it say something else, ContentError names the line and nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from ..errors import ContentError, Place, Problem, error
from ..model import Comment, Front, Moment, Role
from ..text.moments import dump_moment
from ..text.yaml import Mapping, Node, Scalar, Sequence, read_yaml
from .sources import (
    CommentFile,
    PostSource,
    Reading,
    decode_utf8,
    dump_comment,
    read_comments,
    read_post,
    split_front_matter,
)

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_ENDING = re.compile(r"\r\n|\r|\n")
_NUMBER = re.compile(r"[0-9]{1,60}")


class Appended(msgspec.Struct, frozen=True):
    """A comments.yaml with one comment more, whose text is still to be written on `line`."""

    data: bytes
    line: int


def next_id(ids: Iterable[str]) -> str:
    """One above the highest of the ids that are numbers."""
    return str(max((int(known) for known in ids if _NUMBER.fullmatch(known)), default=0) + 1)


def read_sound_comments(data: bytes, path: str, reading: Reading) -> CommentFile:
    """A conversation that is wholly understood; ContentError for any other."""
    found = read_comments(decode_utf8(data, path), path, reading)
    _refuse_errors(found.problems)
    return found


def append_answer(data: bytes, path: str, reading: Reading, identity: str, parent: str, now: Moment) -> Appended:
    """comments.yaml with an answer of the post's author at its end, all but its text."""
    before = read_sound_comments(data, path, reading)
    text = data.decode()
    endings = _ENDING.findall(text)
    ending = endings[-1] if endings else "\n"
    start = "" if text.endswith(("\r", "\n")) or not text.strip("\ufeff") else ending
    comment = Comment(identity, "", date=now, parent=parent, role=Role.AUTHOR)
    indent = " " * _column_of_list(text, path)
    stanza = [indent + line for line in dump_comment(comment).removesuffix('""\n').splitlines()]
    stanza = [*stanza[:-1], f"{stanza[-1]}|", f"{indent}    "]
    after = text + start + "".join(line + ending for line in stanza)
    if not _has_one_more(before, after.encode(), path, reading, comment):
        raise ContentError([_unsuitable(path, len(endings) + 1)])
    return Appended(after.encode(), len(_ENDING.findall(after)))


def _refuse_errors(problems: Iterable[Problem]) -> None:
    """What is only half understood is not written to."""
    errors = [problem for problem in problems if problem.is_error]
    if errors:
        raise ContentError(errors)


def _column_of_list(text: str, path: str) -> int:
    """How far from the margin the list stands; ContentError when it is written in brackets."""
    node = read_yaml(_plain(text), path)
    if not isinstance(node, Sequence):
        return 0
    if _plain(text).split("\n")[node.line - 1][node.column - 1 :].startswith("["):
        message = "nothing can be appended to a list in [ ]"
        hint = "take the brackets away" if not node.items else "begin each comment with a hyphen in the first column"
        raise ContentError([error(Place(path, node.line, node.column), "yaml", message, hint)])
    return node.column - 1


def _has_one_more(before: CommentFile, after: bytes, path: str, reading: Reading, comment: Comment) -> bool:
    try:
        found = read_comments(decode_utf8(after, path), path, reading)
    except ContentError:
        return False
    if any(problem.is_error for problem in found.problems):
        return False
    return [*map(_bare, before.comments), comment] == [*map(_bare, found.comments)]


def _bare(comment: Comment) -> Comment:
    """Without the end of its last line, which a file may lack."""
    return msgspec.structs.replace(comment, body=comment.body.rstrip("\n"))


def _unsuitable(path: str, line: int) -> Problem:
    message = "a comment cannot be appended below this line"
    return error(Place(path, line, 1), "yaml", message, "end the file with the last comment")


def read_sound_post(data: bytes, path: str, reading: Reading) -> PostSource:
    """A post whose front matter is wholly understood; ContentError for any other."""
    post = read_post(decode_utf8(data, path), path, reading)
    _refuse_errors(post.problems)
    return post


def publish_post(data: bytes, path: str, reading: Reading, date: Moment | None) -> bytes:
    """A post's file without its `draft:`, and with this date where one is given."""
    before = read_sound_post(data, path, reading)
    text = data.decode()
    lines = _LINE.findall(text)
    front = split_front_matter(_plain(text), path).front
    node = read_yaml(front, path, first_line=2) if front else None
    if not isinstance(node, Mapping):
        raise ContentError(
            [error(Place(path, 1, 1), "front-matter", "this post has no front matter", "begin it with ---")]
        )
    keys = {key.text: (key, value) for key, value in node.pairs}
    if date is not None and "date" in keys:
        _fill(lines, *keys["date"], dump_moment(date))
    line = f"{' ' * (node.column - 1)}date: {dump_moment(date)}" if date is not None and "date" not in keys else ""
    if before.front.draft:
        at = keys["draft"][0].line - 1
        lines[at] = line and line + _ending(lines[at])
    elif line:
        lines[0] += line + _ending(lines[0])
    after = "".join(lines).encode()
    expected = msgspec.structs.replace(before.front, draft=False, date=date or before.front.date)
    if not _says(after, path, reading, expected, before):
        raise ContentError([_unusual(path, keys)])
    return after


def _fill(lines: list[str], key: Scalar, value: Node, date: str) -> None:
    """Put a date behind its key, in the place of the one that stands there."""
    line = lines[key.line - 1]
    colon = line.find(":", key.column - 1 + len(key.text)) + 1
    old = re.match(r"""[ \t]*(?:"[^"]*"|'[^']*'|[^#\s]+(?:[ \t]+[^#\s]+)*)""", line[colon:])
    is_absent = isinstance(value, Scalar) and value.is_absent
    lines[key.line - 1] = f"{line[:colon]} {date}{line[colon if is_absent or old is None else colon + old.end() :]}"


def _says(after: bytes, path: str, reading: Reading, front: Front, before: PostSource) -> bool:
    try:
        found = read_post(decode_utf8(after, path), path, reading)
    except ContentError:
        return False
    return found.front == front and found.body == before.body and len(found.problems) == len(before.problems)


def _unusual(path: str, keys: dict[str, tuple[Scalar, Node]]) -> Problem:
    key = keys.get("draft") or keys.get("date")
    place = Place(path, key[0].line, key[0].column) if key else Place(path, 1, 1)
    return error(place, "front-matter", "this is written in a way that publish cannot change", "change it by hand")


def _ending(line: str) -> str:
    found = _ENDING.search(line)
    return found[0] if found else "\n"


def _plain(text: str) -> str:
    return decode_utf8(text.encode(), "")
