"""What keeping a site warm begins with: a cache of one's own, and the site's own Python if it can be loaded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from ..content.loader import write_whole
from ..errors import ContentError, OutsideError, Problem
from ..extension import Extension, load_extension
from ..render.cache import Cache, open_cache, passing_cache
from ..render.store import FOLDER


@contextmanager
def own_cache(site: Path, name: str, stamp: bytes) -> Iterator[Cache]:
    """A cache apart from that of builds, which begins with what they know, and has one drawer with
    them; a passing one where another process has it."""
    folder = site / FOLDER / name
    with suppress(OSError):
        folder.parent.mkdir(exist_ok=True)
    with ExitStack() as stack:
        try:
            cache = stack.enter_context(open_cache(folder, stamp, None, site / FOLDER / "drawn"))
        except OutsideError:
            cache = stack.enter_context(passing_cache(None, stamp))
        _take_over(cache, site / FOLDER)
        yield cache


def _take_over(cache: Cache, folder: Path) -> None:
    """Let a cache know what another one in a folder does, if that is the newer one. Nothing of it is read: packs have
    one name for ever, and are linked."""
    try:
        news = (folder / "memo").stat().st_mtime_ns
        with suppress(FileNotFoundError):
            if (cache.folder / "memo").stat().st_mtime_ns >= news:
                return
        taken = {name: (folder / name).read_bytes() for name in _TAKEN if (folder / name).is_file()}
        for pack in os.scandir(folder / "packs"):
            with suppress(FileExistsError):
                _link(pack.path, cache.packs / pack.name)
        for name, data in taken.items():
            write_whole(cache.folder / name, data)
    except OSError:
        return


_TAKEN = ("files", "references", "compiled", "memo")


def _link(source: str, place: Path) -> None:
    try:
        os.link(source, place)
    except FileExistsError:
        raise
    except OSError:  # another file system, or one without links
        shutil.copyfile(source, place)


def try_extension(site: Path) -> tuple[Extension, tuple[Problem, ...]]:
    """What the site's build.py adds; nothing, and what is wrong with it, where it cannot be loaded."""
    try:
        return load_extension(site), ()
    except ContentError as exc:
        return Extension(), exc.problems
