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


class Made(msgspec.Struct, frozen=True, gc=False):
    """The same with its parts as bytes: what they are digested as, and what workers are given. The values themselves
    would fill the memory."""

    path: str
    kind: str
    parts: bytes
    origin: str
    place: Place
    needs: tuple[bytes, ...] = ()
    template: str = ""


_encoder = msgspec.msgpack.Encoder(order="deterministic")


def pack(output: Make) -> Made:
    """The output as it is kept in a plan."""
    parts = _encoder.encode(output.parts)
    return Made(output.path, output.kind, parts, output.origin, output.place, output.needs, output.template)


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


Output = Made | Copy
SITE = Place("content/site.yaml")


def config_place(config: Config, *keys: str) -> Place:
    """Where the value of the first of these keys of site.yaml stands that is there."""
    return find_place(config.marks, SITE.path, *keys)
