"""A plan made by two processes: the same outputs, the same problems, the same outline. (Laws 1 and 3.)"""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from matinee.render import journey
from matinee.render.halves import Half, Halves
from matinee.render.intake import Intake
from tests.site import Site, differences, make_plain

TALK = "content/posts/2014-01-13-her/comments.yaml"


@pytest.fixture
def halves(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each plan was made by two, from the first post on."""
    made: list[bool] = []
    other = Halves._other

    def noted(self: Halves) -> Half | None:
        half = other(self)
        made.append(half is not None)
        return half

    monkeypatch.setattr(journey, "FEW", 0)
    monkeypatch.setattr(Halves, "_other", noted)
    return made


@pytest.fixture
def built(site: Site) -> Site:
    make_plain(site)
    for number in range(30):
        site.write(
            f"content/posts/n{number:02}.md", title=f"N {number}", date=f"2012-{1 + number % 12:02}-15", body="x"
        )
    site.good()
    return site


def add_much(site: Site) -> None:
    """A post with all that planning finds beside outputs: stubs, links into a conversation, a warning."""
    site.write(
        "content/posts/2016-02-02-ida.md",
        title="Ida",
        aliases=["/old/ida/", "/older.html"],
        films=[{"film": "Ida (2013)"}],
        body="As [Jane](2014-01-13-her.md#comment-1) says of [that](/films/).",
    )


def test_two_processes_plan_what_one_would(built: Site, halves: list[bool]) -> None:
    add_much(built)
    report = built.good(jobs=2)
    assert halves == [True]
    assert [problem.code for problem in report.problems] == ["section"]
    assert differences(built.tree(), built.clean_tree()) == {}
    assert "old/ida/index.html" in report.written
    assert built.good().rendered == 0


def test_one_alone_tells_the_same(built: Site, halves: list[bool]) -> None:
    add_much(built)
    together = built.build(jobs=2)
    alone = Site(built.folder, built.folder.parent / "elsewhere", built.now).build(jobs=1)
    assert halves == [True]
    assert (together.problems, together.failed) == (alone.problems, alone.failed)


def test_what_is_wrong_in_the_other_half_is_told_once(built: Site, halves: list[bool]) -> None:
    before = built.tree()
    built.write("content/posts/2016-02-02-ida.md", title="Ida", url="/2014/01/13/her/", body="[x](/nowhere/)")
    built.append("content/posts/n07.md", "\n\nAs [she](2014-01-13-her.md#comment-77) says.\n")
    assert sorted(problem.code for problem in built.build(jobs=2).problems) == ["anchor", "collision", "link"]
    assert halves == [True]
    assert differences(before, built.tree()) == {}


def test_a_page_changed_by_hand_is_kept_whoever_finds_it(built: Site, halves: list[bool]) -> None:
    (built.output / "2012/08/15/n07/index.html").write_text("mine")
    add_much(built)
    report = built.good(jobs=2)
    assert halves in ([], [True])  # a page that was old enough to be known is missed at once, and nothing is shared
    assert (built.output / ".matinee/kept/2012/08/15/n07/index.html").read_text() == "mine"
    assert sorted(problem.code for problem in report.problems) == ["output", "section"]
    assert differences(built.tree(), built.clean_tree()) == {}


def test_the_outline_of_two_halves_serves_for_a_retouch(
    built: Site, halves: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    built.write("content/posts/2016-02-02-ida.md", title="Ida", body="Short.")
    built.good(jobs=2)
    assert halves == [True]
    monkeypatch.setattr(journey, "make_site", None)  # nothing is put together any more
    built.append(TALK, "- id: 3\n  author: Ida\n  date: 2014-01-15T10:00:00Z\n  body: So did I.\n")
    report = built.good()
    monkeypatch.undo()
    assert {"index.html", "2014/01/13/her/index.html", "comments/feed.xml"} <= set(report.written)
    assert differences(built.tree(), built.clean_tree()) == {}


def test_what_collides_is_told_in_the_same_words(built: Site, halves: list[bool]) -> None:
    built.write("static/2014/01/13/her", "no folder")
    alone = built.build(jobs=1).problems
    built.append("content/posts/n07.md", "y")
    assert built.build(jobs=2).problems == alone
    assert halves == [True]
    assert [problem.place.path for problem in alone] == ["content/posts/2014-01-13-her.md"]


def test_where_much_is_stale_one_plans_alone(built: Site, halves: list[bool], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matinee.render.halves.MOST_STALE", 10)
    built.append("templates/post.html", "x")
    built.good(jobs=2)
    assert halves == [False]
    assert differences(built.tree(), built.clean_tree()) == {}


def test_a_new_output_is_planned_by_one(built: Site, halves: list[bool]) -> None:
    elsewhere = Site(built.folder, built.folder.parent / "elsewhere", built.now)
    elsewhere.good(jobs=2)
    assert halves == []
    assert differences(elsewhere.tree(), built.tree()) == {}


@pytest.mark.parametrize("damage", [b"", b"\xc1", None])
def test_where_the_other_half_is_lost_one_plans_alone(
    damage: bytes | None, built: Site, halves: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, plan = os.getpid(), Halves._plan_pages

    def spoiled(self: Halves) -> bool:
        assert os.getpid() != here
        if damage is None:
            os._exit(9)
        plan(self)
        place: Path = self._place
        place.write_bytes(damage)
        return True

    monkeypatch.setattr(Halves, "_plan_pages", spoiled)
    add_much(built)
    built.good(jobs=2)
    assert halves == [False]
    assert differences(built.tree(), built.clean_tree()) == {}
    assert not list((built.folder / ".matinee").glob("*.tmp"))


def test_what_was_read_is_remembered_by_another_process(
    built: Site, halves: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    here: list[int] = []
    remember = Intake.remember
    monkeypatch.setattr(Intake, "remember", lambda self: bool(here.append(os.getpid())) or remember(self))
    add_much(built)
    assert built.good(jobs=2).read == 1
    assert (halves, here) == ([True], [])
    built.append("content/posts/n07.md", "\n\nOne more line.\n")
    report = built.good(jobs=2)
    assert (report.read, report.written) == (1, ("2012/08/15/n07/index.html", "feed.json", "feed.xml"))


def test_where_the_other_process_is_killed_this_one_remembers(
    built: Site, halves: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, remember = os.getpid(), Intake.remember

    def killed(self: Intake) -> bool:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return remember(self)

    monkeypatch.setattr(Intake, "remember", killed)
    add_much(built)
    built.good(jobs=2)
    built.write("content/posts/2016-02-03-eva.md", title="Eva", body="x")
    assert built.good(jobs=2).read == 1
    assert halves == [True, True]
