"""Posts: what an author's Markdown becomes, what is noted of it, and where its problems are."""

from __future__ import annotations

import re

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from matinee.model import Heading, ImageReference, LinkReference, Prose
from matinee.text.markdown.posts import read_prose
from matinee.text.shields import open_shields
from matinee.text.slots import SLOT, fill, slot
from tests.spoken import spoken

L0, I0, I1 = slot("L", 0), slot("I", 0), slot("I", 1)
PIECES = st.sampled_from(
    [
        *"ab1 \n\n*_`[]()|:#>-~!<\\",
        "||",
        "||x||",
        ":::spoiler\n",
        "\n:::\n",
        "[^1]",
        "[^1]: n\n",
        "[a](b.md)",
        "![c](d.jpg)",
        "\n\n",
    ]
)


def read(body: str, language: str = "en") -> Prose:
    return read_prose(body, "posts/her.md", 4, language)


def html(body: str, language: str = "en") -> str:
    return read(body, language).html


def problems(body: str) -> list[tuple[str, int, int, str]]:
    return [(str(found.severity), found.place.line, found.place.column, found.code) for found in read(body).problems]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ('It\'s "her" -- again...', "<p>It’s “her” – again…</p>\n"),
        ("<b class='x'>bold</b> &copy; (c)", "<p><b class='x'>bold</b> © (c)</p>\n"),
        ("~~no~~", "<p><del>no</del></p>\n"),
        ("***", "<hr>\n"),
        ("a\nb  \nc", "<p>a\nb<br>\nc</p>\n"),
        ("```py\na < 'b'\n```", "<pre><code class=\"language-py\">a &lt; 'b'\n</code></pre>\n"),
        (
            "https://example.org/--x and Se7en.it",
            '<p><a href="https://example.org/--x">https://example.org/--x</a> and Se7en.it</p>\n',
        ),
        ("\\|\\| not hidden \\|\\|", "<p>|| not hidden ||</p>\n"),
        ("text[^1]", "<p>text[^1]</p>\n"),
        ("", ""),
    ],
)
def test_prose_becomes_html(typed: str, shown: str) -> None:
    assert html(typed) == shown


def test_tables_are_aligned_without_inline_styles() -> None:
    shown = html("| a | b |\n|--:|---|\n| c | d |")
    assert '<td class="align-right">c</td>\n<td>d</td>' in shown
    assert "style" not in shown


def test_links_inside_the_site_are_slots_and_known_by_their_place() -> None:
    prose = read(
        "See\n[Gravity](gravity.md#cast), [Her](<her (2013).md>) and [it](/a%20b/?q=%23).\n\n"
        "[Top](#top) [ref][]\n\n[ref]: up.md"
    )
    assert prose.html.startswith(f'<p>See\n<a href="{L0}">Gravity</a>')
    assert prose.links == (
        LinkReference("gravity.md#cast", 5, 11),
        LinkReference("her (2013).md", 5, 36),
        LinkReference("/a b/?q=%23", 5, 61),
        LinkReference("#top", 7, 7),
        LinkReference("up.md", 9, 8),
    )


def test_the_same_link_twice_has_two_places() -> None:
    prose = read("[her.md](her.md) and\n[again](her.md)")
    assert [(link.line, link.column) for link in prose.links] == [(4, 10), (5, 9)]


def test_links_that_leave_the_site_stay_as_they_are() -> None:
    prose = read("[a](https://e.org/é?x=1&y=2) [b](//e.org) [c](mailto:x@e.org) https://e.org/ <http://e.org/>")
    assert '<a href="https://e.org/%C3%A9?x=1&amp;y=2">a</a>' in prose.html
    assert '<a href="//e.org">b</a> <a href="mailto:x@e.org">c</a>' in prose.html
    assert prose.outside == (
        LinkReference("https://e.org/%C3%A9?x=1&y=2", 4, 5),
        LinkReference("//e.org", 4, 34),
        LinkReference("https://e.org/", 4, 63),
        LinkReference("http://e.org/", 4, 79),
    )
    assert prose.links == ()


