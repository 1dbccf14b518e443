"""A bare repository of our own, kept between deploys, and git's commands in it.

It holds nothing that cannot be made again: where it is broken, another begins.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from ...errors import OutsideError
from ..secrecy import redact
from ..tools import ask_tool, complaint, feed_tool, run_tool
from .access import hint_for
from .branch import COMMIT_FORM, Commit, Entry, read_commits, read_tree

OUTSIDE = "the branch is as it was"
_FORMAT, _DIGITS = "sha1", 40  # how git names what it holds, as branch.blob_name does
_OTHER_FORMAT = "the repository names what it holds by SHA-256, and a deploy by SHA-1"
_NEEDED_FORMAT = f"deploy to one that was made with git init --bare --object-format={_FORMAT}; nothing was changed"
_MANY = 5000  # objects, each a file of its own, that are packed into one
_TIP = "refs/deploy/tip"
_LOCK = re.compile(r"Unable to create '(.+\.lock)': File exists")
_SETTINGS = {  # whatever the author's are
    "core.hooksPath": "/dev/null",
    "core.ignoreCase": "false",  # a branch knows Her.jpg from her.jpg, wherever this runs
    "core.quotePath": "false",
    "gc.auto": "0",
    "http.lowSpeedLimit": "1",  # bytes in a second: who sends fewer, not even a sign of life,
    "http.lowSpeedTime": "120",  # for so many seconds, has gone away
}
_QUIET = [word for key, value in _SETTINGS.items() for word in ("-c", f"{key}={value}")]

Made = TypeVar("Made")


class Repository:
    """The repository at `home`, and the branch of the one at `url` that it fetches and pushes. `access` is what git has
    in its environment to be let in there."""

    def __init__(self, home: Path, url: str, branch: str, access: Mapping[str, str]) -> None:
        self._home, self._url, self._branch = home, url, branch
        self._ref = f"refs/heads/{branch}"
        self._env = access
        self._borrowed = home / "objects/info/alternates"

    def _words(self, words: Iterable[str]) -> list[str]:
        return ["git", f"--git-dir={self._home}", *_QUIET, *words]

    def tell(self, *words: str, fault: str, data: bytes | None = None, env: Mapping[str, str] | None = None) -> bytes:
        """What git prints. OutsideError where it fails."""
        done = ask_tool(self._words(words), data, {**self._env, **(env or {})})
        if done.returncode:
            raise OutsideError(f"{fault}: {complaint(done)}", hint_for(done.stderr, self._url) or OUTSIDE)
        return done.stdout

    def ask(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        """What git prints, and whether it failed."""
        return ask_tool(self._words(words), env=self._env)

    def feed(self, *words: str, chunks: Iterable[bytes]) -> None:
        """Have git read these chunks. OutsideError where it fails."""
        feed_tool(self._words(words), chunks, "no commit could be made", OUTSIDE, self._env)

    # Whole, or made again

    def make(self) -> None:
        """Have a repository: the one that is there, or a new one, where git finds none in it, or one of names that are
        not ours."""
        told = self.ask("rev-parse", "--is-bare-repository", "--show-object-format").stdout
        if told.split() != [b"true", _FORMAT.encode()]:
            self._begin_anew()

    def borrow(self, lender: Path) -> None:
        """Have the objects of another repository of ours, and know which of its commits have no parents there
        (gitrepository-layout(5)), so that what is on the branch is not fetched again."""
        if (lender / "objects").is_dir():
            self._borrowed.write_text(f"{lender.absolute() / 'objects'}\n")
            with suppress(FileNotFoundError):
                shutil.copy(lender / "shallow", self._home / "shallow")

    def _begin_anew(self) -> None:
        shutil.rmtree(self._home, ignore_errors=True)
        self._home.parent.mkdir(parents=True, exist_ok=True)
        words = ["init", "--quiet", "--bare", f"--object-format={_FORMAT}"]  # whatever the author's own is
        run_tool(["git", *words, os.fspath(self._home)], "git cannot be used")

    def mend(self, act: Callable[[], Made], again: Callable[[], Made]) -> Made:
        """What an act comes to; where it fails because this repository is broken, what another comes to in a new
        one."""
        try:
            return act()
        except OutsideError:
            if self._is_whole():
                raise
        self._begin_anew()
        return again()

    def _is_whole(self) -> bool:
        """Whether git finds all that there should be, also where the history that was fetched ends. A lock was left by
        a git that was killed: nobody else works here. What is borrowed may be broken, or in use."""
        if self._borrowed.exists() or any(self._home.rglob("*.lock")):
            return False
        if self.ask("fsck", "--no-dangling", "--no-progress").returncode:
            return False
        ends = self._home / "shallow"
        names = ends.read_text("utf-8", "replace").split() if ends.exists() else []
        return not any(self.ask("cat-file", "-e", name).returncode for name in names)

    # The branch

    def has_branch(self) -> bool:
        """Whether there is the branch. OutsideError where the other repository cannot be reached, or names what it
        holds in another way than we do."""
        listed = self.tell("ls-remote", "--", self._url, self._ref, fault="the repository cannot be reached").decode()
        names = [name for name, _, ref in (line.partition("\t") for line in listed.splitlines()) if ref == self._ref]
        if any(len(name) != _DIGITS for name in names):
            raise OutsideError(_OTHER_FORMAT, _NEEDED_FORMAT)
        return bool(names)

    def fetch(self, depth: int) -> list[Commit]:
        """The last commits of the branch, so many deep: each comes before its parents."""
        words = ["fetch", "--quiet", "--no-tags", f"--depth={depth}", "--", self._url]
        self.tell(*words, f"+{self._ref}:{_TIP}", fault="the branch cannot be fetched")
        listed = self.tell(
            "rev-list", "--topo-order", f"--format={COMMIT_FORM}", _TIP, fault="the branch cannot be read"
        )
        return read_commits(listed)

    def push(self, commit: str, lease: str | None) -> None:
        """Move the branch to a commit, which lies above where it was; with a `lease`, from there, wherever the commit
        lies. OutsideError where it has moved on meanwhile, or may not be moved."""
        force = [] if lease is None else [f"--force-with-lease={self._ref}:{lease}"]
        done = self.ask("push", "--quiet", *force, "--", self._url, f"{commit}:{self._ref}")
        if done.returncode:
            why, hint = _refusal(done)
            hint = hint_for(done.stderr, self._url) or hint
            raise OutsideError(f"the branch {self._branch} was not moved: {why}", hint)
        self.ask("update-ref", _TIP, commit)  # so that it need not be fetched next time
        self.ask("-c", f"gc.auto={_MANY}", "-c", "gc.autoDetach=false", "gc", "--auto", "--quiet", "--prune=now")

    def tree(self, commit: str) -> dict[str, Entry]:
        """What a commit holds by path."""
        words = ("ls-tree", "-r", "-z", "--full-tree", commit)
        return read_tree(self.tell(*words, fault="the branch cannot be read"))

    def blob(self, name: str) -> bytes:
        """The bytes of this name."""
        return self.tell("cat-file", "blob", name, fault="the branch cannot be read")


def _refusal(done: subprocess.CompletedProcess[bytes]) -> tuple[str, str]:
    """Why a push was refused, and what mends it."""
    said = done.stderr.decode("utf-8", "replace")
    if any(sign in said for sign in ("fetch first", "non-fast-forward", "stale info", "but expected")):
        return complaint(done), "somebody else pushed meanwhile: deploy again"
    if "branch is currently checked out" in said:
        hint = "deploy to a bare repository (git init --bare), or check out another branch there"
        return "it is checked out there, and its files would no longer be what git believes them to be", hint
    if "hash algorithm" in said:  # of an empty one, ls-remote tells nothing
        return _OTHER_FORMAT, _NEEDED_FORMAT
    if lock := _LOCK.search(said):
        hint = "if nobody is pushing now, a git was killed there: remove that file, and deploy again"
        return f"it is locked there, by {redact(lock[1])}", hint
    if "hook declined" in said or "protected" in said.lower():
        return complaint(done), f"let this branch be pushed to, in the host's settings, or name another; {OUTSIDE}"
    return complaint(done), OUTSIDE
