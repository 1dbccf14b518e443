"""What goes to a server in runs of rsync."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import pytest

from matinee.deploy.outgoing import Outgoing
from matinee.deploy.remote import Remote
from matinee.deploy.transfer import send_files
from tests.deploy.conftest import Blog
from tests.deploy.hosts import FolderHost


class Listening:
    """In the place of a host: what rsync would be given."""

    def __init__(self) -> None:
        self.runs: list[tuple[str, list[bytes]]] = []

    def rsync(self, words: Sequence[str], to: str, heard: Callable[[bytes], object]) -> None:
        listed = next(word for word in words if word.startswith("--files-from=")).partition("=")[2]
        paths = [path for path in Path(listed).read_bytes().split(b"\0") if path]
        assert words[0] == "--checksum"
        self.runs.append((words[-1], paths))
        for path in (b"./", *paths):
            heard(path + b"\n")


def _files(root: str, paths: Sequence[str]) -> list[Outgoing]:
    return [Outgoing(path, f"{root}{path}", "00", 1) for path in paths]


@pytest.mark.parametrize("count", [0, 1, 499, 500, 501, 1000, 1001, 5000])
def test_each_file_goes_once_and_all_are_counted(count: int, tmp_path: Path) -> None:
    pages = [f"{number:04}/index.html" for number in range(count)]
    told: list[tuple[str, int, int]] = []
    host = Listening()
    sends = [*_files("/site/public/", pages), *_files("/site/.matinee/texts/", ["pagefind/a b", "-dash"])]
    send_files(cast(Remote, host), tmp_path, sends, ["--checksum"], lambda *words: told.append(words))
    gone = [(root, path) for root, paths in host.runs for path in paths]
    wanted = [("/site/public/", f"./{page}".encode()) for page in pages]
    wanted += [("/site/.matinee/texts/", b"./-dash"), ("/site/.matinee/texts/", b"./pagefind/a b")]
    assert sorted(gone) == sorted(wanted)
    assert len(host.runs) == (0 if not count else 1 if count <= 500 else 2) + 1
    assert told[-1] == ("send", count + 2, count + 2)
    assert [done for _, done, _ in told] == sorted({*range(100, count + 3, 100), count + 2})


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["ssh"])
def test_two_runs_at_once_bring_all(blog: Blog) -> None:
    for number in range(1200):
        blog.site.write(f"static/stills/{number % 7}/{number}.txt", f"{number}\n")
    blog.well()
    assert blog.is_live()
    for number in range(0, 1200, 2):
        blog.site.write(f"static/stills/{number % 7}/{number}.txt", f"{number}, cut again\n")
    blog.well()
    assert blog.is_live()
    assert isinstance(blog.host, FolderHost)
    first, second = blog.host.releases()
    assert (first / "stills/0/0.txt").read_text() == "0\n"
    assert (first / "stills/1/1.txt").stat().st_ino == (second / "stills/1/1.txt").stat().st_ino
