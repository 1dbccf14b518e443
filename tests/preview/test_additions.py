"""What is added to a page, where its editor is, and which address a request spells: values in, values out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.errors import Place, error
from matinee.preview.additions import (
    Bar,
    Problems,
    Source,
    Told,
    add,
    addition,
    count_words,
    lines_around,
    without_addition,
)
from matinee.preview.answers import read_address
from matinee.preview.editors import editor_link, editor_pattern
from matinee.preview.manners import Hosts

EVIL = '</pre><script>alert(1)</script>"'


def told(message: str, line: str = "rating: 11", column: int = 9) -> Told:
    problem = error(Place("content/her.md", 3, column), "rating", message, "write `rating: 5`")
    return Told(problem, Source(3, (line,)), "vscode://file/her.md:3:9")


@given(st.binary(max_size=200).filter(lambda page: b"<!-- " not in page), st.text(max_size=60))
def test_what_was_added_can_be_taken_away_again(page: bytes, message: str) -> None:
    added = addition(Bar(("Draft",), 12, "content/her.md"), Problems((told(message),), 1, 1), "1.2")
    assert without_addition(add(page, added)) == page


def test_it_stands_at_the_end_of_the_body() -> None:
    assert add(b"<body></body > x</BODY></html>", b"+") == b"<body></body > x+</BODY></html>"
    assert add(b"no body", b"+") == b"no body+"


def test_nothing_that_is_told_can_be_markup() -> None:
    problems = Problems((told(EVIL, EVIL),), 1, 1)
    html = addition(Bar((), 1, f"content/{EVIL}.md", "x://" + EVIL), problems, "1.2").decode()
    assert "<script>alert" not in html
    assert html.count("<script") == 1


def test_the_caret_stands_below_the_column_whatever_is_before_it() -> None:
    html = addition(Bar(), Problems((told("wrong", "\tä: 11", 5),), 1, 1)).decode()
    assert f"<b>    ä: 11</b>\n<i> </i> {' ' * 7}<b>^</b>" in html


def test_a_page_without_problems_has_no_errors_over_it() -> None:
    html = addition(Bar((), 1, "content/her.md"), Problems()).decode()
    assert ("matinee-errors" in html, "1 word<" in html) == (False, True)


def test_the_lines_around_a_place() -> None:
    text = "".join(f"line {number}\n" for number in range(1, 10))
    assert lines_around(text, Place("x", 5)) == Source(3, ("line 3", "line 4", "line 5", "line 6", "line 7"))
    assert lines_around(text, Place("x", 1)).lines == ("line 1", "line 2", "line 3")
    assert lines_around(text, Place("x")).lines == lines_around(text, Place("x", 99)).lines == ()


@pytest.mark.parametrize(
    ("html", "words"), [("", 0), ("<p>It’s a film-maker’s <em>film</em>.</p>", 4), ("<p>Ænd – 3.5</p>", 2)]
)
def test_words_are_counted(html: str, words: int) -> None:
    assert count_words(html) == words


@pytest.mark.parametrize(
    ("chosen", "link"),
    [
        ("", "vscode://file/a%20b/%C3%A9.md:3:9"),
        ("VSCodium", "vscodium://file/a%20b/%C3%A9.md:3:9"),
        ("idea", "idea://open?file=/a%20b/%C3%A9.md&line=3&column=9"),
        ("emacs://open?url={path}&l={line}", "emacs://open?url=/a%20b/%C3%A9.md&l=3"),
        ("none", ""),
        ("nonsense", ""),
        ("javascript:alert('{path}')", ""),
    ],
)
def test_an_editor_is_chosen_by_name_or_by_pattern(chosen: str, link: str) -> None:
    pattern = editor_pattern({"MATINEE_EDITOR": chosen} if chosen else {})
    assert editor_link(pattern, Path("/a b/é.md"), Place("é.md", 3, 9)) == link


@pytest.mark.parametrize(
    ("raw", "root", "address"),
    [
        (b"/", "", "/"),
        (b"/blog/", "/blog", "/"),
        (b"/blog", "/blog", ""),
        (b"/blogger/", "/blog", None),
        (b"/%C3%A9/?q=/../", "", "/é/"),
        (b"/a/../b", "", None),
        (b"/a//b", "", None),
        (b"//b", "", None),
        (b"/%2e%2e", "", None),
        (b"/a%2Fb", "", None),
        (b"/a%5cb", "", None),
        (b"/%00", "", None),
        (b"/%ff", "", None),
        (b"a", "", None),
    ],
)
def test_an_address_is_read_strictly(raw: bytes, root: str, address: str | None) -> None:
    assert read_address(raw, root) == address


@given(st.binary(max_size=60))
def test_no_address_climbs(raw: bytes) -> None:
    address = read_address(b"/" + raw, "")
    if address is not None:
        assert address.startswith("/")
        assert not {"..", "."} & set(address.split("/"))
        assert "\\" not in address


def test_the_name_of_the_host_that_was_told_is_known_and_no_other() -> None:
    assert Hosts("films.local").knows("films.local:8000", "192.0.2.1")
    assert Hosts("0.0.0.0").knows("192.0.2.1:8000", "192.0.2.1")
    assert not Hosts("0.0.0.0").knows("192.0.2.2", "192.0.2.1")
    assert not Hosts("0.0.0.0").knows("evil.example", "192.0.2.1")
    assert not Hosts("127.0.0.1").knows("192.0.2.1", "192.0.2.1")
