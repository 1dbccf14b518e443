"""Feeds are what readers of feeds take: RFC 4287, RFC 4685, JSON Feed 1.1; their ids are for ever. (Faults D08, D10,
K05.)"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urldefrag, urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import feedparser
import html5lib
import pytest

from matinee.text.urls import encode
from tests.output.published import LEADING, Page, Published, elements
from tests.site import Site

ATOM = "{http://www.w3.org/2005/Atom}"
THREAD = "{http://purl.org/syndication/thread/1.0}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")  # RFC 3339 as RFC 4287 takes it
POST = "content/posts/2014-01-13-her.md"
TALK = "content/posts/2014-01-13-her/comments.yaml"
HARD = [
    r"a\x01\a\x1b[31mb",
    "a]]>b",
    "<![CDATA[a&b]]>",
    "😀 a\u0308",
    r"a\x85b\u2028c\u2029d",
    r"a\ufffe\uffff\ufdd0b",
    r"a\ufdd0L0\ufdd1b",
    r"a\x7f\x9fb",
    r"<b> & \"x\" 'y'",
]
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def parsed(data: bytes) -> Element:
    """A feed of our own, in which no entity can be declared."""
    assert b"<!DOCTYPE" not in data
    return ElementTree.fromstring(data)


def said(element: Element, name: str) -> str:
    """The text of the one child of a name."""
    [child] = element.findall(ATOM + name)
    return child.text or ""


def linked(element: Element, relation: str) -> list[str]:
    return [link.get("href") or "" for link in element.findall(ATOM + "link") if link.get("rel") == relation]


def entries(data: bytes) -> list[Element]:
    return parsed(data).findall(ATOM + "entry")


@pytest.fixture(scope="session")
def sites(demo: Published, demo_below: Published, tortures: dict[str, Published]) -> dict[str, Published]:
    return {"demo": demo, "demo below a path": demo_below, **tortures}


@pytest.fixture(scope="session")
def feeds(sites: dict[str, Published]) -> dict[str, tuple[Published, bytes]]:
    """Every Atom feed of every site by its name."""
    return {f"{name}/{path}": (site, data) for name, site in sites.items() for path, data in site.feeds.items()}


def test_a_reader_of_feeds_reads_them_all(feeds: dict[str, tuple[Published, bytes]]) -> None:
    for name, (_, data) in feeds.items():
        read = feedparser.parse(data)
        assert (name, read.bozo, read.version) == (name, False, "atom10")
        assert len(read.entries) == data.count(b"<entry"), name


def test_every_feed_has_what_atom_requires(feeds: dict[str, tuple[Published, bytes]]) -> None:
    for name, (site, data) in feeds.items():
        feed = parsed(data)
        path = name.partition("/")[2]
        assert (feed.tag, said(feed, "id")) == (ATOM + "feed", site.url + encode(f"/{path}")), name
        assert linked(feed, "self") == [said(feed, "id")]
        assert said(feed, "title").strip()
        assert MOMENT.fullmatch(said(feed, "updated"))
        has_author = bool(feed.findall(ATOM + "author"))
        for entry in feed.findall(ATOM + "entry"):
            assert urlsplit(said(entry, "id")).scheme in {"tag", "http", "https"}, name
            assert said(entry, "title").strip()
            assert entry.findall(ATOM + "content")[0].get("type") == "html"
            assert has_author or entry.findall(ATOM + "author"), name
            assert all(said(author, "name").strip() for author in entry.findall(ATOM + "author")), name
            assert len(linked(entry, "alternate")) == 1
            for date in (said(entry, "published"), said(entry, "updated")):
                assert MOMENT.fullmatch(date), name
                assert datetime.fromisoformat(date).tzinfo
                assert datetime.fromisoformat(said(feed, "updated")) >= datetime.fromisoformat(date), name


def test_the_newest_stands_first(feeds: dict[str, tuple[Published, bytes]]) -> None:
    for name, (_, data) in feeds.items():
        dates = [datetime.fromisoformat(said(entry, "published")) for entry in entries(data)]
        assert dates == sorted(dates, reverse=True), name


def test_no_two_entries_of_a_feed_have_one_id(feeds: dict[str, tuple[Published, bytes]]) -> None:
    for name, (_, data) in feeds.items():
        ids = [said(entry, "id") for entry in entries(data)]
        assert len(set(ids)) == len(ids), name


def test_every_address_in_a_feed_is_absolute_and_leads_somewhere(feeds: dict[str, tuple[Published, bytes]]) -> None:
    for name, (site, data) in feeds.items():
        for address in _addresses(data):
            assert urlsplit(address).scheme, f"{name}: {address}"
            assert site.fault(address, "https://nowhere.example/") == "", f"{name}: {address}"


def _addresses(data: bytes) -> Iterator[str]:
    """Every address of a feed: of its links, of its replies, and in the HTML that it carries."""
    for element in parsed(data).iter():
        if element.tag in {ATOM + "link", THREAD + "in-reply-to"}:
            yield element.get("href") or ""
        elif element.tag == ATOM + "uri":
            yield element.text or ""
        elif element.tag == ATOM + "content":
            yield element.get("{http://www.w3.org/XML/1998/namespace}base") or ""
            yield from addresses_in(element.text or "")


def addresses_in(html: str) -> Iterator[str]:
    for element in html5lib.parseFragment(html, namespaceHTMLElements=False).iter():
        yield from (value for name, value in element.attrib.items() if name in LEADING)


def test_every_reply_says_what_it_answers(feeds: dict[str, tuple[Published, bytes]]) -> None:
    posts = {said(entry, "id") for _, data in feeds.values() for entry in entries(data) if not _answers(entry)}
    found = 0
    for name, (site, data) in feeds.items():
        for entry in entries(data):
            for answer in _answers(entry):
                found += 1
                page, mark = urldefrag(answer.get("href") or "")
                assert site.fault(answer.get("href") or "", "https://nowhere.example/") == "", name
                assert answer.get("ref") == _post_id(site, page) + (f"#{mark}" if mark else ""), name
                assert urldefrag(answer.get("ref") or "")[0] in posts | {urldefrag(said(entry, "id"))[0]}
                assert linked(entry, "alternate")[0].startswith(f"{page}#comment-")
    assert found > 100


def _answers(entry: Element) -> list[Element]:
    return entry.findall(THREAD + "in-reply-to")


def _post_id(site: Published, address: str) -> str:
    """The id of the post at an address, from the feed of its replies."""
    [first, *_] = entries(site.tree[f"{address.removeprefix(site.url).lstrip('/')}feed.xml"])
    return urldefrag(said(first, "id"))[0]


def test_the_feed_of_replies_holds_what_the_page_holds(demo: Published) -> None:
    feed = demo.tree["2014/01/13/her/feed.xml"]
    found = {urldefrag(said(entry, "id"))[1]: entry for entry in entries(feed)}
    assert len(found) == 20  # the newest, as many as feed_length says
    assert set(found) == {f"comment-{number}" for number in range(10, 30)}
    [answer] = _answers(found["comment-13"])
    assert (answer.get("ref") or "").endswith("#comment-10")
    assert said(found["comment-13"], "title") == "By: Cass Whitcombe"
    assert said(found["comment-20"].findall(ATOM + "author")[0], "name") == "Anonymous"
    assert said(found["comment-12"], "content") == "<p>[spoiler: the ending]</p>"
    assert said(found["comment-23"], "updated") == "2014-01-18T11:21:00-05:00"


def test_a_post_leads_to_the_feed_of_its_replies(demo: Published) -> None:
    with_replies = {
        page.url for path, page in demo.posts.items() if path.replace("index.html", "feed.xml") in demo.tree
    }
    for entry in entries(demo.tree["feed.xml"]):
        [address] = linked(entry, "alternate")
        assert linked(entry, "replies") == ([address + "feed.xml"] if address in with_replies else [])


def test_pages_say_where_their_feeds_are(demo: Published) -> None:
    def feeds_of(page: Page) -> list[str]:
        return [
            link.get("href") or ""
            for link in elements(page.root, "link")
            if link.get("rel") == "alternate" and "feed" in (link.get("href") or "")
        ]

    site_feeds = ["/feed.xml", "/feed.json", "/comments/feed.xml"]
    assert feeds_of(demo.page("/")) == site_feeds
    assert feeds_of(demo.page("/2014/01/13/her/")) == ["/2014/01/13/her/feed.xml", *site_feeds]
    assert feeds_of(demo.page("/tag/best-of-2013/")) == ["/tag/best-of-2013/feed.xml", *site_feeds]


# For ever


def ids(site: Site) -> dict[str, list[str]]:
    return {
        path: [said(entry, "id") for entry in entries(data)] for path, data in Published(site.tree(), "").feeds.items()
    }


def test_ids_stay_whatever_is_edited(site: Site) -> None:
    site.good()
    before = ids(site)
    site.edit(TALK, "Lovely.", "Lovely, and *more*.")
    site.edit(TALK, "author: Jane", "author: Jane Doe")
    site.edit(POST, "rating: 4.5", "rating: 3\ntitle: Her, again\nupdated: 2015-01-01")
    site.config(title="Renamed", author="Another")
    assert site.good().written
    assert ids(site) == before


def test_ids_stay_when_an_answer_comes(site: Site) -> None:
    site.good()
    before = ids(site)["2014/01/13/her/feed.xml"]
    site.append(TALK, "- id: 3\n  parent: 1\n  date: 2014-01-14\n  body: Me too.\n")
    site.good()
    after = ids(site)["2014/01/13/her/feed.xml"]
    assert after[1:] == before
    assert after[0].endswith("#comment-3")


def test_an_imported_id_is_kept(site: Site) -> None:
    site.edit(POST, "rating: 4.5", "rating: 4.5\nguid: https://old.example/?p=12")
    site.good()
    assert "https://old.example/?p=12" in ids(site)["feed.xml"]
    assert ids(site)["comments/feed.xml"][0] == "https://old.example/?p=12#comment-2"
    assert site.page("feed.json").count('"https://old.example/?p=12"') == 1


def test_what_was_updated_says_so_and_nothing_else_does(site: Site) -> None:
    site.good()

    def updated() -> dict[str, str]:
        return {said(entry, "title"): said(entry, "updated") for entry in entries(site.tree()["feed.xml"])}

    before = updated()
    site.edit(POST, "rating: 4.5", "rating: 4.5\nupdated: 2015-01-01")
    site.edit("content/posts/2015-02-15-stalker.md", "The Zone waits.", "The Zone waits still.")
    site.now = site.now.replace(year=2027)
    site.good()
    assert updated() == {**before, "her": "2015-01-01T00:00:00Z"}


# JSON Feed


def test_the_json_feed_has_what_it_must(sites: dict[str, Published]) -> None:
    for name, site in sites.items():
        feed = json.loads(site.tree["feed.json"])
        assert feed["version"] == "https://jsonfeed.org/version/1.1", name
        assert feed["title"]
        assert feed["feed_url"] == site.url + "/feed.json"
        assert site.fault(feed["home_page_url"], "") == ""
        assert all(author["name"] for author in feed.get("authors", ())), name
        assert [item["id"] for item in feed["items"]] == [said(entry, "id") for entry in entries(site.tree["feed.xml"])]
        for item in feed["items"]:
            assert isinstance(item["id"], str)
            assert isinstance(item["content_html"], str)
            assert all(isinstance(tag, str) for tag in item.get("tags", ())), name
            assert site.fault(item["url"], "https://nowhere.example/") == "", name
            for key in ("date_published", "date_modified"):
                assert MOMENT.fullmatch(item[key]), name
            for address in addresses_in(item["content_html"]):
                assert urlsplit(address).scheme, f"{name}: {address}"


def test_a_site_without_posts_has_feeds_without_entries(tortures: dict[str, Published]) -> None:
    tree = tortures["nothing"].tree
    assert (entries(tree["feed.xml"]), entries(tree["comments/feed.xml"])) == ([], [])
    assert json.loads(tree["feed.json"])["items"] == []


# What no XML may hold


@pytest.mark.parametrize("hard", HARD)
def test_whatever_a_text_holds_the_xml_is_well_formed(bare_site: Site, hard: str) -> None:
    told = f'"{hard}"'
    bare_site.write(
        "content/site.yaml", f"title: {told}\ntagline: {told}\nauthor: {told}\nurl: https://matinee.example\n"
    )
    bare_site.write(
        "content/posts/2016-01-01-hard.md",
        title=told,
        author=told,
        summary=told,
        tags=f"[{told}, plain]",
        categories=f"[{told}, plain]",
        body="]]> and 😀 and a\u0308 and &#1; and &#xfffe; and &nbsp; and <i title=']]>'>&copy</i>.",
    )
    bare_site.write(
        "content/posts/2016-01-01-hard/comments.yaml",
        f"- id: 1\n  author: {told}\n  date: 2016-01-02\n  spoiler: {told}\n  via: {told}\n  body: {told}\n"
        f'- id: 2\n  author: {told}\n  date: 2016-01-02\n  body: "||{hard}|| {hard}"\n',
    )
    bare_site.write(
        "content/posts/2016-01-01-hard/pingbacks.yaml",
        f"- source: https://a.example/\n  title: {told}\n  excerpt: {told}\n  author: {told}\n",
    )
    bare_site.good()
    for path, data in bare_site.tree().items():
        if path.endswith((".xml", ".json")):
            assert UNFIT.search(data.decode()) is None, path
        if path.endswith(".xml"):
            parsed(data)
            assert "sitemap" in path or not feedparser.parse(data).bozo, path


@pytest.mark.parametrize(
    ("typed", "published"),
    [
        (
            '<img src="a.png" srcset="a.png 1x, ../b.png 2x,/c.png 3x, https://e.org/d,e.png">',
            '<img src="{post}a.png" srcset="{post}a.png 1x, {day}b.png 2x,{site}/c.png 3x, https://e.org/d,e.png">',
        ),
        ("<img srcset='a,b.png'>", "<img srcset='{post}a,b.png'>"),
        (
            "<video poster=p.png src=v.mp4?a=b loop></video>",
            "<video poster={post}p.png src={post}v.mp4?a=b loop></video>",
        ),
        ("<p>a src=b.png <code> src=c.png</code></p>", "<p>a src=b.png <code> src=c.png</code></p>"),
        ("<a href=#x>x</a>", "<a href={post}#x>x</a>"),
    ],
)
def test_addresses_in_an_authors_own_html_are_absolute_however_they_are_written(
    bare_site: Site, typed: str, published: str
) -> None:
    bare_site.config(url="https://x.example/blog")
    bare_site.write(POST, title="her", body=f"<div>{typed}</div>")
    bare_site.good()
    [entry] = parsed(bare_site.tree()["feed.xml"]).findall(ATOM + "entry")
    post = "https://x.example/blog/2014/01/13/her/"
    wanted = published.format(post=post, day="https://x.example/blog/2014/01/13/", site="https://x.example")
    assert wanted in said(entry, "content")


def test_a_page_explains_the_feeds_and_leads_to_all_of_them(demo: Published) -> None:
    page = demo.page("/feeds/")
    shown = {link.get("href") for link in elements(page.root, "a")}
    feeds = {f"/{path}" for path in demo.tree if path.endswith(("feed.xml", "feed.json"))}
    assert {feed for feed in feeds if feed.count("/") < 3 or feed.startswith(("/category/", "/tag/"))} <= shown
    assert "feed reader" in " ".join(page.root.itertext())
    assert all('href="/feeds/"' in one.text for one in demo.pages.values() if "refresh" not in one.text)


def test_a_page_of_the_authors_own_explains_the_feeds_better(bare_site: Site) -> None:
    bare_site.write("content/pages/feeds.md", title="How to follow me", body="Like so.")
    bare_site.good()
    assert "Like so." in bare_site.page("/feeds/")
