"""Decoders of names and addresses: what they let through can be a file on every machine, and nothing else."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import SplitResult, unquote, urlsplit

from ...text.slugs import RESERVED
from ...text.urls import compose
from ...text.yaml import Node
from .context import Context, refusal, shown
from .forms import Text, fully, written
from .scalars import text

LONGEST_SEGMENT = 200  # bytes: a file name may have 255, and something may follow
LONGEST_PATH = 1000
_DRIVE = re.compile(r"[A-Za-z]:")
IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,64}")
WEB = r'^[Hh][Tt][Tt][Pp][Ss]?://[^\s<>"\\]+$'  # how an address of the web looks, at least
_WITHIN = r"^(?:/|%2[Ff])"  # and one of the site, which may be percent-encoded
_CREDENTIALS = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?[/\\]{2}[^/?#]*@|(?!mailto:)[^/?#@:]+:[^/?#@]*@")
_UNSEEN = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


@written(Text(fully(IDENTIFIER), "may have up to 64 letters (a to z), digits, - and _, and nothing else"))
def identifier(node: Node, context: Context) -> str:
    """A comment's id."""
    typed = text(node, context)
    if not IDENTIFIER.fullmatch(typed):
        hint = "it may have up to 64 letters (a to z), digits, - and _, and nothing else"
        raise refusal(node, "id", f"{shown(typed)} cannot be used", hint)
    return typed


@written(Text(r"^[^/]*$", "must be one name, without a slash"))
def slug(node: Node, context: Context) -> str:
    """The last part of an address: one name without slashes."""
    typed = text(node, context)
    plain = _plain(typed, node, "slug")
    fault = "it holds a slash" if "/" in plain else fault_of_path(plain)
    if fault:
        raise refusal(node, "slug", f"{shown(typed)} cannot name a page: {fault}")
    return plain


@written(Text(_WITHIN, "must be an address of this site, like /this/"))
def path(node: Node, context: Context) -> str:
    """An address inside the site, `/like/this/`."""
    typed = text(node, context)
    plain = inside(typed, node)
    if not plain.endswith(("/", ".html", ".htm", ".xml", ".txt", ".json")):
        raise refusal(node, "url", f"{shown(typed)} must end with a slash", f"write {typed}/")
    return plain


@written(Text(_WITHIN, "must be an address of this site, like /this/"))
def alias(node: Node, context: Context) -> str:
    """An old address inside the site, which may have a query: `/?p=123`."""
    typed = text(node, context)
    before, mark, query = typed.partition("?")
    if _has_unseen(query):
        raise refusal(node, "url", f"{shown(typed)} cannot be an address: it holds a character that cannot be seen")
    if "*" in before:
        raise refusal(node, "url", f"{shown(typed)} cannot be an address: * stands for no others", "write each of them")
    return inside(before, node) + mark + query


def inside(typed: str, node: Node) -> str:
    """An address inside the site as people read it, percent-encoded or not when it was typed."""
    plain = _plain(typed, node, "url")
    fault = fault_of_address(plain)
    if fault:
        raise refusal(node, "url", f"{shown(typed)} cannot be an address: {fault}")
    return plain


def _plain(typed: str, node: Node, code: str) -> str:
    """The text that a percent-encoded one stands for, in NFC; it must stand for itself, to be the same when read
    again."""
    if "%" not in typed:
        return compose(typed)
    try:
        plain = compose(unquote(typed, errors="strict"))
    except UnicodeDecodeError as exc:
        hint = "write the letters themselves"
        raise refusal(node, code, f"{shown(typed)} cannot be used: what is percent-encoded is not UTF-8", hint) from exc
    if unquote(plain) != plain:
        raise refusal(node, code, f"{shown(typed)} cannot be used: it is percent-encoded twice", f"write {plain}")
    return plain


@written(Text())
def published(node: Node, context: Context) -> str:
    """An address that readers will see: one with a user or a password in it is refused, and never shown."""
    typed = text(node, context)
    if _CREDENTIALS.match(typed):
        raise refusal(node, "url", "names a user or a password, and addresses are published", "write it without them")
    return typed


@written(Text(WEB, "must be an address like https://example.org/"))
def web_address(node: Node, context: Context) -> str:
    """An absolute http(s) address."""
    typed = published(node, context)
    if split_web(typed) is None:
        raise refusal(node, "url", f"must be an address like https://example.org/, not {shown(typed)}")
    return typed


def split_web(typed: str) -> SplitResult | None:
    """The parts of an http(s) address with a host; None when it is anything else."""
    try:
        parts = urlsplit(typed)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if sound and not _has_unseen(typed) and not re.search(r"[\s<>\"\\]", typed) else None


def is_site_address(typed: str) -> bool:
    """Whether a site can live at an address: http(s), with a host, without query or fragment."""
    parts = split_web(typed)
    return parts is not None and not parts.query and not parts.fragment and "@" not in parts.netloc


def fault_of_address(typed: str) -> str:
    """What keeps a text from being an address inside the site, "" when nothing does."""
    if not typed.startswith("/"):
        return "it must begin with /"
    if "?" in typed or "#" in typed:
        return "? and # cannot stand in it"
    if "//" in typed:
        return "it has two slashes in a row"
    return fault_of_path(typed.strip("/"))


def fault_of_path(typed: str) -> str:
    """What keeps a text from being a path of files on every machine, percent-encoded or not."""
    plain = _decoded(typed)
    if len(plain.encode(errors="replace")) > LONGEST_PATH:
        return "it is too long"
    for segment in plain.split("/") if plain else ():
        fault = _fault_of_segment(segment)
        if fault:
            return fault
    return ""


def _fault_of_segment(segment: str) -> str:
    if segment in {"", ".", ".."}:
        return f'"{segment}" is no name'
    if "\\" in segment or _DRIVE.match(segment):
        return "backslashes and drive letters cannot stand in it"
    if _has_unseen(segment):
        return "it holds a character that cannot be seen"
    if segment[-1] in ". " or segment[0] == " ":
        return "a name in it begins or ends with a space, or ends with a dot"
    if RESERVED.fullmatch(segment):
        return f'Windows keeps the name "{segment}" for itself'
    if segment.casefold() == ".matinee":
        return '".matinee" is kept for Matinee'
    return "a name in it is too long" if len(segment.encode(errors="replace")) > LONGEST_SEGMENT else ""


def _has_unseen(typed: str) -> bool:
    return not typed.isprintable() and any(
        char in _UNSEEN or unicodedata.category(char) in "Cc Zl Zp" for char in typed
    )


def _decoded(typed: str) -> str:
    """Some servers decode twice, so nothing dangerous may appear however often it is decoded."""
    while "%" in typed and (plain := unquote(typed)) != typed:
        typed = plain
    return typed
