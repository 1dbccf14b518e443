"""Something done aside by a copy of this process, while this one goes on: at the cost of a few milliseconds, and
without the libraries that a crew of workers takes."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import Self

from .interrupts import unheard


class Aside:
    """A question that another process is at, or none unless it `pays`: then it is asked when the answer is wanted. What
    is done aside must leave nothing behind in memory, and nothing that has to be closed or flushed. At the end of the
    context, and with this process, the other one ends, whatever it is at."""

    def __init__(self, ask: Callable[[], bool], pays: bool) -> None:
        self._ask = ask
        self._process = 0
        self._held = -1
        if pays and _may_fork():
            self._process, self._held = _fork(ask)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            os.kill(self._process, signal.SIGKILL)
            self._wait()

    @property
    def is_running(self) -> bool:
        """Whether another process is at it."""
        return self._process != 0

    def answer(self) -> bool:
        """Whether it was so; as this process finds it, where the other came to no end."""
        code = self._wait() if self._process else _FAILED
        return code == _YES if code in {_YES, _NO} else self._ask()

    def was_done(self) -> bool:
        """Whether another process was at it and said yes; nothing is asked here."""
        return bool(self._process) and self._wait() == _YES

    def _wait(self) -> int:
        """How the other process ended."""
        _, status = os.waitpid(self._process, 0)
        os.close(self._held)
        self._process = 0
        return os.waitstatus_to_exitcode(status)


_YES, _NO, _FAILED = 0, 1, 2


def _may_fork() -> bool:
    """A copy of a process has one thread, whatever locks the others held."""
    return sys.platform == "linux" and threading.active_count() == 1


def _fork(ask: Callable[[], bool]) -> tuple[int, int]:
    """The process that asks, 0 where there can be none; and the end of a pipe that this one holds as long as it lives.

    Ctrl-C is not heard by a copy: it would leave by way of all that this process has yet to put in order.
    """
    with unheard():
        try:
            watched, held = os.pipe()
            process = os.fork()
        except OSError:
            return 0, -1
        if process == 0:
            code = _FAILED
            try:
                os.close(held)
                threading.Thread(target=_end_with_pipe, args=(watched,), daemon=True).start()
                gc.disable()
                code = _YES if ask() else _NO
            finally:
                os._exit(code)
    os.close(watched)
    return process, held


def _end_with_pipe(watched: int) -> None:
    """Nobody else ends us when the process was killed that we are a copy of, and we hold its locks."""
    os.read(watched, 1)
    os._exit(_FAILED)
