"""Whether anything that is to go out should stay at home: the guard is asked, or it is known that nothing has changed
since it found nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

import msgspec

from ..content.decode.marks import config_place
from ..content.loader import write_whole
from ..errors import Problem
from ..model import Allowed, Config
from ..render.cache import Cache
from ..render.order import Order
from ..render.store import FOLDER
from ..stamp import engine_stamp
from .guard import gather_private, inspect, inspect_count
from .guard.gathering import secrets_of
from .outgoing import Outgoing


def find_leaks(
    order: Order, config: Config, outgoing: Sequence[Outgoing], before: int | None, clock: Callable[[], datetime]
) -> list[Problem]:
    """What speaks against sending these files, which a build for this order has made. `before` is how many pages the
    host has, None where they are not to be counted."""
    allowed = {one: config_place(config, f"allow.{number}", "allow") for number, one in enumerate(config.allow)}
    counted = inspect_count(outgoing, before, allowed, order.site)
    passed = order.site / FOLDER / "guard-passed"
    state = _state(order, config.allow, outgoing)
    if state and passed.is_file() and passed.read_bytes() == state:
        return counted
    private = gather_private(order.site, clock(), os.environ, Path.home(), order.jobs)
    problems = inspect(
        outgoing, private, allowed, order.site, order.site / FOLDER / "guard", order.jobs, root=config.root
    )
    if state and not problems:
        write_whole(passed, state)
    return sorted([*problems, *counted])


def _state(order: Order, allowed: Sequence[Allowed], outgoing: Sequence[Outgoing]) -> bytes:
    """What stands for everything that the guard's verdict depends on, but for the number of pages that the host has:
    the inputs of the last build, what is to go out, and the secrets of the environment; b"" where that is not known."""
    stamp = engine_stamp(order.site)
    standing = Cache(order.site / FOLDER, stamp, is_kept=True).standing(order.output)
    if standing is None:
        return b""
    files = [(one.path, one.digest) for one in outgoing]
    told = (stamp, standing.inputs, files, allowed, secrets_of(os.environ))
    return blake2b(msgspec.msgpack.encode(told), digest_size=32).digest()
