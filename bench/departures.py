"""A blog goes to a folder and over SSH to this machine, beside `cp -r` and plain rsync of the same files, in turn."""

from __future__ import annotations

import argparse
import json
import os
import shlex
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from .asking import make_corpus, make_parser, take_measure
from .measure import CommandError
from .programs import MATINEE
from .sites import Site, make_site

ABOUT = """\
Says how long a deploy takes. A whole blog is sent by `deploy` and by `cp -r` or rsync, in turn; then nothing has
changed, then one comment is new. Of a deploy its own work is told, without the build before it: all files are looked
into for leaks before the first of them goes. sshd and rsync are needed for SSH.
"""


def main(arguments: Sequence[str]) -> int:
    """Measure what is asked for."""
    return take_measure(_make_parser(), arguments, _depart)


def _make_parser() -> argparse.ArgumentParser:
    parser = make_parser("deploy", ABOUT)
    add = parser.add_argument
    add("--posts", type=int, default=1000, metavar="N", help="size of the blog (1000)")
    add("--runs", type=int, default=3, metavar="N", help="how often everything is sent (3)")
    add("--no-ssh", dest="ssh", action="store_false", help="to a folder only")
    return parser


def _depart(place: Path, options: argparse.Namespace) -> None:
    corpus = make_corpus(place / "corpus", options.posts, options.corpus)
    site = make_site(MATINEE, corpus, place / "matinee")
    _build(site)
    files = sum(1 for path in (site.folder / "public").rglob("*") if path.is_file())
    print(f"{corpus.posts:,} reviews, {files:,} files\n")
    print("| what | deploy s | plain s | ratio | guard s |\n| --- | ---: | ---: | ---: | ---: |")
    _measure(site, place, "folder", {"kind": "folder"}, ["cp", "-r"], "", {}, options.runs)
    if options.ssh:
        from tests.deploy.hosts import running_sshd, user

        (place / "sshd").mkdir()
        with running_sshd(place / "sshd") as server:
            shell = f"{server.env['MATINEE_SSH']} -p {server.port}"
            told = {"kind": "ssh", "host": f"{user()}@127.0.0.1", "port": str(server.port)}
            plain = ["rsync", "-rt", "-e", shell]
            _measure(site, place, "ssh", told, plain, f"{user()}@127.0.0.1:", server.env, options.runs)


def _measure(
    site: Site,
    place: Path,
    name: str,
    told: dict[str, str],
    plain: list[str],
    host: str,
    env: dict[str, str],
    runs: int,
) -> None:
    """Send everything so many times, then nothing, then a comment."""
    firsts, plains = [], []
    for run in range(runs):
        target = place / f"{name}-{run}"
        _aim(site, {**told, "path": str(target)})
        firsts.append(_deploy(site, env))
        other = place / f"{name}-plain-{run}"
        start = time.monotonic()
        _call([*plain, f"{site.folder}/public/.", f"{host}{other}"])
        plains.append(time.monotonic() - start)
    first, copied = min(firsts)[0], min(plains)
    guard = max(seconds for _, seconds in firsts)
    print(f"| {name}: everything | {first:.2f} | {copied:.2f} | {first / copied:.2f} | {guard:.2f} |", flush=True)
    nothing = min(_deploy(site, env) for _ in range(runs))
    print(f"| {name}: nothing changed | {nothing[0]:.2f} | | | {nothing[1]:.2f} |", flush=True)
    comments = next((site.folder / "content/posts").glob("*/comments.yaml"))
    with comments.open("a", encoding="utf-8") as file:
        file.write(f"- id: new-{name}\n  author: Lin\n  date: 2020-02-02\n  body: Another voice.\n")
    comment = _deploy(site, env)
    print(f"| {name}: a comment added | {comment[0]:.2f} | | | {comment[1]:.2f} |", flush=True)


def _aim(site: Site, told: dict[str, str]) -> None:
    """Have site.yaml name a target."""
    config = site.folder / "content/site.yaml"
    text = config.read_text("utf-8").partition("deploy:")[0]
    target = ", ".join(f"{key}: {json.dumps(value)}" for key, value in told.items())
    config.write_text(f"{text.rstrip()}\ndeploy:\n  live: {{{target}}}\n", "utf-8")


def _build(site: Site) -> None:
    _call([*MATINEE.words, "build", "--site", str(site.folder)])


def _deploy(site: Site, env: dict[str, str]) -> tuple[float, float]:
    """The seconds of a deploy's own work, and those for which it looked for leaks."""
    words = [*MATINEE.words, "deploy", "--json", "--max-delete", "100000", "--site", str(site.folder)]
    told = json.loads(_call(words, env))
    return float(told["seconds"]), float(told["guard"]["seconds"])


def _call(words: Sequence[str], env: dict[str, str] | None = None) -> str:
    """What a command prints. CommandError where it fails."""
    done = subprocess.run(
        words, env={**os.environ, **(env or {})}, capture_output=True, text=True, check=False, timeout=1200
    )
    if done.returncode:
        raise CommandError(f"{shlex.join(words)} failed: {done.stderr[-2000:]}")
    return done.stdout
