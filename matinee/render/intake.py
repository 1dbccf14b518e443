"""The first half of a build's way: the sources are read, and what was read is remembered."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from ..content.library import Library, Pointer
from ..content.loader import Inventory, LostTextError, Memo, digest_keys, tidy
from ..content.loader.walk import Loader, load_config
from ..errors import ContentError, Problem
from ..model import Config
from .order import Report
from .workshop import Workshop


class Intake:
    """One walk over the sources of a site; `warnings` are those of its site.yaml. Where that cannot be used, `faults`
    say why, and all else is read as if it said nothing."""

    def __init__(self, workshop: Workshop, inventory: Inventory, memo: Memo | None = None) -> None:
        """`memo` is what is known of an earlier walk; without one the cache is asked."""
        order, cache = workshop.order, workshop.cache
        self.faults: tuple[Problem, ...] = ()
        try:
            config, self.warnings = load_config(workshop.sources, order.base_url)
        except ContentError as exc:
            config, self.warnings, self.faults = Config("", "https://nowhere.invalid"), (), exc.problems
        self._workshop = workshop
        self._inventory = inventory
        if memo is None:
            memo = Memo() if order.clean else cache.memo()
        self._loader = Loader(workshop.sources, inventory, config, memo, cache.packs, workshop.crew, workshop.progress)

    def load(self, meanwhile: Callable[[], object]) -> Library:
        """Everything that the sources say; `meanwhile` is for the time that others are reading."""
        return self._loader.load(self._workshop.stamp, meanwhile)

    def failure(self, library: Library) -> Report:
        """What is wrong with the sources when site.yaml is; not whether ratings fit a scale that nobody knows."""
        told = [problem for problem in library.problems if problem.code != "rating"]
        return Report(problems=tuple(sorted([*self.faults, *told])))

    @property
    def memo(self) -> Memo:
        """What is known after this walk."""
        return self._loader.memo({})

    @property
    def keys(self) -> bytes:
        """The digest of what all posts are known by."""
        return digest_keys(self.memo.posts)

    def remember(self) -> bool:
        """Keep what was read; whether that could be done. Without it all is well, only slower. What files were like is
        kept last: it must never be newer than what they say."""
        with suppress(OSError):
            self._remember()
            return True
        return False

    def _remember(self) -> None:
        cache = self._workshop.cache
        moved: dict[bytes, Pointer] = {}
        memo = self._loader.memo({})
        with suppress(LostTextError):
            moved = tidy(cache.packs, (pointer for post in memo.posts.values() for pointer in post.places))
        memo = self._loader.memo(moved)
        cache.keep_memo(memo)
        cache.keep_files(self._inventory.files())
