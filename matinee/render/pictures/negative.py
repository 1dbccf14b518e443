"""What pictures are made of: a file's pixels, upright, in eight bits and in sRGB."""

from __future__ import annotations

import io
import os
import stat
from typing import TYPE_CHECKING

from ...content.library import Fault
from ...content.loader import digest
from ...content.loader.pictures import SIDEWAYS, UnusableError, open_picture
from ...content.site.pictures import WIDEST

if TYPE_CHECKING:
    from PIL import Image

_CHANGED = Fault("this file changed while the site was being built", "build it again")
_DEEP = ("I;16", "I;16B", "I;16L", "I;16N", "I")


def read_source(file: str, key: bytes) -> bytes:
    """The bytes of a picture's file. UnusableError where they are not those that were planned with; OSError."""
    if not stat.S_ISREG(os.stat(file).st_mode):
        raise UnusableError(_CHANGED)
    with open(file, "rb") as opened:
        data = opened.read()
    if digest(data) != key:
        raise UnusableError(_CHANGED)
    return data


def open_negative(data: bytes, turn: int) -> Image.Image:
    """The picture in a file, no smaller than pages show it and not much larger: the same, whatever is made of it.
    UnusableError where it cannot be decoded."""
    with open_picture(data) as image:
        wanted = (1, WIDEST) if turn in SIDEWAYS else (WIDEST, 1)
        image.draft(None, wanted)
        image.load()
        profile = image.info.get("icc_profile")
        plain = _coarsened(_in_eight_bits(image), turn in SIDEWAYS)
        upright = stand(_in_srgb(plain, profile), turn)
        negative = upright.copy() if upright is image else upright  # one that belongs to no file
        negative.info.clear()
        return negative


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """The picture in a mode that can be made smaller: L, RGB, RGBA or CMYK."""
    if image.mode in _DEEP:
        return image.point(lambda value: value / 256, "F").convert("L")
    if image.mode in {"L", "RGB", "CMYK"} and "transparency" not in image.info:
        return image
    if image.mode in {"1", "L", "P", "PA", "LA", "RGB", "RGBA"}:
        is_clear = "transparency" in image.info or image.mode in {"PA", "LA", "RGBA"}
        return image.convert("RGBA" if is_clear else "L" if image.mode == "1" else "RGB")
    return image.convert("RGB")


def _coarsened(image: Image.Image, is_sideways: bool) -> Image.Image:
    """The picture with whole squares of pixels made one, as long as it stays larger than it is ever shown."""
    factor = (image.height if is_sideways else image.width) // WIDEST
    if factor < 2:
        return image
    if image.mode != "RGBA":
        return image.reduce(factor)
    return image.convert("RGBa").reduce(factor).convert("RGBA")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture in the colours that every screen knows; a profile that makes no sense counts for nothing."""
    from PIL import ImageCms

    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if "sRGB" not in ImageCms.getProfileDescription(own):
                changed = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode=mode)
                return image if changed is None else changed
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return image.convert("RGB") if image.mode == "CMYK" else image


def stand(image: Image.Image, turn: int) -> Image.Image:
    """The picture upright, if its pixels lie as EXIF's number says."""
    from PIL.Image import Transpose

    ways = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return image.transpose(ways[turn]) if turn in ways else image
