"""A year of watching in numbers: plain counts of the diary, from which charts are drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from ..content.site import DiaryEntry
from ..content.site.taxonomy import most_frequent
from ..model import Scale
from ..text.scales import dump_rating, ratings
from ..text.slugs import slugify

TOP = 10
_BUCKETS = {Scale.TEN: 1, Scale.HUNDRED: 10}

Count = tuple[str, int]


def count_months(entries: Iterable[DiaryEntry]) -> tuple[int, ...]:
    """How many viewings each of twelve months has."""
    months = Counter(int(one.date.date[5:7]) for one in entries)
    return tuple(months[number] for number in range(1, 13))


def count_years(entries: Iterable[DiaryEntry]) -> tuple[Count, ...]:
    """How many each year has, the years between the first and the last too."""
    years = Counter(int(one.date.date[:4]) for one in entries)
    return tuple((f"{year:04}", years[year]) for year in range(min(years), max(years) + 1)) if years else ()


def count_ratings(entries: Iterable[DiaryEntry], scale: Scale) -> tuple[tuple[Count, ...], int]:
    """How often each rating was given, the best first, as it is typed; and how many viewings have none. Tens and
    hundreds are counted by whole points and by tens. A nought that nobody gave is left out."""
    told = [one.rating for one in entries]
    given = Counter(_bucket(rating, scale) for rating in told if rating is not None)
    names = list(dict.fromkeys(_bucket(float(index), scale) for index in _all_ratings(scale)))
    rows = [(name, given[name]) for name in names]
    if not rows[-1][1] and scale is not Scale.LETTERS:
        rows.pop()
    return tuple(rows), told.count(None)


def _all_ratings(scale: Scale) -> Sequence[float]:
    if scale is Scale.LETTERS:
        return range(len(ratings(scale)) - 1, -1, -1)
    return [float(name) for name in ratings(scale)]


def _bucket(rating: float, scale: Scale) -> str:
    step = _BUCKETS.get(scale)
    return str(int(rating // step * step)) if step else dump_rating(rating, scale)


def count_decades(entries: Iterable[DiaryEntry]) -> tuple[Count, ...]:
    """How many viewings were of films of each decade, the oldest first; films without a year are in none."""
    decades = Counter(one.film.year // 10 * 10 for one in entries if one.film.year)
    return tuple((f"{decade}s", number) for decade, number in sorted(decades.items()))


def count_names(entries: Iterable[DiaryEntry], names: Callable[[DiaryEntry], Iterable[str]]) -> tuple[Count, ...]:
    """Whom or what most viewings have in common, at most ten, equals by name; each once a viewing, by the spelling used
    most."""
    spelled: dict[str, Counter[str]] = {}
    for one in entries:
        for slug, name in {slugify(name): name for name in names(one)}.items():
            spelled.setdefault(slug, Counter())[name] += 1
    ranked = sorted(((sum(names.values()), slug) for slug, names in spelled.items()), key=lambda one: (-one[0], one[1]))
    return tuple((most_frequent(spelled[slug]), number) for number, slug in ranked[:TOP])


def count_again(entries: Iterable[DiaryEntry]) -> tuple[int, int]:
    """How many viewings were first ones, and how many were not."""
    again = [bool(one.rewatch) for one in entries]
    return again.count(False), again.count(True)


def count_films(entries: Iterable[DiaryEntry]) -> int:
    """How many films were seen, each counted once."""
    return len({one.key for one in entries})
