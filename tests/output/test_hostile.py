"""Law 9: nothing that a reader wrote can run in another reader's browser. Whole pages, parsed as browsers parse them.
(Faults F01, F02, F04, F05, F07, F09, F10, F14.)"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import html5lib
import pytest

from matinee.content.sources import dump_comments, dump_pingbacks
from matinee.model import Comment, Kind, MentionType, Pingback, Profile
from matinee.text.names import shown_name
from matinee.text.sanitise import REL, TAGS
from tests.data import attacks, naughty_strings
from tests.output.published import Published, classes, elements, read_html, words
from tests.output.showing import show
from tests.output.torture import at
from tests.site import Site

# What may stand in the readers' part of a page, and with which attributes.
COMMON = {"class", "id"}
ALLOWED = {
    **{tag: set() for tag in TAGS},
    "section": {"id", "aria-labelledby"},
    "h2": COMMON,
    "h3": COMMON,
    "p": {"class", "dir"},
    "ol": {"class", "role", "start"},
    "ul": {"class", "role"},
    "li": {"class", "id", "value"},
    "a": {"class", "href", "rel"},
    "bdi": {"class"},
    "span": COMMON,
    "time": {"class", "datetime"},
    "data": {"class", "value"},
    "div": {"class"},
    "details": {"class"},
    "summary": set(),
    "form": {"method", "action"},
    "input": {"type", "id", "name", "value", "maxlength", "autocomplete", "required", "aria-describedby"},
    "select": {"id", "name"},
    "option": {"value"},
    "label": {"for"},
    "textarea": {"id", "name", "rows", "maxlength", "required"},
    "button": {"type"},
}
IDS = re.compile(
    r"comments|comments-title|elsewhere|elsewhere-title|respond|respond-title|comment-\d+|pingback-[0-9a-f]{10}|s-\d+-\d+"
    r"|comment_parent|comment|author|email|email-help|url|url-help"
)
CLASSES = {"u-comment", "h-cite", "p-author", "h-card", "p-name", "u-url", "dt-published", "e-content", "p-content"}
CLASSES |= {"u-like", "u-repost", "u-bookmark"}
CLASSES |= {"head", "also", "threads", "mark", "meta", "reply", "vh", "mentions", "spoiler", "hidden-text", "help"}
HREF = re.compile(r"#[\w-]+|/2014/01/13/her/feed\.xml|https?://[!-~]+|mailto:[!-~]+")
BATCH = 250


def conversation_of(strings: Sequence[str]) -> tuple[list[Comment], list[Pingback]]:
    """Each string in each field that a reader fills."""
    comments = [
        Comment(
            str(number),
            text or "-",
            text,
            text,
            at(number),
            str(number - 1) if number % 3 else "",
            via=text,
            spoiler=text if number % 4 == 0 else None,
        )
        for number, text in enumerate(strings)
    ]
    pingbacks = [
        Pingback(
            f"https://a.example/{number}",
            text,
            text,
            kind=Kind.WEBMENTION,
            type=MentionType.LIKE if number % 5 == 0 else MentionType.MENTION,
            author=Profile(text or "-", text, text),
        )
        for number, text in enumerate(strings)
    ]
    return comments, pingbacks


def readers_parts(root: Element) -> Iterator[Element]:
    """The parts of a page that hold what readers wrote: the conversation, and who likes the post."""
    yield from (
        section for section in elements(root, "section") if section.get("id") in {"comments", "elsewhere", "respond"}
    )
    yield from elements(root, "footer", "after")


def skeleton(root: Element) -> list[tuple[str, dict[str, str]]]:
    """Everything else."""
    theirs = {id(element) for part in readers_parts(root) for element in part.iter()}
    return [(str(element.tag), dict(element.attrib)) for element in root.iter() if id(element) not in theirs]


def wrong(root: Element) -> Iterator[str]:
    """Whatever in the readers' parts is not one of the few things that may be there."""
    for part in readers_parts(root):
        for element in part.iter():
            tag = str(element.tag)
            if tag == "footer":
                continue
            yield from (f"{tag} {name}" for name in element.attrib if name not in ALLOWED.get(tag, ()))
            yield from [tag] if tag not in ALLOWED else []
            yield from (f"class {name}" for name in classes(element) if name not in CLASSES)
            yield from (
                [f"id {element.get('id')}"] if element.get("id") and not IDS.fullmatch(str(element.get("id"))) else []
            )
            yield from wrong_link(element) if tag == "a" else []


def wrong_link(element: Element) -> Iterator[str]:
    href = element.get("href") or ""
    if not HREF.fullmatch(href):
        yield f"href {href}"
    if href.startswith(("http", "mailto")) and element.get("rel") != REL:
        yield f"rel of {href}"


