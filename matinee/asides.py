"""Something done aside by a copy of this process, while this one goes on: at the cost of a few milliseconds, and
without the libraries that a crew of workers takes."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Callable


class Aside:
    """A question that another process is at, or none unless it `pays`: then it is asked when the answer is wanted. What
    is done aside must leave nothing behind in memory, and nothing that has to be closed or flushed."""

    def __init__(self, ask: Callable[[], bool], pays: bool) -> None:
        self._ask = ask
        self._process = _fork(ask) if pays and _may_fork() else 0

    @property
    def is_running(self) -> bool:
        """Whether another process is at it."""
        return self._process != 0

    def answer(self) -> bool:
        """Whether it was so; as this process finds it, where the other came to no end."""
        if not self._process:
            return self._ask()
        process, self._process = self._process, 0
        _, status = os.waitpid(process, 0)
        code = os.waitstatus_to_exitcode(status)
        return code == _YES if code in {_YES, _NO} else self._ask()

    def was_done(self) -> bool:
        """Whether another process was at it and said yes; nothing is asked here."""
        if not self._process:
            return False
        process, self._process = self._process, 0
        _, status = os.waitpid(process, 0)
        return os.waitstatus_to_exitcode(status) == _YES


_YES, _NO, _FAILED = 0, 1, 2


def _may_fork() -> bool:
    """A copy of a process has one thread, whatever locks the others held."""
    return sys.platform == "linux" and threading.active_count() == 1


def _fork(ask: Callable[[], bool]) -> int:
    """The process that asks; 0 where there can be none."""
    try:
        process = os.fork()
    except OSError:
        return 0
    if process == 0:
        code = _FAILED
        try:
            gc.disable()
            code = _YES if ask() else _NO
        finally:
            os._exit(code)
    return process
