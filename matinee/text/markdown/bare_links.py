"""Addresses typed as they are: `https://example.org/` becomes a link, `example.org` does not: titles read `Se7en.it`.

linkify-it knows where an address ends; this rule asks it only where `http://` or `https://` stands, and never past a
spoiler mark.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from .spoilers import BAR


def bare_links(machine: MarkdownIt) -> None:
    """Teach a machine to link bare addresses."""
    machine.inline.ruler.at("linkify", bare_link)


def bare_link(state: StateInline, silent: bool) -> bool:
    colon = state.pos
    if not state.src.startswith("://", colon) or state.linkLevel > 0:
        return False
    scheme = _scheme_before(state.src, colon)
    if not scheme or not state.pending.endswith(scheme):
        return False
    url = scheme + state.src[colon : colon + _length(state, colon)]
    href = state.md.normalizeLink(url)
    if len(url) <= len(scheme) + len("://") or not state.md.validateLink(href):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme)]
        _push_link(state, href, url)
    state.pos += len(url) - len(scheme)
    return True


def _scheme_before(source: str, colon: int) -> str:
    for scheme in ("https", "http"):
        start = colon - len(scheme)
        if start >= 0 and source[start:colon].lower() == scheme:
            stands_alone = start == 0 or not (source[start - 1].isalnum() or source[start - 1] in ".+-")
            return source[start:colon] if stands_alone else ""
    return ""


def _length(state: StateInline, colon: int) -> int:
    """How much of the text from the colon on belongs to the address."""
    bar = state.src.find(BAR, colon, state.posMax)
    tail = state.src[colon + 1 : bar if bar >= 0 else state.posMax]
    linkify = state.md.linkify
    if linkify is None:
        return 0
    found: int = linkify.test_schema_at(tail, "http:", 0)
    return 1 + len(tail[:found].rstrip("*"))


def _push_link(state: StateInline, href: str, text: str) -> None:
    link = state.push("link_open", "a", 1)
    link.attrs = {"href": href}
    link.markup, link.info = "linkify", "auto"
    state.push("text", "", 0).content = text
    link = state.push("link_close", "a", -1)
    link.markup, link.info = "linkify", "auto"
