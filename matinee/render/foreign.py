"""What stands in an output folder and is not, or not any more, what we wrote: how it is told of."""

from __future__ import annotations

import os
from collections.abc import Container, Iterator, Sequence

from ..errors import Problem, warning
from .order import Order
from .store import FOLDER, KEPT

_MOST_BY_HAND = 10
_MOST_STRANGERS = 10


def kept_by_hand(order: Order, path: str) -> Problem:
    message = "this page is gone, but its file was changed by hand and is kept"
    return warning(order.place(path), "output", message)


def changed_by_hand(order: Order, paths: Sequence[str]) -> list[Problem]:
    """A warning for each file; one for all where some program must have changed so many."""
    if len(paths) > _MOST_BY_HAND:
        message = f"{len(paths)} files were changed since they were written; they are made again"
        return [warning(order.place(paths[0]), "output", message, f"they are kept in {order.place(KEPT).path}/")]
    message = "this file was changed by hand; it is made again"
    hint = f"your version is kept in {order.place(KEPT).path}/"
    return [warning(order.place(path), "output", message, hint) for path in paths]


def told_aside(order: Order, path: str, place: str) -> Problem:
    message = f"this stood where a page belongs; it was put aside, and lies in {order.place(place).path}"
    return warning(order.place(path), "output", message)


def strangers(order: Order, ours: set[str]) -> list[Problem]:
    """A warning for every file of an output folder without a manifest that no page of ours will replace; one for all
    where they are many."""
    paths = list(_strange_paths(order, ours))
    if len(paths) > _MOST_STRANGERS:
        message = f"Matinee has no record of this file and {len(paths) - 1} others, and leaves them alone"
        return [warning(order.place(paths[0]), "output", message, "choose a folder of its own with --output")]
    message = "Matinee has no record of this file, and leaves it alone"
    return [warning(order.place(path), "output", message) for path in paths]


def _strange_paths(order: Order, ours: Container[str]) -> Iterator[str]:
    for folder, folders, files in os.walk(order.output):
        folders[:] = sorted(name for name in folders if name not in {FOLDER, ".git"})
        for name in sorted(files):
            path = os.path.relpath(os.path.join(folder, name), order.output).replace(os.sep, "/")
            if path not in ours:
                yield path
