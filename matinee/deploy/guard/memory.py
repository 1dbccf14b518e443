"""What the guard remembers: what it found in which file, as long as it looks for the same. Safe to lose."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec

from ...content.loader import digest, write_whole
from .rules import Finding

KEY = 16  # bytes


class Seen(msgspec.Struct, frozen=True, array_like=True):
    """What is known while `search` is what files are searched for: the keys of files in which nothing was found, one
    after the other, and what was found in the others. While the `sources` are the same, so are the pieces that are
    `public` all the same, and those that are so in the open (`bare`)."""

    search: bytes = b""
    clean: bytes = b""
    found: dict[bytes, tuple[Finding, ...]] = {}
    sources: bytes = b""
    public: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()

    def findings(self) -> dict[bytes, tuple[Finding, ...]]:
        """What was found, by the key of the file."""
        clean = self.clean
        return dict.fromkeys((clean[at : at + KEY] for at in range(0, len(clean), KEY)), ()) | self.found


def read_seen(path: Path | None, search: bytes) -> Seen:
    """What is remembered of this search; nothing where that is damaged or of another."""
    with suppress(OSError, msgspec.MsgspecError):
        data = path.read_bytes() if path else b""
        if data and digest(data[KEY:]) == data[:KEY]:
            seen = msgspec.msgpack.decode(data[KEY:], type=Seen)
            return seen if seen.search == search else Seen(search)
    return Seen(search)


def write_seen(path: Path | None, seen: Seen) -> None:
    """Remember; where that cannot be written, files are read again next time."""
    with suppress(OSError):
        if path:
            data = msgspec.msgpack.encode(seen)
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, digest(data) + data)
