"""One request and the head of its answer. The body of an answer is never read."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from .. import __version__
from .addresses import Guard, host_of, is_private
from .answers import Fault, Reply, Step

AGENT = f"matinee/{__version__} (checks the links of a blog, each once a month)"
LONGEST = 15.0  # seconds from a request to the head of its answer
_NO_NETWORK = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN})
_UNKNOWN_ISSUERS = frozenset({2, 20, 21})  # OpenSSL's codes for a chain that is not complete here
_HEADERS = {"User-Agent": AGENT, "Accept": "*/*", "Connection": "close"}


class Exchange:
    """Asks servers. No host that `is_private` is connected to, whatever its name; nothing takes `longest` seconds."""

    def __init__(self, is_private: Guard = is_private, longest: float = LONGEST) -> None:
        self._is_private = is_private
        self._longest = longest

    def __call__(self, step: Step) -> Reply:
        """What a server says to a step, or why it says nothing."""
        try:
            places = self._resolve(step.address)
            if not places:
                return Reply(fault=Fault.PRIVATE)
            return self._ask(step, places)
        except ssl.SSLCertVerificationError as exc:
            return Reply(fault=Fault.ISSUER if exc.verify_code in _UNKNOWN_ISSUERS else Fault.CERTIFICATE)
        except socket.gaierror as exc:
            return Reply(fault=Fault.NO_NETWORK if exc.errno == socket.EAI_AGAIN else Fault.NO_HOST)
        except UnicodeError:  # a part of its name is longer than a name can be
            return Reply(fault=Fault.NO_HOST)
        except TimeoutError:
            return Reply(fault=Fault.TOO_SLOW)
        except (HTTPException, OSError, ValueError) as exc:
            return Reply(fault=_fault_of(exc))

    def _resolve(self, address: str) -> list[tuple[str, int]]:
        """The public places of a host. What was looked at is what will be connected to: a name may change its mind."""
        parts = urlsplit(address)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found = socket.getaddrinfo(host_of(address), port, type=socket.SOCK_STREAM)
        places = dict.fromkeys((str(place[0]), port) for *_, place in found)
        return [place for place in places if not self._is_private(place[0].partition("%")[0])]

    def _ask(self, step: Step, places: list[tuple[str, int]]) -> Reply:
        parts = urlsplit(step.address)
        connection = _make_connection(parts, self._longest)
        connection.places = places
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        with closing(connection), _in_time(connection, self._longest):
            connection.request(step.method, path, headers=_HEADERS)
            answer = connection.getresponse()
            return Reply(answer.status, answer.getheader("Location", ""), answer.getheader("Retry-After", ""))


def _make_connection(parts: SplitResult, longest: float) -> _Plain | _Secure:
    if parts.scheme == "https":
        return _Secure(parts.hostname or "", parts.port, timeout=longest, context=_trusting())
    return _Plain(parts.hostname or "", parts.port, timeout=longest)


@contextmanager
def _in_time(connection: _Plain | _Secure, longest: float) -> Iterator[None]:
    """TimeoutError where the whole takes longer: a server may send a byte now and then, each of them in time."""
    timer = Timer(longest, _hang_up, [connection])
    timer.daemon = True
    timer.start()
    try:
        yield
    except (HTTPException, OSError):
        if not connection.is_late:
            raise
    finally:
        timer.cancel()
    if connection.is_late:  # what was hung up on may look like a whole answer
        raise TimeoutError


def _hang_up(connection: _Plain | _Secure) -> None:
    connection.is_late = True
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _fault_of(exc: Exception) -> Fault:
    if isinstance(exc, ConnectionRefusedError):
        return Fault.NO_CONNECTION
    return Fault.NO_NETWORK if isinstance(exc, OSError) and exc.errno in _NO_NETWORK else Fault.BROKEN_OFF


class _Plain(HTTPConnection):
    """A connection to one of the places that its host was found at."""

    places: list[tuple[str, int]]
    is_late = False

    def connect(self) -> None:
        self.sock = _connected(self.places, self.timeout)


class _Secure(HTTPSConnection):
    """The same, encrypted, and sure of the host's name."""

    places: list[tuple[str, int]]
    is_late = False

    def connect(self) -> None:
        self.sock = _connected(self.places, self.timeout)
        self.sock = _trusting().wrap_socket(self.sock, server_hostname=self.host)


def _connected(places: list[tuple[str, int]], longest: float | None) -> socket.socket:
    """A connection to the first place that accepts one; the last one's OSError where none does."""
    for place in places[:-1]:
        with suppress(OSError):
            return socket.create_connection(place, longest)
    return socket.create_connection(places[-1], longest)


@cache
def _trusting() -> ssl.SSLContext:
    """Whom this system trusts."""
    return ssl.create_default_context()
