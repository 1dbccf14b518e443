"""Outputs that would be one file, on any machine: equal but for case or Unicode form, or one a folder of the other's
name."""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import Problem, error
from ...text.slugs import fold
from ...text.urls import address_of
from .values import Output

_KEPT = ".matinee"


def find_collisions(outputs: Sequence[Output]) -> list[Problem]:
    """An error for each output whose place another one has taken, naming both."""
    problems: list[Problem] = []
    taken: dict[str, Output] = {}
    for output in outputs:
        key = fold(output.path)
        other = taken.setdefault(key, output)
        if other is not output:
            problems.append(_collision(output, other))
        elif key == _KEPT or key.startswith(_KEPT + "/"):
            problems.append(
                error(
                    output.place,
                    "collision",
                    f"{output.path} is where Matinee keeps its manifest",
                    "choose another name",
                )
            )
    problems += _folders(taken)
    return problems


def _folders(taken: dict[str, Output]) -> list[Problem]:
    """Files whose name is also a folder that another output needs."""
    folders: dict[str, Output] = {}
    for key, output in taken.items():
        cut = key.rfind("/")
        while cut > 0 and key[:cut] not in folders:
            folders[key[:cut]] = output
            cut = key.rfind("/", 0, cut)
    return [_collision(output, folders[key]) for key, output in taken.items() if key in folders]


def _collision(output: Output, other: Output) -> Problem:
    address = address_of(output.path)
    first, second = (other, output) if other.place.path <= output.place.path else (output, other)
    message = f"{address} would be both {first.origin} and {second.origin}"
    return error(second.place, "collision", message, "give one of them another `slug:` or `url:`, or another name")
