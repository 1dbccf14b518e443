"""Whom the preview answers: browsers of this machine, and of theirs the pages that it has served itself."""

from __future__ import annotations

import re
import socket
from typing import TYPE_CHECKING

import msgspec
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response

from .ports import is_loopback

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

METHODS = ("GET", "HEAD")


class Hosts(msgspec.Struct, frozen=True):
    """The names that the preview answers to: those of this machine, and the one it was told to listen at. Whoever
    comes by another one was led here by somebody else's page."""

    told: str

    def knows(self, host: str, server: str) -> bool:
        """Whether `host`, as a request names it, is one of them; `server` is the address that it came in by."""
        name = _without_port(host)
        if name in {"localhost", "127.0.0.1", "[::1]"} or name.endswith(".localhost"):
            return True
        if is_loopback(self.told):
            return False
        here = {self.told, socket.gethostname(), f"{socket.gethostname()}.local", server, f"[{server}]"}
        return name in {one.lower() for one in here}


_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::[0-9]{1,5})?")


def _without_port(host: str) -> str:
    """The name that a Host field holds; "" where it holds none."""
    found = _HOST.fullmatch(host.lower())
    return found[1] if found else ""


class Guard:
    """Refuses what no browser of this machine would ask for: before anything else is done."""

    def __init__(self, app: ASGIApp, hosts: Hosts) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        named = Headers(scope=scope).getlist("host")
        if len(named) != 1 or not named[0]:
            return PlainTextResponse("a request names one host\n", 400)
        if not self._hosts.knows(named[0], str((scope.get("server") or ("", 0))[0])):
            return PlainTextResponse("this is the preview of a blog, for this machine alone\n", 421)
        if scope["method"] not in METHODS:
            return PlainTextResponse("the preview is only read\n", 405, {"Allow": ", ".join(METHODS)})
        if not scope.get("raw_path", b"/").startswith(b"/"):
            return PlainTextResponse("a request names a path\n", 400)
        return None


def is_of_this_page(headers: Headers) -> bool:
    """Whether a request was made by a page of the same origin. Browsers name the origin of those that cross one, and
    tell of all that they make whether they do (Fetch Metadata, W3C)."""
    origins = headers.getlist("origin")
    if not origins:
        return headers.get("sec-fetch-site") == "same-origin"
    return len(origins) == 1 and origins[0].lower() == f"http://{headers['host'].lower()}"
