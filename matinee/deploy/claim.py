"""Being the one deploy that is at a folder of another machine: a folder of its own among the releases says who is.

A deploy that was killed may have left a program behind that is still under way; so each script asks again whether the
place is still its own."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex

from ..errors import OutsideError
from ..render.store import is_running
from ..terminal import plain
from .beating import beating
from .holder import machine_name
from .releases import LOCK
from .remote import Remote

_STALE = 10  # minutes after which nobody is at a lock that has not been touched
_BEAT = 120.0  # seconds between two touches
_MARK = "matinee: "  # before an answer: some shells print more by themselves
_CHECK = f"""
if [ -e "$PATH_" ] && [ ! -L "$PATH_" ]; then echo "{_MARK}real"; exit 0; fi
if [ ! -d "$(dirname -- "$PATH_")" ]; then echo "{_MARK}homeless"; exit 0; fi
"""


@contextmanager
def alone(remote: Remote) -> Iterator[None]:
    """Be alone there. OutsideError where another deploy is at it; one that was cut on this machine, or that has given
    no sign for ten minutes, is none."""
    machine = machine_name()
    holder = f"{machine} {os.getpid()} {token_hex(8)}"
    _lock(remote, holder, machine)
    with remote.while_held(f'"$RELEASES"/{LOCK}/holder', holder):
        try:
            with beating(lambda: remote.ask(f'touch -- "$RELEASES"/{LOCK}'), _BEAT):
                yield
        finally:
            remote.ask(f'rm -rf -- "$RELEASES"/{LOCK}')


def check_place(remote: Remote) -> None:
    """OutsideError where a site cannot go there."""
    _judge(remote, _ask(remote, f"{_CHECK}echo '{_MARK}free'"))


def _lock(remote: Remote, holder: str, machine: str) -> None:
    script = f"""{_CHECK}
mkdir -p -- "$RELEASES"
cd -- "$RELEASES"
if ! why=$(mkdir {LOCK} 2>&1); then
    if [ ! -d {LOCK} ]; then echo "$why" >&2; exit 1; fi
    owner=$(cat {LOCK}/holder 2>/dev/null || echo unknown)
    if [ -z "$(find {LOCK} -prune -mmin +{_STALE} 2>/dev/null)" ]; then echo "{_MARK}held $owner"; exit 0; fi
fi
printf '%s' {shlex.quote(holder)} > {LOCK}/holder
touch {LOCK}
echo '{_MARK}mine'"""
    for _ in range(2):
        said = _ask(remote, script)
        if said == "mine":
            return
        _judge(remote, said)
        where, process, *_ = [*said.removeprefix("held ").split(" "), "unknown"]
        if where != machine or is_running(process):
            raise OutsideError(
                f"another deploy to {remote.host} is running (process {process} on {where.partition('/')[0]})",
                f"wait for it; if it was cut, the place is free after {_STALE} minutes",
            )
        remote.do(f'rm -rf -- "$RELEASES"/{LOCK}', "the lock of a deploy that was cut cannot be removed")


def _ask(remote: Remote, script: str) -> str:
    """What a script answers. OutsideError where it fails, or where the shell there prints something by itself, which
    nobody could tell from the site's own."""
    said = remote.do(script, f"{remote.path} on {remote.host} cannot be used").decode("utf-8", "replace")
    noise, mark, answer = said.rpartition(_MARK)
    if noise or not mark:
        if answer.strip() == "mine":
            remote.ask(f'rm -rf -- "$RELEASES"/{LOCK}')
        raise OutsideError(
            f"the shell on {remote.host} prints something by itself: {plain((noise or answer).strip()[:100])}",
            "let ~/.bashrc (or its like) print nothing where nobody sits before it",
        )
    return answer.strip()


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
