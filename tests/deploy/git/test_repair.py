"""A repository of our own that is broken, in each way that a killed git or a lost disk breaks it: the next deploy
begins another. What the network or the host is at fault for leaves it as it is. (Fault B05.)"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from matinee.errors import OutsideError
from tests.deploy.git.conftest import Pages
from tests.deploy.hosts import GitHost
from tests.tracing import every, need_strace


def lock(name: str) -> Callable[[Path], None]:
    def left(home: Path) -> None:
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).touch()

    return left


def fill(pattern: str, data: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Have other bytes in the files of a pattern."""

    def filled(home: Path) -> None:
        found = [path for path in home.glob(pattern) if path.is_file()]
        assert found
        for path in found:
            path.chmod(0o644)
            path.write_bytes(data(path.read_bytes()))

    return filled


def lose(pattern: str) -> Callable[[Path], None]:
    def lost(home: Path) -> None:
        found = list(home.glob(pattern))
        assert found
        for path in found:
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    return lost


BROKEN = {
    "a lock of the shallow file": lock("shallow.lock"),
    "a lock of the tip": lock("refs/deploy/tip.lock"),
    "a lock of all refs": lock("packed-refs.lock"),
    "a lock of the head": lock("HEAD.lock"),
    "a lock of the settings": lock("config.lock"),
    "an empty head": fill("HEAD", lambda _: b""),
    "a head of zeros": fill("HEAD", lambda data: bytes(len(data))),
    "half of the settings": fill("config", lambda data: data[: len(data) // 2 - 3]),
    "settings of zeros": fill("config", lambda data: bytes(len(data))),
    "an empty tip": fill("refs/deploy/tip", lambda _: b""),
    "a tip of zeros": fill("refs/deploy/tip", lambda data: bytes(len(data))),
    "a tip that leads nowhere": fill("refs/deploy/tip", lambda _: b"1" * 40 + b"\n"),
    "nonsense for a shallow file": fill("shallow", lambda _: b"nonsense\n"),
    "empty objects": fill("objects/??/*", lambda _: b""),
    "objects cut in half": fill("objects/??/*", lambda data: data[: len(data) // 2]),
    "lost objects": lose("objects/??"),
    "no folder of objects": lose("objects"),
    "no refs": lose("refs"),
    "a repository that was only begun": lose("[!o]*"),
    "an empty folder": lose("*"),
    "no folder": lose("../live.git"),
}


@pytest.fixture
def twice(pages: Pages, git_host: GitHost) -> Pages:
    """A branch with two deploys and a commit of others, which has been fetched, so that there is a shallow file."""
    pages.deploy({"page.html": "one"})
    pages.deploy({"page.html": "two"})
    git_host.put("theirs.txt", b"theirs")
    pages.deploy({"page.html": "two"})
    assert (pages.home / "shallow").exists()
    return pages


@pytest.mark.slow
@pytest.mark.parametrize("way", BROKEN)
def test_a_broken_repository_begins_anew(twice: Pages, git_host: GitHost, way: str) -> None:
    BROKEN[way](twice.home)
    assert list(twice.deploy({"page.html": "three"}, dry=True).plan.lines()) == ["~ page.html (5 bytes)"]
    twice.deploy({"page.html": "three"})
    assert git_host.tree() == {"index.html": b"Home.", "page.html": b"three", "theirs.txt": b"theirs"}
    if "shallow" not in way:
        BROKEN[way](twice.home)
    twice.go_back()
    assert git_host.tree()["page.html"] == b"two"


@pytest.mark.slow
@pytest.mark.parametrize("way", ["a lock of the shallow file", "empty objects", "no folder of objects"])
def test_also_when_it_breaks_on_the_way_to_the_commit(twice: Pages, git_host: GitHost, way: str) -> None:
    with twice.target().open() as session:
        BROKEN[way](twice.home)
        if way == "a lock of the shallow file":
            shutil.copy(twice.home / "shallow.lock", twice.home / f"refs/deploy/made-{os.getpid()}.lock")
        session.roll_back()
    assert git_host.tree() == {"index.html": b"Home.", "page.html": b"one", "theirs.txt": b"theirs"}


@pytest.mark.slow
def test_what_moved_on_while_the_repository_was_broken_is_not_overwritten(twice: Pages, git_host: GitHost) -> None:
    with twice.target().open() as session:
        lose("objects/??")(twice.home)
        git_host.put("late.txt", b"theirs")
        with pytest.raises(OutsideError, match="has moved on meanwhile; deploy again"):
            session.roll_back()
    assert git_host.tree()["page.html"] == b"two"


@pytest.mark.slow
def test_a_host_that_is_gone_or_refuses_leaves_the_repository_as_it_is(twice: Pages, git_host: GitHost) -> None:
    mark = twice.home / "here-still"
    mark.touch()
    hook = git_host.place / "hooks/update"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(OutsideError, match="hook declined"):
        twice.deploy({"page.html": "three"})
    away = git_host.place.rename(git_host.place.with_suffix(".away"))
    with pytest.raises(OutsideError, match="the repository cannot be reached"):
        twice.deploy({"page.html": "three"})
    away.rename(git_host.place)
    lose("objects/??")(git_host.place)  # the tip is there, and nothing of it
    with pytest.raises(OutsideError):
        twice.deploy({"page.html": "three"})
    assert mark.exists()


# Changes of the disk, after each of which a git is killed, and how many it may do between two such
CALLS = {"rename": 1, "link": 1, "openat": 19, "write": 3, "unlink": 1, "mkdir": 3}
KILLER = """#!/bin/sh
for word in "$@"; do
    case $word in {command})
        exec strace {follow} -qq -o /dev/null -e trace={call} -e inject={call}:signal=KILL:when={number} {real} "$@";;
    esac
done
exec {real} "$@"
"""


@pytest.mark.slow
@pytest.mark.parametrize("command", ["init", "fetch", "fast-import", "commit-tree", "push"])
def test_a_git_that_is_killed_at_any_change_of_the_disk_does_no_lasting_harm(
    twice: Pages, git_host: GitHost, tmp_path: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    need_strace()
    tools, real = tmp_path / "tools", shutil.which("git")
    tools.mkdir()
    follow = "" if command == "push" else "-f"  # a push works for itself, and at the other end as well
    text, kills = 0, 0
    for call, step in CALLS.items():
        for number in every(step):
            if command == "init":
                shutil.rmtree(twice.home)
            old = git_host.tree()
            text += 1
            files = {"page.html": str(text), f"{text}.html": "new"}
            (tools / "git").write_text(
                KILLER.format(command=command, call=call, number=number, real=real, follow=follow)
            )
            (tools / "git").chmod(0o755)
            with monkeypatch.context() as patch:
                patch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
                was_killed = False
                try:
                    twice.deploy(files)
                except OutsideError:
                    was_killed = True
                    assert git_host.tree() == old or command == "push"
            twice.deploy(files)
            assert git_host.tree() == {**twice.write(files), "theirs.txt": b"theirs"}, f"killed at {call} {number}"
            if not was_killed:
                break
            kills += 1
    assert kills >= 3
