"""AVIF: the items of an ISO base media file (ISO/IEC 14496-12, 23008-12).

Everything in such a file is found by its distance from the beginning. So nothing is taken out: what tells anything is
overwritten, and all else stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

_EMPTY_EXIF = b"\0\0\0\0II*\0\x08\0\0\0\0\0\0\0\0\0"  # where it begins, how numbers are written, no entry, no more
_APART = frozenset({b"Exif", b"mime"})  # items that are no picture; XMP is of the second kind
_TELLING = frozenset({b"udta", b"uuid", b"free", b"skip"})


class _Box(NamedTuple):
    """A box: its name, and where what it holds begins and ends."""

    name: bytes
    start: int
    end: int


def strip_avif(data: bytes) -> bytes:
    """The file with nothing where EXIF and XMP were. ValueError where its items cannot be found."""
    if data[4:8] != b"ftyp":
        raise ValueError("no AVIF")
    blank = bytearray(data)
    for box in _boxes(data, 0, len(data)):
        if box.name == b"meta":
            _blank_items(blank, data, {inner.name: inner for inner in _boxes(data, box.start + 4, box.end)})
        elif box.name in _TELLING:
            blank[box.start : box.end] = bytes(box.end - box.start)
    return bytes(blank)


def _boxes(data: bytes, start: int, end: int) -> Iterator[_Box]:
    """The boxes between two places."""
    while start < end:
        size, head = int.from_bytes(data[start : start + 4], "big"), 8
        if size == 1:
            size, head = int.from_bytes(data[start + 8 : start + 16], "big"), 16
        stop = start + size if size else end
        if stop > end or stop < start + head:
            raise ValueError("cut off")
        yield _Box(data[start + 4 : start + 8], start + head, stop)
        start = stop


def _blank_items(blank: bytearray, data: bytes, boxes: dict[bytes, _Box]) -> None:
    """Overwrite the items that are no picture."""
    if b"iinf" not in boxes or b"iloc" not in boxes:
        raise ValueError("no items")
    kinds = dict(_kinds(data, boxes[b"iinf"]))
    if _APART.isdisjoint(kinds.values()):
        return
    within = boxes.get(b"idat", _Box(b"", 0, 0))
    for item, start, end in _places(data, boxes[b"iloc"], within.start):
        if kinds.get(item) not in _APART:
            continue
        if not start <= end <= len(data):
            raise ValueError("cut off")
        rest = end - start
        nothing = _EMPTY_EXIF if kinds[item] == b"Exif" and rest >= len(_EMPTY_EXIF) else b""
        blank[start:end] = nothing + (b"\0" if kinds[item] == b"Exif" else b" ") * (rest - len(nothing))


def _kinds(data: bytes, box: _Box) -> Iterator[tuple[int, bytes]]:
    """The number and the kind of each item."""
    first = box.start + (6 if data[box.start] == 0 else 8)
    for entry in _boxes(data, first, box.end):
        version, place = data[entry.start], entry.start + 4
        if entry.name != b"infe" or version < 2:
            raise ValueError("an item of an old kind")
        wide = 2 if version == 2 else 4
        kind = place + wide + 2
        yield int.from_bytes(data[place : place + wide], "big"), data[kind : kind + 4]


def _places(data: bytes, box: _Box, within: int) -> Iterator[tuple[int, int, int]]:
    """The number of each item with where it begins and ends, extent by extent; `within` is where the file's own
    store of small items begins."""
    reader = _Numbers(data, box.start)
    version = reader.take(4) >> 24
    sizes = reader.take(2)
    offset, length, base, index = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    wide = 4 if version == 2 else 2
    if not offset + length:
        raise ValueError("places without numbers")
    for _ in range(reader.take(wide)):
        item = reader.take(wide)
        method = reader.take(2) & 15 if version else 0
        reader.take(2)
        start = reader.take(base) + (within if method == 1 else 0)
        for _ in range(reader.take(2)):
            reader.take(index if version else 0)
            begin = start + reader.take(offset)
            yield item, begin, begin + reader.take(length)
            if reader.place > box.end:
                raise ValueError("cut off")
        if reader.place > box.end or method > 1:
            raise ValueError("cut off")


class _Numbers:
    """Numbers that stand one after the other."""

    def __init__(self, data: bytes, place: int) -> None:
        self._data = data
        self.place = place

    def take(self, size: int) -> int:
        """The next number, of so many bytes."""
        self.place += size
        return int.from_bytes(self._data[self.place - size : self.place], "big")
