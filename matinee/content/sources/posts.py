"""A post's file: front matter between two lines of three hyphens, then Markdown."""

from __future__ import annotations

import re
from collections.abc import Collection
from collections.abc import Sequence as Many
from typing import NamedTuple

import msgspec

from ...errors import ContentError, Problem
from ...model import Address, Front, Ranking, Scale
from ...text.emit import dump_yaml
from ...text.yaml import Mapping, Node, Scalar, Sequence, read_yaml
from ..decode import Context, Reading, is_absent, make_marks, shown, value_of
from .fences import fault_of_closing, fault_of_opening, fault_of_rule, swallowed_text
from .front import decode_front, dump_front

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_UNMARKED = frozenset({"author", "categories", "extra", "tags", "updated", "watched"})
IDLE_ON_PAGES = frozenset(
    {
        "film",
        "films",
        "ranked",
        "about",
        "rating",
        "watched",
        "rewatch",
        "venue",
        "categories",
        "tags",
        "series",
        "likes",
    }
)
_RANKING = frozenset({"ranked"})
_OF_IMAGES = frozenset({"image_alt", "image_caption", "image_credit"})


class Split(NamedTuple):
    """The two halves of a post; `front` is None when it has no front matter. The body begins on line `body_line`."""

    front: str | None
    body: str
    body_line: int


class PostSource(msgspec.Struct, frozen=True):
    """A decoded post; `marks` says where each value stands, `body_line` on which line of the file the body begins."""

    front: Front
    marks: str
    body: str
    body_line: int
    problems: tuple[Problem, ...] = ()


def split_front_matter(text: str, path: str) -> Split:
    """Front matter and body; ContentError when the front matter does not begin or end where it should.

    One blank line between the two belongs to neither.
    """
    opening = _FENCE.match(text)
    if opening is None:
        if (fault := fault_of_opening(text, path)) is not None:
            raise ContentError([fault])
        return Split(None, text, 1)
    closing = _FENCE.search(text, opening.end() + 1)
    if closing is None:
        raise ContentError([fault_of_closing(text[opening.end() + 1 :], path)])
    start = closing.end() + 1
    start += text.startswith("\n", start)
    return Split(text[opening.end() + 1 : closing.start()], text[start:], text.count("\n", 0, start) + 1)


def read_post(text: str, path: str, reading: Reading, kind: Address = Address.POST) -> PostSource:
    """A post or page with the problems of its front matter; ContentError when that is not even YAML."""
    split = split_front_matter(text, path)
    front = split.front or ""
    context = Context(path, reading)
    try:
        node = read_yaml(front, path, first_line=2) if front else None
        told = decode_front(node or Mapping((), 1, 1), context)
        if type(node) is Mapping:
            _warn_of_idle_keys(node, told, kind, context)
    except ContentError as exc:
        raise ContentError(_without_text(front, path, exc.problems)) from exc
    problems = _without_text(front, path, context.problems) if context.problems else ()
    return PostSource(told, make_marks(node, _UNMARKED), split.body, split.body_line, tuple(sorted(problems)))


def _without_text(front: str, path: str, problems: Many[Problem]) -> Many[Problem]:
    """The problems of a front matter; where it was not closed before the text, that, and not what the text makes of
    it."""
    line = swallowed_text(front)
    if not line or all(problem.place.line < line for problem in problems):
        return problems
    return [*(problem for problem in problems if problem.place.line < line), fault_of_rule(front, path)]


def dump_post(front: Front, body: str, scale: Scale) -> str:
    """The text of a post's file."""
    told = dump_front(front, scale)
    return f"---\n{dump_yaml(told) if told else ''}---\n\n{body}"


def _warn_of_idle_keys(node: Mapping, front: Front, kind: Address, context: Context) -> None:
    """What stands there for nothing, or lacks its companion."""
    if kind is Address.PAGE:
        _warn_of(node, IDLE_ON_PAGES, "on a page", "take it out, or move the file to posts/", context)
    elif front.ranked is not Ranking.NONE and not front.films:
        _warn_of(node, _RANKING, 'without "films"', "take it out, or write films: and the list", context)
    if not front.image and (front.image_alt or front.image_caption or front.image_credit):
        _warn_of(node, _OF_IMAGES, 'without "image"', "take it out, or write image: and the picture's path", context)
    if front.image and _is_unsaid(node, "image_alt"):
        message = "this picture says nothing to those who cannot see it"
        context.warn(value_of(node, "image"), "alt", message, "write what it shows as image_alt:")
    if len(front.films) > 1:
        _warn_of_doubles(value_of(node, "films"), context)


def _is_unsaid(node: Mapping, name: str) -> bool:
    """Whether a key is not there, or says nothing."""
    value = value_of(node, name)
    return value is node or is_absent(value) or (type(value) is Scalar and not value.text.strip())


def _warn_of(node: Mapping, idle: Collection[str], where: str, hint: str, context: Context) -> None:
    for key, value in node.pairs:
        if key.text in idle and not is_absent(value):
            context.warn(key, "no-effect", f'"{key.text}" has no effect {where}', hint)


def _warn_of_doubles(films: Node, context: Context) -> None:
    """A film that a list names again, in the same words."""
    seen: dict[str, Node] = {}
    for item in films.items if type(films) is Sequence else ():
        film = value_of(item, "film") if type(item) is Mapping else item
        if type(film) is Scalar and (first := seen.setdefault(film.text.strip().casefold(), item)) is not item:
            message = f"{shown(film.text)} is in this list twice, first on line {first.line}"
            context.warn(film, "repetition", message, "name each film once")
