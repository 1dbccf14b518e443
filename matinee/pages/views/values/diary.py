"""The diary, and its numbers."""

from __future__ import annotations

from .common import Head, Link, View
from .lists import Pager, SeenView


class DiaryMonth(View, frozen=True):
    """A month of the diary; `anchor` is its id."""

    title: str
    anchor: str
    viewings: tuple[SeenView, ...]


class DiaryView(View, frozen=True):
    """A year of the diary. `count` is "27 viewings"; `numbers_url` is "" where no numbers are kept."""

    head: Head
    url: str
    title: str
    count: str
    months: tuple[DiaryMonth, ...]
    pager: Pager
    numbers_url: str


class DiaryYear(View, frozen=True):
    title: str
    url: str
    count: str


class DiaryIndexView(View, frozen=True):
    """All years of the diary."""

    head: Head
    url: str
    title: str
    years: tuple[DiaryYear, ...]
    numbers_url: str


class BarView(View, frozen=True):
    """One row of a chart: `y`, `middle` (the base of its texts) in em, `width` in per cent of the longest bar's."""

    name: str
    url: str
    count: str
    y: str
    middle: str
    width: str
    is_longest: bool


class ChartView(View, frozen=True):
    """A chart of bars: `height` and `label`, the width of its names, in em; `description` says what it shows to those
    who do not see it."""

    id: str
    title: str
    description: str
    height: str
    label: str
    bars: tuple[BarView, ...]


class TickView(View, frozen=True):
    """A viewing on the strip: `x` in per cent, `y` and `height` in em."""

    x: str
    y: str
    height: str


class StripView(View, frozen=True):
    """A year as a strip: a tick for each viewing; `months` are twelve places and names."""

    description: str
    ticks: tuple[TickView, ...]
    months: tuple[Link, ...]


class StatsView(View, frozen=True):
    """The numbers of a year, or of all; `summary` is "27 viewings of 25 films"."""

    head: Head
    url: str
    title: str
    summary: str
    strip: StripView | None
    charts: tuple[ChartView, ...]
    years: tuple[Link, ...]
