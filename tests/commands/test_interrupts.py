"""Ctrl-C: heard when it can be, and answered without a traceback."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from matinee.interrupts import heard, unheard
from tests.site import Site

INTERRUPTED_IMPORT = """
import sys

class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == "matinee.cli":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupt())
"""


def press_ctrl_c(steps: list[str]) -> None:
    signal.raise_signal(signal.SIGINT)  # for this thread: others of a test runner may hear it at once
    steps.append("went on")


def press_it_unheard(steps: list[str]) -> None:
    with unheard():
        press_ctrl_c(steps)
    steps.append("went on after")


def press_it_heard(steps: list[str]) -> None:
    with unheard(), heard():
        press_ctrl_c(steps)


def test_ctrl_c_waits_until_it_may_be_heard() -> None:
    steps: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        press_it_unheard(steps)
    assert steps == ["went on"]


def test_ctrl_c_is_heard_at_once_within_a_moment_of_hearing() -> None:
    steps: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        press_it_heard(steps)
    assert steps == []
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


@pytest.mark.parametrize("start", ["from matinee import main", "from matinee.__main__ import command; command()"])
def test_ctrl_c_while_the_program_is_loaded_is_quiet(start: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_IMPORT + start], env=Site.environment(), capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")
