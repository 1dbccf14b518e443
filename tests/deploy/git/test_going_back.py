"""Going back on a branch: along our own deploys, one further each time, and past what others did. (Fault I13.)"""

from __future__ import annotations

import subprocess
from itertools import pairwise

import pytest

from matinee.deploy.git.branch import Commit, deploy_before
from matinee.errors import OutsideError
from tests.deploy.git.conftest import Pages
from tests.deploy.hosts import GitHost

BESIDE = {"index.html": b"Home."}


def state(host: GitHost) -> str:
    return host.tree()["state.txt"].decode()


def test_each_time_it_goes_one_further_back_and_at_the_first_it_stops(pages: Pages, git_host: GitHost) -> None:
    for text in ("one", "two", "three"):
        pages.deploy({"state.txt": text, f"{text}.html": text})
    for text in ("two", "one"):
        pages.go_back()
        assert git_host.tree() == {**BESIDE, "state.txt": text.encode(), f"{text}.html": text.encode()}
    tip = git_host.tip()
    with pytest.raises(OutsideError, match="nothing was changed"):
        pages.go_back()
    assert git_host.tip() == tip


def test_after_a_new_deploy_it_goes_back_to_what_readers_saw(pages: Pages, git_host: GitHost) -> None:
    for text in ("one", "two", "bad"):
        pages.deploy({"state.txt": text})
    pages.go_back()
    pages.deploy({"state.txt": "four"})
    seen = []
    for _ in range(2):
        pages.go_back()
        seen.append(state(git_host))
    assert seen == ["two", "one"]


def test_what_is_deployed_after_going_back_is_what_has_changed_since_then(pages: Pages, git_host: GitHost) -> None:
    pages.deploy({"state.txt": "one", "old.html": "old"})
    pages.deploy({"state.txt": "two"})
    pages.go_back()
    plan = pages.deploy({"state.txt": "two"}).plan
    assert ([one.path for one in plan.sends], plan.deletes) == (["state.txt"], ("old.html",))
    assert git_host.tree() == {**BESIDE, "state.txt": b"two"}


def test_what_others_did_in_between_stays(pages: Pages, git_host: GitHost) -> None:
    git_host.change({"before.txt": b"theirs", "gone.txt": b"theirs", "changed.txt": b"theirs"})
    pages.deploy({"state.txt": "one"})
    git_host.change({"between.txt": b"theirs", "gone.txt": None, "changed.txt": b"theirs, again"})
    pages.deploy({"state.txt": "two"})
    git_host.change({"after.txt": b"theirs", "state.txt": b"edited by somebody"})
    pages.go_back()
    theirs = {
        name: b"theirs, again" if name == "changed.txt" else b"theirs"
        for name in ("before.txt", "between.txt", "changed.txt", "after.txt")
    }
    assert git_host.tree() == {**BESIDE, **theirs, "state.txt": b"one"}


def test_many_commits_of_others_are_stepped_over(pages: Pages, git_host: GitHost) -> None:
    git_host.change({"theirs.txt": b"0"})
    for number in range(30):
        git_host.change({"theirs.txt": b"%d" % number})
    pages.deploy({"state.txt": "one"})
    for number in range(20):
        git_host.change({"theirs.txt": b"%d" % number, "state.txt": b"theirs %d" % number})
    pages.deploy({"state.txt": "two"})
    fetched = subprocess.run(
        ["git", f"--git-dir={pages.home}", "rev-list", "--count", "refs/deploy/tip"], check=True, capture_output=True
    )
    assert int(fetched.stdout) <= 3  # a deploy looks no further
    pages.go_back()
    assert state(git_host) == "one"
    assert git_host.tree()["theirs.txt"] == b"19"
    fetched = subprocess.run(
        ["git", f"--git-dir={pages.home}", "rev-list", "--count", "refs/deploy/tip"], check=True, capture_output=True
    )
    assert 22 <= int(fetched.stdout) <= 34  # and going back no further than it must


