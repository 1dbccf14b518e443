"""The disk becomes a Library: every source decoded, every problem collected, only what changed read again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ...errors import ContentError, Place, Problem, error, merge_failures
from ...interrupts import unheard
from ...model import Config, PostCard
from ...text.urls import ascii_url
from ...workers import Progress, each_chunk, split
from ..layout import Layout, SourcePost, make_layout
from ..library import PICTURES, Asset, FilmRecord, Library, Pointer
from ..sources import DiaryFile, Reading, decode_utf8, read_config, read_diary, read_film
from .inventory import Inventory, Sources
from .keys import Context, source_key
from .memo import KnownFilm, KnownPost, Memo
from .pictures import measure_pictures
from .scan import digest

if TYPE_CHECKING:
    from .reader import Outcome

CHUNK = 24


def load_config(sources: Sources, base_url: str = "") -> tuple[Config, tuple[Problem, ...]]:
    """site.yaml decoded, with its warnings; ContentError where it cannot be used. `base_url` replaces its url."""
    place = Place("content/site.yaml")
    path = sources.content / "site.yaml"
    if path.exists() and not path.is_file():
        raise ContentError([error(place, "file", "this is no plain file")])
    try:
        data = path.read_bytes()
    except FileNotFoundError as exc:
        hint = "make one with `new site`, or name the site's folder with --site"
        raise ContentError([error(place, "file", "there is no site.yaml here", hint)]) from exc
    except OSError as exc:
        raise ContentError([error(place, "file", f"this file cannot be read: {exc.strerror}")]) from exc
    text = decode_utf8(data, place.path)
    config, problems = read_config(text, place.path)
    if base_url:
        config = msgspec.structs.replace(config, url=ascii_url(base_url).rstrip("/"))
    return config, problems


class Loader:
    """One walk over a site's sources, with a memo of the last one."""

    def __init__(
        self,
        sources: Sources,
        inventory: Inventory,
        config: Config,
        memo: Memo,
        packs: Path,
        jobs: int,
        progress: Progress,
    ) -> None:
        self._sources = sources
        self._inventory = inventory
        self._config = config
        self._memo = memo
        self._packs = packs
        self._jobs = jobs
        self._progress = progress
        self._posts: dict[str, KnownPost] = {}
        self._films: dict[str, KnownFilm] = {}
        self._pictures: dict[bytes, tuple[int, int]] = {}
        self._broken_films: list[str] = []
        self._unsound: list[PostCard] = []
        self._problems: list[Problem] = []
        self._read = 0

    def load(self, engine: bytes, meanwhile: Callable[[], object] = tuple) -> Library:
        """Read whatever the memo does not already know; `meanwhile` is for the time that others are reading."""
        layout = make_layout(self._inventory.paths("content/"))
        self._problems += layout.problems
        context = reading_context(self._config)
        stamp = stamp_of_reading(context, engine)
        broken = self._load_posts(layout.posts, context, stamp, meanwhile)
        films = self._load_films(layout.films)
        diary = self._load_diary(layout.diary)
        assets = self._load_assets(layout)
        cards = tuple(known.card for known in self._posts.values())
        pointers = {pointer.key: pointer for known in self._posts.values() for pointer in known.texts}
        problems = [problem for card in cards for problem in card.problems]
        return Library(
            self._config,
            cards,
            broken,
            films,
            tuple(viewing for file in diary for viewing in file.viewings),
            layout,
            assets,
            pointers,
            tuple(sorted([*self._inventory.problems, *self._problems, *problems])),
            self._read,
            self._unread(),
            tuple(sorted(self._unsound, key=lambda card: card.path)),
            tuple(place for file in diary for place in file.film_places),
        )

    def _unread(self) -> frozenset[str]:
        """The paths (below content/, or `static/…`) of what could not be read, posts apart."""
        problems = (*self._inventory.problems, *self._problems)
        unread = {problem.place.path for problem in problems if problem.is_error and problem.code == "file"}
        return frozenset(self._broken_films).union(path.removeprefix("content/") for path in unread)

    def memo(self, moved: dict[bytes, Pointer] | None = None) -> Memo:
        """What to remember of this walk; `moved` texts with their new pointers."""
        posts = self._posts
        if moved:
            posts = {
                path: msgspec.structs.replace(
                    known, texts=tuple(moved.get(pointer.key, pointer) for pointer in known.texts)
                )
                for path, known in posts.items()
            }
        return Memo(posts, self._films, self._pictures)

    def _load_posts(
        self, sources: Sequence[SourcePost], context: Context, stamp: bytes, meanwhile: Callable[[], object]
    ) -> tuple[SourcePost, ...]:
        """Fill the posts, reading in the workers what is new; the sources that could not be read."""
        tasks: list[tuple[SourcePost, bytes]] = []
        for source in sources:
            known = self._memo.posts.get(source.path)
            if known is not None and known.key == self._key(source, stamp):
                self._posts[source.path] = known
            else:
                tasks.append((source, _not_under(known, stamp)))
        broken = self._read_posts(tasks, context, stamp, meanwhile) if tasks else ()
        self._posts = dict(sorted(self._posts.items()))
        return broken

    def _read_posts(
        self,
        tasks: Sequence[tuple[SourcePost, bytes]],
        context: Context,
        stamp: bytes,
        meanwhile: Callable[[], object],
    ) -> tuple[SourcePost, ...]:
        """Read posts in the workers, filling what could be read; the sources that could not."""
        with unheard():  # Markdown and all: not loaded for nothing
            from .reader import Task, decode_outcomes, open_desk, read_tasks

        by_path = {source.path: source for source, _ in tasks}
        work = split([Task(source, known) for source, known in tasks], CHUNK)
        arguments = (self._sources.site, self._sources.content, context, self._packs)
        broken: list[SourcePost] = []
        problems: list[Problem] = []
        done = 0
        for data in each_chunk(read_tasks, work, open_desk, arguments, self._jobs, meanwhile):
            outcomes = decode_outcomes(data)
            done += len(outcomes)
            self._progress("read", done, len(tasks))
            for outcome in outcomes:
                self._learn(outcome.digests)
                problems += outcome.problems
                if (read := known_post(by_path[outcome.path], outcome, stamp)) is not None:
                    self._read += 1
                    self._posts[outcome.path] = read
                elif outcome.key:
                    self._posts[outcome.path] = self._memo.posts[outcome.path]
                else:
                    broken.append(by_path[outcome.path])
                    self._unsound += () if outcome.card is None else (outcome.card,)
        self._problems += merge_failures(problems)  # one rule of the site's own may fail in every post
        return tuple(sorted(broken, key=lambda source: source.path))

    def _key(self, source: SourcePost, stamp: bytes) -> bytes:
        """What a post would be known by, as far as that is certain without reading it."""
        names = [f"content/{path}" for path in (source.path, source.comments, source.pingbacks) if path]
        digests = self._inventory.all_known(names)
        return _under(source_key(source, digests, "content/"), stamp) if digests else b""

    def _learn(self, digests: dict[str, bytes]) -> None:
        for path, value in digests.items():
            self._inventory.learn(f"content/{path}", value)

    def _load_films(self, paths: Sequence[str]) -> tuple[FilmRecord, ...]:
        records: list[FilmRecord] = []
        for path in paths:
            if (known := self._film(path)) is None:
                self._broken_films.append(path)
            else:
                self._films[path] = known
                self._problems += known.problems
                name = path.removeprefix("films/").removesuffix(".yaml")
                records.append(FilmRecord(name, path, known.film, known.marks))
        return tuple(records)

    def _film(self, path: str) -> KnownFilm | None:
        known = self._memo.films.get(path)
        if known is not None and self._inventory.known(f"content/{path}") == known.key:
            return known
        data = self._bytes(path)
        if data is None:
            return None
        key = digest(data)
        if known is not None and known.key == key:
            return known
        try:
            read = read_film(decode_utf8(data, f"content/{path}"), f"content/{path}")
        except ContentError as exc:
            self._problems += exc.problems
            return None
        return KnownFilm(key, read.film, read.marks, read.problems)

    def _load_diary(self, paths: Sequence[str]) -> list[DiaryFile]:
        files: list[DiaryFile] = []
        reading = Reading(self._config.timezone, self._config.ratings)
        for path in paths:
            if (data := self._bytes(path)) is not None:
                try:
                    diary = read_diary(decode_utf8(data, f"content/{path}"), f"content/{path}", reading)
                except ContentError as exc:
                    self._problems += exc.problems
                else:
                    files.append(diary)
                    self._problems += diary.problems
        return files

    def _bytes(self, path: str) -> bytes | None:
        """A small file's content, remembered; None, and a problem, where it cannot be read."""
        try:
            data = (self._sources.content / path).read_bytes()
        except OSError as exc:
            self._problems.append(error(Place(f"content/{path}"), "file", f"this file cannot be read: {exc.strerror}"))
            return None
        self._inventory.learn(f"content/{path}", digest(data))
        return data

    def _load_assets(self, layout: Layout) -> dict[str, Asset]:
        """The files to copy, by path relative to the site (`content/…`, `static/…`); images with their size."""
        beside = [f"content/{path}" for post in layout.posts for path in post.files]
        films = [f"content/{path}" for path in layout.film_files]
        statics = [f"static/{path}" for path in self._inventory.paths("static/")]
        digests = {
            name: found for name in sorted([*beside, *films, *statics]) if (found := self._inventory.read_digest(name))
        }
        pictures = {name: value for name, value in digests.items() if name.lower().endswith(PICTURES)}
        sizes = self._picture_sizes({name: (self._inventory.place(name), value) for name, value in pictures.items()})
        return {name: Asset(name, value, *sizes.get(value, (0, 0))) for name, value in digests.items()}

    def _picture_sizes(self, pictures: dict[str, tuple[str, bytes]]) -> dict[bytes, tuple[int, int]]:
        """Width and height by digest; what was measured once is remembered."""
        new = {value: (path, place) for path, (place, value) in pictures.items() if value not in self._memo.pictures}
        chunks = split([(value, path, place) for value, (path, place) in sorted(new.items())], 16)
        for measured in each_chunk(measure_pictures, chunks, tuple, (), self._jobs if len(new) > 64 else 1):
            for value, size, problem in measured:
                if problem is None:
                    self._pictures[value] = size
                else:
                    self._problems.append(problem)
        for _, value in pictures.values():
            if value in self._memo.pictures:
                self._pictures[value] = self._memo.pictures[value]
        return self._pictures


def reading_context(config: Config) -> Context:
    """What of site.yaml the reading of a post depends on."""
    reading = Reading(config.timezone, config.ratings)
    return Context(reading, config.language, config.feed_length, config.html)


def stamp_of_reading(context: Context, engine: bytes) -> bytes:
    """What stands for everything but a post's own files that its card depends on."""
    return blake2b(msgspec.msgpack.encode(context), key=engine, digest_size=16).digest()


def known_post(source: SourcePost, outcome: Outcome, stamp: bytes) -> KnownPost | None:
    """What to remember of a post; None where something is wrong with it."""
    if outcome.card is None or not outcome.key:
        return None
    key = _under(outcome.key, stamp)
    return KnownPost(key, source, outcome.card.talk.instant, outcome.card, outcome.texts)


def _under(key: bytes, stamp: bytes) -> bytes:
    """A post's key under the settings it was read with."""
    return key + stamp


def _not_under(known: KnownPost | None, stamp: bytes) -> bytes:
    return known.key[:16] if known is not None and known.key[16:] == stamp else b""
