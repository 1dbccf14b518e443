"""How much a worker is given at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..pages.pictures import FROM_FILES
from .press import RenderTask

if TYPE_CHECKING:
    pass


_MOST = 16  # tasks
_HEAVY = 100_000  # bytes of parts
_PICTURES = 6  # in a chunk: about as many as are made of one file


def in_chunks(tasks: Iterable[RenderTask]) -> Iterator[list[RenderTask]]:
    """Runs of tasks with about as much work in each."""
    chunk: list[RenderTask] = []
    weight = 0
    for task in tasks:
        chunk.append(task)
        weight += _HEAVY // _PICTURES + 1 if task.kind in FROM_FILES else len(task.parts)
        if len(chunk) == _MOST or weight > _HEAVY:
            yield chunk
            chunk, weight = [], 0
    if chunk:
        yield chunk
