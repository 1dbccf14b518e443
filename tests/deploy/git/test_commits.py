"""A branch of git: what a deploy leaves alone, what it refuses, and what the commit holds. (Faults I08, I09, D04.)"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from matinee.deploy.git.repository import Repository
from matinee.errors import OutsideError
from tests.deploy.conftest import Blog
from tests.deploy.git.conftest import Pages
from tests.deploy.hosts import GitHost

HER = "content/posts/2014-01-13-her"


def test_github_finds_its_two_files_every_time(git_blog: Blog, git_host: GitHost) -> None:
    git_blog.well()
    tree = git_host.whole_tree()
    assert (tree[".nojekyll"], tree["CNAME"]) == (b"", b"films.example\n")
    git_host.put("CNAME", b"elsewhere.example\n")
    git_blog.well()
    assert git_host.whole_tree()["CNAME"] == b"films.example\n"


def test_one_deploy_is_one_commit_and_none_where_nothing_changed(git_blog: Blog, git_host: GitHost) -> None:
    git_blog.well()
    assert git_host.commits() == 1
    git_blog.well()
    assert git_host.commits() == 1
    git_blog.site.append(f"{HER}/comments.yaml", "- id: 8\n  author: Lin\n  date: 2014-02-08\n  body: Another.\n")
    git_blog.well()
    assert git_host.commits() == 2
    about = git_host.git("log", "-1", "--format=%an <%ae>", "gh-pages").decode()
    assert about.strip()


def test_the_authors_own_repository_is_not_touched(git_blog: Blog, tmp_path: Path) -> None:
    folder = git_blog.site.folder

    def run(*words: str) -> bytes:
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        return subprocess.run(["git", "-C", folder, *who, *words], check=True, capture_output=True).stdout

    run("init", "--quiet")
    run("config", "core.autocrlf", "true")
    (folder / ".gitattributes").write_text("*.html text eol=crlf\n")
    hook = folder / ".git/hooks/pre-push"
    hook.write_text(f"#!/bin/sh\ntouch '{tmp_path}/hooked'\nexit 1\n")
    hook.chmod(0o755)
    run("add", ".")
    run("commit", "--quiet", "-m", "All")
    (folder / "content/posts/2015-05-05-new.md").write_text("---\ntitle: New\n---\nNew.\n")
    run("add", "content/posts/2015-05-05-new.md")
    (folder / "stray.txt").write_text("mine")
    run("stash", "push", "--quiet", "--", "content/posts/2015-05-05-new.md")
    (folder / "content/posts/2015-05-06-other.md").write_text("---\ntitle: Other\n---\nOther.\n")
    run("add", "content/posts/2015-05-06-other.md")

    def state() -> tuple[bytes, ...]:
        return (
            run("rev-parse", "HEAD"),
            run("diff", "--cached"),
            run("stash", "list", "--format=%H"),
            run("for-each-ref"),
            (folder / ".git/config").read_bytes(),
            b"\n".join(
                line
                for line in run("status", "--porcelain").splitlines()
                if b"public" not in line and b".matinee" not in line
            ),
        )

    before = state()
    git_blog.well()
    assert state() == before
    assert git_blog.is_live()
    assert not (tmp_path / "hooked").exists()


def test_a_branch_with_the_sources_is_refused(git_blog: Blog, git_host: GitHost) -> None:
    git_blog.well()
    git_host.put("content/site.yaml", b"title: x\n")
    before = git_host.whole_tree()
    done = git_blog.deploy()
    assert done.code == 1
    assert "holds the sources" in done.err
    assert git_host.whole_tree() == before


@pytest.mark.parametrize("force", [False, True])
def test_a_branch_that_moves_on_meanwhile_is_not_overwritten(
    pages: Pages, git_host: GitHost, monkeypatch: pytest.MonkeyPatch, force: bool
) -> None:
    pages.deploy({"page.html": "one"})
    push = Repository.push

    def late(self: Repository, commit: str, lease: str | None) -> None:
        git_host.put("theirs.txt", b"theirs")
        push(self, commit, lease)

    with monkeypatch.context() as patch:
        patch.setattr(Repository, "push", late)
        with pytest.raises(OutsideError, match="deploy again"):
            pages.deploy({"page.html": "two"}, force=force)
    theirs = {"theirs.txt": b"theirs"}
    assert git_host.tree() == {**pages.write({"page.html": "one"}), **theirs}
    pages.deploy({"page.html": "two"}, force=force)
    assert git_host.tree() == {**pages.write({"page.html": "two"}), **({} if force else theirs)}


def test_force_replaces_a_foreign_branch_and_only_then(git_blog: Blog, git_host: GitHost) -> None:
    git_blog.well()
    git_host.put("theirs.txt", b"theirs")
    git_blog.well()
    assert "theirs.txt" in git_host.whole_tree()
    git_blog.well("--force")
    assert "theirs.txt" not in git_host.whole_tree()
    assert git_host.commits() == 1
    assert git_blog.is_live()


def test_whoever_prefers_other_names_deploys_all_the_same(
    pages: Pages, git_host: GitHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a repository of ours was once begun with them."""
    monkeypatch.setenv("GIT_DEFAULT_HASH", "sha256")
    subprocess.run(["git", "init", "--quiet", "--bare", pages.home], check=True)
    for text in ("one", "two"):
        files = pages.write({"page.html": text})
        pages.deploy(files)
        assert git_host.tree() == files


def test_a_machine_that_knows_nobody_commits_as_nobody(
    pages: Pages, git_host: GitHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As those of CI are: git must not guess, either (user.useConfigOnly)."""
    (tmp_path / "nowhere").mkdir()
    for name in [name for name in os.environ if name.startswith(("GIT_", "XDG_", "EMAIL"))]:
        monkeypatch.delenv(name)
    settings = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "user.useConfigOnly", "GIT_CONFIG_VALUE_0": "true"}
    nobody = {"HOME": str(tmp_path / "nowhere"), "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    for name, value in {**settings, **nobody}.items():
        monkeypatch.setenv(name, value)
    for text in ("one", "two"):
        pages.deploy({"page.html": text})
    pages.go_back()
    who = git_host.git("log", "--format=%an <%ae>, %cn <%ce>", "gh-pages").decode().splitlines()
    assert who == ["Matinee <matinee@deploy.invalid>, Matinee <matinee@deploy.invalid>"] * 3
