"""A disk that is full where the site goes: what stands there stays, what is wrong is said, and once there is room the
next deploy ends it. (The disk is a real one, a small one in memory.)"""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.conftest import Blog, make_host
from tests.site import Site

pytestmark = pytest.mark.slow

ROOM, PICTURE = 3 << 20, 2 << 20


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A folder with a disk of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(place)]
    try:
        mounted = subprocess.run(words, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount")
    if mounted.returncode:
        pytest.skip("a disk can only be mounted by root")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


@pytest.mark.parametrize("kind", ["folder", "ssh", "git"])
def test_a_full_disk_is_told_and_the_site_stays(
    kind: str, site: Site, disk: Path, request: pytest.FixtureRequest
) -> None:
    blog = Blog(site, make_host(kind, disk / "host", request))
    blog.well()
    before = blog.host.tree()
    for number in range(2):
        noise = random.Random(number).randbytes(PICTURE)
        site.write(f"static/stills/{number}.bin", noise)
    site.remove("content/posts/2015-02-15-stalker.md")
    done = blog.deploy()
    assert done.code == 1
    assert "No space left on device" in done.err, done.err
    assert "Traceback" not in done.err
    assert blog.host.tree() == before
    subprocess.run(["mount", "-o", f"remount,size={20 * ROOM}", disk], check=True)
    blog.well()
    assert blog.is_live()
