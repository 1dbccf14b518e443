"""A folder of this machine, or one that is mounted: releases beside a link that is turned at once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from ..content.loader import digest_file, write_whole
from ..errors import OutsideError
from ..render.store import folders_of, hold_lock, is_plain_file
from .filling import check_sample, fill, link_file
from .foreign import find_clash
from .machine import telling
from .outgoing import Outgoing
from .plan import Plan
from .record import Deployed, decode_record, dump_record
from .releases import LOCK, PART, SUFFIX, before, outdated, release_name, releases_in
from .standing import changed_at, files_below, holds, standing_at
from .target import UNTOUCHED, Progress


class FolderTarget:
    """A place in the file system."""

    def __init__(self, path: str, keep: int) -> None:
        self.link = Path(os.path.abspath(os.path.expanduser(path)))
        self._releases = Path(f"{self.link}.releases")
        self.keep = keep

    @contextmanager
    def open(self) -> Iterator[FolderSession]:
        """The folder, with its lock. OutsideError where something of somebody else's stands at `path`."""
        self._check()
        with telling(self.link, UNTOUCHED), hold_lock(self._releases / LOCK, str(self.link), "deploy"):
            yield FolderSession(self.link, self._releases, self.keep)

    @contextmanager
    def look(self) -> Iterator[FolderSession]:
        self._check()
        with telling(self.link, UNTOUCHED):
            yield FolderSession(self.link, self._releases, self.keep)

    def _check(self) -> None:
        link = self.link
        if os.path.lexists(link) and not link.is_symlink():
            raise OutsideError(
                f"{link} is a real folder or file, and Matinee only ever turns a link there",
                f"move it away (mv {link} {link}.before), and deploy again",
            )
        if not link.parent.is_dir():
            raise OutsideError(f"there is no folder {link.parent}", "make it, or correct `path`")


class FolderSession:
    """What lies there, and what is made of it."""

    def __init__(self, link: Path, releases: Path, keep: int) -> None:
        self._link, self._releases, self._keep = link, releases, keep
        self._current = self._target_of_link()
        self._known: Deployed = {}

    def _target_of_link(self) -> str:
        """The name of the release that the link leads to; "" where there is none. OutsideError where it leads to
        somewhere else."""
        if not self._link.is_symlink():
            return ""
        target = Path(os.path.realpath(self._link))
        if target.parent != Path(os.path.realpath(self._releases)):
            raise OutsideError(
                f"{self._link} is a link to {target}, which is none of ours", "remove the link, or correct `path`"
            )
        return target.name if target.is_dir() else ""

    def deployed(self, outgoing: Sequence[Outgoing]) -> Deployed:
        if self._current:
            known = self._recorded(self._current)
            self._known = self._found(outgoing) if known is None else known
        return self._known

    def _recorded(self, name: str) -> Deployed | None:
        """The record of a release; None where it cannot be read."""
        try:
            return decode_record((self._releases / f"{name}{SUFFIX}").read_bytes())
        except OSError:
            return None

    def _found(self, outgoing: Sequence[Outgoing]) -> Deployed:
        """What is ours of what stands there, where the record is lost: what has the path of a file of the site, with
        the digest of its bytes; and what an older release had of ours, with no digest."""
        release = self._releases / self._current
        older = [name for name in releases_in(os.listdir(self._releases)) if name < self._current]
        once = {path for name in older for path in self._recorded(name) or ()}
        found = {path: "" for path in once if os.path.lexists(release / path) and not (release / path).is_dir()}
        places = {one.path: release / one.path for one in outgoing}
        return found | {path: digest_file(place).hex() for path, place in places.items() if is_plain_file(place)}

    def foreign(self, plan: Plan) -> set[str]:
        if not self._current:
            return set()
        release = self._releases / self._current
        at, across = find_clash(plan, standing_at((one.path for one in plan.sends), release))
        same = {one.path for one in plan.sends if one.path in at and holds(release / one.path, one.digest)}
        return (at - same) | across

    def publish(self, plan: Plan, outgoing: Sequence[Outgoing], progress: Progress) -> str:
        if plan.is_empty and self._current:
            self._record(self._current, plan)
            return ""
        part = self._releases / PART
        fill(part, outgoing, self._releases / self._current, self._lasting(plan), progress)
        check_sample(part, outgoing)
        name = release_name(datetime.now(UTC), releases_in(os.listdir(self._releases)))
        self._record(name, plan)
        os.replace(part, self._releases / name)
        _sync(self._releases)
        last = self._current
        self._turn(name)
        self._tidy(last)
        return f"release {name}"

    def _record(self, name: str, plan: Plan) -> None:
        """Have the record of a release say what is to be in it."""
        place, data = self._releases / f"{name}{SUFFIX}", dump_record(plan.deployed).encode()
        if not place.is_file() or place.read_bytes() != data:
            write_whole(place, data)

    def _lasting(self, plan: Plan) -> Iterator[str]:
        """What of the last release goes into the next: files that stay as they are, and what is not ours, unless it is
        taken over. OutsideError where that stands across the site."""
        if not self._current:
            return
        last, wanted, taken = self._releases / self._current, plan.deployed, set(plan.foreign)
        ways = {way for path in wanted for way in folders_of(path)}
        recorded = changed_at(self._releases / f"{self._current}{SUFFIX}")
        for path in files_below(last):
            place = last / path
            if path not in self._known:
                if path in wanted or path in taken:
                    continue
                if path in ways or any(folder in wanted for folder in folders_of(path)):
                    raise OutsideError(f"{place} is not ours, and in the way of the site", "move it away")
                yield path
            elif self._known[path] == wanted.get(path) and is_plain_file(place):
                was_touched = changed_at(place) > recorded
                if not was_touched or digest_file(place).hex() == wanted[path]:
                    yield path

    def _turn(self, name: str) -> None:
        """Let the link lead to a release, from one instant to the next."""
        beside = self._link.with_name(f".{self._link.name}.{os.getpid()}.tmp")
        beside.unlink(missing_ok=True)
        beside.symlink_to(os.path.join(self._releases.name, name))
        os.replace(beside, self._link)
        _sync(self._link.parent)
        self._current = name

    def _tidy(self, last: str) -> None:
        """Remove releases of ours that are too old; what cannot be removed is left for the next time."""
        for name in outdated(releases_in(os.listdir(self._releases)), last, self._current, self._keep):
            shutil.rmtree(self._releases / name, ignore_errors=True)
            with suppress(OSError):
                (self._releases / f"{name}{SUFFIX}").unlink()

    def roll_back(self) -> str:
        name = before(releases_in(os.listdir(self._releases)), self._current)
        if not name:
            raise OutsideError(f"there is no release before that at {self._link}", "nothing was changed")
        self._carry(name)
        self._turn(name)
        return name

    def _carry(self, name: str) -> None:
        """Have an older release hold, too, what others have put into this one since, where nothing stands there."""
        ours, here, there = self._recorded(self._current), self._releases / self._current, self._releases / name
        if ours is None:
            return
        for path in files_below(here):
            if path not in ours and not any(standing_at([path], there)):
                link_file(here / path, there / path)


def _sync(folder: Path) -> None:
    """Have the disk know of what was renamed in a folder; where it cannot be asked, it is not."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
