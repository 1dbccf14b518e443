"""All that a template may see. A template gets `site` (a SiteView) and `page` (one of the page views), frozen, and
nothing else.

Fields named `url` are root-relative and ready for an `href`; `permalink` is absolute. Texts are plain and escaped by
the template;
fields of type Markup are finished HTML.
"""

from __future__ import annotations

from typing import Any

import msgspec
from markupsafe import Markup


class View(msgspec.Struct, frozen=True, array_like=True):
    """What all views are: frozen values, compared by content."""


class Link(View, frozen=True):
    """A text that leads somewhere; where `url` is empty there is no page for it and the text stands alone."""

    title: str
    url: str = ""


class DateView(View, frozen=True):
    """A date for people (`text`, "January 13, 2014", with the time where one was told) and for machines (`iso`)."""

    iso: str
    text: str


class Stars(View, frozen=True):
    """A rating: `value` and `best` and `worst` as numbers in text, `label` in words, `drawn` as a newspaper sets it
    (★★★★½, B+, 7.5)."""

    value: str
    label: str
    drawn: str
    best: str
    worst: str
    scale: str


class Picture(View, frozen=True):
    """An image with its own size in pixels (0 where unknown); the caption is text, `ratio` "1.85" when it is a known
    film ratio."""

    url: str
    alt: str
    width: int = 0
    height: int = 0
    caption: str = ""
    credit: str = ""
    ratio: str = ""

    @property
    def is_wide(self) -> bool:
        return self.width > 1200


class Head(View, frozen=True):
    """What stands in a page's head. `structured_data` is JSON-LD, safe inside its script element ("" for none)."""

    title: str
    description: str = ""
    canonical: str = ""
    kind: str = "website"
    image: str = ""
    image_alt: str = ""
    published: str = ""
    modified: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""
    feeds: tuple[Link, ...] = ()
    structured_data: Markup = Markup("")
    is_indexed: bool = True


class SiteView(View, frozen=True):
    """What every page shows of the site: from site.yaml alone, so that no page changes because another one did.

    `root` is "" or the path under which the site lives; `language` and `direction` are the site's own.
    """

    title: str
    tagline: str
    url: str
    root: str
    home_url: str
    language: str
    direction: str
    author: str
    menu: tuple[Link, ...]
    stylesheet_url: str
    feed_url: str
    json_feed_url: str
    comments_feed_url: str
    archives: tuple[Link, ...]
    extra: dict[str, Any]


class FilmView(View, frozen=True):
    """A film's facts as a page shows them. `url` is its page, "" when it has none; `runtime` is in minutes, 0 when
    unknown."""

    title: str
    url: str
    year: str
    year_url: str
    original_title: str
    original_language: str
    directors: tuple[Link, ...]
    countries: tuple[Link, ...]
    genres: tuple[Link, ...]
    languages: tuple[str, ...]
    runtime: int
    outside: tuple[Link, ...]


class BillingGroup(View, frozen=True):
    """One group of the billing block: "directed by", and the names."""

    role: str
    names: tuple[Link, ...]


class SectionView(View, frozen=True):
    """One film of a list or festival post, for the index at its top. `rank` is "" when unranked."""

    anchor: str
    title: str
    year: str
    rank: str
    stars: Stars | None
    directors: tuple[Link, ...]
    film_url: str


class SeriesView(View, frozen=True):
    """A post's place in its series."""

    title: str
    url: str
    part: int
    previous: Link | None
    next: Link | None


class ReplyView(View, frozen=True):
    """One comment where it stands. Replies come as a flat list in reading order.

    `opens_list` says that a nested list begins before it; `closing` is the HTML that ends its item and every list
    that ends with it
    ("" while its own replies follow). `answers` names what it answers where the nesting no longer shows it.
    """

    id: str
    number: str
    is_opener: bool
    opens_list: bool
    closing: Markup
    author: str
    author_url: str
    is_author: bool
    is_removed: bool
    via: str
    date: DateView | None
    edited: DateView | None
    body: Markup
    answers: Link | None
    reply_url: str


class MentionView(View, frozen=True):
    """One pingback. `kind` is pingback, trackback or webmention; `type` mention, reply, repost or bookmark (likes
    stand apart)."""

    anchor: str
    url: str
    title: str
    excerpt: str
    date: DateView | None
    kind: str
    type: str
    author: str
    author_url: str


class Choice(View, frozen=True):
    """One line of the "in reply to" select."""

    value: str
    text: str