def test_a_link_that_leaves_the_site_is_noted_wherever_it_stands() -> None:
    prose = read("[a](https://e.org/a) https://e.org/\n\nhttps://e.org/ and [b][1]\n\n[1]: https://e.org/#end")
    assert [(link.target, link.line, link.column) for link in prose.outside] == [
        ("https://e.org/a", 4, 5),
        ("https://e.org/", 4, 22),
        ("https://e.org/", 6, 1),
        ("https://e.org/#end", 8, 6),
    ]


def test_among_thousands_of_links_that_are_defined_elsewhere_each_has_its_place() -> None:
    many = range(3000)
    used, defined = (f"[x][{number}]" for number in many), (f"[{number}]: <https://e.org/{number}>" for number in many)
    prose = read("\n".join(used) + "\n\n" + "\n".join(defined))
    assert [link.line for link in prose.outside] == [4 + 3000 + 1 + number for number in many]
    assert {link.column for link in prose.outside} == {7, 8, 9, 10}


def test_links_and_pictures_of_an_authors_own_html_are_noted_but_not_what_is_commented_out() -> None:
    prose = read(
        '<p>\n<a class="x" href="https://e.org/?a=1&amp;b=2">x</a>\n<!-- <a href="https://old.org/"> -->\n'
        "<img src='http://e.org/a.png'></p>\n\nA <a href=https://f.org/>y</a> and <b title=\"https://g.org/\">.</b>"
    )
    assert [(link.target, link.line) for link in prose.outside] == [
        ("https://e.org/?a=1&b=2", 5),
        ("http://e.org/a.png", 7),
        ("https://f.org/", 9),
    ]
    assert prose.links == ()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a ![b](c.jpg) d", f"<p>a {I0} d</p>\n"),
        ("![b](c.jpg)", f"<figure>{I0}</figure>\n"),
        ("![b](c.jpg \"The 'end' <3\")", f"<figure>{I0}<figcaption>The ‘end’ &lt;3</figcaption></figure>\n"),
        (
            '![b](c.jpg)\n![d](e.jpg "F")',
            f'<div class="row"><figure>{I0}</figure><figure>{I1}<figcaption>F</figcaption></figure></div>\n',
        ),
        ("[![b](c.jpg)](d.md)", f'<figure><a href="{L0}">{I0}</a></figure>\n'),
        ("- ![b](c.jpg)", f"<ul>\n<li>{I0}</li>\n</ul>\n"),
        ("||![b](c.jpg)||", f"<p>{slot('S', 0)}{I0}{slot('s')}</p>\n"),
        ("https://youtu.be/x", '<figure class="video"><a href="https://youtu.be/x">Watch on YouTube</a></figure>\n'),
        ("<https://vimeo.com/1>", '<figure class="video"><a href="https://vimeo.com/1">Watch on Vimeo</a></figure>\n'),
        (
            "[*Her*](https://www.youtube.com/watch?v=x)",
            '<figure class="video"><a href="https://www.youtube.com/watch?v=x"><em>Her</em></a></figure>\n',
        ),
        ("https://youtu.be/x!", '<p><a href="https://youtu.be/x">https://youtu.be/x</a>!</p>\n'),
        ("[a](https://notyoutube.com/x)", '<p><a href="https://notyoutube.com/x">a</a></p>\n'),
    ],
)
def test_images_and_films_alone_are_figures(typed: str, shown: str) -> None:
    assert html(typed) == shown


def test_images_are_known_with_their_words() -> None:
    prose = read('Look: ![a *b* `c` ||d||](img/%C3%A9.jpg "T\'s") and\n![](https://e.org/f.jpg)')
    assert prose.images == (
        ImageReference("img/é.jpg", "a b c", "T’s", 4, 26),
        ImageReference("https://e.org/f.jpg", "", "", 5, 5),
    )
    assert read('![b](c.jpg "T")').images == (ImageReference("c.jpg", "b", "", 4, 6),)


