"""A disk that is full, broken, read-only or forbidden: one clear line, exit 1, the old site as it was, nothing left
behind, and the next build is fine. (Faults B06, B07, B17.)"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.site import Ran, Site, copy_site, differences, make_plain, make_sample
from tests.tracing import traced

Edited = tuple[Site, dict[str, bytes], dict[str, bytes]]

ERRORS = {
    "ENOSPC": "No space left on device",
    "EIO": "Input/output error",
    "EROFS": "Read-only file system",
    "EACCES": "Permission denied",
    "EMFILE": "Too many open files",
    "EDQUOT": "Disk quota exceeded",
}
AS_ANYBODY = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
EVERYDAY = [
    ("write", "ENOSPC", 16),
    ("openat", "EMFILE", 90),
    ("rename", "EIO", 11),
]


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Edited:
    """A blog that was built and then edited, with its output before and after."""
    site = make_plain(make_sample(tmp_path_factory.mktemp("edited") / "blog"))
    site.write("content/posts/old.md", title="Old", date="2010-05-05", tags=["gone"], body="To be removed.")
    site.good()
    before = site.tree()
    site.remove("content/posts/old.md")
    site.write("content/posts/new.md", title="New", date="2016-01-01", tags=["fresh"], body="Just written.")
    site.edit("content/posts/2014-01-13-her.md", "then", "and then")
    site.write("static/robots-are-people.txt", "They really are.\n")
    return site, before, site.clean_tree()


def check_told(ran: Ran, words: str) -> None:
    """Told in one line, not as a bug of ours."""
    assert ran.code == 1, ran
    assert "Traceback" not in ran.err, ran.err
    assert words in ran.err
    assert all(
        line.startswith("error: ") or ": error: " in line or "nothing was written" in line
        for line in ran.err.splitlines()
    ), ran.err


def calls_on(site: Site, call: str, folder: Path) -> list[int]:
    """Which of a build's system calls of a kind concern the site: not those by which Python itself starts."""
    copy = copy_site(site, folder / "blog")
    assert traced(copy, watch=call, log=os.fspath(folder / "log")).code == 0
    lines = [line for line in (folder / "log").read_text("utf-8", "replace").splitlines() if f" {call}(" in line]
    own = re.compile(rf'(?:"|\(\d+<){re.escape(os.fspath(copy.folder))}/')
    return [number for number, line in enumerate(lines, 1) if own.search(line)]


def fail_at(call: str, name: str, step: int, edited: Edited, folder: Path) -> None:
    """Let one such call of a build fail; then another one, in another build."""
    site, before, after = edited
    numbers = calls_on(site, call, folder)
    assert numbers
    for number in numbers[::step]:
        copy = copy_site(site, folder / "blog")
        ran = traced(copy, inject=f"{call}:error={name}:when={number}")
        now = copy.tree()
        if ran.code == 0:  # what failed could be done without
            assert differences(now, after) == {}
        else:
            check_told(ran, ERRORS[name])
            if (copy.output / ".matinee/journal").exists():  # in the midst of the commit
                assert all(now.get(path) in (before.get(path), after.get(path)) for path in now.keys() | before.keys())
            else:
                assert differences(now, before) == {}
                assert copy.leftovers() == []
        copy.good()
        assert differences(copy.tree(), after) == {}
        assert copy.leftovers() == []


@pytest.mark.parametrize(("call", "name", "step"), EVERYDAY)
def test_a_failing_system_call_is_told_and_the_old_site_stays(
    call: str, name: str, step: int, edited: Edited, tmp_path: Path
) -> None:
    fail_at(call, name, step, edited, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", ERRORS)
@pytest.mark.parametrize(
    "call", ["write", "mkdir", "rename", "sendfile", "unlink", "rmdir", "ftruncate", "pwrite64", "openat"]
)
def test_any_failing_system_call_is_told_and_the_old_site_stays(
    call: str, name: str, edited: Edited, tmp_path: Path
) -> None:
    fail_at(call, name, {"openat": 7, "write": 2}.get(call, 1), edited, tmp_path)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_disk_that_is_full_for_good_is_told(jobs: int, edited: Edited, tmp_path: Path) -> None:
    """Every folder to be made fails from some point on, in whichever process."""
    site, before, after = edited
    copy = copy_site(site, tmp_path / "blog")
    copy.good(clean=True)
    copy = copy_site(site, tmp_path / "blog")
    check_told(traced(copy, inject="mkdir:error=ENOSPC:when=6+", jobs=jobs), ERRORS["ENOSPC"])
    assert differences(copy.tree(), before) == {}
    assert copy.leftovers() == []
    copy.good()
    assert differences(copy.tree(), after) == {}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system that holds very little."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", os.fspath(place)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("file systems cannot be mounted here")
    yield place
    subprocess.run(["umount", "-l", os.fspath(place)], check=True)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_output_on_a_full_disk_stays_as_it_was(jobs: str, small_disk: Path, tmp_path: Path) -> None:
    site = make_plain(make_sample(tmp_path / "blog"))
    site.output = small_disk / "public"
    site.good()
    before = site.tree()
    for number in range(200):
        site.write(f"content/posts/n{number}.md", title=f"N {number}", date="2015-01-01", body="Word. " * 800)
    ran = site.run("build", "--jobs", jobs)
    check_told(ran, ERRORS["ENOSPC"])
    assert differences(site.tree(), before) == {}
    assert site.leftovers() == []
    for number in range(200):
        site.remove(f"content/posts/n{number}.md")
    assert site.run("build").code == 0
    assert differences(site.tree(), before) == {}


def test_a_site_on_a_full_disk_builds_without_its_cache_or_says_why(small_disk: Path, tmp_path: Path) -> None:
    site = make_plain(make_sample(small_disk / "blog"))
    site.output = tmp_path / "public"
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"x" * 512)
    ran = site.run("build")
    if ran.code == 0:
        assert site.tree()
    else:
        check_told(ran, ERRORS["ENOSPC"])
    filler.unlink()
    site.good()
    assert differences(site.tree(), site.clean_tree()) == {}


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A folder whose file system can be made read-only with `mount -o remount,ro`."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", os.fspath(place)], capture_output=True, check=False)
    if mounted.returncode != 0:
        pytest.skip("file systems cannot be mounted here")
    yield place
    subprocess.run(["umount", "-l", os.fspath(place)], check=True)


