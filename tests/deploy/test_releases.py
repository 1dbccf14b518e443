"""Releases in a folder: what is refused, how many stay, and what they share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from matinee.deploy.folder import FolderTarget
from matinee.errors import OutsideError
from tests.deploy.cutting import change, send
from tests.deploy.hosts import FolderHost
from tests.site import Site


def test_a_real_folder_is_refused_with_what_to_do(site: Site, tmp_path: Path) -> None:
    site.good()
    (tmp_path / "www").mkdir()
    (tmp_path / "www/index.html").write_text("mine")
    with pytest.raises(OutsideError, match="move it away"):
        send(FolderTarget(str(tmp_path / "www"), 5), site)
    assert [path.name for path in (tmp_path / "www").iterdir()] == ["index.html"]


def test_a_link_of_others_is_refused(site: Site, tmp_path: Path) -> None:
    site.good()
    (tmp_path / "theirs").mkdir()
    (tmp_path / "www").symlink_to("theirs")
    with pytest.raises(OutsideError, match="none of ours"):
        send(FolderTarget(str(tmp_path / "www"), 5), site)
    assert os.readlink(tmp_path / "www") == "theirs"


def test_so_many_releases_stay(site: Site, tmp_path: Path) -> None:
    site.good()
    target = FolderTarget(str(tmp_path / "www"), 2)
    host = FolderHost({}, tmp_path / "www")
    for number in range(4):
        site.write("static/number.txt", str(number))
        site.good()
        send(target, site)
    assert [(release / "number.txt").read_text() for release in host.releases()] == ["2", "3"]


def test_unchanged_files_are_the_same_files_in_every_release(site: Site, tmp_path: Path) -> None:
    site.good()
    target = FolderTarget(str(tmp_path / "www"), 5)
    send(target, site)
    change(site)
    send(target, site)
    first, second = FolderHost({}, tmp_path / "www").releases()
    assert (first / "style.css").stat().st_ino == (second / "style.css").stat().st_ino
    assert (first / "index.html").stat().st_ino != (second / "index.html").stat().st_ino
