"""Keys, tokens, paths, local addresses and what the preview adds: by the marks that they bear."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from html import escape
from typing import NamedTuple
from urllib.parse import quote

from ...model import LeakRule
from ...preview.additions import ADDRESS, BEGIN, END
from .rules import Finding


class Kind(Enum):
    """What a file is, as far as that matters to what may stand in it."""

    HTML = "html"
    DATA = "data"  # feeds, sitemaps, JSON: what stands there between quotes or tags is a value
    TEXT = "text"


class Mark(NamedTuple):
    """What bears a mark: a file without one of the `words`, or without one of the `signs`, has none of it."""

    rule: LeakRule
    name: str
    pattern: re.Pattern[bytes]
    signs: tuple[bytes, ...]
    words: frozenset[bytes] = frozenset()


def _mark(rule: LeakRule, name: str, pattern: str, signs: str, words: str = "") -> Mark:
    told = tuple(sign.encode() for sign in signs.split("|"))
    return Mark(rule, name, re.compile(pattern.encode()), told, frozenset(words.encode().split()))


_S, _E = r"(?<![A-Za-z0-9_-])", r"(?![A-Za-z0-9_-])"
# As their makers describe them; lengths are taken as the least that is known.
MARKS: tuple[Mark, ...] = (
    _mark(
        LeakRule.KEY,
        "a private key",
        r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----",
        "PRIVATE KEY",
        "private",
    ),
    _mark(LeakRule.KEY, "a PuTTY key", r"PuTTY-User-Key-File-\d", "PuTTY-User", "putty"),
    _mark(
        LeakRule.TOKEN, "an AWS access key", f"{_S}A(?:KI|SI|GP|ID|RO|NP|NV)A[A-Z2-7]{{16}}{_E}", "AKIA|ASIA|AROA|AIDA"
    ),
    _mark(LeakRule.TOKEN, "a GitHub token", rf"{_S}gh[oprsu]_[A-Za-z0-9]{{30,}}", "gh", "gho ghp ghr ghs ghu"),
    _mark(LeakRule.TOKEN, "a GitHub token", rf"{_S}github_pat_[A-Za-z0-9_]{{22,}}", "github_pat_", "github"),
    _mark(
        LeakRule.TOKEN,
        "a GitLab token",
        rf"{_S}gl(?:pat|dt|rt|soat|ptt)-[\w-]{{20,}}",
        "gl",
        "glpat gldt glrt glsoat glptt",
    ),
    _mark(
        LeakRule.TOKEN,
        "a Slack token",
        rf"{_S}xox[abeoprs]-[A-Za-z0-9-]{{10,}}",
        "xox",
        "xoxa xoxb xoxe xoxo xoxp xoxr xoxs",
    ),
    _mark(LeakRule.TOKEN, "a Stripe key", rf"{_S}(?:sk|rk)_live_[A-Za-z0-9]{{16,}}", "_live_", "live"),
    _mark(LeakRule.TOKEN, "a Google API key", rf"{_S}AIza[\w-]{{35}}", "AIza"),
    _mark(LeakRule.TOKEN, "a Netlify token", rf"{_S}nfp_[A-Za-z0-9]{{30,}}", "nfp_", "nfp"),
    _mark(LeakRule.TOKEN, "an npm token", rf"{_S}npm_[A-Za-z0-9]{{36}}", "npm_", "npm"),
    _mark(LeakRule.TOKEN, "a PyPI token", rf"{_S}pypi-[\w-]{{50,}}", "pypi-", "pypi"),
    _mark(LeakRule.TOKEN, "a SendGrid key", rf"{_S}SG\.[\w-]{{16,}}\.[\w-]{{16,}}", "SG."),
    _mark(LeakRule.TOKEN, "a Twilio key", rf"{_S}SK[0-9a-f]{{32}}{_E}", "SK"),
    _mark(LeakRule.TOKEN, "a DigitalOcean token", rf"{_S}do[opr]_v1_[0-9a-f]{{64}}{_E}", "_v1_"),
    _mark(LeakRule.TOKEN, "an API key that begins with sk-", rf"{_S}sk-(?:proj|ant|svcacct)-[\w-]{{24,}}", "sk-"),
    _mark(LeakRule.TOKEN, "a JSON web token", rf"{_S}eyJ[\w-]{{8,}}\.eyJ[\w-]{{8,}}\.[\w-]{{8,}}", "eyJ"),
    _mark(LeakRule.TOKEN, "a Cloudflare token", rf"{_S}cf(?:k|ut|at)_[A-Za-z0-9]{{40,}}", "cf", "cfk cfut cfat"),
    _mark(LeakRule.TOKEN, "a Cloudflare key", rf"{_S}v1\.0-[0-9a-f]{{24}}-[0-9a-f]{{100,}}", "v1.0-"),
    _mark(
        LeakRule.PATH,
        "a path of a home folder",
        r"(?<![\w.:/%-])(?:/home|/Users)/[^/\s\"'<>&?#]+/",
        "/home/|/Users/",
        "home users",
    ),
    _mark(
        LeakRule.PATH,
        "a path of a home folder",
        r"\b[A-Za-z]:\\{1,2}Users\\{1,2}[^\\\s\"'<>&]+",
        ":\\Users|:\\\\Users",
        "users",
    ),
    _mark(LeakRule.PATH, "an address of a file", r"\bfile://[^\s\"'<>]+", "file://", "file"),
    _mark(
        LeakRule.LOCAL,
        "an address on your own computer or network",
        r"\bhttps?:(?:\\?/){2}(?:[^\s/\"'<>@]*@)?(?:localhost|127(?:\.\d+){3}|\[::1\]|0\.0\.0\.0|[\w-]+(?:\.[\w-]+)*\.local)(?![\w.-]*\w)",
        "localhost|/127.|[::1]|/0.0.0.0|.local",
    ),
)
_BEFORE_VALUES = tuple(b"\" ' &quot; &#34; &#39; <loc> <link> <id> <uri> <url> <icon> <logo> <guid> <comments>".split())
_PREVIEW = (BEGIN, END, f"{ADDRESS}preview.js".encode(), f"{ADDRESS}preview.css".encode())


class Literals:
    """Values that are private on this computer only: folders, and what secret variables hold."""

    def __init__(self, folders: Sequence[str], secrets: Sequence[tuple[str, str]]) -> None:
        self._folders = [_folder_pattern(folder) for folder in folders]
        self._secrets = [(name, form) for name, value in secrets for form in _forms(value)]

    def find(self, data: bytes) -> Iterator[tuple[Finding, int]]:
        for text, pattern in self._folders:
            if text in data and (found := pattern.search(data)):
                yield Finding(LeakRule.PATH, f"a path of your computer: {text.decode()}"), found.start()
        for name, form in self._secrets:
            if (at := data.find(form)) >= 0:
                yield Finding(LeakRule.TOKEN, f"the value of the environment variable {name}"), at


def _folder_pattern(folder: str) -> tuple[bytes, re.Pattern[bytes]]:
    text = folder.encode()
    return text, re.compile(rb"(?<![\w.:/%-])" + re.escape(text) + rb"(?![\w.-])")


def _forms(value: str) -> set[bytes]:
    """A value as it stands in texts, in HTML, in addresses and in JSON."""
    slashed = value.replace("\\", "\\\\").replace('"', '\\"')
    return {form.encode() for form in (value, escape(value), quote(value, safe=""), slashed)}


def find_marks(data: bytes, words: set[bytes], kind: Kind) -> Iterator[tuple[Finding, int]]:
    """What bears a mark in a file whose words (runs of letters, made small) these are; each with where it stands."""
    for mark in MARKS:
        if mark.words and words.isdisjoint(mark.words):
            continue
        if not any(sign in data for sign in mark.signs):
            continue
        for found in mark.pattern.finditer(data):
            if mark.rule is not LeakRule.LOCAL or _is_value(data, found.start(), kind):
                yield Finding(mark.rule, f"{mark.name}{_shown(mark.rule, found[0])}"), found.start()
                break
    if b"matinee" in words and (at := next((at for sign in _PREVIEW if (at := data.find(sign)) >= 0), -1)) >= 0:
        yield Finding(LeakRule.PREVIEW, "what the preview adds to a page in its answer"), at


def _shown(rule: LeakRule, found: bytes) -> str:
    """As much of what was found as may be told."""
    if rule is LeakRule.KEY:
        return ""
    text = found.decode("utf-8", "replace")
    return f", {text[:4]}…" if rule is LeakRule.TOKEN else f": {text}"


def _is_value(data: bytes, at: int, kind: Kind) -> bool:
    """Whether an address is one that leads somewhere, and not one that a text tells of."""
    if kind is Kind.HTML:
        if data.rfind(b"<", 0, at) > data.rfind(b">", 0, at):
            return True
        return data.rfind(b"<script", 0, at) > data.rfind(b"</script", 0, at)
    if kind is Kind.DATA:
        return data[max(0, at - 10) : at].endswith(_BEFORE_VALUES)
    return True
