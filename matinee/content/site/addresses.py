"""Where posts and pages live, and whether they are published."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...errors import Place, Problem, error
from ...model import Address, Audience, Config, Front, Moment, PostCard
from ...text.moments import read_moment
from ...text.slugs import slugify
from ..decode.marks import find_place
from ..layout import DATED
from .values import Entry

_NUMBERED = re.compile(r"/\?p=(\d+)")


def title_of(front: Front, kind: Address) -> str:
    """The title of a post or page: its own, or else that of the film it reviews; "" where it has neither."""
    film = front.film.film if front.film and kind is Address.POST else None
    return front.title or (film.title if film else "")


def untitled(kind: Address, place: Place) -> Problem:
    hint = "write `title:`" if kind is Address.PAGE else "write `title:`, or `film: Title (Year)`"
    return error(place, "missing-key", f"this {kind} has no title", hint)


def make_entry(card: PostCard, config: Config, now: Moment, problems: list[Problem]) -> Entry | None:
    """The post as published, without its films; None, and a problem, where it lacks what every post needs."""
    front = card.front
    named = DATED.match(card.stem) if card.kind is Address.POST else None
    date = front.date or (_date_of_name(named[1], card, config, problems) if named else None)
    title = title_of(front, card.kind)
    place = find_place(card.marks, f"content/{card.path}", "title")
    if not title:
        problems.append(untitled(card.kind, place))
    if date is None and card.kind is Address.POST:
        if not front.draft and not named:
            problems.append(error(place, "date", "this post has no date", _hint_of_date(card.stem)))
        date = read_moment(now.date, config.timezone)
    address = _address(card, date, config, problems)
    if not title or not address:
        return None
    return Entry(
        card,
        address,
        title,
        False,
        front.language or config.language,
        date,
        front.authors or ((config.author,) if config.author else ()),
    )


def _hint_of_date(stem: str) -> str:
    """How to date a post whose name may be a date and nothing else, which would leave it without a slug."""
    if DATED.match(f"{stem}-x"):
        return f"write `date: {stem}`, or let a name follow the date in the file's name, as in {stem}-her"
    return "write `date: 2014-01-13`, begin the file's name with `2014-01-13-`, or say `draft: true`"


def _date_of_name(name: str, card: PostCard, config: Config, problems: list[Problem]) -> Moment | None:
    """The date that the name of the file, or of its folder, begins with; None, and a problem, where it is none."""
    try:
        return read_moment(name, config.timezone)
    except ValueError as exc:
        message = f"the date that this post's name begins with, {name}, {exc}"
        problems.append(error(Place(f"content/{card.path}"), "date", message, "rename it, or write `date:`"))
        return None


def _address(card: PostCard, date: Moment | None, config: Config, problems: list[Problem]) -> str:
    if card.front.url:
        return card.front.url
    if card.kind is Address.PAGE:
        parts = [slugify(part) for part in card.stem.split("/")]
        return "/" + "/".join([*parts[:-1], card.front.slug or parts[-1]]) + "/"
    if date is None:
        return ""
    slug = card.front.slug or slugify(DATED.sub("", card.stem, count=1))
    number = next((match[1] for alias in card.front.aliases if (match := _NUMBERED.fullmatch(alias))), "")
    if "{id}" in config.permalink and not number:
        place = find_place(card.marks, f"content/{card.path}", "aliases")
        problems.append(
            error(
                place, "url", "the permalink pattern has {id}, and this post has no alias `/?p=NUMBER` to take it from"
            )
        )
        return ""
    return config.permalink.format(year=date.iso[:4], month=date.iso[5:7], day=date.iso[8:10], slug=slug, id=number)


def is_live(entry: Entry, now: Moment, audience: Audience) -> bool:
    """Whether this audience sees the post now."""
    if entry.card.front.draft and not audience.drafts:
        return False
    return audience.future or entry.date is None or entry.date.instant <= now.instant


def newest_first(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """By instant, then by source path: of two posts at one instant the one whose path sorts later is the newer."""
    return tuple(sorted(entries, key=lambda entry: (entry.instant, entry.card.path), reverse=True))