def test_a_merge_whose_first_parent_is_somebody_elses_is_stepped_over(pages: Pages, git_host: GitHost) -> None:
    pages.deploy({"state.txt": "one"})
    one = git_host.tip()
    side = git_host.commit(git_host.make_tree({"side.txt": b"theirs"}, base=one), one, move=False)
    pages.deploy({"state.txt": "two"})
    two = git_host.tip()
    git_host.commit(git_host.make_tree({"side.txt": b"theirs"}, base=two), side, two)
    pages.deploy({"state.txt": "three"})
    pages.go_back()
    assert git_host.tree() == {**BESIDE, "state.txt": b"two", "side.txt": b"theirs"}
    pages.go_back()
    assert git_host.tree() == {**BESIDE, "state.txt": b"one", "side.txt": b"theirs"}


def test_going_back_does_not_overwrite_what_somebody_put_into_a_place_of_ours(pages: Pages, git_host: GitHost) -> None:
    pages.deploy({"talk/index.html": "ours"})
    pages.deploy({})
    git_host.put("talk/index.html", b"theirs")
    tip = git_host.tip()
    with pytest.raises(OutsideError, match=r"nothing was changed: talk/index\.html"):
        pages.go_back()
    assert git_host.tip() == tip


def test_a_deploy_that_somebody_amended_is_none_of_ours_to_go_back_to(pages: Pages, git_host: GitHost) -> None:
    for text in ("one", "two"):
        pages.deploy({"state.txt": text})
    two = git_host.tip()
    said = git_host.git("log", "-1", "--format=%B", two).decode()
    parent = git_host.git("rev-parse", f"{two}^").decode().strip()
    git_host.commit(git_host.make_tree({"state.txt": b"amended"}, base=two), parent, message=said)
    plan = pages.deploy({"state.txt": "two"}).plan
    assert [one.path for one in plan.sends] == ["state.txt"]  # the record is not believed
    pages.go_back()
    assert state(git_host) == "one"


def test_the_branch_of_somebody_else_has_nothing_to_go_back_to(pages: Pages, git_host: GitHost) -> None:
    for number in range(5):
        git_host.change({"theirs.txt": b"%d" % number})
    with pytest.raises(OutsideError, match="no deploy of ours before the last; nothing was changed"):
        pages.go_back()


def test_a_repository_that_is_cut_off_itself_is_looked_through_to_its_end(pages: Pages, git_host: GitHost) -> None:
    for number in range(5):
        git_host.change({"theirs.txt": b"%d" % number})
    pages.deploy({"state.txt": "one"})
    (git_host.place / "shallow").write_bytes(git_host.git("rev-parse", "gh-pages~2"))
    with pytest.raises(OutsideError, match="no deploy of ours before the last; nothing was changed"):
        pages.go_back()


def test_with_force_all_begins_anew(pages: Pages, git_host: GitHost) -> None:
    for text in ("one", "two"):
        pages.deploy({"state.txt": text})
    pages.deploy({"state.txt": "three"}, force=True)
    assert git_host.commits() == 1
    with pytest.raises(OutsideError, match="nothing was changed"):
        pages.go_back()
    pages.deploy({"state.txt": "four"})
    pages.go_back()
    assert state(git_host) == "three"


def test_going_back_where_the_last_commits_cannot_be_seen_asks_for_more() -> None:
    def made(name: str, back_to: str = "") -> str:
        return f"Publish\n\nDeployed-tree: {name}\n" + (f"Went-back-to: {back_to}\n" if back_to else "")

    told = [("a6", ""), ("a5", "a2"), ("a4", ""), ("a3", "a2"), ("a2", ""), ("a1", ""), ("a0", "")]
    whole = [Commit(name, name, (), made(name, back)) for name, back in told]
    commits = [Commit(one.name, one.tree, (below.name,), one.message) for one, below in pairwise(whole)]
    assert deploy_before(commits[:4]) is None  # it is known which, and not yet there
    assert deploy_before(commits) == commits[4]
    assert deploy_before(commits[1:]) == commits[5]
