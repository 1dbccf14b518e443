"""Pictures as cameras and programs write them, with all that they tell besides; made here, so that every pixel is
known."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageDraw, ImageOps, PngImagePlugin

PLACE = "TOLD-52.5200-13.4050"  # what no published picture may hold
CORNERS = {"red": (255, 0, 0), "green": (0, 160, 0), "blue": (0, 0, 255), "white": (255, 255, 255)}
Colour = tuple[int, int, int]


def quarters(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """Red and green above, blue and white below."""
    image = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(image)
    for number, colour in enumerate(CORNERS.values()):
        left, top = number % 2 * width // 2, number // 2 * height // 2
        draw.rectangle((left, top, left + width // 2, top + height // 2), colour)
    return image if mode == "RGB" else image.convert(mode)


def exif(turn: int = 1) -> bytes:
    """EXIF with a place, a camera, a description and how the camera was held."""
    told = Image.Exif()
    told[0x0112], told[0x010E], told[0x0110] = turn, PLACE, f"Camera {PLACE}"
    told.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0), 29: PLACE})
    return told.tobytes()


XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>{PLACE}</rdf:RDF></x:xmpmeta>'.encode()


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    """The file of a picture."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def jpeg(image: Image.Image, turn: int = 1, **options: Any) -> bytes:
    """A JPEG that tells everything, with a preview and another file behind its end."""
    data = encoded(image, "JPEG", quality=90, exif=exif(turn), comment=PLACE.encode(), xmp=XMP, **options)
    iptc = b"Photoshop 3.0\0" + PLACE.encode()
    segment = b"\xff\xed" + (len(iptc) + 2).to_bytes(2, "big") + iptc
    return data[:2] + segment + data[2:] + PLACE.encode()


def png(image: Image.Image, turn: int = 1, **options: Any) -> bytes:
    """A PNG that tells everything: plain text, compressed text, text of any language, time, and EXIF."""
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", PLACE)
    told.add_text("Location", PLACE, zip=True)
    told.add_itxt("XML:com.adobe.xmp", XMP.decode())
    told.add(b"tIME", struct.pack(">HBBBBB", 2014, 1, 13, 9, 30, 0))
    told.add(b"prVt", PLACE.encode())
    return encoded(image, "PNG", pnginfo=told, exif=exif(turn), **options) + PLACE.encode()


def webp(image: Image.Image, turn: int = 1, **options: Any) -> bytes:
    return encoded(image, "WEBP", exif=exif(turn), xmp=XMP, quality=90, **options)


def avif(image: Image.Image, turn: int = 1, **options: Any) -> bytes:
    return encoded(image, "AVIF", exif=exif(turn), xmp=XMP, quality=90, speed=9, **options)


MAKERS = {"jpg": jpeg, "png": png, "webp": webp, "avif": avif}


def deep_png(width: int, height: int, level: int) -> bytes:
    """A grey PNG of sixteen bits, all of one level."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 16, 0, 0, 0, 0)
    rows = (b"\0" + struct.pack(">H", level) * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def seen(data: bytes) -> Image.Image:
    """A picture as a browser shows it: a JPEG, PNG or WebP is turned as its EXIF says."""
    return ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")


def corner_colours(image: Image.Image) -> list[str]:
    """The names of the colours in the four corners, row by row."""
    width, height = image.size
    places = [(x, y) for y in (height // 8, height - height // 8) for x in (width // 8, width - width // 8)]
    return [_nearest(image.getpixel(place)) for place in places]  # type: ignore[arg-type]


def _nearest(pixel: Colour) -> str:
    return min(CORNERS, key=lambda name: sum(abs(one - other) for one, other in zip(CORNERS[name], pixel, strict=True)))
