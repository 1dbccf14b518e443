"""One post's files become its card, its prose and its conversation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

import msgspec

from ..errors import ContentError, Problem
from ..model import (
    EPOCH,
    Comment,
    Discussion,
    Moment,
    Newest,
    PostCard,
    Prose,
    ProseCard,
    Reply,
    TalkCard,
    make_talk_card,
)
from ..text.markdown.comments import read_comment
from ..text.markdown.posts import read_prose
from ..text.shields import WHOLE
from .discussion import LATEST, Voice, latest_comments, make_replies, newest_replies
from .layout import SourcePost
from .loader.keys import Context
from .mending import clashing_ids, hold_unwritten, mend_parents, stray_bars
from .mentions import make_mentions
from .openings import first_sentence
from .sources import (
    CommentFile,
    PingbackFile,
    PostSource,
    decode_utf8,
    read_comments,
    read_pingbacks,
    read_post,
)

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

Rules = Sequence[Callable[["MarkdownIt"], None]]

_encoder = msgspec.msgpack.Encoder()
_frame_encoder = msgspec.msgpack.Encoder(order="deterministic")


decode_card = msgspec.msgpack.Decoder(PostCard).decode
decode_newest = msgspec.msgpack.Decoder(Newest).decode


class ReadPost(msgspec.Struct, frozen=True):
    """A post that could be read: its card, and its texts as they are stored (prose first, then the conversation and the
    newest of it if there is one). Where a part of it is wrong there are no texts, and of the card only the text's links
    and images can be relied on."""

    card: PostCard
    texts: tuple[bytes, ...]

    @property
    def is_sound(self) -> bool:
        return bool(self.texts)


def read_source(
    source: SourcePost, data: dict[str, bytes], context: Context, rules: Rules, digest: Callable[[bytes], bytes]
) -> ReadPost:
    """Decode and render one post. `data` holds its files by path; ContentError, where its text cannot be read at all,
    carries every problem of every one of them, as else the card does."""
    problems: list[Problem] = []
    post = _collect(problems, lambda: _read_post(source, data, context))
    comments = _collect(problems, lambda: _read_comments(source, data, context))
    pingbacks = _collect(problems, lambda: _read_pingbacks(source, data, context))
    problems += post.problems if post else ()
    language = (post.front.language if post else "") or context.language
    prose = _prose(source, post, language, rules, context.html) if post else None
    problems += prose.problems if prose else ()
    start = (post.front.date if post else None) or EPOCH
    discussion, newest, talk, warnings = _talk(source, comments, pingbacks, language, context.feed_length, start)
    problems += warnings
    if post is None or prose is None:
        raise ContentError(problems)
    if _is_unsound(post, prose, problems):
        return ReadPost(_card(source, post, prose, b"", talk, problems, digest), ())
    body = _encoder.encode(msgspec.structs.replace(prose, problems=()))
    texts: tuple[bytes, ...] = (body,)
    if discussion.replies or discussion.mentions:
        spoken = (_encoder.encode(discussion), _encoder.encode(newest))
        talk = msgspec.structs.replace(talk, key=digest(spoken[0]), newest=digest(spoken[1]))
        texts += spoken
    return ReadPost(_card(source, post, prose, digest(body), talk, problems, digest), texts)


T = TypeVar("T")


def _is_unsound(post: PostSource, prose: Prose, problems: Sequence[Problem]) -> bool:
    """Whether a problem stops the post. What is wrong in a draft's text does not: only some audiences ever see it."""
    errors = [problem for problem in problems if problem.is_error]
    return any(not post.front.draft or problem not in prose.problems for problem in errors)


def _collect(problems: list[Problem], read: Callable[[], T]) -> T | None:
    try:
        return read()
    except ContentError as exc:
        problems.extend(exc.problems)
        return None


def _read_post(source: SourcePost, data: dict[str, bytes], context: Context) -> PostSource:
    path = f"content/{source.path}"
    return read_post(decode_utf8(data[source.path], path), path, context.reading, source.kind)


def _read_comments(source: SourcePost, data: dict[str, bytes], context: Context) -> CommentFile:
    if not source.comments:
        return CommentFile((), (), ())
    path = f"content/{source.comments}"
    return read_comments(decode_utf8(data[source.comments], path), path, context.reading)


