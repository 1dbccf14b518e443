"""Making a picture: in another width and kind, or its own file with nothing in it but the picture."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from ...content.library import Care
from ...content.loader.pictures import open_picture
from ...content.site.pictures import LADDER, QUALITIES, scaled
from ...content.stripping import strip
from ...pages.parts import OriginalParts, PictureParts
from .drawer import Drawer, Drawn
from .negative import open_negative, read_source, stand

if TYPE_CHECKING:
    from PIL import Image

_encoder = msgspec.msgpack.Encoder(order="deterministic")
_LOSSLESS = frozenset({"png", "webp"})  # kinds of file in which drawings are kept as they are
_EFFORT = 2  # of 6: with 4, files are smaller by a fiftieth and take three times as long
_NEARLY_ALL = 95  # the quality of a picture that had to be turned


def make_print(parts: PictureParts, file: str, drawer: Drawer) -> Drawn:
    """A picture in another width. UnusableError where its source is not what it was, or is damaged; OSError."""
    return drawer.made(b"picture" + _encoder.encode(parts), lambda: _print(parts, file))


def make_original(parts: OriginalParts, file: str, drawer: Drawer) -> Drawn:
    """A picture's own file without what it tells beside. UnusableError as above; OSError. Taking that out is as
    quick as finding it in the drawer."""
    if parts.care is Care.STRIP:
        data = read_source(file, parts.digest)
        return Drawn(strip(parts.kind, data) or b"", "", False)
    return drawer.made(b"original" + _encoder.encode(parts), lambda: _redraw(parts, file))


def _print(parts: PictureParts, file: str) -> bytes:
    from PIL.Image import Resampling

    negative = _negative(file, parts.digest, parts.raster.turn)
    size = (parts.width, scaled(parts.raster, parts.width))
    image = negative if negative.size == size else negative.resize(size, Resampling.LANCZOS, reducing_gap=2.0)
    image.info.clear()
    if parts.kind == "webp":
        is_lossless = parts.raster.kind in _LOSSLESS and _is_drawing(file, parts.digest, parts.raster.turn)
        return _as_webp(image, parts.quality, is_lossless)
    if parts.kind == "jpeg":
        return _saved(image.convert("RGB"), "JPEG", quality=parts.quality, optimize=True, progressive=True)
    return _saved(image, "PNG", compress_level=9)


@lru_cache(maxsize=1)
def _negative(file: str, key: bytes, turn: int) -> Image.Image:
    """What is opened stays open until the next is: the widths of one picture are made one after the other."""
    return open_negative(read_source(file, key), turn)


@lru_cache(maxsize=1)
def _is_drawing(file: str, key: bytes, turn: int) -> bool:
    """Whether a picture was drawn rather than photographed: then a file that loses nothing is the smaller one."""
    return is_drawing(_negative(file, key, turn))


def is_drawing(image: Image.Image) -> bool:
    """The same of pixels: a small one is tried both ways."""
    small = image.copy()
    small.thumbnail((LADDER[0], LADDER[0]))
    return len(_as_webp(small, QUALITIES["webp"], True)) <= len(_as_webp(small, QUALITIES["webp"], False))


def _as_webp(image: Image.Image, quality: int, is_lossless: bool) -> bytes:
    if is_lossless:
        return _saved(image, "WEBP", lossless=True, quality=75, method=4)
    return _saved(image, "WEBP", quality=quality, method=_EFFORT)


def _redraw(parts: OriginalParts, file: str) -> bytes:
    """The picture upright, as the kind that it was, in the colours that it had."""
    with open_picture(read_source(file, parts.digest)) as image:
        image.load()
        profile, mode = image.info.get("icc_profile"), image.mode
        is_lossless = parts.kind == "webp" and is_drawing(image)
        told = {name: value for name, value in image.info.items() if name == "transparency"}
        upright = stand(image, 1 if parts.kind == "avif" else parts.turn)
        upright.info.clear()
        more = {"icc_profile": profile} if profile else {}
        if parts.kind == "jpeg":
            plain = upright if mode in {"L", "RGB", "CMYK"} else upright.convert("RGB")
            return _saved(plain, "JPEG", quality=_NEARLY_ALL, subsampling=0, optimize=True, progressive=True, **more)
        if parts.kind == "png":
            return _saved(upright, "PNG", **told, **more)
        if parts.kind == "webp":
            return _saved(upright, "WEBP", quality=_NEARLY_ALL, method=4, lossless=is_lossless, **more)
        return _saved(stand(upright, parts.turn), "AVIF", quality=90, max_threads=1, **more)


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()
