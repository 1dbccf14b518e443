"""What is asked of a build, and what it answers."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from ..errors import Place, Problem, UsageError
from ..model import Audience, Moment, OutsideLink


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress for nobody."""


class Indexed(msgspec.Struct, frozen=True):
    """What making the index of whole texts came to; it `is_whole` unless that failed."""

    pages: int
    seconds: float
    is_whole: bool = True


class Order(msgspec.Struct, frozen=True):
    """What is asked of a build. With `writes` false everything is done but nothing published (`check`); `apart` from
    all others it has a cache of its own, which is gone afterwards (`--verify`). One that `follows` links (`--external`)
    has the report hold those that lead out of the site."""

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
    apart: bool = False
    follows: bool = False

    def place(self, path: str) -> Place:
        """Where an output stands, as seen from the site."""
        return Place(f"{os.path.relpath(self.output, self.site)}/{path}".replace(os.sep, "/"))

    def moment(self, timezone: str) -> Moment | None:
        """What `now` means in a time zone, None where nothing is told; UsageError where it is no date."""
        if not self.now:
            return None
        from ..text.moments import read_moment  # zones and all: not loaded for a build that stands

        try:
            return read_moment(self.now, timezone)
        except ValueError as exc:
            raise UsageError(f"--now {exc}") from exc


class Report(msgspec.Struct, frozen=True):
    """What a build did. Paths are relative to the output folder. `rendered` counts pages made, also those whose
    bytes stayed the same, `drawn` the pictures among them that had never been made before. A site that `wants_texts`
    found has an index of them; `indexed` says what making it again came to, None where that was not needed. `next_due`
    is the date of the next post that is not shown yet, in ISO 8601, "" where none waits."""

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()
    explanation: str = ""
    read: int = 0
    rendered: int = 0
    outside: tuple[OutsideLink, ...] = ()
    drawn: int = 0
    wants_texts: bool = False
    indexed: Indexed | None = None
    next_due: str = ""

    @property
    def failed(self) -> bool:
        return any(problem.is_error for problem in self.problems)
