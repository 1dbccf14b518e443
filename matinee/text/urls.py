"""Addresses inside the site, the files that hold them, and how they are written into a page.

An *address* begins with a slash, is not percent-encoded and knows nothing of where the site is mounted:
`/films/千と千尋-2001/`.
A *url* is ready for an `href`: encoded, below the site's root. A *permalink* is absolute.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit, urlunsplit

_SAFE = re.compile(r"[A-Za-z0-9/._~@!$&'()*+,;=:-]*")


def output_path(address: str) -> str:
    """The file that answers an address: `/about/` is `about/index.html`, `/feed.xml` is `feed.xml`."""
    path = address.lstrip("/")
    return path + "index.html" if not path or path.endswith("/") else path


def address_of(path: str) -> str:
    """The address that a file of the output answers."""
    return "/" + (path[: -len("index.html")] if path == "index.html" or path.endswith("/index.html") else path)


@lru_cache(maxsize=65536)
def encode(address: str) -> str:
    """The address with everything percent-encoded that a URL may not hold."""
    return address if _SAFE.fullmatch(address) else quote(address, safe="/._~@!$&'()*+,;=:-")


def decode(url: str) -> str:
    """The text that a percent-encoded path stands for, in NFC."""
    return compose(unquote(url)) if "%" in url else url


def compose(text: str) -> str:
    """The text as NFC: some file systems take the accents of names apart, and nobody sees the difference."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def is_outside(target: str) -> bool:
    """Whether a link leaves the site: it has a scheme, or names a host."""
    return target.startswith("//") or bool(re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", target))


def join(folder: str, target: str) -> str | None:
    """The path that `target` means as seen from `folder`, both with slashes; None when it climbs out of the root."""
    parts: list[str] = [part for part in folder.split("/") if part] if not target.startswith("/") else []
    for part in target.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


def ways_to(path: str) -> list[str]:
    """Every folder that a path lies in, the outermost first, and the path itself."""
    parts = path.split("/")
    return ["/".join(parts[:length]) for length in range(1, len(parts) + 1)]


@lru_cache(maxsize=256)
def host(url: str) -> str:
    """The host of an absolute URL without `www.`, for people; "" when there is none."""
    match = re.match(r"[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:]+)", url)
    return re.sub(r"^www\.", "", match[1].lower()) if match else ""


def ascii_url(url: str) -> str:
    """An http(s) address as machines write it: its host in ASCII, its path percent-encoded."""
    if url.isascii():
        return url
    parts = urlsplit(url)
    host, colon, port = parts.netloc.partition(":")
    netloc = parts.netloc if parts.netloc.isascii() else ascii_host(host) + colon + port
    return urlunsplit((parts.scheme, netloc, encode(decode(parts.path)), parts.query, parts.fragment))


def ascii_host(host: str) -> str:
    """The host as the DNS knows it: `xn--kin-ina.example` for `kinó.example`.

    Python's own `idna` codec follows the standard of 2003, for which ß is ss and ς is σ: another host altogether. That
    of 2008, which browsers follow, keeps both.
    """
    labels = re.split("[.。]", unicodedata.normalize("NFKC", host).lower())
    return ".".join(label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}" for label in labels)


def absolute(url: str, site_url: str, root: str) -> str:
    """A url of a page as others must write it: with scheme and host."""
    return site_url[: len(site_url) - len(root)] + url if url.startswith("/") and not url.startswith("//") else url
