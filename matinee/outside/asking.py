"""Asking, politely: each host by one request at a time with a pause between, few hosts at once."""

from __future__ import annotations

import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue

from ..interrupts import heard, unheard
from .addresses import Guard, host_of, is_private
from .answers import Reply, Step, Verdict, judge

PAUSE = 1.0  # seconds between two requests to a host
HOSTS_AT_ONCE = 8


class Turns:
    """Whose turn it is: a host is asked by nobody else meanwhile, nor before it has had its pause."""

    def __init__(
        self, pause: float, clock: Callable[[], float] = time.monotonic, wait: Callable[[float], object] = time.sleep
    ) -> None:
        self._pause = pause
        self._clock = clock
        self._wait = wait
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._rested: dict[str, float] = {}
        self._lock = threading.Lock()

    @contextmanager
    def at(self, host: str) -> Iterator[None]:
        """A moment in which a host may be asked."""
        with self._lock:
            turn = self._locks[host]
        with turn:
            if (left := self._rested.get(host, 0.0) - self._clock()) > 0:
                self._wait(left)
            try:
                yield
            finally:
                self._rested[host] = self._clock() + self._pause


class Asker:
    """Finds out where addresses lead. `exchange` asks a server; `now` is the instant for those who say when to come
    again; nobody is sent to a host that `is_private`."""

    def __init__(
        self, exchange: Callable[[Step], Reply], turns: Turns, now: int, is_private: Guard = is_private
    ) -> None:
        self._exchange = exchange
        self._turns = turns
        self._now = now
        self._is_private = is_private
        self._weary: dict[str, Verdict] = {}

    def find_out(self, address: str) -> Verdict:
        """Where an address leads. A host that has asked to come again later is not asked again."""
        step = Step(address)
        while True:
            host = host_of(step.address)
            with self._turns.at(host):
                if (weary := self._weary.get(host)) is not None:
                    return weary
                outcome = judge(step, self._exchange(step), self._now, self._is_private)
                if isinstance(outcome, Verdict):
                    if outcome.wait:
                        self._weary[host] = outcome
                    return outcome
            step = outcome

    def find_all(self, addresses: Iterable[str], most: int = HOSTS_AT_ONCE) -> Iterator[tuple[str, Verdict]]:
        """Where each address leads, as it turns out; `most` hosts are asked at once. Ctrl-C is heard while waiting: all
        that is known by then is told, whether it was before or not, and who is being asked is not waited for."""
        tour = Tour(_by_host(addresses))
        with unheard():  # by those who ask: the signal is for this thread alone
            for _ in range(min(most, len(tour.hosts))):
                threading.Thread(target=self._work, args=(tour,), daemon=True).start()
        try:
            for _ in range(tour.total):
                with heard():
                    news = tour.news.get()
                if isinstance(news, Exception):
                    raise news
                yield news, tour.found[news]
        except KeyboardInterrupt:
            yield from tour.found.copy().items()
            raise
        finally:
            tour.is_over.set()

    def _work(self, tour: Tour) -> None:
        """Ask one host after the other, until none is left."""
        try:
            while addresses := _next(tour.hosts):
                for address in addresses:
                    if tour.is_over.is_set():
                        return
                    tour.found[address] = self.find_out(address)
                    tour.news.put(address)
        except Exception as exc:  # whatever it is, it must not be lost with this thread
            tour.news.put(exc)


class Tour:
    """What those who ask share: the hosts that are left, with their addresses; what was found, and the news of it."""

    def __init__(self, hosts: deque[list[str]]) -> None:
        self.hosts = hosts
        self.total = sum(map(len, hosts))
        self.found: dict[str, Verdict] = {}
        self.news: SimpleQueue[str | Exception] = SimpleQueue()
        self.is_over = threading.Event()


def _next(hosts: deque[list[str]]) -> list[str]:
    """The addresses of the next host; none when others have taken the last."""
    try:
        return hosts.popleft()
    except IndexError:
        return []


def _by_host(addresses: Iterable[str]) -> deque[list[str]]:
    """The addresses of each host, most first: these take longest."""
    hosts: defaultdict[str, list[str]] = defaultdict(list)
    for address in addresses:
        hosts[host_of(address)].append(address)
    return deque(sorted(hosts.values(), key=len, reverse=True))
