"""What will be made, as values: print it, test it, compare it."""

from __future__ import annotations

from functools import cache

import msgspec

from ...errors import Place
from ..facets import Ask
from ..parts import Part


class Make(msgspec.Struct, frozen=True, gc=False):
    """An output to render. The answers to what it `asks` are the last of its parts, one for each question; `origin`
    says to people whose output it is."""

    path: str
    kind: str
    parts: Part
    origin: str
    place: Place
    asks: tuple[Ask, ...] = ()
    template: str = ""


class Made(msgspec.Struct, frozen=True, gc=False):
    """The same with its parts as bytes, as far as they are planned: with the answers after them they are what is
    digested, and what workers are given. The values themselves would fill the memory."""

    path: str
    kind: str
    still: bytes
    origin: str
    place: Place
    asks: tuple[Ask, ...] = ()
    template: str = ""


_encoder = msgspec.msgpack.Encoder(order="deterministic")


def pack(output: Make) -> Made:
    """The output as it is kept in a plan."""
    still = _encoder.encode(output.parts)
    if output.asks:
        still = still[: -_length_unanswered(type(output.parts), len(output.asks))]
    return Made(output.path, output.kind, still, output.origin, output.place, output.asks, output.template)


def bare(output: Made) -> Made:
    """The output without what it is made of, of which a plan of a hundred thousand posts has a quarter of a million."""
    return Made(output.path, output.kind, b"", output.origin, output.place, (), output.template)


@cache
def _length_unanswered(kind: type[Part], asks: int) -> int:
    """How many bytes the fields take at the end of some parts that nothing has been answered for."""
    return sum(len(_encoder.encode(field.default)) for field in msgspec.structs.fields(kind)[-asks:])


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
