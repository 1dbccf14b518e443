"""The files that are open in an editor, beside the site that they belong to: what is wrong with each."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from ..content.prompter import Document, Span, kind_of, moved, problem_span, split_lines, tell_problems
from ..errors import Place, Problem
from .sight import Sight


class Told(msgspec.Struct, frozen=True):
    """A problem and what is to be underlined for it, in the lines of its file."""

    problem: Problem
    span: Span
    line: str


class Room:
    """The open files by path relative to the site, each with its text; and what the last look at the site has shown."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.texts: dict[str, str] = {}
        self.sight = Sight()

    def document(self, path: str) -> Document | None:
        """An open source as it is read while it is typed; None for any other file."""
        inner = path.removeprefix("content/")
        if path not in self.texts or inner == path or kind_of(inner) is None:
            return None
        return Document(inner, split_lines(self.texts[path]))

    def problems(self, path: str) -> tuple[Told, ...]:
        """What is wrong with a file: what it says itself as it stands now, and what the site says of what is still as
        it was."""
        text = self.texts.get(path)
        disk = self._disk(path)
        lines = split_lines(text if text is not None else disk.decode("utf-8", "replace") if disk else "")
        found = self._of_site(path, lines, disk, text is None)
        if text is not None:
            found = _merged(self._own(path, text.encode("utf-8", "surrogatepass")), found)
        return tuple(self._told(problem, path, lines) for problem in found)

    def site_problems(self, path: str) -> list[Problem]:
        return [problem for problem in self.sight.problems if problem.place.path == path]

    def _of_site(self, path: str, lines: list[str], disk: bytes | None, is_closed: bool) -> list[Problem]:
        """What the last look has shown, where it stands now; not what the file itself would say."""
        problems = self.site_problems(path)
        if is_closed or not problems:
            return problems
        old = split_lines((disk or b"").decode("utf-8", "replace").removeprefix("\ufeff"))
        if old == lines:
            return problems
        own = {_name(problem) for problem in self._own(path, disk or b"")}
        kept = [problem for problem in problems if _name(problem) not in own]
        return [now for problem in kept if (now := _moved(problem, old, lines)) is not None]

    def _own(self, path: str, data: bytes) -> tuple[Problem, ...]:
        inner = path.removeprefix("content/")
        if inner == path or kind_of(inner) is None:
            return ()
        sight = self.sight
        return tell_problems(inner, data, self._sibling, sight.context, sight.rules, sight.site)

    def _sibling(self, path: str) -> bytes | None:
        text = self.texts.get(f"content/{path}")
        return text.encode("utf-8", "surrogatepass") if text is not None else self._disk(f"content/{path}")

    def _disk(self, path: str) -> bytes | None:
        try:
            return (self.folder / path).read_bytes()
        except OSError:
            return None

    @staticmethod
    def _told(problem: Problem, path: str, lines: list[str]) -> Told:
        span = problem_span(lines, problem.place, path.endswith(".md"))
        return Told(problem, span, lines[span[0]])


def path_in(folder: Path, file: str) -> str:
    """A file's path relative to a site, with slashes; "" for one outside."""
    for base, place in ((folder, Path(os.path.abspath(file))), (folder.resolve(), Path(os.path.realpath(file)))):
        if place.is_relative_to(base) and place != base:
            return place.relative_to(base).as_posix()
    return ""


def _merged(own: tuple[Problem, ...], others: list[Problem]) -> list[Problem]:
    names = {_name(problem) for problem in own}
    return sorted([*own, *(problem for problem in others if _name(problem) not in names)])


def _name(problem: Problem) -> tuple[Place, str, str]:
    return problem.place, problem.code, problem.message


def _moved(problem: Problem, old: list[str], new: list[str]) -> Problem | None:
    """The problem where its line is now; None where that has been changed."""
    if not problem.place.line:
        return problem
    row = moved(problem.place.line - 1, old, new)
    place = msgspec.structs.replace(problem.place, line=(row or 0) + 1)
    return None if row is None else msgspec.structs.replace(problem, place=place)
