"""The guide is whole and true: every key, option and code is in its tables, and every example reads well."""

from __future__ import annotations

import argparse
import ast
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from matinee import cli
from matinee.content.decode import CODES, Context, Reading, Table, fields
from matinee.content.sources import (
    comments,
    deploy,
    diary,
    films,
    front,
    pingbacks,
    read_comments,
    read_config,
    read_diary,
    read_film,
    read_pingbacks,
    read_post,
    site,
    theme,
)
from matinee.content.sources.front import decode_front
from matinee.errors import Problem
from matinee.model import (
    Allowed,
    Author,
    Comment,
    CommentsConfig,
    Config,
    Credit,
    Film,
    FilmIds,
    Front,
    MenuItem,
    Pingback,
    Profile,
    Section,
    Theme,
    Update,
    Viewing,
)
from matinee.text.markdown.posts import read_prose
from matinee.text.yaml import Mapping as YamlMapping
from matinee.text.yaml import read_yaml

HOME = Path(__file__).parents[2]
GUIDE = [HOME / "docs" / "guide.md", *sorted((HOME / "docs" / "guide").glob("*.md"))]
PAGES = [HOME / "README.md", *GUIDE]

_ROW = re.compile(r"^\|(.*)\|$")
_CELLS = re.compile(r"(?<!\\)\|")
_MARK = re.compile(r"^<!-- ((?:keys|options|codes): .+|exit codes) -->$")
_FENCE = re.compile(r"^```(?P<language>\w+)(?: (?P<reader>[^\n]+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`]*)`")


class Keys(NamedTuple):
    """A mapping that authors write: its decoders, and the value that they make."""

    table: Table
    value: type[msgspec.Struct] | None


KEYS = {
    "site": Keys(site._CONFIG, Config),
    "site.authors": Keys(site._AUTHOR, Author),
    "site.menu": Keys(site._MENU_ITEM, MenuItem),
    "site.comments": Keys(site._COMMENTS, CommentsConfig),
    "site.deploy": Keys(deploy._TARGET, None),
    "site.allow": Keys(site._ALLOWED, Allowed),
    "site.theme": Keys(theme._THEME, Theme),
    "site.theme.accent": Keys(theme._PAIR, None),
    "site.theme.fonts": Keys(theme._FONTS, None),
    # The others are known only to say where they belong, or that they belong nowhere.
    "front": Keys({key: told for key, told in front._FRONT.items() if told[0] in Front.__struct_fields__}, Front),
    "updated": Keys(front._UPDATE, Update),
    "section": Keys(front._SECTION, Section),
    "film": Keys(films.FACTS, Film),
    "film.cast": Keys(films._CREDIT, Credit),
    "film.ids": Keys(films._IDS, FilmIds),
    "comments": Keys(
        {key: told for key, told in comments._COMMENT.items() if told[0] in Comment.__struct_fields__}, Comment
    ),
    "pingbacks": Keys(pingbacks._PINGBACK, Pingback),
    "pingbacks.author": Keys(pingbacks._PROFILE, Profile),
    "diary": Keys(diary._VIEWING, Viewing),
}


def rows_below(lines: list[str], at: int) -> list[list[str]]:
    """The cells of the table that begins below a line, without its head."""
    rows = []
    for line in lines[at + 1 :]:
        if _MARK.match(line) and not rows:
            continue
        found = _ROW.match(line)
        if found is None:
            break
        rows.append([cell.strip().replace(r"\|", "|") for cell in _CELLS.split(found[1])])
    return rows[2:]


def tables(pages: Iterable[Path]) -> dict[str, list[list[str]]]:
    """The marked tables by their marks."""
    found: dict[str, list[list[str]]] = {}
    for page in pages:
        lines = page.read_text("utf-8").split("\n")
        for at, line in enumerate(lines):
            if mark := _MARK.match(line):
                assert mark[1] not in found, f"two tables are marked {mark[1]}"
                found[mark[1]] = rows_below(lines, at)
    return found


TABLES = tables(GUIDE)


def code(cell: str) -> str:
    """What stands in a cell as code, and as nothing else; "" otherwise."""
    found = _CODE.fullmatch(cell)
    return found[1] if found else ""


