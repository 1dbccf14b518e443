"""What every view may know of a site."""

from __future__ import annotations

from collections.abc import Iterator

from ...content.site import Site
from ...model import SearchScope
from ...text.dates import direction
from ..parts import Settings
from ..views.values import Link, SiteView
from .diary import DIARY, STATS
from .links import Links
from .search import SEARCH


def make_settings(site: Site, links: Links) -> Settings:
    config = site.config
    menu = links.menu()
    view = SiteView(
        config.title,
        config.tagline,
        config.url,
        config.root,
        site.href("/"),
        config.language,
        direction(config.language),
        config.author,
        menu,
        site.href("/style.css"),
        site.href("/feed.xml"),
        site.href("/feed.json"),
        site.href("/comments/feed.xml"),
        site.href("/feeds/"),
        site.href(SEARCH) if config.search is not SearchScope.OFF else "",
        config.search is SearchScope.FULL,
        tuple(link for link in _indexes(site, links) if link.url not in {item.url for item in menu}),
        links.licence(),
        config.extra,
    )
    return Settings(view, config.ratings, config.comments.depth, config.comments.form, links.words)


def _indexes(site: Site, links: Links) -> Iterator[Link]:
    """The pages that lead to many others and are there whatever has been written. Who keeps no numbers may have no
    viewings, and then there is no diary."""
    kept, words = site.config.archives, links.words
    if "films" in kept:
        yield Link(words.say("films"), site.href("/films/"))
    if "diary" in kept and "stats" in kept:
        yield Link(words.say("diary"), site.href(DIARY))
    if "stats" in kept:
        yield Link(words.say("numbers"), site.href(STATS))
