"""The diary and its numbers: parts in, views out. Charts are laid out here: names in em, bars in per cent of what these
leave, so that they fit every width and grow with the text."""

from __future__ import annotations

from datetime import date
from unicodedata import east_asian_width

from ...text.dates import date_style
from ...text.scales import read_rating
from ...text.urls import encode
from ..parts import ChartPart, DiaryIndexParts, DiaryParts, Figure, Settings, StatsParts
from .films import seen_view
from .head import page_head
from .texts import Texts
from .values import (
    BarView,
    ChartView,
    DiaryIndexView,
    DiaryMonth,
    DiaryView,
    DiaryYear,
    Link,
    StatsView,
    StripView,
    TickView,
)

ROW = 1.75  # em: a row of a chart
LABELS = (4, 7, 10, 13, 16)  # em: the widths that the stylesheet knows for the names of a chart
_SIGN, _WIDE, _GAP = 0.56, 1, 0.75  # em: a letter, a star or a character of Japanese, and the air behind a name
_TALL, _SHORT = 2.5, 1.5  # em: ticks of the strip


def diary_view(parts: DiaryParts, _texts: Texts, settings: Settings) -> DiaryView:
    words, style = settings.words, date_style(settings.site.language)
    title = words.say("diary_of", year=parts.year)
    count = words.tally("viewings", sum(len(rows) for _, rows in parts.months))
    months = tuple(
        DiaryMonth(style.month(parts.year, month), f"month-{month}", tuple(seen_view(one, settings) for one in rows))
        for month, rows in parts.months
    )
    head = page_head(title, parts.address, settings, count)
    return DiaryView(head, settings.site.root + encode(parts.address), title, count, months, parts.pager, parts.numbers)


def diary_index_view(parts: DiaryIndexParts, _texts: Texts, settings: Settings) -> DiaryIndexView:
    words = settings.words
    years = tuple(DiaryYear(year, url, words.tally("viewings", count)) for year, url, count in parts.years)
    title = words.say("diary")
    head = page_head(title, parts.address, settings)
    return DiaryIndexView(head, settings.site.root + encode(parts.address), title, years, parts.numbers)


def stats_view(parts: StatsParts, _texts: Texts, settings: Settings) -> StatsView:
    words = settings.words
    title = words.say("numbers_of", year=parts.year) if parts.year else words.say("numbers")
    viewings, films = words.tally("viewings", parts.viewings), words.tally("film_count", parts.films)
    summary = words.say("viewings_of_films", viewings=viewings, films=films)
    charts = tuple(_chart(chart, settings) for chart in parts.charts if any(row.count for row in chart.figures))
    return StatsView(
        page_head(title, parts.address, settings, summary),
        settings.site.root + encode(parts.address),
        title,
        summary,
        _strip(parts, settings) if parts.year else None,
        charts,
        tuple(year for year in parts.years if year.url != settings.site.root + encode(parts.address)),
    )


def _chart(chart: ChartPart, settings: Settings) -> ChartView:
    words = settings.words
    title = words.say(f"numbers_{chart.kind}")
    rows = [row for row in chart.figures if chart.kind != "ratings" or row.name or row.count]
    longest = max(row.count for row in rows)
    stands_out = [row.count for row in rows].count(longest) == 1
    bars = tuple(
        _bar(place, _name(row, chart.kind, settings), row, longest, stands_out) for place, row in enumerate(rows)
    )
    most = next(bar for bar, row in zip(bars, rows, strict=True) if row.count == longest)
    description = words.say("numbers_described", title=title, name=most.name, count=most.count)
    return ChartView(chart.kind, title, description, _number(ROW * len(rows)), _label(bars), bars)


def _label(bars: tuple[BarView, ...]) -> str:
    """How wide the names of a chart are set."""
    widest = max(sum(_WIDE if _is_wide(sign) else _SIGN for sign in bar.name) for bar in bars) + _GAP
    return str(next((label for label in LABELS if label >= widest), LABELS[-1]))


def _is_wide(sign: str) -> bool:
    return sign == "★" or east_asian_width(sign) in "WF"


def _name(row: Figure, kind: str, settings: Settings) -> str:
    words = settings.words
    if kind == "ratings":
        stars = words.stars(read_rating(row.name, settings.scale), settings.scale) if row.name else None
        return stars.drawn if stars else words.say("unrated")
    return words.say("seen_first" if row.name == "first" else "again") if kind == "rewatches" else row.name


def _bar(place: int, name: str, row: Figure, longest: int, stands_out: bool) -> BarView:
    return BarView(
        name,
        row.url,
        str(row.count),
        _number(place * ROW + 0.4),
        _number(place * ROW + 1.2),
        _number(100 * row.count / longest),
        stands_out and row.count == longest,
    )


def _number(value: float) -> str:
    return f"{round(value, 3):g}"


def _strip(parts: StatsParts, settings: Settings) -> StripView:
    """The year's days from left to right."""
    ticks = tuple(
        TickView(
            _number(100 * (tick.day + tick.place / 2) / parts.days),
            _number(0 if tick.is_best else _TALL - _SHORT),
            _number(_TALL if tick.is_best else _SHORT),
        )
        for tick in parts.ticks
    )
    style = date_style(settings.site.language)
    firsts = [date(parts.year, month, 1).timetuple().tm_yday - 1 for month in range(1, 13)]
    months = tuple(
        Link(name[:1], _number(100 * first / parts.days))
        for first, name in zip(firsts, style.standing_months, strict=True)
    )
    return StripView(settings.words.tally("viewings", len(ticks)), ticks, months)
