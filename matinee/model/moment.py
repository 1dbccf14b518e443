"""A point in time as somebody wrote it."""

from __future__ import annotations

from datetime import datetime

import msgspec


class Moment(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A date or a date with a time, in the offset it was written in (the site's zone where it had none).

    `iso` is ISO 8601 with seconds and offset, `2014-01-13T09:12:00-05:00`; `instant` is seconds since 1970 in UTC
    and orders
    moments; `timed` is false for a bare date, which stands for its midnight.
    """

    iso: str
    instant: int
    timed: bool

    @property
    def date(self) -> str:
        """`2014-01-13`"""
        return self.iso[:10]

    @property
    def year(self) -> int:
        return int(self.iso[:4])

    @property
    def month(self) -> int:
        return int(self.iso[5:7])

    @property
    def day(self) -> int:
        return int(self.iso[8:10])

    def as_datetime(self) -> datetime:
        """The same point in time, aware of its offset."""
        return datetime.fromisoformat(self.iso)


EPOCH = Moment("1970-01-01T00:00:00+00:00", 0, False)
"""For what has no date and needs one all the same, on any day the same."""
