"""Work in many processes, or in this one when there is little of it. The results are the same for any number of
processes."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from .errors import OutsideError
from .interrupts import unheard

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

Context = TypeVar("Context")
Chunk = TypeVar("Chunk")
Result = TypeVar("Result")

Progress = Callable[[str, int, int], None]  # who hears of a stage, how much of it is done, and how much there is

_context: Any = None


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
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool

    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(min(jobs, len(chunks)), _start_method(), _prepare, (setup, arguments))
    try:
        with unheard():
            waiting = [pool.submit(_run, work, chunk) for chunk in chunks]
        meanwhile()
        for done in as_completed(waiting):
            yield done.result()
    except BrokenProcessPool as exc:
        raise OutsideError(
            "one of the processes that share the work was killed", "memory may be short; try --jobs 1"
        ) from exc
    except BaseException:
        for child in set(multiprocessing.active_children()) - others:
            child.kill()  # whatever they were at, nobody waits for it
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def collect_rarely() -> None:
    """Look for garbage as seldom as suits a process that makes many values, keeps most of them and soon ends."""
    gc.set_threshold(50_000, 20, 50)


def split(items: Sequence[Chunk], size: int) -> list[Sequence[Chunk]]:
    """The items in runs of at most `size`."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def _start_method() -> BaseContext:
    """What the program was told to use; else fork where it is safe and cheap (Linux), else the platform's own way."""
    import multiprocessing

    default = "fork" if sys.platform == "linux" else None
    return multiprocessing.get_context(_chosen_method() or default)


def _chosen_method() -> str | None:
    import multiprocessing

    return multiprocessing.get_start_method(allow_none=True)


def _prepare(setup: Callable[..., object], arguments: tuple[object, ...]) -> None:
    import signal
    import threading

    threading.Thread(target=_end_with_parent, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and ends us
    gc.freeze()
    collect_rarely()
    global _context
    _context = setup(*arguments)


def _end_with_parent() -> None:
    """Nobody else ends us when the parent was killed, and we hold its locks."""
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _run(work: Callable[[Any, Chunk], Result], chunk: Chunk) -> Result:
    return work(_context, chunk)
