"""A build in which nothing but texts and conversations has changed: it plans nothing, and whatever is more takes the
whole way. (Laws 1 and 2.)"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from matinee.content.loader import PackReader
from tests.site import Site, differences, make_plain

HER = "content/posts/2014-01-13-her.md"
TALK = "content/posts/2014-01-13-her/comments.yaml"
GRAVITY = "content/posts/gravity/index.md"
MORE = "- id: 3\n  parent: 1\n  author: Ida\n  date: 2014-01-15T10:00:00Z\n  body: So *did* I.\n"


@pytest.fixture
def built(site: Site) -> Site:
    make_plain(site).good()
    return site


@pytest.fixture
def plans(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A list that grows with every site that is put together."""
    from matinee.render import journey

    made: list[str] = []
    make_site = journey.make_site

    def counted(*arguments: object) -> object:
        made.append("a site")
        return make_site(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(journey, "make_site", counted)
    return made


def is_as_if_clean(site: Site) -> bool:
    return differences(site.tree(), site.clean_tree()) == {}


RETOUCHES: dict[str, Callable[[Site], None]] = {
    "a word in a text": lambda site: site.edit(HER, "A letter first", "A letter at first"),
    "a paragraph more": lambda site: site.append(HER, "\n\nAnd then?\n"),
    "a spoiler": lambda site: site.append(HER, "\n\n||She leaves.||\n"),
    "a line above a link": lambda site: site.edit(HER, "See [Gravity]", "Well.\n\nSee [Gravity]"),
    "a comment": lambda site: site.append(TALK, MORE),
    "a comment that is held": lambda site: site.edit(TALK, "  body: Thanks!", "  status: held\n  body: Thanks!"),
    "another word in a comment": lambda site: site.edit(TALK, "Lovely.", "Lovely, all of it."),
    "a mention": lambda site: site.append(
        "content/posts/2014-01-13-her/pingbacks.yaml", "- source: https://owl.example/\n"
    ),
    "the text of a page": lambda site: site.append("content/pages/about.md", "\n\nThe popcorn is ours.\n"),
}

WHOLE_WAYS: dict[str, Callable[[Site], None]] = {
    "another title": lambda site: site.edit(HER, "---\n", "---\ntitle: Her own\n"),
    "a link more": lambda site: site.append(HER, "\n\nAnd [that](2015-02-15-stalker.md).\n"),
    "a heading to link to": lambda site: site.append(HER, "\n\n## The letter\n"),
    "a shield to link to": lambda site: site.append(HER, "\n\n:::spoiler the end\nShe leaves.\n:::\n"),
    "the first comment of a post": lambda site: _write(site, "content/posts/gravity/comments.yaml", MORE),
    "no comment left": lambda site: _write(site, TALK, ""),
    "a post more": lambda site: _write(site, "content/posts/2016-01-01-ida.md", "---\ntitle: Ida\n---\nShort.\n"),
    "a post less": lambda site: site.remove("content/posts/2015-02-15-stalker.md"),
    "a film's facts": lambda site: site.append("content/films/her-2013.yaml", "runtime: 126\n"),
    "a file": lambda site: _write(site, "static/robots-are-people.txt", "They may be.\n"),
    "a setting": lambda site: site.edit("content/site.yaml", "Films, and", "Films and"),
    "a template": lambda site: site.append("templates/post.html", "x"),
}


def _write(site: Site, path: str, text: str) -> None:
    site.write(path, text)


@pytest.mark.parametrize("change", RETOUCHES.values(), ids=list(RETOUCHES))
def test_a_change_of_a_text_or_a_conversation_has_nothing_planned(
    change: Callable[[Site], None], built: Site, plans: list[str]
) -> None:
    change(built)
    report = built.good()
    assert (plans, report.read) == ([], 1)
    assert is_as_if_clean(built)
    assert built.good().rendered == 0


@pytest.mark.parametrize("change", WHOLE_WAYS.values(), ids=list(WHOLE_WAYS))
def test_any_other_change_takes_the_whole_way(change: Callable[[Site], None], built: Site, plans: list[str]) -> None:
    change(built)
    built.good()
    assert plans == ["a site"]
    assert is_as_if_clean(built)


def test_several_posts_are_retouched_at_once_and_one_after_the_other(built: Site, plans: list[str]) -> None:
    for number in range(2):
        built.append(HER, f"\n\nAgain, {number}.\n")
        built.append(GRAVITY, f"\n\nAnd again, {number}.\n")
        assert built.good().read == 2
    assert plans == []
    assert is_as_if_clean(built)


def test_a_warning_of_a_text_comes_and_goes_with_it_and_others_stay(built: Site, plans: list[str]) -> None:
    built.append("content/posts/gravity/index.md", "\n\n||an open bar\n")
    built.write("content/posts/gravity/note.yaml", "x\n")
    before = built.good().problems
    plans.clear()
    built.edit(TALK, "2014-01-13T11:40:00Z", "2014-01-13T08:00:00Z")
    warned = built.good().problems
    built.edit(TALK, "2014-01-13T08:00:00Z", "2014-01-13T11:41:00Z")
    assert len(warned) == len(before) + 1
    assert built.good().problems == before
    assert plans == []


def test_with_an_error_in_the_text_everything_is_told_and_nothing_is_published(built: Site) -> None:
    before = built.tree()
    built.append(HER, "\n\nSee [nothing](nowhere.md).\n")
    assert [problem.code for problem in built.build().problems] == ["link"]
    built.edit(HER, "\n\nSee [nothing](nowhere.md).\n", "")
    built.append(TALK, "- id: 1\n  body: Twice.\n")
    assert [problem.code for problem in built.build().problems] == ["duplicate-id"]
    assert differences(before, built.tree()) == {}


def test_a_link_into_a_conversation_is_looked_up_again(built: Site) -> None:
    built.append(GRAVITY, "\n\nAs [Jane](../2014-01-13-her.md#comment-1) says.\n")
    built.good()
    built.edit(TALK, "- id: 1\n", "- id: 7\n")
    built.edit(TALK, "  parent: 1\n", "  parent: 7\n")
    assert [problem.code for problem in built.build().problems] == ["anchor"]


def test_a_comment_of_the_future_counts_from_its_day_on(built: Site) -> None:
    built.append(TALK, MORE.replace("2014-01-15", "2026-03-05"))
    assert [problem.code for problem in built.good().problems] == ["date-order"]
    built.now = datetime(2026, 3, 6, tzinfo=UTC)
    assert built.good().problems == ()


def test_warnings_are_errors_where_they_are_asked_to_be(built: Site) -> None:
    built.good(strict=True)
    built.edit(TALK, "2014-01-13T11:40:00Z", "2014-01-13T08:00:00Z")
    report = built.build(strict=True)
    assert (report.failed, report.written) == (True, ())


@pytest.mark.parametrize("name", ["outline-*", "stills-*/*", "memo", "packs/*"])
@pytest.mark.parametrize("damage", [b"", b"\x00" * 40])
def test_whatever_the_cache_has_lost_is_done_without(name: str, damage: bytes, built: Site) -> None:
    for place in (built.folder / ".matinee").glob(name):
        place.write_bytes(damage)
    built.append(TALK, MORE)
    built.good()
    assert is_as_if_clean(built)


def test_a_lost_folder_of_the_cache_is_done_without(built: Site) -> None:
    [stills] = (built.folder / ".matinee").glob("stills-*")
    shutil.rmtree(stills)
    built.append(TALK, MORE)
    built.good()
    assert is_as_if_clean(built)


def test_only_the_cards_of_posts_that_are_asked_are_read(
    built: Site, plans: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(200):
        built.write(f"content/posts/n{number:02}.md", title=f"N {number}", date=f"20{10 + number % 9}-03-04", body="x")
    built.good()
    plans.clear()
    read: list[int] = []
    original = PackReader.read

    def counted(reader: PackReader, pointer: object) -> bytes:
        read.append(1)
        return original(reader, pointer)  # type: ignore[arg-type]

    monkeypatch.setattr(PackReader, "read", counted)
    built.append("content/posts/n07.md", "y")
    report = built.good()
    assert plans == []
    assert 0 < report.rendered < 6
    assert len(read) < 80
