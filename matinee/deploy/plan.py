"""What a deploy will do, as a value: which files go in which order, and which go away at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from ..errors import OutsideError
from .outgoing import Outgoing, Phase

_FEW, _SHARE = 10, 5  # so many deletions, or one in so many files, need no question


class Plan(msgspec.Struct, frozen=True):
    """The files to send, assets first, then pages, then what leads to pages; the paths to delete once all have
    arrived; which of the first replace a file of ours; how many stay as they are. `deployed` is what will then be
    there, `foreign` what others put in the way."""

    sends: tuple[Outgoing, ...]
    deletes: tuple[str, ...]
    replaced: frozenset[str]
    unchanged: int
    deployed: dict[str, str]
    foreign: tuple[str, ...] = ()

    @property
    def new(self) -> set[str]:
        """The paths to send at which nothing of ours stands."""
        return {one.path for one in self.sends if one.path not in self.replaced}

    @property
    def is_empty(self) -> bool:
        return not self.sends and not self.deletes

    @property
    def size(self) -> int:
        """The bytes to send."""
        return sum(one.size for one in self.sends)

    def phases(self) -> Iterator[list[Outgoing]]:
        """The files to send, those together that need not wait for each other."""
        for phase in Phase:
            files = [one for one in self.sends if one.phase is phase]
            if files:
                yield files

    def lines(self) -> Iterator[str]:
        """Each file on a line, in the order in which it is dealt with; first what is in the way."""
        yield from (f"! {path} (not ours)" for path in self.foreign)
        for one in self.sends:
            yield f"{'~' if one.path in self.replaced else '+'} {one.path} ({one.size} bytes)"
        yield from (f"- {path}" for path in self.deletes)


def make_plan(outgoing: Sequence[Outgoing], deployed: Mapping[str, str]) -> Plan:
    """What it takes to bring a host from what is `deployed` to what is outgoing. What stands there and is not of our
    making is no part of it."""
    sends = sorted(
        (one for one in outgoing if deployed.get(one.path) != one.digest), key=lambda one: (one.phase, one.path)
    )
    wanted = {one.path: one.digest for one in outgoing}
    deletes = sorted(path for path in deployed if path not in wanted)
    replaced = frozenset(one.path for one in sends if one.path in deployed)
    return Plan(tuple(sends), tuple(deletes), replaced, len(wanted) - len(sends), wanted)


def most_deletes(deployed: int) -> int:
    """How many of so many files may be deleted without a question, where nobody says how many."""
    return max(_FEW, deployed // _SHARE)


def check_deletes(plan: Plan, most: int, listed: int = 10) -> None:
    """OutsideError where a plan deletes more files than it may."""
    if len(plan.deletes) <= most:
        return
    raise OutsideError(
        f"{len(plan.deletes)} files would be deleted, which is more than {most}: {named(plan.deletes, listed)}",
        f"look with --dry-run; if that is right, say --max-delete {len(plan.deletes)}",
    )


def named(paths: Iterable[str], most: int) -> str:
    """The first of the paths, in words."""
    paths = list(paths)
    more = f" and {len(paths) - most} more" if len(paths) > most else ""
    return ", ".join(paths[:most]) + more
