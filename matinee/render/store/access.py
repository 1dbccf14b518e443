"""Whether a commit can be seen through: looked into before it begins, since from then on there is no way back."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from ...errors import OutsideError


def check_writable(output: Path, paths: Iterable[str]) -> None:
    """OutsideError where the output, or a folder of it in which one of these paths is to appear or vanish, lets nobody
    in."""
    waiting = {"", *(path.rpartition("/")[0] for path in paths)}
    seen: set[str] = set()
    while waiting:
        folder = waiting.pop()
        if folder in seen:
            continue
        seen.add(folder)
        place = f"{output}/{folder}" if folder else str(output)
        if os.access(place, os.W_OK | os.X_OK):
            continue
        if os.path.isdir(place):
            raise OutsideError(f"{place} cannot be written to", "nothing was published; let yourself write there")
        if folder:
            waiting.add(folder.rpartition("/")[0])
