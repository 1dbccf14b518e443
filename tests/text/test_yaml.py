"""YAML in, texts with places or located problems out; and back."""

from __future__ import annotations

import time
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from matinee.errors import ContentError
from matinee.text.emit import dump_text, dump_yaml
from matinee.text.yaml import Mapping, Node, Scalar, Sequence, read_yaml

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
NASTY = st.one_of(TEXTS, st.text(st.sampled_from("ab1 .:#-'\"\\\n\r\t\x85\u2028|>%@&*!?,[]{}~=_\ufeff"), max_size=12))
DATA = st.recursive(
    NASTY, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NASTY, inner, max_size=3), max_leaves=8
)
TITLES = [
    "No",
    "Yes",
    "On",
    "8:46",
    "2:37",
    "1917",
    "007",
    "9",
    "1e3",
    ".5",
    "~",
    "Null",
    "1_000",
    "0x10",
    "1.0",
    "2001-12-14",
    "=",
    "-1",
    "+1",
    "true",
]


def plain(node: Node | None) -> Any:
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.pairs}
    return [plain(item) for item in node.items] if isinstance(node, Sequence) else node and node.text


def faults(text: str, first_line: int = 1) -> list[str]:
    with pytest.raises(ContentError) as caught:
        read_yaml(text, "post.md", first_line)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("title", TITLES)
def test_a_title_arrives_as_typed(title: str) -> None:
    assert plain(read_yaml(f"title: {title}\n", "x")) == {"title": title}


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        ("title: Alien: Romulus", 13, 'a value that holds ": " needs quotes; write title: "Alien: Romulus"'),
        ('title: "Quoted" then more', 17, "goes on after its closing quotes; write title: '\"Quoted\" then more'"),
        ("title: 'it's'", 12, 'goes on after its closing quotes; write title: "it\'s"'),
        ("title: @Home", 8, 'a value that begins with @ needs quotes; write title: "@Home"'),
        ("title: %x", 8, 'a value that begins with % needs quotes; write title: "%x"'),
        ("title: `x`", 8, 'a value that begins with ` needs quotes; write title: "`x`"'),
        ("title: *batteries", 8, 'is an alias, which Matinee does not read; write title: "*batteries"'),
        ("title: *", 9, 'a value that begins with * needs quotes; write title: "*"'),
        ("title: &more", 8, 'is an anchor, which Matinee does not read; write title: "&more"'),
        ("title: !Women Art", 8, 'is a tag, which Matinee does not read; write title: "!Women Art"'),
        ("title: #Horror", 7, 'is a comment in YAML and would be lost; write title: "#Horror"'),
        ("title: Pi #3", 10, 'is a comment in YAML and would be lost; write title: "Pi #3"'),
        ("title: [REC", 8, 'the list that [ opens here is not closed; close it with ], or write title: "[REC"'),
        ("title: [", 8, "the list that [ opens here is not closed; close it with ]"),
        ('title: ["a" b]', 13, "a comma or ] is missing here; put quotes around a text that holds signs"),
        ("title: {x", 8, 'the mapping that { opens here is not closed; close it with }, or write title: "{x"'),
        ("title: |x", 8, 'a value that begins with | or > needs quotes; write title: "|x"'),
        ("title: >x", 8, 'a value that begins with | or > needs quotes; write title: ">x"'),
        ("title: ? x", 8, 'a value that begins with ? needs quotes; write title: "? x"'),
        ("title: - x", 8, "a list begins on a line of its own, below its key"),
        ("title: 'x", 8, 'the quotes opened here are never closed; write title: "\'x"'),
        ("title: 'tis a pity", 8, 'the quotes opened here are never closed; write title: "\'tis a pity"'),
        ("film: 'tis Pity She's a W", 21, "after its closing quotes; write film: \"'tis Pity She's a W\""),
        ("title: 'Til There\ntags: [it's]", 8, "a value that begins with ' needs quotes; write title: \"'Til There\""),
        ("- id: 1\n\xa0 body: x", 0, "U+00A0 (no-break space) stands here, where nobody sees it; type the line again"),
        ("title:\u200bx\nyear: 3", 7, "U+200B (zero width space) stands here, where nobody sees it"),
        ("-\u3000title: x\n  a: b", 2, "U+3000 (ideographic space) stands here, where nobody sees it"),
        (
            "id: 1\n- id: 2",
            1,
            "this is an entry of a list, and has no hyphen; write `- id: 1`, and indent what belongs",
        ),
        ('title: "\\d"', 0, "in double quotes a backslash is written twice"),
        ("\ttitle: x", 1, "tabs cannot indent YAML; use spaces"),
        ("title: a\x07b", 9, "the control character U+0007 cannot stand in YAML; delete it"),
        ("no colon\ntitle: x", 0, "this line does not fit the one above"),
        ("title: x\n  year: 3", 0, "this line does not fit the one above"),
        (" title: x\nyear: 3", 0, "this line is indented differently from its neighbours"),
        ("? [a]\n: b", 3, "a key must be text"),
        ("<<: x", 1, "<< is a merge key"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_its_cure(line: str, column: int, message: str) -> None:
    (fault,) = faults(line, first_line=2)
    assert message in fault
    assert fault.endswith("[yaml]")
    assert not column or fault.startswith(f"post.md:2:{column}: error: ")


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("- id: 1\n  body: x\n\nid: 2\nbody: y\n", 4, "write `- id: 2`, and indent what belongs to it"),
        ("tags:\n  - a\n  b\n  - c\n", 3, "write `- b`"),
        ("films:\n  - film: A\n  film: B\n", 3, "write `- film: B`, and indent what belongs to it"),
    ],
)
def test_a_lost_hyphen_is_told_where_it_belongs(text: str, line: int, hint: str) -> None:
    [fault] = faults(text)
    assert fault.startswith(f"post.md:{line}:")
    assert f"this is an entry of a list, and has no hyphen; {hint} [yaml]" in fault


