"""What the diary and its numbers are made of."""

from __future__ import annotations

from ...model import Moment
from ..views.values import Link, Pager
from .common import Part


class SeenPart(Part, frozen=True):
    """A viewing. `url` is the film's page, or else the newest post about it, "" for neither; `review` is the url of the
    review that tells of it."""

    date: Moment
    title: str
    year: str
    url: str
    rating: float | None
    is_again: bool
    venue: str
    note: str
    review: str = ""


class DiaryParts(Part, frozen=True):
    """A year of the diary, by months: (number of the month, its viewings). `numbers` is the url of the year's numbers,
    "" where none are kept."""

    address: str
    year: int
    months: tuple[tuple[int, tuple[SeenPart, ...]], ...]
    pager: Pager
    numbers: str


class DiaryIndexParts(Part, frozen=True):
    """All years of the diary, the newest first: each with its url and how many viewings it has."""

    address: str
    years: tuple[tuple[str, str, int], ...]
    numbers: str


class Figure(Part, frozen=True):
    """One row of a chart: what is counted, by its name and its page, and how often."""

    name: str
    url: str
    count: int


class ChartPart(Part, frozen=True):
    """What is counted (`months`, `ratings`, …), and the rows."""

    kind: str
    figures: tuple[Figure, ...]


class Tick(Part, frozen=True):
    """A viewing on a day of a year, from 0: which of that day, from 0, and whether it got the best rating."""

    day: int
    place: int
    is_best: bool


class StatsParts(Part, frozen=True):
    """The numbers of a year, or of all (`year` 0). `ticks` are its viewings."""

    address: str
    year: int
    viewings: int
    films: int
    charts: tuple[ChartPart, ...]
    ticks: tuple[Tick, ...]
    days: int
    years: tuple[Link, ...]
