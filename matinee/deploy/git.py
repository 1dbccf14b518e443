"""A branch of a git repository: one commit on top of what is there, made in a repository of our own.

The author's working tree, index, hooks and stash are never touched: commits are written by git-fast-import(1) into a
bare repository that is kept between deploys, and pushed from there without force.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha1
from pathlib import Path
from tempfile import TemporaryDirectory

from .. import __version__
from ..errors import OutsideError
from ..render.store import hold_lock
from .foreign import find_clash
from .outgoing import Outgoing, read_outgoing
from .plan import Plan
from .record import PLACE, Deployed, decode_record, dump_record
from .secrecy import GIT_TOKEN, basic
from .target import Progress
from .tools import ask_tool, complaint, feed_tool, run_tool

_NOBODY = "Matinee <matinee@deploy.invalid>"
_SOURCE = "content/site.yaml"
_PASSWORD = re.compile(r"https?://[^/]*@")
_TRAILER = "Deployed-by: Matinee"
_TIP, _MADE = "refs/deploy/tip", "refs/deploy/made"
_OUTSIDE = "the branch is as it was"


class GitTarget:
    """A branch. `domain` is that of GitHub Pages, "" where there is none; `home` is where our own repository is kept;
    `force` replaces the branch, whatever stands there, if it is still what was seen last."""

    def __init__(self, repository: str, branch: str, domain: str, home: Path, site: Path, force: bool = False) -> None:
        if repository.startswith("-") or branch.startswith("-"):
            raise OutsideError(f"{repository!r} and {branch!r} must not begin with a hyphen", "correct site.yaml")
        self.repository, self.branch, self.domain, self.home, self.site = repository, branch, domain, home, site
        self.force = force

    @contextmanager
    def open(self) -> Iterator[GitSession]:
        with hold_lock(self.home.with_suffix(".lock"), self.branch, "deploy"):
            session = GitSession(self)
            session.fetch()
            yield session

    @contextmanager
    def look(self) -> Iterator[GitSession]:
        """The branch, fetched into a repository for this once, which borrows what ours has: ours may be in use."""
        with TemporaryDirectory(prefix="matinee-") as folder:
            home = Path(folder) / "look.git"
            session = GitSession(
                GitTarget(self.repository, self.branch, self.domain, home, self.site, self.force), self.home
            )
            session.fetch()
            yield session


class GitSession:
    """The branch as it is, in a repository of ours."""

    def __init__(self, target: GitTarget, lender: Path | None = None) -> None:
        self._target, self._lender = target, lender
        self._tip = ""
        self._url = self._resolve()
        self._env = _credentials(self._url)

    def _resolve(self) -> str:
        """The address of the repository; the name of a remote stands for the address that it has in the site's own
        repository."""
        told = self._target.repository
        done = ask_tool(["git", "-C", os.fspath(self._target.site), "remote", "get-url", "--", told])
        found = done.stdout.decode().strip() if not done.returncode else ""
        if found:
            if _PASSWORD.search(found):
                raise OutsideError(
                    f"the address of the remote {told} holds a password or a token",
                    f"take it out (git remote set-url), and put the token into {GIT_TOKEN}",
                )
            return found
        place = self._target.site / told
        return os.fspath(place) if "://" not in told and place.exists() else told

    def _git(self, *words: str, fault: str, data: bytes | None = None, hint: str = _OUTSIDE) -> bytes:
        return run_tool(self._words(*words), fault, hint, data, self._env)

    def _words(self, *words: str) -> list[str]:
        quiet = ["-c", "core.hooksPath=/dev/null", "-c", "gc.auto=0", "-c", "core.quotePath=false"]
        return ["git", f"--git-dir={self._target.home}", *quiet, *words]

    def fetch(self) -> None:
        """Bring what the branch holds. OutsideError where the repository cannot be reached, or the branch is that of
        the site's sources."""
        if not (self._target.home / "HEAD").exists():
            shutil.rmtree(self._target.home, ignore_errors=True)
            self._target.home.parent.mkdir(parents=True, exist_ok=True)
            run_tool(["git", "init", "--quiet", "--bare", os.fspath(self._target.home)], "git cannot be used")
            self._borrow()
        ref = f"refs/heads/{self._target.branch}"
        there = self._git("ls-remote", "--", self._url, ref, fault="the repository cannot be reached")
        self._tip = there.decode().partition("\t")[0].strip()
        if not self._tip:
            return
        self._git("fetch", "--quiet", "--no-tags", "--depth=2", "--", self._url, f"+{ref}:{_TIP}", fault="no branch")
        self._tip = self._git("rev-parse", _TIP, fault="no branch").decode().strip()
        if self._blob(_SOURCE) is not None:
            raise OutsideError(
                f"the branch {self._target.branch} holds the sources of a blog, and a site never goes there",
                "name another `branch`",
            )

    def _borrow(self) -> None:
        """Have the objects of the lender, and know which of its commits have no parents there
        (gitrepository-layout(5)), so that what is on the branch is not fetched again."""
        if self._lender is None or not (self._lender / "HEAD").exists():
            return
        (self._target.home / "objects/info/alternates").write_text(f"{self._lender.absolute() / 'objects'}\n")
        with suppress(FileNotFoundError):
            shutil.copy(self._lender / "shallow", self._target.home / "shallow")

    def _blob(self, path: str, commit: str = "") -> bytes | None:
        """A file of a commit, of the last one unless another is named; None where it is not there."""
        if not self._tip:
            return None
        done = ask_tool(self._words("cat-file", "blob", f"{commit or self._tip}:{path}"))
        return None if done.returncode else done.stdout

    def deployed(self, outgoing: Sequence[Outgoing]) -> Deployed:
        """By the record, if the last commit is ours; else by the bytes of each file. With force, all that is there."""
        if not self._tip:
            return {}
        if self._target.force:  # all of it goes, whosever it is
            return {path: "" for path in self._tree() if path not in {".nojekyll", "CNAME", PLACE}}
        record = self._blob(PLACE)
        known = decode_record(record)
        if known is not None and self._is_ours(self._tip):
            return known
        is_lost = record is not None and known is None
        before = decode_record(self._blob(PLACE, f"{self._tip}^")) if is_lost else None
        return self._found(outgoing, known or before or {}, is_lost)

    def _is_ours(self, commit: str) -> bool:
        return _TRAILER.encode() in self._git("cat-file", "commit", commit, fault="no commit")

    def _found(self, outgoing: Sequence[Outgoing], known: Deployed, is_lost: bool) -> Deployed:
        """What of the site is on the branch: git knows each file by a digest of its bytes. What is recorded and not
        outgoing is ours, too. Other bytes at a path of the site are ours if that is recorded, or the record lost."""
        tree = self._tree()
        found = {path: digest for path, digest in known.items() if path in tree}
        for one in outgoing:
            if one.path in tree:
                if tree[one.path] == _blob_name(Path(one.file).read_bytes()):
                    found[one.path] = one.digest
                elif is_lost or one.path in known:
                    found[one.path] = ""
        return found

    def foreign(self, plan: Plan) -> set[str]:
        if not self._tip or self._target.force:
            return set()
        tree = self._tree()
        at, across = find_clash(plan, tree)
        files = {one.path: one.file for one in plan.sends}
        return across | {path for path in at if tree[path] != _blob_name(Path(files[path]).read_bytes())}

    def _tree(self) -> dict[str, str]:
        """The names of the blobs of the branch by path."""
        listed = self._git("ls-tree", "-r", "-z", "--full-tree", self._tip, fault="the branch cannot be read")
        found = {}
        for entry in listed.decode("utf-8", "surrogateescape").split("\0"):
            about, _, path = entry.partition("\t")
            if path:
                found[path] = about.split(" ")[2]
        return found

    def publish(self, plan: Plan, outgoing: Sequence[Outgoing], progress: Progress) -> str:
        for one in outgoing:
            if any(part.lower() == ".git" for part in one.path.split("/")):
                raise OutsideError(f"git keeps no file of the name {one.path}", "give it another name")
        fixed = {".nojekyll": b"", PLACE: dump_record(plan.deployed).encode()}
        if self._target.domain:
            fixed["CNAME"] = f"{self._target.domain}\n".encode()
        fixed = {path: data for path, data in fixed.items() if path not in plan.deployed}
        if plan.is_empty and not self._target.force and all(self._blob(path) == data for path, data in fixed.items()):
            return ""
        count = f"{len(plan.sends)} sent, {len(plan.deletes)} deleted"
        parent = "" if self._target.force else self._tip
        commit = self._commit(parent, f"Publish the site ({count})", plan, fixed, progress)
        self._push(commit)
        return f"commit {commit[:10]} on {self._target.branch}"

    def _commit(self, parent: str, subject: str, plan: Plan, fixed: dict[str, bytes], progress: Progress) -> str:
        """The name of a commit of what the plan says, on top of its parent."""
        ask_tool(self._words("update-ref", "-d", _MADE))
        message = f"{subject}\n\n{_TRAILER} {__version__}\n".encode()
        stream = self._stream(parent, message, plan, fixed, progress)
        words = self._words("fast-import", "--quiet", "--done", "--force")
        feed_tool(words, stream, "no commit could be made", _OUTSIDE, self._env)
        return self._git("rev-parse", _MADE, fault="no commit could be made").decode().strip()

    def _stream(
        self, parent: str, message: bytes, plan: Plan, fixed: dict[str, bytes], progress: Progress
    ) -> Iterator[bytes]:
        """A commit in the words of git-fast-import(1)."""
        yield f"commit {_MADE}\ncommitter {self._identity()} {int(time.time())} +0000\n".encode()
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

    def _identity(self) -> str:
        """Who commits: whoever git knows in the site's folder, else nobody in particular."""
        done = ask_tool(["git", "-C", os.fspath(self._target.site), "var", "GIT_COMMITTER_IDENT"])
        said = done.stdout.decode("utf-8", "replace").rpartition(">")[0]
        return f"{said}>" if not done.returncode and "<" in said else _NOBODY

    def _push(self, commit: str) -> None:
        """Move the branch. OutsideError where it has moved on meanwhile, or is protected."""
        ref = f"refs/heads/{self._target.branch}"
        lease = [f"--force-with-lease={ref}:{self._tip}"] if self._target.force else []
        done = ask_tool(self._words("push", "--quiet", *lease, "--", self._url, f"{commit}:{ref}"), env=self._env)
        if not done.returncode:
            self._git("update-ref", _TIP, commit, fault="no record")
            return
        said = done.stderr.decode("utf-8", "replace")
        is_late = "fetch first" in said or "non-fast-forward" in said or "stale info" in said or "cannot lock" in said
        hint = "somebody else pushed meanwhile: deploy again" if is_late else _OUTSIDE
        raise OutsideError(f"the branch {self._target.branch} was not moved: {complaint(done)}", hint)

    def roll_back(self) -> str:
        """A new commit that holds what the one before the last held."""
        if not self._tip:
            raise OutsideError(f"there is no branch {self._target.branch}", "nothing was changed")
        done = ask_tool(self._words("rev-parse", "--verify", f"{self._tip}^"))
        before = done.stdout.decode().strip()
        if done.returncode or not before:
            raise OutsideError("there is no commit before the last", "nothing was changed")
        who = self._identity()
        name, _, mail = who.rpartition(" <")
        people = {"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": mail.rstrip(">")}
        people |= {key.replace("AUTHOR", "COMMITTER"): value for key, value in people.items()}
        message = f"Go back to {before[:10]}\n\n{_TRAILER} {__version__}\n".encode()
        words = self._words("commit-tree", f"{before}^{{tree}}", "-p", self._tip)
        commit = run_tool(words, "no commit could be made", _OUTSIDE, message, people).decode().strip()
        self._push(commit)
        return before[:10]


def _credentials(url: str) -> dict[str, str]:
    """What git needs to be let in over HTTPS, in its environment, where nobody reads it."""
    quiet = {"GIT_TERMINAL_PROMPT": "0"}
    token = os.environ.get(GIT_TOKEN, "")
    if not token or not url.startswith("https://"):
        return quiet
    header = f"Authorization: Basic {basic(token)}"
    return quiet | {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "http.extraHeader", "GIT_CONFIG_VALUE_0": header}


def _modify(path: str, data: bytes) -> list[bytes]:
    return [b"M 100644 inline " + _quoted(path) + b"\n", b"data %d\n" % len(data), data, b"\n"]


def _quoted(path: str) -> bytes:
    """A path as git-fast-import reads it."""
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'.encode("utf-8", "surrogateescape")


def _blob_name(data: bytes) -> str:
    return sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
