"""What must stay private, as values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b

import msgspec

from ...model import LeakRule


class Passage(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A piece of private text: which rule keeps it, the file it is from, and how it goes."""

    rule: LeakRule
    source: str
    text: str
    is_title: bool = False


class Kept(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A private file: which rule keeps it, and where it lies."""

    rule: LeakRule
    source: str


def nothing_published(_pieces: Iterable[str]) -> Iterator[tuple[str, str]]:
    """For whoever has no sources at hand."""
    return iter(())


class Private(msgspec.Struct, frozen=True):
    """All that must not go out. `files` are by the digest of their bytes, in hexadecimal; `addresses` are in small
    letters; `folders` are paths of this computer; `secrets` are values by the names of their variables.

    `sources` stands for the state of the sources this was gathered from; `published(pieces)` gives the texts that
    readers see in which one of the pieces may stand, each whole and without its shields."""

    passages: tuple[Passage, ...] = ()
    files: dict[str, Kept] = {}
    addresses: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    secrets: tuple[tuple[str, str], ...] = ()
    sources: bytes = b""
    published: Callable[[Iterable[str]], Iterator[tuple[str, str]]] = nothing_published

    def digest(self) -> bytes:
        """What stands for all of it that files are searched for."""
        told = (self.passages, self.addresses, self.folders, self.secrets)
        return blake2b(_encoder.encode(told), digest_size=16).digest()


_encoder = msgspec.msgpack.Encoder(order="deterministic")
