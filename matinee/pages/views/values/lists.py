"""Lists, films, people, and the plain pages."""

from __future__ import annotations

from typing import Any

from .common import DateView, Head, Link, Picture, PostLink, Stars, View
from .post import FilmView


class Row(View, frozen=True):
    """One post in a list.

    `day` is the date as short as the head above it allows ("Mon 13" under a month's). `sentence` is "" but on the home
    page, its older pages and the pages of films; `replies` ("29 replies") is "" but on the front page and in date
    archives.
    """

    url: str
    title: str
    is_film_title: bool
    language: str
    year: str
    directors: str
    date: DateView
    day: str
    sentence: str
    stars: Stars | None
    replies: str


class RowGroup(View, frozen=True):
    """Rows under one head: "January 2014", with its archive's address."""

    title: str
    url: str
    rows: tuple[Row, ...]


class Pager(View, frozen=True):
    """Where a list goes on. The titles name what the links lead to."""

    newer: Link | None = None
    older: Link | None = None


class RecentComment(View, frozen=True):
    """One line of "From the conversation"."""

    url: str
    author: str
    text: str
    post: PostLink


class HomeView(View, frozen=True):
    """The front page. `newest` is the newest post with its summary and the number of its field; `groups` hold the
    others. `old_addresses_url` is the script that leads on from addresses like `/?p=123`, "" where none is needed."""

    head: Head
    url: str
    newest: Row | None
    newest_image: Picture | None
    newest_summary: str
    newest_authors: tuple[Link, ...]
    newest_field: int
    groups: tuple[RowGroup, ...]
    conversation: tuple[RecentComment, ...]
    pager: Pager
    old_addresses_url: str


class ListView(View, frozen=True):
    """A list of posts: an older page of home, a date archive, a term, an author. `kind` is "Tag", "Category", …, ""
    for home's pages."""

    head: Head
    url: str
    kind: str
    title: str
    note: str
    note_url: str
    groups: tuple[RowGroup, ...]
    pager: Pager
    feed_url: str


class CreditLine(View, frozen=True):
    """One line of a film's full credits: who, and as what ("as Theodore", or nothing)."""

    role: str
    name: Link
    character: str


class Appearance(View, frozen=True):
    """A place where a film is spoken of without a review of its own: a section of a list, an essay. `rank` is ""
    when unranked."""

    row: Row
    rank: str


class SeenView(View, frozen=True):
    """One viewing: `day` is "11" of its date; `url` is the film's page, or a post about it; `review` the url of the
    review that tells of it."""

    date: DateView
    day: str
    title: str
    year: str
    url: str
    stars: Stars | None
    is_again: bool
    venue: str
    note: str
    review: str


class FilmRow(View, frozen=True):
    """A film in a table or index. `url` is its page, or the one post about it."""

    title: str
    url: str
    year: str
    stars: Stars | None
    as_character: str = ""


class FilmPageView(View, frozen=True):
    """A film: its facts, everything written about it."""

    head: Head
    url: str
    film: FilmView
    poster: Picture | None
    credits: tuple[CreditLine, ...]
    reviews: tuple[Row, ...]
    sections: tuple[Appearance, ...]
    mentions: tuple[Row, ...]
    viewings: tuple[SeenView, ...]
    others: tuple[FilmRow, ...]


class RoleTable(View, frozen=True):
    role: str
    films: tuple[FilmRow, ...]


class PersonView(View, frozen=True):
    """A person, one table for each role."""

    head: Head
    url: str
    name: str
    roles: tuple[RoleTable, ...]


class LetterGroup(View, frozen=True):
    letter: str
    films: tuple[FilmRow, ...]


class FilmsView(View, frozen=True):
    """All films by title, leading articles ignored; `count` is "34 films"."""

    head: Head
    url: str
    letters: tuple[LetterGroup, ...]
    count: str


class LinkGroup(View, frozen=True):
    """Links under one head."""

    title: str
    links: tuple[Link, ...]


class FeedsView(View, frozen=True):
    """The page that tells people of the feeds; `groups` hold those of categories and of tags."""

    head: Head
    url: str
    title: str
    groups: tuple[LinkGroup, ...]


class SearchView(View, frozen=True):
    """The page that one searches on; `index_url` is where its script finds what there is, `texts_url`
    what searches whole texts, "" where nothing does."""

    head: Head
    url: str
    title: str
    index_url: str
    texts_url: str


class NotFoundView(View, frozen=True):
    """There is no page: an intertitle says so."""

    head: Head
    newest: tuple[Row, ...]
    field: int


class StubView(View, frozen=True):
    """A page that only leads on to another address."""

    target: str
    permalink: str


class Field(View, frozen=True):
    """The ground of a title card and the colour of the type on it."""

    ground: str
    type: str


class StyleView(View, frozen=True):
    """What style.css needs: of site.yaml's theme, "" where the theme's own value stands; what print says of
    spoilers, in quotes, as CSS writes texts; and the fields of title cards."""

    accent_light: str
    accent_dark: str
    text_font: str
    poster_font: str
    plain_font: str
    withheld: str
    spoiler_withheld: str
    fields: tuple[Field, ...]


class OwnView(View, frozen=True):
    """A page that the site's own build.py makes: `data` is what it gave."""

    head: Head
    url: str
    permalink: str
    title: str
    data: Any
