"""What stands on a branch, whose it is, and which of our deploys made it: values, read from what git prints.

A commit of ours says in its message which tree we wrote. One that somebody has amended or picked holds another.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha1

import msgspec

from ...render.store import folders_of
from ..record import Deployed

TREE, BACK = "Deployed-tree", "Went-back-to"
COMMIT_FORM = "%x00%H%x00%T%x00%P%x00%B"  # as git-rev-list(1) prints what read_commits reads
_TREE = re.compile(rf"^{TREE}: ([0-9a-f]+)$", re.MULTILINE)
_BACK = re.compile(rf"^{BACK}: ([0-9a-f]+)$", re.MULTILINE)


class Entry(msgspec.Struct, frozen=True, gc=False):
    """What a tree holds at a path: a file, a link or another repository, by its mode; and the name of that."""

    mode: str
    name: str

    @property
    def is_file(self) -> bool:
        return self.mode.startswith("100")


class Commit(msgspec.Struct, frozen=True):
    """A commit: the names of itself, of its tree and of its parents, and what it says."""

    name: str
    tree: str
    parents: tuple[str, ...]
    message: str

    @property
    def is_ours(self) -> bool:
        found = _TREE.search(self.message)
        return found is not None and found[1] == self.tree

    @property
    def deploy(self) -> str:
        """The deploy whose files it holds: itself, or the one that it went back to."""
        found = _BACK.search(self.message)
        return found[1] if found else self.name


class Branch(msgspec.Struct, frozen=True):
    """A branch: the commit that it ends in, "" where there is none; what stands there, by path; the record as it
    stands there, None where that is lost; and what is ours, with the digests of what we wrote."""

    tip: str = ""
    is_ours: bool = False
    tree: Mapping[str, Entry] = {}
    record: Deployed | None = None
    ours: Deployed = {}


def read_tree(listed: bytes) -> dict[str, Entry]:
    """What a tree holds by path, as git-ls-tree(1) lists it with -r and -z."""
    found = {}
    for line in listed.decode("utf-8", "surrogateescape").split("\0"):
        about, _, path = line.partition("\t")
        if path:
            mode, _, name = about.split(" ")
            found[path] = Entry(mode, name)
    return found


def read_commits(listed: bytes) -> list[Commit]:
    """Commits, as git-rev-list(1) prints them in our form."""
    fields = listed.decode("utf-8", "replace").split("\0")[1:]
    return [
        Commit(name, tree, tuple(parents.split()), message)
        for name, tree, parents, message in zip(*(fields[start::4] for start in range(4)), strict=True)
    ]


def last_deploy(commits: Iterable[Commit], start: Iterable[str]) -> Commit | None:
    """The last commit of ours among those that `start` names and those below them; None where there is none. Commits
    come before their parents, so that one pass meets all of them."""
    wanted = set(start)
    for commit in commits:
        if commit.name in wanted:
            if commit.is_ours:
                return commit
            wanted.update(commit.parents)
    return None


def deploy_before(commits: Sequence[Commit]) -> Commit | None:
    """The deploy whose files readers saw before those that they see; None where it is not among these commits. One
    that was gone back from is never that."""
    known = {commit.name: commit for commit in commits}
    last = last_deploy(commits, [commits[0].name])
    seen = known.get(last.deploy) if last else None
    before = last_deploy(commits, seen.parents) if seen else None
    return known.get(before.deploy) if before else None


def in_the_way(paths: Iterable[str], tree: Mapping[str, Entry], ours: Collection[str]) -> set[str]:
    """What of others stands where files are to stand: at a path, on the way to it, or below it."""
    wanted = set(paths)
    needed = wanted.union(*map(folders_of, wanted))
    return {
        path
        for path, entry in tree.items()
        if path not in ours or not entry.is_file
        if path in needed or not wanted.isdisjoint(folders_of(path))
    }


def holds_file(tree: Mapping[str, Entry], path: str) -> bool:
    """Whether a file stands at a path: no link, no other repository, and not nothing."""
    return path in tree and tree[path].is_file


def blob_name(data: bytes) -> str:
    """The name by which git knows these bytes."""
    return sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
