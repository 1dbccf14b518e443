"""What the files are made of that single hosts read: rules for old addresses, and headers."""

from __future__ import annotations

from ...model import Host
from .common import Part


class RulePart(Part, frozen=True):
    """An old address, the `query` that it has to have ("" for none), and where it leads: an address of the site, or one
    elsewhere."""

    old: str
    query: str
    new: str


class RedirectsParts(Part, frozen=True):
    """Rules for a host, and the patterns of pages whose feed is asked for at `feed/` below them."""

    host: Host
    redirects: tuple[RulePart, ...]
    patterns: tuple[str, ...]


class HeadersParts(Part, frozen=True):
    """For a host, a Content-Security-Policy, and the folders that hold nothing but files named by their bytes."""

    host: Host
    policy: str
    lasting: tuple[str, ...]


class ServerParts(Part, frozen=True):
    """All of it, for a server of one's own."""

    redirects: tuple[RulePart, ...]
    patterns: tuple[str, ...]
    policy: str


class OldAddressesParts(Part, frozen=True):
    """Queries of the front page, each with the address that it stood for."""

    addresses: tuple[tuple[str, str], ...]


class MarkerParts(Part, frozen=True):
    """A file that says something by being there."""

    note: str = ""
