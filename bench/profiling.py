"""Where a build spends its time, stage by stage: by the clock in the process that leads it, by the processor in one
process that does all of it."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from .asking import make_corpus, make_parser, take_measure
from .measure import CommandError
from .probe import ORDER
from .programs import MATINEE, ROOT
from .sites import Attic, Corpus, Site, clone, make_site
from .works import WORKS

ABOUT = """\
Says where a build of Matinee's spends its time, stage by stage. Each work is done twice: as it is always done, on all
cores, for the seconds that pass in the process that leads the build (while its workers read and render, it waits); and
in one process alone, for the seconds of the processor that each stage takes. The stages' clocks cost a little
themselves, most where a stage is short and often entered, as with comments.
"""
SHOWN = 0.0005  # seconds; less than that is nothing


def main(arguments: Sequence[str]) -> int:
    """Profile what is asked for."""
    return take_measure(_make_parser(), arguments, _profile)


def _make_parser() -> argparse.ArgumentParser:
    parser = make_parser("profile", ABOUT)
    add = parser.add_argument
    add("--posts", type=int, default=1000, metavar="N", help="size of the blog (1000)")
    usual = ["cold", "unchanged", "comment added"]
    add("--works", nargs="+", choices=WORKS, default=usual, metavar="WORK", help=f"of {', '.join(WORKS)}")
    add("--cards", action="store_true", help="with title cards, which are else left out")
    return parser


def _profile(place: Path, options: argparse.Namespace) -> None:
    corpus = make_corpus(place / "corpus", options.posts, options.corpus)
    site = make_site(MATINEE, corpus, place / "matinee", cards=options.cards)
    profile = Profile(site, corpus, Attic(place / "aside"))
    for work in ("cold", *(work for work in WORKS if work in options.works and work != "cold")):
        print(f"\n{corpus.posts:,} reviews, {corpus.comments:,} comments: {work}\n")
        print("\n".join(_table(profile.leading(work), profile.alone(work))), flush=True)


class Profile:
    """A site that is built again and again, with a clock in each stage."""

    def __init__(self, site: Site, corpus: Corpus, attic: Attic) -> None:
        self._site = site
        self._corpus = corpus
        self._attic = attic
        self._runs = 0

    def leading(self, work: str) -> dict[str, float]:
        """Seconds by the clock, in the process that leads the others."""
        return self._build(work, "wall")

    def alone(self, work: str) -> dict[str, float]:
        """Seconds of the processor, in one process that does everything."""
        return self._build(work, "cpu", "--jobs", "1")

    def _build(self, work: str, *words: str) -> dict[str, float]:
        site = self._site
        if work == "cold":
            for path in site.program.left:
                self._attic.take(site.folder / path)
        WORKS[work](site, self._corpus, self._runs)
        self._runs += 1
        place = clone(site, site.folder.with_name("clone")) if work == "fresh clone" else site
        spent = _probe(place.folder, *words)
        if place is not site:
            self._attic.take(place.folder)
        return spent


def _probe(folder: Path, kind: str, *options: str) -> dict[str, float]:
    os.sync()
    done = subprocess.run(
        [sys.executable, "-m", "bench.probe", kind, str(folder), *options],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandError(done.stderr)
    spent: dict[str, float] = json.loads(done.stdout)
    return spent


def _table(leading: Mapping[str, float], alone: Mapping[str, float]) -> Iterator[str]:
    """Markdown, a line for each stage that took any time."""
    yield "| stage | wall s, leading | CPU s, alone | % |"
    yield "| --- | ---: | ---: | ---: |"
    whole = sum(alone.values())
    for stage in ORDER:
        wall, cpu = leading.get(stage, 0.0), alone.get(stage, 0.0)
        if max(wall, cpu) >= SHOWN:
            yield f"| {stage} | {wall:.3f} | {cpu:.3f} | {100 * cpu / whole:.0f} |"
    yield f"| all | {sum(leading.values()):.3f} | {whole:.3f} | 100 |"
