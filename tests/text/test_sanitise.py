"""The second belt: what may be in a reader's HTML, and which addresses may be links."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.text.sanitise import REL, open_url, sanitise
from matinee.text.slots import slot


@pytest.mark.parametrize(
    ("given_html", "left"),
    [
        (
            '<a href="http://e.org" rel="me" target="_blank" onclick="x">a</a>',
            f'<a href="http://e.org" rel="{REL}">a</a>',
        ),
        ('<a href="javascript:x">a</a>', f'<a rel="{REL}">a</a>'),
        ('<a href="//e.org">a</a>', f'<a rel="{REL}">a</a>'),
        ("<script>x</script><style>y</style><!-- z -->", ""),
        ('<p id="top" class="x" style="y">a<img src=x onerror=y></p>', "<p>a</p>"),
        ("<svg><math><h1>a</h1></svg>", "a"),
        ("a\xa0b &nbsp; &amp;nbsp;", "a\xa0b \xa0 &amp;nbsp;"),
        (f"<p>{slot('S', 0)}a{slot('s')}</p>", f"<p>{slot('S', 0)}a{slot('s')}</p>"),
        (
            f"{slot('B', 1)}\n<ul>\n<li>a</li>\n</ul>\n{slot('b')}\n",
            f"{slot('B', 1)}\n<ul>\n<li>a</li>\n</ul>\n{slot('b')}\n",
        ),
    ],
)
def test_only_what_a_reader_may_write_is_left(given_html: str, left: str) -> None:
    assert sanitise(given_html) == left
    assert sanitise(left) == left


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("https://jane.example/", "https://jane.example/"),
        (" HTTP://Jane.Example ", "http://Jane.Example"),
        ("https://jane.example:8080/a?b=c&d=%20#e", "https://jane.example:8080/a?b=c&d=%20#e"),
        ("https://jane.example/é ü\"'<>`", "https://jane.example/%C3%A9%20%C3%BC%22%27%3C%3E%60"),
        ("https://jane.example/100%/%zz", "https://jane.example/100%25/%25zz"),
        ("https://jane.example/[x]#a#b", "https://jane.example/%5Bx%5D#a%23b"),
        ("https://exämple.org/", "https://xn--exmple-cua.org/"),
        ("https://映画.jp", "https://xn--liv394a.jp"),
        ("https://straße.example:80/", "https://xn--strae-oqa.example:80/"),
        ("https://σς.example/", "https://xn--3xab.example/"),
        ("https://[2001:db8::1]:80/", "https://[2001:db8::1]:80/"),
        ("https://ｊane.example/", "https://jane.example/"),
        ("https://jane.example/\u202egnp.exe", "https://jane.example/%E2%80%AEgnp.exe"),
    ],
)
def test_web_addresses_are_encoded(typed: str, url: str) -> None:
    assert open_url(typed) == url
    assert open_url(url) == url


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "jane.example",
        "www.jane.example",
        "//jane.example/",
        "/path",
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "ht\ttps://jane.example/",
        "https://jane.example/\nx",
        "https://jane\x00.example/",
        "https:/jane.example",
        "https:jane.example",
        "https:\\\\jane.example",
        "https://jane.example\\@evil.example/",
        "https:///jane.example",
        "https://",
        "https://?q",
        "https://.",
        "https://a..b/",
        "https://a b/",
        "https://bank.example@evil.example/",
        "https://jane.example:port/",
        "https://%6aane.example/",
        "https://jane.example／evil",
        "https://é／evil.example",
        "https://ja\u200bne.example/",
        "https://ja\u202ene.example/",
        "https://" + "a" * 300 + ".example/",
        "https://" + "é" * 80 + ".example/",
        "ftp://jane.example/",
        "ｈttps://jane.example/",
        "view-source:https://jane.example/",
        "mailto:jane@jane.example",
    ],
)
def test_everything_else_is_refused(typed: str) -> None:
    assert open_url(typed) == ""


def test_mail_is_for_those_who_ask() -> None:
    assert open_url("mailto:jane@jane.example", mail=True) == "mailto:jane@jane.example"
    assert open_url("mailto:jane@jane.example?bcc=all@jane.example", mail=True) == ""
    assert open_url("mailto:jane", mail=True) == ""


@given(st.text(max_size=40))
def test_an_open_address_fits_into_an_attribute(text: str) -> None:
    for typed in (text, f"https://{text}", f"https://jane.example/{text}"):
        url = open_url(typed, mail=True)
        assert not url or re.fullmatch(r"(?:https?://|mailto:)[A-Za-z0-9/?:@!$&()*+,;=~%._#\[\]-]+", url)
        assert open_url(url, mail=True) == url
