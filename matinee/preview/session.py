"""A session of the preview: from the first look at a site until somebody ends it."""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import msgspec

from ..content.loader import Sources
from ..errors import Problem
from ..extension import site_modules
from ..model import Audience
from ..render.builder import Order, wall_clock
from ..render.cache import Cache
from ..render.workshop import Workshop
from ..stamp import engine_stamp, modules_stamp
from ..theme import override_folders
from ..warm.opening import own_cache, try_extension
from ..warm.site import Renewal, Warm
from ..workers import Crew, processors
from .answers import Answerer
from .desk import Desk, OwnPython, Voice
from .editors import editor_pattern
from .manners import Hosts
from .server import Readers, Server, make_app
from .showing import Showing
from .trial import try_python
from .watching import PYTHON, Root, Watch


class Asked(msgspec.Struct, frozen=True):
    """What is to be served, at which sockets and by which name of the host; whether files are to be looked at now and
    then instead of waiting for word of them."""

    site: Path
    sockets: tuple[socket.socket, ...]
    host: str
    audience: Audience
    polls: bool


class Session:
    """One session. `is_to_be_repeated` tells, after its end, that the site's own Python has changed: what is loaded of
    it stays in a process for good."""

    def __init__(self, asked: Asked, voice: Voice) -> None:
        self._asked = asked
        self._voice = voice
        self._showing = Showing()
        self._answerer = Answerer(self._showing, asked.site, editor_pattern(os.environ))
        self._readers = Readers(self._answerer)
        self._watch = Watch(_roots(asked.site), asked.polls)
        self._server = Server(make_app(self._answerer, self._readers, Hosts(asked.host)), self._close)
        self.is_to_be_repeated = False

    def run(self) -> None:
        """Read what there is, and serve it until the process is told to end."""
        asked = self._asked
        loaded = modules_stamp(asked.site)
        stamp = engine_stamp(asked.site)
        with own_cache(asked.site, "preview", stamp) as cache, Crew(processors()) as crew:
            warm = self._open(cache, crew, stamp)
            if warm is not None:
                with _no_collecting():
                    warm.read()
            # From here on there are threads, whose locks a fork would copy: workers are born afresh.
            multiprocessing.set_start_method("spawn", force=True)
            desk = threading.Thread(target=self._work, args=(warm, loaded), name="desk", daemon=True)
            desk.start()
            try:
                asyncio.run(self._server.serve([one.dup() for one in asked.sockets]))
            finally:
                self._watch.stop()
                desk.join(1)

    def _open(self, cache: Cache, crew: Crew, stamp: bytes) -> Warm | None:
        """The site; None, and what is wrong is shown, where its own Python cannot be loaded."""
        site = self._asked.site
        order = Order(site, site / "public", self._asked.audience, writes=False)
        extension, problems = try_extension(site)
        if problems:
            self._showing.show(Renewal(None, problems, None))
            return None
        sources = Sources(site, override_folders(site, "static"))
        workshop = Workshop(order, sources, extension, cache, stamp, wall_clock, self._voice.progress, crew)
        return Warm(workshop, override_folders(site, "templates"))

    def _work(self, warm: Warm | None, loaded: bytes) -> None:
        """What the desk does: the first edition, and then whatever changes."""
        voice = self._voice
        own = OwnPython(loaded, partial(modules_stamp, self._asked.site), self._retry)
        try:
            desk = Desk(warm, self._showing, self._watch, self._readers.tell, voice, own)
            with _no_collecting():
                pages = desk.begin()
            self._watch.start()
            if self._watch.trouble:
                voice.say(f"{self._watch.trouble}: all files are looked at now and then instead, as with --poll")
            port = self._asked.sockets[0].getsockname()[1]
            voice.ready(f"http://localhost:{port}{self._answerer.root}/", pages)
            desk.run()
        finally:
            self._showing.close()

    def _close(self) -> None:
        """Let everybody go who waits for something."""
        self._showing.close()
        self._readers.close()

    def _retry(self) -> tuple[Problem, ...]:
        """What is wrong with the site's own Python; where nothing is, the session ends, to be repeated."""
        if problems := try_python(self._asked.site):
            return problems
        self.is_to_be_repeated = True
        self._watch.stop()
        self._server.should_exit = True
        return ()


@contextmanager
def _no_collecting() -> Iterator[None]:
    """A while in which much is made and all of it kept: not the time to look for garbage."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _roots(site: Path) -> list[Root]:
    """What there is to watch: sources, templates, and every folder that the site's own Python lies in."""
    roots = [Root(site / "content", "content/")]
    for name in ("templates", "static"):
        roots += [Root(folder, f"{name}/") for _, folder in override_folders(site, name)]
    roots.append(Root(site, PYTHON, is_whole=False))
    folders = {path.parent for path in site_modules(site)} - {site}
    return roots + [Root(folder, PYTHON, is_whole=False) for folder in sorted(folders)]
