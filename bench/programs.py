"""The programs side by side: how each is called, where its sites have their files, what its builds leave behind."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec
import yaml

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
OUTPUT = "public"


class Film(msgspec.Struct, frozen=True):
    title: str
    year: int
    directors: list[str]
    cast: list[str]
    genres: list[str]
    runtime: int


class Front(msgspec.Struct, frozen=True):
    """The front matter of a neutral review."""

    title: str
    date: datetime
    author: str
    film: Film
    rating: float
    tags: list[str]
    summary: str


class Program(msgspec.Struct, frozen=True):
    """A generator. `{slug}` stands for a review's in its paths; `left` is what builds leave, the output first; archives
    are patterns of the folders below it; `adapt_post` makes its kind of post from a neutral one's front matter and
    text."""

    name: str
    words: tuple[str, ...]
    arguments: tuple[str, ...]
    post: str
    comments: str
    pingbacks: str
    template: str
    left: tuple[str, ...]
    archives: dict[str, str]
    adapt_post: Callable[[str, str], str]

    @property
    def variable(self) -> str:
        """The environment's name for the command, where it is not the one on the PATH."""
        return self.name.upper()

    def command(self) -> list[str]:
        """How it is called here; [] where it is not installed."""
        words = shlex.split(os.environ.get(self.variable, "")) or list(self.words)
        found = shutil.which(words[0])
        return [os.path.abspath(found), *words[1:], *self.arguments] if found else []

    def environment(self) -> dict[str, str]:
        """Eleventy's configuration asks for libraries that lie beside Eleventy."""
        modules = [str(folder) for folder in Path(self.command()[0]).resolve().parents if folder.name == "node_modules"]
        return {**os.environ, **({"NODE_PATH": modules[0]} if modules else {})}

    def source(self) -> Path:
        """Its own site, but for the reviews."""
        return HERE / "peers" / self.name


def read_front(head: str) -> Front:
    return msgspec.convert(yaml.load(head, yaml.CSafeLoader), Front)


def _as_it_is(head: str, text: str) -> str:
    return f"---\n{head}---\n{text}"


def _with_taxonomies(head: str, text: str) -> str:
    """Hugo makes archives of what stands at the top of the front matter."""
    front = read_front(head)
    kinds = {"directors": front.film.directors, "genres": front.film.genres, "years": [str(front.date.year)]}
    lines = "".join(f"{kind}: {json.dumps(names, ensure_ascii=False)}\n" for kind, names in kinds.items())
    return _as_it_is(head + lines, text)


def _with_keywords(head: str, text: str) -> str:
    """What Eleventy knows as tags are its collections."""
    return _as_it_is(head.replace("\ntags:", "\nkeywords:"), text)


def _with_lines(head: str, text: str) -> str:
    """Pelican's metadata are one line each."""
    front = read_front(head)
    film = front.film
    lines = {
        "Title": front.title,
        "Date": f"{front.date:%Y-%m-%d %H:%M}",
        "Author": front.author,
        "Tags": "; ".join(front.tags),
        "Rating": front.rating,
        "Directors": "; ".join(film.directors),
        "Cast": "; ".join(film.cast),
        "Genres": "; ".join(film.genres),
        "Film_Year": film.year,
        "Runtime": film.runtime,
        "Summary": front.summary,
    }
    return "".join(f"{name}: {value}\n" for name, value in lines.items()) + text


_OWN_FOLDERS = {kind: f"{kind}/*" for kind in ("directors", "genres", "tags", "years")}

MATINEE = Program(
    name="matinee",
    words=(sys.executable, str(ROOT / "build.py")),
    arguments=("build", "--site", "."),
    post="content/posts/{slug}/index.md",
    comments="content/posts/{slug}/comments.yaml",
    pingbacks="content/posts/{slug}/pingbacks.yaml",
    template="templates/post.html",
    left=(OUTPUT, ".matinee"),
    archives={"directors": "people/*", "genres": "genre/*", "tags": "tag/*", "years": "[12][0-9][0-9][0-9]"},
    adapt_post=_as_it_is,
)
HUGO = Program(
    name="hugo",
    words=("hugo",),
    arguments=("--quiet",),
    post="content/posts/{slug}/index.md",
    comments="content/posts/{slug}/comments.yaml",
    pingbacks="content/posts/{slug}/pingbacks.yaml",
    template="layouts/page.html",
    left=(OUTPUT, "resources", ".hugo_build.lock"),
    archives=_OWN_FOLDERS,
    adapt_post=_with_taxonomies,
)
ELEVENTY = Program(
    name="eleventy",
    words=("eleventy",),
    arguments=("--quiet",),
    post="posts/{slug}.md",
    comments="comments/{slug}.yaml",
    pingbacks="pingbacks/{slug}.yaml",
    template="_includes/review.11ty.js",
    left=(OUTPUT,),
    archives=_OWN_FOLDERS,
    adapt_post=_with_keywords,
)
PELICAN = Program(
    name="pelican",
    words=("pelican",),
    arguments=("content", "-s", "pelicanconf.py", "-q"),
    post="content/posts/{slug}.md",
    comments="content/comments/{slug}.yaml",
    pingbacks="content/pingbacks/{slug}.yaml",
    template="theme/templates/article.html",
    left=(OUTPUT, "__pycache__"),
    archives=_OWN_FOLDERS,
    adapt_post=_with_lines,
)
PROGRAMS = {program.name: program for program in (MATINEE, HUGO, ELEVENTY, PELICAN)}
