"""read(dump(x)) == x, for whatever a reader may have typed."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from matinee.content.sources import (
    Reading,
    dump_comment,
    dump_comments,
    dump_diary,
    dump_film,
    dump_pingbacks,
    dump_post,
    read_comments,
    read_diary,
    read_film,
    read_pingbacks,
    read_post,
)
from matinee.model import (
    Comment,
    CommentState,
    Credit,
    CrewRole,
    Film,
    FilmIds,
    FilmKind,
    FilmMention,
    Front,
    Kind,
    MentionType,
    Moment,
    Pingback,
    Profile,
    Ranking,
    Role,
    Scale,
    Section,
    Status,
    Update,
    Viewing,
)
from matinee.text.moments import read_moment
from tests.data import attacks, naughty_strings

ZONE = "America/New_York"
READING = Reading(ZONE)

SIGNS = "ab1 \n.:#-'\"\\\r\t\x00\x1b\x7f\x85\xa0\u2028\u2029\ufeff\uffff|>%@&*!?,[]{}~=_½千😂"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.text(st.sampled_from(SIGNS), max_size=14)
FILLED = TEXTS.filter(str.strip)
NAMES = st.lists(FILLED, max_size=3).map(tuple)
DAYS = st.dates().map(lambda day: read_moment(day.isoformat(), ZONE))
TIMES = st.datetimes().map(lambda when: read_moment(when.isoformat(" ", "seconds"), ZONE))
OFFSETS = st.datetimes(timezones=st.timezone_keys(allow_prefix=False).map(ZoneInfo)).map(
    lambda when: read_moment(_with_offset(when.isoformat()), ZONE)
)
MOMENTS: st.SearchStrategy[Moment] = st.one_of(DAYS, TIMES, OFFSETS)
IDS = st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True)
LABELS = st.none() | TEXTS | st.sampled_from(["true", "No", "off"])
WEB = st.sampled_from(["http://a.example/", "https://b.example/?p=1&q=#c", "https://müller.example/'x'"])
STARS = st.none() | st.integers(0, 10).map(lambda halves: halves / 2)


def _with_offset(iso: str) -> str:
    """Without fractions, and without the seconds that some offsets of long ago have."""
    return iso[:19] + (iso[-6:] if iso[-6] in "+-" else "Z")


COMMENTS = st.builds(
    Comment,
    IDS,
    TEXTS,
    TEXTS,
    TEXTS,
    st.none() | MOMENTS,
    st.just("") | IDS,
    st.sampled_from(Role),
    TEXTS,
    st.sampled_from(Status),
    LABELS,
    st.none() | MOMENTS,
)
PROFILES = st.builds(Profile, TEXTS, TEXTS, TEXTS)
PINGBACKS = st.builds(
    Pingback,
    WEB,
    TEXTS,
    TEXTS,
    st.none() | MOMENTS,
    st.sampled_from(Kind),
    st.sampled_from(MentionType),
    st.none() | PROFILES,
    st.sampled_from(Status),
    st.just("") | IDS,
)
FILMS = st.builds(
    Film,
    FILLED,
    st.none() | st.integers(1870, 2200),
    TEXTS,
    TEXTS,
    st.sampled_from(FilmKind),
    NAMES,
    NAMES,
    st.lists(st.builds(Credit, FILLED | st.just("A as"), TEXTS | st.just("B as C")), max_size=2).map(tuple),
    st.dictionaries(TEXTS, st.lists(FILLED, min_size=1, max_size=2).map(tuple), max_size=2).map(
        lambda crew: tuple(CrewRole(role, names) for role, names in crew.items())
    ),
    NAMES,
    NAMES,
    NAMES,
    st.none() | st.integers(1, 500),
    st.builds(
        FilmIds,
        st.just("") | st.from_regex(r"tt[0-9]{6,12}", fullmatch=True),
        st.just("") | st.from_regex(r"[0-9]{1,12}", fullmatch=True),
        TEXTS,
    ),
    TEXTS,
)
MENTIONS = st.one_of(
    FILMS.map(lambda film: FilmMention("", film)),
    st.sampled_from([FilmMention("her (2013)", Film("her", 2013)), FilmMention("1917", Film("1917"))]),
    st.just(FilmMention("2001: A Space Odyssey (1968)", Film("2001: A Space Odyssey", 1968))),
)
OWN = st.recursive(
    TEXTS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2), max_leaves=5
)
FRONTS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("title", "venue", "series", "summary", "image", "image_alt", "image_caption", "guid"), TEXTS),
        "date": MOMENTS,
        "updated": st.builds(Update, MOMENTS, TEXTS),
        "authors": NAMES,
        "film": MENTIONS,
        "films": st.lists(st.builds(Section, MENTIONS, STARS), max_size=2).map(tuple),
        "ranked": st.sampled_from(Ranking),
        "about": st.lists(MENTIONS, max_size=2).map(tuple),
        "rating": STARS,
        "watched": st.lists(MOMENTS, max_size=3).map(tuple),
        "rewatch": st.none() | st.booleans(),
        "categories": NAMES,
        "tags": NAMES,
        "spoilers": LABELS,
        "likes": st.none() | st.integers(0, 10**6),
        "comments": st.none() | st.sampled_from(CommentState),
        "language": st.sampled_from(["", "en", "no", "pt-BR"]),
        "draft": st.booleans(),
        "url": st.sampled_from(["", "/her/", "/no.html"]),
        "aliases": st.lists(st.sampled_from(["/?p=123", "/old/", "/ñ,[x]: y/"]), unique=True, max_size=2).map(tuple),
        "canonical": st.just("") | WEB,
        "slug": st.sampled_from(["", "her", "no", "1917", "8½"]),
        "extra": st.dictionaries(TEXTS, OWN, max_size=3),
    },
).map(lambda told: Front(**told))


@given(st.lists(COMMENTS, max_size=4, unique_by=lambda comment: comment.id))
def test_comments_come_back_as_they_were(comments: list[Comment]) -> None:
    text = dump_comments(comments)
    found = read_comments(text, "c.yaml", READING)
    assert found.comments == tuple(comments)
    assert not [problem for problem in found.problems if problem.is_error]
    assert [text.split("\n")[line - 1][:2] for line in found.lines] == ["- "] * len(comments)


@given(st.lists(PINGBACKS, max_size=3, unique_by=lambda pingback: pingback.id))
def test_pingbacks_come_back_as_they_were(pingbacks: list[Pingback]) -> None:
    found = read_pingbacks(dump_pingbacks(pingbacks), "p.yaml", READING)
    assert found.pingbacks == tuple(pingbacks)
    assert not [problem for problem in found.problems if problem.is_error]


@given(FILMS)
def test_a_film_comes_back_as_it_was(film: Film) -> None:
    read = read_film(dump_film(film), "f.yaml")
    assert (read.film, read.problems) == (film, ())


@given(st.lists(st.builds(Viewing, MOMENTS, MENTIONS, STARS, st.none() | st.booleans(), TEXTS, TEXTS), max_size=3))
def test_a_diary_comes_back_as_it_was(viewings: list[Viewing]) -> None:
    found = read_diary(dump_diary(viewings, Scale.STARS), "d.yaml", READING)
    assert (found.viewings, found.problems) == (tuple(viewings), ())


@given(FRONTS, TEXTS | st.sampled_from(["---\nx\n---\n", "\n\n", "---"]))
def test_a_post_comes_back_as_it_was(front: Front, body: str) -> None:
    text = dump_post(front, body, Scale.STARS)
    found = read_post(text, "p.md", READING)
    assert (found.front, found.body) == (front, body)
    assert not [problem for problem in found.problems if problem.is_error]
    assert not body or text.count("\n", 0, len(text) - len(body)) + 1 == found.body_line


@given(st.integers(0, 12))
def test_a_letter_comes_back_as_it_was(step: int) -> None:
    front = Front(rating=float(step))
    assert read_post(dump_post(front, "", Scale.LETTERS), "p.md", Reading(scale=Scale.LETTERS)).front == front


def test_a_post_is_written_as_a_person_would() -> None:
    front = Front(
        title="No",
        date=read_moment("2014-01-13", ZONE),
        film=FilmMention("her (2013)", Film("her", 2013)),
        rating=4.5,
        tags=("best of 2013", "1917"),
        extra={"a": {}, "b": []},
    )
    assert dump_post(front, "Body.\n", Scale.STARS) == (
        '---\ntitle: "No"\ndate: 2014-01-13\nfilm: her (2013)\nrating: 4.5\ntags:\n  - best of 2013\n  - "1917"\n'
        "extra:\n  a: {}\n  b: []\n---\n\nBody.\n"
    )


@pytest.mark.parametrize("strings", [naughty_strings, attacks])
def test_naughty_strings_come_back_as_they_were(strings: Any) -> None:
    texts = strings()
    comments = tuple(Comment(str(number), text, text, text, spoiler=text or None) for number, text in enumerate(texts))
    assert read_comments(dump_comments(comments), "c.yaml", READING).comments == comments
    pingbacks = tuple(Pingback("http://a.example/", text, text, author=Profile(text, text, text)) for text in texts)
    assert read_pingbacks(dump_pingbacks(pingbacks), "p.yaml", READING).pingbacks == pingbacks
    front = Front(title=texts[0], tags=tuple(filter(str.strip, texts)), extra={"texts": texts})
    assert read_post(dump_post(front, "\n".join(texts), Scale.STARS), "p.md", READING).front == front


@given(TEXTS, TEXTS)
def test_other_readers_read_our_comments_too(author: str, body: str) -> None:
    (stanza,) = yaml.safe_load(dump_comment(Comment("a1", body, author)))
    assert (stanza.get("author", ""), stanza["body"]) == (author, body)
