"""The guard at the door: a leak stops a deploy before anything is sent, and a line of site.yaml lets it pass."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import matinee.deploy.leaks
from matinee.content.loader import Sources
from matinee.content.loader.walk import load_config
from matinee.deploy.guard import RULES
from matinee.deploy.leaks import find_leaks
from matinee.deploy.outgoing import gather
from matinee.model import LeakRule
from matinee.render.order import Order
from tests.deploy.conftest import Blog
from tests.site import Site

KEY = f"-----BEGIN OPENSSH PRIVATE KEY-----\n{'b3BlbnNzaC1rZXktdjE' * 3}\n-----END OPENSSH PRIVATE KEY-----\n"


def test_the_rules_that_can_be_allowed_are_those_of_the_guard() -> None:
    assert set(RULES) == {rule.value for rule in LeakRule}


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
