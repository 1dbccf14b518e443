"""Whether a picture tells where it was taken: GPS in EXIF, which is a TIFF within whatever format, and in XMP."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Literal

_TIFF = re.compile(rb"II\*\0|MM\0\*")
_XMP = re.compile(rb"GPSL(?:atitude|ongitude)\b")
_GPS_FOLDER = 0x8825
_PLACES = frozenset({1, 2, 3, 4})  # of latitude and longitude, and of which side of the world
_MOST_ENTRIES = 512
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def tells_place(data: bytes) -> bool:
    """Whether there is a latitude or a longitude in the file."""
    parts = [data, *_unpacked(data)] if data.startswith(_SIGNATURE) else [data]
    return any(
        _XMP.search(part) or any(_has_gps(part, found.start()) for found in _TIFF.finditer(part)) for part in parts
    )


def _has_gps(data: bytes, start: int) -> bool:
    """Whether the TIFF that begins there, if it is one, has a folder of places with a place in it."""
    order: Literal["little", "big"] = "little" if data[start : start + 1] == b"I" else "big"
    for tag, place in _entries(data, start, int.from_bytes(data[start + 4 : start + 8], order), order):
        if tag == _GPS_FOLDER:
            inner = int.from_bytes(data[place + 8 : place + 12], order)
            return any(number in _PLACES for number, _ in _entries(data, start, inner, order))
    return False


def _entries(data: bytes, start: int, offset: int, order: Literal["little", "big"]) -> Iterator[tuple[int, int]]:
    """The tag of each entry of a TIFF's folder, and where it stands."""
    at = start + offset
    count = int.from_bytes(data[at : at + 2], order)
    if count > _MOST_ENTRIES or at + 2 + 12 * count > len(data):
        return
    for place in range(at + 2, at + 2 + 12 * count, 12):
        yield int.from_bytes(data[place : place + 2], order), place


def _unpacked(data: bytes) -> Iterator[bytes]:
    """What a PNG holds compressed or in hexadecimal beside the picture."""
    at = len(_SIGNATURE)
    while at + 8 <= len(data):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + length]
        if name in (b"zTXt", b"iTXt", b"tEXt"):
            yield from _texts(name, body)
        at += length + 12


def _texts(name: bytes, body: bytes) -> Iterator[bytes]:
    key, _, rest = body.partition(b"\0")
    text = rest
    if name == b"zTXt" or (name == b"iTXt" and rest[:1] == b"\x01"):
        packed = rest[1:] if name == b"zTXt" else rest[2:].split(b"\0", 2)[-1]
        try:
            text = zlib.decompressobj().decompress(packed, 1 << 24)
        except zlib.error:
            return
        yield text
    if key.startswith(b"Raw profile type"):  # ImageMagick: a name, a length, and hexadecimal
        digits = re.sub(rb"[^0-9a-fA-F]", b"", b"".join(text.split()[2:]))
        yield bytes.fromhex(digits[: len(digits) & ~1].decode("ascii"))
