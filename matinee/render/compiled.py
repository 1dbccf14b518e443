"""What is kept of a template once it has been compiled."""

from __future__ import annotations

import msgspec


class Compiled(msgspec.Struct, frozen=True, array_like=True):
    """A template as byte code, for this Python and this engine only, and the templates that it refers to: None for
    one whose name is not written out. `key` stands for the source."""

    key: bytes
    code: bytes
    references: tuple[str | None, ...]
