"""The long texts of outputs, from where they are stored."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ..content.library import Pointer
from ..content.loader import LostTextError, PackReader
from ..model import Discussion, Prose


class StoredTexts:
    """The long texts of one output, fetched from the packs when asked for."""

    def __init__(self, reader: PackReader) -> None:
        self._reader = reader
        self._pointers: dict[bytes, Pointer] = {}
        self._last = (b"", Discussion())

    def use(self, pointers: Sequence[Pointer]) -> None:
        self._pointers = {pointer.key: pointer for pointer in pointers}

    def prose(self, key: bytes) -> Prose:
        return _prose_decoder.decode(self._read(key))

    def discussion(self, key: bytes) -> Discussion:
        """The one that was asked for last is kept: a post's replies come twice, in its page and in their feed."""
        if not key:
            return Discussion()
        if key != self._last[0]:
            self._last = (key, _discussion_decoder.decode(self._read(key)))
        return self._last[1]

    def _read(self, key: bytes) -> bytes:
        pointer = self._pointers.get(key)
        if pointer is None:
            raise LostTextError(key.hex())
        return self._reader.read(pointer)


_prose_decoder = msgspec.msgpack.Decoder(Prose)
_discussion_decoder = msgspec.msgpack.Decoder(Discussion)
