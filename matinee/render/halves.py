"""A plan made by two processes: one plans what shows many posts, another the posts themselves, and compares them with
what stands. It pays where nearly all will turn out to be as it was: then the one has little to tell the other."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from ..asides import Aside
from ..content.loader import write_whole
from ..pages.plan import Findings, Made, Output, Planner
from .cache import Cache
from .outline import Sheet, Sketch
from .staleness import Item, Stale, find_stale


class Half(msgspec.Struct, frozen=True, array_like=True):
    """The outputs of posts without their parts; which of them are stale, with their fingerprints; and what was found
    beside them."""

    outputs: list[Made]
    stale: list[tuple[Item, str]]
    findings: Findings
    sheet: Sheet | None


class Halves:
    """The outputs of a plan, compared with what stands: by two processes if that `pays`. Once all have been, `sheets`
    are those of the plan's outline, if all of them `are_drawn`."""

    def __init__(self, planner: Planner, stale: Stale, cache: Cache, output: Path, pays: bool) -> None:
        self._planner = planner
        self._stale = stale
        self._stills = cache.stills(output)
        self._place = cache.folder / f"half.{os.getpid()}.tmp"
        self.sheets: tuple[Sheet, ...] = ()
        self.are_drawn = False
        self._aside = Aside(self._plan_posts, pays)

    def items(self) -> Iterator[Item]:
        """What is to be made again."""
        planner, stale, sketch = self._planner, self._stale, Sketch(self._stills)
        yield from find_stale(_drawn(planner.lists(), sketch), planner.answers, stale)
        half = self._other()
        if half is None:
            yield from find_stale(_drawn(planner.posts(), sketch), planner.answers, stale)
        else:
            planner.take(half.outputs, half.findings)
            stale.take((output.path for output in half.outputs), half.stale)
            yield from (item for item, _ in half.stale)
        yield from find_stale(_drawn(planner.machines(), sketch), planner.answers, stale)
        sheets = (sketch.sheet(), half.sheet) if half else (sketch.sheet(),)
        self.sheets = tuple(sheet for sheet in sheets if sheet is not None)
        self.are_drawn = len(self.sheets) == len(sheets)

    def discard(self) -> None:
        """Nobody wants the sheets."""
        for sheet in self.sheets:
            (self._stills / sheet.pack).unlink(missing_ok=True)

    def _plan_posts(self) -> bool:
        """The other half: what comes of it goes into a file. What is wrong here will be wrong there, too."""
        planner, stale, sketch = self._planner, self._stale, Sketch(self._stills)
        items = list(find_stale(_drawn(planner.posts(), sketch), planner.answers, stale))
        marks = [(item, stale.fingerprints[item.path]) for item in items]
        half = Half(planner.made(), marks, planner.findings(), sketch.sheet())
        write_whole(self._place, msgspec.msgpack.encode(half))
        return True

    def _other(self) -> Half | None:
        if not self._aside.was_done():
            return None
        try:
            return msgspec.msgpack.decode(self._place.read_bytes(), type=Half)
        except (OSError, msgspec.MsgspecError):
            return None
        finally:
            self._place.unlink(missing_ok=True)


def _drawn(outputs: Iterable[Output], sketch: Sketch) -> Iterator[Output]:
    """The outputs, each noted on a sketch as it passes."""
    for output in outputs:
        sketch.add(output)
        yield output
