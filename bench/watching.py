"""How long a preview takes: from its start to the first page, and from a saved file to the changed page."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import statistics
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from .asking import make_corpus, make_parser, take_measure
from .measure import CommandError
from .programs import HUGO, MATINEE, Program
from .sites import Corpus, Site, make_site

ABOUT = """\
Starts the preview of one film blog, with Matinee and, where it is installed, with Hugo, and asks for a review until the
page is there: once with no cache, once more with what that has left. Then it saves edits of that review, and asks until
the page shows each. Prints seconds by the clock, for edits the median, and what the
process holds in memory at the end.
"""
PATIENCE = 300.0  # seconds
OFTEN = 0.003  # seconds between two askings


class Watched(msgspec.Struct, frozen=True):
    """Seconds until the first page without a cache and with one, and until each edit was served; MiB at the end."""

    cold: float
    warm: float
    edits: tuple[float, ...]
    memory: float


def main(arguments: Sequence[str]) -> int:
    """Watch what is asked for."""
    return take_measure(_make_parser(), arguments, _watch_all)


def _make_parser() -> argparse.ArgumentParser:
    parser = make_parser("watch", ABOUT)
    add = parser.add_argument
    add("--posts", type=int, nargs="+", default=[1000], metavar="N", help="sizes of the blog (1000)")
    add("--edits", type=int, default=5, metavar="N", help="how many edits (5)")
    return parser


def _watch_all(place: Path, options: argparse.Namespace) -> None:
    print("| reviews | program | first page, cold s | warm s | edit s | MiB |")
    print("| ---: | --- | ---: | ---: | ---: | ---: |")
    for posts in options.posts:
        corpus = make_corpus(place / f"corpus-{posts}", posts, options.corpus)
        for program in (program for program in (MATINEE, HUGO) if program.command()):
            site = make_site(program, corpus, place / f"{program.name}-{posts}")
            print(_row(posts, program, watch(site, corpus, options.edits)), flush=True)


def watch(site: Site, corpus: Corpus, edits: int) -> Watched:
    """What the preview of a site takes; CommandError where it ends or never shows what it should."""
    slug = corpus.slugs[len(corpus.slugs) // 2]
    with _preview(site) as (process, url):
        cold = _until(process, f"{url}/posts/{slug}/", b"</html>")
    with _preview(site) as (process, url):
        warm = _until(process, f"{url}/posts/{slug}/", b"</html>")
        _until_quiet(process)
        took = tuple(_edit(process, f"{url}/posts/{slug}/", site, slug, number) for number in range(edits))
        return Watched(cold, warm, took, _resident(process))


def _edit(process: subprocess.Popen[bytes], url: str, site: Site, slug: str, number: int) -> float:
    """Save an edit, and wait until it is served."""
    mark = f"Marker {number} of {time.monotonic_ns()}"
    with site.file(site.program.post, slug).open("a", encoding="utf-8") as file:
        file.write(f"\n{mark}.\n")
    took = _until(process, url, mark.encode())
    _until_quiet(process)
    return took


@contextmanager
def _preview(site: Site) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A running preview, and its address."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = str(one.getsockname()[1])
    with (site.folder.parent / "log").open("ab") as log:
        process = subprocess.Popen(
            _command(site.program, port), cwd=site.folder, stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield process, f"http://localhost:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def _command(program: Program, port: str) -> list[str]:
    words = program.command()[: -len(program.arguments)]
    if program is HUGO:
        return [*words, "server", "--port", port, "--renderToMemory", "--quiet"]
    return [*words, "serve", "--site", ".", "--port", port]


def _until(process: subprocess.Popen[bytes], url: str, says: bytes) -> float:
    """Seconds until a page says something."""
    begin = time.monotonic()
    while True:
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
                if says in answer.read():
                    return time.monotonic() - begin
        except OSError:
            pass
        if process.poll() is not None or time.monotonic() > begin + PATIENCE:
            raise CommandError(f"{process.args!r} never showed {says!r} at {url}")
        time.sleep(OFTEN)


def _until_quiet(process: subprocess.Popen[bytes]) -> None:
    """Wait until a process does next to nothing any more."""
    before, quiet = _seconds(process), 0
    while quiet < 3 and process.poll() is None:
        time.sleep(0.2)
        now = _seconds(process)
        quiet, before = (quiet + 1 if now - before < 0.02 else 0), now


def _seconds(process: subprocess.Popen[bytes]) -> float:
    """Seconds of processors; 0 where the system does not tell."""
    try:
        fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(process: subprocess.Popen[bytes]) -> float:
    """MiB; 0 where the system does not tell."""
    try:
        lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def _row(posts: int, program: Program, seen: Watched) -> str:
    cells = (f"{seen.cold:.2f}", f"{seen.warm:.2f}", f"{statistics.median(seen.edits):.3f}", f"{seen.memory:.0f}")
    return f"| {posts:,} | {program.name} | {' | '.join(cells)} |"
