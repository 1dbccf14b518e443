"""Programs of others: what they say is heard, and whatever is at fault is told by its name."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from matinee.deploy.tools import ask_tool, feed_tool, follow_tool
from matinee.errors import OutsideError

NOBODY = ["no-such-program-anywhere"]
SHOUT = [sys.executable, "-c", "import sys; print('one'); print('two'); sys.exit('it broke')"]
EAT = [sys.executable, "-c", "import sys; sys.exit(len(sys.stdin.buffer.read()) != 6)"]


def test_a_program_that_is_not_there_is_named() -> None:
    for call in (
        lambda: ask_tool(NOBODY),
        lambda: feed_tool(NOBODY, [], "fault", "hint", {}),
        lambda: follow_tool(NOBODY, "fault", "hint", len),
    ):
        with pytest.raises(OutsideError, match="no-such-program-anywhere is not installed"):
            call()


def test_each_line_is_heard_and_the_last_words_are_told() -> None:
    heard: list[bytes] = []
    with pytest.raises(OutsideError, match="the files did not go: it broke") as caught:
        follow_tool(SHOUT, "the files did not go", "try again", heard.append)
    assert heard == [b"one\n", b"two\n"]
    assert caught.value.hint == "try again"


def test_chunks_are_read_to_the_end() -> None:
    feed_tool(EAT, [b"abc", b"def"], "fault", "hint", {})
    with pytest.raises(OutsideError, match="fault: it ended with 1"):
        feed_tool(EAT, [b"abc"], "fault", "hint", {})


def test_a_fault_of_the_chunks_is_their_own_and_leaves_nothing_running(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *words: object, **ways: object) -> None:
            super().__init__(*words, **ways)  # type: ignore[call-overload]
            started.append(self)

    def chunks() -> Iterator[bytes]:
        yield b"abc"
        raise FileNotFoundError("a page that went")

    monkeypatch.setattr(subprocess, "Popen", Noted)
    with pytest.raises(FileNotFoundError, match="a page that went"):
        feed_tool(EAT, chunks(), "fault", "hint", {})
    assert [process.returncode for process in started] == [1]
