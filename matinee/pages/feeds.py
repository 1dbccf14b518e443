"""Feeds of posts: Atom (RFC 4287), and JSON Feed 1.1."""

from __future__ import annotations

import json
import re
from urllib.parse import urljoin

from ..model import EPOCH, Moment, Prose
from ..text.escape import escape_text
from ..text.slots import clean
from ..text.urls import absolute, encode, host
from .parts import (
    EntryText,
    FeedEntry,
    FeedParts,
    Settings,
)
from .views.post import feed_address
from .views.texts import Texts, without_shields

ATOM, THREADS = "http://www.w3.org/2005/Atom", "http://purl.org/syndication/thread/1.0"
# (A search leaps from sign to sign, and signs are few.)
_VALUE = re.compile(r"""(=\s*)("[^"]*"|'[^']*'|[^\s"'<>`=][^\s"'<>`]*)""")
_NAME = re.compile(r"""[\s"'](?:href|src(set)?|poster)\s*$""", re.IGNORECASE)
_CANDIDATE = re.compile(r"([^\s,]\S*[^\s,]|[^\s,])(\s+[^\s,]+)?(\s*(?:,|$)\s*)")  # of a srcset
_LONGEST_NAME = 40


def atom_feed(parts: FeedParts, texts: Texts, settings: Settings) -> bytes:
    """The site's newest posts, or a term's."""
    site = settings.site
    updated = max((entry.updated for entry in parts.entries), key=lambda moment: moment.instant, default=None)
    lines = open_feed(parts.address, parts.page, parts.title, updated.iso if updated else EPOCH.iso, settings)
    lines.append(_element("author", _element("name", escape_text(clean(site.author or site.title)))))
    if site.tagline and parts.page == "/":
        lines.append(_element("subtitle", escape_text(clean(site.tagline))))
    for entry, text in zip(parts.entries, parts.texts, strict=True):
        lines += _atom_entry(entry, text, texts, settings)
    return close_feed(lines)


def open_feed(address: str, page: str, title: str, updated: str, settings: Settings) -> list[str]:
    """The lines of an Atom feed before its entries: its address, and that of the page that it goes with."""
    site = settings.site
    return [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="{ATOM}" xmlns:thr="{THREADS}" xml:lang="{escape_text(site.language)}">',
        _element("id", escape_text(site_url(address, settings))),
        _element("title", escape_text(clean(title))),
        _element("updated", rfc3339(updated)),
        f'<link rel="self" type="application/atom+xml" href="{escape_text(site_url(address, settings))}"/>',
        f'<link rel="alternate" type="text/html" href="{escape_text(site_url(page, settings))}"/>',
    ]


def close_feed(lines: list[str]) -> bytes:
    """The feed whose lines these are, but for the last."""
    return ("\n".join([*lines, "</feed>"]) + "\n").encode()


def _element(name: str, content: str) -> str:
    return f"<{name}>{content}</{name}>"


def site_url(address: str, settings: Settings) -> str:
    """An address as others must write it."""
    return settings.site.url + encode(address)


def rfc3339(iso: str) -> str:
    """A Moment's iso as feeds want it."""
    return iso.replace("+00:00", "Z")


def _atom_entry(entry: FeedEntry, text: EntryText, texts: Texts, settings: Settings) -> list[str]:
    permalink = site_url(entry.address, settings)
    lines = [
        f'<entry xml:lang="{escape_text(entry.language)}">',
        _element("id", escape_text(entry.id)),
        _element("title", escape_text(clean(entry.title))),
        f'<link rel="alternate" type="text/html" href="{escape_text(permalink)}"/>',
        _element("published", rfc3339(entry.published.iso)),
        _element("updated", rfc3339(entry.updated.iso)),
    ]
    lines += [_element("author", _element("name", escape_text(clean(author)))) for author in entry.authors]
    lines += [f'<category term="{escape_text(clean(name))}"/>' for name in entry.categories]
    if text.has_replies:
        replies = site_url(feed_address(entry.address), settings)
        lines.append(f'<link rel="replies" type="application/atom+xml" href="{escape_text(replies)}"/>')
    if text.summary:
        lines.append(_element("summary", escape_text(clean(text.summary))))
    content = entry_html(entry, texts.prose(text.prose), settings)
    lines += [
        f'<content type="html" xml:base="{escape_text(permalink)}">{escape_text(content)}</content>',
        "</entry>",
    ]
    return lines


