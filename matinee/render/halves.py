"""A plan made by two processes: one plans lists of posts, another their pages, and compares them with what stands. It
pays where nearly all will turn out to be as it was: then the one has little to tell the other."""

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
    """Outputs without their parts; which of them are stale, with their fingerprints; and what was found
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
        self._aside = Aside(self._plan_pages, pays)

    def items(self) -> Iterator[Item]:
        """What is to be made again."""
        planner, sketch = self._planner, Sketch(self._stills)
        half = None
        yield from self._compared(planner.lists(), sketch)
        if self._aside.is_running:
            yield from self._compared(planner.replies(), sketch)
            half = self._other()
            yield from self._taken(half) if half else self._compared(planner.pages(), sketch)
        else:
            yield from self._compared(planner.posts(), sketch)
        yield from self._compared(planner.machines(), sketch)
        sheets = (sketch.sheet(), half.sheet) if half else (sketch.sheet(),)
        self.sheets = tuple(sheet for sheet in sheets if sheet is not None)
        self.are_drawn = len(self.sheets) == len(sheets)

    def discard(self) -> None:
        """Nobody wants the sheets."""
        for sheet in self.sheets:
            (self._stills / sheet.pack).unlink(missing_ok=True)

    def _compared(self, outputs: Iterable[Output], sketch: Sketch) -> Iterator[Item]:
        """Those of some outputs that are stale."""
        return find_stale(_drawn(outputs, sketch), self._planner.answers, self._stale)

    def _taken(self, half: Half) -> Iterator[Item]:
        """Those of the other half."""
        self._planner.take(half.outputs, half.findings)
        self._stale.take((output.path for output in half.outputs), half.stale)
        return (item for item, _ in half.stale)

    def _plan_pages(self) -> bool:
        """The other half: what comes of it goes into a file. What is wrong there will be wrong here, too."""
        planner, sketch = self._planner, Sketch(self._stills)
        items = list(self._compared(planner.pages(), sketch))
        marks = [(item, self._stale.fingerprints[item.path]) for item in items]
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
