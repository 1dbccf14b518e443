"""The contest: every work is done and shown, and who did less than the others is told."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.contest import main
from bench.corpus import write_corpus
from bench.counts import count_output, disagreements, expected
from bench.measure import CommandError, measure
from bench.programs import MATINEE
from bench.sites import Attic, clone, load_corpus, make_site
from bench.works import WORKS
from tests.site import ROOT, Site, read_tree


@pytest.mark.slow
def test_a_tiny_blog_goes_through_every_work(tmp_path: Path) -> None:
    words = ["--posts", "8", "--runs", "1", "--only", "matinee", "--corpus", "own", "--work", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, ROOT / "bench" / "run.py", *words],
        env={name: value for name, value in os.environ.items() if name != "MATINEE"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    rows = [line.split(" | ") for line in done.stdout.splitlines() if " | matinee | " in line]
    assert [row[0].removeprefix("| ") for row in rows] == list(WORKS)
    assert all(float(number) > 0 for row in rows for number in row[2:5])
    assert "All have made 8 reviews, " in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_measure_that_fails_says_why_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HUGO", "no-such-program")
    words = ["--only", "hugo", "--work", str(tmp_path)]
    assert main(words) == 1
    assert capsys.readouterr().err == "error: hugo is not installed; HUGO may name its command\n"
    assert list(tmp_path.iterdir()) == []
    assert main([*words, "--keep"]) == 1
    [kept] = tmp_path.iterdir()
    assert f"kept in {kept}\n" in capsys.readouterr().err


def test_what_one_has_not_made_is_told(tmp_path: Path) -> None:
    write_corpus(tmp_path / "corpus", 6)
    corpus = load_corpus(tmp_path / "corpus")
    site = make_site(MATINEE, corpus, tmp_path / "matinee")
    Site(site.folder).good()
    whole = count_output(site, corpus)
    assert disagreements({"matinee": whole}, expected(corpus)) == []
    assert whole["comments"] > whole["replies within replies"] > 0
    assert whole["genres"] > 0
    site.page(corpus.slugs[0]).unlink()
    less = count_output(site, corpus)
    told = disagreements({"matinee": whole, "other": less}, expected(corpus))
    assert "reviews: matinee 6, other 5; the corpus has 6" in told


def test_a_fresh_clone_has_every_byte_and_no_old_inode(tmp_path: Path) -> None:
    write_corpus(tmp_path / "corpus", 3)
    site = make_site(MATINEE, load_corpus(tmp_path / "corpus"), tmp_path / "matinee")
    Site(site.folder).good()
    copy = clone(site, tmp_path / "clone")
    assert read_tree(copy.folder) == read_tree(site.folder)
    for path in read_tree(site.folder):
        before, after = (site.folder / path).stat(), (copy.folder / path).stat()
        assert after.st_ino != before.st_ino
        is_restored = path.startswith(("public/", ".matinee/"))
        assert (after.st_mtime_ns == before.st_mtime_ns) == is_restored, path


def test_what_goes_aside_is_kept_until_the_end(tmp_path: Path) -> None:
    attic = Attic(tmp_path / "aside")
    for text in ("one", "two"):
        (tmp_path / "public").write_text(text)
        attic.take(tmp_path / "public")
    attic.take(tmp_path / "public")
    assert sorted(read_tree(tmp_path / "aside").values()) == [b"one", b"two"]


def test_a_build_that_fails_is_no_measurement(tmp_path: Path) -> None:
    words = [sys.executable, "-c", "import sys; sys.exit('no such film')"]
    with pytest.raises(CommandError, match="ended with 1:\nno such film"):
        measure(words, tmp_path, os.environ, tmp_path / "log")


@pytest.mark.parametrize("cards", [False, True])
def test_title_cards_are_drawn_only_where_they_are_asked_for(cards: bool, tmp_path: Path) -> None:
    write_corpus(tmp_path / "corpus", 3)
    site = make_site(MATINEE, load_corpus(tmp_path / "corpus"), tmp_path / "matinee", cards=cards)
    Site(site.folder).good()
    assert len(list(site.folder.glob("public/posts/*/card.png"))) == 3 * cards