def check(strings: Sequence[str]) -> None:
    harmless = skeleton(read_html(show(*conversation_of(["x"] * 6)).page))
    for start in range(0, len(strings), BATCH):
        batch = strings[start : start + BATCH]
        root = read_html(show(*conversation_of(batch)).page)
        assert list(wrong(root)) == []
        assert skeleton(root) == harmless
        ids = [element.get("id") for element in elements(root) if element.get("id")]
        assert len(ids) == len(set(ids))
        assert names(root) == [_name(text) for text in batch]


def names(root: Element) -> list[str]:
    """The name that each comment is signed with: whatever it holds, it is text, and set apart from what follows."""
    signatures = (
        element for threads in elements(root, "ol", "threads") for element in elements(threads, name="p-author")
    )
    return [words(next(elements(signature, "bdi"))) for signature in signatures]


def _name(text: str) -> str:
    return " ".join(shown_name(text).split()) or "Anonymous"


LISTS: dict[str, Callable[[], list[str]]] = {"attacks": attacks, "naughty strings": naughty_strings}


@pytest.mark.parametrize("strings", LISTS)
def test_one_in_seven_known_attacks_is_mere_text_wherever_it_is_put(strings: str) -> None:
    check(LISTS[strings]()[::7])


@pytest.mark.slow
@pytest.mark.parametrize("strings", LISTS)
def test_every_known_attack_is_mere_text_wherever_it_is_put(strings: str) -> None:
    check(LISTS[strings]())


def test_an_attack_would_be_noticed() -> None:
    page = show(*conversation_of(["x"])).page
    for planted in (
        "<script>alert(1)</script>",
        "<b>",
        "<a href=javascript:alert(1)>",
        '<a href="https://x.example/">',
        "<p onclick=a()>",
        "<p style=color:red>",
        "<p id=main>",
        "<p class=masthead>",
        "<img src=x>",
        "<svg>",
    ):
        assert list(wrong(read_html(page.replace('<div class="e-content">', f'<div class="e-content">{planted}')))), (
            planted
        )


# A whole site


