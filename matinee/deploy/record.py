"""The record of a deploy: which files of ours stand on a host, each with the digest of its bytes. It lies there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..render.store import escape, is_inside, unescape
from .outgoing import Outgoing

_HEAD, _END = "matinee deployed 1", "end"
PLACE = ".matinee/deployed"  # where a host keeps it that has no other place

Deployed = dict[str, str]


def record_of(outgoing: Iterable[Outgoing]) -> Deployed:
    """What will stand on a host once all of these have gone."""
    return {one.path: one.digest for one in outgoing}


def dump_record(deployed: Mapping[str, str]) -> str:
    """One line a file, sorted by path: digest and path. No times, nothing of the machine."""
    lines = [f"{digest} {escape(path)}" for path, digest in sorted(deployed.items())]
    return "\n".join([_HEAD, *lines, _END, ""])


def read_record(text: str) -> Deployed | None:
    """The record in a text; None where it is not one, or not whole. Paths that lead out of the site count for
    nothing."""
    lines = text.split("\n")
    if len(lines) < 3 or lines[0] != _HEAD or lines[-2:] != [_END, ""]:
        return None
    found = {}
    for line in lines[1:-2]:
        digest, _, escaped = line.partition(" ")
        path = unescape(escaped)
        if is_inside(path):
            found[path] = digest
    return found


def decode_record(data: bytes | None) -> Deployed | None:
    """The record in what a host keeps; None where it keeps nothing, or nothing that is one."""
    return None if data is None else read_record(data.decode("utf-8", "replace"))
