"""What is left to chance in a corpus, the same for the same seed."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


class Dice:
    """Only `random()` is asked: its numbers are the same in every Python."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed).random

    def chance(self, probability: float) -> bool:
        return self._random() < probability

    def number(self, low: int, high: int) -> int:
        """From `low` to `high`, both included."""
        return low + int(self._random() * (high - low + 1))

    def one(self, items: Sequence[Item]) -> Item:
        return items[int(self._random() * len(items))]

    def familiar(self, items: Sequence[Item]) -> Item:
        """One of the items, the first far more often than the last: so people, genres and tags recur."""
        return items[int(self._random() ** 2 * len(items))]

    def some(self, items: Sequence[Item], least: int, most: int) -> list[Item]:
        """A few different ones, the familiar more often."""
        return list(dict.fromkeys(self.familiar(items) for _ in range(self.number(least, most))))

    def crowd(self, mean: float) -> int:
        """How many come: mostly fewer than the mean, now and then very many."""
        bell = math.sqrt(-2 * math.log(1 - self._random())) * math.cos(2 * math.pi * self._random())
        return min(12 * int(mean), int(mean * math.exp(0.8 * bell - 0.32) + 0.5))

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        return sorted(items, key=lambda _: self._random())
