"""What a picture's file tells beside the picture (where and when it was taken, with what, by whom) is taken out of it,
and not a pixel is touched.

What is kept is listed, not what is dropped: nobody knows all that cameras and programs write into their files.
"""

from __future__ import annotations

from collections.abc import Callable

from .avif import strip_avif
from .jpeg import strip_jpeg
from .png import strip_png
from .webp import strip_webp

_STRIPPERS: dict[str, Callable[[bytes], bytes]] = {
    "jpeg": strip_jpeg,
    "png": strip_png,
    "webp": strip_webp,
    "avif": strip_avif,
}


def strip(kind: str, data: bytes) -> bytes | None:
    """The file of a picture with nothing in it but the picture and its colours; None where it is built in a way that
    is not understood. A GIF, which cameras do not write, stays as it is."""
    stripper = _STRIPPERS.get(kind)
    if stripper is None:
        return data
    try:
        return stripper(data)
    except (ValueError, IndexError):
        return None


__all__ = ["strip"]
