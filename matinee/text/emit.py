"""Plain data to YAML that reads back as it was, here and in other YAML readers, and looks as if typed by hand.

A text stands plain where no reader could take it for anything else, in double quotes where one could, and as a literal
block where it has lines of its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

Data = str | Sequence["Data"] | Mapping[str, "Data"]

_LONGEST_LINE = 100
_LONGEST_KEY = 1000  # YAML lets a key before its colon have 1024 characters
_SPECIAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_UNCLEAR = re.compile(r"[\t\n]|: | #|[:\s]\Z|\A\s")
_NUMBERLIKE = re.compile(r"[0-9](?!\S* [^\W\d_])")
_FLOW_SIGNS = re.compile(r"""[,\[\]{}:#&*!|>'"%@`?]""")
_TYPED_WORDS = frozenset(["true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf", "infinity"])


class Word(str):
    """A text that stands as it is: a number, a date, a word of ours."""

    __slots__ = ()


class Prose(str):
    """A text that people read: a literal block when it is long, has lines or would need quotes."""

    __slots__ = ()


def dump_yaml(data: Data) -> str:
    """The YAML of a list or a mapping, in block style from the first column."""
    return _collection(data, 0).removeprefix("\n")


def dump_text(text: str) -> str:
    """A text on one line: plain where it is safe, else in double quotes."""
    return text if _is_plain(text) else _quoted(text)


def given(values: Mapping[str, Data | None]) -> dict[str, Data]:
    """The mapping without what is absent: None, empty texts, lists and mappings."""
    return {key: value for key, value in values.items() if value is not None and len(value) > 0}


def _is_plain(text: str) -> bool:
    if not text or _SPECIAL.search(text) or _UNCLEAR.search(text) or _NUMBERLIKE.match(text):
        return False
    return (text[0].isalnum() or text[0] > "\xa0") and text.lower() not in _TYPED_WORDS


def _quoted(text: str) -> str:
    """JSON's quotes are YAML's, but for characters that YAML must have escaped."""
    return _SPECIAL.sub(lambda found: f"\\u{ord(found[0]):04X}", json.dumps(text, ensure_ascii=False))


def _collection(data: Data, indent: int) -> str:
    """What follows a key or a dash: the lines of a collection below it, or on its own line an empty or short one."""
    if isinstance(data, Mapping):
        return "\n" + "".join(_pairs(data, indent)) if data else " {}\n"
    if not data:
        return " []\n"
    if indent and all(isinstance(item, str) for item in data):
        line = ", ".join(map(str, data))
        if len(line) <= _LONGEST_LINE and all(_stands_in_flow(item) for item in data):
            return f" [{line}]\n"
    return "\n" + "".join(_items(data, indent))


def _stands_in_flow(item: Data) -> bool:
    return isinstance(item, str) and (isinstance(item, Word) or (_is_plain(item) and not _FLOW_SIGNS.search(item)))


def _pairs(data: Mapping[str, Data], indent: int) -> Iterator[str]:
    pad = " " * indent
    for key, value in data.items():
        name = dump_text(key)
        yield f"{pad}? {name}\n{pad}:" if len(name) > _LONGEST_KEY else f"{pad}{name}:"
        yield _value(value, indent)


def _items(data: Sequence[Data], indent: int) -> Iterator[str]:
    pad = " " * indent
    for item in data:
        if isinstance(item, Mapping) and item:
            yield f"{pad}- {''.join(_pairs(item, indent + 2))[indent + 2 :]}"
        else:
            yield f"{pad}- {_line(item)}\n" if isinstance(item, str) else f"{pad}-{_collection(item, indent + 2)}"


def _value(value: Data, indent: int) -> str:
    if not isinstance(value, str):
        return _collection(value, indent + 2)
    if _wants_block(value):
        return _block(value, indent + 2)
    return f" {_line(value)}\n"


def _line(text: str) -> str:
    return str(text) if isinstance(text, Word) else dump_text(text)


def _wants_block(text: str) -> bool:
    if _SPECIAL.search(text) or not text.strip():
        return False
    return "\n" in text or (isinstance(text, Prose) and (len(text) > _LONGEST_LINE or not _is_plain(text)))


def _block(text: str, indent: int) -> str:
    """A literal block; its header tells how it is indented when the first line does not, and how it ends."""
    pad = " " * indent
    shift = "2" if text[0] in " \t\n" else ""
    ending = "" if text.endswith("\n") else "-"
    if text.endswith("\n\n") or text == "\n":
        ending = "+"
    lines = text.removesuffix("\n").split("\n")
    return f" |{shift}{ending}\n" + "".join(f"{pad}{line}\n" if line else "\n" for line in lines)
