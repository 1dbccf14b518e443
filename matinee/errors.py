"""What can go wrong, as values with a place, and the few exceptions that carry them.

MatineeError
├── ContentError     what an author wrote: located problems            exit 1
├── OutsideError     the disk, another process, the output folder      exit 1
└── UsageError       how the command was called                        exit 2
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec


class Severity(StrEnum):
    """Whether a problem stops a build."""

    ERROR = "error"
    WARNING = "warning"


class Place(msgspec.Struct, frozen=True, order=True):
    """Where in a file: `path` is relative to the site, lines and columns (in characters) count from 1, 0 means the
    whole file."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line or 1}:{self.column or 1}"


class Problem(msgspec.Struct, frozen=True, order=True):
    """One thing that is wrong, where it is, and what mends it. `code` is stable; `hint` may be empty."""

    place: Place
    severity: Severity
    code: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        hint = f"; {self.hint}" if self.hint else ""
        return f"{self.place}: {self.severity}: {self.message}{hint} [{self.code}]"

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


def error(place: Place, code: str, message: str, hint: str = "") -> Problem:
    """A problem that stops the build."""
    return Problem(place, Severity.ERROR, code, message, hint)


def warning(place: Place, code: str, message: str, hint: str = "") -> Problem:
    """A problem that lets the build go on."""
    return Problem(place, Severity.WARNING, code, message, hint)


def merge_failures(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """One problem for each place and message, naming the first page and how many more there are."""
    grouped: dict[tuple[Place, str], list[Problem]] = {}
    for problem in problems:
        grouped.setdefault((problem.place, problem.message), []).append(problem)
    merged = []
    for same in grouped.values():
        first = min(same)
        hint = f"{first.hint} and {len(same) - 1} more" if len(same) > 1 and first.hint else first.hint
        merged.append(msgspec.structs.replace(first, hint=hint))
    return tuple(sorted(merged))


class MatineeError(Exception):
    """Anything that Matinee itself reports; all else is a bug and ends in a traceback."""

    exit_code = 1


class ContentError(MatineeError):
    """What an author wrote cannot be used: every problem found, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[ContentError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class OutsideError(MatineeError):
    """The world outside the content is at fault: the disk, another build, a dangerous output folder."""

    def __init__(self, message: str, hint: str = "") -> None:
        self.message, self.hint = message, hint
        super().__init__(f"{message}; {hint}" if hint else message)

    def __reduce__(self) -> tuple[type[OutsideError], tuple[str, str]]:
        return type(self), (self.message, self.hint)


class UsageError(MatineeError):
    """The command was called wrongly."""

    exit_code = 2
