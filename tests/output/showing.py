"""A post's page and the feed of its replies from values alone: no disk, one post, what readers said."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import blake2b

import msgspec
from jinja2 import Environment

from matinee.content.cards import read_source
from matinee.content.layout import SourcePost
from matinee.content.loader.keys import Context
from matinee.content.sources import Reading, dump_comments, dump_pingbacks
from matinee.model import Address, Comment, Discussion, Moment, Pingback, Prose, ReplyForm, Scale
from matinee.pages.parts import PostParts, PostRef, ReplyFeedParts, Settings, TalkPart, TalkRules, Voices
from matinee.pages.talk_feeds import reply_feed
from matinee.pages.views.post import post_view
from matinee.pages.views.values import SiteView
from matinee.render.templates import make_environment
from matinee.theme import theme_folder
from tests.spoken import spoken

SITE = SiteView(
    "T",
    "",
    "https://x.example",
    "",
    "/",
    "en",
    "ltr",
    "Ingrid",
    (),
    "/style.css",
    "/f",
    "/j",
    "/c",
    "/feeds/",
    "/search/",
    False,
    (),
    None,
    {},
)
ADDRESS = "/2014/01/13/her/"
COMMENTS, PINGBACKS = "posts/her/comments.yaml", "posts/her/pingbacks.yaml"
SOURCE = SourcePost(Address.POST, "posts/her.md", "posts/her", "her", COMMENTS, PINGBACKS, ())
DATE = Moment("2014-01-13T00:00:00+00:00", 1389571200, False)


class Shown(msgspec.Struct, frozen=True):
    """What a conversation becomes: the page that holds it, the feed of its replies, and how many are counted."""

    page: str
    feed: bytes
    comments: int
    mentions: int


class _Texts(msgspec.Struct, frozen=True):
    """The texts of one post."""

    body: Prose
    talk: Discussion

    def prose(self, key: bytes) -> Prose:
        return self.body

    def discussion(self, key: bytes) -> Discussion:
        return self.talk if key else Discussion()


@cache
def _theme() -> Environment:
    environment = make_environment((("templates", theme_folder("templates")),), {})
    environment.voice.speak(spoken())
    return environment


def show(comments: Sequence[Comment] = (), pingbacks: Sequence[Pingback] = (), depth: int = 6) -> Shown:
    """The page of a post with this conversation, by way of the files that it would be stored in."""
    files = {
        SOURCE.path: b"---\ntitle: her\ndate: 2014-01-13\n---\nA letter first.\n",
        COMMENTS: dump_comments(comments).encode(),
        PINGBACKS: dump_pingbacks(pingbacks).encode(),
    }
    read = read_source(SOURCE, files, Context(Reading(), "en", 10_000), (), lambda data: blake2b(data).digest())
    card = read.card
    decode = msgspec.msgpack.decode
    talk = decode(read.texts[1], type=Discussion) if len(read.texts) > 1 else Discussion()
    texts = _Texts(decode(read.texts[0], type=Prose), talk)
    settings = Settings(SITE, Scale.STARS, depth, ReplyForm("https://x.example/in"), spoken())
    parts = PostParts(
        address=ADDRESS,
        title="her",
        is_film_title=False,
        language="en",
        date=DATE,
        front=card.front,
        is_rewatch=False,
        links=(),
        images=(),
        image=None,
        authors=(),
        rules=TalkRules(True, False, "Ingrid", ADDRESS),
        film=None,
        field=4,
        card=None,
        sections=(),
        about=(),
        categories=(),
        tags=(),
        series=None,
        older=None,
        newer=None,
        similar=(),
        talk=TalkPart(card.talk.key, card.talk.comments, card.talk.mentions),
    )
    ref = PostRef("tag:x", ADDRESS, "her", False, ("Ingrid",), DATE)
    feed = ReplyFeedParts(
        ADDRESS + "feed.xml", ref, Voices(card.talk.key, decode(card.talk.feed, type=tuple[str, ...]))
    )
    page = _theme().get_template("post.html").render(site=SITE, page=post_view(parts, texts, settings))
    return Shown(page, reply_feed(feed, texts, settings), card.talk.comments, card.talk.mentions)
