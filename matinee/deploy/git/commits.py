"""A commit, written: its tree by git-fast-import(1), itself by git-commit-tree(1), since it names its tree."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from ... import __version__
from ..outgoing import Outgoing, read_outgoing
from ..record import PLACE, Deployed, dump_record
from ..target import Progress
from ..tools import ask_tool
from .branch import BACK, TREE
from .repository import Repository

_NOBODY = "Matinee <matinee@deploy.invalid>"
_FAULT = "no commit could be made"


class Change(msgspec.Struct, frozen=True):
    """What a commit changes: paths that go, files that come from here, files that git has by name; and the record of
    what then is ours. `back_to` is the deploy that it goes back to, "" where it is one itself."""

    subject: str
    deletes: tuple[str, ...]
    sends: tuple[Outgoing, ...]
    restores: Mapping[str, str]
    record: Deployed
    back_to: str = ""


def write_commit(ours: Repository, parent: str, change: Change, who: str, progress: Progress) -> str:
    """The name of a commit that is new, on top of its parent, "" for none. `who` is the name and the address of
    somebody."""
    tree = _write_tree(ours, parent, change, progress)
    lines = [f"Deployed-by: Matinee {__version__}", f"{TREE}: {tree}"]
    if change.back_to:
        lines.append(f"{BACK}: {change.back_to}")
    message = "\n".join([change.subject, "", *lines, ""]).encode()
    name, _, mail = who.rpartition(" <")
    told = {"NAME": name, "EMAIL": mail.rstrip(">"), "DATE": f"{int(time.time())} +0000"}
    people = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in told.items()}
    above = ["-p", parent] if parent else []
    return ours.tell("commit-tree", tree, *above, fault=_FAULT, data=message, env=people).decode().strip()


def _write_tree(ours: Repository, parent: str, change: Change, progress: Progress) -> str:
    """The name of the tree that a change makes of that of a parent."""
    ref = f"refs/deploy/made-{os.getpid()}"  # a deploy that was killed may have left a git that is still at it
    try:
        ours.feed("fast-import", "--quiet", "--done", "--force", chunks=_stream(ref, parent, change, progress))
        return ours.tell("rev-parse", f"{ref}^{{tree}}", fault=_FAULT).decode().strip()
    finally:
        ours.ask("update-ref", "-d", ref)


def _stream(ref: str, parent: str, change: Change, progress: Progress) -> Iterator[bytes]:
    yield f"commit {ref}\ncommitter {_NOBODY} 0 +0000\ndata 0\n".encode()
    if parent:
        yield f"from {parent}\n".encode()
    for path in change.deletes:
        yield b"D " + _quoted(path) + b"\n"
    for done, one in enumerate(change.sends, 1):
        yield from _inline(one.path, read_outgoing(one))
        progress("send", done, len(change.sends))
    for path, name in change.restores.items():
        yield f"M 100644 {name} ".encode() + _quoted(path) + b"\n"
    yield from _inline(PLACE, dump_record(change.record).encode("utf-8", "surrogateescape"))
    yield b"\ndone\n"


def _inline(path: str, data: bytes) -> list[bytes]:
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
