"""Stage and commit: everything is written beside the site first, then moved into place, all or nothing.

.matinee/stage/…     what a build has rendered       (no journal: thrown away by the next run)
.matinee/journal     the manifest that is to be      (there: the next run finishes the commit)
.matinee/manifest    the manifest of what is there
"""

from __future__ import annotations

import os
import shutil
import signal
import stat
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from ...errors import OutsideError
from .access import check_writable
from .aside import put_aside
from .manifest import FOLDER, Manifest, load_journal, load_manifest, write_journal
from .removal import remove_ours
from .ways import folders_of

UNFINISHED = "a part of the site is new by now, the rest as it was: the next build finishes this"


def open_stage(output: Path) -> Path:
    """An empty stage on the output's own file system."""
    discard_stage(output)
    stage = output / FOLDER / "stage"
    stage.mkdir(parents=True)
    return stage


def discard_stage(output: Path) -> None:
    """Remove what an unfinished build left behind, and nothing else."""
    stage = output / FOLDER / "stage"
    if stage.is_symlink():
        raise OutsideError(f"{stage} is a link", "remove it")
    shutil.rmtree(stage, ignore_errors=True)
    for left in (output / FOLDER).glob("*.tmp"):
        left.unlink(missing_ok=True)


@contextmanager
def leave_no_stage(output: Path) -> Iterator[None]:
    """Should anything go wrong, what was staged is removed; unless its commit has begun, which the next run ends."""
    try:
        yield
    except BaseException:
        if not has_begun(output):
            with suppress(OSError, OutsideError):
                discard_stage(output)
        raise


@contextmanager
def leave_nothing_new(output: Path, was_there: bool) -> Iterator[None]:
    """Where nothing was ever published, nothing stays behind, not even the folder unless it `was_there` before."""
    try:
        yield
    finally:
        folder = output / FOLDER
        if not (folder / "manifest").exists() and not has_begun(output):
            with suppress(OSError):
                (folder / "lock").unlink()
                folder.rmdir()
                if not was_there:
                    output.rmdir()


def has_begun(output: Path) -> bool:
    """Whether a commit was begun and not ended."""
    return (output / FOLDER / "journal").exists()


def recover(output: Path) -> bool:
    """Finish a commit that was cut off, and clear away what a killed build left; whether there was one to finish."""
    for left in (output / FOLDER).glob("cache-*"):
        shutil.rmtree(left, ignore_errors=True)
    journal = load_journal(output)
    if journal is None:
        (output / FOLDER / "journal").unlink(missing_ok=True)
        discard_stage(output)
        return False
    _finish(output, load_manifest(output) or {}, journal)
    return True


class Committed(msgspec.Struct, frozen=True):
    """What a commit did beside publishing: the paths removed; those that were to go but were changed by somebody else
    and are `kept`; and where each of what stood in the way was put `aside`, relative to the output."""

    removed: tuple[str, ...]
    kept: tuple[str, ...]
    aside: dict[str, str]


def commit(
    output: Path, old: Manifest, new: Manifest, staged: Iterable[str], obstacles: Iterable[str] = ()
) -> Committed:
    """Publish the stage. OutsideError, and nothing has begun, where a folder lets nobody write; `staged` are the paths
    whose folders may be there already."""
    check_writable(output, (*staged, *obstacles, *(old.keys() - new.keys())))
    with _undisturbed():
        aside = {path: put_aside(output, path) for path in obstacles}
        write_journal(output, new)
        removed, kept = _finish(output, old, new)
    return Committed(removed, kept, aside)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """A moment in which Ctrl-C is not heard: once begun, a commit is seen through."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, heard)


def _finish(output: Path, old: Manifest, new: Manifest) -> tuple[tuple[str, ...], tuple[str, ...]]:
    gone = sorted(old.keys() - new.keys())
    ways = _ways(new) if gone else set()
    blocking = [
        path
        for path in gone
        if path in ways or any(path.startswith(f"{kept}/") for kept in folders_of(path) if kept in new)
    ]
    removed, kept = remove_ours(output, {path: old[path].digest for path in blocking})
    _merge(output / FOLDER / "stage", output)
    late = [path for path in gone if path not in set(blocking)]
    more_removed, more_kept = remove_ours(output, {path: old[path].digest for path in late})
    os.replace(output / FOLDER / "journal", output / FOLDER / "manifest")
    shutil.rmtree(output / FOLDER / "stage", ignore_errors=True)
    return tuple(sorted(removed + more_removed)), tuple(sorted(kept + more_kept))


def _ways(manifest: Iterable[str]) -> set[str]:
    """Every folder that some output lies in."""
    return {prefix for path in manifest for prefix in folders_of(path)}


def _merge(stage: Path, output: Path) -> None:
    """Move the stage into the output, whole folders where there is none yet; again and again until done, it comes to
    the same."""
    waiting = [(stage, output)]
    while waiting:
        source, target = waiting.pop()
        if not source.is_dir():
            continue
        for entry in sorted(os.scandir(source), key=lambda entry: entry.name):
            place = target / entry.name
            mode = _mode(place)
            if entry.is_dir(follow_symlinks=False) and mode is not None:
                if not stat.S_ISDIR(mode):
                    raise OutsideError(f"{place} is in the way: it should be a folder", f"move it; {UNFINISHED}")
                waiting.append((Path(entry.path), place))
            elif mode is not None and stat.S_ISDIR(mode):
                _remove_empty(place)
                _move(entry.path, place)
            elif mode is not None and not stat.S_ISREG(mode) and not (entry.is_file() and stat.S_ISLNK(mode)):
                raise OutsideError(f"{place} is in the way: it should be a file", f"move it; {UNFINISHED}")
            else:
                _move(entry.path, place)


def _move(staged: str, place: Path) -> None:
    """Move something into place; what goes wrong is told of the place that people know."""
    try:
        os.replace(staged, place)
    except OSError as exc:
        raise OSError(exc.errno, exc.strerror, os.fspath(place)) from exc


def _remove_empty(folder: Path) -> None:
    """Remove folders that hold nothing but folders; OSError where there is more."""
    for place, _, _ in os.walk(folder, topdown=False):
        os.rmdir(place)


def _mode(path: Path) -> int | None:
    """The type of what is there, links not followed; None for nothing."""
    try:
        return os.lstat(path).st_mode
    except FileNotFoundError:
        return None
