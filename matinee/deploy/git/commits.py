"""A commit, in the words of git-fast-import(1)."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..outgoing import read_outgoing
from ..plan import Plan
from ..target import Progress
from ..tools import ask_tool

MADE = "refs/deploy/made"
_NOBODY = "Matinee <matinee@deploy.invalid>"


def commit_stream(
    who: str, parent: str, message: bytes, plan: Plan, fixed: Mapping[str, bytes], progress: Progress
) -> Iterator[bytes]:
    """A commit of what a plan says, and of some fixed files, on top of its parent."""
    yield f"commit {MADE}\ncommitter {who} {int(time.time())} +0000\n".encode()
    yield b"data %d\n%s\n" % (len(message), message)
    if parent:
        yield f"from {parent}\n".encode()
    for path in plan.deletes:
        yield b"D " + _quoted(path) + b"\n"
    for done, one in enumerate(plan.sends, 1):
        yield from _modify(one.path, read_outgoing(one))
        progress("send", done, len(plan.sends))
    for path, data in fixed.items():
        yield from _modify(path, data)
    yield b"\ndone\n"


def _modify(path: str, data: bytes) -> list[bytes]:
    return [b"M 100644 inline " + _quoted(path) + b"\n", b"data %d\n" % len(data), data, b"\n"]


def _quoted(path: str) -> bytes:
    """A path as git-fast-import reads it."""
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'.encode("utf-8", "surrogateescape")


def find_identity(site: Path) -> str:
    """Who commits: whoever git knows in the site's folder, else nobody in particular."""
    done = ask_tool(["git", "-C", os.fspath(site), "var", "GIT_COMMITTER_IDENT"])
    said = done.stdout.decode("utf-8", "replace").rpartition(">")[0]
    return f"{said}>" if not done.returncode and "<" in said else _NOBODY
