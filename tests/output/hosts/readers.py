"""How hosts answer, by the rules of their own documentation: small readers of the files that each of them takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit


class Rule(NamedTuple):
    old: str
    query: tuple[tuple[str, str], ...]
    new: str
    code: int
    is_forced: bool

    @property
    def is_dynamic(self) -> bool:
        return bool(re.search(r":[A-Za-z]|\*", self.old))


def read_rules(text: str) -> list[Rule]:
    """The lines of a `_redirects`: from, pairs, to, code."""
    rules = []
    for line in text.splitlines():
        if line.startswith("#") or not line:
            continue
        old, *words, new, code = line.split(" ")
        assert old.startswith("/")
        assert old.isascii(), "not percent-encoded"
        assert re.fullmatch(r"30[12]!?", code), "the code is not explicit"
        assert new.startswith(("/", "https://", "http://"))
        pairs = tuple((word.partition("=")[0], word.partition("=")[2]) for word in words)
        rules.append(Rule(old, pairs, new, int(code[:3]), code.endswith("!")))
    return rules


def is_there(tree: Mapping[str, bytes], path: str) -> bool:
    path = unquote(path).lstrip("/")
    return path in tree or f"{path}index.html" in tree or f"{path}/index.html".lstrip("/") in tree


def matched(rule: Rule, path: str) -> str | None:
    """Where a rule leads from a path, None where it does not match."""
    names = re.findall(r":([A-Za-z]\w*)", rule.old)
    pattern = "".join(
        f"(?P<{part[1:]}>[^/]+)" if part.startswith(":") else re.escape(part)
        for part in re.split(r"(:[A-Za-z]\w*)", rule.old)
    )
    found = re.fullmatch(pattern, path)
    if found is None:
        return None
    new = rule.new
    for name in names:
        new = re.sub(rf":{name}\b", lambda _, name=name: found[name], new)  # type: ignore[misc]
    return new


def netlify(tree: Mapping[str, bytes], url: str) -> tuple[int, str]:
    """The first rule that matches; one without ! gives way to a file. The slash at the end makes no difference."""
    parts = urlsplit(url)
    for rule in read_rules(tree["_redirects"].decode()):
        if rule.query and set(rule.query) != set(parse_qsl(parts.query)):
            continue
        new = matched(rule._replace(old=rule.old.rstrip("/")), parts.path.rstrip("/"))
        if new is not None and (rule.is_forced or not is_there(tree, parts.path)):
            return rule.code, new
    return (200, "") if is_there(tree, parts.path) else (404, "")


def cloudflare(tree: Mapping[str, bytes], url: str) -> tuple[int, str]:
    """Rules before files, byte for byte, exact ones before those with placeholders; a query is not looked at."""
    rules = read_rules(tree["_redirects"].decode())
    assert not any(rule.query or rule.is_forced for rule in rules)
    kinds = [rule.is_dynamic for rule in rules]
    assert kinds == sorted(kinds), "a rule with placeholders stands before one without"
    assert kinds.count(False) <= 2_000
    assert kinds.count(True) <= 100
    assert all(len(line) <= 1_000 for line in tree["_redirects"].decode().splitlines())
    path = urlsplit(url).path
    for rule in rules:
        if (new := matched(rule, path)) is not None:
            return rule.code, new
    return (200, "") if is_there(tree, path) else (404, "")


def gitlab(tree: Mapping[str, bytes], url: str) -> tuple[int, str]:
    """Files before rules; the slash at the end makes no difference."""
    text = tree["_redirects"].decode()
    rules = read_rules(text)
    assert not any(rule.query or rule.is_forced for rule in rules)
    assert len(rules) <= 1_000
    assert len(text.encode()) <= 64 * 1024
    path = urlsplit(url).path
    if is_there(tree, path):
        return 200, ""
    for rule in rules:
        if (new := matched(rule._replace(old=rule.old.rstrip("/")), path.rstrip("/"))) is not None:
            return rule.code, new
    return 404, ""


def read_headers(text: str) -> list[tuple[str, list[tuple[str, str]], list[str]]]:
    """The blocks of a `_headers`: a path, what it adds, what it takes away."""
    blocks: list[tuple[str, list[tuple[str, str]], list[str]]] = []
    for line in text.splitlines():
        assert len(line) <= 2_000
        if line.startswith("#"):
            continue
        if not line.startswith(" "):
            assert line.startswith("/")
            blocks.append((line, [], []))
        elif line.lstrip().startswith("! "):
            blocks[-1][2].append(line.lstrip()[2:])
        else:
            name, _, value = line.strip().partition(": ")
            assert value
            blocks[-1][1].append((name, value))
    assert len(blocks) <= 100
    return blocks


def headers_of(text: str, path: str, knows_removal: bool) -> dict[str, list[str]]:
    """What a host says of a path: every block that matches has its say, and equal names are joined."""
    said: dict[str, list[str]] = {}
    for pattern, adds, removes in read_headers(text):
        if re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), path):
            assert knows_removal or not removes
            for name in removes:
                said.pop(name, None)
            for name, value in adds:
                said.setdefault(name, []).append(value)
    return said
