"""Values as the words that stand for them in YAML; None for what is not given."""

from __future__ import annotations

import re

from ...model import Moment, Scale
from ...text.emit import Data, Word
from ...text.moments import dump_moment
from ...text.scales import dump_rating

_NUMBER = re.compile(r"0|[1-9][0-9]{0,15}")


def id_word(identity: str) -> Data:
    """A number needs no quotes: here it is text all the same."""
    return Word(identity) if _NUMBER.fullmatch(identity) else identity


def date_word(date: Moment | None) -> Data | None:
    return None if date is None else Word(dump_moment(date))


def label_word(label: str | None) -> Data | None:
    """An empty label is `true`, and the word true itself stands in quotes."""
    return Word("true") if label == "" else label


def number_word(number: int | None) -> Data | None:
    return None if number is None else Word(number)


def rating_word(rating: float | None, scale: Scale) -> Data | None:
    return None if rating is None else Word(dump_rating(rating, scale))


def truth_word(truth: bool | None) -> Data | None:
    return None if truth is None else Word(str(truth).lower())
