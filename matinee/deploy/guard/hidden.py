"""What of one post must not be seen: all of it where it is not published, else what waits, and what is shielded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from ...content.cards import Rules
from ...content.layout import SourcePost
from ...content.loader.keys import Context
from ...content.loader.scan import read_whole
from ...content.sources import PostSource, read_comments, read_pingbacks, read_post
from ...errors import ContentError
from ...model import Comment, LeakRule, Pingback, PostCard, Prose, Status
from ...render.texts import StoredTexts
from ...text.markdown.comments import read_comment
from ...text.markdown.posts import read_prose
from ...text.slots import SLOT
from .addresses import find_addresses
from .passages import BODY, LONG, SHORT, TITLE, all_pieces
from .private import Passage

_MAY_HIDE = ("status", "||", ":::", "spoiler")


class Reader(msgspec.Struct, frozen=True):
    """Reads the files of posts, as far as they can be read."""

    content: Path
    context: Context
    rules: Rules

    def text(self, path: str) -> str:
        """A file's text; none where it is gone."""
        try:
            return read_whole(f"{self.content}/{path}").decode("utf-8", "replace") if path else ""
        except OSError:
            return ""

    def post(self, post: SourcePost) -> tuple[PostSource, Prose] | None:
        """A post and its text, None where it cannot be read."""
        try:
            read = read_post(self.text(post.path), post.path, self.context.reading, post.kind)
        except ContentError:
            return None
        language = read.front.language or self.context.language
        return read, read_prose(read.body, post.path, read.body_line, language, self.rules, self.context.html)

    def comments(self, text: str) -> tuple[Comment, ...]:
        try:
            return read_comments(text, "", self.context.reading).comments
        except ContentError:
            return ()

    def pingbacks(self, text: str) -> tuple[Pingback, ...]:
        try:
            return read_pingbacks(text, "", self.context.reading).pingbacks
        except ContentError:
            return ()

    def html(self, comment: Comment) -> str:
        return read_comment(comment.body, comment.id, self.context.language).html


def of_post(post: SourcePost, rule: LeakRule, reader: Reader) -> Iterator[Passage]:
    """All that a post holds, and its conversation."""
    if (read := reader.post(post)) is None:
        return
    front, prose = read[0].front, read[1]
    source = f"content/{post.path}"
    if len(front.title) >= TITLE:
        yield Passage(rule, source, front.title, is_title=True)
    told = (prose.html, front.summary, front.image_caption, front.image_alt, *(image.alt for image in prose.images))
    yield from (Passage(rule, source, text) for text in all_pieces(told, LONG))
    comments = reader.comments(reader.text(post.comments))
    for text in all_pieces((reader.html(comment) for comment in comments), LONG):
        yield Passage(rule, f"content/{post.comments}", text)


def of_talk(post: SourcePost, reader: Reader) -> Iterator[Passage]:
    """What of a published post's conversation is held, spam or trash, and what is shielded in it."""
    if (text := reader.text(post.comments)) and any(sign in text for sign in _MAY_HIDE):
        comments = reader.comments(text)
        waiting = [reader.html(comment) for comment in comments if comment.status is not Status.APPROVED]
        yield from (
            Passage(LeakRule.HELD, f"content/{post.comments}", piece) for piece in all_pieces(waiting, LONG, BODY)
        )
        for comment in comments:
            if comment.status is Status.APPROVED:
                html = reader.html(comment)
                hidden = [html] if comment.spoiler is not None else list(shielded(html))
                yield from (
                    Passage(LeakRule.SPOILER, f"content/{post.comments}", piece) for piece in all_pieces(hidden, SHORT)
                )
    if (text := reader.text(post.pingbacks)) and "status" in text:
        away = [one for one in reader.pingbacks(text) if one.status is not Status.APPROVED]
        told = [said for one in away for said in (one.title, one.excerpt)]
        yield from (
            Passage(LeakRule.HELD, f"content/{post.pingbacks}", piece) for piece in all_pieces(told, LONG, BODY)
        )


def of_shields(card: PostCard, texts: StoredTexts) -> Iterator[Passage]:
    """What stands behind the shields of a published post."""
    prose = texts.prose(card.prose.key)
    hidden: Iterable[str] = (
        [prose.html] if card.front.spoilers is not None else shielded(prose.html) if prose.shields else ()
    )
    yield from (Passage(LeakRule.SPOILER, f"content/{card.path}", piece) for piece in all_pieces(hidden, SHORT))


def shielded(html: str) -> Iterator[str]:
    """What stands within the outermost shields of some HTML with slots."""
    depth = start = 0
    for found in SLOT.finditer(html):
        if found[1] in "SB":
            start = found.end() if not depth else start
            depth += 1
        elif found[1] in "sb":
            depth -= 1
            if not depth:
                yield html[start : found.start()]


def shown_addresses(post: SourcePost, reader: Reader) -> set[str]:
    """The addresses that stand in the texts of approved comments and pingbacks of a post."""
    comments, pingbacks = reader.comments(reader.text(post.comments)), reader.pingbacks(reader.text(post.pingbacks))
    told = [comment.body for comment in comments if comment.status is Status.APPROVED]
    told += [f"{one.title}\n{one.excerpt}" for one in pingbacks if one.status is Status.APPROVED]
    return find_addresses("\n".join(told))
