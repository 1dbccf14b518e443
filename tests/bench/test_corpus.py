"""The neutral corpus: the same for the same seed, whole, and nothing that Matinee has to say anything about."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.corpus import write_corpus
from bench.programs import MATINEE
from bench.sites import Corpus, load_corpus, make_site
from tests.site import Site, differences, read_tree


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    write_corpus(tmp_path / "corpus", 24)
    return load_corpus(tmp_path / "corpus")


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(corpus: Corpus, tmp_path: Path) -> None:
    write_corpus(tmp_path / "again", 24)
    write_corpus(tmp_path / "other", 24, seed=12)
    assert read_tree(tmp_path / "again") == read_tree(corpus.folder)
    assert differences(read_tree(tmp_path / "other"), read_tree(corpus.folder))


def test_it_is_of_the_size_of_a_blog(corpus: Corpus) -> None:
    assert corpus.posts == len(set(corpus.slugs)) == 24
    assert 10 <= corpus.comments / corpus.posts <= 35
    words = sum(len(corpus.text("posts", slug).split()) for slug in corpus.slugs)
    assert 600 <= words / corpus.posts <= 900
    assert any("\n  parent: " in corpus.text("comments", slug) for slug in corpus.slugs)
    assert any("source_url" in corpus.text("pingbacks", slug) for slug in corpus.slugs)


def test_matinee_builds_it_without_a_problem(corpus: Corpus, tmp_path: Path) -> None:
    site = Site(make_site(MATINEE, corpus, tmp_path / "matinee").folder)
    report = site.build(strict=True)
    assert report.problems == ()
    assert sum(f"posts/{slug}/index.html" in report.written for slug in corpus.slugs) == 24
