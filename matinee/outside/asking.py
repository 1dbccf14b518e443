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
        """Where each address leads, as it turns out; `most` hosts are asked at once. Ctrl-C is heard while waiting, and
        whoever is being asked then is not waited for."""
        hosts = _by_host(addresses)
        found: SimpleQueue[tuple[str, Verdict] | Exception] = SimpleQueue()
        left = sum(map(len, hosts))
        is_over = threading.Event()
        with unheard():  # by those who ask; the signal would find nobody else awake
            for _ in range(min(most, len(hosts))):
                threading.Thread(target=self._work, args=(hosts, found, is_over), daemon=True).start()
        try:
            while left:
                with heard():
                    told = found.get()
                if isinstance(told, Exception):
                    raise told
                left -= 1
                yield told
        finally:
            is_over.set()

    def _work(
        self,
        hosts: deque[list[str]],
        found: SimpleQueue[tuple[str, Verdict] | Exception],
        is_over: threading.Event,
    ) -> None:
        """One host after the other, until none is left."""
        try:
            while addresses := _next(hosts):
                for address in addresses:
                    if is_over.is_set():
                        return
                    found.put((address, self.find_out(address)))
        except Exception as exc:  # whatever it is, it must not be lost with this thread
            found.put(exc)


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
