"""Feeds of what readers say: Atom (RFC 4287) with threads (RFC 4685)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..model import EPOCH, Discussion, Reply, Role
from ..text.escape import escape_text
from ..text.sanitise import open_url
from ..text.shields import redact_shields
from ..text.slots import clean
from .feeds import close_feed, open_feed, rfc3339, site_url
from .parts import (
    CommentFeedParts,
    PostRef,
    ReplyFeedParts,
    Settings,
    Voices,
)
from .views.texts import Texts
from .words import Words


def reply_feed(parts: ReplyFeedParts, texts: Texts, settings: Settings) -> bytes:
    """The replies to one post as Atom entries in threads, newest first."""
    title, post = settings.words.say("replies_to", title=parts.post.title), parts.post
    return _comments((parts.address, post.address, title), ((post, parts.voices),), texts, settings, is_alone=True)


def comment_feed(parts: CommentFeedParts, texts: Texts, settings: Settings) -> bytes:
    """The newest comments of the whole site as Atom entries in threads."""
    return _comments((parts.address, parts.page, parts.title), parts.newest, texts, settings, is_alone=False)


def _comments(
    names: tuple[str, str, str],
    voiced: Iterable[tuple[PostRef, Voices]],
    texts: Texts,
    settings: Settings,
    is_alone: bool,
) -> bytes:
    """A feed of comments: its address, that of its page, and its title; whose comments, and which."""
    lines: list[str] = []
    updated = EPOCH
    replies: dict[bytes, dict[str, Reply]] = {}
    for post, voices in voiced:
        if voices.key not in replies:
            replies[voices.key] = _by_id(texts.discussion(voices.key))
        place = _Place(escape_text(site_url(post.address, settings)), escape_text(post.id))
        for reply in map(replies[voices.key].__getitem__, voices.ids):
            updated = max(updated, reply.edited or reply.date or post.posted, key=lambda moment: moment.instant)
            lines.append(_comment_entry(post, reply, place, settings.words, is_alone))
    return close_feed(open_feed(*names, updated.iso, settings) + lines)


class _Place(NamedTuple):
    """Where a conversation is: the post's permalink and id as a feed writes them."""

    permalink: str
    id: str


def _by_id(discussion: Discussion) -> dict[str, Reply]:
    return {reply.id: reply for reply in discussion.replies if not reply.is_removed}


def _comment_entry(about: PostRef, reply: Reply, place: _Place, words: Words, is_alone: bool) -> str:
    """One comment; there are many, so what is safe as it is (ids, dates) is not escaped again."""
    post, identity = place
    typed = clean(reply.author or (about.author if reply.role is Role.AUTHOR else "")) or words.say("anonymous")
    name = escape_text(typed)
    told = (
        words.say("comment_by", name=typed)
        if is_alone
        else words.say("comment_on", title=clean(about.title), name=typed)
    )
    title = escape_text(told)
    published = rfc3339((reply.date or about.posted).iso)
    updated = rfc3339(reply.edited.iso) if reply.edited else published
    answered = f"#comment-{reply.parent}" if reply.parent else ""
    uri = f"<uri>{escape_text(url)}</uri>" if reply.url and (url := open_url(reply.url)) else ""
    return f"""<entry>
<id>{identity}#comment-{reply.id}</id>
<title>{title}</title>
<link rel="alternate" type="text/html" href="{post}#comment-{reply.id}"/>
<published>{published}</published>
<updated>{updated}</updated>
<author><name>{name}</name>{uri}</author>
<thr:in-reply-to ref="{identity}{answered}" href="{post}{answered}" type="text/html"/>
<content type="html" xml:base="{post}">{escape_text(comment_html(reply, words))}</content>
</entry>"""


def comment_html(reply: Reply, words: Words) -> str:
    """A comment's text with nothing shielded in it."""
    if reply.spoiler is not None:
        return f"<p>{escape_text(words.shield_note(reply.spoiler))}</p>"
    return redact_shields(reply.html, reply.shields, words.shield_note)
