"""The words that pages say by themselves, in one place."""

from __future__ import annotations

from functools import lru_cache

from ..model import Scale
from ..text.scales import best as best_rating
from ..text.scales import dump_rating
from ..text.scales import worst as worst_rating
from .views.values import Stars


def count(number: int, one: str, many: str) -> str:
    """`1 reply`, `29 replies`."""
    return f"{number} {one if number == 1 else many}"


def replies(number: int) -> str:
    return count(number, "reply", "replies")


def elsewhere(number: int) -> str:
    return f"{count(number, 'mention', 'mentions')} elsewhere" if number else ""


def likes(number: int) -> str:
    return f"{count(number, 'blogger likes', 'bloggers like')} this" if number else ""


def listing(names: tuple[str, ...]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


FEW = 3


def few(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names; of more than three the first, and how many others there are."""
    return names if len(names) <= FEW else (names[0], f"{len(names) - 1} others")


_TYPED = {Scale.STARS: 5, Scale.FOUR: 4}


@lru_cache(maxsize=256)
def stars(rating: float | None, scale: Scale) -> Stars | None:
    """A rating as it is shown, in words and as a number; None for none."""
    if rating is None:
        return None
    text = dump_rating(rating, scale)
    best, worst = best_rating(scale), worst_rating(scale)
    if scale in _TYPED:
        whole, half = divmod(round(rating * 2), 2)
        words = f"{whole or ''}{'½' if half else ''}" or "No"
        label = f"{words} {'star' if rating in (0.5, 1) else 'stars'} out of {_TYPED[scale]}"
        drawn = "★" * whole + ("½" if half else "")
        return Stars(text, label, drawn or "no stars", _number(best), _number(worst), scale.value)
    if scale is Scale.LETTERS:
        return Stars(_number(rating + 1), f"Grade {text}", text, _number(best + 1), _number(worst + 1), scale.value)
    return Stars(
        text, f"{text} out of {_number(best)}", f"{text}/{_number(best)}", _number(best), _number(worst), scale.value
    )


def _number(value: float) -> str:
    return f"{value:g}"


SIGNED = {"guest": "", "wordpress": "WordPress", "google": "Google", "twitter": "Twitter", "facebook": "Facebook"}


def signed(via: str) -> str:
    """With what a commenter signed, as it is written; nothing for those who just typed a name."""
    return SIGNED.get(via.lower(), via)


ROLES = {"directors": "Director", "writers": "Writer", "cast": "Cast"}
KINDS = {
    "categories": "Category",
    "tags": "Tag",
    "series": "Series",
    "genres": "Genre",
    "countries": "Country",
    "decades": "Decade",
    "years": "Year",
    "ratings": "Rating",
    "authors": "Author",
}
