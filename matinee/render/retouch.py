"""The second shortest build: since the last good one nothing but texts and conversations has changed.

The plan is then the last one's. The posts that changed are read, and what was asked of them is answered again; whatever
turns out to be told otherwise is made again. Wherever that would not be all, nothing has happened yet, and the whole
journey is taken.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from ..content.cards import decode_card, decode_newest
from ..content.library import Pointer
from ..content.loader import Inventory, Memo, PackReader, digest_keys
from ..content.loader.memo import KnownPost
from ..content.loader.posts import known_post, learn, owners, reading_context, stamp_of_reading
from ..content.loader.reader import Task, decode_outcomes, open_desk, read_tasks
from ..content.loader.walk import load_config
from ..errors import Problem
from ..model import Newest, PostCard
from ..pages.facets import Answers, Talk
from .journey import Journey
from .order import Report
from .outline import Outline, Stills
from .published import Published
from .publisher import Agenda, Outcome
from .staleness import Item, Stale
from .standing import Aftermath, lasting
from .workshop import Workshop

MOST_POSTS = 64  # of more, all processors together are quicker


def is_told_otherwise_only(old: PostCard, new: PostCard, now: datetime, linked: Container[str]) -> bool:
    """Whether a post differs from what it was in nothing that a plan depends on; `linked` are the posts into whose
    conversations somebody links."""
    is_of_the_past = all(card.talk.instant is None or card.talk.instant <= now.timestamp() for card in (old, new))
    is_linked = new.path in linked and new.talk.key != old.talk.key
    return new.frame == old.frame and is_of_the_past and not is_linked


class _Cards(Mapping[str, PostCard]):
    """The cards of all posts, fetched when they are asked for; `new` ones stand before those of the memo."""

    def __init__(self, posts: Mapping[str, KnownPost], new: Mapping[str, PostCard], packs: Path) -> None:
        self._posts = posts
        self._fetched = dict(new)
        self._reader = PackReader(packs)

    def __getitem__(self, path: str) -> PostCard:
        if (card := self._fetched.get(path)) is None:
            card = self._fetched[path] = decode_card(self._reader.read(self._posts[path].places[0]))
        return card

    def __iter__(self) -> Iterator[str]:
        return iter(self._posts)

    def __len__(self) -> int:
        return len(self._posts)

    def newest(self, path: str) -> Newest:
        """The newest comments of a post."""
        key = self[path].talk.newest
        [place] = [place for place in self._posts[path].places if place.key == key]
        return decode_newest(self._reader.read(place))

    def pointers(self) -> dict[bytes, Pointer]:
        """Where the texts are of all posts that were asked."""
        return {pointer.key: pointer for path in self._fetched for pointer in self._posts[path].places}


class Retouch:
    """The posts that have changed since a good build, and what is to be made again for them."""

    def __init__(self, workshop: Workshop, last: Aftermath, memo: Memo, outline: Outline) -> None:
        self._workshop = workshop
        self._last = last
        self._memo = memo
        self._outline = outline
        self._posts = dict(memo.posts)
        self._old = _Cards(memo.posts, {}, workshop.cache.packs)
        self._new: dict[str, PostCard] = {}

    def read(self, inventory: Inventory) -> bool:
        """Read what has changed; whether it is no more than texts and conversations, with nothing wrong in them.
        LostTextError where the cache is damaged."""
        paths = owners(inventory.changed(), self._posts)
        if paths is None or len(paths) > MOST_POSTS:
            return False
        workshop = self._workshop
        config, _ = load_config(workshop.sources, workshop.order.base_url)
        context = reading_context(config)
        stamp = stamp_of_reading(context, workshop.stamp)
        sources = {path: self._memo.posts[path].source for path in paths}
        desk = open_desk(workshop.order.site, workshop.sources.content, context, workshop.cache.packs)
        for outcome in decode_outcomes(read_tasks(desk, [Task(source, b"") for source in sources.values()])):
            learn(inventory, outcome)
            card = outcome.card
            if card is None or not outcome.key or not self._is_covered(card):
                return False
            self._new[card.path] = card
            self._posts[card.path] = known_post(sources[card.path], outcome, card, stamp)
        return True

    def _is_covered(self, new: PostCard) -> bool:
        """Whether a changed post leaves the outline as it is, and nothing is wrong with it."""
        old, workshop = self._old[new.path], self._workshop
        problems = (*old.problems, *new.problems)
        is_good = not any(problem.is_error for problem in problems) and not (problems and workshop.order.strict)
        return is_good and is_told_otherwise_only(old, new, workshop.clock(), self._outline.linked)

    def publish(self, journey: Journey, published: Published, inventory: Inventory) -> tuple[Report, Aftermath]:
        """Make again what tells of the posts something that is not so any more."""
        outline, cache, output = self._outline, self._workshop.cache, self._workshop.order.output
        stills, cards = Stills(outline, cache.stills(output)), _Cards(self._posts, self._new, cache.packs)
        answers = Answers(cards, self._talk(stills, cards))
        ledger = journey.ledger(outline.settings, published)
        stale = Stale(ledger)
        stale.fingerprints.update({path: written.fingerprint for path, written in published.manifest.items()})
        items = list(self._stale(stills, answers, stale))
        agenda = Agenda(items, stale, outline.settings, answers, cards.pointers, lambda: Outcome(self._problems()))
        report = journey.publish(agenda, ledger)
        keys = b""
        with suppress(OSError):
            cache.keep_memo(msgspec.structs.replace(self._memo, posts=self._posts))
            cache.keep_files(inventory.files())
            keys = digest_keys(self._posts)
        return msgspec.structs.replace(report, read=len(self._new)), self._aftermath(report, keys)

    def _stale(self, stills: Stills, answers: Answers, stale: Stale) -> Iterator[Item]:
        """Of the outputs that ask the new posts, those that are told something else."""
        for sheet, asking in self._outline.asking(self._new):
            parts = stills.of(sheet, asking) + answers.answer(asking.asks)
            item = stale.compare(asking.path, asking.kind, asking.template, parts, asking.asks)
            if item is not None:
                yield item

    def _talk(self, stills: Stills, cards: _Cards) -> Talk:
        """What is known of all conversations, the new ones among them."""
        outline, posts = self._outline, self._posts
        instants = {path: instant for path in outline.posts if (instant := posts[path].instant) is not None}
        return Talk(
            instants, stills.ref, cards.newest, outline.settings.site.root, outline.feed_length, outline.settings.words
        )

    def _problems(self) -> tuple[Problem, ...]:
        """The warnings of the last build, but of these posts those that they have now."""
        before = {problem for path in self._new for problem in self._old[path].problems}
        now = {problem for card in self._new.values() for problem in card.problems}
        return tuple(sorted((set(self._last.problems) - before) | now))

    def _aftermath(self, report: Report, keys: bytes) -> Aftermath:
        """What remains of this build: what did of the last one, but for what was told."""
        last = self._last
        spoken = (card.talk.instant for card in self._new.values() if card.talk.instant is not None)
        since = max([last.since, *spoken])
        return msgspec.structs.replace(last, since=since, problems=lasting(report.problems), keys=keys)
