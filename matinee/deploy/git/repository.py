"""A bare repository of our own, kept between deploys, and git's commands in it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from ...errors import OutsideError
from ..secrecy import GIT_TOKEN, basic
from ..tools import ask_tool, feed_tool, run_tool

OUTSIDE = "the branch is as it was"
_PASSWORD = re.compile(r"https?://[^/]*@")


class Repository:
    """The repository at `home`, and the one at `url` that it fetches from and pushes to."""

    def __init__(self, home: Path, url: str) -> None:
        self.home, self.url = home, url
        self._env = _credentials(url)

    def make(self) -> None:
        """Have one, if there is none."""
        if not (self.home / "HEAD").exists():
            shutil.rmtree(self.home, ignore_errors=True)
            self.home.parent.mkdir(parents=True, exist_ok=True)
            run_tool(["git", "init", "--quiet", "--bare", os.fspath(self.home)], "git cannot be used")

    def _words(self, words: Iterable[str]) -> list[str]:
        quiet = ["-c", "core.hooksPath=/dev/null", "-c", "gc.auto=0", "-c", "core.quotePath=false"]
        return ["git", f"--git-dir={self.home}", *quiet, *words]

    def tell(
        self, *words: str, fault: str, data: bytes | None = None, people: Mapping[str, str] | None = None
    ) -> bytes:
        """What git prints. OutsideError where it fails."""
        return run_tool(self._words(words), fault, OUTSIDE, data, {**self._env, **(people or {})})

    def ask(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        """What git prints, and whether it failed."""
        return ask_tool(self._words(words), env=self._env)

    def feed(self, *words: str, chunks: Iterable[bytes], fault: str) -> None:
        """Have git read these chunks. OutsideError where it fails."""
        feed_tool(self._words(words), chunks, fault, OUTSIDE, self._env)


def find_address(told: str, site: Path) -> str:
    """The address of a repository; the name of a remote stands for the address that it has in the site's own
    repository. OutsideError where that holds a password."""
    done = ask_tool(["git", "-C", os.fspath(site), "remote", "get-url", "--", told])
    found = done.stdout.decode().strip() if not done.returncode else ""
    if found:
        if _PASSWORD.search(found):
            raise OutsideError(
                f"the address of the remote {told} holds a password or a token",
                f"take it out (git remote set-url), and put the token into {GIT_TOKEN}",
            )
        return found
    place = site / told
    return os.fspath(place) if "://" not in told and place.exists() else told


def _credentials(url: str) -> dict[str, str]:
    """What git needs to be let in over HTTPS, in its environment, where nobody reads it."""
    quiet = {"GIT_TERMINAL_PROMPT": "0"}
    token = os.environ.get(GIT_TOKEN, "")
    if not token or not url.startswith("https://"):
        return quiet
    header = f"Authorization: Basic {basic(token)}"
    return quiet | {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "http.extraHeader", "GIT_CONFIG_VALUE_0": header}
