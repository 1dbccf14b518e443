"""A plan made by two processes: one plans what shows many posts, another the posts themselves, and compares them with
what stands. It pays where nearly all will turn out to be as it was: then the one has little to tell the other."""

from __future__ import annotations

import os
from collections.abc import Iterator

import msgspec

from ..asides import Aside
from ..content.loader import write_whole
from ..pages.plan import Findings, Made, Planner
from .cache import Cache
from .outline import Sheet, draw_sheet
from .staleness import Item, Stale, find_stale


class Half(msgspec.Struct, frozen=True, array_like=True):
    """The outputs of posts without their parts; which of them are stale, with their fingerprints; and what was found
    beside them."""

    outputs: list[Made]
    stale: list[tuple[Item, str]]
    findings: Findings
    sheet: Sheet


class Halves:
    """The outputs of a plan, compared with what stands: by two processes if that `pays`."""

    def __init__(self, planner: Planner, stale: Stale, cache: Cache, stills: str, pays: bool) -> None:
        self._planner = planner
        self._stale = stale
        self._stills = cache.folder / stills
        self._place = cache.folder / f"half.{os.getpid()}.tmp"
        self.sheets: tuple[Sheet, ...] = ()
        self._aside = Aside(self._plan_posts, pays)

    def items(self) -> Iterator[Item]:
        """What is to be made again."""
        planner, stale = self._planner, self._stale
        yield from find_stale(planner.lists(), planner.answers, stale)
        half = self._other()
        if half is None:
            yield from find_stale(planner.posts(), planner.answers, stale)
        else:
            planner.take(half.outputs, half.findings)
            stale.take((output.path for output in half.outputs), half.stale)
            self.sheets = (half.sheet,)
            yield from (item for item, _ in half.stale)
        yield from find_stale(planner.machines(), planner.answers, stale)

    def _plan_posts(self) -> bool:
        """The other half: what comes of it goes into a file. What is wrong here will be wrong there, too."""
        planner, stale = self._planner, self._stale
        outputs = [output for output in planner.posts() if isinstance(output, Made)]
        items = list(find_stale(outputs, planner.answers, stale))
        half = Half(
            [Made(one.path, one.kind, b"", one.origin, one.place, (), one.template) for one in outputs],
            [(item, stale.fingerprints[item.path]) for item in items],
            planner.findings(),
            draw_sheet(outputs, self._stills),
        )
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
