"""What a site's own files say that may be said again: films, names and files, the most frequent first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from ...model import Film, FilmMention, Front, PostCard, Scale
from ..library import Library
from ..site import Site

Names = tuple[tuple[str, int], ...]


class KnownFilm(msgspec.Struct, frozen=True):
    """A film: how it is written in a post, its facts, and how many posts speak of it."""

    name: str
    film: Film
    posts: int


class KnownText(msgspec.Struct, frozen=True):
    """A post or page: its title, its address, and its headings with their anchors."""

    title: str
    address: str
    headings: tuple[tuple[str, str], ...]


class Knowledge(msgspec.Struct, frozen=True):
    """What is known of a site. `names` are by kind; `texts` and `files` by path below `content/`, a file's being the
    text that it lies beside."""

    scale: Scale = Scale.STARS
    films: tuple[KnownFilm, ...] = ()
    names: Mapping[str, Names] = {}
    texts: Mapping[str, KnownText] = {}
    files: Mapping[str, str] = {}

    def film(self, name: str) -> KnownFilm | None:
        """The film that is written so."""
        return next((known for known in self.films if name in (known.name, titled(known.film))), None)


def titled(film: Film) -> str:
    """A film's title and year."""
    return f"{film.title} ({film.year})" if film.year is not None else film.title


def make_knowledge(site: Site, library: Library) -> Knowledge:
    """What is known of a site, drafts and all."""
    cards = (*library.cards, *library.unsound)
    texts = {card.path: _text(site, card) for card in cards}
    files = {path: source.path for source in library.layout.posts for path in source.files}
    return Knowledge(library.config.ratings, _films(site, library), _names(cards, site, library), texts, files)


def _text(site: Site, card: PostCard) -> KnownText:
    entry = site.sources.get(card.path)
    headings = tuple((heading.text, heading.anchor) for heading in card.prose.headings if heading.anchor)
    return KnownText(entry.title if entry else card.front.title or card.stem, entry.address if entry else "", headings)


def _films(site: Site, library: Library) -> tuple[KnownFilm, ...]:
    """The films of files and of posts, those first of which most posts speak."""
    by_title = {titled(record.film): record for record in library.films}
    merged = {titled(entry.film): entry for entry in site.films.values()}
    found = []
    for title in by_title.keys() | merged.keys():
        entry, record = merged.get(title), by_title.get(title)
        posts = len(entry.reviews) + len(entry.sections) + len(entry.mentions) if entry else 0
        film = entry.film if entry else by_title[title].film
        found.append(KnownFilm(record.name if record else title, film, posts))
    return tuple(sorted(found, key=lambda known: (-known.posts, known.name)))


def _names(cards: Iterable[PostCard], site: Site, library: Library) -> dict[str, Names]:
    counts: dict[str, Counter[str]] = {}
    for card in cards:
        for kind, names in _of_front(card.front).items():
            counts.setdefault(kind, Counter()).update(names)
    counts.setdefault("author", Counter()).update(filter(None, (library.config.author, *library.config.authors)))
    films = {titled(record.film): record.film for record in library.films}
    films |= {titled(entry.film): entry.film for entry in site.films.values()}
    for film in films.values():
        for kind, names in _of_film(film).items():
            counts.setdefault(kind, Counter()).update(names)
    return {kind: tuple(sorted(found.items(), key=lambda one: (-one[1], one[0]))) for kind, found in counts.items()}


def _of_front(front: Front) -> dict[str, Iterable[str]]:
    mentions: tuple[FilmMention, ...] = tuple(section.film for section in front.films)
    return {
        "author": front.authors,
        "categories": front.categories,
        "tags": front.tags,
        "series": filter(None, [front.series]),
        "venue": filter(None, [front.venue]),
        "people": [name for mention in mentions for name in mention.film.directors],
    }


def _of_film(film: Film) -> dict[str, Iterable[str]]:
    people = {*film.directors, *film.writers, *(credit.name for credit in film.cast)}
    people |= {name for line in film.crew for name in line.names}
    return {
        "people": people,
        "genres": film.genres,
        "countries": film.countries,
        "languages": film.languages,
    }
