"""The way to a path of an output: the folders on it, and what stands at its end."""

from __future__ import annotations

from pathlib import Path


def folders_of(path: str) -> list[str]:
    """Every folder that a path lies in, the outermost first."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[:length]) for length in range(1, len(parts) + 1)]


def has_link(output: Path, path: str) -> bool:
    """Whether the way to a path, or its end, leads through a link that somebody else made."""
    return any((output / prefix).is_symlink() for prefix in [*folders_of(path), path])


def is_plain_file(place: Path) -> bool:
    """Whether a file is there, and no link to one."""
    return place.is_file() and not place.is_symlink()
