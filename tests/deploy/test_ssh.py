"""A server over SSH: what only it has to do with. (Faults I01, I04, I06, I10, I12.)"""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

from matinee.deploy.errand import deploy
from matinee.deploy.ssh import SshSession, SshTarget
from matinee.errors import OutsideError
from tests.deploy.conftest import Blog
from tests.deploy.hosts import FolderHost, Sshd

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("kind", ["ssh"])]


def place(blog: Blog) -> Path:
    assert isinstance(blog.host, FolderHost)
    return blog.host.place


def test_what_others_have_where_a_deploy_was_cut_and_given_up_stays(
    blog: Blog, sshd: Sshd, monkeypatch: pytest.MonkeyPatch
) -> None:
    blog.well()
    blog.host.put("legacy.html", b"theirs")
    blog.site.write("static/legacy.html", "<!doctype html><title>Ours</title><p>Ours.</p></html>")
    blog.site.good()
    told = blog.host.told
    target = SshTarget(told["host"], told["path"], 5, sshd.port)

    def fail(*_: object) -> None:
        raise OutsideError("the wire broke")

    with monkeypatch.context() as patch:
        patch.setenv("MATINEE_SSH", sshd.env["MATINEE_SSH"])
        patch.setattr(SshSession, "_finish", fail)
        with pytest.raises(OutsideError, match="the wire broke"):
            deploy(target, blog.site.output, None, lambda *_: False, lambda *_: None, lambda *_: None, takes_over=True)
    blog.site.remove("static/legacy.html")
    blog.well()
    assert blog.host.tree() == {**blog.site.tree(), "legacy.html": b"theirs"}


@pytest.mark.parametrize("there", [True, False])
def test_a_link_of_others_is_refused_even_where_it_leads_nowhere(blog: Blog, tmp_path: Path, there: bool) -> None:
    theirs = tmp_path / "theirs/host/www.releases/site" if there else tmp_path / "not mounted/site"
    if there:
        theirs.mkdir(parents=True)
    place(blog).symlink_to(theirs)
    done = blog.deploy()
    assert done.code == 1
    assert "none of ours" in done.err
    assert os.readlink(place(blog)) == str(theirs)


def test_a_place_that_cannot_be_locked_is_told_in_its_own_words(blog: Blog) -> None:
    releases = Path(f"{place(blog)}.releases")
    releases.mkdir()
    (releases / "lock").write_text("not a folder")
    done = blog.deploy()
    assert done.code == 1
    assert "File exists" in done.err
    assert "another deploy" not in done.err


def test_a_lock_that_is_taken_over_is_as_good_as_new(blog: Blog, monkeypatch: pytest.MonkeyPatch, sshd: Sshd) -> None:
    blog.well()
    lock = Path(f"{place(blog)}.releases/lock")
    lock.mkdir()
    (lock / "holder").write_text("elsewhere 4711 aa")
    long_ago = time.time() - 3600
    os.utime(lock, (long_ago, long_ago))
    monkeypatch.setenv("MATINEE_SSH", sshd.env["MATINEE_SSH"])
    told = blog.host.told
    with SshTarget(told["host"], told["path"], 5, sshd.port).open():
        assert time.time() - lock.stat().st_mtime < 60
        (lock / "holder").write_text((lock / "holder").read_text().replace(os.uname().nodename, "elsewhere", 1))
        done = blog.deploy()
        assert done.code == 1
        assert "another deploy" in done.err
        assert "on elsewhere)" in done.err
    assert lock.exists()  # it is another's now


def test_a_shell_that_prints_by_itself_is_told(blog: Blog, tmp_path: Path, sshd: Sshd) -> None:
    noisy = tmp_path / "noisy"
    noisy.write_text(f'#!/bin/sh\necho "Welcome to films"\nexec {sshd.env["MATINEE_SSH"]} "$@"\n')
    noisy.chmod(0o755)
    for _ in range(2):
        done = blog.deploy(MATINEE_SSH=str(noisy))
        assert done.code == 1
        assert "prints something by itself: Welcome to films" in done.err
    blog.well()
    assert blog.is_live()


def test_a_release_that_arrived_whole_is_not_sent_again(blog: Blog) -> None:
    blog.well()
    for number in range(30):
        blog.site.write(f"static/stills/{number}.txt", f"{number}\n")
    blog.well()
    first, second = sorted(path for path in Path(f"{place(blog)}.releases").iterdir() if path.is_dir())
    place(blog).unlink()  # the power went before the link was turned
    place(blog).symlink_to(f"{place(blog).name}.releases/{first.name}")
    arrived = {path.name: path.stat().st_ino for path in second.glob("stills/*")}
    blog.well()
    assert blog.is_live()
    assert {path.name: path.stat().st_ino for path in place(blog).glob("stills/*")} == arrived


def test_a_host_whose_key_has_changed_stops_it(blog: Blog, tmp_path: Path, sshd: Sshd) -> None:
    blog.well()
    before = blog.host.tree()
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "other"], check=True)
    known, config = tmp_path / "known", tmp_path / "config"
    known.write_text(f"[127.0.0.1]:{sshd.port} {(tmp_path / 'other.pub').read_text()}")
    config.write_text(sshd.config.read_text().replace(str(sshd.known), str(known)))
    blog.site.append("content/posts/2014-01-13-her/comments.yaml", "- id: 8\n  author: Lin\n  body: Another voice.\n")
    done = blog.deploy(MATINEE_SSH=f"ssh -F {config}")
    assert done.code == 1
    assert "whether its key has changed" in done.err
    assert blog.host.tree() == before
