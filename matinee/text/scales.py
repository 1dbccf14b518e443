"""The five rating scales: texts to numbers and back, and what each calls its best and worst."""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from ..model import Scale

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_LETTERS = ("F", "D-", "D", "D+", "C-", "C", "C+", "B-", "B", "B+", "A-", "A", "A+")
_SIGNS = str.maketrans({"−": "-", "–": "-", "⁺": "+", "⁻": "-"})


class Steps(msgspec.Struct, frozen=True):
    """How far a scale goes and in which steps, `steps` of them to a point."""

    best: int
    steps: int
    words: str


_STEPS = {
    Scale.STARS: Steps(5, 2, "0 to 5 in halves"),
    Scale.FOUR: Steps(4, 2, "0 to 4 in halves"),
    Scale.TEN: Steps(10, 10, "0 to 10 in tenths"),
    Scale.HUNDRED: Steps(100, 1, "a whole number from 0 to 100"),
    Scale.LETTERS: Steps(12, 1, "a letter from F to A+"),
}


def read_rating(text: str, scale: Scale) -> float:
    """The rating that a text names; ValueError says what the scale takes."""
    rating = _read_letter(text) if scale is Scale.LETTERS else _read_number(text, _STEPS[scale])
    if rating is None:
        raise ValueError(f"must be {_STEPS[scale].words}, not {text[:40]}")
    return rating


def dump_rating(rating: float, scale: Scale) -> str:
    """The text of a rating."""
    return _LETTERS[int(rating)] if scale is Scale.LETTERS else f"{rating:.1f}".removesuffix(".0")


def ratings(scale: Scale) -> tuple[str, ...]:
    """Every rating of a scale, as it is typed, the best first."""
    best, steps = _STEPS[scale].best, _STEPS[scale].steps
    return tuple(dump_rating(step / steps, scale) for step in range(best * steps, -1, -1))


def words(scale: Scale) -> str:
    """What a scale takes, in words: "0 to 5 in halves"."""
    return _STEPS[scale].words


def typed_pattern(scale: Scale) -> str:
    """A pattern of all texts that name a rating, and of some more: which numbers are too high is not told."""
    if scale is Scale.LETTERS:
        return r"^\s*(?:[A-Da-d][+−–⁺⁻-]?|[Ff])\s*$"
    halves = "" if _STEPS[scale].steps % 2 else f"|0*[0-{_STEPS[scale].best - 1}]?½"
    return rf"^(?:{_NUMBER.pattern}{halves})$"


def best(scale: Scale) -> float:
    return float(_STEPS[scale].best)


def worst(scale: Scale) -> float:
    return 0.0


def _read_letter(text: str) -> float | None:
    letter = text.strip().upper().translate(_SIGNS)
    return float(_LETTERS.index(letter)) if letter in _LETTERS else None


def _read_number(text: str, steps: Steps) -> float | None:
    """Exact steps only: 7.35 is no tenth, 4.50 is a half."""
    typed = text.removesuffix("½") + ".5" if text.endswith("½") else text
    typed = "0" + typed if typed.startswith(".") and text.startswith("½") else typed
    if not _NUMBER.fullmatch(typed):
        return None
    number = Decimal(typed)
    on_step = number * steps.steps == int(number * steps.steps)
    return float(number) + 0.0 if on_step and 0 <= number <= steps.best else None
