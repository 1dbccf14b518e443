"""`check --leaks`: what is in the output that must not get out. Who publishes without `deploy` asks for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from ..content.loader import Sources
from ..content.loader.walk import load_config
from ..deploy.leaks import find_leaks
from ..deploy.outgoing import gather_all
from ..errors import OutsideError, Problem
from ..render.builder import Order, Report
from ..render.store import load_manifest


class Looked(msgspec.Struct, frozen=True):
    """How many files were looked through, and what was found in them."""

    files: int
    problems: tuple[Problem, ...]


def look_through_output(order: Order, report: Report, clock: Callable[[], datetime]) -> Looked:
    """What the guard says of the output that this check was to compare with. OutsideError where that is not what a
    build makes now."""
    check_fresh(order, report, "build first: python build.py")
    config, _ = load_config(Sources(order.site, ()))
    outgoing = gather_all(order.output)
    return Looked(len(outgoing), tuple(find_leaks(order, config, outgoing, None, clock)))


def check_fresh(order: Order, report: Report, hint: str) -> None:
    """OutsideError where the output is not what a build would make now, by the report of a check."""
    manifest = load_manifest(order.output)
    if manifest is None or report.rendered or report.unchanged != len(manifest):
        raise OutsideError(f"{order.output} is not what a build makes now", hint)
