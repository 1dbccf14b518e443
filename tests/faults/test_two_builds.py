"""Two builds at once, and what dead ones leave. (Faults B08, B09.)"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.site import Site, differences, refusal

fcntl = pytest.importorskip("fcntl")


HOLDER = """
import fcntl, os, sys
file = open(sys.argv[1], "w")
fcntl.flock(file, fcntl.LOCK_EX)
file.write(f"{os.getpid()}\\n")
file.flush()
print("held", flush=True)
sys.stdin.read()
"""


def held(path: Path) -> subprocess.Popen[bytes]:
    """Another process that holds a lock file, as a build does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDER, os.fspath(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"held\n"
    return child


def let_go(child: subprocess.Popen[bytes]) -> None:
    child.communicate()


@pytest.mark.parametrize("lock", ["public/.matinee/lock", ".matinee/lock"])
def test_a_second_build_ends_with_1_and_names_the_process_of_the_first(lock: str, site: Site) -> None:
    site.good()
    before = site.tree()
    site.edit("content/pages/about.md", "Row K", "Row L")
    child = held(site.folder / lock)
    try:
        ran = site.run("build")
        assert ran.code == 1
        assert str(child.pid) in ran.err
        assert len(ran.err.splitlines()) == 1
        assert differences(site.tree(), before) == {}
        assert str(child.pid) in refusal(site)
    finally:
        let_go(child)
    assert site.run("build").code == 0
    assert "Row L" in site.page("/about/")


def test_a_second_build_leaves_the_stage_of_the_first(site: Site) -> None:
    site.good()
    staged = site.write("public/.matinee/stage/about/index.html", "half a page")
    child = held(site.output / ".matinee/lock")
    try:
        assert site.run("build").code == 1
        assert staged.read_text() == "half a page"
    finally:
        let_go(child)


@pytest.mark.parametrize("content", [b"", b"999999999\n", b"1\n", b"nonsense \xff", b"-5\n", b"9" * 60])
def test_the_lock_file_of_a_dead_process_does_not_stop_a_build(content: bytes, site: Site) -> None:
    for place in (site.output / ".matinee/lock", site.folder / ".matinee/lock"):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    site.good()
    assert differences(site.tree(), site.clean_tree()) == {}


def test_many_builds_at_once_come_to_one_clean_build(site: Site) -> None:
    for number in range(60):
        site.write(f"content/posts/n{number}.md", title=f"N {number}", date="2015-01-01", body="Word. " * 50)
    children = [
        subprocess.Popen(
            site.command("build", "--jobs", "1"), env=site.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(4)
    ]
    told = [child.communicate(timeout=120) for child in children]
    codes = sorted(child.returncode for child in children)
    assert codes[0] == 0
    assert set(codes) <= {0, 1}, told
    assert all(b"another build" in err for (_, err), child in zip(told, children, strict=True) if child.returncode == 1)
    assert differences(site.tree(), site.clean_tree()) == {}
    assert site.leftovers() == []
