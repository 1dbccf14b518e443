"""The first page keeps its word: two commands, and a tour that goes as it says."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.site import Site

HOME = Path(__file__).parents[2]
README = (HOME / "README.md").read_text("utf-8")
POST, TALK = "content/posts/2016-02-07-stalker.md", "content/posts/2016-02-07-stalker/comments.yaml"


def fences(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_two_commands_do_all_their_own_setting_up() -> None:
    assert [command.strip() for command in fences("console")[:2]] == [
        "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/python build.py",
        "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/python -m pytest",
    ]


def test_the_first_screen_says_what_it_is_shows_it_and_runs_it() -> None:
    first = README.split("## ")[0]
    assert README.startswith("# Matinee\n\nMatinee is a static site generator for film blogs.")
    assert first.index("docs/pictures/review.png") < first.index("python3 -m venv")
    assert 0 < (HOME / "docs" / "pictures" / "review.png").stat().st_size < 250_000


def test_the_tours_review_is_a_whole_review(bare_site: Site) -> None:
    [review], [talk] = fences("markdown review"), fences("yaml comments")
    bare_site.write(POST, review)
    bare_site.write(TALK, talk)
    assert bare_site.good().problems == ()
    page = bare_site.page("/2016/02/07/stalker/")
    for said in ("Stalker", "4½ stars out of 5", "Spoiler: the Room", "1.1", "The dog is the only one", "2 replies"):
        assert said in page


def test_mistakes_are_told_as_the_tour_tells_them(bare_site: Site) -> None:
    [told] = [text for text in fences("text") if "2 errors" in text]
    bare_site.write(POST, "---\nfilm: Stalker (1979)\nrating: 11\ncatgories: [Reviews]\n---\n\nThree men.\n")
    ran = bare_site.run("check")
    assert (ran.code, ran.err) == (1, told)


def test_a_build_ends_with_the_line_of_the_tour(bare_site: Site) -> None:
    shape = r"\d+ unchanged, \d+ written, \d+ removed, \d+\.\d s\n"
    assert [text for text in fences("text") if re.fullmatch(shape, text)]
    assert re.fullmatch(shape, bare_site.run("build").out)


def test_the_tour_counts_as_the_demo_blog_does(tmp_path: Path) -> None:
    demo = Site(tmp_path / "blog")
    for name in ("content", "templates", "static"):
        shutil.copytree(HOME / name, demo.folder / name)
    demo.good()
    demo.write(POST, fences("markdown review")[0])
    demo.write(TALK, fences("yaml comments")[0])
    report = demo.good()
    assert f"{report.unchanged} unchanged, {len(report.written)} written, {len(report.removed)} removed" in README
