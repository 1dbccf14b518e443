"""Redirects that lead to other old addresses: a detour for readers, or a circle that never ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ...content.decode.marks import config_place
from ...content.site import Site
from ...errors import Problem, error
from ...model import Redirect
from ...text.urls import address_of
from ..parts import StubParts
from .posts import alias_path
from .values import Make


def find_detours(site: Site, made: Iterable[Make]) -> Iterator[Problem]:
    """An error for each circle of redirects, and for each redirect that takes more than one step."""
    if not site.config.redirects:  # an alias leads to its post, at once
        return
    stubs = {output.path: output for output in made}
    for number, redirect in enumerate(site.config.redirects):
        stub = stubs.get(alias_path(redirect.old)) if "?" not in redirect.old else _unstubbed(site, number, redirect)
        if stub is None:
            continue
        steps = _steps(stub, stubs)
        if _next(steps[-1], stubs) is None:
            if len(steps) > 1:
                yield _detour(steps)
        elif _next(steps[-1], stubs) is stub and stub.place == min(step.place for step in steps):
            yield _circle(steps)


def _unstubbed(site: Site, number: int, redirect: Redirect) -> Make:
    """The redirect of an address with a query, at which no page can stay."""
    place = config_place(site.config, f"redirects.{number}")
    return Make(redirect.old, "stub", StubParts(redirect.new), f"the redirect from {redirect.old}", place)


def _steps(stub: Make, stubs: Mapping[str, Make]) -> list[Make]:
    """The old addresses that a reader passes, each once."""
    steps = [stub]
    while (step := _next(steps[-1], stubs)) is not None and step not in steps:
        steps.append(step)
    return steps


def _next(stub: Make, stubs: Mapping[str, Make]) -> Make | None:
    target = _target(stub)
    return stubs.get(alias_path(target)) if target.startswith("/") else None


def _target(stub: Make) -> str:
    return stub.parts.target if isinstance(stub.parts, StubParts) else ""


def _detour(steps: Sequence[Make]) -> Problem:
    message = f"{_target(steps[0])} is an old address too, and leads on to {_target(steps[-1])}"
    return error(steps[0].place, "link", message, f"write {_target(steps[-1])}")


def _circle(steps: Sequence[Make]) -> Problem:
    way = " → ".join(address_of(step.path) for step in (*steps, steps[0]))
    others = ", ".join(str(step.place) for step in steps[1:])
    hint = f"correct one of them; the others stand at {others}" if others else "name the address that it has now"
    return error(steps[0].place, "loop", f"this redirect leads round in a circle: {way}", hint)
