"""What keeping a site warm begins with: a cache of one's own, and the site's own Python if it can be loaded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from ..errors import ContentError, OutsideError, Problem
from ..extension import Extension, load_extension
from ..render.cache import Cache, open_cache, passing_cache, take_over
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
        take_over(cache, site / FOLDER)
        yield cache


def try_extension(site: Path) -> tuple[Extension, tuple[Problem, ...]]:
    """What the site's build.py adds; nothing, and what is wrong with it, where it cannot be loaded."""
    try:
        return load_extension(site), ()
    except ContentError as exc:
        return Extension(), exc.problems
