"""A site kept warm in memory: what changes on the disk becomes the next edition, with as little work as that takes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import cast

import msgspec

from ..content.library import Library, Pointer
from ..content.loader import FileStat, Inventory, KnownFile, LostTextError, Memo, is_settled, stat_key, tidy
from ..content.loader.inventory import is_told
from ..content.loader.memo import KnownPost, moved
from ..content.loader.posts import known_post, owners, reading_context, stamp_of_reading
from ..content.loader.reader import Desk, Outcome, Task, decode_outcomes, open_desk, read_tasks
from ..content.site import make_site
from ..errors import Problem
from ..model import Config, PostCard
from ..pages.plan import Output, Planner
from ..render.draft import Draft
from ..render.intake import Intake
from ..render.published import Published
from ..render.retouch import is_told_otherwise_only
from ..render.staleness import Ledger
from ..render.strays import name_pages
from ..render.templates import Folders
from ..render.workshop import Workshop
from .edition import Edition, Stock, find_asking, retold
from .wardrobe import Wardrobe

MOST_TEXTS = 64  # of more, several processes together are quicker


class Renewal(msgspec.Struct, frozen=True):
    """What came of a change: the edition to be served, None before there has been any; everything that is wrong; and
    the outputs that may have become others, None where all may have."""

    edition: Edition | None
    problems: tuple[Problem, ...]
    touched: tuple[str, ...] | None


class Warm:
    """A site, as it was last read, and its last good edition. Where something is wrong, the edition stays as it is."""

    def __init__(self, workshop: Workshop, folders: Folders) -> None:
        self._workshop = workshop
        self._wardrobe = Wardrobe(folders, workshop)
        self._memo = workshop.cache.memo()
        self._posts = _tidied(self._memo.posts, workshop.cache.packs)
        self._files: dict[str, KnownFile] = workshop.cache.files()
        self._seen: dict[str, FileStat] = {}
        self._doubted: set[str] = set()
        self._edition: Edition | None = None
        self._problems: tuple[Problem, ...] = ()
        self._broken: dict[str, tuple[Problem, ...]] = {}
        self._undressed: tuple[Problem, ...] = ()
        self._is_behind = True
        self._desk: tuple[Config, Desk] | None = None
        self._read_last: tuple[Library, Intake] | None = None
        self.library: Library | None = None  # all that the sources said when everything was last assembled

    @property
    def site(self) -> Path:
        """The site's folder."""
        return self._workshop.order.site

    @property
    def until(self) -> int:
        """The instant at which the clock alone makes another site of it."""
        return self._edition.until if self._edition else 1 << 62

    def changed(self) -> set[str]:
        """The sources and templates that may not be what they were when last read, by one look at each: what was read
        while it may still have been written to is among them, once."""
        stats = Inventory(self._workshop.sources, {}).stats
        found = {name for name in stats.keys() | self._seen.keys() if stats.get(name) != self._seen.get(name)}
        return found | self._doubted | ({"templates/"} if self._wardrobe.has_changed() else set())

    def renew(self, names: Collection[str] | None) -> Renewal:
        """Take in what has changed: sources (`content/…`, `static/…`) and templates by name, None for whatever it may
        be. OSError where files go while they are being read: then it is to be tried again."""
        known = None if names is None else [name for name in names if self._counts(name)]
        if known is not None and (renewal := self._renew_some(known)) is not None:
            return renewal
        try:
            return self._renew_all()
        except LostTextError:
            self.forget()
            return self._renew_all()

    def forget(self) -> None:
        """Know nothing of any post any more: what was stored of them is gone."""
        self._memo, self._posts, self._desk = Memo(), {}, None
        self._workshop.cache.packs.mkdir(parents=True, exist_ok=True)

    def is_emptied(self, name: str) -> bool:
        """Whether a text that was there is empty: an editor may be about to write it."""
        known = self._seen.get(name)
        try:
            return is_told(name) and known is not None and known[2] > 0 and os.stat(self._place(name)).st_size == 0
        except OSError:
            return False

    def _counts(self, name: str) -> bool:
        """Whether something is, or was, at a place: what an editor made and removed in the meantime was never there."""
        is_here = name in self._seen or name.startswith("templates/") or os.path.lexists(self._place(name))
        return is_here or any(known.startswith(name.rstrip("/") + "/") for known in self._seen)

    def _renew_some(self, names: list[str]) -> Renewal | None:
        """Take in a change that leaves most as it is; None where there is more to it."""
        if not names:
            return self._renewal(())
        if self._edition is None or self._is_behind:
            return None
        if all(name.startswith("templates/") for name in names):
            return self._redress(self._edition)
        posts = owners(names, self._posts) if all(map(self._is_text, names)) else None
        with suppress(LostTextError):
            return self._retell(posts) if posts and len(posts) <= MOST_TEXTS else None
        return None

    def remember(self) -> None:
        """Keep what was read for the next start."""
        with suppress(OSError):
            self._workshop.cache.keep_memo(msgspec.structs.replace(self._memo, posts=self._posts))
            self._workshop.cache.keep_files(self._files)

    def _is_text(self, name: str) -> bool:
        """Whether a file holds a text or a conversation that is known, and is still there."""
        return is_told(name) and name in self._files and os.path.isfile(self._place(name))

    def _place(self, name: str) -> str:
        """Where a file lies, or would."""
        if name.startswith("templates/"):
            return os.fspath(self._wardrobe.locate(name.removeprefix("templates/")))
        return os.fspath(self._workshop.sources.locate(name))

    # The short way: texts.

    def _retell(self, posts: list[str]) -> Renewal | None:
        """Take in texts and conversations that have changed; None where more hangs on them."""
        edition = self._edition
        if edition is None:
            return None
        now, old = self._workshop.clock(), edition.cards
        new: dict[str, PostCard] = {}
        found: dict[bytes, Pointer] = {}
        for outcome in self._read(posts, edition.site.config):
            card, path = outcome.card, outcome.path
            if card is not None and outcome.key:
                if path not in old or not is_told_otherwise_only(old[path], card, now, edition.linked):
                    return None
                new[path] = card
                found.update((place.key, place) for place in outcome.places[1:])
            elif not outcome.key:
                self._broken[path] = outcome.problems
                continue
            self._broken.pop(path, None)
        if new:
            self._edition = edition = retold(edition, new, found)
        return self._renewal(tuple(edition.asking.outputs(new)) if new else ())

    def _read(self, posts: Iterable[str], config: Config) -> list[Outcome]:
        """Read posts again, and remember what was in their files."""
        context = reading_context(config)
        stamp = stamp_of_reading(context, self._workshop.stamp)
        sources = {path: self._posts[path].source for path in posts}
        for source in sources.values():
            self._look(f"content/{path}" for path in (source.path, source.comments, source.pingbacks) if path)
        now = time.time_ns()
        outcomes = decode_outcomes(read_tasks(self._open_desk(config), [Task(one, b"") for one in sources.values()]))
        for outcome in outcomes:
            for name, value in ((f"content/{path}", value) for path, value in outcome.digests.items()):
                self._files[name] = KnownFile(self._seen[name], is_settled(self._seen[name], now), value)
            if (card := outcome.card) is not None and outcome.key:
                self._posts[outcome.path] = known_post(sources[outcome.path], outcome, card, stamp)
        return list(outcomes)

    def _look(self, names: Iterable[str]) -> None:
        """See what some files are like before they are read."""
        for name in names:
            self._seen[name] = stat_key(os.stat(self._place(name)))
            is_certain = is_settled(self._seen[name], time.time_ns())
            (self._doubted.discard if is_certain else self._doubted.add)(name)

    def _open_desk(self, config: Config) -> Desk:
        """Where posts are read: one desk for all, so that all that is read goes into one pack."""
        if self._desk is None or self._desk[0] != config:
            order, cache = self._workshop.order, self._workshop.cache
            desk = open_desk(order.site, self._workshop.sources.content, reading_context(config), cache.packs)
            self._desk = (config, desk)
        return self._desk[1]

    # The same plan in other templates.

    def _redress(self, edition: Edition) -> Renewal:
        """Take in templates that have changed: what is planned stays as it is. While one of them cannot be parsed, the
        pages stay in the old ones."""
        templates, environment = self._wardrobe.study()
        worn = edition.ledger.templates
        if worn.files.keys() != templates.files.keys() or worn.catalogues() != templates.catalogues():
            return self._renew_all()
        self._undressed = tuple(name_pages(templates, edition.outputs.values()))
        if not self._undressed:
            ledger = Ledger(self._workshop.stamp, edition.settings, templates, edition.ledger.published)
            stock = msgspec.structs.replace(edition.stock, environment=environment)
            self._edition = msgspec.structs.replace(edition, ledger=ledger, stock=stock)
        return self._renewal(None)

    # The whole way.

    def _renew_all(self) -> Renewal:
        """Read what has changed, assemble, and plan everything."""
        self.read()
        return self.plan()

    def read(self) -> None:
        """Read whatever has changed."""
        self._is_behind = True
        inventory = Inventory(self._workshop.sources, self._files)
        self._seen = dict(inventory.stats)
        self._doubted = inventory.doubted()
        intake = Intake(self._workshop, inventory, msgspec.structs.replace(self._memo, posts=self._posts))
        library = intake.load(meanwhile=self._wardrobe.study)
        self._memo, self._posts = intake.memo, dict(intake.memo.posts)
        self._files = dict(inventory.files())
        self._workshop.crew.rest()
        self._broken.clear()
        self._undressed = ()
        self._read_last = (library, intake)

    def plan(self, growing: Callable[[Edition], None] | None = None) -> Renewal:
        """Assemble and plan what was read. An edition is taken if nothing is wrong with it, or if there is none yet;
        `growing` is given the first one, to which outputs are still being added."""
        if self._read_last is None:
            self.read()
        library, intake = cast(tuple[Library, Intake], self._read_last)
        self._read_last, self.library = None, library
        if intake.faults:
            self._problems = intake.failure(library).problems
        else:
            self._take(library, intake, growing)
        return self._renewal(None)

    def _take(self, library: Library, intake: Intake, growing: Callable[[Edition], None] | None) -> None:
        workshop = self._workshop
        templates, environment = self._wardrobe.study()
        draft = Draft(workshop, templates, self._wardrobe.folders)
        draft.problems += intake.warnings
        site = make_site(library, draft.now(library.config.timezone), workshop.order.audience)
        planner = draft.planner(site, keeps_parts=True)
        published = Published(workshop.order.output, None, {})
        outputs: dict[str, Output] = {}
        edition = Edition(
            site,
            outputs,
            find_asking(()),
            {path: entry.card for path, entry in site.sources.items()},
            site.pointers,
            planner.answers,
            frozenset(),
            (),
            Ledger(workshop.stamp, planner.settings, templates, published),
            planner.settings,
            Stock(workshop.sources, self._wardrobe.folders, environment, workshop.cache.packs, workshop.cache.drawn),
            (),
        )
        if growing is not None and self._edition is None:
            growing(edition)
        for output in _soonest_first(planner):
            outputs[output.path] = output
        plan = planner.conclude()
        self._problems = draft.conclude(plan, site)
        self._is_behind = any(problem.is_error for problem in self._problems)
        if not self._is_behind or self._edition is None:
            self._edition = msgspec.structs.replace(
                edition,
                asking=find_asking(plan.outputs),
                linked=frozenset(link.path.removeprefix("content/") for link in plan.links_into_talk),
                problems=self._problems,
                styles=tuple(output.path for output in plan.outputs if output.path.endswith(".css")),
            )

    def _renewal(self, touched: tuple[str, ...] | None) -> Renewal:
        broken = [problem for problems in self._broken.values() for problem in problems]
        told = self._edition.problems if self._edition and not self._is_behind else self._problems
        return Renewal(self._edition, tuple(sorted({*told, *broken, *self._undressed})), touched)


def _soonest_first(planner: Planner) -> Iterator[Output]:
    """All outputs, first the front page and the posts: somebody may be waiting for one of them."""
    lists = planner.lists()
    return chain(islice(lists, 1), planner.posts(), lists, planner.machines())


def _tidied(posts: Mapping[str, KnownPost], packs: Path) -> dict[str, KnownPost]:
    """What is known of posts, once the packs that earlier previews have left are few again."""
    with suppress(LostTextError, OSError):
        if found := tidy(packs, (place for post in posts.values() for place in post.places)):
            return {path: moved(post, found) for path, post in posts.items()}
    return dict(posts)
