"""Where what was drawn is kept: pictures and cards, which take long to make, each by a key of all that it is made of.
It is safe to lose, and never trusted blindly."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Container
from contextlib import suppress
from pathlib import Path

import msgspec

from ...content.loader import digest

_DAY = 86_400
KEPT_DAYS = 30  # for which what no output is made of any more is kept: a draft, another branch, a change of mind
_SUM = 16  # bytes


class Drawn(msgspec.Struct, frozen=True):
    """Bytes that were drawn, the key that they are kept by, and whether they had to be made for this."""

    data: bytes
    key: str
    is_new: bool


class Drawer:
    """The folder of what was drawn; several processes may use it at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def made(self, key: bytes, make: Callable[[], bytes]) -> Drawn:
        """What `make()` gives, made unless it has been before. Equal keys must mean equal bytes."""
        name = digest(key).hex()
        place = self._folder / name
        if (found := _read(place)) is not None:
            _touch(place)
            return Drawn(found, name, False)
        data = make()
        with suppress(OSError):  # it can be made again
            self._keep(place, digest(data) + data)
        return Drawn(data, name, True)

    def _keep(self, place: Path, data: bytes) -> None:
        """Put something into the drawer. Whoever reads it half written sees that it is, and whoever writes it at the
        same time writes the same."""
        try:
            place.write_bytes(data)
        except FileNotFoundError:
            self._folder.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)

    def tidy(self, living: Container[str]) -> None:
        """Drop what is not among the `living` and has not been asked for in a long time."""
        last = time.time() - KEPT_DAYS * _DAY
        with suppress(OSError):
            for entry in os.scandir(self._folder):
                with suppress(OSError):
                    if entry.name not in living and entry.stat().st_mtime < last:
                        os.unlink(entry.path)


def _read(place: Path) -> bytes | None:
    """What is kept in a file; None where there is none, or where it is damaged."""
    try:
        data = place.read_bytes()
    except OSError:
        return None
    return data[_SUM:] if len(data) > _SUM and digest(memoryview(data)[_SUM:]) == data[:_SUM] else None


def _touch(place: Path) -> None:
    """Note, once a day, that it was asked for."""
    with suppress(OSError):
        if os.stat(place).st_mtime < time.time() - _DAY:
            os.utime(place)
