"""Who speaks in a comments.yaml that may be broken, as it is while somebody types."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from .positions import Lines

_FIELD = re.compile(r"[- ] (?P<key>id|author|role|body):\s*(?P<value>.*)")
_BLOCK = re.compile(r"[|>][-+0-9]*\s*")
_LONGEST = 60


class KnownVoice(msgspec.Struct, frozen=True):
    """A comment: its id, who wrote it and how it begins."""

    id: str
    author: str
    opening: str


def read_voices(lines: Lines) -> Iterator[KnownVoice]:
    """Every comment that has an id, as far as it can be read."""
    fields: dict[str, str] = {}
    for number, line in enumerate([*lines, "- "]):
        if line.startswith("-") and fields.get("id"):
            author = fields.get("author") or ("the author" if fields.get("role") == "author" else "Anonymous")
            yield KnownVoice(fields["id"], author, fields.get("body", ""))
        if line.startswith("-"):
            fields = {}
        if found := _FIELD.match(line):
            value = found["value"].strip().strip("\"'")
            if found["key"] == "body" and _BLOCK.fullmatch(value):
                value = lines[number + 1].strip() if number + 1 < len(lines) else ""
            fields.setdefault(found["key"], value if len(value) <= _LONGEST else value[:_LONGEST].rstrip() + "…")
