"""WebP: the chunks of a RIFF container (RFC 9649), those of a moving picture among them."""

from __future__ import annotations

from collections.abc import Iterator

_NEEDED = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_HAS_XMP, _HAS_EXIF = 0x04, 0x08


def strip_webp(data: bytes) -> bytes:
    """The picture without EXIF, XMP and chunks that nobody knows, and without whatever follows it in the file.
    ValueError where it does not end."""
    size = int.from_bytes(data[4:8], "little")
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or size + 8 > len(data) + size % 2:
        raise ValueError("no WebP, or cut off")
    body = b"".join(_chunks(data[: 8 + size]))
    return b"RIFF" + (4 + len(body)).to_bytes(4, "little") + b"WEBP" + body


def _chunks(data: bytes) -> Iterator[bytes]:
    """The chunks that are kept, each of even length; the first says no more that there are others."""
    place = 12
    while place < len(data):
        name, length = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "little")
        body = data[place + 8 : place + 8 + length]
        if len(body) < length:
            raise ValueError("cut off")
        if name == b"VP8X":
            body = bytes([body[0] & ~(_HAS_EXIF | _HAS_XMP)]) + body[1:]
        if name in _NEEDED:
            yield name + length.to_bytes(4, "little") + body + b"\0" * (length % 2)
        place += 8 + length + length % 2
