"""Files go to a release in the making by a few runs of rsync at once, in no order: until it is whole nobody sees it."""

from __future__ import annotations

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


def send_files(
    remote: Remote, folder: Path, sends: Sequence[Outgoing], words: Sequence[str], progress: Progress
) -> None:
    """Send files, with these words to rsync; lists of them are kept in a folder meanwhile. OutsideError where any did
    not arrive, once all runs have ended."""
    tally = _Tally(len(sends), progress)

    def send(number: int, root: str, paths: Sequence[str]) -> None:
        listed = folder / f"files-{number}"
        listed.write_bytes(b"".join(b"./" + path.encode() + b"\0" for path in paths))
        remote.rsync([*words, "--from0", f"--files-from={listed}", "--", root], PART, tally.hear)

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        runs = [pool.submit(send, number, *run) for number, run in enumerate(_runs(sends))]
    for run in runs:
        run.result()
    tally.end()


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
