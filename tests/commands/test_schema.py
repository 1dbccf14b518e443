"""`schema`: what an editor needs stands beside the blog, is kept up to date, and is written over nobody's work."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from matinee.cli import run
from matinee.content.modeline import modeline
from matinee.model import Scale
from tests.editors import expanded, read_as_editors_do, read_kit
from tests.site import Site, read_tree

SCHEMAS = [f"schemas/{name}.schema.json" for name in ("comments", "diary", "film", "front-matter", "pingbacks", "site")]
VSCODE = [f".vscode/{name}" for name in ("extensions.json", "matinee.code-snippets", "settings.json", "tasks.json")]
KIT = [*VSCODE, *SCHEMAS]
TODAY = "2026-02-28"
NOW = {
    "CURRENT_YEAR": "2026",
    "CURRENT_MONTH": "02",
    "CURRENT_DATE": "28",
    "CURRENT_HOUR": "09",
    "CURRENT_MINUTE": "30",
    "CURRENT_SECOND": "00",
    "CURRENT_TIMEZONE_OFFSET": "+01:00",
}


def schema(site: Site, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The lines that the command prints."""
    assert run(["schema"], site.folder) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out.splitlines()


def expand(site: Site, name: str, **variables: str) -> str:
    return expanded(read_kit(site, ".vscode/matinee.code-snippets")[name]["body"], **NOW, **variables)


def faults(site: Site, path: str, name: str) -> list[str]:
    told = Draft7Validator(read_kit(site, f"schemas/{name}.schema.json"))
    return [error.message for error in told.iter_errors(read_as_editors_do(site.read(path)))]


# Writing


