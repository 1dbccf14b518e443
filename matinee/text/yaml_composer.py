"""All of YAML that Matinee reads: the parser's events become nodes directly, in one pass, and what is wrong is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from yaml import YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from ..errors import ContentError, Place, Problem, error
from .yaml_faults import Page, explain, quoted_line
from .yaml_nodes import Mapping, Node, Scalar, Sequence

try:
    from yaml._yaml import CParser as Parser
except ImportError:  # PyYAML built without libyaml: slower, and the same events
    from yaml import BaseLoader as Parser  # type: ignore[assignment]

_Event = Any  # an event or a mark: those of the C parser and of the pure one share no type
MAX_DEPTH = 32
_CUT_SHORT = re.compile(r"[ \t]+#[^\s#]")
_ODD_BREAKS = ("\x85", "\u2028", "\u2029")


def compose(text: str, path: str, first_line: int) -> Node | None:
    """The one document of a text, None when it has none; ContentError with every problem that could be found."""
    page = Page(text, path, first_line)
    composer = _Composer(page)
    try:
        node = composer.compose()
    except (YAMLError, UnicodeEncodeError) as problem:
        raise ContentError([*composer.problems, explain(problem, page)]) from problem
    if composer.problems:
        raise ContentError(composer.problems)
    return None if type(node) is Scalar and node.is_absent else node


class _Composer:
    """Makes nodes from events with an explicit stack; `problems` are those that do not end the reading."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.problems: list[Problem] = []
        self.watches_for_cuts = "#" in page.text and _CUT_SHORT.search(page.text) is not None

    def compose(self) -> Node | None:
        first = self.page.first_line
        careful = self.watches_for_cuts
        items: list[Any] = []
        stack: list[tuple[list[Any], Any]] = []
        for event in self._events():
            kind = type(event)
            if kind is ScalarEvent:
                mark = event.start_mark
                plain = event.implicit[0]
                items.append(Scalar(event.value, mark.line + first, mark.column + 1, plain))
                if event.anchor or event.tag or (careful and plain):
                    self._examine(event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self._open(event, len(stack))
                stack.append((items, event.start_mark))
                items = []
            elif kind is MappingEndEvent:
                outer, mark = stack.pop()
                outer.append(Mapping(self._pairs(items), mark.line + first, mark.column + 1))
                items = outer
            elif kind is SequenceEndEvent:
                outer, mark = stack.pop()
                outer.append(Sequence(tuple(items), mark.line + first, mark.column + 1))
                items = outer
            elif kind is AliasEvent:
                self._refuse(event.start_mark, f"*{event.anchor} is an alias, which Matinee does not read")
                items.append(Scalar("", 0, 0))
            elif kind is DocumentStartEvent and items:
                self._refuse(event.start_mark, "a second YAML document begins here", "remove the line ---")
                break
        return items[0] if items else None

    def _events(self) -> Iterable[_Event]:
        text = self.page.text
        events: Iterator[_Event] = iter(Parser(text).get_event, None)
        return map(_moved(self.page), events) if any(sign in text for sign in _ODD_BREAKS) else events

    def _open(self, event: _Event, depth: int) -> None:
        if event.anchor or event.tag:
            self._examine(event)
        if depth >= MAX_DEPTH:
            raise ContentError([*self.problems, self._problem(event.start_mark, "this is nested too deeply")])

    def _pairs(self, items: list[Any]) -> tuple[tuple[Scalar, Node], ...]:
        keys = items[::2]
        try:
            names = {key.text for key in keys}
        except AttributeError:
            self.problems.extend(self._wrong_keys(keys))
            return ()
        if len(names) != len(keys):
            self.problems.extend(self._duplicates(keys))
        if "<<" in names:
            self.problems.extend(self._merges(keys))
        return tuple(zip(keys, items[1::2], strict=True))

    def _wrong_keys(self, keys: list[Any]) -> Iterator[Problem]:
        for key in keys:
            if type(key) is not Scalar:
                yield error(self._place(key), "yaml", "a key must be text", "put quotes around it")

    def _duplicates(self, keys: list[Scalar]) -> Iterator[Problem]:
        seen: dict[str, Scalar] = {}
        for key in keys:
            first = seen.setdefault(key.text, key)
            if first is not key:
                message = f'"{key.text}" is here a second time, after line {first.line}'
                yield error(self._place(key), "duplicate-key", message, "keep one of the two")

    def _merges(self, keys: list[Scalar]) -> Iterator[Problem]:
        for key in keys:
            if key.plain and key.text == "<<":
                yield error(self._place(key), "yaml", "<< is a merge key, which Matinee does not read")

    def _examine(self, event: _Event) -> None:
        """Report what a node carries besides its text, or what it lost to a comment."""
        if event.tag:
            self._refuse(event.start_mark, "a value that begins with ! is a tag, which Matinee does not read")
        elif event.anchor:
            self._refuse(event.start_mark, "a value that begins with & is an anchor, which Matinee does not read")
        elif self._is_cut_short(event.end_mark):
            message = 'what follows " #" is a comment in YAML and would be lost'
            hint = f"{quoted_line(self.page.line(event.start_mark.line))}; a comment begins with # and a space"
            self.problems.append(self._problem(event.end_mark, message, hint))

    def _is_cut_short(self, mark: _Event) -> bool:
        return _CUT_SHORT.match(self.page.line(mark.line)[mark.column :]) is not None

    def _refuse(self, mark: _Event, message: str, hint: str = "") -> None:
        hint = hint or quoted_line(self.page.line(mark.line))
        self.problems.append(self._problem(mark, message, hint))

    def _problem(self, mark: _Event, message: str, hint: str = "") -> Problem:
        return error(self.page.place(mark.line, mark.column), "yaml", message, hint)

    def _place(self, node: Node) -> Place:
        return Place(self.page.path, node.line, node.column)


def _moved(page: Page) -> Callable[[_Event], _Event]:
    """YAML 1.1 also breaks lines at U+0085, U+2028 and U+2029; editors and our places do not."""

    def move(event: _Event) -> _Event:
        event.start_mark = page.mark(event.start_mark.index)
        event.end_mark = page.mark(event.end_mark.index)
        return event

    return move
