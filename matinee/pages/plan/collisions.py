"""Outputs that would be one file, on any machine: equal but for case or Unicode form, or one a folder of the other's
name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...content.decode.marks import SITE
from ...content.site import Site
from ...errors import Place, Problem, error
from ...text.slugs import fold
from ...text.urls import address_of
from .values import Copy, Made, Output

_KEPT = ".matinee"
_HINT = "give one of them another `slug:` or `url:`, or another name"


def find_collisions(site: Site, outputs: Sequence[Output]) -> list[Problem]:
    """An error for each output whose place another one has taken, naming both; in whatever order they come."""
    keys = {fold(output.path) for output in outputs}
    folders = _folders(keys)
    if len(keys) == len(outputs) and keys.isdisjoint(folders) and _KEPT not in keys and _KEPT not in folders:
        return []
    problems: list[Problem] = []
    taken: dict[str, Output] = {}
    for output in sorted(outputs, key=lambda output: (output.path, output.origin)):
        key = fold(output.path)
        other = taken.setdefault(key, output)
        if other is not output and not _go_with_pages(output, other):
            problems.append(_collision(site, output, other))
        elif key == _KEPT or key.startswith(_KEPT + "/"):
            message = f"{output.path} is where Matinee keeps its manifest"
            problems.append(error(_authored(site, output)[1], "collision", message, "choose another name"))
    for key in taken.keys() & _folders(taken):
        others = [other for inner, other in taken.items() if inner.startswith(f"{key}/")]
        problems.append(_collision(site, taken[key], max(others, key=lambda other: _authored(site, other)[0])))
    return problems


def _go_with_pages(output: Output, other: Output) -> bool:
    """Whether both are title cards: then their posts have one address, and that is told."""
    return isinstance(output, Made) and isinstance(other, Made) and output.kind == other.kind == "card"


def _folders(files: Iterable[str]) -> set[str]:
    """The folders that files need."""
    folders: set[str] = set()
    for file in files:
        cut = file.rfind("/")
        while cut > 0 and (folder := file[:cut]) not in folders:
            folders.add(folder)
            cut = file.rfind("/", 0, cut)
    return folders


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
