"""A neutral film blog of any size: reviews, the readers' threads, pingbacks. The same seed gives the same bytes.

posts/SLUG.md         front matter and some 700 words of Markdown
comments/SLUG.yaml    a flat list: 20 on average, replies after what they answer, four levels at most
pingbacks/SLUG.yaml   a list of none to four
corpus.json           how many posts and comments, and the slugs, oldest first
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from . import vocabulary as words
from .dice import Dice

SEED = 11
BEGIN, YEARS = datetime(2005, 9, 1, 9, tzinfo=UTC), 20
MOST_LEVELS = 4
_GAP = re.compile(r"\{(\w)\}")


def write_corpus(folder: Path, posts: int, seed: int = SEED) -> None:
    """Put a corpus into a folder that is not there yet."""
    for kind in ("posts", "comments", "pingbacks"):
        (folder / kind).mkdir(parents=True)
    slugs, comments = [], 0
    for text in make_texts(posts, seed):
        slugs.append(text.slug)
        comments += len(text.comments)
        _write(folder / "posts" / f"{text.slug}.md", text.review)
        _write(folder / "comments" / f"{text.slug}.yaml", "".join(text.comments) or "[]\n")
        _write(folder / "pingbacks" / f"{text.slug}.yaml", "".join(text.pingbacks) or "[]\n")
    _write(folder / "corpus.json", json.dumps({"posts": posts, "comments": comments, "slugs": slugs}, indent=0))


class Texts(NamedTuple):
    """A review as its files hold it, its comments and pingbacks one by one."""

    slug: str
    review: str
    comments: list[str]
    pingbacks: list[str]


class Film(NamedTuple):
    title: str
    year: int
    directors: list[str]
    cast: list[str]

    @property
    def slug(self) -> str:
        return slug_of(f"{self.title} {self.year}")


class People(NamedTuple):
    """Who there is to be spoken of, and to speak."""

    directors: list[str]
    actors: list[str]
    critics: list[str]
    readers: list[str]


def make_texts(posts: int, seed: int) -> Iterator[Texts]:
    """As many reviews as asked for, oldest first."""
    dice = Dice(seed)
    people = make_people(dice, posts)
    films = list(make_films(dice, people, posts))
    writer = Writer(dice, people, [film.title for film in films])
    for number, film in enumerate(films):
        date = BEGIN + timedelta(minutes=int(number * YEARS * 365.25 * 1440 / posts))
        yield Texts(film.slug, writer.review(film, date), writer.comments(film, date), writer.pingbacks(film, date))


def make_people(dice: Dice, posts: int) -> People:
    """The more posts, the more people in them; of critics and readers there are as many in every corpus."""
    names = dice.shuffled([f"{given} {family}" for given in words.GIVEN for family in words.FAMILY])
    readers, names = names[:700], names[700:]
    directors = max(10, min(posts // 8, 1000))
    return People(names[4 : 4 + directors], names[4 + directors :][: max(40, posts // 3)], names[:4], readers)


def make_films(dice: Dice, people: People, posts: int) -> Iterator[Film]:
    """One for each review; no two have both title and year in common."""
    known = set[str]()
    while len(known) < posts:
        directors, cast = dice.some(people.directors, 1, 1 + dice.chance(0.08)), dice.some(people.actors, 3, 6)
        film = Film(make_title(dice), dice.number(1915, 2023), directors, cast)
        if film.slug not in known:
            known.add(film.slug)
            yield film


def make_title(dice: Dice) -> str:
    kind, thing = dice.one(words.KINDS), dice.one(words.THINGS)
    shapes = (f"The {kind} {thing}", f"{kind} {thing}", f"The {thing} and the {dice.one(words.THINGS)}")
    return dice.familiar((*shapes, f"A {thing} in {dice.one(words.TOWNS)}"))


class Writer:
    """Writes what the critics write, and their readers."""

    def __init__(self, dice: Dice, people: People, titles: Sequence[str]) -> None:
        self._dice = dice
        self._people = people
        self._comments = 0
        self._fillings: dict[str, Callable[[], str]] = {
            "s": lambda: dice.one(words.SUBJECTS),
            "S": lambda: dice.one(words.SUBJECTS).capitalize(),
            "m": lambda: dice.one(words.MANNERS),
            "t": lambda: dice.one(words.TURNS),
            "x": lambda: dice.one(words.STORIES),
            "c": lambda: dice.one(words.TOWNS),
            "f": lambda: dice.one(titles),
            "n": lambda: str(dice.number(4, 97)),
            "y": lambda: str(dice.number(1931, 2019)),
        }

    def review(self, film: Film, date: datetime) -> str:
        dice = self._dice
        summary = f"{dice.one(words.STORIES).capitalize()}. {self._said(words.REVIEW, film)}"
        return (
            f"---\ntitle: {quoted(f'{film.title} ({film.year})')}\ndate: {stamp(date)}\n"
            f"author: {quoted(dice.familiar(self._people.critics))}\n"
            f"film:\n  title: {quoted(film.title)}\n  year: {film.year}\n"
            f"  directors: {listed(film.directors)}\n  cast: {listed(film.cast)}\n"
            f"  genres: {listed(sorted(dice.some(words.GENRES, 1, 3)))}\n  runtime: {dice.number(58, 204)}\n"
            f"rating: {dice.number(1, 10) / 2}\ntags: {listed(sorted(dice.some(words.TAGS, 2, 5)))}\n"
            f"summary: {quoted(summary)}\n---\n\n{self._text(film)}\n"
        )

    def comments(self, film: Film, date: datetime) -> list[str]:
        """Each an item of the list; numbers go on from review to review."""
        dice, levels, items = self._dice, dict[int, int](), []
        for _ in range(0 if dice.chance(0.04) else dice.crowd(22)):
            self._comments += 1
            date += timedelta(minutes=dice.number(1, 30) ** 2)
            near = [number for number in list(levels)[-8:] if levels[number] < MOST_LEVELS]
            parent = dice.one(near) if near and dice.chance(0.45) else 0
            levels[self._comments] = levels.get(parent, 0) + 1
            author = dice.familiar(self._people.readers)
            items.append(
                f"- id: {self._comments}\n  author: {quoted(author)}\n"
                + (f"  url: https://{slug_of(author)}.example.com/\n" if dice.chance(0.4) else "")
                + f"  date: {stamp(date)}\n"
                + (f"  parent: {parent}\n" if parent else "")
                + f"  body: |-\n{indented(self._reply(film))}\n"
            )
        return items

    def pingbacks(self, film: Film, date: datetime) -> list[str]:
        dice, items = self._dice, []
        for number in range(dice.number(0, 2) * dice.number(0, 2)):
            date += timedelta(hours=dice.number(3, 600))
            home = slug_of(dice.one(self._people.readers))
            items.append(
                f"- source_url: https://{home}.example.net/{date:%Y/%m}/{number}/\n"
                f"  title: {quoted(self._filled('After {f}', film))}\n"
                f"  excerpt: {quoted(f'[…] {self._said(words.REPLY, film)} […]')}\n  date: {stamp(date)}\n"
            )
        return items

    def _text(self, film: Film) -> str:
        """Paragraphs, and now and then a heading, a quotation, a list."""
        dice, blocks, length, goal = self._dice, list[str](), 0, self._dice.number(580, 780)
        while length < goal:
            shape = dice.number(1, 16) if blocks else 0
            if shape == 1:
                block = f"## {dice.one(words.HEADINGS)}"
            elif shape == 2:
                block = f"> {self._said(words.REVIEW, film)}"
            elif shape == 3:
                block = "\n".join(self._filled("- *{f}*: {m}", film) for _ in range(dice.number(3, 5)))
            else:
                block = " ".join(self._said(words.REVIEW, film) for _ in range(dice.number(3, 8)))
            blocks.append(block)
            length += len(block.split())
        return "\n\n".join(blocks)

    def _reply(self, film: Film) -> str:
        """Mostly a plain paragraph, as comments are; one in ten has two, one in ten has some Markdown."""
        dice = self._dice
        pieces = [self._said(words.REPLY, film) for _ in range(dice.number(1, 4))]
        if dice.chance(0.1):
            pieces.append(self._said(words.MARKED, film))
        if dice.chance(0.05):
            pieces.append(dice.one(words.EMOJI))
        text = " ".join(pieces)
        return f"{text}\n\n{self._said(words.REPLY, film)}" if dice.chance(0.1) else text

    def _said(self, sentences: Sequence[str], film: Film) -> str:
        return self._filled(self._dice.one(sentences), film)

    def _filled(self, sentence: str, film: Film) -> str:
        """A sentence with its gaps filled; `{p}` is one of the film's people."""
        people = film.directors + film.cast
        return _GAP.sub(
            lambda gap: self._dice.one(people) if gap[1] == "p" else self._fillings[gap[1]](),
            sentence,
        )


def slug_of(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def quoted(text: str) -> str:
    """JSON's text is one of YAML's as well."""
    return json.dumps(text, ensure_ascii=False)


def listed(items: Sequence[str]) -> str:
    return f"[{', '.join(map(quoted, items))}]"


def stamp(date: datetime) -> str:
    return f"{date:%Y-%m-%dT%H:%M:%SZ}"


def indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else "" for line in text.split("\n"))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
