"""Files go to a release in the making by a few runs of rsync at once, in no order: until it is whole nobody sees it."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

from ..workers import split
from .outgoing import Outgoing
from .releases import PART
from .remote import Remote
from .target import Progress

_AT_ONCE = 2  # runs of rsync
_FEW = 500  # files that one of them takes at least
_TOLD = 100  # files between two words of progress
_ESCAPED = re.compile(rb"\\#(\d{3})")  # how rsync prints a sign that is not to be seen


def send_files(
    remote: Remote, folder: Path, sends: Sequence[Outgoing], words: Sequence[str], progress: Progress
) -> None:
    """Send files, with these words to rsync; lists of them are kept in a folder meanwhile. OutsideError where any did
    not arrive, once all runs have ended."""
    tally = _Tally(len(sends), progress)

    def send(number: int, root: str, paths: Sequence[str]) -> None:
        listed = _listing(folder / f"files-{number}", paths)
        remote.rsync([*words, *listed, "--", root], PART, tally.hear)

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        runs = [pool.submit(send, number, *run) for number, run in enumerate(_runs(sends))]
    for run in runs:
        run.result()
    tally.end()


def find_different(remote: Remote, folder: Path, files: Sequence[Outgoing], to: str) -> set[str]:
    """The paths of files that are not there, with these bytes, in a folder among the releases: which rsync would send.
    Nothing is sent."""
    found = set()

    def hear(line: bytes) -> None:
        kind, _, name = line.rstrip(b"\n").partition(b" ")
        if kind.startswith(b"<f"):  # else its time alone is another
            plain = _ESCAPED.sub(lambda sign: bytes([int(sign[1], 8)]), name)
            found.add(os.fsdecode(plain).removeprefix("./"))

    words = ["--dry-run", "--checksum", "--out-format=%i %n"]
    for root, paths in _runs(files):
        remote.rsync([*words, *_listing(folder / "compared", paths), "--", root], to, hear)
    return found


def _listing(place: Path, paths: Iterable[str]) -> list[str]:
    """The words that tell rsync to take these paths, which are written to a file."""
    place.write_bytes(b"".join(b"./" + path.encode() + b"\0" for path in paths))
    return ["--from0", f"--files-from={place}"]


class _Tally:
    """How many files have gone, by the lines that rsync prints."""

    def __init__(self, total: int, progress: Progress) -> None:
        self._gone, self._total, self._progress, self._turn = 0, total, progress, Lock()

    def hear(self, line: bytes) -> None:
        if line.endswith(b"/\n"):  # a folder
            return
        with self._turn:
            self._gone += 1
            if self._gone % _TOLD == 0:
                self._progress("send", self._gone, self._total)

    def end(self) -> None:
        self._progress("send", self._total, self._total)


def _runs(files: Iterable[Outgoing]) -> Iterator[tuple[str, Sequence[str]]]:
    """What each run of rsync takes: a folder, and the paths in it as they are to lie there. What is much is divided."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for one in files:
        found[one.file.removesuffix(one.path)].append(one.path)
    for root, paths in found.items():
        share = max(_FEW, -(-len(paths) // _AT_ONCE))
        yield from ((root, part) for part in split(sorted(paths), share))
