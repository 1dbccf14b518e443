"""A release in the making is filled: what a deploy that was cut has left of it is used, what lasts is linked from the
release before, all else is copied."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from ..content.loader import digest_file
from ..errors import OutsideError
from ..render.store import folders_of
from ..workers import Crew, processors, split
from .outgoing import Outgoing, read_outgoing
from .standing import files_below, holds
from .target import UNTOUCHED, Progress

SAMPLE = 20  # files that are read back
_LEAST, _MOST = 2, 8  # processes that copy
_TOGETHER = 256  # files that one of them is given


def fill(part: Path, outgoing: Sequence[Outgoing], last: Path, lasting: Iterable[str], progress: Progress) -> None:
    """Have a folder hold the outgoing files, and what of the `last` release is `lasting`, which may be such files and
    others. OutsideError where a file is not what it was any more."""
    there = _keep_what_fits(part, {one.path: one.digest for one in outgoing})
    for path in lasting:
        if path not in there:
            link_file(last / path, part / path)
            there.add(path)
    missing = [one for one in outgoing if one.path not in there]
    _make_folders(part, {way for one in missing for way in folders_of(one.path)})
    top, done = os.fspath(part), 0
    with Crew(max(_LEAST, min(processors(), _MOST))) as crew:
        for files in crew.each(_copy_all, split(missing, _TOGETHER), str, (top,)):
            done += files
            progress("send", done, len(missing))


def _keep_what_fits(part: Path, wanted: Mapping[str, str]) -> set[str]:
    """Have a folder hold nothing but files that are wanted as they are; their paths."""
    if part.is_symlink():
        part.unlink()
    part.mkdir(exist_ok=True)
    kept = set()
    for path in list(files_below(part)):
        if path in wanted and holds(part / path, wanted[path]):
            kept.add(path)
        else:
            (part / path).unlink()
    _prune(part)
    return kept


def _prune(folder: Path) -> None:
    """Remove empty folders below a folder."""
    for at, _, _ in os.walk(folder, topdown=False):
        if at != os.fspath(folder):
            with suppress(OSError):
                os.rmdir(at)


def link_file(source: Path, target: Path) -> None:
    """The same file at another place; a copy where the file system knows no hard links."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def _make_folders(top: Path, paths: Iterable[str]) -> None:
    """Have folders in a folder, those that hold others first."""
    for path in sorted(paths):
        with suppress(FileExistsError):
            os.mkdir(top / path)


def _copy_all(folder: str, files: Sequence[Outgoing]) -> int:
    """Copy files; how many they were."""
    for one in files:
        _copy(one, f"{folder}/{one.path}")
    return len(files)


def _copy(one: Outgoing, target: str) -> None:
    """A copy of a file where there is none. One that is cut is known by its bytes, and made again."""
    data = read_outgoing(one)
    with open(target, "xb") as copied:
        copied.write(data)


def check_sample(folder: Path, outgoing: Sequence[Outgoing]) -> None:
    """Read some files back. OutsideError where one is not what was sent."""
    for one in random.sample(outgoing, min(SAMPLE, len(outgoing))):
        if digest_file(folder / one.path).hex() != one.digest:
            raise OutsideError(f"{one.path} did not arrive as it was sent", f"{UNTOUCHED}; deploy again")
