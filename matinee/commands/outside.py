"""`check --external`: where the links out of a site lead, asked and remembered."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ..model import OutsideLink
from ..outside import Finding, Outcome, Verdict, load_findings, make_outcome, make_questions, write_findings
from ..outside.addresses import Guard, is_private
from ..render.order import Order
from ..render.store import FOLDER
from ..workers import Progress

if TYPE_CHECKING:
    from ..outside.asking import Asker

KEPT_EVERY = 20  # answers


class Errand(msgspec.Struct, frozen=True):
    """How to ask: the asker is made once there is something to ask, of the instant it is; nobody goes where a host
    `is_private`."""

    asker: Callable[[int], Asker]
    is_private: Guard = is_private


def polite_asker(now: int) -> Asker:
    """Asks real servers, with real pauses."""
    from ..outside.asking import PAUSE, Asker, Turns
    from ..outside.exchange import Exchange

    return Asker(Exchange(), Turns(PAUSE), now)


POLITE = Errand(polite_asker)


def follow_links(
    order: Order,
    links: Iterable[OutsideLink],
    clock: Callable[[], datetime],
    progress: Progress,
    errand: Errand = POLITE,
) -> Outcome:
    """Find out where links lead, unless it is known of old. When interrupted, what was found until then is kept."""
    told = order.moment("UTC")
    now = told.instant if told else int(clock().timestamp())
    path = order.site / FOLDER / "outside"
    before = load_findings(path)
    questions = make_questions(links, before, now, errand.is_private)
    found: dict[str, Verdict] = {}
    if questions.unknown:
        answers = errand.asker(now).find_all(questions.unknown)
        _gather(answers, found, len(questions.unknown), Notes(path, before, now), progress)
    return make_outcome(questions, found, before)


class Notes:
    """What is known of addresses, kept in a file."""

    def __init__(self, path: Path, before: dict[str, Finding], now: int) -> None:
        self._path = path
        self._before = before
        self._now = now

    def keep(self, found: dict[str, Verdict]) -> bool:
        """Keep what was found, but for what may only have been out of reach; whether that could be done."""
        is_reached = any(verdict.is_reached for verdict in found.values())
        news = {address: Finding(self._now, verdict) for address, verdict in found.items() if is_reached}
        return write_findings(self._path, self._before | news, self._now)


def _gather(
    answers: Iterator[tuple[str, Verdict]], found: dict[str, Verdict], total: int, notes: Notes, progress: Progress
) -> None:
    """Take every answer as it comes."""
    try:
        for address, verdict in answers:
            found[address] = verdict
            progress("ask", len(found), total)
            if len(found) % KEPT_EVERY == 0:
                notes.keep(found)
    except KeyboardInterrupt:
        kept = "what was found is remembered" if notes.keep(found) else "what was found could not be kept"
        print(f"asked for {len(found)} of {total} outside addresses; {kept}", file=sys.stderr)
        raise
    notes.keep(found)