@pytest.fixture(scope="module")
def besieged(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """A real blog, whose readers are all hostile."""
    strings = [*attacks()[::40], *naughty_strings()[::10]]
    comments, pingbacks = conversation_of(strings)
    site = Site(tmp_path_factory.mktemp("besieged"))
    site.config(comments="{form: 'https://in.example/'}")
    site.write("content/posts/2014-01-13-her.md", film="her (2013)", rating=4.5, body="A letter first.")
    site.write("content/posts/2014-01-13-her/comments.yaml", dump_comments(comments))
    site.write("content/posts/2014-01-13-her/pingbacks.yaml", dump_pingbacks(pingbacks))
    site.good()
    return Published(site.tree(), "https://matinee.example")


def test_a_besieged_page_stands(besieged: Published) -> None:
    page = besieged.page("/2014/01/13/her/")
    assert list(wrong(page.root)) == []
    assert page.text.count('class="u-comment') > 200


def test_no_attack_reaches_any_other_page(besieged: Published) -> None:
    for page in besieged.pages.values():
        assert [s.get("type") for s in elements(page.root, "script") if s.get("src") != "/theme.js"] in (
            [],
            ["application/ld+json"],
        )
        for element in elements(page.root):
            assert element.tag not in {"iframe", "img", "object", "embed", "svg", "math", "style", "base"}
            assert not [name for name in element.attrib if name.startswith("on") or name == "style"]
        for written in page.addresses():
            assert re.match(r"https?://|mailto:|[/#]", written), written


def test_no_attack_reaches_a_reader_of_feeds(besieged: Published) -> None:
    for path in ("comments/feed.xml", "2014/01/13/her/feed.xml"):
        feed = ElementTree.fromstring(besieged.tree[path])
        contents = [element.text or "" for element in feed.iter("{http://www.w3.org/2005/Atom}content")]
        assert len(contents) == 20
        for element in html5lib.parseFragment("".join(contents), namespaceHTMLElements=False).iter():
            assert element.tag in {*TAGS, "DOCUMENT_FRAGMENT"}
            assert set(element.attrib) <= {"href", "rel", "start"}
            assert re.match(r"https?://|mailto:", element.get("href", "https://"))
        for element in feed.iter("{http://www.w3.org/2005/Atom}uri"):
            assert re.fullmatch(r"https?://[!-~]+", element.text or "")


# What is typed is what is shown

TEMPLATES = "{{ 7*7 }} {% include 'base.html' %} {# gone #} {{ site.__class__ }} ${7*7} #{7*7} <%= 7*7 %>"


def test_a_template_in_a_comment_is_text(bare_site: Site) -> None:
    comments, pingbacks = conversation_of([TEMPLATES] * 3)
    plain = [Comment("9", TEMPLATES, TEMPLATES, date=at(900))]
    bare_site.write("content/posts/2014-01-13-her.md", title="her", body="A letter first.")
    bare_site.write("content/posts/2014-01-13-her/comments.yaml", dump_comments([*comments, *plain]))
    bare_site.write("content/posts/2014-01-13-her/pingbacks.yaml", dump_pingbacks(pingbacks))
    bare_site.good()
    site = Published(bare_site.tree(), "https://matinee.example")
    for address in ("/2014/01/13/her/", "/"):
        said = words(site.page(address).root).replace("’", "'").replace("‘", "'")
        said = re.sub(r"card\.png\?\w+", "", said)  # the mark of a card may be any number
        assert "{{ 7*7 }} {% include 'base.html' %} {# gone #}" in said
        assert "49" not in said
    feed: Any = site.tree["comments/feed.xml"].decode()
    assert "{{ 7*7 }}" in feed
    assert "{{ 7*7 }}" not in json.dumps(site.tree["feed.json"].decode())


def test_links_of_readers_are_marked_and_lead_where_they_say() -> None:
    comments = [
        Comment(
            "1", "https://a.example/ [b](https://b.example/ 'T') <https://c.example/>", "Jane", "https://d.example/"
        ),
        Comment("2", "write to <mailto:a@b.example> or [me](mailto:c@d.example)"),
    ]
    root = read_html(
        show(comments, [Pingback("https://e.example/", "E", author=Profile("F", "https://f.example/"))]).page
    )
    links = {link.get("href"): dict(link.attrib) for part in readers_parts(root) for link in elements(part, "a")}
    outside = {href: link for href, link in links.items() if href and not href.startswith(("#", "/"))}
    assert sorted(outside) == [
        *(f"https://{name}.example/" for name in "abcdef"),
        "mailto:a@b.example",
        "mailto:c@d.example",
    ]
    assert {link["rel"] for link in outside.values()} == {"ugc nofollow noopener"}
    assert {name for link in outside.values() for name in link} <= {"href", "rel", "class"}


WEB = {"https://a.example/", "https://evil.example/", "https://x.example/1"}  # of blob:https://… the part that is plain


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "javascript&colon;alert(1)",
        "&#106;avascript:alert(1)",
        "%6Aavascript:alert(1)",
        "ｊavascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "blob:https://x.example/1",
        "intent://x",
        "tel:+1",
        "ms-msdt:/id",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example\\x",
        "https:evil.example",
        "http:/evil.example",
        "https://good.example@evil.example/",
        "https://evil.example\\@good.example/",
        "https://[::1",
    ],
)
def test_an_address_that_is_not_plainly_on_the_web_is_no_link(url: str) -> None:
    typed = [f"[a]({url})", f"<{url}>", f'<a href="{url}">', f"[a]: {url}\n\n[a]", f"![a]({url})"]
    comments = [Comment(str(number), body, "Jane", url) for number, body in enumerate(typed)]
    pingbacks = [Pingback("https://a.example/", "A", author=Profile("Jane", url, url))]
    root = read_html(show(comments, pingbacks).page)
    assert list(wrong(root)) == []
    outside = [link.get("href") or "" for part in readers_parts(root) for link in elements(part, "a")]
    assert {href for href in outside if not href.startswith(("#", "/2014/"))} <= WEB
    assert not list(elements(root, "img"))


def test_a_shield_does_not_lower_the_guard() -> None:
    bodies = [
        "||<img src=x onerror=alert(1)>||",
        ":::spoiler <script>alert(1)</script>\n<script>alert(1)</script>\n:::",
        "||a||</span></span><script>||b||",
        "[||a||](javascript:alert(1))",
        ':::spoiler " onclick=alert(1)\nx\n:::',
        "||:::spoiler\n||\n:::",
        "\ufdd0S0\ufdd1 \ufdd0b\ufdd1 \ufdd0L0\ufdd1",
    ]
    comments = [Comment(str(number), body, spoiler=body) for number, body in enumerate(bodies)]
    root = read_html(show(comments).page)
    assert list(wrong(root)) == []
    assert len(list(elements(root, "details", "spoiler"))) >= len(bodies)


def test_a_name_stays_within_its_bounds() -> None:
    for name in ("\u202egnp.exe", "a\u200b\u200db", "e" + "\u0301" * 8, "W" * 100, "</bdi>", "سينما 123"):
        [signed] = names(read_html(show([Comment("1", "x", name)]).page))
        assert signed == " ".join(name.split())


@pytest.mark.parametrize(
    ("name", "signed"),
    [("e" + "\u0301" * 10_000, "e" + "\u0301" * 8), ("W" * 5_000, "W" * 100 + "…")],
)
def test_an_endless_name_is_clipped_wherever_it_is_shown(name: str, signed: str) -> None:
    shown = show(
        [Comment("1", "x", name), Comment("2", "y", "Jane", parent="1")],
        [Pingback("https://a.example/", name[:2_000], "", author=Profile(name))],
    )
    assert names(read_html(shown.page))[0] == signed
    for text in (shown.page, shown.feed.decode()):
        assert signed in text
        assert name[:300] not in text
