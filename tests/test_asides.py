"""What a copy of this process finds out aside."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from matinee.asides import Aside
from tests.site import ROOT


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


def wait_for_ever() -> bool:
    while True:
        signal.pause()


def is_gone(process: int) -> bool:
    try:
        return " Z " in f" {Path(f'/proc/{process}/stat').read_text().rpartition(')')[2]}"
    except FileNotFoundError:
        return True


def test_nobody_is_left_when_the_answer_is_not_wanted_any_more() -> None:
    with Aside(wait_for_ever, pays=True) as aside:
        process = aside._process
    assert not aside.is_running
    with pytest.raises(ChildProcessError):
        os.waitpid(process, os.WNOHANG)


def test_a_copy_ends_with_what_it_is_a_copy_of() -> None:
    program = (
        "import os, signal, sys\n"
        "from matinee.asides import Aside\n"
        "from tests.test_asides import wait_for_ever\n"
        "aside = Aside(wait_for_ever, pays=True)\n"
        "print(aside._process, flush=True)\n"
        "signal.pause()\n"
    )
    first = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert first.stdout is not None
    other = int(first.stdout.readline())
    assert not is_gone(other)
    first.kill()
    first.communicate()
    deadline = time.monotonic() + 30
    while not is_gone(other):
        assert time.monotonic() < deadline
