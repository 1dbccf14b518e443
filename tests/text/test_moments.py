"""Dates as typed, and the points in time that they are."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.model import Moment
from matinee.text.moments import dump_moment, find_zone, read_moment

ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"])


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("2014-01-13", "2014-01-13T00:00:00-05:00"),
        ("2014-07-13 09:30", "2014-07-13T09:30:00-04:00"),
        ("2014-01-13T09:30", "2014-01-13T09:30:00-05:00"),
        ("2014-01-13t09:30:15.999", "2014-01-13T09:30:15-05:00"),
        ("2014-01-13 09:30:15Z", "2014-01-13T09:30:15+00:00"),
        ("2014-01-13T09:30-00:00", "2014-01-13T09:30:00+00:00"),
        ("2014-01-13 09:30 +01:00", "2014-01-13T09:30:00+01:00"),
        ("2014-01-13 09:30+0545", "2014-01-13T09:30:00+05:45"),
        ("2014-01-13 09:30 -03", "2014-01-13T09:30:00-03:00"),
        ("2014-11-02 01:30", "2014-11-02T01:30:00-04:00"),
        ("2014-03-09 02:30", "2014-03-09T02:30:00-05:00"),
        ("1880-01-01", "1880-01-01T00:00:00-04:56:02"),
        ("9999-12-31 23:59:59-23:59", "9999-12-31T23:59:59-23:59"),
    ],
)
def test_a_moment_keeps_its_offset_or_takes_the_sites(typed: str, iso: str) -> None:
    moment = read_moment(typed, "America/New_York")
    assert moment.iso == iso
    assert moment.timed is (len(typed) > 10)
    assert moment.instant == (moment.as_datetime() - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("2012-13-45", "must be a real date: there is no month 13"),
        ("2012-12-45", "must be a real date: there is no day 45 in 2012-12"),
        ("2013-02-29", "must be a real date: there is no day 29 in 2013-02"),
        ("0000-01-01", "must be a real date: there is no year 0000"),
        ("2014-1-3", "must have two digits for month and day: 2014-01-03"),
        ("2014-01-13 9:30", 'must have a time like 09:30 after the day, not "9:30"'),
        ("2014-01-13 24:00", "must be a real time: there is no 24:00:00 on a clock"),
        ("2014-01-13 09:30:61", "must be a real time: there is no 09:30:61 on a clock"),
        ("2016-12-31T23:59:60Z", "must be a real time: a leap second has no place here; write :59"),
        ("2014-01-13 09:30+25:00", "must be a real date: there is no offset +25:00"),
        ("soon", 'must be a date like 2014-01-13 or 2014-01-13 09:30, not "soon"'),
        ("20140113", 'must be a date like 2014-01-13 or 2014-01-13 09:30, not "20140113"'),
        ("２０１４-01-13", 'must be a date like 2014-01-13 or 2014-01-13 09:30, not "２０１４-01-13"'),
    ],
)
def test_an_impossible_moment_says_what_is_wrong(typed: str, message: str) -> None:
    with pytest.raises(ValueError, match=r"^must ") as caught:
        read_moment(typed, "UTC")
    assert str(caught.value) == message


@given(st.datetimes(), ZONES, st.booleans())
def test_a_written_moment_is_read_as_the_same(when: datetime, zone: str, timed: bool) -> None:
    typed = when.isoformat(" ", "seconds") if timed else when.date().isoformat()
    moment = read_moment(typed, zone)
    assert read_moment(dump_moment(moment), zone) == moment


@given(st.text(alphabet="0123456789-:T Z+.", max_size=26))
def test_any_text_is_a_moment_or_a_sentence(typed: str) -> None:
    try:
        moment = read_moment(typed, "UTC")
    except ValueError:
        with pytest.raises(ValueError, match=r"^must "):
            read_moment(typed, "UTC")
    else:
        assert moment.as_datetime().timestamp() == moment.instant


@pytest.mark.parametrize("name", ["", "Europe", "../UTC", "/etc/passwd", "Europe/Berln", "a\0b"])
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="must be a time zone"):
        find_zone(name)


@given(st.datetimes(), st.integers(-23 * 60, 23 * 60), st.integers(0, 24), st.sampled_from("0:T-+Z .a２"))
def test_the_form_of_programs_is_read_like_every_other(naive: datetime, minutes: int, at: int, char: str) -> None:
    offset = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    text = f"{naive:%Y-%m-%dT%H:%M:%S}".rjust(19, "0") + offset
    for typed in (text, text[:at] + char + text[at + 1 :]):
        assert _read(typed) == _read(f" {typed}".replace("T", "  ", 1)[1:])


def _read(text: str) -> Moment | str:
    try:
        return read_moment(text, "UTC")
    except ValueError:
        return "no date"
