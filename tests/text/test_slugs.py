"""Names in addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.text.slugs import slugify


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("What's Up, Doc?", "whats-up-doc"),
        ("8½", "8½"),
        ("千と千尋の神隠し", "千と千尋の神隠し"),
        ("L’Atalante", "latalante"),
        ("  Fury -- Road  ", "fury-road"),
        ("Æon Flux", "æon-flux"),
    ],
)
def test_a_slug_is_made_of_letters_and_digits(name: str, slug: str) -> None:
    assert slugify(name) == slug


@given(st.text(st.characters(max_codepoint=127), max_size=40))
def test_plain_letters_are_treated_like_all_others(text: str) -> None:
    assert slugify(f"éx{text}y") == "é" + slugify(f"x{text}y")


@given(st.text(max_size=60))
def test_the_slug_of_a_slug_is_itself(text: str) -> None:
    assert slugify(slugify(text)) == slugify(text)
