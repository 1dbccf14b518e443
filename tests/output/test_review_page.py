"""The review of *her*, as a reader without styles, a microformats parser and a fragment link find it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

import mf2py
import pytest

from matinee.model import MentionType, Pingback, Profile
from tests.output.published import Page, Published, classes, elements, the, words
from tests.output.showing import show
from tests.site import Site

HER = "/2014/01/13/her/"
OPENERS = ["1", "3", "5", "6", "9", "11", "14", "16", "18", "20", "23", "25", "27", "28"]
# Each reply with what it answers and the number it has.
REPLIES = {
    "2": ("1", "1.1"),
    "4": ("3", "2.1"),
    "7": ("5", "3.1"),
    "8": ("6", "4.1"),
    "10": ("9", "5.1"),
    "13": ("10", "5.2"),
    "12": ("11", "6.1"),
    "15": ("14", "7.1"),
    "17": ("16", "8.1"),
    "19": ("18", "9.1"),
    "22": ("19", "9.2"),
    "21": ("20", "10.1"),
    "24": ("23", "11.1"),
    "26": ("25", "12.1"),
    "29": ("28", "14.1"),
}


@pytest.fixture(scope="module")
def her(demo: Published) -> Page:
    return demo.page(HER)


@pytest.fixture(scope="module")
def entry(her: Page) -> dict[str, Any]:
    """The page's one h-entry."""
    found: list[dict[str, Any]] = mf2py.parse(doc=her.text, url=her.url)["items"]
    [entry] = [item for item in found if "h-entry" in item["type"]]
    return entry


def test_the_page_is_one_review_with_its_author_its_date_and_its_film(entry: dict[str, Any]) -> None:
    said = entry["properties"]
    assert said["name"] == ["her"]
    assert said["published"] == ["2014-01-13"]
    assert said["updated"] == ["2014-02-01"]
    assert said["url"] == ["https://matinee.example" + HER]
    assert [author["properties"]["name"] for author in said["author"]] == [["ckckred"]]
    assert (said["rating"], said["best"], said["worst"]) == (["4.5"], ["5"], ["0"])
    assert [item["properties"]["name"] for item in said["item"]] == [["her"]]
    assert said["category"] == ["Reviews", "best of 2013", "science fiction"]
    assert said["summary"] == ["Spike Jonze’s love story has one face in it, and the other half is breath."]
    assert said["content"][0]["value"].startswith("The first thing her shows us")


def test_fourteen_comments_stand_at_the_top_and_fifteen_beneath_what_they_answer(entry: dict[str, Any]) -> None:
    assert [comment["id"] for comment in entry["properties"]["comment"]] == [f"comment-{id}" for id in OPENERS]
    assert dict(_answers(entry, "")) == {id: parent for id, (parent, _) in REPLIES.items()} | dict.fromkeys(OPENERS, "")


def _answers(item: dict[str, Any], id: str) -> list[tuple[str, str]]:
    """Every comment under an item, with what it stands beneath."""
    found = []
    for comment in item["properties"].get("comment", ()):
        own = comment["id"].removeprefix("comment-")
        found += [(own, id), *_answers(comment, own)]
    return found


def test_each_comment_has_its_author_its_address_and_its_time(entry: dict[str, Any]) -> None:
    waiting = list(entry["properties"]["comment"])
    for comment in waiting:
        said = comment["properties"]
        waiting += said.get("comment", ())
        assert said["url"] == [f"https://matinee.example{HER}#{comment['id']}"]
        assert said["author"][0]["properties"]["name"] != [""]
        assert said["published"][0].startswith("2014-01-")
        assert said["content"][0]["value"]
    assert len(waiting) == 29
    [anonymous] = [item for item in waiting if item["id"] == "comment-20"]
    assert anonymous["properties"]["author"][0]["properties"]["name"] == ["Anonymous"]


def test_the_pingback_stands_apart_from_the_comments(entry: dict[str, Any]) -> None:
    [mention] = entry["children"]
    assert mention["type"] == ["h-cite"]
    assert mention["id"].startswith("pingback-")
    assert mention["properties"]["url"] == ["https://filmlark.example/2014/01/20/what-i-read-this-week/"]
    assert mention["properties"]["content"][0].startswith("[…] and over at Changeover")
    assert mention["properties"]["content"][0].endswith("stay for the grump in the comments […]")


def test_comments_and_mentions_are_counted_apart(her: Page) -> None:
    assert words(the(her.root, "h2", id="comments-title")) == "29 replies"
    assert words(the(her.root, "p", "also")) == "1 mention elsewhere · feed of replies"


def test_openers_are_numbered_by_their_items_and_replies_by_their_words(her: Page) -> None:
    threads = the(her.root, "ol", "threads")
    assert threads.get("role") == "list"
    assert [(item.get("id"), item.get("value")) for item in threads] == [
        (f"comment-{id}", str(number)) for number, id in enumerate(OPENERS, 1)
    ]
    for id, (parent, number) in REPLIES.items():
        item = the(her.root, "li", "u-comment", f"comment-{id}")
        assert item.get("value") is None
        assert words(the_first(item, "p", "meta")).startswith(f"{number} ")
        [beneath] = [
            element
            for element in elements(her.root, "li", "u-comment")
            if any(item in list(inner) for inner in element if inner.tag == "ul")
        ]
        assert beneath.get("id") == f"comment-{parent}"


def the_first(root: Element, tag: str, name: str) -> Element:
    return next(elements(root, tag, name))


