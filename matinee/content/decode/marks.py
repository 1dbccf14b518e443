"""Where the values of a file stand, as one short text that a card can carry: `title:2:8 date:3:7 aliases.0:5:3`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...errors import Place
from ...model import Config
from ...text.yaml import Mapping, Node, Scalar, Sequence
from .shapes import is_absent

SITE = Place("content/site.yaml")
_WORD = re.compile(r"[\w-]+")
_DEEPEST = 3


def make_marks(node: Node | None, closed: frozenset[str]) -> str:
    """The marks of a mapping's values; what lies below the keys `closed` is not marked."""
    return "" if node is None else " ".join(_walk(node, "", closed, 0))


def find_place(marks: str, path: str, *names: str) -> Place:
    """Where the first of these keys that is marked stands (`film.year`, then `film`); else the whole file."""
    for name in names:
        start = f" {marks}".find(f" {name}:")
        if start >= 0:
            _, line, column = marks[start:].split(" ", 1)[0].rsplit(":", 2)
            return Place(path, int(line), int(column))
    return Place(path)


def config_place(config: Config, *keys: str) -> Place:
    """Where the value of the first of these keys of site.yaml stands that is there."""
    return find_place(config.marks, SITE.path, *keys)


def _walk(node: Node, prefix: str, closed: frozenset[str], depth: int) -> Iterator[str]:
    if depth > _DEEPEST or type(node) is Scalar:
        return
    for name, marked, value in _children(node):
        if not is_absent(value):
            yield f"{prefix}{name}:{marked.line}:{marked.column}"
            if name not in closed:
                yield from _walk(value, f"{prefix}{name}.", closed, depth + 1)


def _children(node: Node) -> Iterator[tuple[str, Node, Node]]:
    """Each value with its name and the node that is marked. The items of lists go by their number, and so do keys that
    are no words (`/old/`), which are marked themselves."""
    if type(node) is Sequence:
        yield from ((str(number), item, item) for number, item in enumerate(node.items))
    if type(node) is Mapping:
        for number, (key, value) in enumerate(node.pairs):
            is_word = _WORD.fullmatch(key.text)
            yield (key.text, value, value) if is_word else (str(number), key, value)
