"""The front page and lists of posts: parts in, views out."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ...text.urls import encode
from ..parts import (
    HomeParts,
    ListParts,
    RowTold,
    Settings,
)
from ..structured import json_ld
from ..words import Words
from .head import page_head
from .pictures import still
from .texts import Texts
from .values import (
    Head,
    HomeView,
    Link,
    ListView,
    Row,
    RowGroup,
)


def home_view(parts: HomeParts, _texts: Texts, settings: Settings) -> HomeView:
    site, words = settings.site, settings.words
    data = json_ld(
        {
            "@context": "https://schema.org",
            "@type": "WebSite",
            "name": site.title,
            "url": site.url + "/",
            "description": site.tagline,
        }
    )
    title = f"{site.title}: {site.tagline}" if site.tagline else site.title
    head = Head(title, site.tagline, site.url + "/", language=site.language, structured_data=data)
    newest = told_rows((parts.newest,), parts.told, words)[0] if parts.newest else None
    return HomeView(
        head,
        site.home_url,
        newest,
        still(parts.image, parts.image_alt),
        parts.summaries[0] if parts.summaries else "",
        parts.authors,
        parts.field,
        _told_groups(parts.groups, parts.told[1:], words),
        parts.conversation,
        parts.pager,
        parts.script_url,
    )


def told_rows(rows: Iterable[Row], told: Iterable[RowTold], words: Words) -> tuple[Row, ...]:
    """The rows with what their list tells beside them."""
    return tuple([_told_row(row, one, words) for row, one in zip(rows, told, strict=False)])


def _told_row(row: Row, told: RowTold, words: Words) -> Row:
    if not told.sentence and not told.comments:
        return row
    replies = words.replies(told.comments) if told.comments else ""
    return msgspec.structs.replace(row, sentence=told.sentence, replies=replies)


def _told_groups(groups: tuple[RowGroup, ...], told: tuple[RowTold, ...], words: Words) -> tuple[RowGroup, ...]:
    """The groups with what their list tells of the posts in them, if it does."""
    if not told:
        return groups
    waiting = iter(told)
    return tuple(RowGroup(group.title, group.url, told_rows(group.rows, waiting, words)) for group in groups)


def list_view(parts: ListParts, _texts: Texts, settings: Settings) -> ListView:
    words, title = settings.words, parts.title
    name = words.say("kind_and_title", kind=parts.kind, title=title) if parts.kind else title
    feed = words.say("kind_and_title", kind=settings.site.title, title=title)
    feeds = (Link(feed, parts.feed_url),) if parts.feed_url else ()
    head = page_head(name, parts.address, settings, parts.note, feeds)
    return ListView(
        head,
        settings.site.root + encode(parts.address),
        parts.kind,
        parts.title,
        parts.note,
        parts.note_url,
        _told_groups(parts.groups, parts.told, settings.words),
        parts.pager,
        parts.feed_url,
    )