def test_the_conversation_is_marked_up_as_designed(her: Page) -> None:
    comments = the(her.root, "section", id="comments")
    assert comments.attrib == {"id": "comments", "aria-labelledby": "comments-title"}
    opener = the(comments, "li", id="comment-9")
    assert classes(opener) == ["u-comment", "h-cite"]
    heading = the_first(opener, "h3", "p-author")
    assert classes(heading) == ["p-author", "h-card"]
    link = the(heading, "a", "u-url")
    assert (link.get("href"), link.get("rel")) == ("https://theflickeringwall.example/", "ugc nofollow noopener")
    permalink = the_first(the_first(opener, "p", "meta"), "a", "u-url")
    assert permalink.get("href") == "#comment-9"
    assert the(permalink, "time", "dt-published").get("datetime") == "2014-01-13T22:33:00-05:00"
    [replies] = [element for element in opener if element.tag == "ul"]
    assert replies.get("role") == "list"
    assert words(the_first(the(replies, "li", id="comment-10"), "p", "meta")).startswith("5.1 ckckred author ")
    assert [words(mark) for mark in elements(comments, "span", "mark")] == ["author"] * 12


def test_without_styles_the_page_reads_from_the_title_to_the_form(her: Page) -> None:
    text = words(the(her.root, "main"))
    landmarks = [
        "her",
        "Posted by ckckred | January 13, 2014",
        "4½ stars out of 5",
        "Spike Jonze",
        "The first thing her shows us",
        "Spoiler: where Samantha goes",
        "when there’s nobody left to talk to",
        "directed by",
        "Filed under Reviews; tagged best of 2013",
        "7 bloggers like this",
        "Older:",
        "29 replies",
        "1 mention elsewhere",
        *(f"{name} January" for name in ("Marnie Okell", "Tobias R.", "Dell Pruitt")),
        "Anonymous January",
        "I don’t have anything clever to say to that",
        "Elsewhere",
        "[…] and over at Changeover",
        "Leave a reply",
        "In reply to",
        "Your reply (required)",
        "Name (required)",
        "E‑mail",
        "Your site",
        "Send the reply",
    ]
    at = [0]
    for landmark in landmarks:
        at.append(text.find(landmark, at[-1]))
        assert at[-1] >= 0, f"{landmark!r} does not follow {landmarks[len(at) - 3]!r}"
    assert all(before <= after for before, after in pairwise(at))


def test_a_reply_can_be_addressed_without_a_script(her: Page) -> None:
    options = list(elements(the(her.root, "select", id="comment_parent"), "option"))
    assert [option.get("value") for option in options][:4] == ["", "1", "2", "3"]
    assert len(options) == 30
    assert words(options[0]) == "the post"
    assert words(options[-1]) == "14.1 ckckred"
    labelled = {label.get("for") for label in elements(the(her.root, "form"), "label")}
    fields = {f.get("id") for tag in ("input", "select", "textarea") for f in elements(the(her.root, "form"), tag)}
    assert labelled == fields - {None}


def test_a_shielded_comment_is_shut_and_says_what_it_hides(her: Page) -> None:
    for id in ("11", "12"):
        shield = the_first(the(her.root, "li", id=f"comment-{id}"), "details", "spoiler")
        assert shield.get("open") is None
        assert words(the_first(shield, "summary", "")) == "Spoiler: the ending"


def test_a_removed_comment_keeps_its_number_and_loses_its_name(demo: Published) -> None:
    page = demo.page("/2015/02/15/dr-strangelove/")
    tombstone = the(page.root, "li", "removed")
    assert (tombstone.get("id"), tombstone.get("value")) == ("comment-3", "2")
    assert words(the_first(tombstone, "p", "meta")) == "This reply was removed."
    assert words(the(page.root, "h2", id="comments-title")) == "7 replies"
    assert "asked to have taken down" not in page.text


def test_whoever_answers_likes_or_shares_from_elsewhere_is_told_apart() -> None:
    pingbacks = [
        Pingback(
            f"https://{kind}.example/note", f"A {kind}", type=kind, author=Profile("Jane", "https://jane.example/")
        )
        for kind in MentionType
    ]
    found = mf2py.parse(doc=show((), pingbacks).page, url="https://x.example/2014/01/13/her/")["items"]
    [entry] = [item for item in found if "h-entry" in item["type"]]
    said = entry["properties"]
    for kind, name in (("like", "like"), ("repost", "repost"), ("bookmark", "bookmark"), ("reply", "comment")):
        [cite] = said[name]
        assert cite["type"] == ["h-cite"]
        assert cite["properties"]["url"] == [f"https://{kind}.example/note"]
        assert cite["properties"]["author"][0]["properties"]["name"] == ["Jane"]
    [mention] = [item for item in entry["children"] if item["type"] == ["h-cite"]]
    assert mention["properties"]["url"] == ["https://mention.example/note"]


@pytest.mark.parametrize(
    ("film", "heading", "typed", "title", "year"),
    [
        ("her (2013)", "her", "", "her", "2013"),
        ("her (2013)", "her (2013)", "", "her", "2013"),
        ("her (2013)", "*her* (2013)", "", "her", "2013"),
        ("her (2013)", "No. 3: her", "No. 3: ", "her", "2013"),
        ("2001: A Space Odyssey (1968)", "2001: A Space Odyssey", "", "2001: A Space Odyssey", "1968"),
        ("A & B (2000)", "A & B (2000)", "", "A &amp; B", "2000"),
    ],
)
def test_a_heading_that_opens_a_films_section_is_set_as_its_title(
    bare_site: Site, film: str, heading: str, typed: str, title: str, year: str
) -> None:
    bare_site.write("content/posts/2014-01-13-list.md", title="List", films=f'["{film}"]', body=f"## {heading}\n\nYes.")
    bare_site.good()
    shown = f'{typed}<cite>{title}</cite> <span class="soft">{year}</span>'
    assert re.findall(r"<h2 id=[^>]*>(.*?)</h2>", bare_site.page("/2014/01/13/list/")) == [shown]
