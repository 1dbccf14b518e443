"""The plain pages, the style sheet and what an author's own Python makes: parts in, views out."""

from __future__ import annotations

import msgspec

from ...text.urls import encode
from ..fields import FIELDS, PLAIN
from ..parts import (
    FeedsParts,
    OwnParts,
    RowsParts,
    SearchParts,
    Settings,
    StubParts,
    StyleParts,
)
from .head import page_head
from .texts import Texts
from .values import (
    FeedsView,
    Head,
    LinkGroup,
    NotFoundView,
    OwnView,
    SearchView,
    StubView,
    StyleView,
)


def feeds_view(parts: FeedsParts, _texts: Texts, settings: Settings) -> FeedsView:
    title = settings.words.say("feeds")
    head = page_head(title, parts.address, settings, settings.words.say("feeds_explained"))
    url = settings.site.root + encode(parts.address)
    return FeedsView(head, url, title, tuple(LinkGroup(name, links) for name, links in parts.groups))


def search_view(parts: SearchParts, _texts: Texts, settings: Settings) -> SearchView:
    title = settings.words.say("search")
    head = msgspec.structs.replace(page_head(title, parts.address, settings), is_indexed=False)
    return SearchView(head, settings.site.root + encode(parts.address), title, parts.index, parts.texts)


def not_found_view(parts: RowsParts, _texts: Texts, settings: Settings) -> NotFoundView:
    site, words = settings.site, settings.words
    head = Head(words.page_title(words.say("not_found"), site.title), language=site.language, is_indexed=False)
    return NotFoundView(head, parts.rows, PLAIN)


def stub_view(parts: StubParts, _texts: Texts, settings: Settings) -> StubView:
    if parts.target.startswith("/"):
        return StubView(settings.site.root + encode(parts.target), settings.site.url + encode(parts.target))
    return StubView(parts.target, parts.target)


def style_view(parts: StyleParts, _texts: Texts, settings: Settings) -> StyleView:
    fonts = parts.fonts
    return StyleView(
        parts.accent_light,
        parts.accent_dark,
        fonts.get("text", ""),
        fonts.get("poster", ""),
        fonts.get("plain", ""),
        _css_text(" " + settings.words.say("withheld")),
        _css_text(f" ({settings.words.say('spoiler_withheld')})"),
        FIELDS,
    )


def _css_text(text: str) -> str:
    """A text as CSS writes it, in quotes."""
    return '"' + "".join(f"\\{ord(sign):x} " if sign in '"\\\n<' else sign for sign in text) + '"'


def own_view(parts: OwnParts, _texts: Texts, settings: Settings) -> OwnView:
    site = settings.site
    address = encode(parts.address)
    title = parts.title or site.title
    return OwnView(
        page_head(title, parts.address, settings), site.root + address, site.url + address, title, parts.data
    )
