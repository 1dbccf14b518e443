"""What nginx and Caddy are told in common."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from ..parts import RulePart

_ONE = re.compile(r"([A-Za-z0-9_]+)=([A-Za-z0-9._~-]+)")


class Queries(NamedTuple):
    """What stood at one path for each value of one name in the query. `after` is the number of the next name's, where
    the path has another one."""

    number: int
    path: str
    name: str
    values: tuple[tuple[str, str], ...]
    after: int | None


def queries_of(rules: Iterable[RulePart]) -> tuple[Queries, ...]:
    """The rules that ask for a query, by path and name; of one path, the one that is asked first comes last."""
    groups: dict[tuple[str, str], dict[str, str]] = {}
    for rule in rules:
        if (pair := _ONE.fullmatch(rule.query)) is not None:
            groups.setdefault((rule.old, pair[1]), {}).setdefault(pair[2], rule.new)
    found: list[Queries] = []
    last: dict[str, int] = {}
    for number, ((path, name), values) in enumerate(groups.items()):
        found.append(Queries(number, path, name, tuple(values.items()), last.get(path)))
        last[path] = number
    return tuple(found)


def quoted(text: str) -> str:
    """A text as one word of a configuration; what could end it is in none of ours."""
    return f'"{text}"'


def spellings(root: str, old: str) -> tuple[str, ...]:
    """An old address as it may be asked for: a folder's also without its last slash."""
    name = old.rpartition("/")[2]
    if not name:
        return (root + old, root + old[:-1]) if old != "/" else (root + old,)
    return (root + old,) if "." in name else (root + old, root + old + "/")


def fault_of_rule(rule: RulePart) -> str:
    """What keeps a rule from being told to a server, "" where nothing does."""
    if re.search(r'[{}"\\]', rule.old):
        return "braces and quotes mean something else in its configuration"
    if rule.query and not _ONE.fullmatch(rule.query):
        return "a query is one pair like p=123 there, of letters, digits and . _ ~ -"
    return ""
