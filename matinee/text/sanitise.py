"""The second belt around all that comes from readers: what may be in their HTML, and which addresses may be links.

Their Markdown is made without HTML in the first place; this holds when that fails.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from .urls import ascii_host

if TYPE_CHECKING:
    import nh3

TAGS = frozenset({"p", "br", "em", "strong", "del", "code", "pre", "blockquote", "ul", "ol", "li", "a"})
SCHEMES = frozenset({"http", "https", "mailto"})
REL = "ugc nofollow noopener"
_LONGEST_HOST = 253
_LONGEST_LABEL = 63
_WEB = re.compile(r"(https?)://([^/?#]+)((?:[/?#].*)?)", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[a-z0-9.!$&*+=_~-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
_HOST = re.compile(r"(?:(?:[a-z0-9_-]+\.)*[a-z0-9_-]+\.?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_KEPT = "/?:@!$&()*+,;=~%-._"


def sanitise(html: str) -> str:
    """The HTML with nothing left but the tags and links a reader may write. Slots are plain characters and stay."""
    return _cleaner().clean(html).replace("&nbsp;", "\xa0")  # XML does not know the name


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(
        tags=set(TAGS), attributes={"a": {"href"}}, url_schemes=set(SCHEMES), url_relative="deny", link_rel=REL
    )


@lru_cache(maxsize=8192)
def open_url(url: str, *, mail: bool = False) -> str:
    """The address, encoded, if a reader's link may lead there: absolute http(s), with `mail` also mailto; else "".

    Whatever is not plainly such an address is refused, control characters and user names before the host as well:
    browsers read them in ways that people do not.
    """
    url = url.strip()
    if _CONTROL.search(url):
        return ""
    if mail and _MAIL.fullmatch(url):
        return url
    parts = _WEB.fullmatch(url)
    if parts is None:
        return ""
    host = _plain_host(parts[2])
    return f"{parts[1].lower()}://{host}{_encode(parts[3])}" if host else ""


def _plain_host(host: str) -> str:
    """The host in ASCII, or "" if it is none."""
    if len(host) > _LONGEST_HOST:
        return ""
    if not host.isascii():
        name, colon, port = host.partition(":")
        host = ascii_host(name) + colon + port if name.isprintable() else ""
        if any(len(label) > _LONGEST_LABEL for label in host.split(".")):
            return ""
    return host if _HOST.fullmatch(host) else ""


def _encode(rest: str) -> str:
    path, sharp, fragment = _STRAY_PERCENT.sub("%25", rest).partition("#")
    return quote(path, safe=_KEPT) + sharp + quote(fragment, safe=_KEPT)
