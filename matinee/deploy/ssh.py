"""A folder on another machine, by rsync over SSH: releases beside a link, as in a folder of this one."""

from __future__ import annotations

import os
import shlex
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from ..errors import OutsideError
from ..render.store import is_running
from .beating import beating
from .outgoing import Outgoing
from .plan import Plan
from .record import RECORD_END, Deployed, dump_record, read_record
from .releases import LOCK, PART, SUFFIX, before, outdated, release_name, releases_in
from .remote import Remote
from .target import Progress
from .transfer import send_files

_STALE = 10  # minutes after which nobody is at a lock that has not been touched
_BEAT = 120.0  # seconds between two touches
_END = "end of the record"  # which no line of a record is


class SshTarget:
    """A folder on a host. `port` 0 leaves it to SSH's own settings."""

    def __init__(self, host: str, path: str, keep: int, port: int) -> None:
        self.remote, self.keep = Remote(host, path, port), keep

    @contextmanager
    def open(self) -> Iterator[SshSession]:
        session = SshSession(self.remote, self.keep)
        holder = f"{socket.gethostname()} {os.getpid()}"
        with self.remote.connected(), session.alone(holder), beating(session.beat, _BEAT):
            yield session


class SshSession:
    """What lies there, and what is made of it."""

    def __init__(self, remote: Remote, keep: int) -> None:
        self._remote, self._keep = remote, keep
        self._current = ""
        self._names: list[str] = []
        self._is_known = True

    @contextmanager
    def alone(self, holder: str) -> Iterator[None]:
        """Be the one deploy that is at it."""
        self.lock(holder)
        try:
            yield
        finally:
            self.unlock(holder)

    def lock(self, holder: str) -> None:
        """Be alone there. OutsideError where another deploy is at it; one that was cut on this machine, or that has
        given no sign for ten minutes, is none."""
        machine, _ = holder.split(" ")
        script = f"""
if [ -e "$PATH_" ] && [ ! -L "$PATH_" ]; then echo real; exit 0; fi
if [ ! -d "$(dirname -- "$PATH_")" ]; then echo homeless; exit 0; fi
mkdir -p -- "$RELEASES"
cd -- "$RELEASES"
if ! mkdir {LOCK} 2>/dev/null; then
    owner=$(cat {LOCK}/holder 2>/dev/null || echo unknown)
    if [ -z "$(find {LOCK} -prune -mmin +{_STALE} 2>/dev/null)" ]; then echo "held $owner"; exit 0; fi
fi
printf '%s' {shlex.quote(holder)} > {LOCK}/holder
echo mine"""
        for _ in range(2):
            said = self._remote.do(script, f"{self._remote.host} cannot be reached").decode("utf-8", "replace").strip()
            if said == "mine":
                return
            if said == "homeless":
                folder = os.path.dirname(self._remote.path)
                raise OutsideError(
                    f"there is no folder {folder} on {self._remote.host}", "make it there, or correct `path`"
                )
            if said == "real":
                raise OutsideError(
                    f"{self._remote.path} on {self._remote.host} is a real folder or file; Matinee only turns links",
                    f"move it away there (mv {self._remote.path} {self._remote.path}.before), and deploy again",
                )
            owner = said.removeprefix("held ").split(" ")
            if len(owner) != 2 or owner[0] != machine or is_running(owner[1]):
                raise OutsideError(
                    f"another deploy to {self._remote.host} is running (process {owner[-1]} on {owner[0]})",
                    f"wait for it; if it was cut, the place is free after {_STALE} minutes",
                )
            self._remote.do(f'rm -rf -- "$RELEASES"/{LOCK}', "the lock of a deploy that was cut cannot be removed")

    def unlock(self, holder: str) -> None:
        """Let others in."""
        mine = shlex.quote(holder)
        self._remote.ask(f'cd -- "$RELEASES"\nif [ "$(cat {LOCK}/holder)" = {mine} ]; then rm -rf {LOCK}; fi')

    def beat(self) -> None:
        """Give a sign that somebody is at it."""
        self._remote.ask(f'touch -- "$RELEASES"/{LOCK}')

    def deployed(self, outgoing: Sequence[Outgoing]) -> Deployed:
        """By the record; where that is lost, nothing is known, and rsync compares the bytes of all."""
        script = f"""
cd -- "$RELEASES"
if [ -L "$PATH_" ] && [ -d "$PATH_" ]; then readlink -- "$PATH_"; else echo; fi
ls -1
echo
current=$(basename -- "$(readlink -- "$PATH_" 2>/dev/null || echo none)")
cat -- "$current"{SUFFIX} 2>/dev/null || true"""
        said = self._remote.do(script, "what stands there cannot be read").decode("utf-8", "replace")
        link, _, rest = said.partition("\n")
        names, _, record = rest.partition("\n\n")
        self._names = names.split("\n")
        self._current = link.rpartition("/")[2]
        if link and os.path.basename(os.path.dirname(link)) != os.path.basename(self._remote.releases):
            raise OutsideError(
                f"{self._remote.path} on {self._remote.host} is a link to {link}, which is none of ours",
                "remove the link there, or correct `path`",
            )
        known = read_record(record) if self._current else None
        self._is_known = known is not None or not self._current
        return known or {}

    def publish(self, plan: Plan, outgoing: Sequence[Outgoing], progress: Progress) -> str:
        """A release is linked from the last, what changed is sent, what is gone is taken out of it, and the link is
        turned; until then nobody sees any of it."""
        if plan.is_empty and self._current:
            return ""
        name = release_name(datetime.now(UTC), releases_in(self._names))
        tried = self._prepare(plan)
        sends = [one for one in outgoing if tried.get(one.path, one.digest) != one.digest]
        sends = [*dict.fromkeys([*plan.sends, *sends])]
        gone = {*plan.deletes, *(path for path in tried if path not in plan.deployed)}
        with TemporaryDirectory(prefix="matinee-") as folder:
            self._take_out(Path(folder), sorted(gone))
            send_files(self._remote, Path(folder), sends, self._words(bool(tried)), progress)
            self._finish(name)
        last, self._current = self._current, name
        self._tidy(last)
        return f"release {name}"

    def _prepare(self, plan: Plan) -> Deployed:
        """Have a release in the making, which holds what the last one holds. If one was cut, that is taken up: then
        which files it may hold besides, with a digest, or "" where there are several."""
        last = shlex.quote(self._current)
        script = f"""
cd -- "$RELEASES"
if ! {{ [ -d {PART} ] && [ -f {PART}.of ] && [ "$(cat {PART}.of)" = {last} ]; }}; then
    rm -rf {PART} {PART}.new {PART}.of {PART}.tried
    mkdir {PART}.new
    if [ -n {last} ] && [ -d {last} ]; then
        cp -al -- {last}/. {PART}.new/ 2>/dev/null || rsync -a --link-dest="$PWD"/{last} -- {last}/ {PART}.new/
    fi
    printf '%s' {last} > {PART}.of
    mv {PART}.new {PART}
fi
cat {PART}.tried 2>/dev/null || true
cat > {PART}.record <<'{_END}'
{dump_record(plan.deployed)}{_END}
cat {PART}.record >> {PART}.tried"""
        said = self._remote.do(script, "a new release cannot be begun").decode("utf-8", "replace")
        tried: Deployed = {}
        for record in said.split(RECORD_END):
            for path, digest in (read_record(record + RECORD_END) or {}).items():
                tried[path] = digest if tried.get(path, digest) == digest else ""
        return tried

    def _words(self, was_cut: bool) -> list[str]:
        """The words that tell rsync how to find what is there already. It writes each file beside its place and renames
        it, so that no older release changes with it; where there is none, it need not."""
        comparing = "--checksum" if was_cut or not self._is_known else "--ignore-times"
        return [comparing] if self._current else [comparing, "--inplace"]

    def _take_out(self, folder: Path, gone: Sequence[str]) -> None:
        """Take out of the release in the making what is gone, before what comes may need its place; never through a
        link, and no folder that has come to stand there."""
        if not gone:
            return
        (folder / "gone").write_bytes(b"".join(b"./" + path.encode() + b"\0" for path in gone))
        self._remote.do(f'mkdir -p -- "$RELEASES"/{PART}.gone', "the release cannot be made")
        self._remote.rsync(["--", str(folder / "gone")], f"{PART}.gone")
        script = f"""
cd -- "$RELEASES"
cd {PART}
xargs -0 sh -c '
for file; do
    at=$file linked=
    while at=${{at%/*}}; [ "$at" != . ]; do if [ -L "$at" ]; then linked=1; fi; done
    if [ -z "$linked" ] && {{ [ -L "$file" ] || [ ! -d "$file" ]; }}; then rm -f -- "$file"; fi
done' sh < ../{PART}.gone/gone
find . -depth -type d -empty ! -path . -exec rmdir {{}} \\; 2>/dev/null || true
rm -rf ../{PART}.gone"""
        self._remote.do(script, "what is gone cannot be taken out")

    def _finish(self, name: str) -> None:
        """Give the release its name, and turn the link."""
        script = f"""
cd -- "$RELEASES"
mv {PART}.record {name}{SUFFIX}
mv {PART} {name}
rm -f {PART}.of {PART}.tried
{self._turning(name)}"""
        self._remote.do(script, "the link could not be turned")

    def _turning(self, name: str) -> str:
        """The script that lets the link lead to a release, from one instant to the next."""
        beside = f'"$PATH_".{os.getpid()}.tmp'
        return f"""
rm -f -- {beside}
ln -s -- {shlex.quote(os.path.basename(self._remote.releases))}/{name} {beside}
mv -T -- {beside} "$PATH_" 2>/dev/null || mv -fh -- {beside} "$PATH_" """

    def _tidy(self, last: str) -> None:
        """Remove releases of ours that are too old; what cannot be removed is left for the next time."""
        names = [*self._names, self._current, f"{self._current}{SUFFIX}"]
        old = outdated(releases_in(names), last, self._current, self._keep)
        if old:
            self._remote.ask('cd -- "$RELEASES"\nrm -rf -- ' + " ".join(f"{name} {name}{SUFFIX}" for name in old))

    def roll_back(self) -> str:
        self.deployed(())
        name = before(releases_in(self._names), self._current)
        if not name:
            raise OutsideError(f"there is no release before that on {self._remote.host}", "nothing was changed")
        self._remote.do(self._turning(name), "the link could not be turned")
        return name
