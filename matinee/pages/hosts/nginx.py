"""`_redirects.nginx`: what nginx is to know of a site, as maps. They stand outside of any server, in `http { … }`, and
a server uses what they find: `$matinee_redirect`, `$matinee_policy`, `$matinee_cache`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ...text.urls import decode
from ..parts import ServerParts, Settings
from ..views.texts import Texts
from .caching import HOUR, lifetimes
from .patterns import expression, literal, target
from .server import Queries, queries_of, quoted, spellings

_HEAD = """\
# What nginx is to know of this site. Include it in `http { … }`; hosting/nginx.conf uses what these maps find, and
# `matinee deploy --init server` writes it. Made by Matinee with each build: load it again when it has changed.
"""


def nginx_snippet(parts: ServerParts, _texts: Texts, settings: Settings) -> bytes:
    root = decode(settings.site.root)
    queries = queries_of(parts.redirects)
    old = {
        old: target(rule.new, root) for rule in parts.redirects if not rule.query for old in spellings(root, rule.old)
    }
    lines = [_HEAD, *_room(old, queries)]
    lines += _map("$request_uri", "$matinee_feed", '""', _feeds(parts.patterns, root))
    for one in queries:
        pairs = [(quoted(value), quoted(target(new, root))) for value, new in one.values]
        lines += _map(f"$arg_{one.name}", f"$matinee_{one.number}", _otherwise(one, old, root), pairs)
    asked = {root + one.path: f"$matinee_{one.number}" for one in queries}
    found = {**{address: quoted(new) for address, new in old.items()}, **asked}
    lines += _map("$uri", "$matinee_redirect", "$matinee_feed", [(quoted(one), new) for one, new in found.items()])
    lines += _map("$uri", "$matinee_policy", quoted(parts.policy), ())
    lines += _map("$uri", "$matinee_cache", quoted(HOUR), _caching(root))
    return "\n".join([*lines, ""]).encode()


def _room(old: Iterable[str], queries: Iterable[Queries]) -> Iterator[str]:
    """How large the tables are that hold the addresses: as it is by itself, nginx refuses long ones."""
    keys = [*old, *(value for one in queries for value, _ in one.values)]
    longest = max((len(key.encode()) for key in keys), default=0) + 64
    yield f"map_hash_bucket_size {1 << max(7, longest.bit_length())};"
    yield f"map_hash_max_size {1 << max(11, (4 * len(keys)).bit_length())};"


def _feeds(patterns: Iterable[str], root: str) -> Iterator[tuple[str, str]]:
    for number, pattern in enumerate(patterns):
        name = f"matinee_page_{number}"
        like = f"~^(?<{name}>{expression(root + pattern)})feed/?(?:[?].*)?$"
        yield quoted(like), f'"${{{name}}}feed.xml"'


def _otherwise(one: Queries, old: Mapping[str, str], root: str) -> str:
    """What becomes of a query that has not this name: the next name's turn, or the address without one."""
    return f"$matinee_{one.after}" if one.after is not None else quoted(old.get(root + one.path, ""))


def _caching(root: str) -> Iterator[tuple[str, str]]:
    for like, told in lifetimes(literal(root)):
        yield quoted(f"~{like}"), quoted(told)


def _map(source: str, name: str, otherwise: str, pairs: Iterable[tuple[str, str]]) -> list[str]:
    body = [f"    {key} {value};" for key, value in pairs]
    return ["", f"map {source} {name} {{", f"    default {otherwise};", *body, "}"]
