"""Looking at a folder: which files there are, and whether they could have changed."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

import msgspec

from ...errors import Place, Problem, error, warning
from ..layout import COMMENTS, PINGBACKS, why_unread

TICK = 50_000_000  # ns; coarser than any file system's clock that we know, so that no edit within the tick goes unseen

_KINDS = {stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket", stat.S_IFCHR: "a device", stat.S_IFBLK: "a device"}

FileStat = tuple[int, int, int, int]


class Scan(msgspec.Struct, frozen=True):
    """The regular files below a folder: path (relative, with slashes) to stat; and what was passed over."""

    files: dict[str, FileStat]
    problems: tuple[Problem, ...]


def stat_key(info: os.stat_result) -> FileStat:
    """What changes when a file's content does: times of content and of inode, size, and the inode itself."""
    return (info.st_mtime_ns, info.st_ctime_ns, info.st_size, info.st_ino)


def is_settled(key: FileStat, now_ns: int) -> bool:
    """Whether a file last changed long enough before `now_ns` that a later edit must show in its stat."""
    return key[1] < now_ns - TICK and key[0] < now_ns - TICK


def scan_folder(root: Path, name: str, why_left: Callable[[str], str | None] = why_unread, within: str = "") -> Scan:
    """Every regular file below `root`, links followed only to files that lie below it too. Nothing is opened,
    nothing hangs.

    `name` is how problems call the folder, and `within` begins the path of every file; `why_left` says by its name why
    a file or folder is passed over. A missing folder holds nothing.
    """
    files: dict[str, FileStat] = {}
    problems: list[Problem] = []
    home = os.path.realpath(root)
    waiting = [(within, os.fspath(root))]
    while waiting:
        prefix, folder = waiting.pop()
        try:
            entries = list(os.scandir(folder))
        except FileNotFoundError:
            continue
        except OSError as exc:
            place = Place(f"{name}/{prefix[len(within) :]}".rstrip("/"))
            problems.append(error(place, "file", f"this folder cannot be read: {exc.strerror}"))
            continue
        for entry in entries:
            file = entry.name
            if file not in _PLAIN and (why := why_left(file)) is not None:
                if why:
                    place = Place(f"{name}/{(prefix + file)[len(within) :]}")
                    problems.append(warning(place, "file", why, "move it out of this folder"))
            elif entry.is_file(follow_symlinks=False) and file.isprintable() and (info := _stat(entry)):
                files[prefix + file] = (info.st_mtime_ns, info.st_ctime_ns, info.st_size, info.st_ino)
            elif entry.is_dir(follow_symlinks=False) and not _is_undecodable(file):
                waiting.append((f"{prefix}{file}/", entry.path))
            else:
                shown = f"{name}/{(prefix + file)[len(within) :]}"
                if (found := _look(entry, home, shown, problems)) is not None:
                    files[prefix + file] = found
    return Scan(files, tuple(sorted(problems)))


_PLAIN = frozenset({"index.md", COMMENTS, PINGBACKS})  # of the names, the most frequent


def _stat(entry: os.DirEntry[str]) -> os.stat_result | None:
    try:
        return entry.stat(follow_symlinks=False)
    except OSError:
        return None


def _look(entry: os.DirEntry[str], home: str, shown: str, problems: list[Problem]) -> FileStat | None:
    """The stat of a usable file; None, and a problem, for anything else."""
    if _is_undecodable(entry.name):
        problems.append(
            warning(
                Place(os.fsencode(shown).decode("utf-8", "replace")),
                "file",
                "this name is not UTF-8; the file is passed over",
            )
        )
        return None
    try:
        info = entry.stat(follow_symlinks=True)
        if entry.is_symlink() and not _is_inside(os.path.realpath(entry.path), home, info):
            problems.append(
                warning(Place(shown), "file", "this link leads out of its folder, or to a folder; it is passed over")
            )
            return None
    except OSError as exc:
        if entry.is_symlink():
            message = f"this link leads nowhere ({exc.strerror}); it is passed over"
            problems.append(warning(Place(shown), "file", message))
        else:
            problems.append(error(Place(shown), "file", f"this file cannot be read: {exc.strerror}"))
        return None
    if not stat.S_ISREG(info.st_mode):
        kind = _KINDS.get(stat.S_IFMT(info.st_mode), "no plain file")
        problems.append(warning(Place(shown), "file", f"this is {kind}; it is passed over"))
        return None
    return stat_key(info)


def _is_undecodable(name: str) -> bool:
    """Whether a name is not UTF-8."""
    return not name.isprintable() and "\udc80" <= max(name) <= "\udcff"


def _is_inside(target: str, home: str, info: os.stat_result) -> bool:
    return stat.S_ISREG(info.st_mode) and target.startswith(home + os.sep)


def digest(data: bytes | memoryview) -> bytes:
    """16 bytes that stand for a content."""
    return blake2b(data, digest_size=16).digest()


def read_whole(path: str) -> bytes:
    """A small file's content, with as little ado as possible: there are many."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        size = os.fstat(descriptor).st_size
        pieces = [os.read(descriptor, size + 1)]
        while pieces[-1]:
            pieces.append(os.read(descriptor, 1 << 16))
        return b"".join(pieces)
    finally:
        os.close(descriptor)


def digest_file(path: str | Path) -> bytes:
    """The digest of a file, read in pieces: it may be larger than memory."""
    state = blake2b(digest_size=16)
    with open(path, "rb", buffering=0) as file:
        while piece := file.read(1 << 20):
            state.update(piece)
    return state.digest()
