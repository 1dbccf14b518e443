"""What pages say by themselves, in the site's language: the theme's phrases, filled."""

from __future__ import annotations

from functools import cached_property

from ..model import Scale
from ..text.phrases import Phrases
from ..text.scales import best as best_rating
from ..text.scales import dump_rating
from ..text.scales import worst as worst_rating
from ..text.shields import ShieldWords, fill_notes
from .views.values import Stars

FEW = 3
_TYPED = {Scale.STARS: 5, Scale.FOUR: 4}
_SIGNED = {"guest": "", "wordpress": "WordPress", "google": "Google", "twitter": "Twitter", "facebook": "Facebook"}


class Words(Phrases, frozen=True, dict=True):
    """The phrases that pages are written with (`templates/words/`)."""

    def replies(self, number: int) -> str:
        """`1 reply`, `29 replies`."""
        return self.tally("replies", number)

    def listing(self, names: tuple[str, ...]) -> str:
        """`A`, `A and B`, `A, B and C`."""
        if len(names) < 2:
            return "".join(names)
        return self.say("listed", most=", ".join(names[:-1]), last=names[-1])

    def few(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The names; of more than three the first, and how many others there are."""
        return names if len(names) <= FEW else (names[0], self.tally("others", len(names) - 1))

    def few_listed(self, names: tuple[str, ...]) -> str:
        return self.listing(self.few(names))

    def shield_note(self, label: str) -> str:
        """What stands for a shield where nothing can be hidden."""
        return self.say("spoiler_note_with_label", label=label) if label else self.say("spoiler_note")

    @cached_property
    def on_shields(self) -> ShieldWords:
        """What is written on shields."""
        return ShieldWords(self.say("spoiler"), self.say("spoiler_head"), self.plain["spoiler_with_label"])

    def told(self, text: str) -> str:
        """A text that was cut out of another, with a note where a shield was."""
        return fill_notes(text, self.shield_note)

    def page_title(self, title: str, site: str) -> str:
        return self.say("page_title", title=title, site=site)

    @cached_property
    def _stars(self) -> dict[tuple[float, Scale], Stars]:
        return {}

    def stars(self, rating: float | None, scale: Scale) -> Stars | None:
        """A rating as it is shown, in words and as a number; None for none."""
        if rating is None:
            return None
        known = self._stars.get((rating, scale))
        if known is None:
            known = self._stars[rating, scale] = self._rated(rating, scale)
        return known

    def _rated(self, rating: float, scale: Scale) -> Stars:
        text = dump_rating(rating, scale)
        best, worst = best_rating(scale), worst_rating(scale)
        if scale in _TYPED:
            drawn, label = self._starred(rating, _TYPED[scale])
            return Stars(text, label, drawn, f"{best:g}", f"{worst:g}", scale.value)
        if scale is Scale.LETTERS:
            grade = text.replace("-", "−")
            label = self.say("grade", grade=grade)
            return Stars(f"{rating + 1:g}", label, grade, f"{best + 1:g}", f"{worst + 1:g}", scale.value)
        points, most = self.number(float(text)), self.number(best)
        label = self.say("points", points=points, best=most)
        return Stars(text, label, f"{points}/{most}", f"{best:g}", f"{worst:g}", scale.value)

    def _starred(self, rating: float, most: int) -> tuple[str, str]:
        """Stars as a newspaper sets them, and the same in words."""
        whole, half = divmod(round(rating * 2), 2)
        if not whole and not half:
            return self.say("no_stars"), self.say("no_stars_of", best=most)
        words = f"{whole or ''}{'½' if half else ''}"
        label = self.form("stars", rating if whole else 1).format(stars=words, best=most)
        return "★" * whole + ("½" if half else ""), label


def signed(via: str) -> str:
    """With what a commenter signed, as it is written; nothing for those who just typed a name."""
    return _SIGNED.get(via.lower(), via)
