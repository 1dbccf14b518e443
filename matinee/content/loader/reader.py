"""Reading posts in a worker: bytes in, cards and stored texts out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from ...errors import ContentError, Place, Problem, error
from ...extension import explain_own, load_extension
from ...model import PostCard
from ..cards import ReadPost, Rules, decode_card, read_source
from ..layout import SourcePost
from ..library import Pointer
from .keys import Context, source_key
from .packs import PackWriter
from .scan import digest, read_whole


class Task(msgspec.Struct, frozen=True, array_like=True):
    """A post to read, unless its sources' digests still make up `known`."""

    source: SourcePost
    known: bytes


_NO_CARD = msgspec.Raw(msgspec.msgpack.encode(None))


class Outcome(msgspec.Struct, frozen=True, array_like=True):
    """What became of a Task: the digests of the files as read, and the card; no card where nothing changed or nothing
    could be read, no key where something is wrong. The card and its texts are stored at `places`."""

    path: str
    digests: dict[str, bytes]
    key: bytes
    encoded: msgspec.Raw = _NO_CARD
    places: tuple[Pointer, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def card(self) -> PostCard | None:
        return None if self.encoded == _NO_CARD else decode_card(self.encoded)


class Desk(msgspec.Struct, frozen=True):
    """What a worker needs to read posts."""

    site: Path
    content: str
    context: Context
    rules: Rules
    writer: PackWriter


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(tuple[Outcome, ...])


def open_desk(site: Path, content: Path, context: Context, packs: Path) -> Desk:
    return Desk(site, os.fspath(content), context, load_extension(site).rules, PackWriter(packs))


def read_tasks(desk: Desk, tasks: Sequence[Task]) -> bytes:
    """The Outcomes of some tasks, encoded: small, however long the texts are."""
    outcomes = tuple(_read(desk, task) for task in tasks)
    desk.writer.flush()
    return _encoder.encode(outcomes)


def decode_outcomes(data: bytes) -> tuple[Outcome, ...]:
    return _decoder.decode(data)


def _read(desk: Desk, task: Task) -> Outcome:
    source = task.source
    try:
        data = {
            path: read_whole(f"{desk.content}/{path}")
            for path in (source.path, source.comments, source.pingbacks)
            if path
        }
    except OSError as exc:
        return Outcome(source.path, {}, b"", problems=(_unreadable(exc, Path(desk.content)),))
    digests = {path: digest(content) for path, content in data.items()}
    key = source_key(source, digests)
    if key == task.known:
        return Outcome(source.path, digests, key)
    try:
        read = _read_source(desk, source, data)
    except ContentError as exc:
        return Outcome(source.path, digests, b"", problems=exc.problems)
    if not read.is_sound:
        return Outcome(source.path, digests, b"", _encode(read.card), problems=read.card.problems)
    card = _encode(read.card)
    return Outcome(source.path, digests, key, card, tuple(desk.writer.add(text) for text in (card, *read.texts)))


def _encode(card: PostCard) -> msgspec.Raw:
    return msgspec.Raw(_encoder.encode(card))


def _read_source(desk: Desk, source: SourcePost, data: dict[str, bytes]) -> ReadPost:
    """The post; ContentError also where the site's own rules fail with a text that can be read without them."""
    try:
        return read_source(source, data, desk.context, desk.rules, digest)
    except ContentError:
        raise
    except Exception as exc:
        if not desk.rules:
            raise
        with suppress(ContentError):
            read_source(source, data, desk.context, (), digest)
        raise ContentError([explain_own(exc, desk.site, f"while reading content/{source.path}")]) from exc


def _unreadable(exc: OSError, content: Path) -> Problem:
    path = Path(exc.filename or "")
    shown = f"content/{path.relative_to(content).as_posix()}" if path.is_relative_to(content) else "content"
    return error(Place(shown), "file", f"this file cannot be read: {exc.strerror}")