def test_headings_have_ids_that_nothing_else_has() -> None:
    prose = read(
        "# It's *Her*\n\n## Its her\n\n### Amélie, 千と千尋\n\n## Main\n\n"
        '<p id="free">x</p>\n\n## Free\n\n:::spoiler\n## Hidden\n:::'
    )
    assert prose.headings == (
        Heading(2, "It’s Her", "its-her", 4),
        Heading(2, "Its her", "its-her-2", 6),
        Heading(3, "Amélie, 千と千尋", "amélie-千と千尋", 8),
        Heading(2, "Main", "main-section", 10),
        Heading(2, "Free", "free-2", 14),
        Heading(2, "Hidden", "", 17),
    )
    assert '<h2 id="its-her">It’s <em>Her</em></h2>' in prose.html
    assert "<h2>Hidden</h2>" in prose.html
    assert prose.anchors == ("its-her", "its-her-2", "amélie-千と千尋", "main-section", "free", "free-2", "spoiler-1")
    assert prose.veiled == (("hidden", "spoiler-1"),)


@pytest.mark.parametrize(
    "word",
    [
        "s1",
        "S-Town",
        "comment-1",
        "comments",
        "Pingbacks",
        "respond",
        "reply-1",
        "fn1",
        "fnref1",
        "Top",
        "menu",
        "head-x",
    ],
)
def test_ids_that_the_page_needs_are_left_to_it(word: str) -> None:
    assert read(f"# {word}").anchors == (f"{word.lower()}-section",)


def test_spoilers_are_slots_with_labels() -> None:
    prose = read('He ||*dies*||.\n\n:::spoiler The "end"\nTwist\n\n::: spoiler\nmore\n:::\n:::\n\nBye')
    assert prose.html == (
        f"<p>He {slot('S', 0)}<em>dies</em>{slot('s')}.</p>\n{slot('B', 1)}\n<p>Twist</p>\n"
        f"{slot('B', 2)}\n<p>more</p>\n{slot('b')}\n{slot('b')}\n<p>Bye</p>\n"
    )
    assert prose.shields == ("", "The “end”", "")
    assert prose.problems == ()


def test_longer_fences_may_hold_shorter_ones() -> None:
    assert read("::::spoiler\na\n:::spoiler\nb\n:::\nc\n::::\nd").html.endswith(f"<p>c</p>\n{slot('b')}\n<p>d</p>\n")


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("a\n\n:::spoiler x\nb", [("error", 6, 1, "spoiler")]),
        ("> :::spoiler\n> b", [("error", 4, 3, "spoiler")]),
        (":::spolier\nb", [("error", 4, 1, "spoiler")]),
        ("a\n\n:::", [("error", 6, 1, "spoiler")]),
        ("a [b ||c||](d.md)", [("error", 4, 6, "spoiler")]),
        ("| a | b |\n|---|---|\n| x ||y|| | z |", [("error", 6, 5, "spoiler-table")]),
        ("| a | b |\n|---|---|\n| x \\|\\|y\\|\\| | z |", []),
        ("this or || that", [("warning", 4, 9, "spoiler")]),
        ("`a || b` and\n\n    :::\n\n```\n:::spoiler\n```", []),
        ('a\n\n![x](i.png "C ||secret||")', [("error", 6, 15, "spoiler")]),
        ('See ![x](i.png "C ||secret||").', [("error", 4, 19, "spoiler")]),
        ('||a|| [x](https://e.org "C ||secret||")', [("error", 4, 28, "spoiler")]),
        ('[x]\n\n[x]: b.md "||secret||"', [("error", 4, 1, "spoiler")]),
        ("a\n\n<p>||<b>x</b>||</p>", [("error", 6, 1, "spoiler")]),
        ("<p>||x||</p>", [("error", 4, 4, "spoiler")]),
        ('<p title="||">a||b||||</p>\n\n<script>a ||b|| c</script>\n\n<!-- ||a|| -->', []),
        (':::spoiler\n<p>||x||</p>\n\n![x](i.png "||y||")\n:::', []),
        ("<p>a || b</p>", []),
        ("1917. Wow", [("warning", 4, 1, "markdown-title")]),
        ("a\n\n  300) Sparta", [("warning", 6, 3, "markdown-title")]),
        ("1. a\n2. b\n\n<!-- -->\n\n3. c", []),
        ("1. a\n2. b\n\n<!-- -->\n\n12. c", [("warning", 9, 1, "markdown-title")]),
        ("42. Street", [("warning", 4, 1, "markdown-title")]),
        ("a\n\n12) Angry Men\n\nb", [("warning", 6, 1, "markdown-title")]),
        ("- x\n\n9. Great\n   - y\n   - z", [("warning", 6, 1, "markdown-title")]),
        ("10. Her\n\nfirst\n\n9. Him\n\nsecond", []),
        ("3. a\n4. b", []),
        ("1. Her", []),
        ("1917\\. Wow", []),
        ("Watch M*A*S*H again", [("warning", 4, 7, "markdown-title")]),
        ("M\\*A\\*S\\*H, *A*, a *b*, これは*強調*です", []),
        ("See [it](my file.md#a part).", [("warning", 4, 10, "link")]),
        ('a\n\n![*x*](../b/my pic.jpg "It\'s")', [("warning", 6, 8, "link")]),
        ("[x](<my file.md>), [y](my%20file.md), `[z](my file.md)`", []),
        ("[Sic](this. Or not), [see] (a b.md), [so](it goes)", []),
    ],
)
def test_problems_have_a_place(body: str, found: list[tuple[str, int, int, str]]) -> None:
    assert problems(body) == found