def test_everything_is_written_and_nothing_else(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    before = read_tree(site.folder)
    assert schema(site, capsys) == ["10 written, 0 unchanged"]
    after = read_tree(site.folder)
    assert {path: after[path] for path in before} == before
    assert sorted(after.keys() - before.keys()) == KIT


def test_a_second_time_writes_nothing(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    schema(site, capsys)
    times = {path: (site.folder / path).stat().st_mtime_ns for path in KIT}
    assert schema(site, capsys) == ["0 written, 10 unchanged"]
    assert {path: (site.folder / path).stat().st_mtime_ns for path in KIT} == times


def test_two_blogs_get_the_same_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trees = []
    for name in ("one", "another"):
        site = Site(tmp_path / name)
        site.config(title=name)
        assert site.run("schema", env={"PYTHONHASHSEED": name[:1].replace("o", "1").replace("a", "2")}).code == 0
        trees.append({path: (site.folder / path).read_bytes() for path in KIT})
    assert trees[0] == trees[1]
    for path in SCHEMAS:
        told = json.loads(trees[0][path])
        assert list(told) == sorted(told)


def test_what_is_written_is_neither_published_nor_read(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    before = site.good().written
    schema(site, capsys)
    report = site.good()
    assert (report.written, report.problems, report.unchanged) == ((), (), len(before))
    assert not [path for path in site.tree() if "schema" in path or "vscode" in path]


def test_the_folder_may_be_named(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "--site", os.fspath(site.folder)], tmp_path) == 0
    assert capsys.readouterr().out == "10 written, 0 unchanged\n"
    assert (site.folder / "schemas/site.schema.json").is_file()


def test_without_a_site_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema"], tmp_path) == 1
    assert "there is no site.yaml here" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way_is_told(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("schemas", "not a folder")
    assert run(["schema"], site.folder) == 1
    assert capsys.readouterr().err == "error: schemas/comments.schema.json cannot be read: Not a directory\n"
    assert site.read("schemas") == "not a folder"


# Keeping


def test_another_scale_makes_other_schemas(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    schema(site, capsys)
    site.config(ratings="letters")
    assert schema(site, capsys) == ["3 written, 7 unchanged"]  # front matter, diary, snippets
    rating = json.loads(site.read("schemas/diary.schema.json"))["definitions"]["diary"]["properties"]["rating"]
    assert rating["anyOf"][0]["enum"][:3] == ["A+", "A", "A-"]


def test_lines_that_end_as_on_windows_are_as_they_were(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    schema(site, capsys)
    for path in KIT:
        site.write(path, site.read(path).replace("\n", "\r\n"))
    assert schema(site, capsys) == ["0 written, 10 unchanged"]
    site.config(ratings="ten")
    assert schema(site, capsys)[-1].endswith(" unchanged")


@pytest.mark.parametrize("path", KIT)
def test_what_an_author_has_changed_stays_as_it_is(site: Site, capsys: pytest.CaptureFixture[str], path: str) -> None:
    schema(site, capsys)
    site.edit(path, "{\n", "{\n\n")
    site.config(ratings="letters")
    changed = site.read(path)
    told = schema(site, capsys)
    assert site.read(path) == changed
    is_complete = path in {".vscode/extensions.json", ".vscode/settings.json", ".vscode/tasks.json"}
    assert is_complete or told[0].startswith(f"{path} was changed by hand, and was left as it is.")
    assert told[-1].endswith(" unchanged" if is_complete else ", 1 left as found")


OWN = """\
// how I like it
{
    "editor.wordWrap": "on", /* always */
    "yaml.schemas": {"https://a.example/x.json": "x.yaml",},
}
"""


def test_settings_of_the_authors_are_left_and_what_is_missing_is_shown(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.write(".vscode/settings.json", OWN)
    told = schema(site, capsys)
    assert site.read(".vscode/settings.json") == OWN
    assert told[0] == ".vscode/settings.json is yours, and was left as it is. This is missing in it:"
    assert '  "yaml.schemas": {' in told
    assert told[-1] == "9 written, 0 unchanged, 1 left as found"
    assert json.loads("\n".join(told[1:-1])).keys() == {"yaml.schemas"}


def test_settings_that_say_it_already_are_not_spoken_of(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    schema(site, capsys)
    ours = read_kit(site, ".vscode/settings.json")["yaml.schemas"]
    inner = ", ".join(f"{json.dumps(name)}: {json.dumps(globs)}" for name, globs in ours.items())
    site.write(".vscode/settings.json", OWN.replace('"x.yaml",', f'"x.yaml", {inner},'))
    assert schema(site, capsys) == ["0 written, 10 unchanged"]


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"yaml.schemas": "none"}', "\ufeff{}", "no // JSON"])
def test_settings_that_cannot_be_read_are_left_too(site: Site, capsys: pytest.CaptureFixture[str], text: str) -> None:
    site.write(".vscode/settings.json", text)
    assert schema(site, capsys)[-1] == "9 written, 0 unchanged, 1 left as found"
    assert site.read(".vscode/settings.json") == text


# What VS Code makes of it


def test_every_schema_of_the_settings_is_there_and_meets_its_files(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    schema(site, capsys)
    site.write("content/diary.yaml", "[]\n")
    site.write("content/films/more/ida-2013.yaml", "title: Ida\n")
    named = read_kit(site, ".vscode/settings.json")["yaml.schemas"]
    for path, name in [
        ("content/site.yaml", "site"),
        ("content/diary.yaml", "diary"),
        ("content/diary/2014.yaml", "diary"),
        ("content/films/her-2013.yaml", "film"),
        ("content/films/more/ida-2013.yaml", "film"),
        ("content/posts/2014-01-13-her/comments.yaml", "comments"),
        ("content/posts/2014-01-13-her/pingbacks.yaml", "pingbacks"),
    ]:
        found = [schema for schema, globs in named.items() if any(meets(glob, path) for glob in globs)]
        assert (path, found) == (path, [f"./schemas/{name}.schema.json"])
        assert (site.folder / found[0]).is_file()


def meets(glob: str, path: str) -> bool:
    """As VS Code understands globs."""
    pattern = re.escape(glob).replace(r"\*\*/", "(?:.+/)?").replace(r"\*", "[^/]*")
    return re.fullmatch(pattern, path) is not None


def test_the_problem_matcher_finds_every_problem_of_a_check(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    schema(site, capsys)
    site.write("content/posts/a b/index.md", "---\ntitle: A\ncatgories: x\nrating: 11\n---\n[*A*: b](c.md)\n")
    site.write("content/stray [1].txt", "x")
    site.append("content/posts/2014-01-13-her/comments.yaml", "- id: 2\n  body: Again.\n")
    ran = site.run("check")
    assert ran.code == 1
    task = read_kit(site, ".vscode/tasks.json")["tasks"][0]
    pattern = task["problemMatcher"]["pattern"]
    lines = [line for line in ran.err.splitlines() if not re.fullmatch(r"\d+ errors?\.", line)]
    told = [
        (found[pattern["file"]], found[pattern["severity"]], found[pattern["code"]]) for found in matches(task, lines)
    ]
    assert len(told) == len(lines) >= 5
    assert ("content/posts/a b/index.md", "error", "unknown-key") in told
    assert ("content/stray [1].txt", "warning", "layout") in told
    first = matches(task, lines)[0]
    assert (int(first[pattern["line"]]), int(first[pattern["column"]])) == (10, 7)
    assert first[pattern["message"]].startswith("the id ")


def matches(task: Any, lines: list[str]) -> list[re.Match[str]]:
    found = [re.search(task["problemMatcher"]["pattern"]["regexp"], line) for line in lines]
    return [one for one in found if one is not None]


def test_tasks_call_the_blogs_own_front_door_where_it_has_one(
    bare_site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    schema(bare_site, capsys)
    assert commands(bare_site) == ["matinee check", "matinee serve"]
    bare_site.write("build.py", "from matinee import main\n\nmain()\n")
    assert schema(bare_site, capsys) == ["1 written, 9 unchanged"]
    assert commands(bare_site) == ["python build.py check", "python build.py serve"]


def commands(site: Site) -> list[str]:
    return [task["command"] for task in read_kit(site, ".vscode/tasks.json")["tasks"]]


def test_the_background_task_knows_when_the_preview_is_ready() -> None:
    from matinee.content.editor.vscode import make_tasks

    background = make_tasks("matinee")["tasks"][1]["problemMatcher"]["background"]
    ready = "09:30:00 http://localhost:8000/ is ready: 12 pages, 0.4 s; Ctrl-C ends it"
    assert re.search(background["endsPattern"], ready)
    assert re.search(background["beginsPattern"], "09:31:00 build.py has changed: beginning again")


@pytest.mark.parametrize("scale", Scale)
def test_snippets_as_they_come_build_without_a_problem(
    bare_site: Site, capsys: pytest.CaptureFixture[str], scale: Scale
) -> None:
    bare_site.config(ratings=scale.value)
    schema(bare_site, capsys)
    post = "content/posts/her.md"
    bare_site.write(post, expand(bare_site, "Review"))
    for name in ("Spoiler, a phrase", "Spoiler, a passage"):
        bare_site.append(post, f"\n{expand(bare_site, name)}")
        bare_site.append(post, f"\n{expand(bare_site, name, TM_SELECTED_TEXT='She leaves.')}")
    talk = "content/posts/her/comments.yaml"
    bare_site.write(talk, expand(bare_site, "Comment") + expand(bare_site, "Answer"))
    assert bare_site.build().problems == ()
    page = bare_site.page("/2026/02/28/her/")
    assert page.count("She leaves.") == 2
    assert 'id="comment-2"' in page
    assert faults(bare_site, talk, "comments") == []


# What `new` writes


def test_a_new_site_has_its_schemas_and_names_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = Site(tmp_path / "owl")
    assert run(["new", "site", os.fspath(site.folder)], tmp_path) == 0
    capsys.readouterr()
    assert schema(site, capsys) == ["0 written, 10 unchanged"]
    assert named_schema(site, "content/site.yaml") == site.folder / "schemas/site.schema.json"
    assert faults(site, "content/site.yaml", "site") == []


def test_a_new_conversation_names_its_schema_and_one_that_goes_on_does_not(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    schema(site, capsys)
    assert run(["new", "comment", "gravity", "--now", TODAY], site.folder) == 0
    path = "content/posts/gravity/comments.yaml"
    assert capsys.readouterr().out == f"{path}:6\n"
    assert named_schema(site, path) == site.folder / "schemas/comments.schema.json"
    site.append(path, "    Written.\n")
    assert run(["new", "comment", "gravity", "--now", TODAY], site.folder) == 0
    assert run(["new", "comment", "her", "--now", TODAY], site.folder) == 0
    assert site.read(path).count("yaml-language-server") == 1
    assert "yaml-language-server" not in site.read("content/posts/2014-01-13-her/comments.yaml")
    assert {problem.code for problem in site.build().problems} == {"unwritten"}
    assert faults(site, path, "comments") == []


def test_a_blog_without_schemas_names_none(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "comment", "gravity", "--now", TODAY], site.folder) == 0
    assert "yaml-language-server" not in site.read("content/posts/gravity/comments.yaml")


def test_the_way_to_a_schema_is_right_from_every_depth(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    schema(site, capsys)
    for path in ("content/site.yaml", "content/films/ida.yaml", "content/posts/2014/01/her/comments.yaml"):
        site.write(path, modeline(path, "film") + "title: her\n")
        assert named_schema(site, path) == site.folder / "schemas/film.schema.json"


def named_schema(site: Site, path: str) -> Path:
    """The file that the first line of another names."""
    found = re.match(r"# yaml-language-server: \$schema=(\S+)\n", site.read(path))
    assert found is not None
    place = Path(os.path.normpath((site.folder / path).parent / found[1]))
    assert place.is_file()
    return place
