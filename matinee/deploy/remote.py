"""Another machine, over SSH: scripts that are read by its `sh`, and files that rsync brings.

Host and path are data wherever they go: every value in a script is quoted, and rsync is told to guard its arguments
(`--secluded-args`, rsync(1)).
"""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from ..errors import OutsideError
from .target import RERUN, UNTOUCHED
from .tools import ask_tool, complaint, follow_tool

SSH = "MATINEE_SSH"  # words to call instead of `ssh`: ssh -F my-config
_END = "end of the paths"  # which no path is that begins with ./


def ssh_words() -> list[str]:
    """The words that call SSH: never asking, so that an unknown host or a wrong key is an error; and never waiting for
    ever (ssh_config(5))."""
    settings = ("BatchMode=yes", "ConnectTimeout=20", "ServerAliveInterval=15")
    return [*shlex.split(os.environ.get(SSH, "ssh")), *(word for setting in settings for word in ("-o", setting))]


def ssh_hint(said: bytes, by_hand: str) -> str:
    """What to do where SSH was not let in, `by_hand` being how to connect; "" where it says something else."""
    if b"IDENTIFICATION HAS CHANGED" in said:
        return "ask whoever runs the server whether its key has changed; if so, forget the old one (ssh-keygen -R)"
    if b"Host key verification failed" in said:
        return f"connect once by hand ({by_hand}) and compare the fingerprint; then deploy again"
    if b"Permission denied (" in said:
        return "load your key into the agent (ssh-add); then deploy again"
    return ""


class Remote:
    """A path on a host, with the folder of its releases. `port` 0 leaves it to SSH's own settings. OutsideError where
    the host could be taken for an option."""

    def __init__(self, host: str, path: str, port: int) -> None:
        if host.startswith("-") or any(sign.isspace() for sign in host):
            raise OutsideError(f"{host!r} is no name of a host", "write `host: me@example.org`")
        self.host, self.port = host, port
        path = path.removeprefix("~/").rstrip("/") or path
        self.path = f"./{path}" if path.startswith("-") else path
        self.releases = f"{self.path}.releases"
        self._shared: list[str] = []
        self._condition = ""

    @contextmanager
    def while_held(self, file: str, holder: str) -> Iterator[None]:
        """Within, scripts do nothing but fail where a file there (as their shell reads it) names another holder."""
        told = 'echo "another deploy has taken over" >&2; exit 1'
        self._condition = f'if [ "$(cat {file} 2>/dev/null)" != {shlex.quote(holder)} ]; then {told}; fi'
        try:
            yield
        finally:
            self._condition = ""

    @contextmanager
    def connected(self) -> Iterator[None]:
        """Everything within goes through one connection, where SSH can share one (ssh_config(5), ControlMaster)."""
        with TemporaryDirectory(prefix="matinee-", dir=_short_folder()) as folder:
            place = f"ControlPath={folder}/%C"
            self._shared = ["-o", "ControlMaster=auto", "-o", "ControlPersist=60", "-o", place]
            try:
                yield
            finally:
                ask_tool([*self._shell(), "-O", "exit", "--", self.host])
                self._shared = []

    def _shell(self) -> list[str]:
        """The words that call SSH."""
        port = ["-p", str(self.port)] if self.port else []
        return [*ssh_words(), *self._shared, *port]

    def do(self, script: str, fault: str, hint: str = UNTOUCHED) -> bytes:
        """What a script prints there."""
        done = self.ask(script)
        if done.returncode:
            port = f"-p {self.port} " if self.port else ""
            known = ssh_hint(done.stderr, f"ssh {port}{self.host}")
            raise OutsideError(f"{fault}: {complaint(done)}", known or hint)
        return done.stdout

    def ask(self, script: str) -> subprocess.CompletedProcess[bytes]:
        path, releases = map(shlex.quote, (self.path, self.releases))
        home = "case $PATH_ in /*) ;; *) PATH_=$PWD/$PATH_ RELEASES=$PWD/$RELEASES;; esac"  # scripts go elsewhere
        text = f"set -eu\nPATH_={path}\nRELEASES={releases}\n{home}\n{self._condition}\n{script}\n"
        return ask_tool([*self._shell(), "--", self.host, "sh"], text.encode())

    def ask_each(self, paths: Iterable[str], folder: str, script: str, fault: str) -> set[str]:
        """What a script prints, ended by NULs each, that is given relative paths as its arguments in a folder among the
        releases. The paths are read from within the script, where NUL cannot stand and a line ends what is read: so
        lines stand for NULs, and a sign that no path has stands for a line's end."""
        listed = "".join(f"./{path}\0" for path in paths)
        signs = {"\n", *listed}
        sign = next(sign for sign in map(chr, range(31, 0, -1)) if sign not in signs)
        told = listed.replace("\n", sign).replace("\0", "\n")
        said = self.do(
            f"""
cd -- "$RELEASES"/{shlex.quote(folder)}
tr '\\n\\{ord(sign):03o}' '\\000\\n' <<'{_END}' | xargs -0 sh -c {shlex.quote(script)} sh
{told}{_END}""",
            fault,
        )
        return {path.removeprefix("./") for path in os.fsdecode(said).split("\0") if path}

    def rsync(self, words: Sequence[str], to: str, heard: Callable[[bytes], object] = len) -> None:
        """Bring files to a folder among the releases; each path is heard as it goes. OutsideError where they did not
        reach it."""
        shell = shlex.join(self._shell())
        base = ["rsync", "-rt", "--chmod=D755,F644", "--secluded-args", "--no-motd", "--out-format=%n", "-e", shell]
        host = self.host if ":" not in self.host else f"[{self.host}]"
        place = f"{host}:{_anchored(self.releases)}/{to}/"
        follow_tool([*base, *words, place], f"the files did not reach {self.host}", RERUN, heard)


def _short_folder() -> str | None:
    """Where a socket's path is short enough for the system; None for the usual place."""
    return "/tmp" if os.path.isdir("/tmp") and os.access("/tmp", os.W_OK) else None


def _anchored(path: str) -> str:
    return path if path.startswith("/") else f"./{path}"
