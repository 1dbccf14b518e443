"""What will be made, as values: print it, test it, compare it."""

from __future__ import annotations

import msgspec

from ...content.decode.marks import find_place
from ...errors import Place
from ...model import Config
from ..parts import Part


class Make(msgspec.Struct, frozen=True, gc=False):
    """An output to render. `needs` are the keys of the long texts that its parts name; `origin` says to people whose
    output it is."""

    path: str
    kind: str
    parts: Part
    origin: str
    place: Place
    needs: tuple[bytes, ...] = ()
    template: str = ""


class Copy(msgspec.Struct, frozen=True, gc=False):
    """An output that is a file of the site as it is. `source` is relative to the site (`content/…`, `static/…`)."""

    path: str
    source: str
    digest: bytes

    @property
    def place(self) -> Place:
        return Place(self.source)

    @property
    def origin(self) -> str:
        return self.source


Output = Make | Copy
SITE = Place("content/site.yaml")


def config_place(config: Config, *keys: str) -> Place:
    """Where the value of the first of these keys of site.yaml stands that is there."""
    return find_place(config.marks, SITE.path, *keys)
