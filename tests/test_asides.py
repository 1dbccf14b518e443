"""What a copy of this process finds out aside."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from matinee.asides import Aside


@pytest.mark.parametrize("pays", [True, False])
@pytest.mark.parametrize("told", [True, False])
def test_an_answer_is_the_same_whoever_finds_it(told: bool, pays: bool) -> None:
    assert Aside(lambda: told, pays).answer() is told


def test_another_process_is_at_it_and_leaves_nothing_in_this_one(tmp_path: Path) -> None:
    here = os.getpid()
    found: list[int] = []

    def ask() -> bool:
        found.append(1)
        (tmp_path / "who").write_text(str(os.getpid()))
        return True

    aside = Aside(ask, pays=True)
    assert aside.was_done()
    assert not aside.was_done()
    assert int((tmp_path / "who").read_text()) != here
    assert found == []


def test_where_the_other_comes_to_no_end_it_is_found_out_here() -> None:
    here = os.getpid()

    def ask() -> bool:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return True

    assert Aside(ask, pays=True).answer()
    assert not Aside(ask, pays=True).was_done()


def test_what_fails_there_fails_here_with_its_own_words() -> None:
    def ask() -> bool:
        raise KeyError("here too")

    with pytest.raises(KeyError, match="here too"):
        Aside(ask, pays=True).answer()
    assert not Aside(ask, pays=True).was_done()
    assert not Aside(ask, pays=False).was_done()
