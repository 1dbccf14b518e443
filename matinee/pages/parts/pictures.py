"""What pictures are made of."""

from __future__ import annotations

from ...content.library import Care, Raster
from .common import Part


class PictureParts(Part, frozen=True):
    """A picture in another width, as another kind of file. The `digest` is that of the file that it is made of, which
    the output's place names; `recipe` and `tools` say how and with what."""

    digest: bytes
    raster: Raster
    width: int
    kind: str
    quality: int
    recipe: int
    tools: str


class OriginalParts(Part, frozen=True):
    """A picture at its own address, with nothing but itself in its file."""

    digest: bytes
    kind: str
    turn: int
    care: Care
    recipe: int
    tools: str
