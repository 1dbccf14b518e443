"""Every kind of output: what it is made of, how its view or its bytes come of that, and which template shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from ..text.css import compact
from . import cards, feeds, hosts, machines, pictures, search, talk_feeds
from . import parts as made
from .views import diary, films, lists, plain, post


class Kind(msgspec.Struct, frozen=True):
    """A kind of output. With a template `make(parts, texts, settings)` gives the view, without one the file's bytes, or
    the card or picture to be drawn."""

    parts: type[made.Part]
    make: Callable[[Any, Any, made.Settings], Any]
    template: str = ""
    finished: Callable[[str], str] = str


KINDS: dict[str, Kind] = {
    "post": Kind(made.PostParts, post.post_view, "post.html"),
    "card": Kind(made.CardParts, cards.make_card),
    "picture": Kind(made.PictureParts, pictures.take_picture),
    "original": Kind(made.OriginalParts, pictures.take_picture),
    "page": Kind(made.PostParts, post.page_view, "page.html"),
    "home": Kind(made.HomeParts, lists.home_view, "home.html"),
    "list": Kind(made.ListParts, lists.list_view, "list.html"),
    "film": Kind(made.FilmParts, films.film_page_view, "film.html"),
    "films": Kind(made.FilmsParts, films.films_view, "films.html"),
    "person": Kind(made.PersonParts, films.person_view, "person.html"),
    "feeds": Kind(made.FeedsParts, plain.feeds_view, "feeds.html"),
    "diary": Kind(made.DiaryParts, diary.diary_view, "diary.html"),
    "diary-index": Kind(made.DiaryIndexParts, diary.diary_index_view, "diary-index.html"),
    "stats": Kind(made.StatsParts, diary.stats_view, "stats.html"),
    "search": Kind(made.SearchParts, plain.search_view, "search.html"),
    "search-index": Kind(made.SearchIndexParts, search.search_index),
    "search-year": Kind(made.SearchYearParts, search.search_year),
    "404": Kind(made.RowsParts, plain.not_found_view, "404.html"),
    "stub": Kind(made.StubParts, plain.stub_view, "stub.html"),
    "style": Kind(made.StyleParts, plain.style_view, "style.css", compact),
    "own": Kind(made.OwnParts, plain.own_view),
    "feed": Kind(made.FeedParts, feeds.atom_feed),
    "json-feed": Kind(made.FeedParts, feeds.json_feed),
    "reply-feed": Kind(made.ReplyFeedParts, talk_feeds.reply_feed),
    "comment-feed": Kind(made.CommentFeedParts, talk_feeds.comment_feed),
    "sitemap": Kind(made.SitemapParts, machines.sitemap),
    "sitemap-index": Kind(made.SitemapIndexParts, machines.sitemap_index),
    "robots": Kind(made.RobotsParts, machines.robots),
    "redirect-lines": Kind(made.RedirectsParts, hosts.redirect_lines),
    "header-lines": Kind(made.HeadersParts, hosts.header_lines),
    "nginx-snippet": Kind(made.ServerParts, hosts.nginx_snippet),
    "caddy-snippet": Kind(made.ServerParts, hosts.caddy_snippet),
    "old-addresses": Kind(made.OldAddressesParts, hosts.old_addresses),
    "marker": Kind(made.MarkerParts, hosts.marker),
}
