"""What the author's guide says of each key: its tables are where a key is explained, here as there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

_MARK = re.compile(r"<!-- keys: (?P<name>[\w.]+) -->")
_CELL = re.compile(r"(?<!\\)\|")
_SEE_THERE = re.compile(r",? \[(?:below|see there)\]\([^)]*\)")
_LINK = re.compile(r"\[(?P<words>[^\]]*)\]\([^)]*\)")
_SIGNS = re.compile(r"`|\*\*")


class Entry(msgspec.Struct, frozen=True):
    """What a key means, with a line to type, in Markdown."""

    meaning: str
    example: str

    @property
    def marked(self) -> str:
        return f"{self.meaning}\n\nFor example: {self.example}"

    @property
    def plain(self) -> str:
        return _SIGNS.sub("", self.meaning)


Guide = Mapping[tuple[str, str], Entry]


def read_guide(pages: Iterable[str]) -> Guide:
    """The entries of the guide's tables, by the name of the table and the key."""
    return {(name, key): entry for page in pages for name, key, entry in _entries(page.split("\n"))}


def _entries(lines: list[str]) -> Iterator[tuple[str, str, Entry]]:
    name = ""
    for line in lines:
        if mark := _MARK.fullmatch(line):
            name = mark["name"]
        elif not line.startswith("|"):
            name = ""
        elif name and line.startswith("| `"):
            key, _, default, example, meaning = (cell.strip() for cell in _CELL.split(line)[1:-1])
            yield name, key.strip("`"), Entry(_sentence(meaning, default == "needed"), example.replace("\\|", "|"))


def _sentence(meaning: str, is_needed: bool) -> str:
    """The words of a cell, without links, which lead nowhere from an editor."""
    words = _LINK.sub(r"\g<words>", _SEE_THERE.sub("", meaning)).replace("\\|", "|")
    end = "" if words.endswith((".", "…")) else "."
    return f"{words[0].upper()}{words[1:]}{end}{' Needed.' * is_needed}"
