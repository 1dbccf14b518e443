"""Comments: the short way equals the long way, only the safe part of Markdown comes out, and nothing takes long."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from markdown_it.common.utils import MD_TRIM_CHARS

from matinee.text.markdown.comments import (
    LONGEST,
    CommentBody,
    is_moderate,
    is_plain,
    read_as_typed,
    read_comment,
    read_marked,
    read_plain,
    read_stressed,
)
from matinee.text.sanitise import REL, SCHEMES, TAGS, sanitise
from matinee.text.shields import open_shields
from matinee.text.slots import CLOSE, OPEN, SLOT, clean
from tests.data import attacks, naughty_strings
from tests.spoken import spoken

SHIELD = {"details": {"class"}, "summary": set(), "div": set(), "span": {"class"}, "label": {"for"}}
SHIELD_INPUT = {"type", "id"}
TYPED = st.text(alphabet="ab1. \n'\"-+>#:=|*_`&;<\\[\t\xa0\u2028!(é)", max_size=50)

STRESSED = [
    "*so*",
    "**Nobody**",
    "*isn't it*",
    "*Alien: 3 & 4*",
    '*the "end" was*',
    "[here](https://example.org/a-b)",
    "https://a-b.example.org/x/",
]
SIGNS = "ab1 \n'\"-.,!?()*[]:/|&;_`\\<é\xa0"


def read(body: str) -> CommentBody:
    return read_comment(body, "7", "en")


def html(body: str) -> str:
    return read(body).html


@given(text=TYPED)
@example(text="one\n\n\n  two  \nthree")
@example(text="1917. Wow")
@example(text="two  spaces")
@example(text='"a\n\nb"')
@example(text="a\n \xa0\nb")
@example(text="--\n'")
def test_plain_text_reads_the_same_with_and_without_the_machine(text: str) -> None:
    text = text.strip()
    assume(is_plain(text))
    assert read_plain(text, "en") == read_marked(text, "en")


@given(text=st.text(max_size=80))
def test_any_text_is_shown_whole_when_it_is_plain(text: str) -> None:
    text = clean(text).strip(MD_TRIM_CHARS)
    if is_plain(text):
        assert read(text) == read_marked(text, "en")


@given(text=st.lists(st.sampled_from(STRESSED) | st.text(alphabet=SIGNS, max_size=4), max_size=12).map("".join))
@example(text='"*Her*\'s" -- *so*')
@example(text="a|*b*|c *d*  \n *e*")
@example(text="*a*\n\n---\n*b*")
@settings(max_examples=300)
def test_stressed_words_and_links_read_the_same_with_and_without_the_machine(text: str) -> None:
    text = clean(text).strip(MD_TRIM_CHARS)
    for language in ("en", "fr", "ja"):
        body = read_stressed(text, language)
        assert body is None or body == read_marked(text, language)


@example("http://" + "a" * 64 + ".b.cd/")
@example("http://" + "a.b." * 64 + "cd/")
@given(st.from_regex(r"https?://[a-z0-9.-]{1,30}(/[A-Za-z0-9./-]{0,20})?", fullmatch=True))
def test_addresses_read_the_same_with_and_without_the_machine(address: str) -> None:
    for text in (address, f"[a]({address})", f"a {address} b"):
        body = read_stressed(text, "en")
        assert body is None or body == read_marked(text, "en")


@pytest.mark.parametrize("text", STRESSED)
def test_a_stressed_word_or_a_link_needs_no_machine(text: str) -> None:
    for around in ("{}", "Isn't it {} ?", "a\n{} b", "Yes!\n\n{}\n\nNo..."):
        assert read_stressed(around.format(text), "en") is not None


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Saw it *twice*.", "<p>Saw it <em>twice</em>.</p>\n"),
        ("one\ntwo", "<p>one<br>\ntwo</p>\n"),
        ("# Not a heading", "<p># Not a heading</p>\n"),
        ("Not a heading\n===", "<p>Not a heading<br>\n===</p>\n"),
        ("    not code", "<p>not code</p>\n"),
        ("***", "<p>***</p>\n"),
        ("| a | b |\n|---|---|\n| c | d |", "<p>| a | b |<br>\n|—|—|<br>\n| c | d |</p>\n"),
        ("[a]: http://e.org", f'<p>[a]: <a href="http://e.org" rel="{REL}">http://e.org</a></p>\n'),
        ("![a](http://e.org/i.png)", f'<p><a href="http://e.org/i.png" rel="{REL}">a</a></p>\n'),
        (
            "See ![](http://e.org/i.png)",
            f'<p>See <a href="http://e.org/i.png" rel="{REL}">http://e.org/i.png</a></p>\n',
        ),
        ("Wow! [a](http://e.org/)", f'<p>Wow! <a href="http://e.org/" rel="{REL}">a</a></p>\n'),
        ("Wow\\![a](http://e.org/)", f'<p>Wow!<a href="http://e.org/" rel="{REL}">a</a></p>\n'),
        ("!<http://e.org/> ![", f'<p>!<a href="http://e.org/" rel="{REL}">http://e.org/</a> ![</p>\n'),
        ('[a](http://e.org "title")', f'<p><a href="http://e.org" rel="{REL}">a</a></p>\n'),
        ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>\n"),
        ("<script>x</script>\n\n<!-- y -->", "<p>&lt;script&gt;x&lt;/script&gt;</p>\n<p>&lt;!– y –&gt;</p>\n"),
        ("1917. Wow", "<ol>\n<li>Wow</li>\n</ol>\n"),
        ("```py\na < b\n```", "<pre><code>a &lt; b\n</code></pre>\n"),
        ("~~no~~ `code`", "<p><del>no</del> <code>code</code></p>\n"),
        ("> quoted\n\nanswer", "<blockquote>\n<p>quoted</p>\n</blockquote>\n<p>answer</p>\n"),
        ("{{ 7*7 }} {% include 'x' %}", "<p>{{ 7*7 }} {% include ‘x’ %}</p>\n"),
        ("example.com and www.example.com", "<p>example.com and www.example.com</p>\n"),
        ("", ""),
        (" \n\n ", ""),
    ],
)
def test_the_safe_part_of_markdown(typed: str, shown: str) -> None:
    assert html(typed) == shown


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#x0A;script:alert(1)",
        "&#106;avascript:alert(1)",
        "java%0ascript:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "data:image/png;base64,x",
        "blob:https://e.org/1",
        "jar:https://e.org!/",
        "intent://e.org",
        "tel:1",
        "ms-msdt:/id",
        "file:///etc/passwd",
        "//evil.example/x",
        "/\\evil.example",
        "http:evil",
        "http:///evil",
        "ｊavascript:alert(1)",
        "https://bank.example@evil.example/",
        "https://good.example\uff0fevil/",
        "relative.md",
        "#comment-1",
    ],
)
def test_no_other_address_becomes_a_link(address: str) -> None:
    for typed in (f"[text]({address})", f"[text](<{address}>)", f"<{address}>", f"see {address} there"):
        links = [(link.attrib["href"], link.text or "") for link in parsed(html(typed)).iter("a")]
        assert all(href.startswith(("http://", "https://")) and text in href for href, text in links)
        assert "text" in html(typed) or "[" not in typed


@pytest.mark.parametrize(
    ("typed", "href"),
    [
        ("https://example.org/a_b_c.", "https://example.org/a_b_c"),
        ("(HTTP://Example.org/x)", "http://Example.org/x"),
        ("<https://example.org/?a=1&b=2>", "https://example.org/?a=1&amp;b=2"),
        ('[é](https://exämple.org/é?"q")', "https://xn--exmple-cua.org/%C3%A9?%22q%22"),
        ("<me@example.org>", "mailto:me@example.org"),
        ("**https://example.org/**", "https://example.org/"),
        ("||https://example.org/x||", "https://example.org/x"),
    ],
)
def test_links_say_what_they_are(typed: str, href: str) -> None:
    assert f'<a href="{href}" rel="{REL}">' in html(typed)


def test_a_spoiler_is_a_slot_and_only_noted_in_the_text() -> None:
    body = read('He ||*dies*|| there.\n\n:::spoiler The "end"\nTwist\n:::\n\nYes')
    assert body.html == (
        f"<p>He {OPEN}S0{CLOSE}<em>dies</em>{OPEN}s{CLOSE} there.</p>\n"
        f"{OPEN}B1{CLOSE}\n<p>Twist</p>\n{OPEN}b{CLOSE}\n<p>Yes</p>\n"
    )
    assert body.shields == ("", "The “end”")
    assert spoken().told(body.text) == "He [spoiler] there.\n\n[spoiler: The “end”]\n\nYes"


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("||he dies||", "[spoiler]"),
        ("I think ||he *dies*|| is great", "I think [spoiler] is great"),
        (":::spoiler\na\n\n:::spoiler x\nb\n:::\n:::", "[spoiler]"),
        ("||he dies|| " + "x" * LONGEST, "[spoiler]"),
    ],
)
def test_a_spoiler_leaves_a_note_in_the_text(typed: str, text: str) -> None:
    assert spoken().told(read(typed).text) == text


@pytest.mark.parametrize(
    "typed",
    [
        "*a ||SECRET* b||",
        "[a ||SECRET](http://e.org) b||",
        "[a ||SECRET||](http://e.org)",
        "||http://e.org/SECRET||",
        ":::spoiler\nSECRET",
        "> :::spoiler\n> SECRET",
        "- :::spoiler x\n  SECRET\n\n  SECRET\n  :::",
        "::::spoiler\n:::spoiler\na\n:::\nSECRET\n::::",
        ":::spoiler\n:::spoiler\na\n:::\nSECRET\n:::",
        ":::spoiler\n> quote\nSECRET\n:::",
        "text\n:::spoiler\nSECRET\n:::",
        "||SECRET||" + "[" * 500,
        ":::spoiler\n" + "> " * 500 + "SECRET",
        "||SECRET|| " + "x" * LONGEST,
    ],
)
def test_a_spoiler_stays_behind_its_shield(typed: str) -> None:
    body = read(typed)
    assert "SECRET" in body.html
    assert "SECRET" not in outside_shields(body.html)
    assert "SECRET" not in body.text
    assert not list(forbidden(body))


@pytest.mark.parametrize("typed", ["a || b", "`a || b || c`", "\\|| a ||", "||||", "|| ||||", "|||||| a ||||||"])
def test_stray_bars_stay_text(typed: str) -> None:
    assert read(typed).shields == () or "|" not in typed.strip("|")


@pytest.mark.parametrize(
    ("typed", "stray"),
    [
        ("a ||b\n\nc|| d", True),
        ("a || b", True),
        ("||a|| ||b||", False),
        ("`a || b`", False),
        ("a \\|| b", False),
        ("|||||", False),
        ("a | b", False),
        ("||a " + "x" * LONGEST, False),
    ],
)
def test_a_mark_without_a_partner_is_noticed(typed: str, stray: bool) -> None:
    assert read(typed).has_stray_bar is stray


def test_typed_slots_are_no_slots() -> None:
    typed = f"{OPEN}S0{CLOSE} &#xfdd0;s&#xfdd1; <https://e.org/%EF%B7%90s%EF%B7%91> https://e.org/%EF%B7%90b%EF%B7%91"
    assert not SLOT.findall(html(typed))


ATTACKS = {
    "brackets": "[" * 16_000,
    "quotations": ">" * 16_000,
    "backticks": "`" * 100_000,
    "backticks of every length": " ".join("`" * size for size in range(1, 190)),
    "tags": "<b>" * 50_000,
    "asterisks": "*a " * 6_000,
    "underscores": "a_ _" * 4_900,
    "lists in lists": "- " * 9_000,
    "indented lists": "\n".join("  " * depth + "- a" for depth in range(120)),
    "links": "[a](http://e.org" * 1_200,
    "images": "![" * 9_000,
    "addresses": "http://a" * 2_400,
    "bars": "|| " * 6_000,
    "one word": "a" * 20_000,
    "shields": ":::spoiler\n" * 1_800,
    "autolinks": "<http://" * 2_400,
    "entities": "&a" * 9_000,
    "escapes": "\\" * 19_999,
    "tildes": "~~a" * 6_000,
}


@pytest.mark.parametrize("typed", ATTACKS.values(), ids=ATTACKS.keys())
def test_what_would_keep_the_machine_busy_is_shown_as_typed(typed: str) -> None:
    typed = typed.strip()
    body = read(typed)
    assert body == read_as_typed(typed) or is_plain(typed)


def test_what_is_shown_as_typed_is_escaped() -> None:
    body = read_as_typed("a <b>\n& c\n\n  [d](http://e.org)")
    assert body == CommentBody(
        "<p>a &lt;b&gt;<br>\n&amp; c</p>\n<p>[d](http://e.org)</p>\n", (), "a <b>\n& c\n\n[d](http://e.org)"
    )


def test_an_ordinary_long_comment_is_still_markdown() -> None:
    typed = "\n\n".join(["*Her* is a [film](https://example.org/) of `2013`, isn't it?\n\n- yes\n- no"] * 60)
    assert is_moderate(typed)
    assert html(typed).count("<em>Her</em>") == 60


class TestAttackLists:
    def test_no_known_attack_leaves_anything_but_the_allowed(self) -> None:
        self.check(attacks())

    def test_no_naughty_string_leaves_anything_but_the_allowed(self) -> None:
        self.check(naughty_strings())

    def check(self, payloads: list[str]) -> None:
        bodies = [read(shape.replace("{}", payload)) for payload in payloads for shape in ("{}", "[a]({}) ||{}||")]
        for start in range(0, len(bodies), 100):
            assert not list(forbidden(*bodies[start : start + 100]))


@given(text=st.text(alphabet="ab <>/=\"'&;:#!-[]()|\n", max_size=60))
def test_sanitising_twice_changes_nothing(text: str) -> None:
    assert sanitise(sanitise(text)) == sanitise(text)
    assert sanitise(html(text)) == html(text)


def parsed(shown: str) -> Element:
    root: Element = html5lib.parseFragment(shown, namespaceHTMLElements=False)
    return root


def forbidden(*bodies: CommentBody) -> Iterator[str]:
    """What is in the opened comments that must not be."""
    opened = "\n".join(open_shields(body.html, body.shields, "s-7-", spoken().on_shields) for body in bodies)
    yield from (found[0] for found in SLOT.findall(opened))
    for element in parsed(opened).iter():
        tag = str(element.tag)  # a function, for a comment
        if tag == "DOCUMENT_FRAGMENT":
            continue
        if tag == "a":
            yield from forbidden_in_link(dict(element.attrib))
        elif tag == "input":
            yield from set(element.attrib) - SHIELD_INPUT
        elif tag not in TAGS and tag not in SHIELD:
            yield tag
        else:
            yield from set(element.attrib) - SHIELD.get(tag, set())


def forbidden_in_link(attributes: dict[str, str]) -> Iterator[str]:
    yield from set(attributes) - {"href", "rel"}
    if attributes.get("rel") != REL:
        yield "rel"
    if attributes.get("href", "").partition(":")[0].lower() not in SCHEMES:
        yield f"href={attributes.get('href')}"


def outside_shields(shown: str) -> str:
    kept: list[str] = []
    depth = end = 0
    for found in SLOT.finditer(shown):
        if not depth:
            kept.append(shown[end : found.start()])
        depth += 1 if found[1] in "SB" else -1
        end = found.end()
    return "".join(kept) + ("" if depth else shown[end:])
