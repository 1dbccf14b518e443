"""The house stands: imports go down the floors only, and the core neither opens, asks the time nor logs."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ENGINE = Path(__file__).parents[1] / "matinee"

# From the ground up, as docs/architecture.md draws them. A room may import rooms of lower floors, and those that stand
# before it on its own.
FLOORS = (
    ("errors", "model"),
    ("text",),
    ("bytecode", "extension", "stamp", "theme", "interrupts", "asides", "workers"),
    ("content",),
    ("pages",),
    ("render",),
    ("warm", "terminal"),
    ("preview", "outside", "language", "deploy"),
    ("commands",),
    ("cli",),
)
HEIGHTS = {room: (floor, place) for floor, rooms in enumerate(FLOORS) for place, room in enumerate(rooms)}
SILENT = ("model", "text", "content", "pages")
THE_ONE_DOOR = ENGINE / "content" / "loader"
WORLDLY_MODULES = frozenset(
    {"os", "time", "logging", "socket", "subprocess", "shutil", "tempfile", "random", "secrets"}
)
WORLDLY_CALLS = frozenset({"open", "print", "input"})
WORLDLY_METHODS = frozenset(
    {"read_text", "read_bytes", "write_text", "write_bytes", "now", "today", "utcnow", "getenv", "iterdir", "rglob"}
)

FILES = sorted(path for path in ENGINE.rglob("*.py") if "theme/" not in path.relative_to(ENGINE).as_posix())
QUIET_FILES = [
    path for path in FILES if path.relative_to(ENGINE).parts[0] in SILENT and not path.is_relative_to(THE_ONE_DOOR)
]


def room_of(path: Path) -> str:
    """`content` for matinee/content/site/values.py, `cli` for matinee/cli.py, "" for the package itself."""
    first = path.relative_to(ENGINE).parts[0].removesuffix(".py")
    return "" if first in {"__init__", "__main__"} else first


def imported_rooms(path: Path) -> Iterator[tuple[int, str]]:
    """Every room that a file imports when it runs, with the line; what only type checkers import does not count."""
    package = path.relative_to(ENGINE.parent).with_suffix("").parts[:-1]
    for node in nodes_that_run(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield from _room(node.lineno, tuple(name.name.split(".")))
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            module = (*above, *(node.module.split(".") if node.module else ()))
            for name in node.names:
                yield from _room(node.lineno, (*module, name.name))


def _room(line: int, module: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    if module[0] == "matinee" and len(module) > 1 and module[1] in HEIGHTS:
        yield line, module[1]


def nodes_that_run(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those under `if TYPE_CHECKING:`."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        is_for_types = isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        waiting += node.orelse if is_for_types and isinstance(node, ast.If) else ast.iter_child_nodes(node)


def worldly(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """What in a file reaches for the disk, the clock, the terminal or the dice."""
    for node in nodes_that_run(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names if name.name.split(".")[0] in WORLDLY_MODULES)
        elif isinstance(node, ast.ImportFrom):
            if not node.level and str(node.module).split(".")[0] in WORLDLY_MODULES:
                yield node.lineno, str(node.module)
        elif isinstance(node, ast.Call):
            name = _called(node.func)
            if name:
                yield node.lineno, name


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Name) and function.id in WORLDLY_CALLS:
        return function.id
    return function.attr if isinstance(function, ast.Attribute) and function.attr in WORLDLY_METHODS else ""


def told(found: Iterable[tuple[int, str]], path: Path) -> list[str]:
    return [f"{path.relative_to(ENGINE.parent).as_posix()}:{line}: {what}" for line, what in sorted(found)]


def test_every_module_has_its_place_in_the_house() -> None:
    assert {room_of(path) for path in FILES} - {""} == set(HEIGHTS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ENGINE).as_posix())
def test_imports_go_down_the_floors_only(path: Path) -> None:
    room = room_of(path)
    if not room:
        return
    others = [(line, other) for line, other in imported_rooms(path) if other != room]
    assert told([(line, other) for line, other in others if HEIGHTS[other] >= HEIGHTS[room]], path) == []


@pytest.mark.parametrize("path", QUIET_FILES, ids=lambda path: path.relative_to(ENGINE).as_posix())
def test_the_core_takes_values_and_gives_values(path: Path) -> None:
    assert told(worldly(ast.parse(path.read_text("utf-8"))), path) == []


def test_this_test_would_notice() -> None:
    reaching = "import os\nfrom time import time\nopen('x')\npath.read_text()\ndatetime.now()\n"
    assert [what for _, what in sorted(worldly(ast.parse(reaching)))] == ["os", "time", "open", "read_text", "now"]
    assert list(worldly(ast.parse("if TYPE_CHECKING:\n    import os\n"))) == []


def test_the_floors_are_those_of_the_page_that_draws_them() -> None:
    page = (ENGINE.parent / "docs" / "architecture.md").read_text("utf-8")
    missing = [room for room in HEIGHTS if f"`{room}" not in page]
    assert missing == []
