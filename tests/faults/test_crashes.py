"""A build that is killed or interrupted: every published file is wholly old or wholly new, and the next build
finishes. (Faults B01, B09, B12, C09.)"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.site import Site, copy_site, differences, make_plain, make_sample
from tests.tracing import every, need_strace, traced

Trees = tuple[dict[str, bytes], dict[str, bytes]]


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Trees]:
    """A blog that was built and then edited: pages to add, to change and to remove. With the output as it is, and as
    it will be."""
    site = make_plain(make_sample(tmp_path_factory.mktemp("edited") / "blog"))
    site.write("content/posts/old.md", title="Old", date="2010-05-05", tags=["gone"], body="To be removed.")
    site.write("static/loop", "a file that will be a folder\n")
    site.good()
    before = site.tree()
    site.remove("content/posts/old.md")
    site.remove("static/loop")
    site.write("static/loop/inner.txt", "now it is\n")
    site.write("content/posts/new.md", title="New", date="2016-01-01", tags=["fresh"], body="Just written.")
    site.edit("content/posts/2014-01-13-her.md", "then", "and then")
    site.append("content/posts/2014-01-13-her/comments.yaml", "- id: 3\n  date: 2014-02-01\n  body: Late.\n")
    site.write("static/robots-are-people.txt", "They really are.\n")
    return site, (before, site.clean_tree())


def check_whole(site: Site, trees: Trees) -> None:
    """Every published file is the old one or the new one; what is missing is missing before or after."""
    before, after = trees
    now = site.tree()
    for path in before.keys() | after.keys() | now.keys():
        assert now.get(path) in (before.get(path), after.get(path)), f"{path} is neither old nor new"


def check_repaired(site: Site, trees: Trees) -> None:
    """The next build ends what was begun, and leaves nothing behind."""
    site.good()
    assert differences(site.tree(), trees[1]) == {}
    assert site.leftovers() == []
    again = site.good()
    assert (again.written, again.removed, again.rendered) == ((), (), 0)
    assert not [path for path in site.tree() if not (site.output / path).is_file()]


def kill_at(call: str, step: int, edited: tuple[Site, Trees], folder: Path) -> int:
    """Kill a build at its K-th such system call, for K from 1 in steps until it ends by itself; how often it was
    killed."""
    site, trees = edited
    for number in every(step):
        copy = copy_site(site, folder / "blog")
        ran = traced(copy, inject=f"{call}:signal=KILL:when={number}")
        check_whole(copy, trees)
        if ran.code == 0:
            assert differences(copy.tree(), trees[1]) == {}
            return number // step
        assert ran.code in {-9, 137}, ran
        check_repaired(copy, trees)
    return 0


SAMPLE = [("rename", 11), ("write", 23)]


@pytest.mark.parametrize(("call", "step"), SAMPLE)
def test_a_build_killed_at_a_system_call_leaves_whole_files_and_the_next_one_finishes(
    call: str, step: int, edited: tuple[Site, Trees], tmp_path: Path
) -> None:
    kill_at(call, step, edited, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(
    "call", ["rename", "unlink", "unlinkat", "rmdir", "mkdir", "write", "pwrite64", "ftruncate", "sendfile"]
)
def test_a_build_killed_at_every_system_call_leaves_whole_files_and_the_next_one_finishes(
    call: str, edited: tuple[Site, Trees], tmp_path: Path
) -> None:
    kill_at(call, 1, edited, tmp_path)


@pytest.mark.slow
def test_a_build_killed_in_the_commit_twice_over_is_still_finished(edited: tuple[Site, Trees], tmp_path: Path) -> None:
    site, trees = edited
    for first in range(3, 20, 4):
        for second in range(1, 8, 2):
            copy = copy_site(site, tmp_path / "blog")
            traced(copy, inject=f"rename:signal=KILL:when={first}")
            traced(copy, inject=f"rename:signal=KILL:when={second}")
            check_whole(copy, trees)
            check_repaired(copy, trees)


def test_sources_edited_after_a_kill_come_out_as_in_a_clean_build(edited: tuple[Site, Trees], tmp_path: Path) -> None:
    for number in (4, 9):
        copy = copy_site(edited[0], tmp_path / "blog")
        assert traced(copy, inject=f"rename:signal=KILL:when={number}").code != 0
        copy.remove("content/posts/new.md")
        copy.write("content/posts/newer.md", title="Newer", date="2017-01-01", body="Another.")
        copy.remove("static/loop")
        copy.write("static/loop", "a file again\n")
        copy.good()
        assert differences(copy.tree(), copy.clean_tree()) == {}
        assert copy.leftovers() == []


def big_site(folder: Path, posts: int = 160) -> Site:
    """Enough work for several processes."""
    site = make_plain(make_sample(folder))
    for number in range(posts):
        site.write(f"content/posts/n{number}.md", title=f"Number {number}", date="2015-01-01", body="Word. " * 400)
    return site


def started(site: Site, stage: str, jobs: int = 2) -> subprocess.Popen[bytes]:
    """A build that has come so far that `stage` is there."""
    command = site.command("build", "--jobs", str(jobs))
    child = subprocess.Popen(
        command,
        cwd=site.folder,
        env=site.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    _until(lambda: any(site.folder.glob(stage)) or child.poll() is not None, f"there is no {stage}")
    return child


def _until(is_so: object, failure: str, seconds: float = 30) -> None:
    """Look again and again; no fixed wait."""
    end = time.monotonic() + seconds
    while not is_so():  # type: ignore[operator]
        assert time.monotonic() < end, failure
        os.sched_yield()


def group_is_gone(group: int) -> bool:
    """Whether no process of a group is left."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            return False
    return True


