"""When Ctrl-C is heard: not while modules are loaded or processes are born, and then as soon as may be."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unheard() -> Iterator[None]:
    """A moment in which Ctrl-C waits. What is half loaded when it strikes may swallow it or crash; a process that is
    being born would answer with a traceback."""
    yield from _with_mask("SIG_BLOCK")


@contextmanager
def heard() -> Iterator[None]:
    """A moment, within one in which it waits, in which Ctrl-C is heard."""
    yield from _with_mask("SIG_UNBLOCK")


def _with_mask(how: str) -> Iterator[None]:
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(getattr(signal, how), {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
