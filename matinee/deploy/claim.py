"""Being the one deploy that is at a folder of another machine: a folder of its own among the releases says who is."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import OutsideError
from ..render.store import is_running
from .beating import beating
from .releases import LOCK
from .remote import Remote

_STALE = 10  # minutes after which nobody is at a lock that has not been touched
_BEAT = 120.0  # seconds between two touches
_CHECK = """
if [ -e "$PATH_" ] && [ ! -L "$PATH_" ]; then echo real; exit 0; fi
if [ ! -d "$(dirname -- "$PATH_")" ]; then echo homeless; exit 0; fi
"""


@contextmanager
def alone(remote: Remote, holder: str) -> Iterator[None]:
    """Be alone there, as a `holder`: the name of a machine and a process. OutsideError where another deploy is at it;
    one that was cut on this machine, or that has given no sign for ten minutes, is none."""
    _lock(remote, holder)
    try:
        with beating(lambda: remote.ask(f'touch -- "$RELEASES"/{LOCK}'), _BEAT):
            yield
    finally:
        mine = shlex.quote(holder)
        remote.ask(f'cd -- "$RELEASES"\nif [ "$(cat {LOCK}/holder)" = {mine} ]; then rm -rf {LOCK}; fi')


def check_place(remote: Remote) -> None:
    """OutsideError where a site cannot go there."""
    _judge(remote, _ask(remote, f"{_CHECK}echo free"))


def _lock(remote: Remote, holder: str) -> None:
    machine, _ = holder.split(" ")
    script = f"""{_CHECK}
mkdir -p -- "$RELEASES"
cd -- "$RELEASES"
if ! mkdir {LOCK} 2>/dev/null; then
    owner=$(cat {LOCK}/holder 2>/dev/null || echo unknown)
    if [ -z "$(find {LOCK} -prune -mmin +{_STALE} 2>/dev/null)" ]; then echo "held $owner"; exit 0; fi
fi
printf '%s' {shlex.quote(holder)} > {LOCK}/holder
echo mine"""
    for _ in range(2):
        said = _ask(remote, script)
        if said == "mine":
            return
        _judge(remote, said)
        owner = said.removeprefix("held ").split(" ")
        if len(owner) != 2 or owner[0] != machine or is_running(owner[1]):
            raise OutsideError(
                f"another deploy to {remote.host} is running (process {owner[-1]} on {owner[0]})",
                f"wait for it; if it was cut, the place is free after {_STALE} minutes",
            )
        remote.do(f'rm -rf -- "$RELEASES"/{LOCK}', "the lock of a deploy that was cut cannot be removed")


def _ask(remote: Remote, script: str) -> str:
    return remote.do(script, f"{remote.host} cannot be reached").decode("utf-8", "replace").strip()


def _judge(remote: Remote, said: str) -> None:
    """OutsideError where what the check said is no place for a site."""
    if said == "homeless":
        folder = os.path.dirname(remote.path)
        raise OutsideError(f"there is no folder {folder} on {remote.host}", "make it there, or correct `path`")
    if said == "real":
        raise OutsideError(
            f"{remote.path} on {remote.host} is a real folder or file; Matinee only turns links",
            f"move it away there (mv {remote.path} {remote.path}.before), and deploy again",
        )
