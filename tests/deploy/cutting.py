"""What cuts a deploy: a wire that breaks, a storage that refuses; and what all who are cut do."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseRequestHandler, ThreadingTCPServer

from matinee.deploy.errand import Sent, deploy
from matinee.deploy.s3 import S3Target
from matinee.deploy.target import Target
from tests.site import Site

HER = "content/posts/2014-01-13-her"


class Cut(BaseException):
    """The power went."""


def send(target: Target, site: Site) -> Sent:
    return deploy(target, site.output, None, lambda *_: False, lambda *_: None, lambda *_: None)


def change(site: Site) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """A built site, changed and built again: what it was, what it is."""
    old = site.tree()
    site.write("content/posts/2015-05-05-new.md", title="New", body="New.", film="Stalker (1979)")
    site.remove("content/posts/2015-02-15-stalker.md")
    site.good()
    return old, site.tree()


@contextmanager
def cut_wire(port: int, connection: int, after: int) -> Iterator[int]:
    """A port that leads to another; of the connection of a number, counted from 0, so many bytes pass to the server,
    then it breaks, as do all later ones."""
    count = 0

    def pump(source: socket.socket, sink: socket.socket, left: list[int]) -> None:
        with suppress(OSError):
            while data := source.recv(4096):
                if left and len(data) >= left[0]:
                    break
                if left:
                    left[0] -= len(data)
                sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    class Wire(BaseRequestHandler):
        def handle(self) -> None:
            nonlocal count
            number, count = count, count + 1
            if number > connection:
                return
            left = [after] if number == connection else []
            with socket.create_connection(("127.0.0.1", port)) as server:
                back = threading.Thread(target=pump, args=(server, self.request, []))
                back.start()
                pump(self.request, server, left)
                back.join()

    with ThreadingTCPServer(("127.0.0.1", 0), Wire) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield server.server_address[1]
        server.shutdown()
        serving.join()


@contextmanager
def faulty_proxy(address: str, judge: Callable[[str, str, int], int]) -> Iterator[str]:
    """An address that leads to another. Of each request `judge` is told method, path and number; it gives a status to
    answer with, 0 to pass it on, -1 to break the wire."""
    count = 0
    lock = threading.Lock()

    class Proxy(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            nonlocal count
            data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            with lock:
                number, count = count, count + 1
            verdict = judge(self.command, self.path, number)
            if verdict < 0:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            if verdict:
                body = b"<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"
                self._say(verdict, {"Content-Type": "application/xml"}, body)
                return
            headers = {key: value for key, value in self.headers.items() if key.lower() not in {"connection", "expect"}}
            asked = HTTPConnection(address.removeprefix("http://"), timeout=30)
            asked.request(self.command, self.path, data or None, headers)
            found = asked.getresponse()
            self._say(found.status, dict(found.headers), found.read())
            asked.close()

        def _say(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response_only(status)
            for key, value in headers.items():
                if key.lower() not in {"content-length", "connection", "transfer-encoding"}:
                    self.send_header(key, value)
            length = headers.get("Content-Length", "0") if self.command == "HEAD" else str(len(body))
            self.send_header("Content-Length", length)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = answer  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def s3_target(address: str) -> S3Target:
    return S3Target("films", "blog/", address, "eu-west-1", "")
