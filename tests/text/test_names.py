"""Names of strangers, within bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.text.names import shown_name

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (" Jane\x00 ", "Jane"),
        ("Jörg Müller-Lüdenscheidt", "Jörg Müller-Lüdenscheidt"),
        ("x" * 11, "xxxxxxxxxx…"),
        ("x" * 9 + " yy", "xxxxxxxxx…"),
        ("x" * 9 + "e\u0301z", "xxxxxxxxx…"),
        ("x" * 8 + FAMILY, "xxxxxxxx…"),
        ("a" + "\u0489" * 9 + "b", "a" + "\u0489" * 8 + "b"),
        ("\u0301" * 99, "\u0301" * 8),
    ],
)
def test_a_name_is_cut_after_a_whole_letter(typed: str, shown: str) -> None:
    assert shown_name(typed, 10 if "…" in shown else 100) == shown


@given(st.text(max_size=300))
def test_no_name_is_longer_than_it_may_be(typed: str) -> None:
    assert len(shown_name(typed)) <= 101
    assert shown_name(typed, 400) or not shown_name(typed)
