"""Phrases in the words of one language, with places for what they speak of and a form for each plural (CLDR)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from string import Formatter

import msgspec

FORMS = ("zero", "one", "two", "few", "many", "other")

Plural = dict[str, str]


class Phrases(msgspec.Struct, frozen=True, dict=True):
    """Phrases by key: `plain` ones, and those that are `counted`, each with one text for every plural form that its
    language knows ("other" always). `borrowed` names the language of those that are not in `language`."""

    language: str
    plain: dict[str, str]
    counted: dict[str, Plural]
    borrowed: dict[str, str] = {}

    def say(self, key: str, **values: object) -> str:
        """A phrase with its places filled. KeyError where there is no such phrase, or no value for a place."""
        text = self.plain[key]
        return text.format(**values) if values else text

    def tally(self, key: str, number: float, **values: object) -> str:
        """A counted phrase: `{n}` in it is the number, in the language's own digits and signs."""
        form = self.form(key, number)
        return form.format(n=self.number(number), **values)

    def form(self, key: str, number: float) -> str:
        """The text of a counted phrase that goes with a number, its places still open."""
        forms = self.counted[key]
        language = self.borrowed.get(key, self.language)
        return forms.get(plural_form(language)(number), forms["other"])

    def number(self, number: float) -> str:
        """A number as the language writes it: 7.5 is 7,5 in German."""
        return f"{number:g}".replace(".", decimal_sign(self.language))


def places_of(text: str) -> frozenset[str]:
    """The names of the places in a phrase. ValueError where a brace stands alone, or a place is not a plain name."""
    names: set[str] = set()
    for _, name, form, conversion in Formatter().parse(text):
        if name is None:
            continue
        if not name.isidentifier() or form or conversion:
            raise ValueError(f"{{{name}}} is no place for a word")
        names.add(name)
    return frozenset(names)


@cache
def plural_form(language: str) -> Callable[[float], str]:
    """The function from a number to its plural form in a language; English where CLDR does not know it."""
    if language.split("-")[0].lower() == "en":
        return _english_form
    from babel import Locale, UnknownLocaleError

    try:
        rule = Locale.parse(language, sep="-").plural_form
    except (UnknownLocaleError, ValueError):
        return _english_form
    return lambda number: str(rule(int(number) if number == int(number) else number))


def _english_form(number: float) -> str:
    return "one" if number == 1 else "other"


@cache
def decimal_sign(language: str) -> str:
    """What parts a language's whole numbers from their fractions."""
    if language.split("-")[0].lower() == "en":
        return "."
    from babel import Locale, UnknownLocaleError
    from babel.numbers import get_decimal_symbol

    try:
        return str(get_decimal_symbol(Locale.parse(language, sep="-"), numbering_system="latn"))
    except (UnknownLocaleError, ValueError):
        return "."
