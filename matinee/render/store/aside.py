"""What is not ours, or was changed by somebody, is put aside where its owner finds it."""

from __future__ import annotations

import glob
import shutil
from pathlib import Path

from ...content.loader import digest_file
from .manifest import FOLDER

KEPT = f"{FOLDER}/kept"


def put_aside(output: Path, path: str) -> str:
    """Move what is not ours out of the way, where its owner finds it: the path it has then."""
    target = _free_place(output, path)
    shutil.move(output / path, target)
    return target.relative_to(output).as_posix()


def copy_aside(output: Path, path: str) -> None:
    """Copy a file of ours that somebody changed, unless just that is kept already; until the commit it stays where it
    is."""
    kept = output / KEPT / path
    digest = digest_file(output / path)
    if not any(digest_file(place) == digest for place in kept.parent.glob(f"{glob.escape(kept.name)}*")):
        shutil.copyfile(output / path, _free_place(output, path))


def _free_place(output: Path, path: str) -> Path:
    """Where a file can be kept, in a folder that is there, over no other that is kept."""
    target = output / KEPT / path
    target.parent.mkdir(parents=True, exist_ok=True)
    number = 0
    while target.exists():
        number += 1
        target = target.with_name(f"{Path(path).name}.{number}")
    return target
