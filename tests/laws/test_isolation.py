"""Laws 6 and 8: a build opens no socket, changes no source, and writes nowhere but in its output and its cache.
(I2, I7, I8.)"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.site import Site, read_tree
from tests.tracing import traced


@pytest.fixture
def busy_site(site: Site) -> Site:
    """Enough work for two processes, and addresses that somebody might want to fetch."""
    for number in range(60):
        site.write(
            f"content/posts/n{number}.md",
            title=f"N {number}",
            date="2015-01-01",
            body="![far](https://far.example/a.png)\n\nhttps://www.youtube.com/watch?v=abcdefghijk\n\n[x](https://x.example/)",
        )
    site.config(
        comments={"form": "https://inbox.example/"},
        authors={"Ingrid": {"url": "https://i.example/", "photo": "https://i.example/p.jpg"}},
    )
    return site


def test_a_build_needs_no_network(busy_site: Site) -> None:
    if subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("network namespaces cannot be made here")
    ran = busy_site.run("build", "--jobs", "2", before=["unshare", "-n"])
    assert ran.code == 0, ran.err


def test_a_build_opens_no_socket(busy_site: Site, tmp_path: Path) -> None:
    log = tmp_path / "log"
    ran = traced(busy_site, watch="socket,connect,bind,sendto,sendmsg,listen", log=os.fspath(log), jobs=2)
    assert ran.code == 0, ran.err
    calls = [
        line
        for line in log.read_text().splitlines()
        if re.search(r"\b(?:socket|connect|bind|sendto|sendmsg|listen)\(", line)
    ]
    assert [line for line in calls if "AF_UNIX" not in line] == []


@pytest.mark.parametrize("words", [["build"], ["build", "--clean", "--strict"], ["build", "--verify"], ["check"]])
def test_no_command_changes_a_source(words: list[str], site: Site) -> None:
    stats = {path: _stat(site.folder / path) for path in site.sources()}
    before = site.sources()
    site.run(*words)
    site.run(*words)
    assert site.sources() == before
    assert {path: _stat(site.folder / path) for path in site.sources()} == stats


def test_a_check_writes_nothing(site: Site) -> None:
    ran = site.run("check")
    assert ran.code == 0, ran.err
    assert not site.output.exists()
    site.good()
    before = read_tree(site.output)
    site.edit("content/pages/about.md", "Row K", "Row L")
    assert site.run("check").code == 0
    assert read_tree(site.output) == before


def _stat(path: Path) -> tuple[int, ...]:
    info = path.stat()
    return (info.st_mtime_ns, info.st_ctime_ns, info.st_ino, info.st_size, info.st_mode)


def test_nothing_is_written_outside_the_output_and_the_cache(busy_site: Site, tmp_path: Path) -> None:
    log = tmp_path / "log"
    output = tmp_path / "elsewhere"
    busy_site.output = output
    kinds = "open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,rmdir"
    kinds += ",link,linkat,symlink,symlinkat,truncate,chmod,fchmodat,chown,utimensat"
    ran = traced(busy_site, watch=kinds, log=os.fspath(log), jobs=2)
    assert ran.code == 0, ran.err
    allowed = (os.fspath(output), os.fspath(busy_site.folder / ".matinee"), "/dev/")
    for line in log.read_text("utf-8", "replace").splitlines():
        if "open" in line and not re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC", line):
            continue
        if " = -1 " in line:
            continue
        for path in re.findall(r'"(/[^"]*)"', line):
            assert path.startswith(allowed), line
    assert shutil.which("strace")


def test_a_failing_build_writes_only_what_a_good_one_would(site: Site) -> None:
    site.write("content/posts/bad.md", "---\ntitle: [\n---\n")
    before = site.sources()
    assert site.run("build").code == 1
    assert site.sources() == before
    assert site.tree() == {}
