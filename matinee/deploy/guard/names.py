"""Files that by their names alone have no place on a host."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...model import LeakRule
from .rules import Finding

_DROPPING = re.compile(
    r".*~|.*\.(?:swp|swo|swx|bak|orig|tmp|rej|py[co]|psd|xcf)|#.*#|\.#.*|\.DS_Store|\._.*|Thumbs\.db|desktop\.ini|\.git",
    re.IGNORECASE,
)
_DROPPED_FOLDERS = frozenset({".git", ".hg", ".svn", "__pycache__", "node_modules", ".idea", ".vscode", "__MACOSX"})
_ENVIRONMENT = re.compile(
    r".*\.env|\.env\..+|\.envrc|[._]netrc|\.npmrc|\.pypirc|\.pgpass|\.my\.cnf|\.htpasswd|\.git-credentials|\.[a-z]+_history"
    r"|\.s3cfg|\.boto|rclone\.conf|\.dockercfg|wp-config.*\.php(?:\..+)?|.*\.tfstate(?:\.backup)?"
    r"|id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?|.*\.(?:pem|key|p12|pfx|ppk|jks|keystore|kdbx?|ovpn|sqlite3?|db-journal)"
    r"|.*\.sql(?:\.(?:gz|bz2|xz|zst|zip|7z))?",
    re.IGNORECASE,
)
_PRIVATE_FOLDERS = frozenset({".ssh", ".gnupg", ".aws", ".azure", ".kube", ".docker", ".password-store", ".matinee"})


def look_at_name(path: str) -> Iterator[Finding]:
    """What a path says against its file, one finding at most."""
    *folders, name = path.split("/")
    if found := next((folder for folder in folders if folder in _DROPPED_FOLDERS), ""):
        yield Finding(LeakRule.DROPPING, f"this lies in a folder {found}/, which programs make for themselves")
    elif found := next((folder for folder in folders if folder in _PRIVATE_FOLDERS), ""):
        yield Finding(LeakRule.ENVIRONMENT, f"this lies in a folder {found}/, which is private")
    elif _ENVIRONMENT.fullmatch(name):
        yield Finding(LeakRule.ENVIRONMENT, f"by its name, {name}, this file holds settings, keys or data")
    elif _DROPPING.fullmatch(name):
        yield Finding(LeakRule.DROPPING, f"by its name, {name}, this file was left behind by a program")
