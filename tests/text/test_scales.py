"""Ratings as typed, on five scales."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.model import Scale
from matinee.text.scales import best, dump_rating, read_rating, worst


@pytest.mark.parametrize(
    ("scale", "typed", "rating"),
    [
        (Scale.STARS, "0", 0.0),
        (Scale.STARS, "4½", 4.5),
        (Scale.STARS, "½", 0.5),
        (Scale.STARS, "4.50", 4.5),
        (Scale.FOUR, "4", 4.0),
        (Scale.TEN, "7.3", 7.3),
        (Scale.HUNDRED, "87", 87.0),
        (Scale.LETTERS, "F", 0.0),
        (Scale.LETTERS, "B+", 9.0),
        (Scale.LETTERS, "a−", 10.0),
        (Scale.LETTERS, "A+", 12.0),
    ],
)
def test_a_rating_is_a_number_on_its_scale(scale: Scale, typed: str, rating: float) -> None:
    assert read_rating(typed, scale) == rating


@pytest.mark.parametrize(
    ("scale", "typed", "message"),
    [
        (Scale.STARS, "11", "must be 0 to 5 in halves, not 11"),
        (Scale.STARS, "4.3", "must be 0 to 5 in halves, not 4.3"),
        (Scale.STARS, "-1", "must be 0 to 5 in halves, not -1"),
        (Scale.STARS, "nan", "must be 0 to 5 in halves, not nan"),
        (Scale.STARS, "inf", "must be 0 to 5 in halves, not inf"),
        (Scale.STARS, "1e0", "must be 0 to 5 in halves, not 1e0"),
        (Scale.STARS, "1_0", "must be 0 to 5 in halves, not 1_0"),
        (Scale.STARS, "0x1", "must be 0 to 5 in halves, not 0x1"),
        (Scale.STARS, "٣", "must be 0 to 5 in halves, not ٣"),
        (Scale.STARS, "½½", "must be 0 to 5 in halves, not ½½"),
        (Scale.FOUR, "5", "must be 0 to 4 in halves, not 5"),
        (Scale.TEN, "7.35", "must be 0 to 10 in tenths, not 7.35"),
        (Scale.HUNDRED, "87.5", "must be a whole number from 0 to 100, not 87.5"),
        (Scale.LETTERS, "F+", "must be a letter from F to A+, not F+"),
        (Scale.LETTERS, "E", "must be a letter from F to A+, not E"),
    ],
)
def test_a_wrong_rating_says_what_the_scale_takes(scale: Scale, typed: str, message: str) -> None:
    with pytest.raises(ValueError, match=r"^must be ") as caught:
        read_rating(typed, scale)
    assert str(caught.value) == message


@given(st.sampled_from(Scale), st.integers(0, 100))
def test_a_written_rating_is_read_as_the_same(scale: Scale, step: int) -> None:
    size = {Scale.STARS: 0.5, Scale.FOUR: 0.5, Scale.TEN: 0.1}.get(scale, 1.0)
    rating = min(round(step * size, 1), best(scale))
    assert read_rating(dump_rating(rating, scale), scale) == rating
    assert worst(scale) <= rating <= best(scale)
