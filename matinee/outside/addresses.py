"""Addresses as they are asked for, and those that nobody should be asked for."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import quote, urlsplit

from ..content.decode.addresses import split_web
from ..text.urls import ascii_host

Guard = Callable[[str], bool]  # whether a host, by its name or its IP address, is one that nobody may be sent to

_OURS = ("localhost", "localdomain", "local", "internal", "home.arpa")  # RFC 6761, 6762, 8375: names of no public host


def make_address(target: str) -> str:
    """The address that a link asks a server for: in ASCII, without its fragment, its user and its password; "" where it
    is none."""
    parts = split_web(f"https:{target}" if target.startswith("//") else target)
    if parts is None or parts.hostname is None:
        return ""
    host = parts.hostname if ":" in parts.hostname else ascii_host(parts.hostname)
    place = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port else ""
    query = f"?{quote(parts.query, safe=_IN_A_QUERY)}" if parts.query else ""
    return f"{parts.scheme}://{place}{port}{quote(parts.path or '/', safe=_IN_A_PATH)}{query}"


_IN_A_PATH = "%/._~@!$&'()*+,;=:-"
_IN_A_QUERY = _IN_A_PATH + "?[]{}|^`"


def host_of(address: str) -> str:
    """The host of an address, without its port."""
    return urlsplit(address).hostname or ""


def is_private(host: str) -> bool:
    """Whether a host is this machine or one of a private network, as far as its name or IP address says."""
    host = host.rstrip(".")
    try:
        return not _is_public(ip_address(host))
    except ValueError:
        return host in _OURS or host.endswith(tuple(f".{name}" for name in _OURS))


def _is_public(place: IPv4Address | IPv6Address) -> bool:
    """Whether an IP address is one of the public internet, also when it carries another one within it."""
    if isinstance(place, IPv6Address):
        inner = place.ipv4_mapped or place.sixtofour
        if inner is not None:
            return _is_public(inner)
    return place.is_global and not place.is_multicast
