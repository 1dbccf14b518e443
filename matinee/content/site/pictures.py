"""The sizes in which pages offer a picture, and the names of the files that hold them.

A name has in it a digest of all that decides what is in the file: what the picture is, how it is made smaller, and with
which libraries. So the file at an address never changes, and may be kept for ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from posixpath import basename

import msgspec

from ...text.slugs import slugify
from ...text.urls import output_path
from ..library import Asset, Raster
from .values import Image, Print, Site

LADDER = (400, 640, 960, 1280, 1920)
WIDEST = LADDER[-1]
OF_POSTERS = LADDER[1]  # a poster is 9rem wide: three times that, on the finest screens
HIGHEST = 16_383  # what WebP allows
QUALITIES = {"webp": 80, "jpeg": 85, "png": 0}
ENDINGS = {"webp": "webp", "jpeg": "jpg", "png": "png"}
RECIPE = 1  # another number, where other pictures are made of the same: in `render/pictures/`, or here


def show_picture(site: Site, asset: Asset, address: str, widest: int = WIDEST) -> tuple[Image, tuple[Print, ...]]:
    """A file as pages show it, and what must be made for that: smaller ones, as WebP and where it is too large for
    anybody as what it is. A moving one, a GIF, and one that is small already is shown as it is."""
    raster, url = asset.raster, site.href(address)
    if raster is None:
        return Image(url), ()
    if raster.kind == "gif" or raster.is_moving or raster.width <= LADDER[0] or raster.height > HIGHEST:
        return Image(url, raster.width, raster.height), ()
    offered = [(width, _print(site, asset, width, "webp")) for width in _widths(raster, widest)]
    candidates = [(site.href(f"/{made.path}"), width) for width, made in offered]
    prints = [made for _, made in offered]
    if raster.kind == "webp" and offered[-1][0] == raster.width:  # as good as anything that could be made of it
        prints.pop()
        candidates[-1] = (url, raster.width)
    width, height = raster.width, raster.height
    if width > WIDEST and raster.kind in ENDINGS:
        whole = _print(site, asset, WIDEST, raster.kind)
        url, width, height = site.href(f"/{whole.path}"), WIDEST, scaled(raster, WIDEST)
        prints.append(whole)
    return Image(url, width, height, ", ".join(f"{url} {width}w" for url, width in candidates)), tuple(prints)


def _widths(raster: Raster, widest: int) -> Iterator[int]:
    """The widths in which a picture is offered: never more than it has."""
    yield from (width for width in LADDER if width < raster.width and width <= widest)
    if raster.width <= widest:
        yield raster.width


def scaled(raster: Raster, width: int) -> int:
    """How high a picture is at a width."""
    return max(1, round(raster.height * width / raster.width))


def _print(site: Site, asset: Asset, width: int, kind: str) -> Print:
    """One size of a picture. However often that lies in the site, its first file gives the name."""
    source = site.originals.get(asset.digest, asset.path)
    stem = slugify(basename(source).rpartition(".")[0])
    name = f"{stem}-{_mark(site, asset, kind)}-{width}.{ENDINGS[kind]}"
    return Print(output_path(f"/images/{name}"), source, width, kind)


def _mark(site: Site, asset: Asset, kind: str) -> str:
    told = (asset.digest, asset.raster, kind, QUALITIES[kind], RECIPE, site.tools)
    return blake2b(msgspec.msgpack.encode(told), digest_size=8).hexdigest()
