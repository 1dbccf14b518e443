"""`serve`: the blog as it will be, at an address of this machine, as long as its author writes."""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import NoReturn

from ..content.loader import Sources
from ..errors import ContentError, OutsideError, Problem, UsageError
from ..extension import Extension, load_extension, site_modules
from ..interrupts import heard
from ..model import Audience
from ..preview.answers import Answerer
from ..preview.desk import Desk
from ..preview.editors import editor_pattern
from ..preview.ports import is_loopback, listen
from ..preview.server import Hosts, Readers, Server, make_app
from ..preview.showing import Showing
from ..preview.trial import try_python
from ..preview.warm import Renewal, Warm
from ..preview.watching import PYTHON, Root, Watch
from ..render.builder import Order, wall_clock
from ..render.cache import Cache, open_cache, passing_cache, take_over
from ..render.store import FOLDER
from ..render.workshop import Workshop
from ..stamp import engine_stamp
from ..terminal import Progress, counted, plain, show_problems
from ..theme import override_folders
from ..workers import Crew, processors

PORT = 8000
_INHERITED = "MATINEE_LISTENING"  # descriptors that a process leaves to the one that it becomes


def run_serve(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C. OutsideError where there is no port, UsageError where there is no site."""
    site = options.site.resolve()
    if not (site / "content").is_dir():
        raise UsageError(f"there is no folder {options.site}/content; begin a blog with `new site`")
    sockets = _inherited() or listen(options.host, options.port or PORT, bool(options.port))
    try:
        _serve(options, site, sockets)
    except KeyboardInterrupt:
        print()
    finally:
        for one in sockets:
            one.close()
    return 0


def _serve(options: argparse.Namespace, site: Path, sockets: list[socket.socket]) -> None:
    begin = time.monotonic()
    is_first = not os.environ.pop(_INHERITED, "")
    audience = Audience(not options.no_drafts, not options.no_drafts)
    order = Order(site, site / "public", audience, writes=False)
    extension, problems = _extension(site)
    stamp = engine_stamp(site)
    with heard(), _cache(site, stamp) as cache, Crew(processors()) as crew, Progress() as progress:
        sources = Sources(site, override_folders(site, "static"))
        workshop = Workshop(order, sources, extension, cache, stamp, wall_clock, progress, crew)
        warm = None if problems else Warm(workshop, override_folders(site, "templates"))
        if is_first:
            _say_where(options, sockets[0].getsockname()[1])
        with _no_collecting():
            if warm is not None:
                warm.read()
        progress.end()
        _run(options, site, sockets, warm, problems, partial(_ready, options, begin, is_first))


def _ready(options: argparse.Namespace, begin: float, is_first: bool, address: str, pages: int) -> None:
    """Say that the first edition is there."""
    _say(f"{address} is ready: {counted(pages, 'page')}, {time.monotonic() - begin:.1f} s; Ctrl-C ends it")
    if options.open and is_first:
        webbrowser.open(address)


def _run(
    options: argparse.Namespace,
    site: Path,
    sockets: list[socket.socket],
    warm: Warm | None,
    problems: tuple[Problem, ...],
    ready: Callable[[str, int], None],
) -> None:
    """Serve, watch, and show what there is, until somebody ends it."""
    _leave_forks()
    showing = Showing()
    answerer = Answerer(showing, site, editor_pattern(os.environ))
    readers = Readers(answerer)
    watch = Watch(_roots(site), options.poll)

    def is_ready(pages: int) -> None:
        ready(f"http://localhost:{sockets[0].getsockname()[1]}{answerer.root}/", pages)

    if warm is None:
        showing.show(Renewal(None, problems, None))
    restart = partial(_restart, site, sockets)
    desk = Desk(warm, showing, watch, readers.tell, _say, show_problems, restart, is_ready, time.time)
    desk_thread = threading.Thread(target=_watch, args=(watch, desk), daemon=True)
    desk_thread.start()
    try:
        asyncio.run(Server(make_app(answerer, readers, Hosts(options.host)), readers.close).serve(sockets))
    finally:
        watch.stop()
        desk_thread.join(1)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """A while in which much is made and all of it kept: not the time to look for garbage."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _watch(watch: Watch, desk: Desk) -> None:
    with _no_collecting():
        desk.begin()
    watch.start()
    if watch.trouble:
        _say(f"{watch.trouble}: all files are looked at now and then instead, as with --poll")
    desk.run()


def _leave_forks() -> None:
    """From here on there are threads, whose locks a fork would copy: workers are born afresh."""
    import multiprocessing

    multiprocessing.set_start_method("spawn", force=True)


def _extension(site: Path) -> tuple[Extension, tuple[Problem, ...]]:
    try:
        return load_extension(site), ()
    except ContentError as exc:
        return Extension(), exc.problems


@contextmanager
def _cache(site: Path, stamp: bytes) -> Iterator[Cache]:
    """A cache of the preview's own, which begins with what builds know; another one where that is in use."""
    folder = site / FOLDER / "preview"
    with suppress(OSError):
        folder.parent.mkdir(exist_ok=True)
    try:
        opened = open_cache(folder, stamp, None)
        cache = opened.__enter__()
    except OutsideError:
        opened = passing_cache(None, stamp)
        cache = opened.__enter__()
    try:
        take_over(cache, site / FOLDER)
        yield cache
    finally:
        opened.__exit__(None, None, None)


def _roots(site: Path) -> list[Root]:
    """What there is to watch: sources, templates, and every folder that the site's own Python lies in."""
    roots = [Root(site / "content", "content/")]
    for name in ("templates", "static"):
        roots += [Root(folder, f"{name}/") for _, folder in override_folders(site, name)]
    roots.append(Root(site, PYTHON, is_whole=False))
    folders = {path.parent for path in site_modules(site)} - {site}
    return roots + [Root(folder, PYTHON, is_whole=False) for folder in sorted(folders)]


def _restart(site: Path, sockets: list[socket.socket]) -> tuple[Problem, ...]:
    """Become the same command anew, at the same sockets; or say what is wrong with the site's own Python."""
    problems = try_python(site)
    if not problems:
        _become_new(sockets)
    return problems


def _become_new(sockets: list[socket.socket]) -> NoReturn:
    _say("build.py has changed: beginning again")
    sys.stdout.flush()
    for one in sockets:
        one.set_inheritable(True)
    os.environ[_INHERITED] = ",".join(str(one.fileno()) for one in sockets)
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def _inherited() -> list[socket.socket]:
    """The sockets that the process before this one has left."""
    left = os.environ.get(_INHERITED, "")
    return [socket.socket(fileno=int(number)) for number in left.split(",")] if left else []


def _say_where(options: argparse.Namespace, port: int) -> None:
    wanted = options.port or PORT
    if port != wanted:
        _say(f"port {wanted} is taken; listening at {port}")
    if not is_loopback(options.host):
        _say(f"warning: whoever can reach {options.host} sees this blog, drafts and all, and where its files lie")


def _say(line: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {plain(line)}", flush=True)
