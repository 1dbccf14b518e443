"""What a target of `deploy:` may say."""

from __future__ import annotations

import pytest

from matinee.content.sources import read_config

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
