"""How much of a text a row of a list tells."""

from __future__ import annotations

import pytest

from matinee.content.openings import SENTENCE, first_sentence

LONG = (
    "Near the start a stray bolt drifts out of the screen toward your face, turning slowly, and somebody reaches past "
)
WHOLE = f"{LONG}you and plucks it from the air as if it had been thrown to him."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("The gloves are on the counter. So is the hat.", "The gloves are on the counter."),
        (f"{WHOLE} Then it is quiet.", WHOLE),
        (f"{WHOLE}\n\nThen it is quiet.", WHOLE),
        ("It waits… and waits, and then it comes. Yes.", "It waits… and waits, and then it comes."),
        (
            "She asked “Is it the voice of a thing?” and went. I did not.",
            "She asked “Is it the voice of a thing?” and went.",
        ),
        ("A valentine with refueling, Dr. Strangelove. Yes.", "A valentine with refueling, Dr. Strangelove."),
    ],
)
def test_a_sentence_is_told_whole(text: str, sentence: str) -> None:
    assert first_sentence(text) == sentence


def test_only_one_of_many_lines_is_cut() -> None:
    told = first_sentence("and on it goes " * 100)
    assert told.endswith("…")
    assert SENTENCE - 20 < len(told) <= SENTENCE + 1
