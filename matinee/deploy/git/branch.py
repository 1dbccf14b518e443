"""What stands on a branch, read from what git prints."""

from __future__ import annotations

from hashlib import sha1

TRAILER = "Deployed-by: Matinee"


def read_tree(listed: bytes) -> dict[str, str]:
    """The names of blobs by path, as git-ls-tree(1) lists them with -r and -z."""
    found = {}
    for entry in listed.decode("utf-8", "surrogateescape").split("\0"):
        about, _, path = entry.partition("\t")
        if path:
            found[path] = about.split(" ")[2]
    return found


def blob_name(data: bytes) -> str:
    """The name by which git knows these bytes."""
    return sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
