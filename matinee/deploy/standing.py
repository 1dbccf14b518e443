"""What stands in a release, a folder of this machine: links in it are seen, and never followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..content.loader import digest_file
from ..render.store import folders_of, is_plain_file


def files_below(folder: Path) -> Iterator[str]:
    """Every file below a folder, and every link."""
    for at, folders, names in os.walk(folder):
        links = [name for name in folders if os.path.islink(os.path.join(at, name))]
        for name in (*names, *links):
            yield os.path.relpath(os.path.join(at, name), folder).replace(os.sep, "/")


def standing_at(paths: Iterable[str], folder: Path) -> Iterator[str]:
    """The files and links that lie at paths below a folder, on the way to them, or below them."""
    modes: dict[str, int] = {}
    for path in paths:
        for step in (*folders_of(path), path):
            mode = modes[step] if step in modes else modes.setdefault(step, _mode(folder / step))
            if not stat.S_ISDIR(mode):
                if mode:
                    yield step
                break
        else:
            yield from (f"{path}/{below}" for below in files_below(folder / path))


def holds(place: Path, digest: str) -> bool:
    """Whether there is a plain file of these bytes."""
    return is_plain_file(place) and digest_file(place).hex() == digest


def changed_at(place: Path) -> int:
    """When a file was changed, in nanoseconds; 0 where there is none."""
    try:
        return place.stat().st_mtime_ns
    except OSError:
        return 0


def _mode(place: Path) -> int:
    """What a path is, without following a link; 0 where nothing is there."""
    try:
        return place.lstat().st_mode
    except OSError:
        return 0
