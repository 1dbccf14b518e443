"""The way to a repository: its address, and what lets git in. It asks nobody, and waits for nobody for ever."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

from ...errors import OutsideError
from ...model import LeakRule
from ..guard.marks import MARKS
from ..remote import ssh_hint, ssh_words
from ..secrecy import GIT_TOKEN, basic, redact
from ..tools import ask_tool

_USER = re.compile(r"[\w+.-]+://([^/]*)@")
_LIKE_A_TOKEN = re.compile(r"(?=\D*\d)[\w=-]{20,}", re.ASCII)  # those of Gitea and others begin with nothing special


def find_address(told: str, site: Path) -> str:
    """The address of a repository; the name of a remote stands for the address that the site's own repository pushes
    to. OutsideError where that holds a password."""
    done = ask_tool(["git", "-C", os.fspath(site), "remote", "get-url", "--push", "--", told])
    found = done.stdout.decode().strip() if not done.returncode else ""
    if found:
        user = _USER.match(found)
        if user and is_secret(user[1]):
            raise OutsideError(
                f"the address of the remote {told} holds a password or a token",
                f"take it out (git remote set-url), and put the token into {GIT_TOKEN}",
            )
        return found
    place = site / told
    return os.fspath(place) if "://" not in told and place.exists() else told


def is_secret(user: str) -> bool:
    """Whether the user of an address comes with a password, or is a token."""
    marks = (mark.pattern for mark in MARKS if mark.rule is LeakRule.TOKEN)
    return ":" in user or bool(_LIKE_A_TOKEN.fullmatch(user)) or any(mark.search(user.encode()) for mark in marks)


def find_access(url: str, site: Path) -> dict[str, str]:
    """What git needs in its environment, where nobody reads it, to be let in at an address."""
    return {"GIT_TERMINAL_PROMPT": "0", **_ssh(site), **_credentials(url)}


def _ssh(site: Path) -> dict[str, str]:
    """How git calls SSH: as the author has told it, also in the site's own repository; else so that SSH asks nothing
    and an unknown host is an error."""
    if os.environ.get("GIT_SSH_COMMAND") or os.environ.get("GIT_SSH"):
        return {}
    told = ask_tool(["git", "-C", os.fspath(site), "config", "--get", "core.sshCommand"]).stdout.decode().strip()
    return {"GIT_SSH_COMMAND": told or shlex.join(ssh_words())}


def _credentials(url: str) -> dict[str, str]:
    """What lets git in over HTTPS."""
    token = os.environ.get(GIT_TOKEN, "")
    if not token or not url.startswith("https://"):
        return {}
    told = os.environ.get("GIT_CONFIG_COUNT", "")
    number = int(told) if told.isdecimal() else 0  # the author's own settings stay
    setting = {f"GIT_CONFIG_KEY_{number}": "http.extraHeader"}
    setting[f"GIT_CONFIG_VALUE_{number}"] = f"Authorization: Basic {basic(token)}"
    return {"GIT_CONFIG_COUNT": str(number + 1), **setting}


def hint_for(said: bytes, url: str) -> str:
    """What to do where git was not let in; "" where it says something else."""
    return ssh_hint(said, f"git ls-remote {redact(url)}")
