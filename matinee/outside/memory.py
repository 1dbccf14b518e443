"""What was found out about addresses, kept in the site's cache: safe to delete, and just a reason not to ask again."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from ..content.loader import digest, write_whole
from .questions import GOOD_FOR, Finding

_decoder = msgspec.msgpack.Decoder(dict[str, Finding])


def load_findings(path: Path) -> dict[str, Finding]:
    """What a file of ours tells; nothing where there is none, or where it is damaged."""
    with suppress(OSError, msgspec.MsgspecError):
        data = path.read_bytes()
        if digest(data[16:]) == data[:16]:
            return _decoder.decode(data[16:])
    return {}


def write_findings(path: Path, findings: Mapping[str, Finding], now: int) -> bool:
    """Keep what may be of use again; whether that could be done."""
    kept = {address: finding for address, finding in findings.items() if 0 <= now - finding.instant < GOOD_FOR}
    data = msgspec.msgpack.encode(kept)
    with suppress(OSError):
        write_whole(path, digest(data) + data)
        return True
    return False
