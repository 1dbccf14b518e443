"""The preview's web server: pages to browsers of this machine, and word to them when a page has changed."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from .additions import ADDRESS
from .answers import Answerer, Found
from .manners import Guard, Hosts, is_of_this_page

HEARTBEAT = 20.0  # seconds between two signs of life, by which a connection that is dead is found out
GRACE = 1  # seconds that open connections have when the server ends
_OWN = Path(__file__).parent
_SAFE = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache", "Referrer-Policy": "same-origin"}
_SVG = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"}


class Reader:
    """A browser that shows a page and waits for news of it."""

    def __init__(self, path: bytes, mark: str) -> None:
        self.path = path
        self.mark = mark
        self.news: asyncio.Queue[str] = asyncio.Queue()


class Readers:
    """All browsers that wait for news. Word goes out only once the new page can be served."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        self._readers: set[Reader] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_over = False

    def open(self) -> None:
        """Begin, in the loop in which all is sent."""
        self._loop = asyncio.get_running_loop()

    def close(self) -> None:
        """Let everybody go."""
        self._is_over = True
        for reader in self._readers:
            reader.news.put_nowait("")

    def tell(self) -> None:
        """Render what everybody is looking at, and tell those whose page is another one now; from any thread."""
        marks: dict[bytes, str] = {}
        for reader in list(self._readers):
            if reader.path not in marks:
                marks[reader.path] = self._answerer.find(reader.path).mark
            self._tell_one(reader, marks[reader.path])

    def _tell_one(self, reader: Reader, mark: str) -> None:
        (page, _, look), (known, _, known_look) = mark.partition("."), reader.mark.partition(".")
        before, reader.mark = reader.mark, mark
        if mark == before or self._loop is None or (page == known and not (look and known_look)):
            return
        word = "event: reload\ndata: \n\n" if page != known else f"id: {mark}\nevent: style\ndata: \n\n"
        self._loop.call_soon_threadsafe(reader.news.put_nowait, word)

    async def stream(self, reader: Reader) -> AsyncIterator[str]:
        """What is sent to a browser, as long as it listens."""
        self._readers.add(reader)
        try:
            yield "retry: 500\n\n"
            await run_in_threadpool(self._compare, reader)
            while not self._is_over:
                try:
                    yield await asyncio.wait_for(reader.news.get(), HEARTBEAT)
                except TimeoutError:
                    yield ": still here\n\n"
        finally:
            self._readers.discard(reader)

    def _compare(self, reader: Reader) -> None:
        """Tell a browser at once what it has missed."""
        self._tell_one(reader, self._answerer.find(reader.path).mark)


def make_app(answerer: Answerer, readers: Readers, hosts: Hosts) -> Starlette:
    """The preview as a web application."""

    async def events(request: Request) -> Response:
        if not is_of_this_page(request.headers):
            return PlainTextResponse("only the preview's own pages may listen\n", 403)
        if request.method == "HEAD":
            return Response(media_type="text/event-stream", headers=_SAFE)
        path = request.query_params.get("path", "").encode("utf-8", "replace")
        stream = readers.stream(Reader(path, request.query_params.get("mark", "")))
        return StreamingResponse(stream, media_type="text/event-stream", headers={**_SAFE, "Cache-Control": "no-store"})

    async def own(request: Request) -> Response:
        name = request.url.path.rpartition("/")[2]
        kind = "text/css" if name.endswith(".css") else "text/javascript"
        return FileResponse(_OWN / name, media_type=kind, headers=_SAFE)

    async def page(request: Request) -> Response:
        found = await run_in_threadpool(answerer.find, request.scope["raw_path"])
        return respond(found, request)

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        readers.open()
        yield

    routes = [
        Route(f"{ADDRESS}events", events),
        Route(f"{ADDRESS}preview.js", own),
        Route(f"{ADDRESS}preview.css", own),
        Route("/{path:path}", page),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Guard, hosts=hosts)], lifespan=life)


def respond(found: Found, request: Request) -> Response:
    """What was found, as HTTP has it."""
    if found.location:
        query = f"?{request.url.query}" if request.url.query else ""
        return Response(status_code=found.status, headers={**_SAFE, "Location": found.location + query})
    if found.file is None:
        return _rendered(found, request)
    try:
        descriptor = os.open(found.file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        stat = os.fstat(descriptor)
        os.close(descriptor)
    except OSError:
        return PlainTextResponse("this file is gone\n", 404, _SAFE)
    headers = {**_SAFE, **(_SVG if found.type == "image/svg+xml" else {})}
    return FileResponse(found.file, media_type=found.type, headers=headers, stat_result=stat)


def _rendered(found: Found, request: Request) -> Response:
    tag = f'"{found.mark}"' if found.mark else ""
    headers = {**_SAFE, **({"ETag": tag} if tag else {})}
    known = request.headers.get("if-none-match", "")
    if tag and found.status == 200 and (tag in known or known.strip() == "*"):
        return Response(status_code=304, headers=headers)
    return Response(found.body, found.status, headers, found.type)


class Server(uvicorn.Server):
    """A server that ends at once, whoever is still connected; `closing` is called first."""

    def __init__(self, app: Starlette, closing: Callable[[], None]) -> None:
        config = uvicorn.Config(
            app,
            log_config=None,
            log_level="error",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE,
            lifespan="on",
            ws="none",
            timeout_keep_alive=30,
        )
        super().__init__(config)
        self._closing = closing

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._closing()
        await super().shutdown(sockets)
