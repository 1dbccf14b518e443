"""This machine, where it is at fault itself: something in the way, what may not be written, a disk that is full."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import OutsideError


@contextmanager
def telling(place: Path, hint: str) -> Iterator[None]:
    """What the file system is at fault for, at a place unless it names another, as an OutsideError."""
    try:
        yield
    except OSError as exc:
        raise OutsideError(f"{exc.strerror or exc}: {exc.filename or place}", hint) from exc
