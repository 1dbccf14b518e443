"""A deploy from its beginning to its end: what is there, what is to be, and the way from the one to the other."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import msgspec

from ..errors import OutsideError
from .foreign import check_foreign
from .outgoing import Outgoing, gather
from .plan import Plan, check_deletes, make_plan, most_deletes
from .target import Progress, Target


class Sent(msgspec.Struct, frozen=True):
    """What a deploy came to: its plan, what the host says of it, and for how many seconds leaks were looked for. A dry
    one may tell by what another would be `stopped`."""

    plan: Plan
    note: str = ""
    looking: float = 0.0
    is_done: bool = True
    stopped: OutsideError | None = None


@runtime_checkable
class Furnishing(Protocol):
    """A session whose host wants files beside those of the site."""

    def extras(self, outgoing: Sequence[Outgoing]) -> Sequence[Outgoing]:
        """These files: part of the plan, as those of the site are."""


def deploy(
    target: Target,
    output: Path,
    most: int | None,
    may_delete: Callable[[Plan, int], bool],
    inspect: Callable[[Sequence[Outgoing], int | None], None],
    progress: Progress,
    dry: bool = False,
    takes_over: bool = False,
) -> Sent:
    """Bring the site in an output folder to a target. What is to go is looked into by `inspect`, which is told how
    many pages the host has, and raises what it finds. Where more than `most` files would be deleted, `may_delete` is
    asked; without a number there is a usual one. A `dry` one changes nothing. What is not ours and stands in the way
    stops it, unless it `takes_over`. OutsideError where the world is at fault."""
    site = gather(output)
    with target.look() if dry else target.open() as session:
        outgoing = [*site, *session.extras(site)] if isinstance(session, Furnishing) else site
        deployed = session.deployed(outgoing)
        began = time.monotonic()
        inspect(site, sum(path.endswith(".html") for path in deployed) or None)
        looking = time.monotonic() - began
        plan = make_plan(outgoing, deployed)
        if plan.sends:
            plan = msgspec.structs.replace(plan, foreign=tuple(sorted(session.foreign(plan))))
        limit = most_deletes(len(deployed)) if most is None else most
        if dry:
            return Sent(plan, looking=looking, is_done=False, stopped=_objection(plan, limit, takes_over))
        if not takes_over:
            check_foreign(plan)
        if len(plan.deletes) > limit and not may_delete(plan, limit):
            check_deletes(plan, limit)
        return Sent(plan, session.publish(plan, outgoing, progress), looking)


def _objection(plan: Plan, limit: int, takes_over: bool) -> OutsideError | None:
    """What would stop a plan, were nobody asked."""
    try:
        if not takes_over:
            check_foreign(plan)
        check_deletes(plan, limit)
    except OutsideError as exc:
        return exc
    return None


def sent_as_json(sent: Sent, name: str) -> dict[str, Any]:
    """What a deploy did, or would do, for machines."""
    plan = sent.plan
    return {
        "target": name,
        "sent": [one.path for one in plan.sends],
        "deleted": list(plan.deletes),
        "foreign": list(plan.foreign),
        "unchanged": plan.unchanged,
        "bytes": plan.size,
        "note": sent.note,
        "dry_run": not sent.is_done,
    }
