"""A small real blog in a folder of its own, built by the real engine: in this process, or by the command line in
another."""

from __future__ import annotations

import json
import os
import shutil
import struct
import subprocess
import sys
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from matinee.errors import OutsideError
from matinee.model import Audience
from matinee.render.builder import Order, Report, build
from matinee.theme import theme_folder

ROOT = Path(__file__).resolve().parents[1]
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOW_TEXT = "2026-03-01T12:00:00Z"
WHOLE = '{{ page }}\n{{ site }}\n{% include "rows.html" %}\n'
PART = "<p>part</p>\n"
PARTS = ("rows.html", "style.css")
CONFIG = "title: Changeover\nurl: https://matinee.example\nauthor: Ingrid\n"


@dataclass(frozen=True)
class Ran:
    """What the command line did: its exit code, and what it said."""

    code: int
    out: str
    err: str

    @property
    def problems(self) -> list[str]:
        """The lines that name a place in a file."""
        return [line for line in self.err.splitlines() if ": error: " in line or ": warning: " in line]

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Site:
    """A blog below `folder`. Paths are relative to it. Each build has the same clock."""

    folder: Path
    output: Path = field(default=Path())
    now: datetime = NOW

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.output == Path():
            self.output = self.folder / "public"

    # Sources

    def write(self, path: str, text: str | bytes | None = None, *, body: str = "", **front: object) -> Path:
        """Put `text` in a file; without it, front matter and `body`."""
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(_as_bytes(_post(front, body) if text is None else text))
        return place

    def append(self, path: str, text: str) -> None:
        with (self.folder / path).open("a", encoding="utf-8", newline="") as file:
            file.write(text)

    def read(self, path: str) -> str:
        return (self.folder / path).read_text("utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace `old`, which must be there, by `new`."""
        text = self.read(path)
        assert old in text, f"{path} does not hold {old!r}"
        self.write(path, text.replace(old, new))

    def remove(self, path: str) -> None:
        place = self.folder / path
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place)
        else:
            place.unlink()

    def move(self, old: str, new: str) -> None:
        (self.folder / new).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / old).rename(self.folder / new)

    def config(self, **keys: object) -> None:
        """site.yaml with its two required keys and these."""
        told = {"title": "Changeover", "url": "https://matinee.example", "author": "Ingrid", **keys}
        self.write("content/site.yaml", "".join(f"{key}: {_flow(value)}\n" for key, value in told.items()))

    # Builds

    def build(self, **asked: Any) -> Report:
        """Build in this process."""
        return build(self.order(**asked), lambda: self.now)

    def good(self, **asked: Any) -> Report:
        """Build in this process, without an error."""
        report = self.build(**asked)
        assert not report.failed, "\n".join(map(str, report.problems))
        return report

    def order(self, **asked: Any) -> Order:
        audience = Audience(asked.pop("drafts", False), asked.pop("future", False))
        told: dict[str, Any] = {"site": self.folder, "output": self.output, "audience": audience, "jobs": 1}
        return Order(**{**told, **asked})

    def run(
        self,
        *arguments: str,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        before: Sequence[str] = (),
        timeout: float = 120,
        **process: Any,
    ) -> Ran:
        """Run the command line in a process of its own; `before` are words to stand before it (`strace …`)."""
        done = subprocess.run(
            [*before, *self.command(*arguments)],
            cwd=cwd or self.folder,
            env=self.environment(**(env or {})),
            capture_output=True,
            timeout=timeout,
            check=False,
            **process,
        )
        return Ran(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))

    def command(self, *arguments: str) -> list[str]:
        """The words that run this site's build, with the fixed clock."""
        words = list(arguments) or ["build"]
        told = ["--site", os.fspath(self.folder)]
        if words[0] in {"build", "check"}:
            told += [] if "--now" in words else ["--now", NOW_TEXT]
            told += [] if "--output" in words or words[0] == "check" else ["--output", os.fspath(self.output)]
        return [sys.executable, "-m", "matinee", *words, *told]

    @staticmethod
    def environment(**more: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
        return {
            **kept,
            "PYTHONPATH": os.fspath(ROOT),
            "PYTHONWARNINGS": "error",
            "PYTHONDONTWRITEBYTECODE": "1",
            **more,
        }

    # What came of it

    def page(self, path: str) -> str:
        """A file of the output; an address stands for its index.html."""
        path = path.lstrip("/")
        return (self.output / (path + "index.html" if not path or path.endswith("/") else path)).read_text("utf-8")

    def tree(self, output: Path | None = None) -> dict[str, bytes]:
        """Every published file with its bytes."""
        return read_tree(output or self.output, without=(".matinee",))

    def clean_tree(self, **asked: Any) -> dict[str, bytes]:
        """What a build from nothing publishes, with no cache and in no relation to this site's output."""
        twin = Site(self.folder.parent / f"{self.folder.name}-clean")
        shutil.rmtree(twin.folder)
        shutil.copytree(
            self.folder, twin.folder, symlinks=True, ignore=shutil.ignore_patterns(".matinee", self.output.name)
        )
        twin.now = self.now
        twin.good(**asked)
        tree = twin.tree()
        shutil.rmtree(twin.folder)
        return tree

    def sources(self) -> dict[str, bytes]:
        """Every file that is not the engine's own."""
        return read_tree(self.folder, without=(".matinee", self.output.name))

    def leftovers(self) -> list[str]:
        """What an unfinished build would leave behind."""
        found = [*(self.output / ".matinee").rglob("*"), *(self.folder / ".matinee").rglob("*")]
        return sorted(
            os.path.relpath(path, self.folder)
            for path in found
            if path.name.endswith(".tmp") or path.name in {"stage", "journal"} or path.name.startswith("cache-")
        )


def read_tree(folder: Path, without: Sequence[str] = ()) -> dict[str, bytes]:
    """The files below a folder by path; a link by where it leads; `without` folders of these names at its top."""
    found: dict[str, bytes] = {}
    for place, folders, files in os.walk(folder):
        if place == os.fspath(folder):
            folders[:] = [name for name in folders if name not in without]
        for name in files:
            path = Path(place, name)
            if path.is_symlink():
                data = os.fsencode(os.readlink(path))
            else:
                data = path.read_bytes() if path.is_file() else b"no plain file"
            found[path.relative_to(folder).as_posix()] = data
    return found


def copy_site(site: Site, folder: Path) -> Site:
    """The whole of a site, output and cache and all, in another folder; the times of its files are kept."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(site.folder, folder, symlinks=True)
    return Site(folder, folder / site.output.relative_to(site.folder), site.now)


def differences(left: Mapping[str, bytes], right: Mapping[str, bytes]) -> dict[str, str]:
    """The paths at which two trees differ, and how."""
    return {
        path: "only left" if path not in right else "only right" if path not in left else "bytes"
        for path in sorted(left.keys() | right.keys())
        if left.get(path) != right.get(path)
    }


def make_sample(folder: Path) -> Site:
    """A blog with a little of everything: both forms of a post, a conversation, films, a page, files, an override."""
    site = Site(folder)
    site.config(tagline="Films, and the rooms they were seen in", menu=[{"title": "About", "to": "pages/about.md"}])
    site.write(
        "content/posts/2014-01-13-her.md",
        film="her-2013",
        rating=4.5,
        categories=["Reviews"],
        tags=["best of 2013"],
        body="A letter first, *then* the phone.\n\n![The letter](letter.png)\n\nSee [Gravity](gravity/index.md).",
    )
    site.write(
        "content/posts/2014-01-13-her/comments.yaml",
        "- id: 1\n  author: Jane\n  date: 2014-01-13T09:12:00Z\n  body: Lovely.\n"
        "- id: 2\n  parent: 1\n  role: author\n  date: 2014-01-13T11:40:00Z\n  body: Thanks!\n",
    )
    site.write(
        "content/posts/2014-01-13-her/pingbacks.yaml",
        "- source: https://lark.example/week/\n  title: What I read\n  excerpt: the letter\n  date: 2014-01-20\n",
    )
    site.write("content/posts/2014-01-13-her/letter.png", picture(4, 3))
    site.write(
        "content/posts/gravity/index.md",
        film="Gravity (2013)",
        date="2013-11-02",
        rating=3.5,
        categories=["Reviews"],
        tags=["best of 2013", "space"],
        body="Ninety minutes of falling.",
    )
    site.write(
        "content/posts/2015-02-15-stalker.md",
        film="{title: Stalker, year: 1979, directors: [Andrei Tarkovsky]}",
        body="The Zone waits.",
    )
    site.write("content/pages/about.md", title="About", body="Row K, on the aisle.")
    site.write("content/films/her-2013.yaml", "title: her\nyear: 2013\ndirectors: [Spike Jonze]\n")
    site.write("static/robots-are-people.txt", "They are.\n")
    return site


def make_plain(site: Site) -> Site:
    """The site with templates that show all that a page knows, and nothing else: much quicker, and nothing hides."""
    for path in theme_folder("templates").rglob("*"):
        name = path.relative_to(theme_folder("templates")).as_posix()
        if path.is_file() and path.suffix != ".yaml":
            site.write(f"templates/{name}", PART if name in PARTS else WHOLE)
    return site


def picture(width: int, height: int, shade: int = 128) -> bytes:
    """A grey PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\0" + bytes([shade]) * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def refusal(site: Site, **asked: Any) -> str:
    """Why a build is refused."""
    try:
        report = site.build(**asked)
    except OutsideError as exc:
        return str(exc)
    raise AssertionError(f"the build was not refused: {report}")


def _post(front: Mapping[str, object], body: str) -> str:
    head = "".join(f"{key}: {_flow(value)}\n" for key, value in front.items())
    return f"---\n{head}---\n{body}\n"


def _flow(value: object) -> str:
    """A value as YAML on one line; a text is written as it is."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return str(value)


def _as_bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")
