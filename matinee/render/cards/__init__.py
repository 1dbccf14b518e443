"""Title cards: the picture of a post that other sites show beside a link to it, 1200 by 630 pixels.

A card is set as the intertitle of its post's page is, in a face that comes with the engine: equal cards have equal
bytes, whatever fonts a machine has.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ...content.loader import digest
from ...content.loader.pictures import drawing_tools
from ...pages import fields
from .drawing import draw_card


@cache
def card_stamp() -> bytes:
    """What stands for the way in which cards are drawn: all of this room, the colours, and the libraries."""
    files = sorted(path for path in Path(__file__).parent.iterdir() if path.suffix in {".py", ".ttf"})
    told = [path.read_bytes() for path in (*files, Path(fields.__file__))]
    return digest(b"".join([digest(data) for data in told]) + drawing_tools().encode())


__all__ = ["card_stamp", "draw_card"]
