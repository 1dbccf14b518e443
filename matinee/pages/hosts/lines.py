"""`_redirects`: a rule a line, as Netlify has invented it and Cloudflare Pages and GitLab Pages read it."""

from __future__ import annotations

import re
from itertools import chain

from ...model import Host
from ...text.urls import decode
from ..parts import RedirectsParts, RulePart, Settings
from ..views.texts import Texts
from .patterns import colons, sent, target

_HEAD = "# Old addresses. Made by Matinee of aliases and redirects: a static/_redirects of yours takes its place.\n"
_PAIR = r"[A-Za-z0-9._~-]+=[A-Za-z0-9._~-]*"
_QUERY = re.compile(rf"{_PAIR}(?:&{_PAIR})*")


def redirect_lines(parts: RedirectsParts, _texts: Texts, settings: Settings) -> bytes:
    """Netlify gives way to a page that stands there, unless the rule ends in an exclamation mark; Cloudflare wants
    placeholders last, and tells an address with a slash at its end from one without."""
    root, host = decode(settings.site.root), parts.host
    code = "301!" if host is Host.NETLIFY else "301"
    rules = [line(rule, root, code) for rule in parts.redirects]
    feeds = [_feed_lines(pattern, root) for pattern in parts.patterns]
    lasts = list(chain(*feeds)) if host is Host.CLOUDFLARE_PAGES else [first for first, _ in feeds]
    return "".join([_HEAD, *(f"{one}\n" for one in [*rules, *lasts])]).encode()


def line(rule: RulePart, root: str, code: str = "301") -> str:
    """A rule as its line."""
    query = rule.query.replace("&", " ")
    return " ".join(filter(None, (sent(root + rule.old), query, target(rule.new, root), code)))


def fault_of_rule(rule: RulePart) -> str:
    """What keeps a rule from being a line, "" where nothing does."""
    if re.search(r":[A-Za-z]", rule.old):
        return "a colon before a letter stands for anything there"
    return fault_of_query(rule.query)


def fault_of_query(query: str) -> str:
    if query and not _QUERY.fullmatch(query):
        return "a query is pairs like p=123 there, of letters, digits and . _ ~ -"
    return ""


def _feed_lines(pattern: str, root: str) -> tuple[str, str]:
    address = sent(root) + colons(pattern)
    return f"{address}feed/ {address}feed.xml 301", f"{address}feed {address}feed.xml 301"
