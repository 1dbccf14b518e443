"""One build at a time. The kernel lets go of the lock when its holder ends, however it ends."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ...errors import OutsideError

try:
    import fcntl

    _HAS_LOCKS = True
except ImportError:  # Windows
    _HAS_LOCKS = False


PATIENCE = 5.0  # seconds that the processes of a killed build have to notice that they are orphans


@contextmanager
def hold_lock(path: Path, what: str, work: str = "build") -> Iterator[None]:
    """Hold the lock in the file at `path`; OutsideError naming the process that holds it already."""
    end = time.monotonic() + PATIENCE
    while not _is_at(descriptor := _take(path, f"{work} of {what}", end), path):  # it was removed
        os.close(descriptor)
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _take(path: Path, what: str, end: float) -> int:
    """The descriptor of a file whose lock is ours; its folder is made where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        while not _is_taken(descriptor):
            holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip() or "unknown"
            if is_running(holder) or time.monotonic() > end:
                raise OutsideError(f"another {what} is running (process {holder})", "wait for it, or end it")
            time.sleep(0.01)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _is_at(descriptor: int, path: Path) -> bool:
    """Whether an open file is the one that lies at a path now."""
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(path))
    except FileNotFoundError:
        return False


def _is_taken(descriptor: int) -> bool:
    """Whether the lock is ours now."""
    if not _HAS_LOCKS:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_running(holder: str) -> bool:
    """Whether a process with this number is alive, as far as can be told."""
    try:
        os.kill(int(holder), 0)
    except ProcessLookupError:
        return False
    except (ValueError, OSError, OverflowError):
        return True
    return not _has_ended(int(holder))


def _has_ended(process: int) -> bool:
    """Whether a process has ended, and its parent has not heard of it yet; as far as the system tells (proc(5))."""
    try:
        return Path(f"/proc/{process}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[0] == "Z"
    except (OSError, IndexError):
        return False
