"""Cards become a Site: who is published, in which order, and what hangs together."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from itertools import chain
from posixpath import dirname

import msgspec

from ...errors import Place, Problem, Severity, error, warning
from ...model import Address, Audience, Config, Moment, Newest, PostCard
from ...text.slugs import slugify
from ...text.urls import compose
from ..layout import COMMENTS, SourcePost
from ..library import Asset, Library
from .addresses import is_live, make_entry, newest_first
from .filmbook import FilmBook
from .filmfiles import unshown_film_files
from .taxonomy import in_one_spelling, make_people, make_terms
from .values import Entry, Site
from .viewings import make_diary, turns_of_viewings

NEVER = 1 << 62


def make_site(library: Library, now: Moment, audience: Audience) -> Site:
    """The site as `audience` sees it at `now`, with every problem that comes of putting it together."""
    config, problems = library.config, _problems(library, audience)
    entries = [entry for card in library.cards if (entry := make_entry(card, config, now, problems)) is not None]
    live = [entry for entry in entries if is_live(entry, now, audience)]
    hidden = frozenset(entry.card.path for entry in entries) - {entry.card.path for entry in live}
    posts = newest_first(entry for entry in live if entry.card.kind is Address.POST)
    pages = tuple(
        sorted((entry for entry in live if entry.card.kind is Address.PAGE), key=lambda entry: entry.card.path)
    )
    book = FilmBook(library.films, library.unread)
    posts = tuple(reversed([_with_films(entry, book) for entry in reversed(posts)]))
    for viewing, place in zip(library.diary, library.diary_places, strict=True):
        book.check(viewing.film, place)
    diary = make_diary(library.diary, posts, book, now, audience)
    films = book.entries(posts, config.archives_from, "films" in config.archives)
    people, terms = make_people(config, films), make_terms(config, posts, films)
    unshown = unshown_film_files(library, films)
    files, addresses = _files(library, [*posts, *pages], unshown)
    sources = {entry.card.path: entry for entry in (*posts, *pages)}
    hidden |= _files_of(source for source in library.layout.posts if source.path in hidden) | unshown
    broken = library.unread | {source.path for source in library.broken} | _files_of(library.broken)
    return Site(
        config,
        now,
        posts,
        pages,
        in_one_spelling(films, people, terms),
        people,
        terms,
        diary,
        library.assets,
        files,
        addresses,
        sources,
        hidden,
        broken,
        library.pointers,
        steady_span(entries, config, now, library.newest, turns_of_viewings(library.diary, entries)),
        tuple(
            sorted(
                [*problems, *book.problems, *_comments_of_the_future(live, now, library.newest), *_shared_guids(posts)]
            )
        ),
        {compose(path): path for path in chain(sources, addresses, hidden, broken) if not path.isascii()},
        library.unsound,
        library.newest,
        _originals(library, addresses),
        library.tools,
        _next_due(entries, live, now),
    )


def _next_due(entries: Iterable[Entry], live: Iterable[Entry], now: Moment) -> Moment | None:
    """When the next of the posts that are not shown yet is due; None where none is waiting."""
    shown = {entry.card.path for entry in live}
    waiting = (entry.date for entry in entries if entry.card.path not in shown and not entry.card.front.draft)
    return min((date for date in waiting if date and date.instant > now.instant), key=_instant, default=None)


def _instant(moment: Moment) -> tuple[int, str]:
    return moment.instant, moment.iso


def _originals(library: Library, addresses: Iterable[str]) -> dict[bytes, str]:
    """The first published asset of each picture, by its digest."""
    if not library.tools:
        return {}
    paths = (path if path.startswith("static/") else f"content/{path}" for path in addresses)
    return {
        asset.digest: asset.path
        for path in sorted(paths, reverse=True)
        if (asset := library.assets[path]).raster is not None
    }


def _problems(library: Library, audience: Audience) -> list[Problem]:
    """The problems of the sources. Those of a draft's text stop nothing where drafts are not shown."""
    problems = list(library.problems)
    if audience.drafts or not any(problem.is_error for problem in problems):
        return problems
    unseen = {problem for card in library.cards if card.front.draft for problem in card.problems}
    return [
        msgspec.structs.replace(problem, severity=Severity.WARNING) if problem in unseen else problem
        for problem in problems
    ]


