"""`_headers`: what a host says of files beside sending them.

Netlify and Cloudflare Pages both tell browsers to ask again each time, unless something else is said here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...model import Host
from ..parts import HeadersParts, Settings
from ..views.texts import Texts
from .caching import FRESH, HOUR, INDEX, LASTING, PICTURES

SNIFF, REFERRER = "nosniff", "strict-origin-when-cross-origin"
ASSETS = (
    *("css", "js", "txt", "svg", "png", "jpg", "jpeg", "gif", "webp", "avif", "ico"),
    *("woff", "woff2", "pdf", "mp3", "mp4", "webm", "vtt"),
)
_HEAD = "# Made by Matinee: a static/_headers of yours takes its place.\n"
_OF_THE_THEME = ("/style.css", "/theme.js", "/search-texts.js", "/old-addresses.js", "/favicon.svg", "/fonts/*")

Block = tuple[str, Iterable[str]]


def header_lines(parts: HeadersParts, _texts: Texts, settings: Settings) -> bytes:
    return (_of_netlify if parts.host is Host.NETLIFY else _of_cloudflare)(parts, settings.site.root)


def _of_netlify(parts: HeadersParts, root: str) -> bytes:
    """Where two rules say the same of a file, Netlify joins them, so no two of these speak of one file's caching."""
    blocks: list[Block] = [("/*", _safety(parts.policy))]
    blocks += [(path, [_caching(HOUR)]) for path in _OF_THE_THEME]
    blocks += [(f"{folder}*", [_caching(LASTING)]) for folder in parts.lasting]
    note = f"# Pages, feeds and all other files: as Netlify sends them by itself, {FRESH}\n"
    return _file(blocks, root, note)


def _of_cloudflare(parts: HeadersParts, root: str) -> bytes:
    """What a rule further up has said is taken back by a ! before another is said."""
    blocks: list[Block] = [("/*", [*_safety(parts.policy), _caching(FRESH)])]
    blocks += [(f"/*.{ending}", _instead(HOUR)) for ending in ASSETS]
    blocks += [(f"{PICTURES}*", _instead(HOUR)), (f"{INDEX}*", _instead(FRESH))]
    blocks += [(f"{folder}*", _instead(LASTING)) for folder in parts.lasting]
    return _file(blocks, root)


def safety(policy: str) -> Mapping[str, str]:
    """The headers that every file has."""
    return {"Content-Security-Policy": policy, "X-Content-Type-Options": SNIFF, "Referrer-Policy": REFERRER}


def _safety(policy: str) -> list[str]:
    return [f"{name}: {value}" for name, value in safety(policy).items()]


def _caching(value: str) -> str:
    return f"Cache-Control: {value}"


def _instead(value: str) -> list[str]:
    return ["! Cache-Control", _caching(value)]


def _file(blocks: Iterable[Block], root: str, note: str = "") -> bytes:
    lines = [_HEAD + note]
    for path, headers in blocks:
        lines += [f"{root}{path}\n", *(f"  {header}\n" for header in headers)]
    return "".join(lines).encode()
