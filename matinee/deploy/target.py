"""What every host can do for a deploy, whatever it is: one interface for folders, SSH, git and S3."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from ..errors import OutsideError
from ..model import DeployKind
from ..render.store import FOLDER
from .outgoing import Outgoing
from .plan import Plan

Progress = Callable[[str, int, int], None]
KEPT, BRANCH = 5, "gh-pages"
UNTOUCHED = "the site there is as it was"
RERUN = "deploy again: what has arrived is not sent again"


class Session(Protocol):
    """A host while a deploy is at it; no other deploy is."""

    def deployed(self, outgoing: Sequence[Outgoing]) -> dict[str, str]:
        """Which files of ours stand there, with their digests: as recorded or, where the record is lost, as they
        are found to be. Files of which nothing is known are left out."""

    def foreign(self, plan: Plan) -> set[str]:
        """The files that stand in the way of a plan's and are not ours: at a path of a file to send, with other bytes;
        where the site has a folder; in a folder where the site has a file."""

    def publish(self, plan: Plan, outgoing: Sequence[Outgoing], progress: Progress) -> str:
        """Bring the host to where the plan leads, all at once where it can, else in the plan's order; what came of it
        in words, "" where there is nothing to add. What the plan knows to be foreign is taken over. OutsideError where
        anything failed; nothing was deleted then."""

    def roll_back(self) -> str:
        """Bring back what stood there before the last deploy; its name. OutsideError where there is nothing."""


class Target(Protocol):
    """A place that a site can go to."""

    def open(self) -> AbstractContextManager[Session]:
        """The host, for this deploy alone. OutsideError where it cannot be reached, or another deploy is at it."""

    def look(self) -> AbstractContextManager[Session]:
        """The host only to be looked at: nothing on it changes, and no other deploy matters. OutsideError where it
        cannot be reached."""


def make_target(name: str, told: Mapping[str, Any], site: Path, force: bool = False) -> Target:
    """The target of this name in the site.yaml of a `site`, with what it says there. With `force` a branch of git is
    replaced, whatever stands there."""
    kind = told["kind"]
    if kind is DeployKind.FOLDER:
        from .folder import FolderTarget

        path = os.path.abspath(os.path.join(site, os.path.expanduser(told["path"])))
        _check_apart(path, os.path.abspath(site), name)
        return FolderTarget(path, told.get("keep", KEPT))
    if kind is DeployKind.SSH:
        from .ssh import SshTarget

        return SshTarget(told["host"], told["path"], told.get("keep", KEPT), told.get("port", 0))
    if kind is DeployKind.GIT:
        from .git import GitTarget

        home = site / FOLDER / "deploy" / f"{name}.git"
        return GitTarget(told["repository"], told.get("branch", BRANCH), told.get("domain", ""), home, site, force)
    from .s3 import S3Target

    return S3Target(*(str(told.get(key, "")) for key in ("bucket", "prefix", "endpoint", "region", "acl")))


def _check_apart(path: str, site: str, name: str) -> None:
    """OutsideError where a site would go into its own sources, or around them."""
    if os.path.commonpath([path, site]) in {path, site}:
        raise OutsideError(
            f"the path of {name}, {path}, lies in the blog's own folder, or around it",
            "name a folder beside it, such as ../site",
        )
