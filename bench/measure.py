"""What a command costs: time, processor time, memory of all its processes together."""

from __future__ import annotations

import os
import re
import resource
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

EVERY = 0.1  # seconds between two looks at the memory
SHARE = 0.02  # of a processor, for looking: the kernel walks all pages of a process, and holds it up meanwhile
_PSS = re.compile(r"^Pss:\s+(\d+)", re.MULTILINE)


class Cost(msgspec.Struct, frozen=True):
    """Seconds by the clock, seconds of processors, MiB."""

    wall: float
    cpu: float
    memory: float


class CommandError(Exception):
    """A command that failed, with what it said."""


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path) -> Cost:
    """Run a command to its end; CommandError where it fails. What has been written before is on the disk first, so
    that nobody pays for another's work."""
    os.sync()
    with log.open("wb") as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
        try:
            with MemoryWatch(process.pid) as watch:
                _, status, used = os.wait4(process.pid, 0)
                wall = time.perf_counter() - start
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)  # Ctrl-C is ours alone: the command has a session of its own
            raise
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise CommandError(f"{' '.join(command)} ended with {process.returncode}:\n{log.read_text('utf-8', 'replace')}")
    return Cost(wall, used.ru_utime + used.ru_stime, max(watch.most, _largest(used)))


def median(costs: Iterable[Cost]) -> Cost:
    walls, cpus, memories = zip(*map(msgspec.structs.astuple, costs), strict=True)
    return Cost(statistics.median(walls), statistics.median(cpus), statistics.median(memories))


class MemoryWatch:
    """Looks at the memory of a session's processes now and then, while it is open; pages that several share count
    once. Only Linux tells; elsewhere `most` stays 0, and the largest process is all that is known."""

    def __init__(self, session: int) -> None:
        self.most = 0.0
        self._session = str(session)
        self._strangers: set[str] = set()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> MemoryWatch:
        if Path("/proc/self/smaps_rollup").exists():
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def _look(self) -> None:
        pause = EVERY
        while not self._ended.wait(pause):
            start = time.perf_counter()
            self.most = max(self.most, sum(_memory(process) for process in self._processes()))
            pause = max(EVERY, (time.perf_counter() - start) / SHARE)

    def _processes(self) -> Iterable[str]:
        """Those of the session. Nobody joins a session later: who is a stranger once need not be asked again."""
        for process in os.listdir("/proc"):
            if process.isdigit() and process not in self._strangers:
                if process == self._session or _session_of(process) == self._session:
                    yield process
                else:
                    self._strangers.add(process)


def _session_of(process: str) -> str:
    """The id of a process's session; none for one that has ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[3]
    except OSError:
        return ""


def _memory(process: str) -> float:
    """MiB; none for one that has ended."""
    try:
        found = _PSS.search(Path(f"/proc/{process}/smaps_rollup").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


def _largest(used: resource.struct_rusage) -> float:
    """The MiB of the largest process; macOS counts in bytes."""
    return used.ru_maxrss / (2**20 if sys.platform == "darwin" else 1024)
