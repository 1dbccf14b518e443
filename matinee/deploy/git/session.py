"""One deploy to a branch, from the fetch to the push."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ... import __version__
from ...errors import OutsideError
from ...render.store import hold_lock
from ..outgoing import Outgoing
from ..plan import Plan
from ..record import PLACE, Deployed, decode_record, dump_record
from ..target import Progress
from ..tools import complaint
from .branch import TRAILER, blob_name, read_tree
from .commits import MADE, commit_stream, find_identity
from .repository import OUTSIDE, Repository, find_address

_SOURCE = "content/site.yaml"
_TIP = "refs/deploy/tip"


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


class GitSession:
    """The branch as it is, in a repository of ours."""

    def __init__(self, target: GitTarget) -> None:
        self._target = target
        self._repository = Repository(target.home, find_address(target.repository, target.site))
        self._ref = f"refs/heads/{target.branch}"
        self._tip = ""

    def fetch(self) -> None:
        """Bring what the branch holds. OutsideError where the repository cannot be reached, or the branch is that of
        the site's sources."""
        ours, url = self._repository, self._repository.url
        ours.make()
        there = ours.tell("ls-remote", "--", url, self._ref, fault="the repository cannot be reached")
        self._tip = there.decode().partition("\t")[0].strip()
        if not self._tip:
            return
        ours.tell("fetch", "--quiet", "--no-tags", "--depth=2", "--", url, f"+{self._ref}:{_TIP}", fault="no branch")
        self._tip = ours.tell("rev-parse", _TIP, fault="no branch").decode().strip()
        if self._blob(_SOURCE) is not None:
            raise OutsideError(
                f"the branch {self._target.branch} holds the sources of a blog, and a site never goes there",
                "name another `branch`",
            )

    def _blob(self, path: str) -> bytes | None:
        if not self._tip:
            return None
        done = self._repository.ask("cat-file", "blob", f"{self._tip}:{path}")
        return None if done.returncode else done.stdout

    def deployed(self, outgoing: Sequence[Outgoing]) -> Deployed:
        """By the record, if the last commit is ours; else by the bytes of each file. With force, all that is there."""
        if not self._tip:
            return {}
        if self._target.force:  # all of it goes, whosever it is
            return {path: "" for path in self._tree() if path not in {".nojekyll", "CNAME", PLACE}}
        known = decode_record(self._blob(PLACE))
        return known if known is not None and self._is_ours(self._tip) else self._found(outgoing, known or {})

    def _is_ours(self, commit: str) -> bool:
        return TRAILER.encode() in self._repository.tell("cat-file", "commit", commit, fault="no commit")

    def _found(self, outgoing: Sequence[Outgoing], known: Deployed) -> Deployed:
        """What of the site is on the branch: git knows each file by a digest of its bytes. What is recorded and not
        outgoing is ours, too."""
        tree = self._tree()
        found = {path: digest for path, digest in known.items() if path in tree}
        for one in outgoing:
            if one.path in tree:
                same = tree[one.path] == blob_name(Path(one.file).read_bytes())
                found[one.path] = one.digest if same else ""
        return found

    def _tree(self) -> dict[str, str]:
        """The names of the blobs of the branch by path."""
        words = ("ls-tree", "-r", "-z", "--full-tree", self._tip)
        return read_tree(self._repository.tell(*words, fault="the branch cannot be read"))

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
        parent = "" if self._target.force else self._tip
        count = f"{len(plan.sends)} sent, {len(plan.deletes)} deleted"
        message = f"Publish the site ({count})\n\n{TRAILER} {__version__}\n".encode()
        who = find_identity(self._target.site)
        commit = self._commit(commit_stream(who, parent, message, plan, fixed, progress))
        self._push(commit)
        return f"commit {commit[:10]} on {self._target.branch}"

    def _commit(self, stream: Iterator[bytes]) -> str:
        """The name of the commit in a stream."""
        fault = "no commit could be made"
        self._repository.ask("update-ref", "-d", MADE)
        self._repository.feed("fast-import", "--quiet", "--done", "--force", chunks=stream, fault=fault)
        return self._repository.tell("rev-parse", MADE, fault=fault).decode().strip()

    def _push(self, commit: str) -> None:
        """Move the branch. OutsideError where it has moved on meanwhile, or is protected."""
        lease = [f"--force-with-lease={self._ref}:{self._tip}"] if self._target.force else []
        done = self._repository.ask("push", "--quiet", *lease, "--", self._repository.url, f"{commit}:{self._ref}")
        if not done.returncode:
            self._repository.tell("update-ref", _TIP, commit, fault="no record")
            return
        said = done.stderr.decode("utf-8", "replace")
        is_late = "fetch first" in said or "non-fast-forward" in said or "stale info" in said or "cannot lock" in said
        hint = "somebody else pushed meanwhile: deploy again" if is_late else OUTSIDE
        raise OutsideError(f"the branch {self._target.branch} was not moved: {complaint(done)}", hint)

    def roll_back(self) -> str:
        """A new commit that holds what the one before the last held."""
        if not self._tip:
            raise OutsideError(f"there is no branch {self._target.branch}", "nothing was changed")
        done = self._repository.ask("rev-parse", "--verify", f"{self._tip}^")
        before = done.stdout.decode().strip()
        if done.returncode or not before:
            raise OutsideError("there is no commit before the last", "nothing was changed")
        name, _, mail = find_identity(self._target.site).rpartition(" <")
        people = {"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": mail.rstrip(">")}
        people |= {key.replace("AUTHOR", "COMMITTER"): value for key, value in people.items()}
        message = f"Go back to {before[:10]}\n\n{TRAILER} {__version__}\n".encode()
        words = ("commit-tree", f"{before}^{{tree}}", "-p", self._tip)
        fault = "no commit could be made"
        commit = self._repository.tell(*words, fault=fault, data=message, people=people).decode().strip()
        self._push(commit)
        return before[:10]
