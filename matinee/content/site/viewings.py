"""What was seen and when: the diary, and the dates that reviews tell, each evening once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import msgspec

from ...model import Audience, Moment, Viewing
from .filmbook import FilmBook
from .values import DiaryEntry, Entry


def make_diary(
    viewings: Iterable[Viewing], posts: Sequence[Entry], book: FilmBook, now: Moment, audience: Audience
) -> tuple[DiaryEntry, ...]:
    """Every viewing that this audience may know of, oldest first.

    A line of the diary and a date of a review that name one film on one day are one viewing: what the diary says of it
    holds, the review fills in the rest. Whether it was seen again is what was told, or else whether it has been before.
    """
    told: dict[tuple[str, str], DiaryEntry] = {}
    for one in chain(_of_diary(viewings, book), _of_reviews(posts, book)):
        key = (one.key, one.date.date)
        told[key] = _merged(told[key], one) if key in told else one
    until = None if audience.future else now.instant
    due = [one for one in told.values() if until is None or one.date.instant <= until]
    due.sort(key=lambda one: (one.date.instant, one.key))
    return tuple(_with_rewatches(due))


def turns_of_viewings(viewings: Iterable[Viewing], posts: Iterable[Entry]) -> Iterator[int]:
    """The instants at which a viewing becomes one that has been."""
    for viewing in viewings:
        yield viewing.date.instant
    for post in posts:
        for moment in post.card.front.watched:
            yield moment.instant


def _of_diary(viewings: Iterable[Viewing], book: FilmBook) -> Iterator[DiaryEntry]:
    for one in viewings:
        if (found := book.look_up(one.film)) is not None:
            key, film = found
            yield DiaryEntry(one.date, key, film, one.rating, one.rewatch, one.venue, one.note)


def _of_reviews(posts: Sequence[Entry], book: FilmBook) -> Iterator[DiaryEntry]:
    """The dates that reviews tell, newest review first; of several dates the last is the one that was rated."""
    for post in posts:
        front = post.card.front
        if not post.film or not front.watched:
            continue
        film, last = book.film(post.film), max(front.watched, key=lambda moment: moment.instant)
        for moment in front.watched:
            is_last = moment is last
            rating, rewatch = (front.rating, front.rewatch) if is_last else (None, None)
            yield DiaryEntry(moment, post.film, film, rating, rewatch, front.venue if is_last else "", "", post)


def _merged(told: DiaryEntry, other: DiaryEntry) -> DiaryEntry:
    """What is told first, with what it leaves open filled in."""
    return msgspec.structs.replace(
        told,
        rating=other.rating if told.rating is None else told.rating,
        rewatch=other.rewatch if told.rewatch is None else told.rewatch,
        venue=told.venue or other.venue,
        note=told.note or other.note,
        review=told.review or other.review,
    )


def _with_rewatches(entries: Iterable[DiaryEntry]) -> Iterator[DiaryEntry]:
    seen: set[str] = set()
    for one in entries:
        yield one if one.rewatch is not None else msgspec.structs.replace(one, rewatch=one.key in seen)
        seen.add(one.key)
