"""The guard at the door: a leak stops a deploy before anything is sent, and a line of site.yaml lets it pass."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from functools import cache

import pytest

import matinee.deploy.leaks
from matinee.content.loader import Sources
from matinee.content.loader.walk import load_config
from matinee.deploy.guard.rules import MENDS
from matinee.deploy.leaks import find_leaks
from matinee.deploy.outgoing import gather
from matinee.model import LeakRule
from matinee.render.order import Order
from tests.deploy.conftest import Blog
from tests.site import Site

KEY = f"-----BEGIN OPENSSH PRIVATE KEY-----\n{'b3BlbnNzaC1rZXktdjE' * 3}\n-----END OPENSSH PRIVATE KEY-----\n"


def test_what_each_rule_finds_can_be_mended() -> None:
    assert list(MENDS) == list(LeakRule)


def test_a_leak_stops_a_deploy_and_is_told_with_file_place_and_rule(blog: Blog) -> None:
    blog.well()
    before = blog.host.tree()
    blog.site.write("static/notes.txt", f"one\n{KEY}")
    done = blog.deploy()
    assert done.code == 1
    [line] = [line for line in done.err.splitlines() if "[leak]" in line]
    assert line.startswith("public/notes.txt:2:1: error: key: ")
    assert "b3BlbnNzaC1rZXk" not in done.err
    assert blog.host.tree() == before
    assert blog.deploy("--dry-run").code == 1
    blog.site.write(
        "content/site.yaml", f"{blog.site.read('content/site.yaml')}allow:\n  - {{rule: key, path: notes.txt}}\n"
    )
    blog.well()
    assert blog.is_live()


def test_what_was_edited_by_hand_after_a_build_is_made_again_and_goes_as_built(blog: Blog) -> None:
    blog.well()
    (blog.site.output / "index.html").write_text("<p>by hand</p>")
    blog.well()
    assert blog.is_live()
    assert b"by hand" not in blog.host.tree()["index.html"]


def test_where_nothing_changed_the_guard_does_not_look_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []
    real = matinee.deploy.leaks.gather_private

    def counted(*words: object) -> object:
        looks.append(words)
        return real(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(matinee.deploy.leaks, "gather_private", counted)
    config, _ = load_config(Sources(site.folder, ()))

    def look() -> None:
        site.good()
        order = Order(site.folder, site.output)
        assert find_leaks(order, config, gather(site.output), None, lambda: datetime(2026, 3, 1, tzinfo=UTC)) == []

    look()
    look()
    assert len(looks) == 1
    site.append("content/posts/2014-01-13-her.md", "\nOne more line.\n")
    look()
    assert len(looks) == 2
    monkeypatch.setenv("NEW_TOKEN", "0123456789abcdef")
    look()
    assert len(looks) == 3


def test_how_many_pages_the_host_has_is_no_reason_to_look_again(site: Site) -> None:
    site.good()
    config, _ = load_config(Sources(site.folder, ()))
    order, outgoing = Order(site.folder, site.output), gather(site.output)

    def look(before: int | None) -> list[str]:
        told = find_leaks(order, config, outgoing, before, lambda: datetime(2026, 3, 1, tzinfo=UTC))
        return [problem.message for problem in told]

    opened = watch_opened()

    def read() -> set[str]:
        """The sources and the outputs that have been opened since the last time."""
        paths = {path.removeprefix(f"{site.folder}/") for path in opened if path.startswith(f"{site.folder}/")}
        opened.clear()
        return {path for path in paths if not path.startswith((".matinee/", "public/.matinee/"))}

    read()
    assert look(None) == []
    assert "public/index.html" in read()
    for before in (None, 1, 20, 1000):
        assert len(look(before)) == (before == 1000)
        assert read() == set()


@cache
def watch_opened() -> list[str]:
    """Every file that is opened from now on: such a hook stays until the process ends."""
    opened: list[str] = []

    def hear(event: str, words: tuple[object, ...]) -> None:
        if event == "open":
            opened.append(str(words[0]))

    sys.addaudithook(hear)
    return opened