def decoded(line: str, table: Table) -> tuple[dict[str, Any], list[Problem]]:
    context = Context("example.yaml", Reading())
    node = read_yaml(line, "example.yaml")
    return fields(node or YamlMapping((), 1, 1), table, context), context.problems


@pytest.mark.parametrize("name", KEYS)
def test_every_key_is_in_the_guide_and_no_other(name: str) -> None:
    assert {code(row[0]) for row in TABLES[f"keys: {name}"]} == set(KEYS[name].table)


def test_no_table_is_about_keys_that_there_are_not() -> None:
    assert {mark.removeprefix("keys: ") for mark in TABLES if mark.startswith("keys: ")} == set(KEYS)


@pytest.mark.parametrize("name", KEYS)
def test_every_key_has_a_type_a_default_an_example_and_a_meaning(name: str) -> None:
    assert [row for row in TABLES[f"keys: {name}"] if len(row) != 5 or not all(row)] == []


@pytest.mark.parametrize("name", KEYS)
def test_every_example_of_a_key_can_be_read(name: str) -> None:
    for key, _, _, example, _ in TABLES[f"keys: {name}"]:
        told, problems = decoded(code(example), KEYS[name].table)
        assert problems == []
        assert code(example).startswith(f"{code(key)}: ")
        assert list(told) == [KEYS[name].table[code(key)][0]]


@pytest.mark.parametrize("name", [name for name, keys in KEYS.items() if keys.value])
def test_every_default_is_the_one_that_is_used(name: str) -> None:
    keys = KEYS[name]
    defaults = {field.name: field for field in msgspec.structs.fields(keys.value)} if keys.value else {}
    for key, _, told, _, _ in TABLES[f"keys: {name}"]:
        field = defaults.get(keys.table[code(key)][0])
        if field is None:
            continue
        if code(told):
            values, problems = decoded(f"{code(key)}: {code(told)}", keys.table)
            assert (problems, values) == ([], {field.name: field.default}), key
        else:
            is_simple = isinstance(field.default, str | int | float) and field.default not in ("", None)
            assert not is_simple, f"the default of {key} in {name} is {field.default!r}; the guide says {told}"


def test_a_key_that_is_needed_is_called_so() -> None:
    assert not read_config_problems("title: A\nurl: https://a.example\n")
    for text, missing in (("title: A\n", "url"), ("url: https://a.example\n", "title")):
        with pytest.raises(Exception, match=f'"{missing}" is missing'):
            read_config(text, "site.yaml")
    for name, needed in NEEDED.items():
        assert {code(row[0]) for row in TABLES[f"keys: {name}"] if row[2] == "needed"} == needed


NEEDED = {
    "site": {"title", "url"},
    "site.menu": {"title", "to"},
    "site.deploy": {"kind", "path", "host", "repository", "bucket"},
    "site.allow": {"rule", "path"},
    "film": {"title"},
    "film.cast": {"name"},
    "section": {"film"},
    "updated": {"date"},
    "comments": {"id", "body"},
    "pingbacks": {"source"},
    "diary": {"date", "film"},
    "front": set(),
}


# Examples


def read_config_problems(text: str) -> Iterable[Problem]:
    return read_config(text, "site.yaml")[1]


def read_site(text: str) -> Iterable[Problem]:
    """A whole site.yaml, or a part of one."""
    given = [line.partition(":")[0] for line in text.splitlines()]
    needed = {"title": "title: Example\n", "url": "url: https://site.example\n"}
    return read_config_problems("".join(line for key, line in needed.items() if key not in given) + text)


def read_front(text: str) -> Iterable[Problem]:
    context = Context("post.md", Reading())
    node = read_yaml(text, "post.md")
    decode_front(node or YamlMapping((), 1, 1), context)
    return context.problems


def read_review(text: str) -> Iterable[Problem]:
    post = read_post(text, "post.md", Reading())
    assert post.front.title or post.front.film
    return (*post.problems, *read_text(post.body))


def read_text(text: str) -> Iterable[Problem]:
    return read_prose(text, "post.md", 1, "en").problems


READERS: Mapping[str, Callable[[str], Iterable[Problem]]] = {
    "yaml site": read_site,
    "yaml front": read_front,
    "yaml film": lambda text: read_film(text, "film.yaml").problems,
    "yaml comments": lambda text: read_comments(text, "comments.yaml", Reading()).problems,
    "yaml pingbacks": lambda text: read_pingbacks(text, "pingbacks.yaml", Reading()).problems,
    "yaml diary": lambda text: read_diary(text, "diary.yaml", Reading()).problems,
    "markdown review": read_review,
    "markdown page": read_review,
    "markdown text": read_text,
}


