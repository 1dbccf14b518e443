"""A folder of this machine: what only it has to do with."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from matinee.errors import OutsideError
from tests.deploy.conftest import Blog
from tests.site import Site

MANY = 1500


@pytest.fixture
def kind() -> str:
    return "folder"


@pytest.fixture
def crowded(blog: Blog) -> Blog:
    """A blog with so many files that several processes copy them."""
    for number in range(MANY):
        blog.site.write(f"static/stills/{number}.txt", f"{number}\n" * 200)
    blog.site.good()
    return blog


def _arrived(part: Path) -> Iterator[Path]:
    return (path for path in part.glob("stills/*") if path.is_file())


@pytest.mark.slow
def test_one_that_is_killed_while_several_copy_is_taken_up_at_once(crowded: Blog, tmp_path: Path) -> None:
    part = tmp_path / "host/www.releases/part"
    command, env = crowded.site.command("deploy"), crowded.site.environment(**crowded.host.env)
    with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and sum(1 for _ in _arrived(part)) < MANY // 10:
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    kept = {path: path.stat().st_ino for path in _arrived(part) if path.stat().st_size}
    assert kept
    crowded.well()  # whoever still copies ends with the one that was killed, and only then lets go of the lock
    assert crowded.is_live()
    release = (tmp_path / "host/www").resolve()
    again = sum((release / path.relative_to(part)).stat().st_ino != number for path, number in kept.items())
    assert again <= len(kept) / 10


@pytest.mark.slow
def test_what_changes_under_the_copying_hands_stops_it(crowded: Blog, tmp_path: Path, site: Site) -> None:
    from matinee.deploy.errand import deploy
    from matinee.deploy.folder import FolderTarget

    def change(*_: object) -> None:
        (site.folder / f"public/stills/{MANY - 1}.txt").write_text("something else")

    target = FolderTarget(str(tmp_path / "host/www"), 5)
    with pytest.raises(OutsideError, match="has changed since it was looked through"):
        deploy(target, site.folder / "public", None, lambda *_: False, change, lambda *_: None)
    assert not (tmp_path / "host/www").exists()
