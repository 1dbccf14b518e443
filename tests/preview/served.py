"""A blog served by the real command in a process of its own, and asked as a browser would."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from matinee.preview.additions import without_addition
from tests.ports import free_port
from tests.site import Site

PATIENCE = 20.0  # seconds; a machine may be busy


@dataclass(frozen=True)
class Answer:
    """What came back: headers by their names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def page(self) -> bytes:
        """The page without what the preview added."""
        return without_addition(self.body)

    @property
    def errors(self) -> str:
        """What lies over the page, "" where nothing does."""
        found = re.search(r'<div id="matinee-errors".*?</ol>', self.text, re.DOTALL)
        return found[0] if found else ""

    @property
    def bar(self) -> str:
        found = re.search(r'<div id="matinee-bar".*?</div>', self.text, re.DOTALL)
        return found[0] if found else ""

    @property
    def mark(self) -> str:
        return re.findall(r'data-mark="([^"]*)"', self.text)[-1]


@dataclass
class Served:
    """A running preview."""

    site: Site
    process: subprocess.Popen[str]
    port: int
    said: list[str] = field(default_factory=list)
    _heard: threading.Condition = field(default_factory=threading.Condition)

    def listen(self) -> None:
        """Take down what it says, so that it never waits for us."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._heard:
                self.said.append(line.rstrip("\n"))
                self._heard.notify_all()
        with self._heard:
            self.said.append("(the end)")
            self._heard.notify_all()

    def until_said(self, pattern: str, patience: float = PATIENCE) -> str:
        """The first line, of all so far and to come, that matches."""
        end = time.monotonic() + patience
        with self._heard:
            while True:
                for line in self.said:
                    if re.search(pattern, line):
                        return line
                assert "(the end)" not in self.said, "\n".join(self.said)
                assert self._heard.wait(end - time.monotonic()), "\n".join([f"never said {pattern}:", *self.said])

    def ask(
        self, path: str, headers: Mapping[str, str] | None = None, method: str = "GET", host: str = "127.0.0.1"
    ) -> Answer:
        connection = http.client.HTTPConnection(host, self.port, timeout=PATIENCE)
        try:
            connection.putrequest(method, path, skip_host="Host" in (headers or {}), skip_accept_encoding=True)
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            connection.endheaders()
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def raw(self, request: bytes) -> bytes:
        """What comes back for bytes that no library would send."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            answer = b""
            try:
                while data := connection.recv(1 << 16):
                    answer += data
            except ConnectionResetError:
                pass
            return answer

    def until(self, path: str, is_so: Callable[[Answer], object], patience: float = PATIENCE) -> Answer:
        """The first answer for a path of which something is so."""
        end, told = time.monotonic() + patience, ""
        while time.monotonic() < end:
            with suppress(ConnectionError):  # between two sessions
                answer = self.ask(path)
                if is_so(answer):
                    return answer
                told = answer.text[-3000:]
            threading.Event().wait(0.01)
        raise AssertionError("\n".join([told, *self.said[-20:]]))

    @contextmanager
    def events(self, path: str, mark: str, **headers: str) -> Iterator[Iterator[str]]:
        """The words that come for a page, as they come."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            told = {"Sec-Fetch-Site": "same-origin", **headers}
            connection.request("GET", f"/.matinee/events?path={path}&mark={mark}", headers=told)
            answer = connection.getresponse()
            assert answer.status == 200
            yield (
                line.partition(b": ")[2].strip().decode() for line in iter(answer.readline, b"") if b"event:" in line
            )
        finally:
            connection.close()

    def end(self, sign: signal.Signals = signal.SIGINT) -> float:
        """Ask it to end; how many seconds that took."""
        begin = time.monotonic()
        self.process.send_signal(sign)
        self.process.wait(PATIENCE)
        return time.monotonic() - begin


@contextmanager
def serving(site: Site, *words: str, env: Mapping[str, str] | None = None, is_ready: bool = True) -> Iterator[Served]:
    """The preview of a site, ready unless that is not to be waited for."""
    port = free_port()
    process = subprocess.Popen(
        site.command("serve", "--port", str(port), *words),
        cwd=site.folder,
        env=site.environment(PYTHONUNBUFFERED="1", **(env or {})),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    served = Served(site, process, port)
    listener = threading.Thread(target=served.listen, daemon=True)
    listener.start()
    try:
        if is_ready:
            served.until_said(r"is ready: \d+ page")
        yield served
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        listener.join(5)
        if process.stdout is not None:
            process.stdout.close()