def entry_html(entry: FeedEntry, prose: Prose, settings: Settings) -> str:
    """A post's text for a reader elsewhere: every address absolute, nothing shielded in it."""
    permalink = site_url(entry.address, settings)
    if entry.shield is not None:
        words = settings.words
        told = (
            words.say("whole_review_shielded_with_label", label=entry.shield)
            if entry.shield
            else words.say("whole_review_shielded")
        )
        link = f'<a href="{escape_text(permalink)}">{escape_text(words.say("read_it_there"))}</a>'
        return f"<p>{escape_text(clean(told))} {link}</p>"
    html = without_shields(prose, entry.links, entry.images, settings.words)

    def fully(address: str) -> str:
        if address.startswith("/") and not address.startswith("//"):
            return absolute(address, settings.site.url, settings.site.root)
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", address):
            return address
        return permalink + address if address.startswith("#") else urljoin(permalink, address)

    def written(match: re.Match[str]) -> str:
        name = _NAME.search(html, max(match.start() - _LONGEST_NAME, 0), match.start())
        quote = match[2][0] if match[2][0] in "\"'" else ""
        if name is None or not (quote or _is_in_tag(html, match.start())):
            return match[0]
        value = match[2][1:-1] if quote else match[2]
        value = _CANDIDATE.sub(lambda one: f"{fully(one[1])}{one[2] or ''}{one[3]}", value) if name[1] else fully(value)
        return f"{match[1]}{quote}{value}{quote}"

    return _VALUE.sub(written, html)


def _is_in_tag(html: str, place: int) -> bool:
    """Whether a place in the HTML is inside a tag: what looks like an attribute without quotes may also be text."""
    return html.rfind("<", 0, place) > html.rfind(">", 0, place)


def json_feed(parts: FeedParts, texts: Texts, settings: Settings) -> bytes:
    """The same as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    site = settings.site
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": clean(parts.title),
        "home_page_url": site_url(parts.page, settings),
        "feed_url": site_url(parts.address, settings),
        "language": site.language,
        "items": [
            _json_item(entry, text, texts, settings) for entry, text in zip(parts.entries, parts.texts, strict=True)
        ],
    }
    if site.tagline:
        feed["description"] = clean(site.tagline)
    if site.author:
        feed["authors"] = [{"name": clean(site.author)}]
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()


def _json_item(entry: FeedEntry, text: EntryText, texts: Texts, settings: Settings) -> dict[str, object]:
    item: dict[str, object] = {
        "id": entry.id,
        "url": site_url(entry.address, settings),
        "title": clean(entry.title),
        "content_html": entry_html(entry, texts.prose(text.prose), settings),
        "date_published": rfc3339(entry.published.iso),
        "date_modified": rfc3339(entry.updated.iso),
        "language": entry.language,
    }
    if text.summary:
        item["summary"] = clean(text.summary)
    if entry.authors:
        item["authors"] = [{"name": clean(author)} for author in entry.authors]
    if entry.categories:
        item["tags"] = [clean(name) for name in entry.categories]
    return item


def entry_id(url: str, address: str, published: Moment, guid: str) -> str:
    """The id of a post, for ever: the one it was imported with, else a tag URI (RFC 4151)."""
    return guid or f"tag:{host(url)},{published.date}:{encode(address)}"


def last_modified(moment: Moment) -> str:
    """A date as sitemaps want it (W3C datetime): the day, where its author was."""
    return moment.date
