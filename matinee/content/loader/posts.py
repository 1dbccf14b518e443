"""The posts of a site: those that the memo knows, and those that must be read."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ...errors import Problem, merge_failures
from ...interrupts import unheard
from ...model import Config, Newest, PostCard
from ...workers import Crew, Progress, split
from ..layout import SourcePost
from ..library import Pointer
from ..sources import Reading
from .inventory import Inventory, Sources
from .keys import Context, source_key
from .memo import KnownPost, make_known, moved
from .packs import PackReader

if TYPE_CHECKING:
    from .reader import Outcome

CHUNK = 24


class Labour(msgspec.Struct, frozen=True):
    """Who reads, who hears of it, and what is to be done here as long as others are at it."""

    crew: Crew
    progress: Progress
    meanwhile: Callable[[], object]


class Posts:
    """The posts of one walk. Once loaded, `cards` are sorted by path, `pointers` lead to every text, `broken` are the
    sources in which something is wrong, `unsound` the cards of those whose text could be read, and `read` tells how
    many had to be."""

    def __init__(
        self, inventory: Inventory, memo: Mapping[str, KnownPost], packs: Path, context: Context, engine: bytes
    ) -> None:
        self._inventory = inventory
        self._memo = memo
        self._packs = packs
        self._context = context
        self._stamp = stamp_of_reading(context, engine)
        self._known: dict[str, KnownPost] = {}
        self.cards: tuple[PostCard, ...] = ()
        self.pointers: dict[bytes, Pointer] = {}
        self.broken: tuple[SourcePost, ...] = ()
        self.unsound: tuple[PostCard, ...] = ()
        self.problems: tuple[Problem, ...] = ()
        self.read = 0

    def load(self, posts: Sequence[SourcePost], sources: Sources, labour: Labour) -> None:
        """Read whatever the memo does not know already. LostTextError where what it knows is gone."""
        new: dict[str, PostCard] = {}
        tasks: list[tuple[SourcePost, bytes]] = []
        for source in posts:
            known = self._memo.get(source.path)
            if known is not None and known.key == self._key(source):
                self._known[source.path] = known
            else:
                tasks.append((source, self._read_before(known)))
        if tasks:
            self._read(tasks, sources, labour, new)
        self._known = dict(sorted(self._known.items()))
        self.cards = tuple(self._cards(new))

    def known(self, pointers: Mapping[bytes, Pointer]) -> dict[str, KnownPost]:
        """What to remember; `pointers` lead to texts that have been moved since."""
        return {path: moved(post, pointers) for path, post in self._known.items()} if pointers else self._known

    def _cards(self, new: Mapping[str, PostCard]) -> Iterable[PostCard]:
        """The cards in the order of their paths, those that are not new from where they are stored."""
        from ..cards import decode_card

        reader, pointers = PackReader(self._packs), self.pointers
        for path, known in self._known.items():
            place, *texts = known.places
            for text in texts:
                pointers[text.key] = text
            yield new[path] if path in new else decode_card(reader.read(place))

    def newest(self, card: PostCard) -> Newest:
        """The newest comments of a post. LostTextError where they are gone."""
        from ..cards import decode_newest

        return decode_newest(PackReader(self._packs).read(self.pointers[card.talk.newest]))

    def _read(
        self,
        tasks: Sequence[tuple[SourcePost, bytes]],
        sources: Sources,
        labour: Labour,
        new: dict[str, PostCard],
    ) -> None:
        """Read posts in the workers, filling in what could be read."""
        with unheard():  # Markdown and all: not loaded for nothing
            from .reader import Task, decode_outcomes, open_desk, read_tasks

        by_path = {source.path: source for source, _ in tasks}
        work = split([Task(source, known) for source, known in tasks], CHUNK)
        arguments = (sources.site, sources.content, self._context, self._packs)
        broken: list[SourcePost] = []
        unsound: list[PostCard] = []
        problems: list[Problem] = []
        done = 0
        for data in labour.crew.each(read_tasks, work, open_desk, arguments, labour.meanwhile):
            outcomes = decode_outcomes(data)
            done += len(outcomes)
            labour.progress("read", done, len(tasks))
            for outcome in outcomes:
                problems += outcome.problems
                learn(self._inventory, outcome)
                card = outcome.card
                if card is not None and outcome.key:
                    self._known[outcome.path] = known_post(by_path[outcome.path], outcome, card, self._stamp)
                    new[outcome.path] = card
                elif outcome.key:
                    self._known[outcome.path] = self._memo[outcome.path]
                else:
                    broken.append(by_path[outcome.path])
                    unsound += () if card is None else (card,)
        self.read = len(new)
        self.broken = tuple(sorted(broken, key=lambda source: source.path))
        self.unsound = tuple(sorted(unsound, key=lambda card: card.path))
        self.problems = merge_failures(problems)  # one rule of the site's own may fail in every post

    def _key(self, source: SourcePost) -> bytes:
        """What a post would be known by, as far as that is certain without reading it."""
        names = [f"content/{path}" for path in (source.path, source.comments, source.pingbacks) if path]
        digests = self._inventory.all_known(names)
        return source_key(source, digests, "content/") + self._stamp if digests else b""

    def _read_before(self, known: KnownPost | None) -> bytes:
        """The key of a post's sources when it was last read as it would be now."""
        return known.key[:16] if known is not None and known.key[16:] == self._stamp else b""


def reading_context(config: Config) -> Context:
    """What of site.yaml the reading of a post depends on."""
    return Context(Reading(config.timezone, config.ratings), config.language, config.feed_length, config.html)


def stamp_of_reading(context: Context, engine: bytes) -> bytes:
    """What stands for everything but a post's own files that its card depends on."""
    return blake2b(msgspec.msgpack.encode(context), key=engine, digest_size=16).digest()


def owners(names: Iterable[str], posts: Container[str]) -> list[str] | None:
    """The posts that files (`content/…`) belong to; None where one belongs to none of these."""
    found: dict[str, None] = {}
    for name in names:
        path = name.removeprefix("content/")
        folder = path.rpartition("/")[0]
        owner = next((one for one in (path, f"{folder}/index.md", f"{folder}.md") if one in posts), None)
        if owner is None:
            return None
        found[owner] = None
    return list(found)


def learn(inventory: Inventory, outcome: Outcome) -> None:
    """Let it be known what was in the files that were read."""
    for path, value in outcome.digests.items():
        inventory.learn(f"content/{path}", value)


def known_post(source: SourcePost, outcome: Outcome, card: PostCard, stamp: bytes) -> KnownPost:
    """What to remember of a post that was read: its key is that of its sources under the settings it was read with."""
    return make_known(outcome.key + stamp, source, card.talk.instant, outcome.places)
