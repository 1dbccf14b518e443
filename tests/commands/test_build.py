"""`build` and `check`: what they answer, and what they leave alone."""

from __future__ import annotations

import re

import pytest

from matinee.cli import run
from matinee.render.builder import build
from tests.site import Site, make_plain, read_tree


@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize(
    ("option", "typed"), [("--now", "garbage"), ("--now", "month 13"), ("--jobs", "abc"), ("--jobs", "0")]
)
def test_an_option_that_makes_no_sense_is_told_in_a_sentence_and_nothing_is_touched(
    command: str, option: str, typed: str, bare_site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    before = read_tree(bare_site.folder)
    try:
        code = run([command, option, typed], bare_site.folder)
    except SystemExit as exc:
        code = int(exc.code or 0)
    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    last = err.splitlines()[-1]
    assert f"{option} must be a" in last or f"argument {option}: must be a" in last
    assert typed in last
    assert read_tree(bare_site.folder) == before
    assert not bare_site.output.exists()


@pytest.mark.parametrize("has_cache", [True, False])
def test_a_check_creates_nothing_in_the_output(has_cache: bool, bare_site: Site) -> None:
    make_plain(bare_site)
    bare_site.write("content/posts/a.md", title="A", date="2014-01-13")
    if not has_cache:
        bare_site.write(".matinee", "a file where the cache would be")
    assert run(["check", "--jobs", "1"], bare_site.folder) == 0
    assert not bare_site.output.exists()
    bare_site.output.mkdir()
    assert run(["check", "--jobs", "1"], bare_site.folder) == 0
    assert list(bare_site.output.iterdir()) == []


def test_progress_is_told_while_reading_and_while_making_pages(bare_site: Site) -> None:
    make_plain(bare_site)
    for number in range(30):
        bare_site.write(f"content/posts/{number}.md", title=f"T{number}", date="2014-01-13")
    heard: list[tuple[str, int, int]] = []
    build(bare_site.order(), lambda: bare_site.now, lambda *told: heard.append(told))
    assert [told for told in heard if told[0] == "read"] == [("read", 24, 30), ("read", 30, 30)]
    rendered = [(done, total) for stage, done, total in heard if stage == "render"]
    assert len(rendered) > 1
    assert rendered[-1][0] == rendered[-1][1]


def test_a_build_that_cannot_be_verified_says_that_it_was_published(
    bare_site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    make_plain(bare_site)
    bare_site.write("build.py", WHIM)
    assert run(["build", "--verify", "--jobs", "1"], bare_site.folder) == 1
    out, err = capsys.readouterr()
    assert out == ""
    told, last = err.splitlines()
    assert told == "public/whim.json:1:1: error: this file differs from a clean build's [verify]"
    changes = r"0 unchanged, \d+ written, 0 removed"
    assert re.fullmatch(
        rf"1 error; the site was published \({changes}\), and a clean build does not make the same\.", last
    )
    assert (bare_site.output / "whim.json").is_file()


WHIM = """
from itertools import count
from matinee import Extension, Page
numbers = count()
blog = Extension(outputs=[lambda site: [Page("/whim.json", next(numbers), template="")]])
"""


def test_a_build_tells_when_the_next_post_is_due(site: Site) -> None:
    site.config(timezone="Europe/Berlin")
    site.write("content/posts/late.md", title="Late", date="2026-12-01 10:30")
    site.write("content/posts/next.md", title="Next", date="2026-12-01T09:00:00+01:00")
    site.write("content/posts/draft.md", title="Draft", date="2026-11-01", draft=True)
    whole, again = site.run("build", "--json"), site.run("build", "--json")
    assert whole.json["next_due"] == again.json["next_due"] == "2026-12-01T09:00:00+01:00"
    assert site.run().out.rstrip().endswith(" s; the next post is due 2026-12-01 09:00")
    site.edit("content/posts/2014-01-13-her.md", "A letter first", "A letter, first")
    assert site.run("build", "--json").json["next_due"] == "2026-12-01T09:00:00+01:00"
    assert site.run("build", "--json", "--now", "2026-12-01 09:00").json["next_due"] == "2026-12-01T10:30:00+01:00"
    assert site.run("build", "--json", "--future").json["next_due"] is None


def test_the_next_due_post_is_told_by_builds_that_find_nothing_to_do(site: Site) -> None:
    site.write("content/posts/next.md", title="Next", date="2026-12-01T09:00:00+01:00")
    assert [site.good().next_due for _ in range(2)] == ["2026-12-01T09:00:00+01:00"] * 2
    site.append("content/posts/2014-01-13-her.md", "\nMore.\n")
    assert site.good().next_due == "2026-12-01T09:00:00+01:00"
    site.edit("content/posts/next.md", "2026-12-01", "2026-12-02")
    assert site.good().next_due == "2026-12-02T09:00:00+01:00"
    site.remove("content/posts/next.md")
    assert site.good().next_due == ""
