"""What we wrote goes again; what is not as we wrote it stays."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ...content.loader import digest_file
from .ways import has_link


def remove_ours(output: Path, digests: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Remove files that have the digests with which we wrote them, and the folders that this empties: the paths that
    went, and those that stayed because they were changed."""
    removed: list[str] = []
    kept: list[str] = []
    for path, digest in digests.items():
        place = output / path
        if has_link(output, path) or not place.is_file():
            continue
        if digest_file(place).hex() != digest:
            kept.append(path)
            continue
        place.unlink()
        removed.append(path)
        _prune(place.parent, output)
    return removed, kept


def _prune(folder: Path, output: Path) -> None:
    while folder != output:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
