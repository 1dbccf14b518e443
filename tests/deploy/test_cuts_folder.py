"""A deploy to a folder that is cut at any step: what readers see is the old site or the new one, and the next deploy
ends it, sending only what is missing. (Faults I01, I06.)"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import matinee.deploy.filling
import matinee.deploy.folder
from matinee.deploy.folder import FolderTarget
from matinee.deploy.outgoing import Outgoing
from matinee.errors import OutsideError
from tests.deploy.cutting import Cut, change, send
from tests.deploy.hosts import FolderHost
from tests.site import Site


def steps_of_folder(monkeypatch: pytest.MonkeyPatch, end: int) -> list[str]:
    """Have the step of number `end` (from 0) be the last that is done; the names of the steps, as they are done."""
    done: list[str] = []

    def counted(name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def step(*words: Any, **more: Any) -> Any:
            if len(done) == end:
                raise Cut(name)
            done.append(name)
            return act(*words, **more)

        return step

    filling, folder = matinee.deploy.filling, matinee.deploy.folder
    for module, name in ((filling, "_copy"), (filling, "link_file"), (folder, "write_whole"), (folder, "check_sample")):
        monkeypatch.setattr(module, name, counted(name, getattr(module, name)))
    monkeypatch.setattr(os, "replace", counted("replace", os.replace))
    monkeypatch.setattr(Path, "symlink_to", counted("symlink", Path.symlink_to))
    return done


def test_a_folder_is_wholly_old_or_wholly_new_wherever_it_is_cut(site: Site, tmp_path: Path) -> None:
    site.good()
    target = FolderTarget(str(tmp_path / "www"), 5)
    host = FolderHost({}, tmp_path / "www")
    send(target, site)
    old, new = change(site)
    step, was_cut = 0, True
    while was_cut:
        with pytest.MonkeyPatch.context() as patch:
            steps_of_folder(patch, step)
            try:
                send(target, site)
                was_cut = False
            except Cut:
                pass
        assert host.tree() in (old, new), f"cut at step {step}"
        step += 3
    assert host.tree() == new
    assert step > 15


def test_what_has_arrived_in_a_folder_is_not_sent_again(site: Site, tmp_path: Path) -> None:
    site.good()
    target = FolderTarget(str(tmp_path / "www"), 5)
    with pytest.MonkeyPatch.context() as patch:
        steps_of_folder(patch, 25)
        with pytest.raises(Cut):
            send(target, site)
    arrived = {path for path in (tmp_path / "www.releases/part").rglob("*") if path.is_file()}
    with pytest.MonkeyPatch.context() as patch:
        done = steps_of_folder(patch, 10_000)
        send(target, site)
    assert done.count("_copy") == len(site.tree()) - len(arrived)
    assert FolderHost({}, tmp_path / "www").tree() == site.tree()


def test_a_full_disk_leaves_the_site_as_it_was(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site.good()
    target = FolderTarget(str(tmp_path / "www"), 5)
    send(target, site)
    old, new = change(site)

    def full(one: Outgoing, place: str) -> None:
        raise OSError(28, "No space left on device", place)

    with monkeypatch.context() as patch:
        patch.setattr(matinee.deploy.filling, "_copy", full)
        with pytest.raises(OutsideError, match="No space left"):
            send(target, site)
    host = FolderHost({}, tmp_path / "www")
    assert host.tree() == old
    send(target, site)
    assert host.tree() == new


def test_a_file_that_arrives_broken_is_never_served(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.good()
    target = FolderTarget(str(tmp_path / "www"), 5)

    def broken(one: Outgoing, place: str) -> None:
        Path(place).write_bytes(b"half")

    monkeypatch.setattr(matinee.deploy.filling, "_copy", broken)
    with pytest.raises(OutsideError, match="did not arrive"):
        send(target, site)
    assert not (tmp_path / "www").exists()