def _with_films(entry: Entry, book: FilmBook) -> Entry:
    """The post with the keys of the films that it names."""
    front = entry.card.front
    if front.film is None and not front.films and not front.about:
        return entry
    film = book.find(front.film, entry.teller("film")) if front.film else ""
    known = book.film(film).title if film else ""
    return msgspec.structs.replace(
        entry,
        title=front.title or known or entry.title,
        is_film_title=bool(known) and (not front.title or slugify(front.title) == slugify(known)),
        film=film,
        sections=_sections(entry, book) if front.films else (),
        about=_about(entry, book) if front.about else (),
    )


def _sections(entry: Entry, book: FilmBook) -> tuple[str, ...]:
    films = enumerate(entry.card.front.films)
    return tuple(book.find(section.film, entry.teller(f"films.{place}.film")) for place, section in films)


def _about(entry: Entry, book: FilmBook) -> tuple[str, ...]:
    films = enumerate(entry.card.front.about)
    return tuple(book.find(mention, entry.teller(f"about.{place}")) for place, mention in films)


def _files(library: Library, live: Iterable[Entry], unshown: Container[str]) -> tuple[dict[str, Asset], dict[str, str]]:
    """The assets by the address they are copied to, and each one's address by its path (below content/, or
    `static/…`)."""
    beside = {source.path: source for source in library.layout.posts}
    files: dict[str, Asset] = {}
    addresses: dict[str, str] = {}
    placed: list[tuple[str, str]] = [(path, f"/{path}") for path in library.layout.film_files if path not in unshown]
    for entry in live:
        source = beside[entry.card.path]
        base = entry.address if entry.address.endswith("/") else dirname(entry.address).rstrip("/") + "/"
        placed += [(path, base + path[len(source.folder) + 1 :]) for path in source.files]
    for path, address in placed:
        if (asset := library.assets.get(f"content/{path}")) is not None:
            files[compose(address)] = asset
            addresses[path] = compose(address)
    for path in library.assets:
        if path.startswith("static/"):
            addresses[path] = compose(path[len("static") :])
    return files, addresses


def _files_of(sources: Iterable[SourcePost]) -> frozenset[str]:
    return frozenset(path for source in sources for path in source.files)


def _shared_guids(posts: Iterable[Entry]) -> Iterator[Problem]:
    """An error for each post whose `guid:` another one has: feed readers would take the two for one."""
    first: dict[str, Entry] = {}
    for entry in posts:
        guid = entry.card.front.guid
        if guid and (other := first.setdefault(guid, entry)) is not entry:
            message = f"this guid belongs to {other.place.path} too"
            yield error(entry.mark("guid"), "duplicate-id", message, "each post has one of its own")


def _comments_of_the_future(
    entries: Iterable[Entry], now: Moment, newest: Callable[[PostCard], Newest]
) -> Iterator[Problem]:
    """A warning for each post whose newest comment is dated later than now: some clock was wrong."""
    for entry in entries:
        instant = entry.card.talk.instant
        if instant is not None and instant > now.instant:
            latest = newest(entry.card).latest[0]
            place = Place(f"content/{entry.card.folder}/{COMMENTS}")
            message = f"comment {latest.id} is dated {latest.date.date}, still to come; it is shown all the same"
            yield warning(place, "date-order", message, "correct its date")


def steady_span(
    entries: Iterable[Entry],
    config: Config,
    now: Moment,
    newest: Callable[[PostCard], Newest],
    more: Iterable[int] = (),
) -> tuple[int, int]:
    """From which instant until which one the clock alone changes nothing: no post becomes due, no comments close, and
    none of the `more` instants comes."""
    turns = list(more)
    for entry in entries:
        if entry.date is not None and not entry.card.front.draft:
            turns += (entry.date.instant, comments_close_at(entry, config))
        turns += _turns_of_talk(entry.card, now, newest)
    past = max((turn for turn in turns if turn <= now.instant), default=-NEVER)
    return past, min((turn for turn in turns if turn > now.instant), default=NEVER)


def _turns_of_talk(card: PostCard, now: Moment, newest: Callable[[PostCard], Newest]) -> Iterable[int]:
    """The instants of the newest comments, the very newest alone where all are past."""
    last = card.talk.instant
    if last is None or last <= now.instant:
        return () if last is None else (last,)
    return [one.date.instant for one in newest(card).latest]


def comments_close_at(entry: Entry, config: Config) -> int:
    """The instant at which a post's comments close by themselves."""
    days = config.comments.close_after_days
    return entry.instant + days * 86_400 if days and entry.date else NEVER
