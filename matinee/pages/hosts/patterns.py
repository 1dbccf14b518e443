"""Patterns of addresses, `/{year}/{slug}/`, as hosts write them; and addresses as browsers send them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import quote

_TOKEN = re.compile(r"\{(year|month|day|slug|id)\}")
_SPECIAL = re.compile(r"[.+*?()\[\]{}^$|\\]")
_DIGITS = "[0-9]+"
_NAME = "[A-Za-z0-9%._~!'()+,;=@-]+"  # neither / nor \\, which would lead out of the site


def sent(address: str) -> str:
    """An address as browsers send it: they leave more as it is than a link has to."""
    return quote(address, safe="/._~@!$&'()*+,;=:-|[]")


def target(new: str, root: str) -> str:
    """Where a rule leads, without any sign that some host takes for a placeholder, a variable or a wildcard."""
    if new.startswith("/"):
        return quote(root + new, safe="/._~@!&'()+,;=-")
    scheme, mark, rest = new.partition("://")
    for sign in "$*{}":
        rest = rest.replace(sign, quote(sign))
    return scheme + mark + re.sub(r":(?=[A-Za-z])", "%3A", rest)


def colons(pattern: str) -> str:
    """The pattern with placeholders that are whole parts of an address: `/:year/:slug/`."""
    return "/".join(_named(pattern))


def _named(pattern: str) -> Iterator[str]:
    used: set[str] = set()
    for part in pattern.split("/"):
        tokens = _TOKEN.findall(part)
        name = "".join(tokens)
        while name in used:
            name += "x"
        used.add(name) if tokens else None
        yield f":{name}" if tokens else sent(part)


def fault_of_pattern(pattern: str) -> bool:
    """Whether a part of the pattern looks like a placeholder of a host."""
    return re.search(r":[A-Za-z]", _TOKEN.sub("", pattern)) is not None


@lru_cache(maxsize=32)
def expression(pattern: str) -> str:
    """A regular expression for the addresses of a pattern as browsers send them, without its ends."""
    parts = _TOKEN.split(pattern)
    words = [literal(sent(part)) if at % 2 == 0 else _alike(part) for at, part in enumerate(parts)]
    return "".join(words)


def _alike(token: str) -> str:
    return _NAME if token == "slug" else _DIGITS


def literal(text: str) -> str:
    """A regular expression for a text as it is."""
    return _SPECIAL.sub(lambda sign: "\\" + sign[0], text)


def fits(pattern: str, address: str) -> bool:
    """Whether a post's address is of the pattern."""
    return re.fullmatch(expression(pattern), sent(address)) is not None
