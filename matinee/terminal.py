"""What people see in a terminal: problems, summaries, progress."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterable
from types import TracebackType
from typing import TYPE_CHECKING

from .errors import Problem

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """The text without anything that could steer a terminal."""
    return _CONTROL.sub("", text)


def show_problems(problems: Iterable[Problem]) -> None:
    """Every problem on a line of standard error, sorted by place."""
    for problem in sorted(problems):
        print(plain(str(problem)), file=sys.stderr)


def counted(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"


class Progress:
    """Shows how far a build has come, once it takes longer than a second, and only to people."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._is_shown = sys.stderr.isatty()
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def end(self) -> None:
        """Show nothing any more."""
        self._is_shown = False
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def __call__(self, stage: str, done: int, total: int) -> None:
        if not self._is_shown or time.monotonic() - self._start < 1:
            return
        if self._bar is None or self._task is None:
            from rich.console import Console
            from rich.progress import Progress as Bar

            self._bar = Bar(console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task(stage, total=total)
            self._bar.start()
        self._bar.update(self._task, description=stage, completed=done, total=total)
