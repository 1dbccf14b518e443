"""Where a worker lays what it has made: a file of the stage, in a folder that it makes on the way."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass


def write_staged(place: str, data: bytes) -> None:
    """Write a file with no more ado than it takes: there are many. OSError."""
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
    finally:
        os.close(descriptor)


def place_for(stage: Path, path: str, made: set[str]) -> str:
    """Where an output is staged; its folder is there. Those that have been `made` are not asked for again."""
    _make_folder(os.fspath(stage), path.rpartition("/")[0], made)
    return f"{stage}/{path}"


def _make_folder(stage: str, folder: str, made: set[str]) -> None:
    """Make a folder of the stage and those above it; another worker may be doing the same."""
    if folder in made:
        return
    if folder:
        _make_folder(stage, folder.rpartition("/")[0], made)
        with suppress(FileExistsError):
            os.mkdir(f"{stage}/{folder}")
    made.add(folder)
