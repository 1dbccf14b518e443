"""Law 4: every comment and every pingback that was let in is shown exactly once, under its number. (Faults A18,
A19.)"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.content.sources import Reading, read_comments, read_pingbacks
from matinee.model import Comment, MentionType, Pingback, Status
from tests.output.published import Page, Published, classes, elements, read_html, the, words
from tests.output.showing import show
from tests.output.torture import at, chain
from tests.site import ROOT

APPROVED = Status.APPROVED
IDS = [str(number) for number in range(12)] + ["x-_9", "A", "a"]
STATUSES = st.sampled_from([APPROVED] * 4 + [Status.HELD, Status.SPAM, Status.TRASH])
TYPES = st.sampled_from(MentionType)
Shape = list[tuple[str, str]]


@st.composite
def conversations(draw: st.DrawFn) -> tuple[list[Comment], list[Pingback]]:
    """Comments in any order, answering anybody, nobody and themselves; pingbacks, some with an id, some of one page."""
    ids = draw(st.lists(st.sampled_from(IDS), unique=True, max_size=12))
    parents = st.sampled_from(["", "", *ids, "nobody"])
    comments = [Comment(id, f"Says {id}.", parent=draw(parents), status=draw(STATUSES)) for id in ids]
    names = draw(st.permutations(["", "", "", "p1", "P1"]))[: draw(st.integers(0, 5))]
    pingbacks = [
        Pingback(f"https://{at % 3}.example/", f"Page {at}", status=draw(STATUSES), type=draw(TYPES), id=name)
        for at, name in enumerate(names)
    ]
    return comments, pingbacks


def parents_of(comments: list[Comment]) -> dict[str, str]:
    """Whom each comment answers: nobody where that is not here, or where the first of a loop would answer it."""
    parents = {comment.id: comment.parent for comment in comments}
    parents = {id: parent if parent in parents else "" for id, parent in parents.items()}
    for comment in comments:
        above = parents[comment.id]
        for _ in comments:
            above = parents[above] if above and above != comment.id else above
        if above == comment.id:
            parents[comment.id] = ""
    return parents


def numbered(comments: list[Comment]) -> dict[str, str]:
    """The number of every comment that is shown, in reading order: an answer follows what it answers."""
    parents = parents_of(comments)
    kept = {comment.id for comment in comments if comment.status is APPROVED}
    for id in list(kept):
        while parents[id]:
            id = parents[id]
            kept.add(id)
    numbers: dict[str, str] = {}

    def follow(id: str, thread: int) -> None:
        inside = sum(number.startswith(f"{thread}.") for number in numbers.values())
        numbers[id] = f"{thread}.{inside + 1}" if parents[id] else str(thread)
        for comment in comments:
            if parents[comment.id] == id and comment.id in kept:
                follow(comment.id, thread)

    openers = [comment.id for comment in comments if comment.id in kept and not parents[comment.id]]
    for thread, id in enumerate(openers, 1):
        follow(id, thread)
    return numbers


def spoken(root: Element) -> list[Element]:
    """The items of the comments, tombstones included."""
    threads = elements(root, "ol", "threads")
    return [
        item for shelf in threads for item in elements(shelf, "li") if {"u-comment", "removed"} & set(classes(item))
    ]


def identity(item: Element) -> str:
    return (item.get("id") or "").removeprefix("comment-")


def number_of(item: Element) -> str:
    """A reply tells its number in words, an opener by its item."""
    return item.get("value") or words(next(elements(item, "p", "meta"))).partition(" ")[0]


def shape(root: Element) -> Shape:
    """Who speaks, in the order of the page, and under which number."""
    return [(identity(item), number_of(item)) for item in spoken(root)]


def mentions(root: Element) -> list[Element]:
    """The links to what is listed under Elsewhere."""
    return [next(elements(item, "a", "p-name")) for shelf in elements(root, "ul", "mentions") for item in shelf]


def likers(root: Element) -> list[str]:
    """Who liked the post, as its footer names them."""
    return [words(link) for link in elements(the(root, "footer", "after"), "a") if link.get("rel")]


def let_in(pingbacks: Iterable[Pingback], likes: bool = False) -> list[Pingback]:
    return [p for p in pingbacks if p.status is APPROVED and (p.type is MentionType.LIKE) is likes]


@settings(max_examples=120, deadline=None)
@given(conversations(), st.sampled_from([1, 2, 6]))
def test_every_voice_is_shown_once_in_its_place(talk: tuple[list[Comment], list[Pingback]], depth: int) -> None:
    comments, pingbacks = talk
    shown = show(comments, pingbacks, depth)
    root = read_html(shown.page)
    approved = [comment for comment in comments if comment.status is APPROVED]
    numbers = numbered(comments)
    assert shape(root) == list(numbers.items())
    assert len(list(elements(root, "li", "removed"))) == len(numbers) - len(approved)
    said = Counter(words(element) for element in elements(root, "div", "e-content"))
    assert {comment.body: said[comment.body] for comment in comments} == {
        comment.body: int(comment.status is APPROVED) for comment in comments
    }
    assert [words(link) for link in mentions(root)] == [pingback.title for pingback in let_in(pingbacks)]
    assert likers(root) == [pingback.title for pingback in let_in(pingbacks, likes=True)]
    ids = [element.get("id") for element in elements(root) if element.get("id")]
    assert len(ids) == len(set(ids))


@settings(max_examples=60, deadline=None)
@given(conversations())
def test_comments_and_mentions_are_counted_apart(talk: tuple[list[Comment], list[Pingback]]) -> None:
    comments, pingbacks = talk
    shown = show(comments, pingbacks)
    replies, elsewhere = sum(comment.status is APPROVED for comment in comments), len(let_in(pingbacks))
    assert shown.comments == replies
    told = [words(head) for head in elements(read_html(shown.page), "h2") if head.get("id") == "comments-title"]
    if replies or elsewhere:
        assert told == [f"{replies} {'reply' if replies == 1 else 'replies'}"]
    else:
        assert told in ([], ["No replies yet"])  # there may be replies that were removed
    assert (f"{elsewhere} mention{'s' * (elsewhere != 1)} elsewhere" in shown.page) is (elsewhere > 0)


@settings(max_examples=60, deadline=None)
@given(conversations())
def test_a_reply_stands_beneath_what_it_answers(talk: tuple[list[Comment], list[Pingback]]) -> None:
    comments, _ = talk
    root = read_html(show(comments, depth=20).page)
    parents = parents_of(comments)
    for item in spoken(root):
        beneath = [reply for inner in item if inner.tag == "ul" for reply in inner]
        assert {parents[identity(reply)] for reply in beneath} <= {identity(item)}


@pytest.mark.parametrize("depth", [1, 2, 3, 6])
def test_deeper_replies_stand_at_the_last_level_and_say_what_they_answer(depth: int) -> None:
    root = read_html(show(chain(30), depth=depth).page)
    found = {item.get("id"): item for item in spoken(root)}
    assert len(found) == 30
    for number in range(1, 31):
        told = words(next(elements(found[f"comment-{number}"], "p", "meta")))
        answered = "1" if number == 2 else f"1.{number - 2}"
        assert ("in reply to" in told) is (number > depth)
        assert number <= depth or told.endswith(f"in reply to {answered}")
    assert max(nesting(root)) == depth


def nesting(root: Element) -> Iterator[int]:
    """How many lists each reply stands in."""
    waiting = [(root, 0)]
    for element, depth in waiting:
        inside = depth + (element.tag in {"ol", "ul"} and element.get("role") == "list")
        waiting += [(child, inside) for child in element]
        if "u-comment" in classes(element):
            yield depth


@pytest.mark.parametrize("depth", [6, 50])  # the default, and the most that site.yaml takes
def test_a_chain_of_ten_thousand_is_shown_whole(depth: int) -> None:
    shown = show(chain(10_000), depth=depth)
    assert shown.comments == 10_000
    assert len(set(re.findall(r'<li id="comment-(\d+)"', shown.page))) == 10_000
    assert shown.page.count("<ul role=") == shown.page.count("</ul>")
    assert len(re.findall("<li[ >]", shown.page)) == shown.page.count("</li>")


# The demo


def conversations_of_the_demo() -> Iterator[tuple[Path, str]]:
    """Each post with a conversation, and the path of its page."""
    pages = {"gravity": "2014/08/16/gravity", "2014-01-13-her": "2014/01/13/her"}
    for folder in sorted({path.parent for path in (ROOT / "content/posts").rglob("*.yaml")}):
        yield folder, pages.get(folder.name, "/".join(folder.name.split("-", 3))) + "/index.html"


@pytest.mark.parametrize(("folder", "path"), list(conversations_of_the_demo()), ids=lambda value: Path(value).name)
def test_every_voice_of_the_demo_is_heard_once(demo: Published, folder: Path, path: str) -> None:
    page: Page = demo.pages[path]
    comments: tuple[Comment, ...] = ()
    pingbacks: tuple[Pingback, ...] = ()
    if (file := folder / "comments.yaml").exists():
        comments = read_comments(file.read_text("utf-8"), file.name, Reading()).comments
    if (file := folder / "pingbacks.yaml").exists():
        pingbacks = read_pingbacks(file.read_text("utf-8"), file.name, Reading()).pingbacks
    assert shape(page.root) == list(numbered(list(comments)).items())
    approved = [comment for comment in comments if comment.status is APPROVED]
    assert len([item for item in spoken(page.root) if "removed" not in classes(item)]) == len(approved)
    assert [link.get("href") for link in mentions(page.root)] == [mention.source for mention in let_in(pingbacks)]
    named = [like.author.name for like in let_in(pingbacks, likes=True) if like.author]
    assert [name for name in likers(page.root) if name in named] == named


def test_dated_comments_come_in_the_feed_once_too() -> None:
    comments = [Comment(str(number), f"Says {number}.", date=at(number % 7)) for number in range(30)]
    assert sorted(re.findall(rb"<id>tag:x#comment-(\d+)</id>", show(comments).feed), key=int) == [
        str(number).encode() for number in range(30)
    ]
