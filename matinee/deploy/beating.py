"""A sign of life, given now and then while something takes long."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


@contextmanager
def beating(sign: Callable[[], object], every: float) -> Iterator[None]:
    """Give a sign each time so many seconds have passed. One that fails is followed by the next: what is wrong will be
    said by what takes long. Afterwards none is given any more."""
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(every):
            with suppress(Exception):
                sign()

    beats = threading.Thread(target=beat, daemon=True)
    beats.start()
    try:
        yield
    finally:
        stop.set()
        beats.join()
