"""A deploy that is killed: in a folder at every system call that changes anything, over SSH and in git while another
program works for it, and after. Readers see the old site or the new one, and the next deploy ends it, even while what
the killed one had begun is still at it. (Faults B05, I12.)"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.deploy.conftest import Blog, make_host
from tests.deploy.cutting import change
from tests.deploy.hosts import FolderHost
from tests.site import Ran, Site
from tests.tracing import every, need_strace

pytestmark = pytest.mark.slow

# Calls that change a folder, and how many of them to let pass between two that are the last.
CALLS = {"rename": 1, "symlink": 1, "fsync": 1, "mkdir": 11, "unlink": 3, "linkat": 29, "write": 5}
KILLED = {-signal.SIGKILL, 128 + signal.SIGKILL}


@pytest.mark.parametrize("call", CALLS)
def test_a_folder_is_wholly_old_or_wholly_new_at_whatever_call_the_power_goes(
    site: Site, tmp_path: Path, call: str
) -> None:
    need_strace()
    place = tmp_path / "host"
    place.mkdir()
    blog = Blog(site, FolderHost({"kind": "folder", "path": str(place / "www")}, place / "www"))
    blog.well()
    old, new = change(site)
    shutil.copytree(place, tmp_path / "before", symlinks=True)
    kills = 0
    for number in every(CALLS[call]):
        done = _traced(blog, f"{call}:signal=KILL:when={number}")
        assert blog.host.tree() in (old, new), f"killed at {call} {number}"
        if done.code not in KILLED:
            assert done.code == 0, done.err
            break
        kills += 1
        blog.well("--no-build")
        assert blog.host.tree() == new
        shutil.rmtree(place)
        shutil.copytree(tmp_path / "before", place, symlinks=True)
    assert kills


def _traced(blog: Blog, inject: str) -> Ran:
    words = [
        "strace",
        "-f",
        "-qq",
        "-o",
        "/dev/null",
        "-e",
        f"trace={inject.partition(':')[0]}",
        "-e",
        f"inject={inject}",
    ]
    return blog.site.run("deploy", "--no-build", env=blog.host.env, before=words)


@dataclass
class Tools:
    """Programs in the place of others: each call is counted, and the one of a number ends the deploy that made it."""

    folder: Path
    names: tuple[str, ...]

    def aim(self, number: int, when: str) -> None:
        """Have the call of this number kill the deploy: `after` it has done its work, or first of all, so that it is at
        it alone, and late (`during`)."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        (self.folder / "count").write_text("0")
        for name in self.names:
            place = self.folder / name
            place.write_text(
                _TOOL.format(
                    here=self.folder, real=shutil.which(name), number=number, when=when, pause=0.4 * (1 + number % 4)
                )
            )
            place.chmod(0o755)

    def run(self, blog: Blog) -> Ran:
        env = {**blog.host.env, "PATH": f"{self.folder}:{os.environ['PATH']}"}
        before = ["sh", "-c", 'echo $$ > "$0"; exec "$@"', os.fspath(self.folder / "deploy")]
        return blog.site.run("deploy", "--no-build", env=env, before=before)

    def wait(self) -> None:
        """Until what was left alone has ended."""
        end = time.monotonic() + 60
        while (self.folder / "alone").exists():
            assert time.monotonic() < end
            time.sleep(0.05)


_TOOL = """#!/bin/sh
count=$(($(cat {here}/count) + 1))
echo $count > {here}/count
if [ $count = {number} ]; then
    if [ {when} = during ]; then touch {here}/alone; kill -9 $(cat {here}/deploy); sleep {pause}; fi
fi
{real} "$@"
code=$?
if [ $count = {number} ]; then
    if [ {when} = after ]; then kill -9 $(cat {here}/deploy); fi
    rm -f {here}/alone
fi
exit $code
"""


@pytest.mark.parametrize("when", ["during", "after"])
@pytest.mark.parametrize("kind", ["ssh", "git"])
def test_it_is_ended_by_the_next_whatever_program_it_was_killed_at(
    site: Site, tmp_path: Path, request: pytest.FixtureRequest, kind: str, when: str
) -> None:
    blog = Blog(site, make_host(kind, tmp_path / "host", request))
    blog.well()
    tools = Tools(tmp_path / "tools", ("git",) if kind == "git" else ("ssh", "rsync"))
    kills = 0
    for number in every(1):
        site.write(f"content/posts/2015-05-05-new-{number}.md", title=f"New {number}", body="New.")
        if number == 1:
            site.remove("content/posts/2015-02-15-stalker.md")
        old = blog.host.tree()
        site.good()
        new = site.tree()
        tools.aim(number, when)
        done = tools.run(blog)
        assert blog.host.tree() in (old, new), f"killed {when} call {number}"
        if done.code not in KILLED:
            assert done.code == 0, done.err
            break
        kills += 1
        blog.well("--no-build")
        assert blog.host.tree() == new, f"killed {when} call {number}"
        tools.wait()
        assert blog.host.tree() == new, f"killed {when} call {number}, and what it left alone has ended"
    assert kills >= 5


def test_a_deploy_that_is_killed_is_finished_by_the_next(blog: Blog) -> None:
    blog.well()
    old, new = change(blog.site)
    for wait in (0.15, 0.3, 0.45, 0.6, 0.8):
        env = blog.site.environment(**blog.host.env)
        words = blog.site.command("deploy")
        process = subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        tree = blog.host.tree()
        if blog.host.told["kind"] == "s3":
            assert all(tree[path] in (old.get(path), new.get(path)) for path in tree)
            assert set(tree) >= set(old) & set(new)
        else:
            assert tree in (old, new)
    blog.well()
    assert blog.is_live()


def test_of_two_deploys_at_once_one_waits_or_refuses_and_the_site_is_whole(blog: Blog) -> None:
    blog.well()
    change(blog.site)
    env = blog.site.environment(**blog.host.env)
    both = [
        subprocess.Popen(blog.site.command("deploy"), env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120)[1].decode() for process in both]
    codes = [process.returncode for process in both]
    assert 0 in codes
    assert all(code == 0 or "another" in told or "deploy again" in told for code, told in zip(codes, said, strict=True))
    assert blog.is_live()
