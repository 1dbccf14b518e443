"""A plan made by two processes: one plans lists of posts, another their pages, and compares them with what stands. It
pays where nearly all will turn out to be as it was: then the one has little to tell the other."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Self

import msgspec

from ..asides import Aside
from ..content.loader import write_whole
from ..pages.plan import Findings, Made, Output, Plan, Planner
from .cache import Cache
from .outline import Sheet, Sketch
from .staleness import Item, Stale, find_stale

MOST_STALE = 1000


class Half(msgspec.Struct, frozen=True, array_like=True):
    """Outputs without their parts; which of them are stale, with their fingerprints; and what was found
    beside them."""

    outputs: list[Made]
    stale: list[tuple[Item, str]]
    findings: Findings
    sheet: Sheet | None


class Halves:
    """The outputs of a plan, compared with what stands: by two processes if that `pays`. An outline of it is drawn on
    the way."""

    def __init__(self, planner: Planner, stale: Stale, cache: Cache, output: Path, pays: bool) -> None:
        self._planner = planner
        self._stale = stale
        self._cache = cache
        self._output = output
        self._stills = cache.stills(output)
        self._place = cache.folder / f"half.{os.getpid()}.tmp"
        self._sheets: tuple[Sheet | None, ...] = ()
        self._aside = Aside(self._plan_pages, pays)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        """What is still being planned is not wanted any more, nor what was drawn for an outline that is not kept."""
        self._aside.__exit__(*failure)
        for sheet in self._sheets:
            if sheet is not None:
                with suppress(OSError):
                    (self._stills / sheet.pack).unlink(missing_ok=True)

    def items(self) -> Iterator[Item]:
        """What is to be made again."""
        planner, sketch = self._planner, Sketch(self._stills)
        half = None
        yield from self._compared(planner.lists(), sketch)
        if self._aside.is_running:
            yield from self._compared(planner.beside_pages(), sketch)
            half = self._other()
            yield from self._taken(half) if half else self._compared(planner.pages(), sketch)
        else:
            yield from self._compared(planner.posts(), sketch)
        yield from self._compared(planner.machines(), sketch)
        self._sheets = (sketch.sheet(), half.sheet) if half else (sketch.sheet(),)

    def keep(self, plan: Plan) -> bytes:
        """Keep the outline of the plan, and give its digest; b"" where it could not be drawn. OSError where it cannot
        be kept."""
        sheets = tuple(sheet for sheet in self._sheets if sheet is not None)
        if len(sheets) < len(self._sheets):
            return b""
        self._cache.keep_outline(self._output, plan, sheets)
        self._sheets = ()
        return self._cache.outline_digest(self._output)

    def _compared(self, outputs: Iterable[Output], sketch: Sketch) -> Iterator[Item]:
        """Those of some outputs that are stale."""
        return find_stale(_drawn(outputs, sketch), self._planner.answers, self._stale)

    def _taken(self, half: Half) -> Iterator[Item]:
        """Those of the other half."""
        self._planner.take(half.outputs, half.findings)
        self._stale.take((output.path for output in half.outputs), half.stale)
        return (item for item, _ in half.stale)

    def _plan_pages(self) -> bool:
        """The other half: what comes of it goes into a file. What is wrong there will be wrong here, too; and where too
        much is stale, it is better found where it can be rendered at once."""
        planner, sketch = self._planner, Sketch(self._stills)
        items = list(islice(self._compared(planner.pages(), sketch), MOST_STALE + 1))
        if len(items) > MOST_STALE:
            sketch.discard()
            return False
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
            with suppress(OSError):
                self._place.unlink(missing_ok=True)


def _drawn(outputs: Iterable[Output], sketch: Sketch) -> Iterator[Output]:
    """The outputs, each noted on a sketch as it passes."""
    for output in outputs:
        sketch.add(output)
        yield output
