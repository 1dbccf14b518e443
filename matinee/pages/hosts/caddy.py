"""`_redirects.caddy`: what Caddy is to know of a site, to be imported by the site's block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...text.urls import decode
from ..parts import ServerParts, Settings
from ..views.texts import Texts
from .caching import HOUR, lifetimes
from .headers import safety
from .patterns import expression, literal, target
from .server import Queries, queries_of, quoted, spellings

_HEAD = """\
# What Caddy is to know of this site. Import it in the site's block, as hosting/Caddyfile does, which
# `matinee deploy --init server` writes. Made by Matinee with each build: load it again when it has changed.
"""


def caddy_snippet(parts: ServerParts, _texts: Texts, settings: Settings) -> bytes:
    root = decode(settings.site.root)
    lines = [_HEAD.rstrip()]
    for rule in parts.redirects:
        if not rule.query:
            lines += [f"redir {quoted(old)} {quoted(target(rule.new, root))} 301" for old in spellings(root, rule.old)]
    for one in queries_of(parts.redirects):
        lines += _asked(one, root)
    lines += _feeds(parts.patterns, root)
    lines += _headers(parts.policy, root)
    return "\n".join([*lines, ""]).encode()


def _asked(one: Queries, root: str) -> Iterator[str]:
    """A map for the values of a name, and a matcher for those that it knows."""
    name = f"matinee_{one.number}"
    yield f"map {{query.{one.name}}} {{{name}}} {{"
    for value, new in one.values:
        yield f"\t{value} {quoted(target(new, root))}"
    yield '\tdefault ""'
    yield "}"
    yield f"@{name} {{"
    yield f"\tpath {quoted(root + one.path)}"
    yield f"\tquery {one.name}=*"
    yield f'\tnot vars {{{name}}} ""'
    yield "}"
    yield f"redir @{name} {{{name}}} 301"


def _feeds(patterns: Iterable[str], root: str) -> Iterator[str]:
    for number, pattern in enumerate(patterns):
        name = f"matinee_feed_{number}"
        yield f'@{name} vars_regexp {name} {{uri}} "^({expression(root + pattern)})feed/?(?:[?].*)?$"'
        yield f'redir @{name} "{{re.{name}.1}}feed.xml" 301'


def _headers(policy: str, root: str) -> Iterator[str]:
    """How long browsers keep a file is looked up, since of two `header` lines either may come last."""
    yield "map {path} {matinee_cache} {"
    for like, told in lifetimes(literal(root)):
        yield f"\t{quoted(f'~{like}')} {quoted(told)}"
    yield f"\tdefault {quoted(HOUR)}"
    yield "}"
    for name, value in {**safety(policy), "Cache-Control": "{matinee_cache}"}.items():
        yield f"header {name} {quoted(value)}"
