"""What pictures are: their size, their kind, whether they can be decoded, and what is to be done before they are
published."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from ..library import Care, Fault, Raster
from ..stripping import strip

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS = 89_478_485  # what 256 MiB hold at three bytes a pixel: Pillow's own limit
KINDS = {"JPEG": "jpeg", "MPO": "jpeg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "GIF": "gif"}
_ORIENTATION = 0x0112
SIDEWAYS = frozenset({5, 6, 7, 8})  # the ways of holding a camera that make width height
_TOO_LARGE = Fault("this image has more than 89 million pixels, or says so", "make it smaller")
_NO_PICTURE = Fault("this is not an image that can be read", "save it again, as JPEG, PNG, WebP, AVIF or GIF")
_DAMAGED = Fault("this image is damaged, or a part of it is missing", "copy it again from where it came from")

Measured = tuple[bytes, Raster | Fault]


class UnusableError(Exception):
    """A picture cannot be used."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.message)


def measure_pictures(_context: object, pictures: Sequence[tuple[bytes, str]]) -> list[Measured]:
    """For each (digest, file): what picture it is, or why it can be none."""
    return [(key, _measure(path)) for key, path in pictures]


def _measure(path: str) -> Raster | Fault:
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as exc:
        return Fault(f"this file cannot be read: {exc.strerror}")
    try:
        with open_picture(data) as image:
            return _describe(image, data)
    except UnusableError as exc:
        return exc.fault


def _describe(image: Image.Image, data: bytes) -> Raster:
    """What a picture is, once all of it has been decoded: an eighth of a JPEG's pixels tell as well as all."""
    (width, height), kind = image.size, KINDS[image.format or ""]
    is_moving = kind in {"png", "webp", "avif"} and bool(getattr(image, "is_animated", False))
    image.draft(None, (width // 8, height // 8))
    image.load()
    turn = orientation(image)
    is_turned = turn in SIDEWAYS
    care = Care.NONE
    if kind != "gif" and (stripped := strip(kind, data)) != data:
        care = Care.STRIP if stripped is not None else Care.REDRAW
    if turn != 1 and kind != "avif" and not is_moving:  # an AVIF says by other means how it stands
        care = Care.REDRAW
    if is_moving and care is Care.REDRAW:
        raise UnusableError(_DAMAGED)
    return Raster(*((height, width) if is_turned else (width, height)), kind, turn, is_moving, care)


@contextmanager
def open_picture(data: bytes) -> Iterator[Image.Image]:
    """A picture to be decoded. UnusableError where it is none, is too large, or fails while it is in use."""
    from PIL import Image, UnidentifiedImageError

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # how well a file is made is not our matter; its size is looked at below
        try:
            with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP", "AVIF", "GIF")) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise UnusableError(_TOO_LARGE)
                yield image
        except UnusableError:
            raise
        except Image.DecompressionBombError as exc:
            raise UnusableError(_TOO_LARGE) from exc
        except UnidentifiedImageError as exc:
            raise UnusableError(_NO_PICTURE) from exc
        except MemoryError:
            raise
        except Exception as exc:  # whatever a damaged file makes a decoder do
            raise UnusableError(_DAMAGED) from exc


def orientation(image: Image.Image) -> int:
    """How a picture stands (1 to 8, as EXIF numbers it): 1 is upright, and where nothing sensible is told."""
    from PIL import Image

    told = image.info.get("exif")
    if not isinstance(told, bytes):
        return 1
    exif = Image.Exif()
    try:
        exif.load(told)
        found = exif.get(_ORIENTATION, 1)
    except Exception:  # whatever a camera wrote there
        return 1
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


@cache
def drawing_tools() -> str:
    """The libraries that pictures are made with, each with its version: where they are the same, so are the bytes."""
    import PIL
    from PIL import features

    names = ("jpg", "libjpeg_turbo", "zlib", "zlib_ng", "webp", "avif", "littlecms2", "freetype2", "raqm")
    versions = [f"{name} {features.version(name)}" for name in names]
    return msgspec.json.encode([f"pillow {PIL.__version__}", *versions]).decode()
