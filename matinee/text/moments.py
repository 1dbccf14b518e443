"""Dates as authors write them: a day, or a day with a time, with an offset of their own or in the site's zone."""

from __future__ import annotations

import re
from calendar import monthrange
from contextlib import suppress
from datetime import datetime, tzinfo
from functools import cache, lru_cache
from importlib import import_module
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, reset_tzpath

from ..model import Moment

MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:(?:[Tt]|[ \t]+)(\d{2}:\d{2})(?:(:\d{2})(?:\.\d+)?)?"
    r"[ \t]*(?:([Zz])|([+-]\d{2}):?([0-5]\d(?::[0-5]\d)?)?)?)?",
    re.ASCII,
)
_SPARSE_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)", re.ASCII)
_LOOKS_LIKE = 'must be a date like 2014-01-13 or 2014-01-13 09:30, not "{0}"'


def read_moment(text: str, timezone: str) -> Moment:
    """The point in time that a text names; ValueError says what is wrong with it.

    Without an offset of its own it stands in `timezone`: of two equal clock times the first is meant, and a time that a
    clock change skips counts from before the change.
    """
    if len(text) == 25 and _is_whole(text):
        with suppress(ValueError):
            return Moment(text, int(datetime.fromisoformat(text).timestamp()), True)
    found = MOMENT.fullmatch(text)
    if found is None:
        raise ValueError(_explain_shape(text))
    day, clock, seconds, utc, hours, minutes = found.groups()
    plain = f"{day}T{clock or '00:00'}{seconds or ':00'}"
    offset = "+00:00" if utc else f"{hours}:{minutes or '00'}" if hours else ""
    try:
        moment = datetime.fromisoformat(plain + offset)
    except ValueError as problem:
        raise ValueError(_explain_numbers(plain, offset)) from problem
    if len(offset) == 6 and offset != "-00:00":
        return Moment(plain + offset, int(moment.timestamp()), True)
    moment = moment if offset else moment.replace(tzinfo=find_zone(timezone))
    return Moment(moment.isoformat(), int(moment.timestamp()), clock is not None)


def _is_whole(text: str) -> bool:
    """Whether a text of this length has all that a moment can have, as programs write it."""
    return f"{text[4]}{text[7]}{text[10]}{text[13]}{text[16]}{text[22]}" == "--T:::" and text[19:] != "-00:00"


def dump_moment(moment: Moment) -> str:
    """The text of a moment: a bare date when it has no time of its own."""
    return moment.iso if moment.timed else moment.date


@lru_cache(maxsize=64)
def find_zone(name: str) -> tzinfo:
    """The time zone of that name; ValueError when nobody knows it."""
    _take_pinned_zones()
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise ValueError(f'must be a time zone such as Europe/Berlin, not "{name}"') from problem


@cache
def _take_pinned_zones() -> None:
    """From now on, know zones as the library has them: machines disagree, and the same sources are the same pages."""
    reset_tzpath([f"{folder}/zoneinfo" for folder in import_module("tzdata").__path__])


def _explain_shape(text: str) -> str:
    sparse = _SPARSE_DAY.match(text)
    if sparse is None:
        return _LOOKS_LIKE.format(text[:40])
    year, month, day = sparse.groups()
    if len(month) < 2 or len(day) < 2:
        return f"must have two digits for month and day: {year}-{month:0>2}-{day:0>2}"
    return f'must have a time like 09:30 after the day, not "{text[sparse.end() :].strip()[:40]}"'


def _explain_numbers(plain: str, offset: str) -> str:
    year, month, day = (int(part) for part in plain[:10].split("-"))
    if year < 1:
        return "must be a real date: there is no year 0000"
    if not 1 <= month <= 12:
        return f"must be a real date: there is no month {month:02}"
    if not 1 <= day <= monthrange(year, month)[1]:
        return f"must be a real date: there is no day {day:02} in {plain[:7]}"
    if plain.endswith(":60"):
        return "must be a real time: a leap second has no place here; write :59"
    clock = plain[11:]
    if clock[:2] > "23" or clock[3:5] > "59" or clock[6:] > "59":
        return f"must be a real time: there is no {clock} on a clock"
    return f"must be a real date: there is no offset {offset}"
