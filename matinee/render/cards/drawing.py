"""A card becomes a PNG."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from zlib import Z_RLE

from PIL import Image

from ...pages.cards import SIZE, Card
from ...pages.fields import FIELDS
from ...text.colour import read_colour
from .face import CAPITAL, Face, picture_of, the_face
from .setting import LEADING, Block, set_title
from .spelling import spell

MARGIN = 56
WIDTH, HEIGHT = SIZE
_SHADES = 16
_BY, _FOOT, _LEAST = 50, 52, 34  # sizes
_GAP = 34  # from the lowest of a title to the top of who directed it
_BETWEEN = "   "
_FOOT_LINE = HEIGHT - MARGIN - 4
_LOWEST = _FOOT_LINE - round(CAPITAL * _FOOT) - 52
_BOX = WIDTH - 2 * MARGIN
_STEPS = [round(shade * (_SHADES - 1) / 255) for shade in range(256)]


def draw_card(card: Card) -> bytes:
    """The card as a PNG file. What the face lacks is not set: no title is ever a row of empty squares."""
    canvas, face = Image.new("L", SIZE), the_face()
    title, by = _words(card, face)
    if title:
        _draw_middle(canvas, title, by, face)
    name = _told(card.name, face)
    _draw_foot(canvas, _told(card.stars, face), "" if name == title else name, face)
    return _png(canvas, card.field)


def _told(text: str, face: Face) -> str:
    """The text as it is set; "" where the face lacks any of it."""
    spelled = spell(text)
    return spelled if face.has(spelled) else ""


def _words(card: Card, face: Face) -> tuple[str, str]:
    """What is set large, and what beneath it: the title with director and year, else those alone, else the blog's name,
    else the year."""
    by, year = _told(card.by, face), _told(card.year, face)
    beneath = ", ".join(filter(None, (by, year)))
    titles = (told for title in card.titles if (told := _told(title, face)))
    if title := next(titles, ""):
        return title, beneath
    if by:
        return by, year
    name = _told(card.name, face)
    return (name, year) if name else (year, "")


def _draw_middle(canvas: Image.Image, title: str, by: str, face: Face) -> None:
    """The title with who directed it beneath, as far from the top as from the foot."""
    by_size = min(_BY, int(_BOX / face.width(by))) if by else 0
    by_height = round(CAPITAL * by_size) + _GAP if by_size >= _LEAST else 0
    room = _LOWEST - MARGIN - by_height
    block = set_title(title, face, _BOX, room)
    line = MARGIN + _first_line(block, room)
    for number, text in enumerate(block.lines):
        _draw_centred(canvas, text, line + round(LEADING * block.size * number), block.size, face)
    if by_height:
        _draw_centred(canvas, by, line + round((block.depth + block.fall) * block.size) + by_height, by_size, face)


def _first_line(block: Block, room: int) -> int:
    """Where the first line stands, so that capitals and lines are in the middle, and nothing leaves the room."""
    middle = (room + (CAPITAL - block.depth) * block.size) / 2
    highest, lowest = block.rise * block.size, room - (block.depth + block.fall) * block.size
    return round(max(highest, min(middle, lowest)))


def _draw_foot(canvas: Image.Image, stars: str, name: str, face: Face) -> None:
    """Stars and the blog's name; of a name too long the end goes."""
    text = _BETWEEN.join(filter(None, (stars, name)))
    while face.width(text) * _LEAST > _BOX:
        text = text.rstrip("…")[:-1].rstrip() + "…"
    if text:
        _draw(canvas, text, MARGIN, _FOOT_LINE, min(_FOOT, int(_BOX / face.width(text))), face)


def _draw_centred(canvas: Image.Image, text: str, line: int, size: int, face: Face) -> None:
    _draw(canvas, text, round((WIDTH - face.width(text) * size) / 2), line, size, face)


def _draw(canvas: Image.Image, text: str, left: int, line: int, size: int, face: Face) -> None:
    for character, place in zip(text, face.places(text), strict=False):
        mask, beside, above = picture_of(character, size)
        if mask is not None:
            canvas.paste(255, (left + round(place * size) + beside, line + above), mask)


def _png(canvas: Image.Image, field: int) -> bytes:
    """The canvas in sixteen shades from the ground of a field to its type. No date, no name of a program."""
    picture = canvas.point(_STEPS)
    picture.putpalette(_palette(field))
    stream = BytesIO()
    picture.save(stream, "PNG", bits=4, compress_type=Z_RLE)
    return stream.getvalue()


@lru_cache(maxsize=len(FIELDS))
def _palette(field: int) -> bytes:
    ground, ink = (read_colour(colour) for colour in (FIELDS[field - 1].ground, FIELDS[field - 1].type))
    shades = ((step, _SHADES - 1 - step) for step in range(_SHADES))
    return bytes(
        round((light * one + dark * other) / (_SHADES - 1))
        for light, dark in shades
        for one, other in zip(ink, ground, strict=True)
    )
