"""How long what may be kept."""

from __future__ import annotations

import pytest

from matinee.deploy.caching import cache_header


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("index.html", "must-revalidate"),
        ("2014/01/13/her/feed.xml", "must-revalidate"),
        ("images/letter-0123456789abcdef-800.webp", "immutable"),
        ("images/letter.webp", "3600"),
        ("pagefind/fragment/en_1.pf_fragment", "immutable"),
        ("pagefind/pagefind.js", "must-revalidate"),
        ("style.css", "3600"),
        ("fonts/league-gothic-latin.woff2", "3600"),
    ],
)
def test_only_what_is_named_by_its_bytes_is_kept_for_ever(path: str, told: str) -> None:
    assert told in cache_header(path)
