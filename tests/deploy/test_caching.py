"""How long what may be kept."""

from __future__ import annotations

import pytest

from matinee.pages.hosts.caching import cache_header


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("index.html", "must-revalidate"),
        ("2014/01/13/her/feed.xml", "must-revalidate"),
        ("images/letter-0123456789abcdef-800.webp", "immutable"),
        ("images/letter.webp", "3600"),
        ("images/her/letter-0123456789abcdef-800.webp", "3600"),
        ("pagefind/fragment/en_4e451f0.pf_fragment", "immutable"),
        ("pagefind/index/pt-br_6b49e92.pf_index", "immutable"),
        ("pagefind/filter/unknown_e75e67d.pf_filter", "immutable"),
        ("pagefind/fragment/notes.txt", "must-revalidate"),
        ("pagefind/pagefind.en_ec6870fa5b.pf_meta", "must-revalidate"),
        ("pagefind/wasm.en.pagefind", "must-revalidate"),
        ("pagefind/pagefind.js", "must-revalidate"),
        ("search/index.json", "must-revalidate"),
        ("robots.txt", "3600"),
        ("style.css", "3600"),
        ("fonts/league-gothic-latin.woff2", "3600"),
    ],
)
def test_only_what_is_named_by_its_bytes_is_kept_for_ever(path: str, told: str) -> None:
    assert told in cache_header(path)
