"""Dates for people, in the words of a language (CLDR, by Babel; English is written out, as it is asked for most)."""

from __future__ import annotations

from functools import cache, lru_cache

import msgspec

from ..model import Moment

_ENGLISH = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ENGLISH_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class DateStyle(msgspec.Struct, frozen=True, eq=False):
    """How a language writes dates. There is one for each language.

    The patterns take `d`, `m` (the month's number), `month`, `y`, and `standing` for a month named alone.
    """

    date: str
    month_and_year: str
    day_and_month: str
    months: tuple[str, ...]
    standing_months: tuple[str, ...]
    days: tuple[str, ...]

    def full(self, moment: Moment) -> str:
        """January 13, 2014"""
        return _written(self, moment.iso[:10])

    def with_time(self, moment: Moment) -> str:
        """January 13, 2014, 9:12; a bare date stays one."""
        text = self.full(moment)
        return f"{text}, {int(moment.iso[11:13])}:{moment.iso[14:16]}" if moment.timed else text

    def month(self, year: int, month: int) -> str:
        """January 2014"""
        return self._write(self.month_and_year, year, month, 1)

    def day_of_year(self, moment: Moment) -> str:
        """January 13"""
        return self._write(self.day_and_month, moment.year, moment.month, moment.day)

    def weekday(self, moment: Moment) -> str:
        """Mon 13"""
        return f"{self.days[moment.as_datetime().weekday()]} {moment.day}"

    def _write(self, pattern: str, year: int, month: int, day: int) -> str:
        return pattern.format(
            d=day, m=month, month=self.months[month - 1], standing=self.standing_months[month - 1], y=year
        )


@lru_cache(maxsize=10_000)
def _written(style: DateStyle, date: str) -> str:
    """A day in full; readers of a blog speak on some days of ten years."""
    return style._write(style.date, int(date[:4]), int(date[5:7]), int(date[8:]))


@cache
def date_style(language: str) -> DateStyle:
    """How `language` (a tag such as `de` or `pt-BR`) writes dates; English where CLDR does not know it."""
    if language.split("-")[0].lower() == "en":
        return DateStyle("{month} {d}, {y}", "{standing} {y}", "{month} {d}", _ENGLISH, _ENGLISH, _ENGLISH_DAYS)
    return _from_cldr(language) or date_style("en")


def _from_cldr(language: str) -> DateStyle | None:
    from babel import Locale, UnknownLocaleError
    from babel.dates import get_date_format, get_day_names, get_month_names

    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
    names = get_month_names("wide", "format", locale)
    alone = get_month_names("wide", "stand-alone", locale)
    days = get_day_names("abbreviated", "format", locale)
    skeletons = locale.datetime_skeletons
    return DateStyle(
        _pattern(str(get_date_format("long", locale).format)),
        _pattern(str(skeletons["yMMMM"].format) if "yMMMM" in skeletons else "%(MMMM)s %(y)s"),
        _pattern(str(skeletons["MMMMd"].format) if "MMMMd" in skeletons else "%(d)s %(MMMM)s"),
        tuple(names[number] for number in range(1, 13)),
        tuple(alone[number] for number in range(1, 13)),
        tuple(days[number] for number in range(7)),
    )


def _pattern(cldr: str) -> str:
    """Babel's `%(MMMM)s %(d)s` as a format of ours."""
    names = {
        "MMMM": "{month}",
        "LLLL": "{standing}",
        "MMM": "{month}",
        "MM": "{m:02}",
        "M": "{m}",
        "d": "{d}",
        "dd": "{d:02}",
        "y": "{y}",
        "yyyy": "{y}",
    }
    text = cldr.replace("{", "{{").replace("}", "}}")
    for symbol, field in names.items():
        text = text.replace(f"%({symbol})s", field)
    return text if "%(" not in text else "{d} {month} {y}"


_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})


def direction(language: str) -> str:
    """`rtl` for languages written from the right, else `ltr`."""
    return "rtl" if language.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"
