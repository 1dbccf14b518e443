"""One deploy to a branch, from the fetch to the push."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from ...content.loader import digest
from ...errors import OutsideError
from ...render.store import hold_lock
from ..foreign import check_foreign
from ..machine import telling
from ..outgoing import Outgoing, read_outgoing
from ..plan import Plan, named
from ..record import PLACE, Deployed, decode_record
from ..target import Progress
from .access import find_access, find_address
from .branch import Branch, Commit, Entry, blob_name, deploy_before, holds_file, in_the_way, last_deploy
from .commits import Change, find_identity, write_commit
from .names import refused_names
from .repository import OUTSIDE, Repository

_SOURCE = "content/site.yaml"
_DOMAIN = "CNAME"
_HOSTS = (".nojekyll", _DOMAIN)  # what the host reads: where the site has them, they are the site's business
_DEPTH = 2
_MANY = 10  # paths, named in one error
_REMEDY = f"let it be read and written (what lies in .matinee/deploy can be deleted), and deploy again; {OUTSIDE}"


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
        with telling(self.home, _REMEDY), hold_lock(self.home.with_suffix(".lock"), self.branch, "deploy"):
            session = GitSession(self)
            session.fetch()
            yield session

    @contextmanager
    def look(self) -> Iterator[GitSession]:
        """The branch, fetched into a repository for this once, which borrows what ours has: ours may be in use."""
        with telling(self.home, _REMEDY), TemporaryDirectory(prefix="matinee-") as folder:
            home = Path(folder) / "look.git"
            session = GitSession(GitTarget(self.repository, self.branch, self.domain, home, self.site, self.force))
            session.fetch(self.home)
            yield session


class GitSession:
    """The branch as it is, in a repository of ours."""

    def __init__(self, target: GitTarget) -> None:
        self._target = target
        url = find_address(target.repository, target.site)
        self._repository = Repository(target.home, url, target.branch, find_access(url, target.site))
        self._branch = Branch()

    # What is there

    def fetch(self, lender: Path | None = None) -> None:
        """Bring what the branch holds, as far as no lender has it. OutsideError where the repository cannot be reached,
        or the branch is that of the site's sources."""
        self._repository.make()
        if lender:
            self._repository.borrow(lender)
        if self._repository.has_branch():
            self._branch = self._repository.mend(self._load, self._load)
        if _SOURCE in self._branch.tree:
            raise OutsideError(
                f"the branch {self._target.branch} holds the sources of a blog, and a site never goes there",
                "name another `branch`",
            )

    def _load(self) -> Branch:
        commits = self._repository.fetch(_DEPTH)
        last = commits[0]
        tree = self._repository.tree(last.name)
        record = self._record(tree)
        ours = self._still_ours(commits, tree) if record is None else record
        ours = {path: told for path, told in ours.items() if holds_file(tree, path)}
        if _DOMAIN in ours and digest(self._repository.blob(tree[_DOMAIN].name)).hex() != ours[_DOMAIN]:
            del ours[_DOMAIN]  # the host's own settings write it, too
        return Branch(last.name, last.is_ours, tree, record, ours)

    def _record(self, tree: dict[str, Entry]) -> Deployed | None:
        """The record in a tree; None where it is lost."""
        return decode_record(self._repository.blob(tree[PLACE].name)) if holds_file(tree, PLACE) else None

    def _still_ours(self, commits: Sequence[Commit], tree: dict[str, Entry]) -> Deployed:
        """What is ours where the record is lost: what is as our last commit left it. Where the record was overwritten,
        that commit is looked for further back than these."""

        def find(commits: Sequence[Commit]) -> Commit | None:
            return last_deploy(commits, [commits[0].name])

        found = self._look_back(commits, find) if PLACE in tree else find(commits)
        if found is None:
            return {}
        then = self._repository.tree(found.name)
        return {path: told for path, told in (self._record(then) or {}).items() if tree.get(path) == then.get(path)}

    def _look_back(self, commits: Sequence[Commit], find: Callable[[Sequence[Commit]], Commit | None]) -> Commit | None:
        """What is found among the last commits of the branch; as many are fetched as that takes, each time twice as
        many, until there are no more."""
        depth, count = _DEPTH, 0
        while (found := find(commits)) is None and len(commits) > count:
            depth, count = depth * 2, len(commits)
            commits = self._repository.fetch(depth)
        return found

    def extras(self, outgoing: Sequence[Outgoing]) -> list[Outgoing]:
        """The files that the host reads, where the site has none of these names."""
        told = {".nojekyll": b""}
        if self._target.domain:
            told[_DOMAIN] = f"{self._target.domain}\n".encode()
        folder = self._target.home.with_suffix(".extras")
        folder.mkdir(parents=True, exist_ok=True)
        for path, data in told.items():
            (folder / path).write_bytes(data)
        taken = {one.path for one in outgoing}
        extras = (Outgoing(path, str(folder / path), digest(data).hex(), len(data)) for path, data in told.items())
        return [one for one in extras if one.path not in taken]

    def deployed(self, outgoing: Sequence[Outgoing]) -> Deployed:
        """By the record, if the last commit is ours; else by the bytes of each file. With force, all that is there."""
        if refused := refused_names(one.path for one in outgoing):
            raise OutsideError(f"git keeps no files of such names: {named(refused, _MANY)}", "give them others")
        if self._target.force:  # all of it goes, whosever it is
            return {path: "" for path in self._branch.tree if path != PLACE}
        found = dict(self._branch.ours)
        for one in outgoing:
            if holds_file(self._branch.tree, one.path) and not (self._branch.is_ours and one.path in found):
                if self._holds(one):
                    found[one.path] = one.digest
                elif one.path in found or one.path in _HOSTS:
                    found[one.path] = ""
        return found

    def _holds(self, one: Outgoing) -> bool:
        """Whether the branch holds a file already, to the byte: git knows it by a digest."""
        tree = self._branch.tree
        return holds_file(tree, one.path) and tree[one.path].name == blob_name(read_outgoing(one))

    def foreign(self, plan: Plan) -> set[str]:
        tree, ours = self._branch.tree, {*self._branch.ours, *_HOSTS, PLACE}
        paths = [one.path for one in plan.sends if one.path in ours or not self._holds(one)]
        return set() if self._target.force else in_the_way([*paths, PLACE], tree, ours)

    # What is to be

    def publish(self, plan: Plan, outgoing: Sequence[Outgoing], progress: Progress) -> str:
        if plan.is_empty and not self._target.force and self._branch.record == plan.deployed:
            return ""
        if not plan.sends:  # then nobody has asked yet what stands where the record goes
            check_foreign(msgspec.structs.replace(plan, foreign=tuple(sorted(self.foreign(plan)))))
        subject = f"Publish the site ({len(plan.sends)} sent, {len(plan.deletes)} deleted)"
        change = Change(subject, plan.deletes, plan.sends, {}, plan.deployed)
        commit = self._mended(lambda: self._deliver(change, self._target.force, progress))
        return f"commit {commit[:10]} on {self._target.branch}"

    def roll_back(self) -> str:
        """A new commit, in which what is ours is as the deploy before the last left it. What is not ours stays."""
        if not self._branch.tip:
            raise OutsideError(f"there is no branch {self._target.branch}", "nothing was changed")
        return self._mended(self._go_back)[:10]

    def _go_back(self) -> str:
        before = self._look_back(self._repository.fetch(_DEPTH), deploy_before)
        then = self._repository.tree(before.name) if before else {}
        record = self._record(then)
        if before is None or record is None:
            raise OutsideError("there is no deploy of ours before the last", "nothing was changed")
        tree, ours = self._branch.tree, self._branch.ours
        kept = {path for path in _HOSTS if path in tree and path not in ours}
        record = {path: told for path, told in record.items() if holds_file(then, path) and path not in kept}
        changed = {path: then[path].name for path in record if tree.get(path) != then[path]}
        if theirs := in_the_way(changed, tree, {*ours, PLACE}):
            raise OutsideError(
                f"what others put there would be replaced, and nothing was changed: {named(sorted(theirs), _MANY)}",
                "take it off the branch",
            )
        deletes = tuple(path for path in ours if path not in record)
        change = Change(f"Go back to {before.name[:10]}", deletes, (), changed, record, before.name)
        self._deliver(change, False, lambda *_: None)
        return before.name

    def _deliver(self, change: Change, force: bool, progress: Progress) -> str:
        """The name of a commit to which the branch was moved: it lies on top of the last, or with `force` alone."""
        tip = self._branch.tip
        who = find_identity(self._target.site)
        commit = write_commit(self._repository, "" if force else tip, change, who, progress)
        self._repository.push(commit, tip if force else None)
        return commit

    def _mended(self, act: Callable[[], str]) -> str:
        """What an act comes to, if need be in a new repository that holds the branch as this one did."""

        def again() -> str:
            tip = self._branch.tip
            if tip:
                self._branch = self._load()
            if self._branch.tip != tip:
                raise OutsideError(f"the branch {self._target.branch} has moved on meanwhile", "deploy again")
            return act()

        return self._repository.mend(act, again)
