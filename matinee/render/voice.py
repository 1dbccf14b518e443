"""The words of pages as templates know them."""

from __future__ import annotations

import msgspec
from markupsafe import Markup, escape

from ..pages.words import Words


class Phrase(Markup):
    """A phrase in a template: `{{ words.menu }}`, or with its places filled, `{{ words.posted_by(names=…) }}`. What it
    is filled with is escaped, unless it is HTML already."""

    def __call__(self, **values: object) -> Markup:
        return self.format(**values)


class Counted(msgspec.Struct, frozen=True):
    """A counted phrase in a template: `{{ words.replies(n=29) }}`."""

    words: Words
    key: str

    def __call__(self, n: float, **values: object) -> Markup:
        form = Markup(escape(self.words.form(self.key, n)))
        return form.format(n=self.words.number(n), **values)


class Voice:
    """What templates know as `words`: each phrase by its key. One object for good, since templates keep hold of it; it
    speaks the words that it was given last."""

    def __init__(self) -> None:
        self._words: Words | None = None

    def speak(self, words: Words) -> None:
        """From now on, these."""
        if words is self._words:
            return
        vars(self).clear()
        self._words = words
        for key, text in words.plain.items():
            setattr(self, key, Phrase(escape(text)))
        for key in words.counted:
            setattr(self, key, Counted(words, key))