def test_places_are_counted_in_the_file_and_in_characters() -> None:
    node = read_yaml("é: ñandú\n千と: [a, 千, b]\n", "x", first_line=2)
    assert isinstance(node, Mapping)
    (_, first), (key, films) = node.pairs
    assert (first.line, first.column) == (2, 4)
    assert (key.line, key.column) == (3, 1)
    assert isinstance(films, Sequence)
    assert [(item.line, item.column) for item in films.items] == [(3, 6), (3, 9), (3, 12)]


def test_unicode_line_separators_do_not_move_places() -> None:
    node = read_yaml('a: "x\u2028y\x85z"\nb: c\n', "x")
    assert isinstance(node, Mapping)
    assert (node.pairs[1][0].line, node.pairs[1][1].column) == (2, 4)
    assert faults('a: "b\u2028c"\nd: *e\n')[0].startswith("post.md:2:4: error: *e is an alias")
    assert faults('a: "b\u2028c"\nd: @e\n')[0].startswith("post.md:2:4: error: a value that begins with @")


def test_all_that_can_be_found_is_reported_at_once() -> None:
    assert [fault.split(";")[0] for fault in faults("a: 1\nb: 2\na: 3\nc: &x 4\nd: *x\ne: {f: 1, f: 2}\n")] == [
        'post.md:3:1: error: "a" is here a second time, after line 1',
        "post.md:4:4: error: a value that begins with & is an anchor, which Matinee does not read",
        "post.md:5:4: error: *x is an alias, which Matinee does not read",
        'post.md:6:11: error: "f" is here a second time, after line 6',
    ]


def test_a_second_document_is_refused() -> None:
    assert faults("a: x\n---\nb: y\n") == [
        "post.md:2:1: error: a second YAML document begins here; remove the line --- [yaml]"
    ]


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "- " * 100_000, "{a: " * 50_000, "".join(f"{' ' * depth}a:\n" for depth in range(500))],
    ids=["brackets", "dashes", "braces", "keys"],
)
def test_deep_nesting_is_refused_at_once(text: str) -> None:
    start = time.process_time()
    assert "nested too deeply" in faults(text)[-1]
    assert time.process_time() - start < 1


def test_an_alias_bomb_is_refused() -> None:
    names = zip("abcdefgh", "bcdefghi", strict=True)
    bomb = "a: &a [x, x]\n" + "".join(f"{new}: &{new} [*{old}, *{old}]\n" for old, new in names)
    assert len(faults(bomb)) == 9 + 16


def test_a_comment_after_a_space_and_a_hash_is_one() -> None:
    node = read_yaml("a: x # note\nb: # default\nc: [y] #z\nd: p#q\n#e\n", "x")
    assert plain(node) == {"a": "x", "b": "", "c": ["y"], "d": "p#q"}


def test_an_empty_plain_value_is_absent_and_empty_quotes_are_not() -> None:
    node = read_yaml("a:\nb: ''\n", "x")
    assert isinstance(node, Mapping)
    absent, empty = (value for _, value in node.pairs)
    assert isinstance(absent, Scalar)
    assert isinstance(empty, Scalar)
    assert (absent.is_absent, empty.is_absent) == (True, False)


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "---\n", "---\n..."])
def test_a_text_without_content_is_nothing(text: str) -> None:
    assert read_yaml(text, "x") is None


@given(st.text(max_size=40) | NASTY)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read_yaml(text, "x")
    except ContentError:
        assert all(fault.startswith("post.md:") for fault in faults(text))


@given(st.dictionaries(NASTY, DATA, min_size=1, max_size=4) | st.lists(DATA, min_size=1, max_size=3))
def test_data_comes_back_as_it_was_written(data: Any) -> None:
    assert plain(read_yaml(dump_yaml(data), "x")) == data


@given(st.dictionaries(NASTY, NASTY | st.lists(NASTY, max_size=3), min_size=1, max_size=3))
def test_other_readers_read_the_same(data: Any) -> None:
    assert yaml.safe_load(dump_yaml(data)) == data


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("her", "her"),
        ("12 Angry Men", "12 Angry Men"),
        ("千と千尋の神隠し", "千と千尋の神隠し"),
        ("https://jane.example/?a=b#c", "https://jane.example/?a=b#c"),
        ("No", '"No"'),
        ("8:46", '"8:46"'),
        ("1917", '"1917"'),
        ("~", '"~"'),
        ("Alien: Romulus", '"Alien: Romulus"'),
        ("[REC]", '"[REC]"'),
        ("a\x85b\u2028c\rd\te", '"a\\u0085b\\u2028c\\rd\\te"'),
        (" x", '" x"'),
        ("", '""'),
    ],
)
def test_a_text_stands_plain_only_where_no_reader_could_mistake_it(text: str, written: str) -> None:
    assert dump_text(text) == written


def test_a_key_may_be_longer_than_yaml_likes() -> None:
    data = {"a b" * 900: {"c": "d"}, "e": "f"}
    assert plain(read_yaml(dump_yaml(data), "x")) == data
