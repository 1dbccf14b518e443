"""The memo: what was read before, kept in one file that is safe to lose and never trusted blindly."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from ...errors import Problem
from ...model import Film, PostCard
from ..layout import SourcePost
from ..library import Pointer
from .scan import FileStat, digest

_MAGIC = b"matinee memo 2\n"


class KnownFile(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file as it was when last read. Unless `settled`, it may have changed since within the same tick of the
    clock."""

    stat: FileStat
    settled: bool
    digest: bytes


class KnownPost(msgspec.Struct, frozen=True, array_like=True):
    """A post as it was read from sources whose digests make up `key`. `instant` is that of its newest comment."""

    key: bytes
    source: SourcePost
    instant: int | None
    card: PostCard
    texts: tuple[Pointer, ...]


class SealedPost(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The same, looked into as far as every build must."""

    key: bytes
    source: msgspec.Raw
    instant: int | None
    card: msgspec.Raw
    texts: msgspec.Raw


class KnownFilm(msgspec.Struct, frozen=True, array_like=True):
    key: bytes
    film: Film
    marks: str
    problems: tuple[Problem, ...]


class Memo(msgspec.Struct, frozen=True, array_like=True):
    """Everything that a build remembers of what its sources say."""

    posts: dict[str, KnownPost] = {}
    films: dict[str, KnownFilm] = {}
    pictures: dict[bytes, tuple[int, int]] = {}


class SealedMemo(msgspec.Struct, frozen=True, array_like=True):
    """The same memo with its posts sealed: what a build takes that needs a few of them."""

    posts: dict[str, SealedPost] = {}
    films: msgspec.Raw = msgspec.Raw(b"\x80")
    pictures: msgspec.Raw = msgspec.Raw(b"\x80")

    def open_source(self, path: str) -> SourcePost:
        return _source_decoder.decode(self.posts[path].source)

    def open_card(self, path: str) -> PostCard:
        return _card_decoder.decode(self.posts[path].card)

    def open_texts(self, path: str) -> tuple[Pointer, ...]:
        return _texts_decoder.decode(self.posts[path].texts)


_encoder = msgspec.msgpack.Encoder()
_source_decoder = msgspec.msgpack.Decoder(SourcePost)
_card_decoder = msgspec.msgpack.Decoder(PostCard)
_texts_decoder = msgspec.msgpack.Decoder(tuple[Pointer, ...])


def seal(post: KnownPost) -> SealedPost:
    """A post as a sealed memo holds it."""
    source, card, texts = (msgspec.Raw(_encoder.encode(part)) for part in (post.source, post.card, post.texts))
    return SealedPost(post.key, source, post.instant, card, texts)


def digest_keys(posts: Mapping[str, KnownPost | SealedPost]) -> bytes:
    """One digest of what all posts are known by."""
    return digest(b"".join([post.key for _, post in sorted(posts.items())]))


AnyMemo = TypeVar("AnyMemo", Memo, SealedMemo)


def read_memo(path: Path, stamp: bytes, kind: type[AnyMemo]) -> AnyMemo:
    """The memo in a file; an empty one where there is none, where it is damaged, or where another engine wrote it."""
    try:
        data = memoryview(path.read_bytes())
    except OSError:
        return kind()
    head = _MAGIC + stamp
    body = data[len(head) + 16 :]
    if data[: len(head)] != head or digest(body) != data[len(head) : len(head) + 16]:
        return kind()
    try:
        return msgspec.msgpack.decode(body, type=kind)
    except msgspec.MsgspecError:
        return kind()


def write_memo(path: Path, stamp: bytes, memo: Memo | SealedMemo) -> None:
    """Put the memo in a file, at once or not at all; OSError where that fails."""
    body = _encoder.encode(memo)
    write_whole(path, _MAGIC + stamp + digest(body) + body)


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` in a file so that readers see the old content or the new, never a part."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        beside.write_bytes(data)
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
