"""What must not be read by anybody: secrets come from the environment, and are taken out of all that is printed."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote, unquote

HIDDEN = "•••"
GIT_TOKEN = "MATINEE_GIT_TOKEN"
_NAMES = re.compile(r"SECRET|TOKEN|PASSW|PASSPHRASE|CREDENTIAL|_KEY$|APIKEY|API_KEY|AUTH", re.IGNORECASE)
_NOT_SECRET = frozenset({"SSH_AUTH_SOCK", "XAUTHORITY", "GPG_KEY"})
_SHORTEST = 8
_USER = re.compile(r"(?<=://)[^/@\s]+(?=@)")


def secrets_in(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The values of the environment that look like secrets by their names, the longest first."""
    found = {
        value
        for name, value in environment.items()
        if _NAMES.search(name) and name not in _NOT_SECRET and len(value) >= _SHORTEST
    }
    return tuple(sorted(found, key=len, reverse=True))


def redact(text: str, secrets: Iterable[str] | None = None) -> str:
    """The text without secrets, in whatever form they stand there: as they are, in an address, in base64; and without
    the user of any address. The secrets are the environment's unless others are named."""
    for secret in secrets_in(os.environ) if secrets is None else secrets:
        for form in _forms(secret):
            text = text.replace(form, HIDDEN)
    return _USER.sub(_without_password, text)


def _without_password(user: re.Match[str]) -> str:
    """The user of an address, if it holds no password and is no token itself."""
    return user[0] if user[0] in {"git", "me"} or (":" not in user[0] and len(user[0]) < 20) else HIDDEN


def _forms(secret: str) -> Iterable[str]:
    yield secret
    yield quote(secret, safe="")
    yield unquote(secret)
    yield basic(secret)


def basic(token: str) -> str:
    """How a token stands in a header of Basic authentication (RFC 7617)."""
    return base64.b64encode(f"x-access-token:{token}".encode()).decode("ascii")
