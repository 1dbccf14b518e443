"""A crew of processes: all work is done once, what goes wrong is told, and nobody is waited for in vain."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator

import pytest

from matinee.errors import OutsideError
from matinee.workers import Crew

LONG = 300_000  # bytes: more than a pipe holds


def greeting(name: str) -> str:
    return f"{name} {os.getpid()}"


def echo(context: str, chunk: bytes) -> tuple[str, int]:
    return context, len(chunk)


def answer_at_length(_context: str, chunk: int) -> bytes:
    return bytes([chunk % 256]) * LONG


def send_back(_context: str, chunk: bytes) -> bytes:
    return chunk


def fail(_context: str, chunk: int) -> int:
    if chunk == 7:
        raise KeyError("seven")
    return chunk


def end(_context: str, chunk: int) -> bytes:
    if chunk == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return bytes(LONG)


class NotPortableError(Exception):
    """An exception that cannot leave its process."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(one)


def fail_oddly(_context: str, chunk: int) -> int:
    raise NotPortableError("odd", str(chunk))


def test_every_chunk_is_done_once_however_many_share_the_work() -> None:
    with Crew(3) as crew:
        answers = list(crew.each(answer_at_length, range(50), greeting, ("a",)))
    assert sorted(answer[0] for answer in answers) == list(range(50))
    assert multiprocessing.active_children() == []


def test_one_crew_does_one_work_after_another_with_the_same_processes() -> None:
    with Crew(2) as crew:
        first = {who for who, _ in crew.each(echo, [b"x"] * 40, greeting, ("a",))}
        second = {who for who, _ in crew.each(echo, [b"x"] * 40, greeting, ("b",))}
    assert {who.partition(" ")[0] for who in first} == {"a"}
    assert {who.partition(" ")[0] for who in second} == {"b"}
    assert {who.partition(" ")[2] for who in second} <= {who.partition(" ")[2] for who in first}


def test_chunks_are_asked_for_when_somebody_can_do_them() -> None:
    asked: list[int] = []

    def chunks() -> Iterator[bytes]:
        for number in range(30):
            asked.append(number)
            yield bytes(LONG)

    with Crew(2) as crew:
        work = crew.each(echo, chunks(), greeting, ("a",))
        next(work)
        assert len(asked) <= 6
        assert len(list(work)) == 29


def test_little_work_is_done_here_and_the_meantime_is_used() -> None:
    heard: list[str] = []
    with Crew(2) as crew:
        here = list(crew.each(echo, [b"x", b"y"], greeting, ("a",), lambda: heard.append("once"), alone=2))
        assert here == [(f"a {os.getpid()}", 1)] * 2
        there = list(crew.each(echo, [b"x"] * 3, greeting, ("a",), lambda: heard.append("twice"), alone=2))
        assert f"a {os.getpid()}" not in {who for who, _ in there}
    assert heard == ["once", "twice"]


def test_what_a_worker_raises_is_raised_here_with_its_own_traceback() -> None:
    with pytest.raises(KeyError, match="seven") as raised, Crew(2) as crew:
        list(crew.each(fail, range(50), greeting, ("a",)))
    assert "in fail" in "".join(raised.value.__notes__)
    with pytest.raises(RuntimeError, match="NotPortableError"), Crew(2) as crew:
        list(crew.each(fail_oddly, range(50), greeting, ("a",)))
    assert multiprocessing.active_children() == []


def test_a_worker_that_is_killed_is_missed_at_once() -> None:
    with pytest.raises(OutsideError, match="was killed"), Crew(2) as crew:
        list(crew.each(end, range(50), greeting, ("a",)))
    assert multiprocessing.active_children() == []


def test_a_crew_that_is_left_in_the_middle_of_long_answers_ends() -> None:
    for _ in range(5):
        with pytest.raises(ZeroDivisionError), Crew(2) as crew:
            sum(len(answer) // 0 for answer in crew.each(answer_at_length, range(50), greeting, ("a",)))
        assert multiprocessing.active_children() == []


def test_chunks_and_answers_may_both_be_long() -> None:
    with Crew(2) as crew:
        answers = list(crew.each(send_back, (bytes([number]) * 4 * LONG for number in range(20)), greeting, ("a",)))
    assert sorted(answer[0] for answer in answers) == list(range(20))


def test_a_work_that_is_not_heard_to_its_end_does_not_keep_the_crew() -> None:
    with Crew(2) as crew:
        next(crew.each(answer_at_length, range(50), greeting, ("a",)))
    assert multiprocessing.active_children() == []


def test_after_a_failure_the_next_work_begins_afresh() -> None:
    with Crew(2) as crew:
        with pytest.raises(KeyError):
            list(crew.each(fail, range(50), greeting, ("a",)))
        found = list(crew.each(echo, [b"xy"] * 20, greeting, ("b",)))
        assert [size for _, size in found] == [2] * 20
        next(crew.each(answer_at_length, range(50), greeting, ("c",)))
        assert len(list(crew.each(echo, [b"xy"] * 20, greeting, ("d",)))) == 20