def test_a_link_with_a_space_is_told_with_both_ways_to_write_it() -> None:
    [problem] = read("[x](my file.md)").problems
    assert problem.message == "this is no link, since there is a space in my file.md"
    assert problem.hint == "write <my file.md>, or my%20file.md"


def test_footnotes_stand_at_the_end_with_ways_back() -> None:
    prose = read("a[^x] b[^x] c^[inline *note*]\n\n[^x]: See [her](her.md).")
    assert prose.anchors == ("fnref1", "fnref1-2", "fnref2", "fn1", "fn2")
    assert '<sup class="footnote-ref"><a href="#fn1" id="fnref1-2" role="doc-noteref">1</a></sup>' in prose.html
    assert prose.html.count("Back to reference") == 3
    assert 'aria-label="Back to reference 1-2"' in prose.html
    assert prose.links[0] == LinkReference("her.md", 6, 17)


def test_a_note_of_shielded_text_only_is_shielded() -> None:
    prose = read(
        "Open[^1] ||shut[^1] [^2]||\n\n:::spoiler\nshut[^3]\n:::\n\n[^1]: one\n[^2]: two[^4]\n[^3]: three\n[^4]: four"
    )
    hidden = re.findall(rf"<li id=\"fn(\d)\">{slot('B', 0)[0]}B", prose.html)
    assert hidden == ["2", "3", "4"]
    assert [name for name in prose.anchors if name.startswith("fn")] == ["fnref1", "fn1", "fn2", "fn3", "fn4"]
    assert prose.html.count("footnote-back") == 1


def test_a_note_defined_behind_a_shield_stays_there() -> None:
    prose = read("Open[^1]\n\n:::spoiler\nx\n\n[^1]: SECRET\n:::")
    assert "SECRET" not in closed(prose.html)


@pytest.mark.parametrize(
    ("typed", "excerpt"),
    [
        (
            "# Title\n\n![a](b.jpg)\n\nFirst *para*\nwith `code` ||hidden|| and[^1] [link](a.md) --\n\n[^1]: x",
            "First para with code and link –",
        ),
        ("One\n\nTwo\n\n- three\n\n<!-- more -->\n\nFour", "One\n\nTwo\n\nthree"),
        ("One\n<!--more-->\nTwo", "One"),
        ("<!-- more -->\n\nOne\n\nTwo", "One"),
        ("||all hidden||\n\nOne", "One"),
        (":::spoiler\nHidden\n:::\n\nOne", "One"),
        ("> Quoted\n\nOne", "Quoted"),
        ("One<br>two &amp; <b>three</b>", "One two & three"),
        ("", ""),
        ("***", ""),
    ],
)
def test_the_excerpt_is_what_comes_before_more(typed: str, excerpt: str) -> None:
    prose = read(typed)
    assert prose.excerpt == excerpt
    assert "more" not in prose.html