STAGES = [".matinee/packs/*", "public/.matinee/stage/2*"]


@pytest.mark.parametrize("stage", STAGES)
def test_an_interrupted_build_ends_with_130_leaves_the_output_and_no_process(stage: str, tmp_path: Path) -> None:
    site = big_site(tmp_path / "blog", 0)
    site.good()
    before = site.tree()
    big_site(site.folder)
    site.edit("content/posts/n1.md", "Word.", "Changed.")
    for pack in (site.folder / ".matinee/packs").iterdir():
        pack.unlink()
    child = started(site, stage)
    child.send_signal(signal.SIGINT)
    _, err = child.communicate(timeout=60)
    assert child.returncode == 130, err.decode()
    assert "Traceback" not in err.decode()
    assert "interrupted" in err.decode()
    _until(lambda: group_is_gone(child.pid), "workers are left behind")
    assert differences(before, site.tree()) == {}
    site.good()
    assert differences(site.tree(), site.clean_tree()) == {}
    assert site.leftovers() == []


@pytest.mark.parametrize("stage", STAGES)
def test_the_workers_of_a_killed_build_end_and_the_next_build_runs_at_once(stage: str, tmp_path: Path) -> None:
    site = big_site(tmp_path / "blog")
    child = started(site, stage)
    child.kill()
    child.wait()
    assert child.stdout is not None
    assert child.stderr is not None
    ran = site.run("build")
    assert ran.code == 0, ran.err
    _until(lambda: group_is_gone(child.pid), "workers are left behind", 10)
    child.stdout.close()
    child.stderr.close()
    assert site.leftovers() == []


def test_a_killed_worker_is_told_in_one_line_and_costs_nothing(tmp_path: Path) -> None:
    site = big_site(tmp_path / "blog")
    child = started(site, STAGES[1])
    workers = _children(child.pid)
    assert workers
    os.kill(workers[0], signal.SIGKILL)
    _, err = child.communicate(timeout=60)
    assert child.returncode == 1, err.decode()
    assert "Traceback" not in err.decode()
    assert err.decode().startswith("error: ")
    assert site.tree() == {}
    assert site.run("build").code == 0
    assert site.leftovers() == []


def _children(parent: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def test_a_termination_signal_leaves_the_output_as_a_kill_does(edited: tuple[Site, Trees], tmp_path: Path) -> None:
    need_strace()
    site, trees = edited
    for number in (2, 9):
        copy = copy_site(site, tmp_path / "blog")
        assert traced(copy, inject=f"rename:signal=TERM:when={number}").code != 0
        check_whole(copy, trees)
        check_repaired(copy, trees)