class FormView(View, frozen=True):
    """The reply form. Fields are named author, email, url, comment, comment_parent and comment_post_ID, as WordPress
    names them."""

    action: str
    is_mail: bool
    post_id: str
    subject: str
    choices: tuple[Choice, ...]


class ConversationView(View, frozen=True):
    """The readers' part of a post. `title` is "29 replies"; `elsewhere` is "1 mention elsewhere" or ""; `note` says
    why none can be left."""

    title: str
    count: int
    elsewhere: str
    feed_url: str
    replies: tuple[ReplyView, ...]
    mentions: tuple[MentionView, ...]
    form: FormView | None
    is_open: bool
    note: str


class PostView(View, frozen=True):
    """A review or another post. `body` ends nothing and opens nothing: it may stand in any element."""

    head: Head
    url: str
    permalink: str
    title: str
    is_film_title: bool
    is_review: bool
    language: str
    direction: str
    date: DateView
    authors: tuple[Link, ...]
    updated: DateView | None
    update_note: str
    stars: Stars | None
    film: FilmView | None
    watched: str
    venue: str
    is_rewatch: bool
    about: tuple[Link, ...]
    is_ranked: bool
    sections: tuple[SectionView, ...]
    image: Picture | None
    summary: str
    body: Markup
    billing: tuple[BillingGroup, ...]
    categories: tuple[Link, ...]
    tags: tuple[Link, ...]
    series: SeriesView | None
    likes: str
    likers: tuple[Link, ...]
    older: Link | None
    newer: Link | None
    original: str
    extra: dict[str, Any]
    conversation: ConversationView | None


class PageView(View, frozen=True):
    """A page outside the stream of posts."""

    head: Head
    url: str
    permalink: str
    title: str
    language: str
    direction: str
    updated: DateView | None
    image: Picture | None
    body: Markup
    extra: dict[str, Any]
    conversation: ConversationView | None


class Row(View, frozen=True):
    """One post in a list.

    `day` is the date as short as the head above it allows ("Mon 13" under a month's). `replies` is "29 replies" on the
    home page and in date archives, else "".
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
    post: Link
    is_film_title: bool


class HomeView(View, frozen=True):
    """The front page. `newest` is the newest post with its summary; `groups` hold the others."""

    head: Head
    newest: Row | None
    newest_image: Picture | None
    newest_summary: str
    newest_authors: tuple[Link, ...]
    groups: tuple[RowGroup, ...]
    conversation: tuple[RecentComment, ...]
    pager: Pager


class ListView(View, frozen=True):
    """A list of posts: an older page of home, a date archive, a term, an author. `kind` is "Tag", "Category", …, ""
    for home's pages."""

    head: Head
    kind: str
    title: str
    note: str
    note_url: str
    groups: tuple[RowGroup, ...]
    pager: Pager
    feed_url: str
    neighbours: tuple[Link, ...]


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


class FilmPageView(View, frozen=True):
    """A film: its facts, everything written about it."""

    head: Head
    film: FilmView
    poster: Picture | None
    credits: tuple[CreditLine, ...]
    reviews: tuple[Row, ...]
    sections: tuple[Appearance, ...]
    mentions: tuple[Row, ...]


class FilmRow(View, frozen=True):
    """A film in a table or index. `url` is its page, or the one post about it."""

    title: str
    url: str
    year: str
    stars: Stars | None
    as_character: str = ""


class RoleTable(View, frozen=True):
    role: str
    films: tuple[FilmRow, ...]


class PersonView(View, frozen=True):
    """A person, one table for each role."""

    head: Head
    name: str
    roles: tuple[RoleTable, ...]


class LetterGroup(View, frozen=True):
    letter: str
    films: tuple[FilmRow, ...]


class FilmsView(View, frozen=True):
    """All films by title, leading articles ignored."""

    head: Head
    letters: tuple[LetterGroup, ...]
    count: int


class NotFoundView(View, frozen=True):
    head: Head
    newest: tuple[Row, ...]


class StubView(View, frozen=True):
    """A page that only leads on to another address."""

    target: str
    permalink: str


class StyleView(View, frozen=True):
    """What style.css needs of site.yaml's theme: "" where the theme's own value stands."""

    accent_light: str
    accent_dark: str
    text_font: str
    poster_font: str
    plain_font: str


class OwnView(View, frozen=True):
    """A page that the site's own build.py makes: `data` is what it gave."""

    head: Head
    url: str
    permalink: str
    title: str
    data: Any
