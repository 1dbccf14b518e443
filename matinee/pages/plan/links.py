"""How pages name and reach each other: links to terms, people, films and posts, made once for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import msgspec

from ...content.decode import find_place
from ...content.decode.marks import SITE, config_place
from ...content.site import (
    ROLES,
    DiaryEntry,
    Entry,
    FilmEntry,
    Likeness,
    Print,
    Site,
    Teller,
    Term,
    names_in_role,
    resolve,
    term_slug,
)
from ...content.site import Image as SiteImage
from ...content.site.links import Resolved, Resolver, WantedAnchor
from ...content.site.pictures import OF_POSTERS
from ...errors import Place, Problem
from ...model import Author, Film, LinkReference, MenuItem, Moment, PostCard
from ...text.dates import date_style
from ...text.slugs import slugify
from ...text.urls import is_outside
from ..parts import FilmPart, SeenPart
from ..views.conversation import date_view
from ..views.values import Link, PostLink, Row, RowGroup, SimilarPost
from ..words import Words

MOST_OTHERS = 12


class Links:
    """Everything that several outputs show of one thing, made once."""

    def __init__(self, site: Site, words: Words) -> None:
        self.site = site
        self.words = words
        self.problems: list[Problem] = []
        self.wanted: list[tuple[Place, str]] = []
        self.anchors: list[WantedAnchor] = []
        self.prints: set[Print] = set()
        self.faulty: set[str] = set()
        self._told = {slugify(name): author for name, author in site.config.authors.items()}
        self._style = date_style(site.config.language)
        self._viewings: dict[str, list[DiaryEntry]] | None = None
        self._similar: dict[str, SimilarPost] = {}
        self._likeness = cache(lambda: Likeness(site.films))
        self._directed = cache(lambda: _by_director(site.films))
        self._rows: dict[str, Row] = {}
        self._dated_rows: dict[str, Row] = {}
        self._films: dict[str, FilmPart] = {}
        self._people: dict[str, tuple[str, str]] = {}
        self._terms: dict[tuple[str, str], Link] = {}
        self._authors: dict[str, Link] = {}
        self._resolved: dict[str, Resolved] = {}

    def href(self, address: str) -> str:
        return self.site.href(address)

    def resolved(self, entry: Entry) -> Resolved:
        """Where a post's own links lead; what is wrong with them is noted once."""
        found = self._resolved.get(entry.card.path)
        if found is None:
            found = self._resolved[entry.card.path] = resolve(self.site, entry.card)
            self._note(found)
        return found

    def _note(self, found: Resolved | Resolver) -> None:
        """Keep what is wrong with links, and what can only be told once everything is planned."""
        self.problems += found.problems
        self.wanted += found.addresses
        self.anchors += found.anchors
        self.prints.update(found.prints)
        self.faulty.update(found.faulty)

    def menu(self) -> tuple[Link, ...]:
        return tuple(self._told_link(item, f"menu.{number}.to") for number, item in enumerate(self.site.config.menu))

    def licence(self) -> Link | None:
        told = self.site.config.licence
        return self._told_link(told, "licence.to") if told else None

    def _told_link(self, item: MenuItem, key: str) -> Link:
        """A link of site.yaml, made as a text's links are: by source path, or by address."""
        if not item.to or is_outside(item.to):  # without any, it was refused when it was read
            return Link(item.title, item.to)
        place = config_place(self.site.config, key)
        resolver = Resolver(self.site, SITE.path.removeprefix("content/"))
        url = resolver.link(LinkReference(item.to, place.line, place.column))
        self._note(resolver)
        return Link(item.title, url)

    def check(self, card: PostCard) -> None:
        """Note what is wrong with the links and images of a post that is not shown, since something else is wrong."""
        self._note(resolve(self.site, card))
        self._image(card)

    def image(self, entry: Entry) -> SiteImage | None:
        """The post's own picture, from its `image:`."""
        return self._image(entry.card)

    def _image(self, card: PostCard) -> SiteImage | None:
        if not card.front.image:
            return None
        resolver = Resolver(self.site, card.path, card.folder)
        found = resolver.picture(card.front.image, find_place(card.marks, f"content/{card.path}", "image"))
        self._note(resolver)
        return found if found.url else None

    def post(self, entry: Entry) -> PostLink:
        return PostLink(entry.title, self.href(entry.address), entry.is_film_title)

    def term(self, kind: str, name: str) -> Link:
        """A term by any of its spellings, with its page where it has one."""
        link = self._terms.get((kind, name))
        if link is None:
            term = self.site.terms.get(kind, {}).get(term_slug(kind, name))
            link = Link(term.name if term else name, self.href(term.address) if term and term.address else "")
            self._terms[kind, name] = link
        return link

    def link_to_feed(self, term: Term) -> Link:
        """The feed of a term, by the term's name."""
        return Link(term.name, self.href(term.address + "feed.xml"))

    def terms(self, kind: str, names: Iterable[str]) -> tuple[Link, ...]:
        return tuple(dict.fromkeys(self.term(kind, name) for name in names))

    def author(self, name: str) -> Link:
        """An author: the page of their posts here, else the address told in site.yaml."""
        link = self._authors.get(name)
        if link is None:
            here = self.term("authors", name)
            told = self.told_of(name)
            link = self._authors[name] = here if here.url else Link(name, told.url if told else "")
        return link

    def told_of(self, name: str) -> Author | None:
        """What site.yaml tells of an author, however the name is spelled."""
        return self._told.get(slugify(name))

    def authors(self, entry: Entry) -> tuple[Link, ...]:
        return tuple(self.author(name) for name in entry.authors)

    def film(self, key: str) -> FilmPart | None:
        """A film with the pages of everybody and everything it names; None for no film."""
        if not key:
            return None
        part = self._films.get(key)
        if part is None:
            entry = self.site.films[key]
            part = self._film(entry)
            if entry.address or len(entry.reviews) + len(entry.sections) + len(entry.mentions) > 1:
                self._films[key] = part  # of most films only one page speaks, and they are many
        return part

    def _film(self, entry: FilmEntry) -> FilmPart:
        film = entry.film
        people: dict[str, str] = {}
        for role in ROLES:
            for name in names_in_role(film, role):
                slug, url = self._people.get(name) or self._person(name)
                if url:
                    people[slug] = url
        return FilmPart(
            film,
            self.href(entry.address) if entry.address else "",
            self.term("years", str(film.year)).url if film.year else "",
            people,
            {name: link.url for name in film.genres if (link := self.term("genres", name)).url},
            {name: link.url for name in film.countries if (link := self.term("countries", name)).url},
            self._poster(film, entry.poster) if entry.poster else None,
        )

    def _person(self, name: str) -> tuple[str, str]:
        """The slug of a name, and the page of whoever is called so; "" where there is none."""
        slug = slugify(name)
        person = self.site.people.get(slug)
        found = self._people[name] = (slug, self.href(person.address) if person and person.address else "")
        return found

    def _poster(self, film: Film, teller: Teller) -> SiteImage | None:
        """A film's poster, beside the file that tells of it."""
        resolver = Resolver(self.site, teller.path, teller.companion)
        found = resolver.picture(film.poster, teller.place("poster"), OF_POSTERS)
        self._note(resolver)
        return found if found.url else None

    def similar(self, key: str) -> tuple[SimilarPost, ...]:
        """The newest reviews of the films that are most like one."""
        return tuple([self._similar.get(film.key) or self._similar_post(film) for film in self._likeness().like(key)])

    def _similar_post(self, film: FilmEntry) -> SimilarPost:
        post = film.reviews[0]
        row = self.row(post)
        found = self._similar[film.key] = SimilarPost(row.title, row.url, row.is_film_title, row.year, row.stars)
        return found

    def others_by_directors(self, entry: FilmEntry) -> tuple[FilmEntry, ...]:
        """The other films of a film's directors, the newest first, at most a dozen."""
        lists = (self._directed().get(slugify(name), ())[: MOST_OTHERS + 1] for name in entry.film.directors)
        others = {film.key: film for films in lists for film in films if film is not entry}
        return tuple(sorted(others.values(), key=_newest_film_first)[:MOST_OTHERS])

    def seen(self, one: DiaryEntry) -> SeenPart:
        """A viewing, with the film's page, or else the newest post about it."""
        film = self.site.films.get(one.key)
        address = (film.address or film.posts[0].address) if film else ""
        return SeenPart(
            one.date,
            one.film.title,
            str(one.film.year or ""),
            self.href(address) if address else "",
            one.rating,
            bool(one.rewatch),
            one.venue,
            one.note,
            self.href(one.review.address) if one.review else "",
        )

    def viewings(self, key: str) -> tuple[SeenPart, ...]:
        """The viewings of a film, the newest first, where the site keeps a diary."""
        if self._viewings is None:
            kept = self.site.diary if "diary" in self.site.config.archives else ()
            self._viewings = {}
            for one in reversed(kept):
                self._viewings.setdefault(one.key, []).append(one)
        return tuple(map(self.seen, self._viewings.get(key, ())))

    def row(self, entry: Entry) -> Row:
        """A post in a list."""
        row = self._rows.get(entry.card.path)
        if row is None:
            row = self._rows[entry.card.path] = self._row(entry)
        return row

    def _row(self, entry: Entry) -> Row:
        film = self.site.films[entry.film].film if entry.film else None
        front, date = entry.card.front, entry.date or self.site.now
        return Row(
            self.href(entry.address),
            entry.title,
            entry.is_film_title,
            entry.language if entry.language != self.site.config.language else "",
            str(film.year or "") if film else "",
            self.words.few_listed(film.directors) if film else "",
            date_view(date, self._style),
            self._style.weekday(date),
            "",
            self.words.stars(front.rating, self.site.config.ratings),
            "",
        )

    def _dated_row(self, entry: Entry, date: Moment) -> Row:
        """The same with the day in its year."""
        row = self._dated_rows.get(entry.card.path)
        if row is None:
            row = msgspec.structs.replace(self.row(entry), day=self._style.day_of_year(date))
            self._dated_rows[entry.card.path] = row
        return row

    def months(self, entries: Iterable[Entry]) -> tuple[RowGroup, ...]:
        """Posts, newest first, under the heads of their months."""
        grouped: dict[str, list[Row]] = {}
        for entry in entries:
            if entry.date:
                grouped.setdefault(entry.date.iso[:7], []).append(self.row(entry))
        dated = "dates" in self.site.config.archives
        return tuple(
            RowGroup(
                self._style.month(int(month[:4]), int(month[5:])),
                self.href(f"/{month[:4]}/{month[5:]}/") if dated else "",
                tuple(rows),
            )
            for month, rows in grouped.items()
        )

    def years(self, entries: Iterable[Entry]) -> tuple[RowGroup, ...]:
        """Posts, newest first, under the heads of their years."""
        grouped: dict[str, list[Row]] = {}
        for entry in entries:
            if entry.date:
                grouped.setdefault(entry.date.iso[:4], []).append(self._dated_row(entry, entry.date))
        dated = "dates" in self.site.config.archives
        return tuple(
            RowGroup(str(int(year)), self.href(f"/{year}/") if dated else "", tuple(rows))
            for year, rows in grouped.items()
        )


def _by_director(films: Mapping[str, FilmEntry]) -> dict[str, list[FilmEntry]]:
    """The films of each director, the newest first."""
    found: dict[str, list[FilmEntry]] = {}
    for entry in sorted(films.values(), key=_newest_film_first):
        for name in entry.film.directors:
            found.setdefault(slugify(name), []).append(entry)
    return found


def _newest_film_first(entry: FilmEntry) -> tuple[int, str]:
    return (-(entry.film.year or 0), entry.key)
