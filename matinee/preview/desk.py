"""The desk of the preview: one thread that takes in what changes, shows it, and proves the rest when nobody waits."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain

from ..errors import Problem
from ..pages.plan import Made
from .showing import Showing
from .warm import Renewal, Warm
from .watching import PYTHON, Watch

LEAST = 5.0  # seconds between two looks at all files, where the system tells of changes; else POLLED
POLLED = 0.5
SHARE = 100  # a look may take this part of the time
SLICE = 0.05  # seconds of proving pages, until somebody else has a turn
REMEMBERED = 60.0  # seconds, at least, between two times that what was read is kept

Line = Callable[[str], None]


class Desk:
    """Brings what is shown up to date, until the watch is over. `told` hears of every change once it can be served;
    `say` of what is to be said in the terminal; `restart` is asked for when the site's own Python has changed,
    and `python` tells what that is like now; what was `loaded` of it was like that."""

    def __init__(
        self,
        warm: Warm | None,
        showing: Showing,
        watch: Watch,
        told: Callable[[], None],
        say: Line,
        tell_problems: Callable[[Iterable[Problem]], None],
        restart: Callable[[], tuple[Problem, ...]],
        python: Callable[[], bytes],
        loaded: bytes,
        clock: Callable[[], float],
    ) -> None:
        self._warm = warm
        self._showing = showing
        self._watch = watch
        self._told = told
        self._say = say
        self._tell_problems = tell_problems
        self._restart = restart
        self._python = python
        self._known_python = loaded
        self._clock = clock
        self._problems: tuple[Problem, ...] = ()
        self._owed: set[str] | None = set()
        self._looked = 0.0
        self._pause = 0.0
        self._is_news, self._remembered = True, 0.0
        self._unproved: Iterator[Made] = showing.unproved()

    def run(self) -> None:
        """Work until all is over. What goes wrong once is told, and does not end it."""
        self._showing.count_new(None)
        while not self._watch.is_over:
            try:
                self._turn()
            except Exception:
                traceback.print_exc()
                self._watch.wait(1.0)
        self._remember()

    def begin(self) -> int:
        """Make the first edition of what has been read; how many outputs it has."""
        if self._warm is not None:
            self._showing.show(self._warm.plan(self._showing.grow))
            self._told()
        self._problems = self._showing.problems
        self._tell_problems(self._problems)
        return len(self._showing.edition.outputs) if self._showing.edition else 0

    def _remember(self) -> None:
        """Keep what was read for the next start."""
        if self._warm is not None and self._is_news:
            self._warm.remember()
        self._is_news, self._remembered = False, time.monotonic()

    def _turn(self) -> None:
        is_busy = self._prove()
        names = self._watch.wait(0.0 if is_busy else self._until_look())
        if self._watch.is_over:
            return
        if any(name.endswith("/") for name in names) and self._watch.mend():
            self._looked = 0.0  # what has happened in a new folder before it was watched
        if any(name.startswith(PYTHON) for name in names):
            self._reload()
        news: set[str] | None = {name for name in names if not name.startswith(PYTHON)}
        if self._owed is None or self._showing.is_lost or self._is_due():
            news = None
        elif not names and time.monotonic() >= self._looked + self._pause:
            news = self._look()
        if news is None or news:
            self._renew(news)
        elif not is_busy and time.monotonic() > self._remembered + REMEMBERED:
            self._remember()

    def _until_look(self) -> float:
        if self._owed is None:
            return 0.1
        return max(0.01, min(self._looked + self._pause - time.monotonic(), 1.0))

    def _is_due(self) -> bool:
        """Whether the clock alone has made another site of it."""
        return self._warm is not None and self._clock() >= self._warm.until

    def _look(self) -> set[str]:
        """What has changed without anybody telling; seldom enough that it costs next to nothing."""
        begin = time.monotonic()
        self._watch.mend()
        found = self._warm.changed() if self._warm else set()
        if self._python() != self._known_python:
            self._reload()
        self._looked = time.monotonic()
        least, share = (LEAST, SHARE) if self._watch.is_told else (POLLED, SHARE / 10)
        self._pause = max(least, share * (self._looked - begin))
        return found

    def _renew(self, names: Collection[str] | None) -> None:
        if self._warm is None:
            return
        begin = time.monotonic()
        self._owed = None
        try:
            renewal = self._warm.renew(names)
        except (FileNotFoundError, NotADirectoryError):  # gone while it was read: once more, when it is quiet
            return
        self._owed, self._is_news = set(), True
        self._showing.show(renewal)
        self._told()
        seconds = time.monotonic() - begin
        new = self._showing.count_new(renewal.touched)
        if renewal.touched is None:
            self._unproved = self._showing.unproved()
        else:
            self._unproved = chain(self._showing.unproved(renewal.touched), self._unproved)
        if new or self._showing.problems != self._problems:
            self._report(names, new, seconds)

    def _report(self, names: Collection[str] | None, new: int, seconds: float) -> None:
        """Say what has changed, in a line, and what is wrong where that is news."""
        problems = self._showing.problems
        if fresh := [problem for problem in problems if problem not in self._problems]:
            self._tell_problems(fresh)
        errors = sum(problem.is_error for problem in problems)
        had = any(problem.is_error for problem in self._problems)
        self._problems = problems
        mended = ", all errors are mended" if had and not errors else ""
        wrong = f", {errors} error{'' if errors == 1 else 's'}: the last good pages stay" if errors else mended
        self._say(f"{_named(names)}: {new} page{'' if new == 1 else 's'} new, {seconds * 1000:.0f} ms{wrong}")

    def _reload(self) -> None:
        """Begin again with the site's own Python, unless something is wrong with it: then that is shown."""
        self._known_python = self._python()
        problems = self._restart()
        if not problems:
            return
        shown = self._showing.renewal
        self._showing.show(Renewal(shown.edition, problems, ()))
        self._told()
        self._report(["build.py"], 0, 0.0)

    def _prove(self) -> bool:
        """Render some of what nobody has asked for yet, so that errors anywhere are found; whether there is more."""
        end = time.monotonic() + SLICE
        for output in self._unproved:
            self._showing.prove(output)
            if self._watch.has_news or time.monotonic() > end:
                return True
        problems = self._showing.problems
        if problems != self._problems:
            self._tell_problems([problem for problem in problems if problem not in self._problems])
            self._problems = problems
            self._told()
        return False


def _named(names: Collection[str] | None) -> str:
    """What has changed, in few words."""
    if not names:
        return "the site"
    first = min(names).rstrip("/")
    return f"{first} and {len(names) - 1} more" if len(names) > 1 else first
