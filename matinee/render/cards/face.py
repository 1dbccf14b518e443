"""The face that cards are set in: which characters it has, how wide they are, and how they look.

It comes with the engine, so that no font of the machine or of the blog can change a card. What it measures is read from
its own tables, in ems: Pillow tells neither which characters a font lacks nor how pairs of them are kerned.
"""

from __future__ import annotations

import struct
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FILE = Path(__file__).with_name("league-gothic.ttf")
STAR = "★"  # not in the face: always the same five points
CAPITAL = 0.735  # the height of capitals, in ems
_RADIUS, _STAR_WIDTH = 0.39, 0.8
_FINE = 8  # a star is drawn so much larger, for smooth edges
_HALF_STAR = ((0.0, -1.0), (0.2245, -0.309), (0.9511, -0.309), (0.3633, 0.118), (0.5878, 0.809), (0.0, 0.382))
_POINTS = (*_HALF_STAR, *((-x, y) for x, y in reversed(_HALF_STAR)))
_FOOT = 0.809  # where a star stands


class Face:
    """What the tables of the font say."""

    def __init__(self, data: bytes) -> None:
        tables = _tables(data)
        em = _number(tables["head"], 18)
        glyphs = _glyphs(tables["cmap"])
        widths = _widths(tables)
        self._widths = {character: widths[glyph] / em for character, glyph in glyphs.items()} | {STAR: _STAR_WIDTH}
        heights = _heights(tables)
        self._lows = {character: heights[glyph][0] / em for character, glyph in glyphs.items()} | {STAR: 0.0}
        self._highs = {character: heights[glyph][1] / em for character, glyph in glyphs.items()} | {STAR: CAPITAL}
        self._glyphs = glyphs
        self._kerns = {pair: space / em for pair, space in _kerns(tables["kern"]).items()}

    def has(self, text: str) -> bool:
        """Whether every character of a text can be set."""
        return all(character in self._widths for character in text)

    def width(self, text: str) -> float:
        """How wide a text is, in ems."""
        return self.places(text)[-1]

    def rise(self, text: str) -> float:
        """How high above its line a text reaches, in ems: as high as a capital, at least."""
        return max([CAPITAL, *(self._highs[character] for character in text)])

    def fall(self, text: str) -> float:
        """How far below its line a text reaches, in ems."""
        return max([0.0, *(-self._lows[character] for character in text)])

    def places(self, text: str) -> list[float]:
        """Where each character of a text begins, and where the last one ends, in ems."""
        places, at, before = [], 0.0, -1
        for character in text:
            glyph = self._glyphs.get(character, -1)
            at += self._kerns.get((before, glyph), 0.0)
            places.append(at)
            at += self._widths[character]
            before = glyph
        return [*places, at]


def _number(table: bytes, place: int) -> int:
    return int.from_bytes(table[place : place + 2], "big")


def _tables(data: bytes) -> dict[str, bytes]:
    count = _number(data, 4)
    entries = struct.iter_unpack(">4sIII", data[12 : 12 + 16 * count])
    return {tag.decode(): data[start : start + length] for tag, _, start, length in entries}


def _glyphs(cmap: bytes) -> dict[str, int]:
    """The number of each character's glyph: the one subtable has format 12, runs of characters."""
    (start,) = struct.unpack_from(">I", cmap, 8)
    (count,) = struct.unpack_from(">I", cmap, start + 12)
    runs = struct.iter_unpack(">III", cmap[start + 16 : start + 16 + 12 * count])
    return {chr(code): glyph + code - first for first, last, glyph in runs for code in range(first, last + 1)}


def _widths(tables: dict[str, bytes]) -> list[int]:
    """The width of each glyph; all after the last that is told have the same."""
    told, count = _number(tables["hhea"], 34), _number(tables["maxp"], 4)
    widths = [width for width, _ in struct.iter_unpack(">Hh", tables["hmtx"][: 4 * told])]
    return widths + widths[-1:] * (count - told)


def _heights(tables: dict[str, bytes]) -> list[tuple[int, int]]:
    """The lowest and the highest point of each glyph; of one without any the line."""
    is_long = _number(tables["head"], 50)
    loca, glyf, scale = tables["loca"], tables["glyf"], 1 if is_long else 2
    starts = [start * scale for (start,) in struct.iter_unpack(">I" if is_long else ">H", loca)]
    heights = []
    for start, end in pairwise(starts):
        _, _, low, _, high = struct.unpack_from(">hhhhh", glyf, start) if end > start else (0,) * 5
        heights.append((low, high))
    return heights


def _kerns(kern: bytes) -> dict[tuple[int, int], int]:
    """How much nearer or farther than usual two glyphs stand: the one subtable has format 0, pairs."""
    count = _number(kern, 10)
    return {(one, other): space for one, other, space in struct.iter_unpack(">HHh", kern[18 : 18 + 6 * count])}


@lru_cache(maxsize=1)
def the_face() -> Face:
    return Face(FILE.read_bytes())


@lru_cache(maxsize=32)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FILE, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=192)
def picture_of(character: str, size: int) -> tuple[Image.Image | None, int, int]:
    """How a character looks, as a mask, and where that stands beside its beginning on the line; None for a space."""
    if character == STAR:
        return _star(size)
    left, top, right, bottom = map(int, _font(size).getbbox(character, anchor="ls"))
    if right <= left or bottom <= top:
        return None, 0, 0
    mask = Image.new("L", (right - left, bottom - top))
    ImageDraw.Draw(mask).text((-left, -top), character, fill=255, font=_font(size), anchor="ls")
    return mask, left, top


def _star(size: int) -> tuple[Image.Image, int, int]:
    """A star that stands on the line."""
    width, height = round(_STAR_WIDTH * size), round(CAPITAL * size)
    fine = Image.new("L", (width * _FINE, height * _FINE))
    middle, radius = width / 2, _RADIUS * size
    points = [((middle + x * radius) * _FINE, (height + (y - _FOOT) * radius) * _FINE) for x, y in _POINTS]
    ImageDraw.Draw(fine).polygon(points, fill=255)
    return fine.reduce(_FINE), 0, -height
