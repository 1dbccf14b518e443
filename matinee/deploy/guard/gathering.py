"""What must stay private is gathered from the sources of a site, as a build reads them.

E-mail and IP addresses have no key in comments.yaml and pingbacks.yaml, but they get there: in a line after `#`, in a
comment that waits, in a name. All that stand anywhere in those files are private, but for those that readers may see
anyway: in the text of an approved comment or pingback, or in what the author publishes beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from ...content.library import Library
from ...content.loader import Inventory, PackReader, Sources, digest
from ...content.loader.posts import reading_context
from ...content.site.addresses import is_live, make_entry
from ...errors import ContentError, Problem
from ...extension import load_extension
from ...model import Audience, LeakRule, Moment, PostCard
from ...render.cache import open_cache
from ...render.draft import local_moment
from ...render.intake import Intake
from ...render.order import Order, silent
from ...render.store import FOLDER
from ...render.texts import StoredTexts
from ...render.workshop import Workshop
from ...stamp import engine_stamp
from ...theme import override_folders
from ...workers import Crew, Progress, processors
from .addresses import find_addresses
from .hidden import Reader, of_post, of_shields, of_talk, shown_addresses
from .private import Kept, Passage, Private
from .shown import Shown

_SECRET = re.compile(
    r"(?:^|_)(?:API|ACCESS|PRIVATE|AUTH)?(?:TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|KEY)S?(?:_|\d|$)", re.IGNORECASE
)
_LEAST = 12  # characters of a secret


def gather_private(
    site: Path,
    now: datetime,
    environment: Mapping[str, str],
    home: Path,
    jobs: int = 0,
    progress: Progress = silent,
) -> Private:
    """All that is private in a site as it is now. ContentError where its site.yaml cannot be used, OutsideError where
    another build is at it."""
    sources = Sources(site, override_folders(site, "static"))
    stamp, order = engine_stamp(site), Order(site, site / "public")
    extension = load_extension(site)
    with open_cache(site / FOLDER, stamp, None) as cache, Crew(jobs or processors()) as crew:
        workshop = Workshop(order, sources, extension, cache, stamp, lambda: now, progress, crew)
        inventory = Inventory(sources, cache.files())
        intake = Intake(workshop, inventory)
        if intake.faults:
            raise ContentError(intake.faults)
        library = intake.load(tuple)
        reader = Reader(site / "content", reading_context(library.config), extension.rules)
        texts = StoredTexts(PackReader(cache.packs))
        texts.use(tuple(library.pointers.values()))
        return _Gathering(library, reader, texts, local_moment(now, library.config.timezone)).gather(
            Shown(sources, override_folders(site, "templates"), reader), inventory, _folders(site, home), environment
        )


class _Gathering:
    """One look at all that the sources hold, at a moment."""

    def __init__(self, library: Library, reader: Reader, texts: StoredTexts, now: Moment) -> None:
        self._library, self._reader, self._texts = library, reader, texts
        self._rules = {card.path: _rule_of(card, library, now) for card in library.cards}

    def gather(
        self, shown: Shown, inventory: Inventory, folders: tuple[str, ...], environment: Mapping[str, str]
    ) -> Private:
        rules, posts = self._rules, self._library.layout.posts
        live = tuple(post for post in posts if post.path in rules and not rules[post.path])
        passages, addresses = self._passages(), set(self._addresses())
        shown = msgspec.structs.replace(shown, posts=live, films=self._library.layout.films)
        if addresses:
            addresses -= set(shown.addresses(addresses))
        return Private(
            _distinct(passages),
            self._files(),
            tuple(sorted(addresses)),
            folders,
            secrets_of(environment),
            _state(inventory, rules),
            shown.published,
        )

    def _passages(self) -> Iterator[Passage]:
        for post in self._library.layout.posts:
            rule = self._rules.get(post.path)
            if rule:
                yield from of_post(post, rule, self._reader)
            elif post.path in self._rules:
                yield from of_talk(post, self._reader)
        for card in self._library.cards:
            if not self._rules[card.path]:
                yield from of_shields(card, self._texts)

    def _addresses(self) -> Iterator[str]:
        """The addresses in conversations that no approved word of them shows."""
        found: set[str] = set()
        open_ones: set[str] = set()
        for post in self._library.layout.posts:
            for path in (post.comments, post.pingbacks):
                if path and (here := find_addresses(self._reader.text(path))):
                    found |= here
                    open_ones |= shown_addresses(post, self._reader)
        yield from found - open_ones

    def _files(self) -> dict[str, Kept]:
        """The files of posts that are not shown, but for those that are shown elsewhere too."""
        assets, private, open_ones = self._library.assets, {}, set[bytes]()
        owners = {f"content/{path}": post.path for post in self._library.layout.posts for path in post.files}
        for path, asset in assets.items():
            if rule := self._rules.get(owners.get(path, "")):
                private[asset.digest] = Kept(rule, path)
            else:
                open_ones.add(asset.digest)
        return {value.hex(): kept for value, kept in private.items() if value not in open_ones}


def _distinct(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """Each text once, with the first that has it: what stands in many drafts is one leak wherever it gets out."""
    first: dict[tuple[LeakRule, str, bool], Passage] = {}
    for one in passages:
        first.setdefault((one.rule, one.text, one.is_title), one)
    return tuple(first.values())


def _rule_of(card: PostCard, library: Library, now: Moment) -> LeakRule | None:
    """Which rule keeps a post: that of drafts, of the future, or none, as it is shown."""
    problems: list[Problem] = []
    entry = make_entry(card, library.config, now, problems)
    if card.front.draft:
        return LeakRule.DRAFT
    return None if entry is None or is_live(entry, now, Audience()) else LeakRule.FUTURE


def secrets_of(environment: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The variables that by their names hold secrets."""
    return tuple(sorted(pair for pair in environment.items() if _SECRET.search(pair[0]) and len(pair[1]) >= _LEAST))


def _folders(site: Path, home: Path) -> tuple[str, ...]:
    """The paths that tell of this computer; short ones, such as `/srv`, may be addresses as well."""
    places = {str(path) for path in (site.absolute(), site.resolve(), home.resolve()) if len(path.parts) > 2}
    return tuple(sorted(places))


def _state(inventory: Inventory, rules: Mapping[str, LeakRule | None]) -> bytes:
    """What stands for all that was gathered from."""
    told = inventory.digest()
    kept = [f"{rule} {path}" for path, rule in sorted(rules.items()) if rule]
    return digest(told.frame + told.texts + "\n".join(kept).encode()) if told else b""
