"""The short ways through the machine: with and without them a post is the same."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink, validateLink

from matinee.content.sources.posts import split_front_matter
from matinee.text.markdown.posts import machine_of, read_prose
from matinee.text.markdown.shortcuts import read_spans
from matinee.text.slots import clean

CONTENT = Path(__file__).parents[2] / "content"
SIMPLE = [
    *("*so*", "**Nobody**", "*isn't it*", '*the "end" was*', "*Alien: X*", "*What?*", "(*Her*)", "—*it*—"),
    *("[here](https://example.org/a-b)", "[it's *Her*!](her.md#cast)", "[a](../b.md)", "[**b**](/c/)"),
    *("https://a-b.example.org/x/", "http://e.org", "A word.", "It's", "“Yes”", "'no' --", '"a"', "1917", "..."),
]
SIGNS = [
    *"ab1é '\"().,!?-*_[]|:&\\`<>~^/;#+=\t\n\xa0\u2028\u0301😀",
    *(
        "\n\n",
        "  \n",
        "\n  ",
        "\n    ",
        "- ",
        "\n- ",
        "1. ",
        "> ",
        "# ",
        "\n===\n",
        "\n---\n",
        "||",
        ":::spoiler\n",
        "\n:::\n",
    ),
    *(
        "&amp;",
        "![",
        "[^1]",
        "\n[^1]: ",
        "^[",
        "[r]",
        "\n[r]: x\n",
        "| a | b |\n|---|---|\n",
        "<b>",
        "<!-- more -->",
        "```\n",
    ),
]
LINES = st.sampled_from(
    [
        *(
            "A line.",
            "“So,” he said.",
            "**Two** *words*",
            "*all*",
            "a | b",
            "A line that ends  ",
            "A tab\there",
            "https://e.org",
        ),
        *(
            "## A head",
            "# H #",
            "###",
            "#tag",
            "###### Six ",
            "####### Seven",
            "## *So*",
            "> Said.",
            "> “Said.”",
            ">Said",
            "> 1. x",
            ">",
        ),
        *(
            "- one",
            "- *two*",
            "-three",
            "* four",
            "+ five",
            "-  six",
            "- [ ] x",
            "- - x",
            "-",
            "  - deep",
            "  on",
            "    code",
            "- a\n\n  b",
        ),
        *(
            "1. One",
            "1917. Wow",
            "===",
            "---",
            "***",
            "```",
            "[a]: b",
            "| a |",
            "|-|",
            "<b>",
            "<!-- more -->",
            ":::spoiler",
            ":::",
            " ",
            "\xa0",
        ),
    ]
)
DOCUMENTS = st.lists(st.tuples(LINES, st.sampled_from(["\n", "\n\n", "\n\n", "\n\n\n", "\n \n"])), max_size=7).map(
    lambda rows: "".join(line + end for line, end in rows)
)
TEXTS = st.lists(st.sampled_from(SIMPLE) | st.sampled_from([" ", "\n\n"]) | st.sampled_from(SIGNS), max_size=12).map(
    "".join
)


def by_the_machine(machine: MarkdownIt) -> None:
    """A rule of an author's own, for which the short ways are left out."""


def tokens(text: str, *rules: Any) -> list[Any]:
    """All that the machine makes of a text, but for empty texts."""
    found = [token.as_dict() for token in machine_of("en", rules).parse(text, {})]
    for token in found:
        token["children"] = [child for child in token["children"] or () if child["type"] != "text" or child["content"]]
    return found


@given(TEXTS | DOCUMENTS | DOCUMENTS.map(str.strip))
@example("- a\n- b")
@example("^[here](https://example.org/a-b)")
@example("- a\n\n\nb")
@example("- a\n\n- b")
@example("> a\n")
@example("*A*\n\n    *b*\n\n- c\n\n      d")
@example("> a\nb\n\n> c\n\nd")
@example("[*What?*](a.md) *so*\n*b*")
@settings(max_examples=500)
def test_a_post_is_the_same_with_and_without_them(text: str) -> None:
    text = clean(text)
    assert tokens(text) == tokens(text, by_the_machine)
    assert read_prose(text, "x", 1, "en") == read_prose(text, "x", 1, "en", (by_the_machine,))


@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.md")), ids=lambda path: path.stem)
def test_the_posts_of_the_demo_are_the_same(path: Path) -> None:
    body = split_front_matter(path.read_text("utf-8"), "x").body
    assert read_prose(body, "x", 1, "en") == read_prose(body, "x", 1, "en", (by_the_machine,))


@pytest.mark.parametrize("text", [text for text in SIMPLE if not text.startswith(("'", '"'))])
def test_what_nobody_could_read_in_two_ways_needs_no_machine(text: str) -> None:
    for around in ("{}", "Yes, {} is\nit", "And\n{}"):
        assert read_spans(around.format(text)) is not None


@example("http://" + "a" * 64 + ".b.cd/")
@example("http://" + "a.b." * 64 + "cd/")
@given(st.from_regex(r"(?:https?://[a-z0-9.-]{1,12})?[A-Za-z0-9/._#-]{0,20}", fullmatch=True))
def test_an_address_that_needs_no_machine_is_a_link_as_it_is(address: str) -> None:
    found = read_spans(f"[a]({address})")
    if found is not None:
        assert normalizeLink(address) == address == found[0].attrs["href"]
        assert validateLink(address)


@pytest.mark.parametrize("text", ["*a", "*a*", "[a](b", "[a](b)", "h", "https://a", "a-", "*a.", "**a", "['*", "\n*"])
def test_no_text_takes_long(text: str) -> None:
    start = time.process_time()
    read_spans(text * 5_000)
    read_spans(f"[{text * 5_000}](a)")
    assert time.process_time() - start < 2
