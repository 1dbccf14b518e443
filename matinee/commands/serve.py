"""`serve`: the blog as it will be, at an address of this machine, as long as its author writes."""

from __future__ import annotations

import argparse
import os
import socket
import sys
import time
import webbrowser
from collections.abc import Sequence

from ..errors import UsageError
from ..interrupts import heard
from ..model import Audience
from ..preview.desk import Voice
from ..preview.ports import is_loopback, listen
from ..preview.session import Asked, Session
from ..terminal import Progress, counted, plain, show_problems

PORT = 8000
_INHERITED = "MATINEE_LISTENING"  # descriptors that a process leaves to the one that it becomes


def run_serve(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C. OutsideError where there is no port, UsageError where there is no site."""
    begin = time.monotonic()
    site = options.site.resolve()
    if not (site / "content").is_dir():
        raise UsageError(f"there is no folder {options.site}/content; begin a blog with `new site`")
    left = os.environ.pop(_INHERITED, "")
    sockets = _inherited(left) if left else listen(options.host, options.port or PORT, bool(options.port))
    if not left:
        _say_where(options, sockets[0].getsockname()[1])

    def ready(address: str, pages: int) -> None:
        _say(f"{address} is ready: {counted(pages, 'page')}, {time.monotonic() - begin:.1f} s; Ctrl-C ends it")
        if options.open and not left:
            webbrowser.open(address)

    audience = Audience(not options.no_drafts, not options.no_drafts)
    with Progress() as progress:
        voice = Voice(progress, _say, show_problems, ready)
        session = Session(Asked(site, tuple(sockets), options.host, audience, options.poll), voice)
        try:
            with heard():
                session.run()
        except KeyboardInterrupt:
            print()
    if session.is_to_be_repeated:
        _become_anew(sockets)
    for one in sockets:
        one.close()
    return 0


def _become_anew(sockets: Sequence[socket.socket]) -> None:
    """Become the same command from its beginning, listening all the while."""
    _say("build.py has changed: beginning again")
    for one in sockets:
        one.set_inheritable(True)
    os.environ[_INHERITED] = ",".join(str(one.fileno()) for one in sockets)
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def _inherited(left: str) -> list[socket.socket]:
    """The sockets that the process before this one has left."""
    return [socket.socket(fileno=int(number)) for number in left.split(",")]


def _say_where(options: argparse.Namespace, port: int) -> None:
    wanted = options.port or PORT
    if port != wanted:
        _say(f"port {wanted} is taken; listening at {port}")
    if not is_loopback(options.host):
        _say(f"warning: whoever can reach {options.host} sees this blog, drafts and all, and where its files lie")


def _say(line: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {plain(line)}", flush=True)
