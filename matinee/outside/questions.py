"""Which addresses are to be asked for, and of which enough is known already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from ..model import OutsideLink
from .addresses import Guard, host_of, is_private, make_address
from .answers import Fault, Kind, Verdict

DAY = 86_400  # seconds
GOOD_FOR = 30 * DAY
BROKEN_FOR = DAY


class Finding(msgspec.Struct, frozen=True, array_like=True):
    """What was found out about an address, and at which instant."""

    instant: int
    verdict: Verdict

    def is_fresh(self, now: int) -> bool:
        """Whether there is no need to ask again. What was found in the future, by some other clock, never is."""
        kind, wait = self.verdict.kind, self.verdict.wait
        lasting = GOOD_FOR if kind in {Kind.GOOD, Kind.MOVED} else min(wait or BROKEN_FOR, BROKEN_FOR)
        return 0 <= now - self.instant < lasting


class Questions(msgspec.Struct, frozen=True):
    """The links by address. Of all addresses, `unknown` are to be asked for, in order; the others are `known`."""

    places: dict[str, tuple[OutsideLink, ...]]
    unknown: tuple[str, ...]
    known: dict[str, Verdict]


def make_questions(
    links: Iterable[OutsideLink], findings: Mapping[str, Finding], now: int, is_private: Guard = is_private
) -> Questions:
    """What is to be asked for the sake of these links. A host that `is_private` is known to be out of reach."""
    places: dict[str, list[OutsideLink]] = {}
    for link in links:
        if address := make_address(link.target):
            places.setdefault(address, []).append(link)
    known = {address: finding.verdict for address, finding in findings.items() if finding.is_fresh(now)}
    known = {address: verdict for address, verdict in known.items() if address in places}
    nowhere = Verdict(Kind.BROKEN, Fault.PRIVATE.value)
    known |= dict.fromkeys((address for address in places if is_private(host_of(address))), nowhere)
    return Questions(
        {address: tuple(sorted(links)) for address, links in sorted(places.items())},
        tuple(sorted(places.keys() - known.keys())),
        known,
    )
