"""However many private texts there are: those are found that stand in a file, and no others."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from matinee.deploy.guard import Passage
from matinee.deploy.guard import prose as guard_prose
from matinee.deploy.guard.crowd import BEGINNING, Crowd
from matinee.deploy.guard.passages import View, locator
from matinee.deploy.guard.prose import Passages, Text
from matinee.model import LeakRule

# What begins a word and what ends one stands nowhere else in it, so that no word stands within others.
HEADS, MIDDLES, TAILS = ("b", "d", "д", "映"), ("", "a", "é", "lamp", "s", "о", "м", "画", "7", "19"), ("n", "н")
RULES = (LeakRule.DRAFT, LeakRule.SPOILER, LeakRule.HELD)
BETWEEN = (" ", " ", " ", ", ", " – ", "</em> <b>", "&nbsp;", "\n")
BLOCKS = ("</p>\n<p>", "<br>", "</li><li>")


def word(dice: random.Random) -> str:
    return dice.choice(HEADS) + "".join(dice.choices(MIDDLES, k=dice.randint(1, 3))) + dice.choice(TAILS)


def run(dice: random.Random, words: Sequence[str], least: int = 1, most: int = 6) -> list[str]:
    return dice.choices(words, k=dice.randint(least, most))


def page(dice: random.Random, words: Sequence[str], passages: Sequence[Passage]) -> str:
    """A page with some of the passages whole, and some cut; some of them in a shield."""
    parts = []
    for _ in range(dice.randint(0, 6)):
        part = run(dice, words)
        if passages and dice.random() < 0.6:
            told = dice.choice(passages).text.split()
            part += told[: dice.randint(1, len(told))] if dice.random() < 0.4 else told
        text = "".join(said + dice.choice(BETWEEN) for said in part)
        text = text.upper() if dice.random() < 0.1 else text
        parts.append(f'<span class="spoiler">{text}</span>' if dice.random() < 0.3 else text)
        parts.append(dice.choice((*BLOCKS, " ")))
    return f"<p>{''.join(parts)}</p>"


def naively_found(passages: Sequence[Passage], text: Text) -> set[Passage]:
    """Every passage whose letters stand in the text, asked for one after the other."""
    found = set()
    for one in passages:
        letters = "".join(filter(str.isalnum, one.text.casefold()))
        shown = text.unshielded if one.rule is LeakRule.SPOILER else text
        if any(letters in view.letters for view in shown.views) and (
            not one.is_title or locator(one.text, is_whole=True).search(shown.text)
        ):
            found.add(one)
    return found


@pytest.mark.parametrize("crowd", [10**9, 0], ids=["by letters", "by words"])
def test_those_are_found_that_a_search_for_each_finds(crowd: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard_prose, "_CROWD", crowd)
    found = 0
    for seed in range(1500):
        dice = random.Random(seed)
        words = [word(dice) for _ in range(dice.randint(2, 12))]
        passages = [
            Passage(dice.choice(RULES), f"{number}.md", " ".join(run(dice, words, 1, 5)), dice.random() < 0.2)
            for number in range(dice.randint(0, 12))
        ]
        data = page(dice, words, passages).encode()
        told = Passages(passages).find(Text(data, is_page=True))
        naive = naively_found(passages, Text(data, is_page=True))
        assert {(one.rule, one.proof) for one in told} == {(one.rule, one.text) for one in naive}, seed
        found += len(naive)
    assert found > 2000


def test_a_crowd_is_found_wherever_a_word_begins() -> None:
    for seed in range(500):
        dice = random.Random(seed)
        pieces = {"".join(dice.choices("ab", k=dice.randint(BEGINNING, 2 * BEGINNING))) for _ in range(40)}
        words = ["".join(dice.choices("ab", k=dice.randint(1, 6))) for _ in range(100)]
        letters, starts = "".join(words), {len("".join(words[:number])) for number in range(100)}
        expected = {piece for piece in pieces if any(letters.startswith(piece, at) for at in starts)}
        assert set(Crowd(pieces).found_in(View(words))) == expected
    assert list(Crowd([""]).found_in(View(["abc"]))) == []
    assert list(Crowd(["ab"]).found_in(View(["c", "abd"]))) == ["ab"]


def test_a_text_that_is_gone_through_once_says_what_it_holds_in_order() -> None:
    pieces = [f"passage number {number} of many that wait" for number in range(5000)]
    passages = Passages(Passage(LeakRule.DRAFT, "a.md", piece) for piece in pieces)
    text = f"<p>Before. {pieces[4000]}, and {pieces[7]}.</p>".encode()
    assert [one.proof for one in passages.find(Text(text, is_page=True))] == [pieces[4000], pieces[7]]
