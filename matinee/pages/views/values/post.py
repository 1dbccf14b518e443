"""A review, a post, a page, and the conversation beneath."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from .common import DateView, FilmLink, Head, Link, Picture, PostLink, SimilarPost, Stars, View


class FilmView(View, frozen=True):
    """A film's facts as a page shows them. `url` is its page, "" when it has none; `by` names the directors in words;
    `runtime` is "126 minutes", "" when unknown."""

    title: str
    url: str
    year: str
    year_url: str
    original_title: str
    original_language: str
    by: str
    directors: tuple[Link, ...]
    countries: tuple[Link, ...]
    genres: tuple[Link, ...]
    languages: tuple[str, ...]
    runtime: str
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
    directors: str
    film_url: str


class SeriesView(View, frozen=True):
    """A post's place in its series."""

    title: str
    url: str
    part: int
    previous: PostLink | None
    next: PostLink | None


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
    """One pingback. `kind` is pingback, trackback or webmention; `type` is "reply", "repost" or "bookmark" in words, ""
    for a mere mention (likes stand apart); `relation` is what the type is called in microformats, "" for a mention."""

    anchor: str
    url: str
    title: str
    excerpt: str
    date: DateView | None
    kind: str
    type: str
    relation: str
    author: str
    author_url: str


class LikerView(View, frozen=True):
    """Somebody who liked the post: their name and page, and the page that says so."""

    title: str
    url: str
    source: str


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
    """The readers' part of a post. `title` is "29 replies", "" where nobody has spoken yet and a form says so itself;
    `elsewhere` is "1 mention elsewhere" or ""; `note` says why none can be left."""

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
    """A review or another post. `body` ends nothing and opens nothing: it may stand in any element. `field` is the
    number of the ground on which its intertitle stands. `filters` are names and values by which a search of whole texts
    can be narrowed down."""

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
    about: tuple[FilmLink, ...]
    is_ranked: bool
    sections: tuple[SectionView, ...]
    image: Picture | None
    field: int
    summary: str
    body: Markup
    billing: tuple[BillingGroup, ...]
    categories: tuple[Link, ...]
    tags: tuple[Link, ...]
    series: SeriesView | None
    likes: str
    likers: tuple[LikerView, ...]
    older: PostLink | None
    newer: PostLink | None
    similar: tuple[SimilarPost, ...]
    original: str
    extra: dict[str, Any]
    conversation: ConversationView | None
    filters: tuple[tuple[str, str], ...]


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
