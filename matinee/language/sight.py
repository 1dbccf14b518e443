"""A site as it lies on the disk, kept warm: what is wrong with it, and what is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from ..content.cards import Rules
from ..content.library import Library
from ..content.loader import Sources
from ..content.loader.keys import Context
from ..content.loader.posts import reading_context
from ..content.loader.walk import load_config
from ..content.prompter import Knowledge, make_knowledge
from ..content.site import Site, make_site
from ..errors import ContentError, Problem
from ..model import Audience, Config
from ..render.builder import Order, wall_clock
from ..render.draft import local_moment
from ..render.order import silent
from ..render.workshop import Workshop
from ..stamp import engine_stamp
from ..theme import override_folders
from ..warm.opening import own_cache, try_extension
from ..warm.site import Warm
from ..workers import Crew

_ANYWHERE = Config("", "https://nowhere.invalid")


class Sight(msgspec.Struct, frozen=True):
    """What one look at a site has shown: every problem of it, the site with its drafts, what is known of it, and how
    its texts are read."""

    problems: tuple[Problem, ...] = ()
    site: Site | None = None
    known: Knowledge = Knowledge()
    context: Context = reading_context(_ANYWHERE)
    rules: Rules = ()


def glance(folder: Path) -> Sight:
    """What can be seen of a site at once: how its texts are read."""
    try:
        config, _ = load_config(Sources(folder, ()))
    except ContentError:
        return Sight()
    return Sight(context=reading_context(config), known=Knowledge(config.ratings))


class Looker:
    """Looks at a site again whenever it is asked to, with as little work as that takes."""

    def __init__(self, warm: Warm | None, rules: Rules, problems: tuple[Problem, ...]) -> None:
        self._warm = warm
        self._seen: Library | None = None
        self._sight = Sight(problems, rules=rules)

    def look(self) -> Sight:
        """The site as it is now; as it was where files go while they are being read."""
        if self._warm is None:
            return self._sight
        with suppress(FileNotFoundError, NotADirectoryError):
            renewal = self._warm.renew(self._warm.changed() if self._seen else None)
            self._sight = msgspec.structs.replace(self._sight, problems=renewal.problems)
            self._warm.remember()
            self._learn(self._warm)
        return self._sight

    def _learn(self, warm: Warm) -> None:
        """Take in what the sources say, where that is something else."""
        library = warm.library
        if library is None or library is self._seen:
            return
        self._seen = library
        site = make_site(
            library, local_moment(wall_clock(), library.config.timezone), Audience(drafts=True, future=True)
        )
        known, context = make_knowledge(site, library), reading_context(library.config)
        self._sight = msgspec.structs.replace(self._sight, site=site, known=known, context=context)


@contextmanager
def open_looker(folder: Path) -> Iterator[Looker]:
    """A looker at the site in a folder. Where its own Python cannot be loaded, that is all that is wrong with it."""
    stamp = engine_stamp(folder)
    extension, problems = try_extension(folder)
    with own_cache(folder, "language", stamp) as cache, Crew(1) as crew:
        order = Order(folder, folder / "public", writes=False)
        sources = Sources(folder, override_folders(folder, "static"))
        workshop = Workshop(order, sources, extension, cache, stamp, wall_clock, silent, crew)
        warm = None if problems else Warm(workshop, override_folders(folder, "templates"))
        yield Looker(warm, extension.rules, problems)
