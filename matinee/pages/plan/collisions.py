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
    """An error for each output whose place another one has taken, naming both."""
    problems: list[Problem] = []
    taken: dict[str, Output] = {}
    for output in outputs:
        key = fold(output.path)
        other = taken.setdefault(key, output)
        if other is not output:
            problems.append(_collision(site, output, other))
        elif key == _KEPT or key.startswith(_KEPT + "/"):
            message = f"{output.path} is where Matinee keeps its manifest"
            problems.append(error(_authored(site, output)[1], "collision", message, "choose another name"))
    for output, other in _folders(taken):
        problems.append(_collision(site, output, other))
    return problems


def _folders(taken: dict[str, Output]) -> list[tuple[Output, Output]]:
    """Files whose name is also a folder that another output needs, each with that output."""
    folders: dict[str, Output] = {}
    for key, output in taken.items():
        cut = key.rfind("/")
        while cut > 0 and key[:cut] not in folders:
            folders[key[:cut]] = output
            cut = key.rfind("/", 0, cut)
    return [(output, folders[key]) for key, output in taken.items() if key in folders]


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
