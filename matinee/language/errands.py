"""Work that is done aside, one thing after the other; of several for one thing only the last."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable, Hashable

Work = Callable[[], None]


class Errands:
    """A thread that does what it is asked to. It does not keep the process from ending."""

    def __init__(self, name: str) -> None:
        self._arrived = threading.Condition()
        self._waiting: dict[Hashable, Work] = {}
        self._is_over = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def ask(self, key: Hashable, work: Work) -> None:
        """Have something done, instead of what was asked under this key and has not been begun."""
        with self._arrived:
            self._waiting.pop(key, None)
            self._waiting[key] = work
            self._arrived.notify()

    def end(self, timeout: float) -> None:
        """Begin nothing more; wait so long for what is being done."""
        with self._arrived:
            self._is_over = True
            self._arrived.notify()
        self._thread.join(timeout)

    def _run(self) -> None:
        while (work := self._next()) is not None:
            try:
                work()
            except Exception:  # a bug of ours, told in the editor's log; the next keystroke may be better
                traceback.print_exc()

    def _next(self) -> Work | None:
        with self._arrived:
            while not self._waiting and not self._is_over:
                self._arrived.wait()
            if self._is_over:
                return None
            return self._waiting.pop(next(iter(self._waiting)))
