"""A corpus becomes a site of one of the programs; what its builds left goes aside, and comes back in a fresh clone."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from .measure import CommandError
from .programs import MATINEE, OUTPUT, ROOT, Program


class Corpus(msgspec.Struct, frozen=True):
    """A neutral corpus on the disk."""

    folder: Path
    posts: int
    comments: int
    slugs: list[str]

    def text(self, kind: str, slug: str) -> str:
        """A file of a review: its `posts`, `comments` or `pingbacks`."""
        return (self.folder / kind / f"{slug}{'.md' if kind == 'posts' else '.yaml'}").read_text("utf-8")


def load_corpus(folder: Path) -> Corpus:
    return msgspec.convert({**json.loads((folder / "corpus.json").read_bytes()), "folder": folder}, Corpus)


class Attic:
    """Where things go that are no longer needed, until all has been measured.

    On ext4 without a journal, Linux does not give away the inodes of what was removed within the last minute: whoever
    makes many files after many were removed searches long for free ones. To remove the output before a cold build
    would be to measure that.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._folder.mkdir()
        self._count = 0

    def take(self, path: Path) -> None:
        """Put a file or a folder away; nothing where there is none."""
        if path.exists():
            self._count += 1
            path.rename(self._folder / str(self._count))


class Site(msgspec.Struct, frozen=True):
    """A program's site in a folder."""

    program: Program
    folder: Path

    def file(self, pattern: str, slug: str = "") -> Path:
        return self.folder / pattern.format(slug=slug)

    def page(self, slug: str) -> Path:
        return self.folder / OUTPUT / "posts" / slug / "index.html"


def make_site(program: Program, corpus: Corpus, folder: Path, peers: Path | None = None, cards: bool = False) -> Site:
    """The corpus as this program wants it: on the site that is here, or as the `run.py` in the folder of `peers`
    prepares it; of ours with title `cards` if they are wanted."""
    site = Site(program, folder / "site")
    if peers:
        words = [sys.executable, str(peers / "run.py"), "prepare", program.name, str(corpus.folder), str(folder)]
        told = {program.variable: shlex.join(program.command())}
        subprocess.run(words, env={**os.environ, **told}, check=True, stdout=subprocess.DEVNULL)
    else:
        shutil.copytree(program.source(), site.folder, ignore=shutil.ignore_patterns("__pycache__"))
        for slug in corpus.slugs:
            write(site.file(program.post, slug), program.adapt_post(*_halves(corpus.text("posts", slug))))
            write(site.file(program.comments, slug), corpus.text("comments", slug))
            write(site.file(program.pingbacks, slug), _known_pingbacks(program, corpus.text("pingbacks", slug)))
    if program is MATINEE:
        if cards:
            _draw_cards(site.file("content/site.yaml"))
        write(site.file(program.template), (ROOT / program.template).read_text("utf-8"))
    return site


def _draw_cards(config: Path) -> None:
    """Have a site of ours draw title cards."""
    told = config.read_text("utf-8")
    if "cards: false" not in told:
        raise CommandError(f"{config} does not say `cards: false`, so cards are drawn in any case")
    write(config, told.replace("cards: false", "cards: true"))


def clone(site: Site, folder: Path) -> Site:
    """The site as CI would have it: every source written anew, what builds left restored. No file has an inode or a
    time of change that was ever seen; only what was restored still has the time of its content."""
    left = {site.folder / path for path in site.program.left}
    for path in sorted(site.folder.iterdir()):
        copy = shutil.copy2 if path in left else shutil.copyfile
        if path.is_dir():
            shutil.copytree(path, folder / path.name, copy_function=copy)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            copy(path, folder / path.name)
    return Site(site.program, folder)


def _halves(post: str) -> Iterator[str]:
    """Front matter and text."""
    _, head, text = post.split("---\n", 2)
    yield from (head, text)


def _known_pingbacks(program: Program, text: str) -> str:
    return text.replace("source_url:", "source:") if program is MATINEE else text


def write(path: Path, text: str) -> None:
    """Make a file, and the folders it lies in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