def examples() -> Iterator[Any]:
    for page in PAGES:
        text = page.read_text("utf-8")
        for found in _FENCE.finditer(text):
            if "." in (found["reader"] or ""):  # a file of an example that provokes a problem
                continue
            line = text.count("\n", 0, found.start()) + 1
            name = f"{page.relative_to(HOME).as_posix()}:{line}"
            yield pytest.param(found["language"], found["reader"] or "", found["text"], id=name)


@pytest.mark.parametrize(("language", "reader", "text"), [*examples()])
def test_every_example_reads_without_a_problem(language: str, reader: str, text: str) -> None:
    if language in {"text", "console"}:
        return
    assert list(READERS[f"{language} {reader}"](text)) == []


def test_every_kind_of_file_has_an_example() -> None:
    assert {f"{param.values[0]} {param.values[1]}" for param in examples()} >= set(READERS)


# The command line


def parsers(parser: argparse.ArgumentParser, name: str = "") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    yield name, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, inner in action.choices.items():
                yield from parsers(inner, f"{name} {word}".strip())


def options(parser: argparse.ArgumentParser) -> set[str]:
    """`-h`, `--help`, `--output DIR`, but those that are not told of."""
    shown = [action for action in parser._actions if action.option_strings and action.help is not argparse.SUPPRESS]
    return {
        f"{option} {action.metavar}" if action.metavar and action.nargs != 0 else option
        for action in shown
        for option in action.option_strings
    }


PARSERS = dict(parsers(cli.make_parser(HOME)))


@pytest.mark.parametrize("name", PARSERS, ids=lambda name: name or "matinee")
def test_every_option_is_in_the_guide_and_no_other(name: str) -> None:
    told = {option for row in TABLES[f"options: {name or 'matinee'}"] for option in _CODE.findall(row[0])}
    assert told == options(PARSERS[name])


def test_no_command_is_told_of_that_there_is_not() -> None:
    told = {mark.removeprefix("options: ") for mark in TABLES if mark.startswith("options: ")}
    assert {name or "matinee" for name in PARSERS} == told


def test_every_exit_code_is_in_the_guide() -> None:
    codes = {cli.DONE, cli.FAULT, cli.USAGE, cli.BUG, cli.INTERRUPTED}
    assert {int(row[0]) for row in TABLES["exit codes"]} == codes


# Problems

_TELLERS = {
    "error": "error",
    "refusal": "error",
    "report": "error",
    "Wrong": "error",
    "warning": "warning",
    "warn": "warning",
}


def codes_in_use() -> dict[str, set[str]]:
    """Every code that the source gives a problem, and whether as an error or a warning."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in (HOME / "matinee").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                if name in _TELLERS:
                    found[str(node.args[1].value)].add(_TELLERS[name])
    return found


def test_every_code_of_a_problem_is_in_the_guide_and_no_other() -> None:
    content = {code(row[0]) for row in TABLES["codes: content"]}
    build = {code(row[0]) for row in TABLES["codes: build"]}
    assert content == set(CODES)
    assert content | build == set(codes_in_use())
    assert not content & build


def test_the_guide_says_of_each_code_whether_it_stops_a_build() -> None:
    in_use = codes_in_use()
    for told, kind, *_ in TABLES["codes: content"] + TABLES["codes: build"]:
        assert (code(told), set(kind.split(" or "))) == (code(told), in_use[code(told)])


# Links


def anchors(page: Path) -> set[str]:
    """The anchors that a page's headings have where it is read."""
    text = _FENCE.sub("", page.read_text("utf-8"))
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize(
    "page",
    [*HOME.glob("*.md"), *sorted((HOME / "docs").rglob("*.md"))],
    ids=lambda page: page.relative_to(HOME).as_posix(),
)
def test_every_link_between_the_pages_leads_somewhere(page: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", _FENCE.sub("", page.read_text("utf-8")))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        place = (page.parent / path).resolve() if path else page
        assert place.exists(), target
        assert not anchor or anchor in anchors(place), target
