"""The same blog, the same works, one program after the other; a table of what each took."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from .asking import folder, make_corpus, make_parser, say, take_measure
from .counts import count_output, disagreements, expected
from .measure import CommandError, Cost, measure, median
from .programs import PROGRAMS, Program
from .sites import Attic, Site, clone, make_site
from .works import WORKS, Edit

ABOUT = """\
Builds one film blog with Matinee and, where they are installed, with Hugo, Eleventy and Pelican, and prints what it
took: seconds by the clock, seconds of processors, MiB of all processes together, and the ratio to Hugo. HUGO, ELEVENTY,
PELICAN and MATINEE may name a command that is not on the PATH.

The programs take turns (A B A B ...), and each number is the median of its runs. The outputs of the cold builds are
counted: reviews, replies, pingbacks, archives and feeds must agree. What was edited must show in its page.

Nothing is removed before the end. On ext4 without a journal, files are slow to make within a minute of removing many
others; so what must go before a cold build is moved aside. Where the disk is slow or shared, --work /dev/shm keeps it
out of the numbers.
"""


def main(arguments: Sequence[str]) -> int:
    """Run what is asked for; 0 if all programs have done the same."""
    return take_measure(_make_parser(), arguments, _hold)


def _make_parser() -> argparse.ArgumentParser:
    parser = make_parser("run", ABOUT)
    add = parser.add_argument
    add("--posts", type=int, nargs="+", default=[100, 1000, 10_000], metavar="N", help="sizes of the blog")
    add("--runs", type=int, default=3, metavar="N", help="how often each work is done (3)")
    add("--only", nargs="+", choices=PROGRAMS, metavar="PROGRAM", help="of the programs only these")
    add("--works", nargs="+", choices=WORKS, default=list(WORKS), metavar="WORK", help=f"of {', '.join(WORKS)}")
    add("--check", action="store_true", help="build once, and only count")
    add("--cards", action="store_true", help="have Matinee draw title cards, which no other program does")
    add("--peers", type=folder, metavar="DIR", help="take the sites that the run.py in DIR prepares instead of ours")
    return parser


def _hold(place: Path, options: argparse.Namespace) -> None:
    """A contest for each size; CommandError where the programs have not done the same."""
    contestants = _contestants(options.only)
    told = [Contest(place / str(posts), posts, contestants, options).run() for posts in options.posts]
    if any(told):
        raise CommandError("the programs have not done the same")


class Contest:
    """All works on a blog of one size."""

    def __init__(self, folder: Path, posts: int, programs: Sequence[Program], options: argparse.Namespace) -> None:
        folder.mkdir()
        self._folder = folder
        self._options = options
        self._attic = Attic(folder / "aside")
        self._corpus = make_corpus(folder / "corpus", posts, options.corpus)
        self._sites = {
            program.name: make_site(program, self._corpus, folder / program.name, options.peers, options.cards)
            for program in programs
        }
        self._costs: dict[tuple[str, str], list[Cost]] = defaultdict(list)

    def run(self) -> list[str]:
        """Measure, print the table; what the programs have not done alike."""
        corpus, options = self._corpus, self._options
        self._take_turns("cold", 1 if options.check else options.runs)
        wrong = self._compare()
        if not options.check:
            for work in WORKS:
                if work != "cold" and work in options.works:
                    self._take_turns(work, options.runs)
            print(f"\n{corpus.posts:,} reviews, {corpus.comments:,} comments; medians of {options.runs}\n")
            print("\n".join(self._table()), flush=True)
        return wrong

    def _take_turns(self, work: str, runs: int) -> None:
        for run in range(runs):
            for name, site in self._sites.items():
                cost = self._do(work, site, run)
                self._costs[work, name].append(cost)
                say(f"{self._corpus.posts:>7,} {work:16} {name:9} {cost.wall:8.2f} s {cost.memory:7.0f} MiB")

    def _do(self, work: str, site: Site, run: int) -> Cost:
        """One build after one work; CommandError where the page does not say what it should."""
        if work == "cold":
            for path in site.program.left:
                self._attic.take(site.folder / path)
        edit = WORKS[work](site, self._corpus, run)
        place = clone(site, site.folder.with_name("clone")) if work == "fresh clone" else site
        command, environment = site.program.command(), site.program.environment()
        cost = measure(command, place.folder, environment, site.folder.with_name("build.log"))
        if edit and not _is_shown(edit):
            raise CommandError(f"{site.program.name}, {work}: {edit.page} does not say {edit.says!r}")
        if place is not site:
            self._attic.take(place.folder)
        return cost

    def _compare(self) -> list[str]:
        counts = {name: count_output(site, self._corpus) for name, site in self._sites.items()}
        wrong = disagreements(counts, expected(self._corpus))
        for sentence in wrong:
            print(f"not the same: {sentence}")
        if not wrong:
            made = next(iter(counts.values()))
            print(f"\nAll have made {', '.join(f'{count:,} {kind}' for kind, count in made.items())}.", flush=True)
        return wrong

    def _table(self) -> Iterator[str]:
        """Markdown, a line for each program at each work."""
        yield "| work | program | wall s | CPU s | MiB | wall : Hugo's | MiB : Hugo's |"
        yield "| --- | --- | ---: | ---: | ---: | ---: | ---: |"
        for work in self._options.works:
            hugo = median(self._costs[work, "hugo"]) if "hugo" in self._sites else None
            for name in self._sites:
                cost = median(self._costs[work, name])
                ratios = f"{cost.wall / hugo.wall:.3f} | {cost.memory / hugo.memory:.3f}" if hugo else "– | –"
                yield f"| {work} | {name} | {cost.wall:.2f} | {cost.cpu:.2f} | {cost.memory:.0f} | {ratios} |"


def _contestants(only: Sequence[str] | None) -> list[Program]:
    """The programs to run; CommandError where one that was asked for is not here."""
    found = [program for name, program in PROGRAMS.items() if name in (only or PROGRAMS)]
    for program in found:
        if not program.command():
            told = f"{program.name} is not installed; {program.variable} may name its command"
            if only:
                raise CommandError(told)
            say(told)
    return [program for program in found if program.command()]


def _is_shown(edit: Edit) -> bool:
    return edit.page.exists() and edit.says in edit.page.read_text("utf-8")
