"""A folder on another machine, by rsync over SSH: releases beside a link, as in a folder of this one."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from ..errors import OutsideError
from .claim import alone, check_place
from .foreign import find_clash
from .outgoing import Outgoing, check_unchanged
from .plan import Plan
from .record import Deployed, dump_record, read_record
from .releases import PART, SUFFIX, before, outdated, release_name, releases_in
from .remote import Remote
from .target import Progress
from .transfer import find_different, send_files

_END = "end of the record"  # which no line of a record is
_STANDING = """
for path; do
    rest=${path#./} at=.
    while :; do
        at=$at/${rest%%/*}
        if [ -L "$at" ]; then printf "%s\\000" "$at"; break; fi
        if [ ! -d "$at" ]; then if [ -e "$at" ]; then printf "%s\\000" "$at"; fi; break; fi
        case $rest in */*) rest=${rest#*/};; *) find "$at" ! -type d -print0; break;; esac
    done
done"""
_UNREADABLE = "what stands there cannot be read"


class SshTarget:
    """A folder on a host. `port` 0 leaves it to SSH's own settings."""

    def __init__(self, host: str, path: str, keep: int, port: int) -> None:
        self.remote, self.keep = Remote(host, path, port), keep

    @contextmanager
    def open(self) -> Iterator[SshSession]:
        with self.remote.connected(), alone(self.remote):
            yield SshSession(self.remote, self.keep)

    @contextmanager
    def look(self) -> Iterator[SshSession]:
        with self.remote.connected():
            check_place(self.remote)
            yield SshSession(self.remote, self.keep)


class SshSession:
    """What lies there, and what is made of it."""

    def __init__(self, remote: Remote, keep: int) -> None:
        self._remote, self._keep = remote, keep
        self._current = ""
        self._names: list[str] = []
        self._is_known = True

    def deployed(self, outgoing: Sequence[Outgoing]) -> Deployed:
        """By the record; where that is lost, no digest is known, and rsync compares the bytes of all."""
        script = f"""
if [ -L "$PATH_" ]; then readlink -- "$PATH_"; else echo; fi
if [ -d "$PATH_" ]; then echo there; else echo; fi
cd -- "$RELEASES" 2>/dev/null || exit 0
ls -1
echo
current=$(basename -- "$(readlink -- "$PATH_" 2>/dev/null || echo none)")
cat -- "$current"{SUFFIX} 2>/dev/null || true"""
        said = self._remote.do(script, _UNREADABLE).decode("utf-8", "replace")
        link, is_there, rest = said.split("\n", 2)
        names, _, record = rest.partition("\n\n")
        self._names = names.split("\n")
        self._current = link.rpartition("/")[2] if is_there else ""
        home = os.path.basename(self._remote.releases)
        if link and os.path.dirname(link) not in {home, self._remote.releases}:
            raise OutsideError(
                f"{self._remote.path} on {self._remote.host} is a link to {link}, which is none of ours",
                "remove the link there, or correct `path`",
            )
        known = read_record(record) if self._current else {}
        self._is_known = known is not None
        return self._found(outgoing) if known is None else known

    def _found(self, outgoing: Sequence[Outgoing]) -> Deployed:
        """What is ours of what stands there, where the record is lost: what has the path of a file of the site, and
        what an older release had of ours."""
        older = [name for name in releases_in(self._names) if name < self._current]
        script = f"""
cd -- "$RELEASES"
for name in {" ".join(older)}; do cat -- "$name"{SUFFIX} 2>/dev/null || true; printf '\\000'; done"""
        records = os.fsdecode(self._remote.do(script, _UNREADABLE)).split("\0")
        once = {path for record in records for path in read_record(record) or ()}
        return dict.fromkeys((once | {one.path for one in outgoing}) & self._files(self._current), "")

    def foreign(self, plan: Plan) -> set[str]:
        new = plan.new if self._current else set()
        if not new:
            return set()
        at, across = find_clash(plan, self._remote.ask_each(new, self._current, _STANDING, _UNREADABLE))
        with TemporaryDirectory(prefix="matinee-") as folder:
            files = [one for one in plan.sends if one.path in at]
            return across | find_different(self._remote, Path(folder), files, self._current)

    def publish(self, plan: Plan, outgoing: Sequence[Outgoing], progress: Progress) -> str:
        """A release is linked from the last, what changed is sent, what is gone is taken out of it, and the link is
        turned; until then nobody sees any of it."""
        if plan.is_empty and self._current:
            return ""
        name = release_name(datetime.now(UTC), releases_in(self._names))
        others = self._prepare(plan)
        with TemporaryDirectory(prefix="matinee-") as folder:
            self._take_out(Path(folder), sorted({*plan.deletes, *plan.foreign}))
            for other in others:
                self._bring([one.path for one in plan.sends], other, PART)
            send_files(self._remote, Path(folder), plan.sends, self._words(bool(others)), progress)
            check_unchanged(plan.sends)
            self._finish(name)
        last, self._current = self._current, name
        self._tidy(last)
        return f"release {name}"

    def _prepare(self, plan: Plan) -> list[str]:
        """Have a release in the making, a new folder that holds what the last one holds; the folders beside it in which
        some of what is to be sent may lie already: a release that was cut, whatever may still write there, and one
        whose link was not turned, or was turned back."""
        last = shlex.quote(self._current)
        script = f"""
cd -- "$RELEASES"
if [ -d {PART} ]; then rm -rf {PART}.old; mv {PART} {PART}.old; fi
rm -rf {PART}.new
mkdir {PART}.new
if [ -n {last} ] && [ -d {last} ]; then
    cp -al -- {last}/. {PART}.new/ 2>/dev/null || rsync -a --link-dest="$PWD"/{last} -- {last}/ {PART}.new/
fi
mv {PART}.new {PART}
cat > {PART}.record <<'{_END}'
{dump_record(plan.deployed)}{_END}
if [ -d {PART}.old ]; then printf cut; fi"""
        was_cut = self._remote.do(script, "a new release cannot be begun").endswith(b"cut")
        later = max((name for name in releases_in(self._names) if name > self._current), default="")
        return [*([f"{PART}.old"] if was_cut else []), *([later] if later else [])]

    def _bring(self, paths: Sequence[str], source: str, target: str, words: str = "") -> None:
        """Have the files at these paths, where one folder among the releases has them, in another one too, as hard
        links; never through a link. What cannot be brought is not."""
        script = f"""
for file; do
    at=$file linked=
    while at=${{at%/*}}; [ "$at" != . ]; do if [ -L "$at" ]; then linked=1; fi; done
    if [ -z "$linked" ] && {{ [ -L "$file" ] || [ -f "$file" ]; }}; then printf "%s\\000" "$file"; fi
done | rsync -a {words} --from0 --files-from=- --link-dest="$PWD" ./ ../{target}/ >&2 || true"""
        if paths:
            self._remote.ask_each(paths, source, script, "what is there cannot be used")

    def _words(self, was_cut: bool) -> list[str]:
        """The words that tell rsync how to find what is there already. It writes each file beside its place and renames
        it, so that no older release changes with it; where there is none, it need not."""
        comparing = "--checksum" if was_cut or not self._is_known else "--ignore-times"
        return [comparing] if self._current or was_cut else [comparing, "--inplace"]

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
{self._turning(name)}
rm -rf {PART}.old 2>/dev/null || true"""
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
        ours = self.deployed(())
        name = before(releases_in(self._names), self._current)
        if not name:
            raise OutsideError(f"there is no release before that on {self._remote.host}", "nothing was changed")
        if self._is_known:  # what others have put there since stays
            self._bring(sorted(self._files(self._current) - ours.keys()), self._current, name, "--ignore-existing")
        self._remote.do(self._turning(name), "the link could not be turned")
        return name

    def _files(self, release: str) -> set[str]:
        """The files and links of a release."""
        said = self._remote.do(f'cd -- "$RELEASES"/{shlex.quote(release)}\nfind . ! -type d -print0', _UNREADABLE)
        return {path.removeprefix("./") for path in os.fsdecode(said).split("\0") if path}
