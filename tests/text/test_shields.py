"""Slots and shields: what waits in the HTML, and how it is filled, left out or wrapped."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.text.shields import fill_notes, note_mark, open_shields, redact_shields, shield_whole
from matinee.text.slots import clean, fill, keep, redact, slot
from tests.spoken import spoken

WORDS = spoken()

INLINE = f"<p>He {slot('S', 0)}dies{slot('s')}.</p>"
BLOCK = f"{slot('B', 1)}\n<p>Twist {slot('S', 0)}more{slot('s')}</p>\n{slot('b')}\n"
LABELS = ("", 'the "end" <b>')


def test_an_inline_shield_is_a_checkbox_and_its_label() -> None:
    assert open_shields(INLINE, LABELS, "s", WORDS.on_shields) == (
        '<p>He <span class="spoiler"><input type="checkbox" id="s1"><label for="s1">spoiler</label>'
        '<span class="hidden-text">dies</span></span>.</p>'
    )


def test_a_block_shield_is_a_disclosure_and_escapes_its_label() -> None:
    assert open_shields(BLOCK, LABELS, "s-7-", WORDS.on_shields).startswith(
        '<details class="spoiler"><summary>Spoiler: the &quot;end&quot; &lt;b&gt;</summary><div>\n<p>Twist '
    )


def test_a_labelled_inline_shield_says_its_label_to_those_who_listen() -> None:
    opened = open_shields(f"{slot('S', 0)}x{slot('s')}", ("plot",), "s", WORDS.on_shields)
    assert '<label for="s1">spoiler<span class="vh">: plot</span></label>' in opened


def test_ids_count_from_one_in_each_text() -> None:
    opened = open_shields(INLINE + BLOCK + INLINE, LABELS, "s", WORDS.on_shields)
    assert [f'id="s{number}"' in opened for number in (1, 2, 3, 4)] == [True, True, True, False]


def test_other_slots_wait_for_others() -> None:
    text = f'<a href="{slot("L", 3)}">{slot("S", 0)}{slot("I", 0)}{slot("s")}</a>'
    assert slot("L", 3) in open_shields(text, ("",), "s", WORDS.on_shields)
    assert slot("I", 0) in open_shields(text, ("",), "s", WORDS.on_shields)


def test_a_redacted_text_says_that_something_was_there() -> None:
    assert redact_shields(INLINE, LABELS, WORDS.shield_note) == "<p>He [spoiler].</p>"
    assert redact_shields(BLOCK, LABELS, WORDS.shield_note) == "<p>[spoiler: the &quot;end&quot; &lt;b&gt;]</p>\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("plain", "plain"),
        (f"He {note_mark()} there", "He [spoiler] there"),
        (f"{note_mark('The “end”')} {note_mark('a')}", "[spoiler: The “end”] [spoiler: a]"),
        (f"{note_mark('a long label')[:8]}…", "[spoiler: a long …]"),  # cut short, as lists do
    ],
)
def test_a_note_is_said_where_a_shield_was(text: str, told: str) -> None:
    assert fill_notes(text, WORDS.shield_note) == told


def test_a_whole_text_is_wrapped_with_the_shields_that_it_has() -> None:
    whole = shield_whole(open_shields(INLINE, LABELS, "s", WORDS.on_shields), "", WORDS.on_shields)
    assert whole.startswith('<details class="spoiler"><summary>Spoiler</summary><div><p>He <span class="spoiler">')
    assert whole.endswith("</div></details>")


@given(st.lists(st.sampled_from(["a", slot("S", 0), slot("s"), slot("B", 0), slot("b"), slot("I", 0)]), max_size=12))
def test_nothing_behind_a_shield_survives_redaction(parts: list[str]) -> None:
    depth, left = 0, []
    for part in parts:
        if part in {slot("s"), slot("b")} and not depth:
            return
        depth += {slot("S", 0): 1, slot("B", 0): 1, slot("s"): -1, slot("b"): -1}.get(part, 0)
        if not depth and part in {"a", slot("I", 0)}:
            left.append(part)
    assert redact("".join(parts), lambda kind, number: "") == "".join(left)


@given(st.lists(st.tuples(st.sampled_from("LISB"), st.integers(0, 99)), max_size=8))
def test_filling_with_the_slots_themselves_changes_nothing(slots: list[tuple[str, int]]) -> None:
    text = "x".join(slot(kind, number) for kind, number in slots) + slot("s")
    assert fill(text, keep) == text


@given(st.text())
def test_clean_text_is_fit_for_html_and_has_no_slots(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert slot("S", 0) not in clean(f"{text}{slot('S', 0)}")
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]", cleaned)
