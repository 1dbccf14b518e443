"""What a target of `deploy:` may say."""

from __future__ import annotations

import pytest

from matinee.content.sources import read_config
from matinee.model import Acl

HEAD = "title: A\nurl: https://a.example\ndeploy:\n  pages: {kind: git, repository: x, domain: "


@pytest.mark.parametrize("typed", ["films.example", "www.films.co.uk", "xn--bcher-kva.example", "a1.b-c.io"])
def test_a_bare_domain_is_taken(typed: str) -> None:
    config, problems = read_config(f"{HEAD}{typed}}}\n", "site.yaml")
    assert problems == ()
    assert config.deploy["pages"]["domain"] == typed


@pytest.mark.parametrize("typed", ["https://films.example/", "'a b'", "films", "films.example/blog", "-a.example"])
def test_anything_else_is_refused_with_its_place(typed: str) -> None:
    _, [problem] = read_config(f"{HEAD}{typed}}}\n", "site.yaml")
    assert (problem.place.line, problem.code) == (4, "url")
    assert "bare domain" in problem.message


BUCKET = "title: A\nurl: https://a.example\ndeploy:\n  bucket:\n    {kind: s3, bucket: films, "


@pytest.mark.parametrize("typed", ["blog", "blog/", "/blog/", "a/b.c/d-e", "'two words'", "..a/b..", ".well", "''"])
def test_a_prefix_is_a_folder_in_the_bucket(typed: str) -> None:
    config, problems = read_config(f"{BUCKET}prefix: {typed}}}\n", "site.yaml")
    assert problems == ()
    assert config.deploy["bucket"]["prefix"] == typed.strip("'")


@pytest.mark.parametrize(
    "typed", ["/", "//", "..", "../a", "a/../b", "a/..", "./a", "a//b", "a//", ".matinee", "blog/.matinee/x", '"a\\nb"']
)
def test_any_other_prefix_is_refused_with_its_place(typed: str) -> None:
    _, [problem] = read_config(f"{BUCKET}prefix: {typed}}}\n", "site.yaml")
    assert (problem.place.line, problem.code) == (5, "url")
    assert "within the bucket" in problem.message


@pytest.mark.parametrize("typed", list(Acl))
def test_rights_have_the_names_that_s3_gives_them(typed: str) -> None:
    config, problems = read_config(f"{BUCKET}acl: {typed}}}\n", "site.yaml")
    assert (problems, config.deploy["bucket"]["acl"]) == ((), typed)


def test_rights_of_another_name_are_refused_and_the_nearest_is_named() -> None:
    _, [problem] = read_config(f"{BUCKET}acl: public_read}}\n", "site.yaml")
    assert (problem.place.line, problem.code) == (5, "choice")
    assert 'did you mean "public-read"?' in problem.hint
