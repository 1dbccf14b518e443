"""The side that hands work out. The results are the same for any number of processes."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, islice
from typing import TYPE_CHECKING, Self, TypeVar, cast

from ..errors import OutsideError
from ..interrupts import unheard
from .worker import serve

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Context = TypeVar("Context")
Chunk = TypeVar("Chunk")
Result = TypeVar("Result")

Progress = Callable[[str, int, int], None]  # who hears of a stage, how much of it is done, and how much there is


def processors() -> int:
    """How many processes can run at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Crew:
    """Processes that share one build's work, each at the end of a pipe of its own; none is started before it is needed,
    and all see one work after another, so that they are born while there is little to share.

    The library's pool has its workers share one pipe for their answers; one that is killed in the middle of an answer
    leaves it waiting for the rest for ever. Here a pipe that ends tells that its worker has.

    A worker is given the next chunk before it is done with the last, so that it never waits; and it listens while it
    works, so that nobody waits for it to hear, however long chunks and answers are.
    """

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._workers: dict[Connection, BaseProcess] = {}
        self._at_work: set[Connection] = set()
        self._busy: Counter[Connection] = Counter()
        self._leaving: list[BaseProcess] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Let the workers go, and see them off; where something went wrong, whatever they were at."""
        if kind is not None:
            self._kill()
        self.rest()
        for worker in self._leaving:
            worker.join()

    def rest(self) -> None:
        """Let the workers go, without waiting until they have gone; the next work begins with others."""
        self._leaving = [worker for worker in self._leaving if worker.is_alive()]
        for pipe, worker in self._workers.items():
            with suppress(OSError):
                pipe.send(None)
            pipe.close()
            self._leaving.append(worker)
        self._workers.clear()
        self._busy.clear()

    def _kill(self) -> None:
        for worker in self._workers.values():
            worker.kill()

    def _see_off(self) -> None:
        for pipe, worker in self._workers.items():
            worker.join()
            pipe.close()
        self._workers.clear()
        self._busy.clear()

    def each(
        self,
        work: Callable[[Context, Chunk], Result],
        chunks: Iterable[Chunk],
        setup: Callable[..., Context],
        arguments: tuple[object, ...],
        meanwhile: Callable[[], object] = tuple,
        alone: int = 1,
    ) -> Iterator[Result]:
        """`work(context, chunk)` for every chunk, in any order; as many as `alone`, if there are no more, without other
        processes. `setup(*arguments)` makes each process its own context; `meanwhile()` is done here as soon as they
        are at it.

        `work` and `setup` must be functions of a module, and everything must survive pickling, so that any start method
        will do. What a worker raises is raised here, with its own traceback as a note; then, and where nobody hears of
        the rest, whatever is at work is ended, and the next work begins with others.
        """
        waiting = iter(chunks)
        first = list(islice(waiting, alone + 1))
        waiting = chain(first, waiting)
        if self._jobs <= 1 or len(first) <= alone:
            meanwhile()
            context = setup(*arguments)
            for chunk in waiting:
                yield work(context, chunk)
            return
        self._at_work.clear()
        try:
            self._hand_out(waiting, (work, setup, arguments))
            meanwhile()
            while self._busy:
                for pipe in self._ready():
                    answer = _answer(pipe)
                    self._busy[pipe] -= 1
                    if not self._busy[pipe]:
                        del self._busy[pipe]
                    self._hand_out(waiting, (work, setup, arguments))
                    yield cast(Result, answer)
        finally:
            if self._busy:
                self._kill()
                self._see_off()

    def _hand_out(self, waiting: Iterator[object], work: tuple[object, ...]) -> None:
        """Give every worker that has not enough to do a chunk, while there are any."""
        while (pipe := self._free()) is not None:
            chunk = next(waiting, _NO_MORE)
            if chunk is _NO_MORE:
                return
            with _missed():
                if pipe not in self._at_work:
                    pipe.send(work)
                    self._at_work.add(pipe)
                pipe.send((chunk,))
            self._busy[pipe] += 1

    def _free(self) -> Connection | None:
        """A worker who has nothing to do, else a new one, else one who has nothing to do next."""
        pipe = min(self._workers, key=lambda pipe: self._busy[pipe], default=None)
        if (pipe is None or self._busy[pipe]) and len(self._workers) < self._jobs:
            return self._hire()
        return pipe if pipe is not None and self._busy[pipe] < 2 else None

    def _hire(self) -> Connection:
        from multiprocessing import get_context

        context = get_context(_start_method())
        born: Callable[..., BaseProcess] = context.Process  # type: ignore[attr-defined]
        with unheard():
            here, there = context.Pipe()
            worker = born(target=serve, args=(there,), daemon=True)
            worker.start()
            there.close()
        self._workers[here] = worker
        return here

    def _ready(self) -> list[Connection]:
        from multiprocessing.connection import wait

        ready = wait(self._busy)
        return [pipe for pipe in self._busy if pipe in ready]


_NO_MORE = object()


def _answer(pipe: Connection) -> object:
    with _missed():
        is_good, result, trace = pipe.recv()
    if is_good:
        return result
    result.add_note(trace)
    raise result


@contextmanager
def _missed() -> Iterator[None]:
    """OutsideError where a worker is not there any more."""
    try:
        yield
    except (EOFError, OSError) as exc:
        raise OutsideError(
            "one of the processes that share the work was killed", "memory may be short; try --jobs 1"
        ) from exc


def split(items: Sequence[Chunk], size: int) -> list[Sequence[Chunk]]:
    """The items in runs of at most `size`."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def _start_method() -> str:
    """What the program was told to use; else fork where it is safe and cheap (Linux), else the platform's own way."""
    import multiprocessing

    default = "fork" if sys.platform == "linux" else multiprocessing.get_all_start_methods()[0]
    return _chosen_method() or default


def _chosen_method() -> str | None:
    import multiprocessing

    return multiprocessing.get_start_method(allow_none=True)
