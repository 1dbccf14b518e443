"""What all measures may be asked for: which corpus, where to work; and what comes of it, in the same way for all."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from .corpus import write_corpus
from .measure import CommandError
from .programs import ROOT
from .sites import Corpus, load_corpus

SHARED = ROOT.parent / "shared" / "bench" / "make_corpus.py"
OWN = "own"


def make_parser(name: str, about: str) -> argparse.ArgumentParser:
    """A parser for `bench/{name}.py` that knows what every measure may be asked for."""
    parser = argparse.ArgumentParser(
        prog=f"bench/{name}.py", description=about, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--work", type=folder, metavar="DIR", help="where to work (the system's temporary folder)")
    add("--keep", action="store_true", help="leave the corpora and the sites there")
    add("--corpus", metavar="PROGRAM", help=f"what makes the corpus: a program, or {OWN!r} ({_shown(SHARED)} if there)")
    return parser


def folder(text: str) -> Path:
    """An argument that names a folder that is there."""
    if not (path := Path(text).resolve()).is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {text}")
    return path


def take_measure(
    parser: argparse.ArgumentParser, arguments: Sequence[str], measure: Callable[[Path, argparse.Namespace], None]
) -> int:
    """Measure in a folder that is removed afterwards; 0, or 1 where there was a CommandError, which is told."""
    options = parser.parse_args(arguments)
    name = Path(parser.prog).stem
    place = Path(tempfile.mkdtemp(prefix=f"matinee-{name}-", dir=options.work))
    try:
        measure(place, options)
    except CommandError as exc:
        say(f"error: {exc}")
        return 1
    finally:
        if options.keep:
            say(f"kept in {place}")
        else:
            shutil.rmtree(place)
    return 0


def make_corpus(folder: Path, posts: int, program: str | None) -> Corpus:
    """By the program that is asked for, the shared one if it is there, or our own."""
    chosen = program or (str(SHARED) if SHARED.exists() else OWN)
    say(f"{posts:>7,} reviews by {'bench/corpus.py' if chosen == OWN else _shown(Path(chosen))}")
    if chosen == OWN:
        write_corpus(folder, posts)
    else:
        words = [sys.executable, chosen, "--posts", str(posts), "--out", str(folder)]
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    return load_corpus(folder)


def say(line: str) -> None:
    """Tell whoever waits, apart from what is measured."""
    print(line, file=sys.stderr, flush=True)


def _shown(path: Path) -> str:
    """A path as seen from the project's folder."""
    return f"../{path.relative_to(ROOT.parent)}" if path.is_relative_to(ROOT.parent) else str(path)
