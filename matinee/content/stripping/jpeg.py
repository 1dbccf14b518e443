"""JPEG: segments up to the end of the picture (ITU T.81, annex B)."""

from __future__ import annotations

import re
from collections.abc import Iterator

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without a length
_ICC = b"ICC_PROFILE\0"
# Within a scan, FF is followed by 00 where it is data, and by a number where decoding may begin anew; FF FF fills.
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def strip_jpeg(data: bytes) -> bytes:
    """The picture without EXIF, XMP, IPTC, comments, previews, and without whatever follows it in the file. ValueError
    where it does not end."""
    if data[:2] != b"\xff\xd8":
        raise ValueError("no JPEG")
    return b"".join([data[:2], *_segments(data), b"\xff\xd9"])


def _segments(data: bytes) -> Iterator[bytes]:
    """The segments that are kept, each scan with its data, up to the end of the picture."""
    place = 2
    while True:
        place = _skip_fill(data, place)
        marker = data[place + 1]
        if marker == _END:
            return
        if marker == _START:
            raise ValueError("a picture begins within another")
        end = place + 2 if marker in _ALONE else place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        if marker == _SCAN:
            found = _MARKER.search(data, end)
            if found is None:
                raise ValueError("no end")
            end = found.start()
        if end > len(data) or (marker not in _ALONE and end < place + 4):
            raise ValueError("cut off")
        if _is_needed(marker, data[place + 4 : end]):
            yield data[place:end]
        place = end


def _skip_fill(data: bytes, place: int) -> int:
    """Where the next marker is: any number of FF may stand before it."""
    if data[place] != 0xFF:
        raise ValueError("no marker")
    while data[place + 1] == 0xFF:
        place += 1
    return place


def _is_needed(marker: int, body: bytes) -> bool:
    """Whether a segment belongs to the picture: of what programs add, only the density (JFIF), the colour profile
    (ICC) and how colours are stored (Adobe) do."""
    if marker == 0xE0:
        return body.startswith(b"JFIF\0")
    if marker == 0xE2:
        return body.startswith(_ICC)
    if marker == 0xEE:
        return body.startswith(b"Adobe")
    return marker != 0xFE and not 0xE0 <= marker <= 0xEF
