"""A machine that is at fault itself, here and not at the host: it is told as that, and the branch is as it was."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from matinee.deploy.errand import deploy
from matinee.errors import OutsideError
from tests.deploy.conftest import Blog
from tests.deploy.git.conftest import Pages
from tests.deploy.hosts import GitHost


@pytest.mark.parametrize(
    ("place", "is_folder"), [("live.extras", False), ("live.extras/.nojekyll", True), ("live.lock", True), ("", False)]
)
def test_what_is_in_the_way_of_our_own_files_is_named(
    pages: Pages, git_host: GitHost, place: str, is_folder: bool
) -> None:
    at = pages.home.parent / place
    at.parent.mkdir(parents=True, exist_ok=True)
    if is_folder:
        at.mkdir(parents=True)
    else:
        at.touch()
    with pytest.raises(OutsideError, match=r"(exists|directory): .*/\.matinee/deploy") as caught:
        pages.deploy({})
    assert ".matinee/deploy can be deleted" in caught.value.hint
    assert git_host.whole_tree() == {}
    if is_folder:
        at.rmdir()
    else:
        at.unlink()
    files = pages.write({})
    pages.deploy({})
    assert git_host.tree() == files


@pytest.mark.slow
def test_a_folder_that_cannot_be_written_is_named(pages: Pages, git_host: GitHost) -> None:
    folder = pages.home.parent
    folder.mkdir(parents=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", folder], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("a disk can only be mounted by root")
    try:
        with pytest.raises(OutsideError, match=r"Read-only file system: .*/live\.lock"):
            pages.deploy({})
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
    assert git_host.whole_tree() == {}


def test_a_dry_run_with_no_room_for_its_own_is_told(
    pages: Pages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(OutsideError, match=r"No such file or directory: .*/gone/matinee-"):
        pages.deploy({}, dry=True)


def _remove(place: Path) -> None:
    place.unlink()


def _make_folder(place: Path) -> None:
    place.unlink()
    place.mkdir()


def _fill_its_folder(place: Path) -> None:
    place.unlink()
    place.parent.rmdir()
    place.parent.touch()


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (_remove, "is not there, though it was built"),
        (_fill_its_folder, "is not there, though it was built"),
        (_make_folder, "cannot be read: Is a directory"),
    ],
)
@pytest.mark.parametrize("stands", [False, True])
def test_a_file_that_goes_between_the_plan_and_the_commit_is_named(
    pages: Pages, git_host: GitHost, act: Callable[[Path], None], said: str, stands: bool
) -> None:
    """Also where somebody else's stands at its path, so that it is compared with that."""
    if stands:
        git_host.put("2014/her.html", b"theirs")
    before = git_host.whole_tree()
    pages.write({"2014/her.html": "Her."})
    place = pages.output / "2014/her.html"
    with pytest.raises(OutsideError, match=f"2014/her.html {said}") as caught:
        deploy(
            pages.target(),
            pages.output,
            None,
            lambda *_: False,
            lambda *_: act(place),
            lambda *_: None,
        )
    assert caught.value.hint == "build again: python build.py"
    assert git_host.whole_tree() == before


def test_the_command_says_so_and_ends_as_for_any_fault_outside(git_blog: Blog, git_host: GitHost) -> None:
    git_blog.site.write(".matinee/deploy/live.extras", "in the way")
    done = git_blog.deploy()
    assert (done.code, "Traceback" in done.err) == (1, False), done.err
    assert "live.extras" in done.err
    assert git_host.whole_tree() == {}
