"""The disk becomes a Library: every source decoded, every problem collected, only what changed read again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from ...errors import ContentError, Place, Problem, error
from ...model import Config
from ...text.urls import ascii_url
from ...workers import Crew, Progress, split
from ..decode.marks import SITE
from ..layout import Layout, make_layout
from ..library import PICTURES, Asset, Fault, FilmRecord, Library, Pointer, Raster
from ..sources import DiaryFile, Reading, decode_utf8, read_config, read_diary, read_film
from .inventory import Inventory, Sources
from .memo import KnownFilm, Memo
from .pictures import drawing_tools, measure_pictures
from .posts import Labour, Posts, reading_context
from .scan import digest

FEW_PICTURES = 4  # that one process measures at a time: each of them is decoded


def load_config(sources: Sources, base_url: str = "") -> tuple[Config, tuple[Problem, ...]]:
    """site.yaml decoded, with its warnings; ContentError where it cannot be used. `base_url` replaces its url."""
    place = SITE
    path = sources.site / place.path
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
        crew: Crew,
        progress: Progress,
    ) -> None:
        self._sources = sources
        self._inventory = inventory
        self._config = config
        self._memo = memo
        self._packs = packs
        self._crew = crew
        self._progress = progress
        self._films: dict[str, KnownFilm] = {}
        self._pictures: dict[bytes, Raster] = {}
        self._broken_films: list[str] = []
        self._problems: list[Problem] = []
        self._posts: Posts | None = None

    def load(self, engine: bytes, meanwhile: Callable[[], object] = tuple) -> Library:
        """Read whatever the memo does not already know; `meanwhile` is for the time that others are reading."""
        layout = make_layout(self._inventory.paths("content/"))
        self._problems += layout.problems
        context = reading_context(self._config)
        self._posts = posts = Posts(self._inventory, self._memo.posts, self._packs, context, engine)
        posts.load(layout.posts, self._sources, Labour(self._crew, self._progress, meanwhile))
        self._problems += posts.problems
        films = self._load_films(layout.films)
        diary = self._load_diary(layout.diary)
        assets = self._load_assets(layout)
        problems = [problem for card in posts.cards for problem in card.problems]
        return Library(
            self._config,
            posts.cards,
            posts.broken,
            films,
            tuple(viewing for file in diary for viewing in file.viewings),
            layout,
            assets,
            posts.pointers,
            tuple(sorted([*self._inventory.problems, *self._problems, *problems])),
            posts.read,
            self._unread(),
            posts.unsound,
            tuple(place for file in diary for place in file.film_places),
            posts.newest,
            drawing_tools() if self._pictures else "",
        )

    def _unread(self) -> frozenset[str]:
        """The paths (below content/, or `static/…`) of what could not be read, posts apart."""
        problems = (*self._inventory.problems, *self._problems)
        unread = {problem.place.path for problem in problems if problem.is_error and problem.code == "file"}
        return frozenset(self._broken_films).union(path.removeprefix("content/") for path in unread)

    def memo(self, pointers: Mapping[bytes, Pointer]) -> Memo:
        """What to remember of this walk; `pointers` lead to texts that have been moved since."""
        return Memo(self._posts.known(pointers) if self._posts else {}, self._films, self._pictures)

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
        """The files to publish, by path relative to the site (`content/…`, `static/…`); pictures with what they are."""
        beside = [f"content/{path}" for post in layout.posts for path in post.files]
        films = [f"content/{path}" for path in layout.film_files]
        statics = [f"static/{path}" for path in self._inventory.paths("static/")]
        digests = {
            name: found for name in sorted([*beside, *films, *statics]) if (found := self._inventory.read_digest(name))
        }
        pictures = {
            value: self._inventory.place(name) for name, value in digests.items() if name.lower().endswith(PICTURES)
        }
        faults = self._measure(pictures)
        known = self._pictures
        return {
            name: Asset(name, value, known.get(value), faults.get(value))
            if name.lower().endswith(PICTURES)
            else Asset(name, value)
            for name, value in digests.items()
        }

    def _measure(self, pictures: Mapping[bytes, str]) -> dict[bytes, Fault]:
        """Note what these files, each by its digest, are as pictures, and say why those that are none are not. What
        was measured once is remembered."""
        faults: dict[bytes, Fault] = {}
        self._pictures = {value: known for value in pictures if (known := self._memo.pictures.get(value)) is not None}
        new = sorted((value, place) for value, place in pictures.items() if value not in self._pictures)
        for measured in self._crew.each(measure_pictures, split(new, FEW_PICTURES), tuple, (), alone=2):
            for value, found in measured:
                if isinstance(found, Raster):
                    self._pictures[value] = found
                else:
                    faults[value] = found
        return faults
