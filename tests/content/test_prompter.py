"""What may stand at a place of a text that is being typed, and what is underlined for a problem."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matinee.content.editor.guide import Entry
from matinee.content.loader.posts import reading_context
from matinee.content.prompter import (
    Document,
    Knowledge,
    hint_at,
    moved,
    problem_span,
    propose,
    split_lines,
    tell_problems,
    to_column,
    to_units,
)
from matinee.content.prompter.knowledge import KnownFilm, KnownText
from matinee.errors import Place
from matinee.model import Config, Film

POST, PAGE, TALK, SITE = "posts/her.md", "pages/about.md", "posts/her/comments.yaml", "site.yaml"
GUIDE = {("front", "film"): Entry("The film.", "`film: her (2013)`")}
KNOWN = Knowledge(
    films=(
        KnownFilm("her-2013", Film("her", 2013, directors=("Spike Jonze",)), 2),
        KnownFilm("M: a film (1931)", Film("M: a film", 1931), 1),
    ),
    names={"tags": (("space", 3), ("a, b", 1)), "people": (("Spike Jonze", 4),)},
    texts={
        POST: KnownText("her", "/her/", ()),
        "posts/gravity.md": KnownText("Gravity", "/g/", (("Up there", "up-there"),)),
    },
    files={"posts/her/letter.jpg": POST, "posts/her/notes.txt": POST, "posts/other.jpg": "posts/gravity.md"},
)


def proposed(path: str, text: str) -> dict[str, str]:
    """What is proposed where the text has a ^: labels, and what is typed for each."""
    before, _, after = text.partition("^")
    rows = before.split("\n")
    document = Document(path, split_lines(before + after))
    return {one.label: one.text for one in propose(document, len(rows) - 1, len(rows[-1]), KNOWN, GUIDE).items}


def front(text: str) -> dict[str, str]:
    return proposed(POST, f"---\n{text}\n---\nText.\n")


# Keys


def test_keys_that_are_there_already_are_not_proposed() -> None:
    found = front("title: A\nra^\nrating: 3")
    assert "ranked" in found
    assert "rating" not in found
    assert found["ranked"] == "ranked: "


def test_a_key_that_has_its_colon_is_proposed_without_one() -> None:
    assert front("titl^: A")["title"] == "title"


def test_keys_are_those_of_the_mapping_that_one_is_in() -> None:
    assert {"directors", "cast"} <= front("film:\n  title: her\n  ^").keys()
    assert front("films:\n  - film: her-2013\n    ^").keys() == {"rating"}
    assert front("updated: {date: 2014-01-01, ^}").keys() == {"note"}
    assert {"author", "parent"} <= proposed(TALK, "- id: 1\n  ^\n- id: 2\n  body: b\n").keys()
    assert {"depth", "form"} <= proposed(SITE, "title: A\ncomments:\n  open: yes\n  ^\n").keys()


def test_keys_that_do_nothing_on_a_page_are_not_proposed_there() -> None:
    found = proposed(PAGE, "---\n^\n---\n")
    assert "title" in found
    assert "rating" not in found


def test_nothing_is_proposed_within_a_block_of_text() -> None:
    assert front("summary: |\n  A text: t^\ntags: []") == {}


# Values


def test_values_stand_in_quotes_where_yaml_would_take_them_apart() -> None:
    assert front("film: ^") == {"her-2013": "her-2013", "M: a film (1931)": '"M: a film (1931)"'}
    assert front("tags: [^]") == {"space": "space", "a, b": '"a, b"'}
    assert front("tags:\n  - ^") == {"space": "space", "a, b": "a, b"}


def test_words_and_ratings_are_those_that_may_stand_there() -> None:
    assert front("comments: ^").keys() == {"open", "closed", "off"}
    assert front("draft: ^").keys() == {"true", "false"}
    assert "4.5" in front("rating: ^")
    assert front("film: {title: her, directors: [^]}").keys() == {"Spike Jonze"}


def test_an_answer_is_offered_the_comments_with_who_wrote_them() -> None:
    text = "- id: 1\n  author: Jane\n  body: |\n    Lovely.\n- id: b\n  parent: ^\n"
    assert proposed(TALK, text).keys() == {"1", "b"}


# Links


def test_links_lead_to_texts_headings_and_pictures() -> None:
    assert proposed(POST, "See [it](^)").keys() == {"gravity.md"}
    assert proposed(POST, "See [it](gravity.md#^)").keys() == {"gravity.md#up-there"}
    assert proposed(POST, "![A letter](^)").keys() == {"her/letter.jpg"}
    assert proposed(POST, "See it (^)") == {}


# Hints


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("fi^lm: her-2013", "The film."),
        ("film: h^er-2013", "Spike Jonze"),
        ("film: {ye^ar: 2013}", "a whole number"),
        ("tags: x^", ""),
    ],
)
def test_a_hint_tells_of_what_one_points_at(text: str, said: str) -> None:
    before, _, after = f"---\n{text}\n---\n".partition("^")
    found = hint_at(Document(POST, split_lines(before + after)), 1, len(before) - 4, KNOWN, GUIDE)
    assert (found is not None) == bool(said)
    assert found is None or said in found.text


# Spans


@pytest.mark.parametrize(
    ("line", "column", "underlined"),
    [
        ("rating: 11  # of 5", 9, "11"),
        ("catgories: [A]", 1, "catgories"),
        ('title: "a: b" # c', 8, '"a: b"'),
        ("  - {film: her, rating: 11}", 25, "11"),
        ("film: Wall-E (2008)", 7, "Wall-E (2008)"),
    ],
)
def test_a_key_or_a_value_is_underlined_whole(line: str, column: int, underlined: str) -> None:
    row, start, end = problem_span(["---", line, "---"], Place(POST, 2, column), is_markdown=True)
    assert (row, line[start:end]) == (1, underlined)


def test_in_a_text_a_destination_or_a_word_is_underlined() -> None:
    line = "See [it](gone.md#x) and ||that."
    assert line[slice(*problem_span([line], Place(POST, 1, 10), is_markdown=True)[1:])] == "gone.md#x"
    assert line[slice(*problem_span([line], Place(POST, 1, 1), is_markdown=True)[1:])] == "See"
    assert problem_span(["abc  "], Place(POST), is_markdown=True) == (0, 0, 3)


def test_a_problem_goes_where_its_line_has_gone() -> None:
    old = ["a", "b", "c"]
    assert moved(2, old, ["a", "new", "b", "c"]) == 3
    assert moved(0, old, ["a", "x"]) == 0
    assert moved(1, old, ["a", "B", "c"]) is None


@given(st.text(), st.integers(0, 50), st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_columns_come_back_as_they_were(line: str, column: int, encoding: str) -> None:
    column = min(column, len(line))
    assert to_column(line, to_units(line, column, encoding), encoding) == column


# Whatever is typed

PATHS = st.sampled_from([POST, PAGE, TALK, SITE, "posts/her/pingbacks.yaml", "films/her.yaml", "diary.yaml"])
PIECES = st.sampled_from(
    [
        *"-:#{}[](),|>!\"'\\ \n\t",
        "---\n",
        "\n  ",
        "\n- ",
        "film: ",
        "films:",
        "title",
        "id: 1",
        "parent: ",
        "](",
        "![",
        "é",
        "🎬",
        "\u2028",
        "\f",
        "\r\n",
        "|\n",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=30).map("".join)


@given(PATHS, TEXTS, st.integers(-1, 12), st.integers(-1, 30))
@example(POST, "---\n", 1, 0)
@example(POST, "", 0, 0)
def test_nothing_that_is_typed_is_too_much(path: str, text: str, row: int, column: int) -> None:
    document = Document(path, split_lines(text))
    found: Any = propose(document, row, max(column, 0), KNOWN, GUIDE)
    line, start, end = found.span
    if found.items:
        assert (line, start <= end) == (row, True)
        assert 0 <= start <= max(column, 0)
    hint_at(document, row, max(column, 0), KNOWN, GUIDE)


@given(PATHS, TEXTS | st.text())
def test_every_problem_of_whatever_is_typed_has_its_place(path: str, text: str) -> None:
    data, lines = text.encode("utf-8", "surrogatepass"), split_lines(text)
    context = reading_context(Config("", "https://matinee.example"))
    for problem in tell_problems(path, data, lambda _: None, context, (), None):
        row, start, end = problem_span(lines, problem.place, path.endswith(".md"))
        assert 0 <= row < len(lines)
        assert 0 <= start <= end <= len(lines[row])
