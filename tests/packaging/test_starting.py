"""Starting is quick, and where a library is missing the first line says what to do."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from matinee.content.blank import blank_site
from matinee.stamp import LIBRARIES, library_versions
from tests.site import ROOT, Site

LATE = {"jinja2", "markupsafe", "markdown_it", "mdit_py_plugins", "linkify_it", "yaml", "msgspec", "nh3", "watchdog"}
LATE |= {"PIL", "babel", "rich", "importlib.metadata", "asyncio", "multiprocessing", "socket", "starlette", "uvicorn"}
LATE |= {"ssl", "http.client", "pygls", "lsprotocol"}
LOADED = """
import runpy, sys
sys.argv = [{script!r}, *{words!r}]
try:
    runpy.run_path({script!r}, run_name="__main__")
except SystemExit as ended:
    assert not ended.code, ended.code
print("LOADED", *sys.modules)
"""


def python(*words: str, cwd: Path, code: int) -> tuple[str, str]:
    """What a fresh Python says on its two channels."""
    env = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    done = subprocess.run([sys.executable, *words], cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout, done.stderr


# Help


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["build", "--help"], ["check", "-h"], ["serve", "-h"]])
def test_help_loads_no_library(words: list[str], tmp_path: Path) -> None:
    said, _ = python("-c", LOADED.format(script=os.fspath(ROOT / "build.py"), words=words), cwd=ROOT, code=0)
    loaded = set(said.partition("LOADED")[2].split())
    assert "matinee.cli" in loaded
    assert not loaded & LATE
    assert "matinee" in said.partition("LOADED")[0]


def test_help_needs_no_library() -> None:
    said, _ = python("-S", "build.py", "--help", cwd=ROOT, code=0)
    for word in ("build", "check", "new", "publish"):
        assert re.search(rf"^ +{word} ", said, re.MULTILINE)


# What commands load

SITE = "title: T\nurl: https://t.example\nauthor: A\n"
MARKDOWN, PAGES = {"markdown_it", "mdit_py_plugins", "linkify_it"}, {"jinja2", "markupsafe"}


def loads(site: Site, *words: str) -> set[str]:
    """Which of the late ones a command loads."""
    script = LOADED.format(script=os.fspath(ROOT / "build.py"), words=[*words, "--site", os.fspath(site.folder)])
    said, _ = python("-c", script, cwd=ROOT, code=0)
    return set(said.partition("LOADED")[2].split()) & LATE


def test_each_command_loads_what_it_needs_and_no_more(tmp_path: Path) -> None:
    site = Site(tmp_path / "blog")
    site.write("content/site.yaml", SITE)
    site.write("content/posts/2014-01-13-her.md", "---\ntitle: her\n---\nA *letter* first.\n")
    site.write("content/posts/2014-01-13-her/comments.yaml", "- id: 1\n  body: Lovely.\n")
    written = {"msgspec"} | MARKDOWN | PAGES  # not YAML: what is plain is read without its parser
    drawn = written | {"PIL", "yaml"}  # the pictures, and the words of pages
    assert loads(site, "build") == drawn
    assert loads(site, "build") == {"msgspec"}
    site.append("content/posts/2014-01-13-her/comments.yaml", "- id: 2\n  body: So it is.\n")
    assert loads(site, "build") == written
    assert loads(site, "build", "--strict") <= drawn
    assert loads(site, "schema") == {"msgspec"}
    for words in (
        ["check"],
        ["check", "--external"],
        ["new", "post", "Hello", "--now", "2015-01-01"],
        ["publish", "hello"],
    ):
        assert loads(site, *words) <= drawn | {"yaml"}


# A missing library


@pytest.mark.parametrize("words", [[], ["build"], ["check"], ["new", "post", "Hello"], ["publish", "her"]])
def test_without_the_libraries_one_line_says_what_to_install(words: list[str], tmp_path: Path) -> None:
    said, told = python("-S", os.fspath(ROOT / "build.py"), *words, "--site", os.fspath(tmp_path), cwd=ROOT, code=1)
    assert said == ""
    assert re.fullmatch(r"\w+ is not installed; run: pip install -e \. \(or: pip install matinee\)\n", told)
    assert not list(tmp_path.iterdir())


def test_without_matinee_a_new_sites_front_door_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "build.py").write_text(blank_site("T", "2026-03-01")["build.py"], "utf-8")
    said, told = python("-S", "build.py", cwd=tmp_path, code=1)
    assert (said, told) == (
        "",
        "matinee is not installed for this Python; call build.py by the one that has it, or run: pip install matinee\n",
    )


def test_without_matinee_the_checkouts_front_door_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "build.py").write_bytes((ROOT / "build.py").read_bytes())
    said, told = python("-S", "build.py", cwd=tmp_path, code=1)
    assert (said, told) == ("", "matinee is not installed; run: pip install -e .\n")


# What is asked for is what is used


def asked_for(*extras: str) -> set[str]:
    """The distributions that pyproject.toml names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [*project["dependencies"], *(line for extra in extras for line in project["optional-dependencies"][extra])]
    return {_named(line) for line in lines}


def _named(line: str) -> str:
    """The distribution that a requirement names, however it is spelled."""
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=!~\[; (]", line)[0]).lower()


def imported(folder: Path) -> dict[str, set[str]]:
    """The packages that the files below a folder import, wherever in them, with the files."""
    found: dict[str, set[str]] = {}
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            for name in names:
                found.setdefault(name.partition(".")[0], set()).add(path.name)
    own = {"matinee", "tests", "bench", "build"} | sys.stdlib_module_names
    return {name: files for name, files in found.items() if name not in own}


@pytest.mark.parametrize(("folder", "extras"), [("matinee", ("lsp", "s3")), ("tests", ("test",))])
def test_everything_that_is_imported_is_asked_for(folder: str, extras: tuple[str, ...]) -> None:
    known = packages_distributions()
    asked = asked_for(*extras)
    missing = {
        name: files
        for name, files in imported(ROOT / folder).items()
        if not asked & {_named(distribution) for distribution in known.get(name, [name])}
    }
    assert missing == {}


def test_every_library_that_is_imported_is_in_the_stamp_of_the_engine() -> None:
    # In a terminal, around a page, in an editor or on the way to a host, never on a page.
    shown_only = {"rich", "starlette", "uvicorn", "watchdog", "pygls", "lsprotocol", "boto3", "botocore"}
    assert imported(ROOT / "matinee").keys() - shown_only <= LIBRARIES.keys()
    assert library_versions().keys() >= {_named(name) for name in asked_for()} - shown_only
    assert all(library_versions().values())
