"""Quotes, dashes and dots: equal to markdown-it's own rule, only faster, and right in each language."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from matinee.text.markdown.typography import make_rule, quotes_of, typograph

SIGNS = st.sampled_from(
    [
        *"'\"'\"'\"  ab1.,-()*_`[]\\\n«»é\xa0",
        "[a](b)",
        "`c'`",
        "**",
        "<i>",
        "&amp;",
        "![x'](y)",
        "||",
        '\\"',
        '""',
        " 'a b' ",
        ' "a b." ',
        '("a")',
        "it's",
        ' "a\'s", ',
    ]
)
INLINE = st.lists(SIGNS, max_size=40).map("".join)


def stock(language: str) -> MarkdownIt:
    quotes = quotes_of(language)
    assert quotes is not None
    machine = MarkdownIt("commonmark", {"typographer": True, "quotes": list(quotes)})
    return machine.enable(["smartquotes", "strikethrough"])


def ours(language: str) -> MarkdownIt:
    machine = MarkdownIt("commonmark").enable(["smartquotes", "strikethrough"])
    machine.core.ruler.at("smartquotes", make_rule(language))
    return machine


MACHINES = {language: (stock(language), ours(language)) for language in ("en", "de", "fr", "sv")}


@pytest.mark.parametrize("language", MACHINES)
@given(text=INLINE)
@example(text='\'He said "no" to \'em\', she "wrote"')
@example(text="**'a' \"** b\"")
@example(text='"a *"b"* c" \'')
@example(text='"a," she said, "\'b\' c" (*"d"*) "e')
@example(text='*a*"b" c "d"*e*')
def test_quotes_are_those_of_smartquotes(language: str, text: str) -> None:
    theirs, mine = MACHINES[language]
    text = re.sub("-+", "-", re.sub("[.]+", ".", text))  # dashes and dots are ours
    assert mine.render(text) == theirs.render(text)


def test_what_counts_as_a_letter_is_never_punctuation() -> None:
    letters = (chr(code) for code in range(0x110000) if chr(code).isalnum())
    assert not [char for char in letters if unicodedata.category(char)[0] in "PSZ"]


@pytest.mark.parametrize(
    ("language", "typed", "shown"),
    [
        ("en", "\"It's 'quoted'\" -- she said...", "“It’s ‘quoted’” – she said…"),
        ("en-GB", "Don't look---now", "Don’t look—now"),
        ("en", "rated (R), (c) 1999 (tm)", "rated (R), (c) 1999 (tm)"),
        ("en", "wait....", "wait…."),
        ("en", "---- a rule ----", "---- a rule ----"),
        ("de", "\"Ein 'Film'\"", "„Ein ‚Film‘“"),
        ("de_AT", '"Wien"', "„Wien“"),
        ("fr", '"Oui"', "«\u202fOui\u202f»"),
        ("sv", '"Ja"', "”Ja”"),
        ("pl", '"Tak"', "„Tak”"),
        ("ru", "\"Да 'нет'\"", "«Да „нет“»"),
        ("ja", '"Her" -- it\'s', '"Her" – it\'s'),
        ("xx", '"?"', "“?”"),
    ],
)
def test_plain_text_is_set_as_its_language_does(language: str, typed: str, shown: str) -> None:
    assert typograph(typed, language) == shown


@given(text=st.text(alphabet="'\" ab.-\n*", max_size=60))
def test_plain_text_is_set_as_the_text_of_a_block(text: str) -> None:
    machine = MarkdownIt("zero").enable("smartquotes")
    machine.core.ruler.at("smartquotes", make_rule("en"))
    tokens = machine.parseInline(text)[0].children or []
    assert "".join(token.content for token in tokens) == typograph(text, "en")
