"""A real web server on this machine, with every kind of answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from matinee.commands.outside import Errand
from matinee.outside.asking import Asker, Turns
from matinee.outside.exchange import Exchange

ANSWERS: dict[str, tuple[int, dict[str, str]]] = {
    "/good": (200, {}),
    "/moved": (301, {"Location": "/good"}),
    "/moved-twice": (308, {"Location": "/moved"}),
    "/away": (302, {"Location": "/good"}),
    "/moved-away": (301, {"Location": "/away"}),
    "/round": (302, {"Location": "/round/again"}),
    "/round/again": (307, {"Location": "/round"}),
    "/missing": (404, {}),
    "/no-head": (200, {}),
    "/gone": (410, {}),
    "/closed": (403, {}),
    "/busy": (429, {"Retry-After": "120"}),
    "/busy-until": (503, {"Retry-After": "Sun, 01 Mar 2026 12:10:00 GMT"}),
    "/unwell": (503, {}),
    "/broken": (500, {}),
    "/within": (302, {"Location": "http://10.0.0.7/secret"}),
    "/mail": (302, {"Location": "mailto:somebody@films.example"}),
    "/huge": (200, {}),
}
REFUSES_HEAD = {"/no-head": 405, "/huge": 501}


class Server(ThreadingHTTPServer):
    """Answers as its table says, notes who asked, and lets `/slow` wait until it ends."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.sent = 0
        self.is_slow_asked = Event()
        self.is_over = Event()

    def url(self, path: str = "/good", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server_port}{path}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever asked has hung up."""


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        path = self.path.partition("?")[0]
        self.server.asked.append((self.command, self.path))
        self.server.headers.append(dict(self.headers))
        if path == "/slow":
            self.server.is_slow_asked.set()
            self.server.is_over.wait(60)
        if path == "/garbage":
            self.wfile.write(b"220 mail.example ESMTP\r\n")
            return
        if path == "/drop":
            self._drip()
            return
        status, headers = ANSWERS.get(path, (404, {}))
        if self.command == "HEAD":
            status = REFUSES_HEAD.get(path, status)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if path == "/huge" and self.command == "GET":
            self._pour()

    def _pour(self) -> None:
        """Send for as long as somebody takes it."""
        self.connection.settimeout(30)
        while self.server.sent < 1 << 30:
            self.server.sent += self.connection.send(b"film " * 10_000)

    def _drip(self) -> None:
        """A head that never ends: each byte in time, the whole never."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        while not self.server.is_over.wait(0.02):
            self.wfile.write(b"x")

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@contextmanager
def serving() -> Iterator[Server]:
    with Server() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.is_over.set()
            server.shutdown()
            thread.join()


def is_ten(host: str) -> bool:
    """A guard that lets this machine be asked, but no network of 10.x."""
    return host.startswith("10.")


def make_asker(now: int, longest: float = 10.0) -> Asker:
    """Asks this machine, without pauses."""
    return Asker(Exchange(is_ten, longest), Turns(0), now, is_ten)


HERE = Errand(make_asker, is_ten)
