"""PNG: chunks (W3C, third edition), APNG's among them."""

from __future__ import annotations

from collections.abc import Iterator

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_NEEDED = frozenset(
    {b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"mDCV", b"cLLI", b"sBIT", b"pHYs", b"bKGD"}
    | {b"acTL", b"fcTL", b"fdAT"}
)


def strip_png(data: bytes) -> bytes:
    """The picture without texts, times, EXIF, and without whatever follows it in the file. ValueError where it does
    not end."""
    if not data.startswith(_SIGNATURE):
        raise ValueError("no PNG")
    return b"".join([_SIGNATURE, *_chunks(data)])


def _chunks(data: bytes) -> Iterator[bytes]:
    """The chunks that are kept. One whose name begins with a capital is critical."""
    place = len(_SIGNATURE)
    while True:
        name = data[place + 4 : place + 8]
        end = place + 12 + int.from_bytes(data[place : place + 4], "big")
        if len(name) < 4 or end > len(data):
            raise ValueError("cut off")
        if name in _NEEDED or name[:1].isupper():
            yield data[place:end]
        if name == b"IEND":
            return
        place = end