def _read_pingbacks(source: SourcePost, data: dict[str, bytes], context: Context) -> PingbackFile:
    if not source.pingbacks:
        return PingbackFile((), (), ())
    path = f"content/{source.pingbacks}"
    return read_pingbacks(decode_utf8(data[source.pingbacks], path), path, context.reading)


def _prose(source: SourcePost, post: PostSource, language: str, rules: Rules, html: bool) -> Prose:
    return read_prose(post.body, f"content/{source.path}", post.body_line, language, rules, html)


def _talk(
    source: SourcePost,
    comments: CommentFile | None,
    pingbacks: PingbackFile | None,
    language: str,
    most: int,
    start: Moment,
) -> tuple[Discussion, Newest, TalkCard, list[Problem]]:
    """The conversation as shown, the newest of it, and what the site knows of it; files that could not be read count
    as empty."""
    problems: list[Problem] = []
    replies: tuple[Reply, ...] = ()
    texts: dict[str, str] = {}
    unshielded: list[Comment] = []

    def voice(comment: Comment) -> Voice:
        body = read_comment(comment.body, comment.id, language)
        texts[comment.id] = body.text
        if body.has_stray_bar and comment.spoiler is None:
            unshielded.append(comment)
        return Voice(body.html, body.shields, body.text)

    if comments is not None:
        mended, warnings = mend_parents(comments.comments, comments.lines, f"content/{source.comments}")
        written, unwritten = hold_unwritten(mended, comments.lines, f"content/{source.comments}")
        problems += (*comments.problems, *warnings, *unwritten)
        replies = make_replies(written, voice)
        if unshielded:
            problems += stray_bars(unshielded, comments.comments, comments.lines, f"content/{source.comments}")
    if pingbacks is not None:
        problems += pingbacks.problems
        if comments is not None:
            problems += clashing_ids(
                comments.comments, pingbacks.pingbacks, pingbacks.lines, f"content/{source.pingbacks}"
            )
    discussion = Discussion(replies, make_mentions(pingbacks.pingbacks if pingbacks else ()))
    newest = newest_replies(discussion, start)
    recent = tuple((reply.id, date.instant) for reply, date in newest[: max(most, LATEST)])
    told = Newest(latest_comments(newest, texts), recent)
    return discussion, told, make_talk_card(len(newest), len(discussion.mentions), told, most), problems


def _card(
    source: SourcePost,
    post: PostSource,
    prose: Prose,
    key: bytes,
    talk: TalkCard,
    problems: list[Problem],
    digest: Callable[[bytes], bytes],
) -> PostCard:
    front, is_shielded = post.front, post.front.spoilers is not None
    if is_shielded:  # no id may stand inside a shield, and all of the text is inside one
        names = [*prose.anchors, *(name for name, _ in prose.veiled)]
        veiled = tuple((name, WHOLE) for name in dict.fromkeys(names))
        prose = msgspec.structs.replace(prose, headings=(), anchors=(WHOLE,), veiled=veiled)
    known = ProseCard(key, prose.links, prose.images, prose.headings, prose.anchors, prose.veiled)
    summary = front.summary or ("" if is_shielded else prose.excerpt)
    return PostCard(
        source.kind,
        source.path,
        source.folder,
        source.stem,
        front,
        post.marks,
        known,
        talk,
        summary,
        first_sentence(summary),
        digest(_frame(source, post, prose, bool(talk.comments))),
        tuple(sorted(problems)),
    )


def _frame(source: SourcePost, post: PostSource, prose: Prose, has_replies: bool) -> bytes:
    """All of a post that the rest of the site may depend on, but for what pages ask of it one by one
    (`matinee.pages.facets`). Where in the text a link stands is nobody's business but the text's."""
    return _frame_encoder.encode(
        (
            source,
            post.front,
            post.marks,
            tuple(link.target for link in prose.links),
            tuple(image.target for image in prose.images),
            tuple((heading.text, heading.anchor) for heading in prose.headings),
            prose.anchors,
            prose.veiled,
            has_replies,
        )
    )
