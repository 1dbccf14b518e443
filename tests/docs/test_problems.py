"""Every code is shown by an example: it comes out, at the line that is told, and is gone with the mend."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.docs.test_guide import TABLES, code
from tests.site import CONFIG, Site

PAGE = Path(__file__).parents[2] / "docs" / "guide" / "problems.md"
SITE = "content/site.yaml"

_SECTION = re.compile(r"^### `(?P<code>[a-z-]+)`\n(?P<text>.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^```(?P<language>\w+)(?: (?P<path>\S+))?(?: (?P<before>\S+))?\n(?P<text>.*?)^```$", re.M | re.S)


class File(NamedTuple):
    """A file of an example before and after the mend; None where there is none."""

    before: bytes | None
    after: bytes | None


class Example(NamedTuple):
    """What an example shows: its files, the command that tells of it, what that says."""

    code: str
    files: dict[str, File]
    command: tuple[str, ...]
    told: list[str]


def read_example(name: str, text: str) -> Example:
    blocks = list(_BLOCK.finditer(text))
    files = {block["path"]: read_file(block) for block in blocks if block["path"]}
    files.setdefault(SITE, File(CONFIG.encode(), CONFIG.encode()))
    commands = [block["text"].split() for block in blocks if block["language"] == "console"]
    told = [line for block in blocks if block["language"] == "text" for line in block["text"].splitlines()]
    return Example(name, files, tuple(commands[0][2:]) if commands else ("build",), told)


def read_file(block: re.Match[str]) -> File:
    """A file of a block; of a `diff` one without its plus lines, and one without its minus lines, each of them none
    where nothing is left."""
    if block["language"] != "diff":
        return File(block["text"].encode(), block["text"].encode())
    lines = block["text"].splitlines()
    assert all(line[:1] in {"", " ", "+", "-"} for line in lines), block["text"]
    before, after = ([line[1:] for line in lines if not line.startswith(sign)] for sign in "+-")
    return File(_encoded(before, block["before"] or "utf-8"), _encoded(after, "utf-8"))


def _encoded(lines: list[str], encoding: str) -> bytes | None:
    return "".join(f"{line}\n" for line in lines).encode(encoding) if lines else None


EXAMPLES = [read_example(found["code"], found["text"]) for found in _SECTION.finditer(PAGE.read_text("utf-8"))]


def put(site: Site, files: dict[str, bytes | None]) -> None:
    """Let these files be there, and those that are None be away."""
    for path, data in files.items():
        if data is not None:
            site.write(path, data)
        elif (site.folder / path).exists():
            site.remove(path)


def problems(site: Site, example: Example) -> list[str]:
    """What the example's command tells."""
    if example.command == ("build",) and "build.py" not in example.files:
        return [str(problem) for problem in site.build().problems]
    return site.run(*example.command, "--jobs", "1").problems


def test_every_code_has_an_example_in_the_order_of_the_tables() -> None:
    rows = TABLES["codes: content"] + TABLES["codes: build"]
    assert [example.code for example in EXAMPLES] == [code(row[0]) for row in rows]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.code)
def test_an_example_shows_its_problem_where_it_is_told_and_the_mend_mends_it(example: Example, tmp_path: Path) -> None:
    site = Site(tmp_path / "blog")
    put(site, {path: file.before for path, file in example.files.items()})
    told = problems(site, example)
    assert told == example.told
    assert all(line.endswith(f"[{example.code}]") for line in told)
    put(site, {path: file.after for path, file in example.files.items()})
    assert problems(site, example) == []


def test_every_code_is_shown_as_what_the_tables_say_it_is() -> None:
    kinds = {code(row[0]): row[1] for row in TABLES["codes: content"] + TABLES["codes: build"]}
    for example in EXAMPLES:
        assert {line.split(": ")[1] for line in example.told} <= set(kinds[example.code].split(" or "))
