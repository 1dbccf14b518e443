"""Packs: files that hold many rendered texts, one after the other, each found by a pointer and known by its digest."""

from __future__ import annotations

import os
import secrets
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from ..library import Pointer
from .scan import digest

MOST_PACKS = 24
_MOST_WAITING = 1024


class LostTextError(Exception):
    """A stored text is gone or damaged: the cache cannot be used, and nothing else is wrong."""


class PackWriter:
    """Appends texts to a new pack of its own. Nobody else writes that file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._name = ""
        self._descriptor = -1
        self._offset = 0
        self._waiting: list[bytes] = []

    def add(self, data: bytes) -> Pointer:
        """Store `data`; it can be read after the next `flush`."""
        if self._descriptor < 0:
            self._name = secrets.token_hex(8)
            self._descriptor = os.open(self._folder / self._name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        pointer = Pointer(digest(data), self._name, self._offset, len(data))
        self._offset += len(data)
        self._waiting.append(data)
        if len(self._waiting) == _MOST_WAITING:
            self.flush()
        return pointer

    def flush(self) -> None:
        """Hand everything to the operating system, so that other processes can read it."""
        data = memoryview(b"".join(self._waiting))
        self._waiting.clear()
        while data:
            data = data[os.write(self._descriptor, data) :]

    def close(self) -> None:
        if self._descriptor >= 0:
            self.flush()
            os.close(self._descriptor)
            self._descriptor = -1

    def __del__(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)


class PackReader:
    """Reads texts by pointer, keeping the packs open."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, int] = {}

    def read(self, pointer: Pointer) -> bytes:
        """The text; LostTextError where it is gone or not what was stored."""
        try:
            if (descriptor := self._open.get(pointer.pack)) is None:
                descriptor = self._open[pointer.pack] = os.open(self._folder / pointer.pack, os.O_RDONLY)
            data = os.pread(descriptor, pointer.length, pointer.offset)
        except OSError as exc:
            raise LostTextError(pointer.pack) from exc
        if digest(data) != pointer.key:
            raise LostTextError(pointer.pack)
        return data

    def close(self) -> None:
        for descriptor in self._open.values():
            os.close(descriptor)
        self._open.clear()

    def __del__(self) -> None:
        self.close()


def tidy(folder: Path, pointers: Iterable[Pointer]) -> dict[bytes, Pointer]:
    """Drop packs that nothing points into; when much is waste or the packs are many, copy what lives into one new pack.

    Gives the new pointers, by key, of what was moved. Old packs are removed by the next call, once nobody points
    into them.
    """
    live = {pointer.key: pointer for pointer in pointers}
    used: Counter[str] = Counter()
    for pointer in live.values():
        used[pointer.pack] += pointer.length
    sizes = {entry.name: entry.stat().st_size for entry in os.scandir(folder)}
    for name in sizes.keys() - used.keys():
        (folder / name).unlink(missing_ok=True)
    held = sum(sizes.get(name, 0) for name in used)
    sparse = {name for name in used if used[name] < sizes.get(name, 0) / 2}
    if len(used) > MOST_PACKS:
        sparse.update(name for name, _ in used.most_common()[8:])
    elif held < 2 * sum(used.values()):
        return {}
    return _move(folder, [pointer for pointer in live.values() if pointer.pack in sparse])


def _move(folder: Path, pointers: list[Pointer]) -> dict[bytes, Pointer]:
    reader, writer = PackReader(folder), PackWriter(folder)
    try:
        return {pointer.key: writer.add(reader.read(pointer)) for pointer in pointers}
    finally:
        writer.close()
        reader.close()
