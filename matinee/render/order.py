"""What is asked of a build, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from ..errors import Problem
from ..model import Audience

Progress = Callable[[str, int, int], None]


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress for nobody."""


class Order(msgspec.Struct, frozen=True):
    """What is asked of a build. With `writes` false everything is done but nothing published (`check`)."""

    site: Path
    output: Path
    audience: Audience = Audience()
    base_url: str = ""
    now: str = ""
    jobs: int = 0
    clean: bool = False
    force: bool = False
    strict: bool = False
    explain: str = ""
    writes: bool = True


class Report(msgspec.Struct, frozen=True):
    """What a build did. Paths are relative to the output folder. `rendered` counts pages made, also those whose
    bytes stayed the same."""

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()
    explanation: str = ""
    read: int = 0
    rendered: int = 0
    next_change: int = 0

    @property
    def failed(self) -> bool:
        return any(problem.is_error for problem in self.problems)
