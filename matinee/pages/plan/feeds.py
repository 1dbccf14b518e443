"""Feeds, sitemaps, robots.txt, the stylesheet, and stubs for addresses of old."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ...content.decode.marks import SITE, config_place
from ...content.site import Entry, Site
from ...model import Host, Moment
from ...text.urls import address_of, ascii_url, output_path
from ..facets import Ask, Facet
from ..feeds import last_modified
from ..machines import MOST_ADDRESSES
from ..parts import (
    CommentFeedParts,
    FeedEntry,
    FeedParts,
    FeedsParts,
    RobotsParts,
    SitemapIndexParts,
    SitemapParts,
    StubParts,
    StyleParts,
)
from .hosts import OLD_FEEDS
from .links import Links
from .lists import has_feed
from .posts import alias_path, post_id
from .values import Made, Make

FEEDS = "/feeds/"


def plan_feeds(site: Site, links: Links) -> Iterator[Make]:
    """The site's feeds, those of categories and tags, and the newest comments."""
    entries, asks = _entries(site, links, site.posts)
    title = site.config.title
    yield Make("feed.xml", "feed", FeedParts("/feed.xml", "/", title, entries), "the feed", SITE, asks)
    yield Make("feed.json", "json-feed", FeedParts("/feed.json", "/", title, entries), "the JSON feed", SITE, asks)
    yield from _feeds(site, links)
    yield _comments(links.words.say("replies_on", site=title))
    for kind, terms in site.terms.items():
        for term in terms.values() if has_feed(kind) else ():
            entries, asks = _entries(site, links, term.entries)
            address = term.address + "feed.xml"
            parts = FeedParts(
                address, term.address, links.words.say("kind_and_title", kind=title, title=term.name), entries
            )
            yield Make(output_path(address), "feed", parts, f"the feed of {term.name!r}", SITE, asks)


def _feeds(site: Site, links: Links) -> Iterator[Make]:
    """The page that explains the feeds, unless the site has one of its own there."""
    if any(entry.address == FEEDS for entry in site.sources.values()):
        return
    groups = tuple(
        (links.words.say(kind), tuple(links.link_to_feed(term) for term in terms.values()))
        for kind, terms in site.terms.items()
        if has_feed(kind) and terms
    )
    yield Make(output_path(FEEDS), "feeds", FeedsParts(FEEDS, groups), "the page that explains the feeds", SITE)


def _entries(site: Site, links: Links, posts: Sequence[Entry]) -> tuple[tuple[FeedEntry, ...], tuple[Ask, ...]]:
    """The newest of some posts, and what a feed asks of them."""
    newest = posts[: site.config.feed_length]
    asks = (Ask(Facet.TEXT_OF_EACH, tuple(post.card.path for post in newest)),)
    return tuple(_entry(site, links, post) for post in newest), asks


def _entry(site: Site, links: Links, post: Entry) -> FeedEntry:
    front, resolved = post.card.front, links.resolved(post)
    published = post.date or site.now
    return FeedEntry(
        post_id(site, post),
        post.address,
        post.title,
        post.language,
        published,
        front.updated.date if front.updated else published,
        tuple(author.title for author in links.authors(post)),
        tuple(link.title for kind in ("categories", "tags") for link in links.terms(kind, getattr(front, kind))),
        resolved.links,
        resolved.images,
        front.spoilers,
    )


def _comments(title: str) -> Make:
    """The newest comments of the whole site."""
    parts = CommentFeedParts("/comments/feed.xml", "/", title)
    asks = (Ask(Facet.COMMENTS),)
    return Make("comments/feed.xml", "comment-feed", parts, "the feed of comments", SITE, asks)


def plan_machines(site: Site, outputs: Iterable[Made]) -> Iterator[Make]:
    """Sitemaps of all pages planned so far, robots.txt, the stylesheet, redirects."""
    changed = {entry.address: last_modified(_last_change(entry, site.now)) for entry in site.posts}
    elsewhere = {output_path(entry.address) for entry in site.sources.values() if _is_elsewhere(site, entry)}
    pages = sorted(
        output.path
        for output in outputs
        if output.path.endswith(".html")
        and output.kind not in {"stub", "404", "search"}
        and output.path not in elsewhere
    )
    addresses = tuple([(address, changed.get(address, "")) for address in map(address_of, pages)])
    yield from _sitemaps(addresses)
    if "static/robots.txt" not in site.assets:
        yield Make("robots.txt", "robots", RobotsParts("/sitemap.xml"), "robots.txt", SITE)
    theme = site.config.theme
    yield Make(
        "style.css",
        "style",
        StyleParts(theme.accent, theme.accent_dark, dict(sorted(theme.fonts.items()))),
        "the stylesheet",
        SITE,
    )
    for old, new in (
        OLD_FEEDS.items() if site.config.host is not Host.GITLAB_PAGES else ()
    ):  # a page would go before a rule
        yield Make(output_path(old), "stub", StubParts(new), f"the old feed address {old}", SITE)
    for number, redirect in enumerate(site.config.redirects):
        if "?" not in redirect.old:
            place, origin = config_place(site.config, f"redirects.{number}"), f"the redirect from {redirect.old}"
            yield Make(alias_path(redirect.old), "stub", StubParts(redirect.new), origin, place)


def _is_elsewhere(site: Site, entry: Entry) -> bool:
    """Whether search engines are to find a text where it was first published, and not here."""
    canonical = entry.card.front.canonical
    return canonical != "" and ascii_url(canonical) != site.permalink(entry.address)


def _last_change(entry: Entry, now: Moment) -> Moment:
    updated = entry.card.front.updated
    return updated.date if updated else entry.date or now


def _sitemaps(addresses: tuple[tuple[str, str], ...]) -> Iterator[Make]:
    """One sitemap, or an index of several where the protocol's limit is passed."""
    if len(addresses) <= MOST_ADDRESSES:
        yield Make("sitemap.xml", "sitemap", SitemapParts(addresses), "the sitemap", SITE)
        return
    names = []
    for start in range(0, len(addresses), MOST_ADDRESSES):
        name = f"sitemap-{start // MOST_ADDRESSES + 1}.xml"
        names.append("/" + name)
        yield Make(name, "sitemap", SitemapParts(addresses[start : start + MOST_ADDRESSES]), "a sitemap", SITE)
    yield Make("sitemap.xml", "sitemap-index", SitemapIndexParts(tuple(names)), "the sitemap", SITE)
