"""The short way through YAML: what it reads it reads as the parser does, to the column."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from matinee.errors import ContentError
from matinee.text.emit import Prose, Word, dump_yaml
from matinee.text.yaml_composer import compose
from matinee.text.yaml_nodes import Mapping, Scalar, Sequence
from matinee.text.yaml_simple import read_simple

CONTENT = Path(__file__).parents[2] / "content"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
SIGNS = st.text(st.sampled_from("ab1é .:#-'\"\\\n\t\xa0\x85\u2028|>%@&*!?,[]{}~=_<"), max_size=10)
STRINGS = TEXTS | SIGNS | st.sampled_from(["her", "2014-01-13", "https://a.example/?b#c", "a: b", "it's", '"q"'])
LEAVES = STRINGS | STRINGS.map(Prose) | st.sampled_from(["1", "true", "2014-01-13T09:12:00-05:00"]).map(Word)
DATA = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(STRINGS, inner, max_size=4), max_leaves=12
)
# Lines of every kind, in the style and nearly in it.
LEADS = ["", "  ", "    ", "      ", "   ", "- ", "  - ", "    - ", "- - ", "-", "\t"]
KEYS = ["", "a: ", "b: ", "c d: ", "é: ", "1: ", "a:", "b:", "-c: ", "<<: ", "a : ", '"a": ', "? a: "]
VALUES = (
    r"""
x|x y|x:y|x: y|x #y|x#y|#x|x | x|'x'|'x''y'|"x"|"x\"y"|"\n"|"\\"|'x|"x|'x' y|x'|&x|*x|!x|@x|~|-|-x|?|:|{}|{a: b}|>|> x
[a, b]|[]|[ a,b ]|[a, 'b, c', "d"]|[a, [b]]|[a:b]|[a,]|[
""".strip()
    .replace("\n", "|")
    .split("|")
)
BLOCKS = ["|", "|-", "|+", "|2"]
ENDS = ["", "", "", " ", " # z", "\n", "\n\n"]
BELOW = [
    "",
    "",
    " left\n",
    "  level\n",
    "    text\n",
    "    text\n\n      more\n",
    "      deep\n    less\n",
    "   x\n",
    "      \n",
]
LINES = st.builds("{}{}{}{}\n{}".format, *map(st.sampled_from, (LEADS, KEYS, ["", *VALUES, *BLOCKS], ENDS, BELOW)))


def check(text: str, first_line: int = 1) -> bool:
    """Whether the short way reads the text; if so, it must as the parser does."""
    node = read_simple(text, first_line)
    if node is not None:
        assert node == compose(text, "x", first_line)
    return node is not None


@given(st.lists(LINES, max_size=8).map("".join), st.integers(1, 9))
def test_what_is_read_is_read_as_the_parser_does(text: str, first_line: int) -> None:
    check(text, first_line)


@given(
    st.lists(LINES, max_size=4).map("".join),
    st.lists(st.sampled_from(["# a: b\n", "#\n", "#é\n\n", "# \t\n"]), max_size=3),
)
def test_notes_above_everything_change_nothing_but_lines(text: str, notes: list[str]) -> None:
    is_read = check(text)
    assert check("".join(notes) + text) == is_read or "\t" in "".join(notes)


@given(
    st.lists(LINES, max_size=3), st.lists(LINES, max_size=3), st.sampled_from("-+ \t#:'\"\n\xa0\u2028\x00é"), st.data()
)
def test_a_slip_of_the_hand_changes_nothing(before: list[str], after: list[str], sign: str, data: Any) -> None:
    text = "".join(before) + "- a: b\n  c: |-\n    d\n\n    e\n  f: 'g'\n  h:\n  - i\n  - [j, k]\n" + "".join(after)
    at = data.draw(st.integers(0, len(text)))
    check(text[:at] + sign + text[at:])
    check(text[:at] + text[at + 1 :])


@given(st.dictionaries(STRINGS, DATA, min_size=1, max_size=5) | st.lists(DATA, min_size=1, max_size=3))
def test_what_we_write_is_read_as_the_parser_does(data: Any) -> None:
    check(dump_yaml(data))


@given(st.lists(st.dictionaries(st.sampled_from("abcdef"), DATA, min_size=1), min_size=1, max_size=3))
def test_what_others_write_is_read_as_the_parser_does(data: Any) -> None:
    plain = yaml.safe_load(dump_yaml(data))
    check(yaml.safe_dump(plain, sort_keys=False, allow_unicode=True))


@given(st.text(max_size=40))
def test_any_text_is_read_or_left(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        '- id: 1\n  author: "Jane \\"J\\" Doe"\n  body: |-\n    a\n\n    b # c\n- id: 2\n  body: Thanks!\n',
        "title: No\ndate: 2014-01-13\ntags: [best of 2013, 'a, b', \"c\"]\nempty:\n",
        "film:\n  title: x\n  cast:\n  - A B\n  - C\n  crew:\n    Photography: [D]\nrating: 4.5\n",
        "a:\n\nb: |+\n  x\n\n\nc: |\n  y\n\nd: ''\n",
        "- a:\n  - b\n  - c\n  d: e\n- f\n",
        "- source: https://a.example/?b#c:d\n  author:\n    name: x\n",
        "[]\n",
    ],
)
def test_the_usual_is_read(text: str) -> None:
    assert check(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a: b",
        "a: b #c\n",
        "b: c\n# a\nd: e\n",
        "# only a note\n",
        "a: &b c\n",
        "a: b: c\n",
        "a: b\n  c\n",
        "a: b\n c: d\n",
        "a: 1\na: 2\n",
        "a: b\n---\nc: d\n",
        "a: b\u2028c\n",
        "a: b\tc\n",
        'a: "\\n"\n',
        "a: >\n  b\n",
        "a: |2\n   b\n",
        "a: |\n    b\n   c\n",
        "a\n",
        "- a\n  b: c\n",
        "a: [b, [c]]\n",
    ],
)
def test_the_unusual_is_left(text: str) -> None:
    assert read_simple(text, 1) is None


def test_deep_nesting_is_left() -> None:
    assert read_simple("".join(f"{' ' * depth}a:\n" for depth in range(40)), 1) is None


def test_places_are_those_of_the_file() -> None:
    node = read_simple("a: b\nc:\n- [d, 'e']\n", 5)
    key, value = Scalar("a", 5, 1), Scalar("b", 5, 4)
    flow = Sequence((Scalar("d", 7, 4), Scalar("e", 7, 7, False)), 7, 3)
    assert node == Mapping(((key, value), (Scalar("c", 6, 1), Sequence((flow,), 7, 1))), 5, 1)


@pytest.mark.parametrize("text", ["- a: |\n text\n", "- a: |\n  text\n", "- b: 1\n  a: |\n  text\n"])
def test_a_block_left_of_its_key_is_left_to_the_parser(text: str) -> None:
    assert read_simple(text, 1) is None


@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.yaml")), ids=lambda path: path.stem)
def test_the_files_of_the_demo_are_read_alike(path: Path) -> None:
    text = path.read_text("utf-8")
    try:
        check(text)
    except ContentError:
        pytest.fail("the short way reads what the parser refuses")


@pytest.mark.parametrize("text", ["a: [b, ", "a: b:", "a: b #", "- a b ", 'a: "\\"', "a: |\n  b\n\n", "a: 'b''"])
def test_no_text_takes_long(text: str) -> None:
    start = time.process_time()
    head, tail = text[:3], text[3:]
    check(f"{head}{tail * 20_000}\n")
    check(f"{text * 20_000}\n")
    assert time.process_time() - start < 5
