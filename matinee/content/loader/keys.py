"""What a post's card depends on."""

from __future__ import annotations

from hashlib import blake2b

import msgspec

from ..decode.context import Reading
from ..layout import SourcePost


class Context(msgspec.Struct, frozen=True):
    """What of site.yaml the reading of a post depends on."""

    reading: Reading
    language: str
    feed_length: int
    html: bool = True


def source_key(source: SourcePost, digests: dict[str, bytes], prefix: str = "") -> bytes:
    """What a post's card depends on, in one digest: its files, and the roles they have."""
    roles = f"{source.kind.value}\n{source.path}\n{source.folder}\n{source.stem}\n".encode()
    parts = [digests[prefix + path] if path else _NOTHING for path in (source.path, source.comments, source.pingbacks)]
    return blake2b(b"".join([roles, *parts]), digest_size=16).digest()


_NOTHING = bytes(16)
