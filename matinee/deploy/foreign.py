"""What others put where the site is to stand: it is found before anything is sent, and never replaced unasked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..errors import OutsideError
from ..render.store import folders_of
from .plan import Plan, named


class Clash(NamedTuple):
    """What stands there and is not known to be ours: `at` the very paths of files to send, so that only their bytes can
    tell; and `across` them: a file where the site has a folder, or a file in a folder where the site has a file."""

    at: set[str]
    across: set[str]


def find_clash(plan: Plan, standing: Iterable[str]) -> Clash:
    """Which of the files that stand on a host a plan would run into."""
    gone, new = set(plan.deletes), plan.new
    ways = {way for one in plan.sends for way in folders_of(one.path)}
    clash = Clash(set(), set())
    for path in standing:
        if path in gone:
            continue
        if path in new:
            clash.at.add(path)
        elif path in ways or any(folder in plan.deployed for folder in folders_of(path)):
            clash.across.add(path)
    return clash


def check_foreign(plan: Plan, most: int = 10) -> None:
    """OutsideError where a plan would take the place of what somebody else put there."""
    if plan.foreign:
        is_one = len(plan.foreign) == 1
        what = "1 file that is" if is_one else f"{len(plan.foreign)} files that are"
        raise OutsideError(
            f"{what} not ours would be replaced: {named(plan.foreign, most)}",
            f"move {'it' if is_one else 'them'} away, or say --force, which takes over what stands there, and "
            "replaces a branch of git whole",
        )
