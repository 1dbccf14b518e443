"""What stands on a host and should not be there, and what changes under our hands: nothing outside is touched, and no
deploy is stuck for ever. (Faults D05, D06, I01, I04.)"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from matinee.deploy.errand import deploy
from matinee.deploy.folder import FolderTarget
from matinee.deploy.record import dump_record
from matinee.deploy.releases import release_name
from matinee.errors import OutsideError
from tests.deploy.conftest import Blog, make_host
from tests.deploy.hosts import FolderHost, GitHost, S3Host
from tests.site import Site

pytestmark = pytest.mark.slow

LINKED = ("folder", pytest.param("ssh", marks=pytest.mark.slow))


@pytest.fixture(params=LINKED)
def linked(request: pytest.FixtureRequest, site: Site, tmp_path: Path) -> tuple[Blog, Path]:
    """A blog with releases beside a link, and the link."""
    host = make_host(request.param, tmp_path / "host", request)
    assert isinstance(host, FolderHost)
    return Blog(site, host), host.place


def test_nothing_is_deleted_through_a_link(linked: tuple[Blog, Path], tmp_path: Path) -> None:
    blog, place = linked
    for name in ("x", "y"):
        blog.site.write(f"static/d/{name}.txt", name)
    blog.well()
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.txt").write_text("precious")
    for path in (place / "d").iterdir():
        path.unlink()
    (place / "d").rmdir()
    (place / "d").symlink_to(outside)
    blog.site.remove("static/d/x.txt")
    blog.deploy()
    assert (outside / "x.txt").read_text() == "precious"
    assert [path.name for path in outside.iterdir()] == ["x.txt"]


def test_nothing_is_written_through_a_link(linked: tuple[Blog, Path], tmp_path: Path) -> None:
    blog, place = linked
    blog.well()
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.txt").write_text("precious")
    (place / "up").symlink_to(outside)
    blog.site.write("static/up/x.txt", "ours")
    blog.deploy()
    assert (outside / "x.txt").read_text() == "precious"


def test_a_file_becomes_a_folder_and_a_folder_a_file(blog: Blog) -> None:
    blog.site.write("static/thing", "a file")
    blog.site.write("static/img/deep/a.txt", "in a folder")
    blog.well()
    blog.site.remove("static/thing")
    blog.site.write("static/thing/index.txt", "in a folder")
    blog.site.remove("static/img/deep")
    blog.site.write("static/img/deep", "a file")
    blog.well()
    assert blog.is_live()


def test_what_was_edited_in_a_release_is_made_again(site: Site, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    blog = Blog(site, make_host("folder", tmp_path / "host", request))
    blog.well()
    place = tmp_path / "host/www/robots.txt"
    stat = place.stat()
    place.write_text("edited")
    os.utime(place, ns=(stat.st_atime_ns, stat.st_mtime_ns + 3_600_000_000_000))
    for number in range(3):
        site.write("static/new.txt", str(number))
        blog.well()
    assert blog.is_live()


def test_what_changes_after_it_was_looked_through_is_not_sent(site: Site, tmp_path: Path) -> None:
    site.good()

    def swap(*_: object) -> None:
        (site.output / "index.html").write_text("-----BEGIN PRIVATE KEY-----")

    with pytest.raises(OutsideError, match="has changed since"):
        deploy(FolderTarget(str(tmp_path / "www"), 5), site.output, None, lambda *_: False, swap, lambda *_: None)
    assert not (tmp_path / "www").exists()


def test_a_release_comes_after_all_others_whatever_the_clock_says() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    first = release_name(now)
    assert release_name(now - timedelta(days=1), [first]) > first
    assert release_name(now, [first]) > first


def test_a_password_in_a_remote_is_refused(site: Site, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    Blog(site, make_host("git", tmp_path / "host", request))
    subprocess.run(["git", "init", "-q", site.folder], check=True)
    words = ["git", "-C", str(site.folder), "remote", "add", "origin", "https://bot:canary-token@git.example/x.git"]
    subprocess.run(words, check=True)
    site.edit("content/site.yaml", str(tmp_path / "host/blog.git"), "origin")
    done = site.run("deploy")
    assert done.code == 1
    assert "MATINEE_GIT_TOKEN" in done.err
    assert "canary-token" not in done.err


def test_what_force_would_delete_is_in_its_plan(site: Site, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    host = make_host("git", tmp_path / "host", request)
    assert isinstance(host, GitHost)
    blog = Blog(site, host)
    blog.well()
    host.put("foreign.txt", b"theirs")
    assert "- foreign.txt" in blog.well("--force", "--dry-run").out
    blog.well("--force")
    assert "foreign.txt" not in host.whole_tree()


def test_an_own_cname_makes_no_commit_each_time(site: Site, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    host = make_host("git", tmp_path / "host", request, domain="matinee.example")
    assert isinstance(host, GitHost)
    blog = Blog(site, host)
    site.write("static/CNAME", "own.example\n")
    blog.well()
    blog.well()
    assert host.commits() == 1


@pytest.mark.slow
def test_what_is_matinees_own_in_a_bucket_has_no_rights(
    site: Site, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    host = make_host("s3", tmp_path, request, acl="public-read")
    assert isinstance(host, S3Host)
    blog = Blog(site, host)
    site.write("static/oops.txt", "mine")
    blog.well()
    site.remove("static/oops.txt")
    blog.well()

    def is_public(key: str) -> bool:
        return "AllUsers" in str(host.client.get_object_acl(Bucket="films", Key=key)["Grants"])

    assert is_public("index.html")
    assert not is_public(".matinee/before/oops.txt")
    assert not is_public(".matinee/deployed")
    blog.well("--rollback")
    assert host.tree()["oops.txt"] == b"mine"
    assert is_public("oops.txt")


def test_what_changes_under_rsyncs_hands_is_never_served(
    site: Site, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    blog = Blog(site, make_host("ssh", tmp_path / "host", request))
    blog.well()
    before = blog.host.tree()
    site.write("static/robots.old.txt", "ours")
    real = shutil.which("rsync")
    place = site.output / "robots.old.txt"
    wrapper = tmp_path / "bin/rsync"
    wrapper.parent.mkdir()
    wrapper.write_text(f"#!/bin/sh\nprintf 'OURS' > '{place}'\nexec {real} \"$@\"\n")
    wrapper.chmod(0o755)
    done = blog.deploy(PATH=f"{wrapper.parent}:{os.environ['PATH']}")
    assert done.code == 1
    assert "robots.old.txt has changed since it was looked through; the site there is as it was" in done.err
    assert blog.host.tree() == before
    blog.well()
    assert blog.is_live()
    assert blog.host.tree()["robots.old.txt"] == b"ours"


def test_a_path_over_ssh_may_begin_at_home(site: Site, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    host = make_host("ssh", tmp_path / "host", request)
    assert isinstance(host, FolderHost)
    with TemporaryDirectory(prefix=".matinee-test-", dir=pwd.getpwuid(os.geteuid()).pw_dir) as folder:
        host.place = Path(folder) / "www"
        host.told["path"] = f"{os.path.basename(folder)}/www"
        blog = Blog(site, host)
        blog.well()
        assert blog.is_live()
        assert blog.well("--json").json["sent"] == []
        blog.site.write("static/new.txt", "new")
        assert "new.txt" in blog.well("--json").json["sent"]
        assert blog.is_live()


def test_a_release_without_a_record_is_ours(linked: tuple[Blog, Path]) -> None:
    blog, place = linked
    blog.well()
    Path(f"{place.resolve()}.record").unlink()
    (place / "index.html").write_text("edited")
    blog.well()
    assert blog.is_live()


def test_a_new_line_in_a_name_is_data_over_ssh(site: Site, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    host = make_host("ssh", tmp_path / "host", request)
    blog = Blog(site, host)
    blog.well()
    for name in ("a\nb.txt", "a", "b.txt", "x\x1fy\\z\\#012.txt"):
        host.put(f"names/{name}", b"theirs")
    for name in ("a\nb.txt", "c.txt", "x\x1fy\\z\\#012.txt"):
        site.write(f"static/names/{name}", "ours")
    done = blog.deploy("--dry-run", "--json")
    assert done.json["foreign"] == ["names/a\nb.txt", "names/x\x1fy\\z\\#012.txt"]


@pytest.mark.parametrize("kind", ["s3", "git"])
def test_a_first_deploy_takes_nothing_over_unasked(blog: Blog) -> None:
    if isinstance(blog.host, GitHost):
        tree = blog.host.git("hash-object", "-t", "tree", "-w", "--stdin", data=b"").decode().strip()
        commit = blog.host.git("commit-tree", tree, "-m", "Mine").decode().strip()
        blog.host.git("update-ref", "refs/heads/gh-pages", commit)
    blog.host.put("index.html", b"another site")
    for _ in range(2):  # what the first leaves behind is no sign that all is ours
        done = blog.deploy()
        assert done.code == 1
        assert "1 file that is not ours would be replaced: index.html" in done.err
        assert blog.host.tree() == {"index.html": b"another site"}
    assert blog.deploy("--dry-run", "--json").json["foreign"] == ["index.html"]
    blog.well("--force")
    assert blog.is_live()


def test_a_first_deploy_to_a_bucket_that_was_cut_makes_no_more_ours_than_it_meant_to_send(
    site: Site, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    host = make_host("s3", tmp_path, request)
    assert isinstance(host, S3Host)
    host.put(".matinee/deploying", b'{"holder": "", "time": 0, "whole": false}')
    host.put(".matinee/intended", dump_record({"index.html": "00"}).encode())
    host.put("index.html", b"half of ours")
    host.put("robots.txt", b"theirs")
    blog = Blog(site, host)
    done = blog.deploy()
    assert done.code == 1
    assert "1 file that is not ours would be replaced: robots.txt" in done.err
    host.client.delete_object(Bucket="films", Key="robots.txt")
    blog.well()
    assert blog.is_live()