def _forbid_writing(place: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", os.fspath(place)], check=True)


@pytest.mark.parametrize("change", ["edit", "remove", "add"])
def test_a_folder_that_lets_nobody_write_is_found_before_anything_is_published(change: str, tmp_path: Path) -> None:
    site = make_plain(make_sample(tmp_path / "blog"))
    site.good()
    before = site.tree()
    site.edit("content/pages/about.md", "Row K", "Row L")
    if change == "edit":
        site.edit("content/posts/2014-01-13-her.md", "then", "and then")
    elif change == "remove":
        site.remove("content/posts/2014-01-13-her.md")
        site.remove("content/posts/2014-01-13-her")
    else:
        site.write("content/posts/2014-01-13-her/more.txt", "more")
    shut = site.output / "2014/01/13/her"
    shut.chmod(0o555)
    try:
        ran = site.run("build", before=AS_ANYBODY)
        check_told(ran, f"{shut} cannot be written to; nothing was published")
        assert differences(site.tree(), before) == {}
        assert site.leftovers() == []
    finally:
        shut.chmod(0o755)
    site.good()
    assert differences(site.tree(), site.clean_tree()) == {}


def test_a_new_page_needs_no_leave_but_that_of_the_folder_it_lands_in(tmp_path: Path) -> None:
    site = make_plain(make_sample(tmp_path / "blog"))
    site.good()
    (site.output / "about").chmod(0o555)
    site.write("content/posts/new/index.md", title="New", date="2019-01-01", body="x")
    try:
        ran = site.run("build", before=AS_ANYBODY)
    finally:
        (site.output / "about").chmod(0o755)
    assert ran.code == 0, ran.err
    assert (site.output / "2019/01/01/new/index.html").is_file()


def test_a_commit_that_is_cut_short_says_where_and_how_it_goes_on(edited: Edited, tmp_path: Path) -> None:
    site, before, after = edited
    copy, log = copy_site(site, tmp_path / "blog"), tmp_path / "log"
    place = copy.output / "2014/01/13/her/index.html"
    assert traced(copy, watch="rename", log=os.fspath(log)).code == 0
    moves = [line for line in log.read_text("utf-8").splitlines() if " rename(" in line]
    number = next(number for number, line in enumerate(moves, 1) if f', "{place}"' in line)
    copy = copy_site(site, tmp_path / "blog")
    ran = traced(copy, inject=f"rename:error=EIO:when={number}")
    check_told(ran, ERRORS["EIO"])
    assert f"{place}; a part of the site is new by now, the rest as it was: the next build finishes this" in ran.err
    assert "stage" not in ran.err
    now = copy.tree()
    assert all(now.get(path) in (before.get(path), after.get(path)) for path in now.keys() | before.keys())
    copy.good()
    assert differences(copy.tree(), after) == {}
    assert copy.leftovers() == []


def test_a_read_only_site_is_built_into_an_output_elsewhere(read_only: Path, tmp_path: Path) -> None:
    site = make_plain(make_sample(read_only / "blog"))
    site.output = tmp_path / "public"
    expected = site.clean_tree()
    _forbid_writing(read_only)
    for _ in range(2):
        ran = site.run("build")
        assert ran.code == 0, ran.err
        assert differences(site.tree(), expected) == {}
        assert site.leftovers() == []
    assert "0 written" in ran.out


def test_a_read_only_output_is_told_in_one_line(read_only: Path, tmp_path: Path) -> None:
    site = make_plain(make_sample(tmp_path / "blog"))
    site.output = read_only / "public"
    site.good()
    before = site.tree()
    site.edit("content/pages/about.md", "Row K", "Row L")
    _forbid_writing(read_only)
    check_told(site.run("build"), ERRORS["EROFS"])
    assert differences(site.tree(), before) == {}
