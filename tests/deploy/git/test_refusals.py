"""A host that does not let a branch be moved: it says why, nothing has changed, and there is something to do. (Fault
I08.)"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from matinee.errors import OutsideError
from tests.deploy.git.conftest import Pages
from tests.deploy.hosts import GitHost


def refuse(host: GitHost, hook: str, said: str) -> Path:
    place = host.place / "hooks" / hook
    place.write_text(f"#!/bin/sh\necho '{said}' >&2\nexit 1\n")
    place.chmod(0o755)
    return place


@pytest.mark.parametrize("hook", ["pre-receive", "update"])
def test_a_protected_branch_is_told_and_stays(pages: Pages, git_host: GitHost, hook: str) -> None:
    for text in ("one", "two"):
        pages.deploy({"page.html": text})
    refs = git_host.git("for-each-ref")
    place = refuse(git_host, hook, "GH006: Protected branch update failed for refs/heads/gh-pages.")
    with pytest.raises(OutsideError, match="GH006: Protected branch update failed") as caught:
        pages.deploy({"page.html": "three"})
    assert "in the host's settings, or name another; the branch is as it was" in caught.value.hint
    with pytest.raises(OutsideError, match="GH006: Protected branch"):
        pages.go_back()
    assert git_host.git("for-each-ref") == refs
    place.unlink()
    pages.deploy({"page.html": "three"})
    assert git_host.tree()["page.html"] == b"three"


def test_a_first_deploy_to_a_protected_name_leaves_no_branch(pages: Pages, git_host: GitHost) -> None:
    refuse(git_host, "pre-receive", "no")
    with pytest.raises(OutsideError, match="hook declined"):
        pages.deploy({})
    assert git_host.git("for-each-ref") == b""


def test_a_host_that_takes_no_force_is_told(pages: Pages, git_host: GitHost) -> None:
    pages.deploy({})
    git_host.git("config", "receive.denyNonFastForwards", "true")
    tip = git_host.tip()
    with pytest.raises(OutsideError, match="was not moved"):
        pages.deploy({"page.html": "new"}, force=True)
    assert git_host.tip() == tip


def test_a_branch_that_is_checked_out_there_is_told_and_stays(tmp_path: Path) -> None:
    place = tmp_path / "work"
    subprocess.run(["git", "init", "--quiet", "--initial-branch=gh-pages", place], check=True)
    (place / "theirs.txt").write_text("theirs")
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for words in (["add", "."], ["commit", "--quiet", "-m", "Mine"]):
        subprocess.run(["git", "-C", place, *who, *words], check=True)
    host = GitHost({"kind": "git", "repository": str(place)}, place / ".git")
    pages, tip = Pages(tmp_path / "site", host), host.tip()
    pages.host.place = place
    with pytest.raises(OutsideError, match="it is checked out there") as caught:
        pages.deploy({})
    assert "git init --bare" in caught.value.hint
    host.place = place / ".git"
    assert host.tip() == tip
    assert {path.name for path in place.iterdir()} == {".git", "theirs.txt"}
    subprocess.run(["git", "-C", place, "checkout", "--quiet", "-b", "other"], check=True)
    pages.deploy({})
    assert host.tree() == {"index.html": b"Home.", "theirs.txt": b"theirs"}


def test_a_lock_that_was_left_there_is_named(pages: Pages, git_host: GitHost) -> None:
    pages.deploy({"page.html": "one"})
    lock = git_host.place / "refs/heads/gh-pages.lock"
    lock.touch()
    tip = git_host.tip()
    with pytest.raises(OutsideError, match=r"locked there, by .*/refs/heads/gh-pages\.lock'?") as caught:
        pages.deploy({"page.html": "two"})
    assert "remove that file" in caught.value.hint
    assert git_host.tip() == tip
    lock.unlink()
    pages.deploy({"page.html": "two"})


@pytest.mark.parametrize("is_empty", [True, False])
def test_a_repository_of_other_names_is_told_what_it_is(tmp_path: Path, is_empty: bool) -> None:
    place = tmp_path / "blog.git"
    subprocess.run(["git", "init", "--quiet", "--bare", "--object-format=sha256", place], check=True)
    host = GitHost({"kind": "git", "repository": str(place)}, place)
    if not is_empty:
        host.put("theirs.txt", b"theirs")
    before = host.whole_tree()
    with pytest.raises(OutsideError, match="by SHA-256, and a deploy by SHA-1") as caught:
        Pages(tmp_path / "site", host).deploy({})
    assert "git init --bare --object-format=sha1" in caught.value.hint
    assert host.whole_tree() == before
