"""Outputs that would be one file, on any machine: equal but for case or Unicode form, or one a folder of the other's
name."""

from __future__ import annotations

from collections.abc import Sequence

from ...content.site import Site
from ...errors import Place, Problem, error
from ...text.slugs import fold
from ...text.urls import address_of
from .values import SITE, Copy, Output

_KEPT = ".matinee"
_HINT = "give one of them another `slug:` or `url:`, or another name"


def find_collisions(site: Site, outputs: Sequence[Output]) -> list[Problem]:
    """An error for each output whose place another one has taken, naming both; in whatever order they come."""
    problems: list[Problem] = []
    taken: dict[str, Output] = {}
    for output in sorted(outputs, key=lambda output: (output.path, output.origin)):
        key = fold(output.path)
        other = taken.setdefault(key, output)
        if other is not output:
            problems.append(_collision(site, output, other))
        elif key == _KEPT or key.startswith(_KEPT + "/"):
            message = f"{output.path} is where Matinee keeps its manifest"
            problems.append(error(_authored(site, output)[1], "collision", message, "choose another name"))
    for output, others in _folders(taken):
        problems.append(_collision(site, output, max(others, key=lambda other: _authored(site, other)[0])))
    return problems


def _folders(taken: dict[str, Output]) -> list[tuple[Output, list[Output]]]:
    """Files whose name is also a folder that other outputs need, each with those."""
    folders: set[str] = set()
    for key in taken:
        cut = key.rfind("/")
        while cut > 0 and key[:cut] not in folders:
            folders.add(key[:cut])
            cut = key.rfind("/", 0, cut)
    return [
        (output, [other for inner, other in taken.items() if inner.startswith(f"{key}/")])
        for key, output in taken.items()
        if key in folders
    ]


def _collision(site: Site, output: Output, other: Output) -> Problem:
    """Told where an author can mend it: of two such places at the later one."""
    first, second = sorted((output, other), key=lambda output: _authored(site, output))
    message = f"{address_of(output.path)} would be both {first.origin} and {second.origin}"
    return error(_authored(site, second)[1], "collision", message, _HINT)


def _authored(site: Site, output: Output) -> tuple[int, Place]:
    """How directly an author has chosen an output's address, and where."""
    entry = site.sources.get(output.place.path.removeprefix("content/"))
    if output.place.line:
        return 3, output.place
    if isinstance(output, Copy) or entry is None:
        return int(output.place != SITE), output.place
    if output.kind not in {"post", "page"}:
        return 1, output.place
    mark = entry.mark("url", "slug")
    return (3 if mark.line else 2), mark
