"""Work in many processes, or in this one when there is little of it. The results are the same for any number of
processes."""

from __future__ import annotations

import gc
import os
import pickle
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from .errors import OutsideError
from .interrupts import unheard

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


def each_chunk(
    work: Callable[[Context, Chunk], Result],
    chunks: Sequence[Chunk],
    setup: Callable[..., Context],
    arguments: tuple[object, ...],
    jobs: int,
    meanwhile: Callable[[], object] = tuple,
) -> Iterator[Result]:
    """`work(context, chunk)` for every chunk, in any order. `setup(*arguments)` makes each process its own context;
    `meanwhile()` is done here as soon as they are at it.

    `work` and `setup` must be functions of a module, and the arguments must survive pickling, so that any start
    method will do.
    """
    if jobs <= 1 or len(chunks) <= 1:
        meanwhile()
        context = setup(*arguments)
        for chunk in chunks:
            yield work(context, chunk)
        return
    crew = Crew(work, chunks, setup, arguments, min(jobs, len(chunks)))
    try:
        meanwhile()
        yield from crew.results()
    except BaseException:
        crew.kill()  # whatever they were at, nobody waits for it
        raise
    finally:
        crew.end()


class Crew:
    """Processes that do the same work on different chunks, each at the end of a pipe of its own.

    The library's pool has its workers share one pipe for their answers; one that is killed in the middle of an answer
    leaves it waiting for the rest for ever. Here a pipe that ends tells that its worker has.

    A forked worker has all chunks and is told numbers, the next one before it is done with the last, so that it never
    waits. Any other is sent a chunk when it is done: two that send each other much at once would both wait.
    """

    def __init__(
        self,
        work: Callable[[Any, Any], object],
        chunks: Sequence[Any],
        setup: Callable[..., object],
        arguments: tuple[object, ...],
        size: int,
    ) -> None:
        from multiprocessing import connection, get_context

        self._wait = connection.wait
        self._chunks = chunks
        self._waiting = iter(range(len(chunks)))
        self._busy: Counter[Connection] = Counter()
        self._workers: dict[Connection, BaseProcess] = {}
        method = _start_method()
        self._is_forked = method == "fork"
        context = get_context(method)
        born: Callable[..., BaseProcess] = context.Process  # type: ignore[attr-defined]
        known = chunks if self._is_forked else ()
        with unheard():
            for _ in range(size):
                here, there = context.Pipe()
                worker = born(target=_serve, args=(there, known, work, setup, arguments), daemon=True)
                worker.start()
                there.close()
                self._workers[here] = worker
        for pipe in (*self._workers, *self._workers) if self._is_forked else self._workers:
            self._give(pipe)

    def results(self) -> Iterator[Any]:
        """What comes of each chunk, as it comes."""
        while self._busy:
            ready = self._wait(self._busy)
            for pipe in [pipe for pipe in self._busy if pipe in ready]:
                result = _answer(pipe)
                self._busy[pipe] -= 1
                self._give(pipe)
                yield result

    def _give(self, pipe: Connection) -> None:
        """Let a worker have the next chunk, if there is one."""
        number = next(self._waiting, None)
        if number is not None:
            with _missed():
                pipe.send(number if self._is_forked else self._chunks[number])
            self._busy[pipe] += 1
        elif not self._busy[pipe]:
            del self._busy[pipe]

    def kill(self) -> None:
        for worker in self._workers.values():
            worker.kill()

    def end(self) -> None:
        """Let the workers go, and see them off."""
        for pipe in self._workers:
            with suppress(OSError):
                pipe.send(_ENOUGH)
        for pipe, worker in self._workers.items():
            worker.join()
            pipe.close()


_ENOUGH = None  # no chunk is


def _answer(pipe: Connection) -> object:
    """What a worker answers; its exception, with its own traceback as a note, where it failed."""
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


def _serve(
    pipe: Connection,
    chunks: Sequence[Any],
    work: Callable[[Any, Any], object],
    setup: Callable[..., object],
    arguments: tuple[object, ...],
) -> None:
    """A worker's life: chunk after chunk, until there are no more."""
    _settle_in()
    context: object = None
    is_ready = False
    while (told := _next(pipe)) is not _ENOUGH:
        try:
            if not is_ready:
                context, is_ready = setup(*arguments), True
            answer = (True, work(context, chunks[told] if chunks else told), "")
        except Exception as exc:
            answer = (False, _portable(exc), f"in a worker:\n{''.join(traceback.format_exception(exc))}")
        pipe.send(answer)


def _next(pipe: Connection) -> Any:  # noqa: ANN401 (a number, or a chunk of any kind)
    try:
        return pipe.recv()
    except EOFError:
        return _ENOUGH


def _portable(exc: Exception) -> Exception:
    """The exception, or one that says the same and can leave the process."""
    try:
        pickle.loads(pickle.dumps(exc))  # noqa: S301 (our own)
    except Exception:
        return RuntimeError(repr(exc))
    return exc


def collect_rarely() -> None:
    """Look for garbage as seldom as suits a process that makes many values, keeps most of them and soon ends."""
    gc.set_threshold(50_000, 20, 50)


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


def _settle_in() -> None:
    """What a process that only works for another does first."""
    import signal
    import threading

    threading.Thread(target=_end_with_parent, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and ends us
    gc.freeze()
    collect_rarely()


def _end_with_parent() -> None:
    """Nobody else ends us when the parent was killed, and we hold its locks."""
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
