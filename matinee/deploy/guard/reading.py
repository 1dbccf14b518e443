"""What stands in a file as text in UTF-8, whatever it is packed in and however it is written."""

from __future__ import annotations

import codecs
import zlib

_MOST = 64 << 20  # bytes; what unpacks to more is looked into that far
_START = 1024
_WIDE = (  # the longer signs first: one of them begins with another
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GZIP = 31  # zlib's number for it


def readable(data: bytes) -> bytes:
    """The text of a file, in UTF-8: unpacked, if gzip has packed it, as it does the texts of a search index; decoded,
    if its letters are two bytes wide or four; with spaces for NUL."""
    data = _unpacked(data)
    for sign, encoding in _WIDE:
        if data.startswith(sign):
            return _decoded(data, encoding)
    if b"\0" not in data:
        return data
    start = data[: _START & ~1]
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(even, odd) > len(start) // 20 and min(even, odd) * 10 < max(even, odd):
        return _decoded(data, "utf-16-le" if odd > even else "utf-16-be")
    return data.replace(b"\0", b" ")


def _decoded(data: bytes, encoding: str) -> bytes:
    return data.decode(encoding, "replace").encode("utf-8", "replace")


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        return zlib.decompressobj(_GZIP).decompress(data, _MOST)
    except zlib.error:
        return b""