@pytest.mark.parametrize("typed", ["One\n\n> <!-- more -->\n\nTwo", "One\n\n> - > <!-- more -->\n\nTwo"])
def test_nothing_is_left_of_what_held_nothing_but_the_mark(typed: str) -> None:
    assert html(typed) == "<p>One</p>\n<p>Two</p>\n"
    assert html("> One\n>\n> <!-- more -->") == "<blockquote>\n<p>One</p>\n</blockquote>\n"


def test_an_id_of_the_authors_own_html_is_an_anchor_unless_it_is_shielded() -> None:
    prose = read(
        '<div id="a">\n\n<i ID=b>x</i> id="c"\n\n</div>\n\n||<i id="d">x</i>||\n\n:::spoiler\n<p id=\'e\'>x</p>\n:::'
    )
    assert prose.anchors == ("a", "b", "spoiler-1")
    assert not re.search("id=.?[de]", prose.html)


def test_what_cannot_be_in_html_is_left_out() -> None:
    assert html("a\x00b\ufdd0S0\ufdd1\x1bc\r\nd\re") == "<p>abS0c\nd\ne</p>\n"
    assert not SLOT.findall(html("<https://e.org/%EF%B7%90s%EF%B7%91>"))


def test_a_site_may_teach_the_machine_more() -> None:
    def stars(machine: MarkdownIt) -> None:
        def star(state: StateInline, silent: bool) -> bool:
            if not state.src.startswith("{*}", state.pos):
                return False
            if not silent:
                state.push("star", "b", 0)
            state.pos += 3
            return True

        machine.inline.ruler.push("star", star)
        machine.add_render_rule("star", lambda self, tokens, place, options, env: "★")

    assert read_prose("Her {*}", "a.md", 1, "en", [stars]).html == "<p>Her ★</p>\n"
    assert read_prose("Her {*}", "a.md", 1, "en").html == "<p>Her {*}</p>\n"


@pytest.mark.parametrize("number", range(3))
def test_reading_again_gives_the_same(number: int) -> None:
    body = "# A\n\n[b](c.md) ||d|| ![e](f.jpg)[^1]\n\n[^1]: g"
    assert read(body) == read(body)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_shields_are_balanced_and_hold_no_ids(body: str) -> None:
    prose = read(body)
    depth = 0
    for found in SLOT.finditer(prose.html):
        depth += {"S": 1, "B": 1, "s": -1, "b": -1}.get(found[1], 0)
        assert depth >= 0
    assert depth == 0
    assert " id=" not in "".join(re.findall(r"\ufdd0[SB]\d+\ufdd1(.*?)\ufdd0[sb]\ufdd1", prose.html, re.DOTALL))
    whole = fill(
        open_shields(prose.html, prose.shields, "s", spoken().on_shields, have_ids=True), lambda kind, number: "x"
    )
    ids = [
        element.attrib["id"]
        for element in html5lib.parseFragment(whole, namespaceHTMLElements=False).iter()
        if "id" in element.attrib
    ]
    assert len(ids) == len(set(ids))
    assert set(prose.anchors) <= set(ids)


def closed(shown: str) -> str:
    """The HTML without what is behind shields (that hold no others)."""
    return re.sub(r"\ufdd0[SB]\d+\ufdd1.*?\ufdd0[sb]\ufdd1", "", shown, flags=re.DOTALL)


def test_html_that_is_not_trusted_is_shown_as_text() -> None:
    body = "One <b onclick=x>two</b>.\n\n<!-- more -->\n\n<script>alert(1)</script>\n\n- <i>three</i>\n\n![a](b.png)\n"
    prose = read_prose(body, "x", 1, "en", html=False)
    assert prose.excerpt == "One <b onclick=x>two</b>."
    assert "<p>One &lt;b onclick=x&gt;two&lt;/b&gt;.</p>" in prose.html
    assert "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>" in prose.html
    assert "&lt;i&gt;three&lt;/i&gt;" in prose.html
    assert "more" not in prose.html
    assert len(prose.images) == 1
    assert "<script>" in read_prose(body, "x", 1, "en").html
