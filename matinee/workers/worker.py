"""The worker's side: chunk after chunk, until there are no more."""

from __future__ import annotations

import gc
import os
import pickle
import threading
import traceback
from collections.abc import Callable
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


def serve(pipe: Connection) -> None:
    """A worker's life: one work after another, chunk after chunk, until there are no more."""
    _settle_in()
    work: Callable[[Any, Any], object] = getattr
    prepare: Callable[[], object] | None = None
    context: object = None
    inbox: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_listen, args=(pipe, inbox), daemon=True).start()
    while (told := inbox.get()) is not None:
        if len(told) > 1:
            work, prepare = told[0], partial(told[1], *told[2])
            continue
        try:
            if prepare is not None:
                context, prepare = prepare(), None
            answer = (True, work(context, told[0]), "")
        except Exception as exc:
            answer = (False, _portable(exc), f"in a worker:\n{''.join(traceback.format_exception(exc))}")
        pipe.send(answer)


def _listen(pipe: Connection, inbox: SimpleQueue[Any]) -> None:
    """Take in what there is to do, while something else is being done, until the pipe ends."""
    told: object = ()
    while told is not None:
        try:
            told = pipe.recv()
        except (EOFError, OSError):
            told = None
        inbox.put(told)


def _portable(exc: Exception) -> Exception:
    """The exception, or one that says the same and can leave the process."""
    try:
        pickle.loads(pickle.dumps(exc))  # noqa: S301 (our own)
    except Exception:
        return RuntimeError(repr(exc))
    return exc


def _settle_in() -> None:
    """What a process that only works for another does first."""
    import signal

    threading.Thread(target=_end_with_parent, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and ends us
    gc.freeze()
    _collect_rarely()


def _end_with_parent() -> None:
    """Nobody else ends us when the parent was killed, and we hold its locks."""
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _collect_rarely() -> None:
    """Look for garbage, whatever the parent does; as seldom as suits a process that makes many values and soon ends."""
    gc.enable()
    gc.set_threshold(50_000, 20, 50)
