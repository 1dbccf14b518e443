"""Files that are published beside pages: as they are, as pictures with nothing else in their files, and in the widths
that pages offer."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from ...content.library import Asset, Care
from ...content.site import Print, Site
from ...content.site.pictures import QUALITIES, RECIPE
from ...errors import Place, Problem, error, warning
from ...model import SearchScope
from ...text.urls import output_path
from ..parts import OriginalParts, PictureParts
from .search import SCRIPT
from .values import Copy, Make


def plan_prints(site: Site, prints: Iterable[Print]) -> Iterator[Make]:
    """The pictures that pages show in other widths, those of one file together."""
    for made in sorted(prints, key=lambda one: (one.source, one.path)):
        asset = site.assets[made.source]
        if asset.raster is not None:
            parts = PictureParts(
                asset.digest, asset.raster, made.width, made.kind, QUALITIES[made.kind], RECIPE, site.tools
            )
            origin = f"the picture {made.source}, {made.width} pixels wide"
            yield Make(made.path, "picture", parts, origin, Place(made.source))


def plan_originals(site: Site) -> Iterator[Make]:
    """The pictures beside pages whose files hold more than a picture."""
    for address, asset in site.files.items():
        if _needs_care(asset) and (raster := asset.raster) is not None:
            parts = OriginalParts(asset.digest, raster.kind, raster.turn, raster.care, RECIPE, site.tools)
            yield Make(output_path(address), "original", parts, asset.path, Place(asset.path))


def plan_copies(site: Site) -> Iterator[Copy]:
    """A post's other files, and everything in static/."""
    for address, asset in site.files.items():
        if not _needs_care(asset):
            yield Copy(output_path(address), asset.path, asset.digest)
    for path, asset in site.assets.items():
        if path.startswith("static/") and (path != SCRIPT or site.config.search is SearchScope.FULL):
            yield Copy(output_path(site.file_addresses[path]), path, asset.digest)


def _needs_care(asset: Asset) -> bool:
    return asset.raster is not None and asset.raster.care is not Care.NONE


def find_faulty(site: Site, shown: Container[str]) -> Iterator[Problem]:
    """What is wrong with pictures that no page shows. Those of posts that are not published, and in static/, where
    files are published as they are, stop nothing."""
    published = {asset.path for asset in site.files.values()}
    for path, asset in site.assets.items():
        if asset.fault is not None and path not in shown:
            place, fault = Place(path), asset.fault
            yield (
                error(place, "image", fault.message, fault.hint)
                if path in published
                else warning(place, "image", fault.message, fault.hint)
            )
