"""The memo: what was read before, kept in one file that is safe to lose and never trusted blindly."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from ...errors import Problem
from ...model import Film
from ..layout import SourcePost
from ..library import Pointer, Raster
from .scan import FileStat, digest

_MAGIC = b"matinee memo 3\n"


class KnownFile(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file as it was when last read. Unless `settled`, it may have changed since within the same tick of the
    clock."""

    stat: FileStat
    settled: bool
    digest: bytes


class KnownPost(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A post as it was read from sources whose digests make up `key`: where its card and its texts are stored, the card
    first. `instant` is that of its newest comment. What few builds look into stays encoded."""

    key: bytes
    instant: int | None
    encoded_source: msgspec.Raw
    encoded_places: msgspec.Raw

    @property
    def source(self) -> SourcePost:
        return _source_decoder.decode(self.encoded_source)

    @property
    def places(self) -> tuple[Pointer, ...]:
        return _places_decoder.decode(self.encoded_places)


def make_known(key: bytes, source: SourcePost, instant: int | None, places: tuple[Pointer, ...]) -> KnownPost:
    """What to remember of a post."""
    return KnownPost(key, instant, msgspec.Raw(_encoder.encode(source)), msgspec.Raw(_encoder.encode(places)))


def moved(post: KnownPost, pointers: Mapping[bytes, Pointer]) -> KnownPost:
    """The same post where some of its texts have been moved."""
    places = tuple(pointers.get(pointer.key, pointer) for pointer in post.places)
    return KnownPost(post.key, post.instant, post.encoded_source, msgspec.Raw(_encoder.encode(places)))


def digest_keys(posts: Mapping[str, KnownPost]) -> bytes:
    """One digest of what all posts are known by."""
    return digest(b"".join([post.key for _, post in sorted(posts.items())]))


class KnownFilm(msgspec.Struct, frozen=True, array_like=True):
    key: bytes
    film: Film
    marks: str
    problems: tuple[Problem, ...]


class Memo(msgspec.Struct, frozen=True, array_like=True):
    """Everything that a build remembers of what its sources say."""

    posts: dict[str, KnownPost] = {}
    films: dict[str, KnownFilm] = {}
    pictures: dict[bytes, Raster] = {}


_encoder = msgspec.msgpack.Encoder()
_source_decoder = msgspec.msgpack.Decoder(SourcePost)
_places_decoder = msgspec.msgpack.Decoder(tuple[Pointer, ...])


def read_memo(path: Path, stamp: bytes) -> Memo:
    """The memo in a file; an empty one where there is none, where it is damaged, or where another engine wrote it."""
    try:
        data = memoryview(path.read_bytes())
    except OSError:
        return Memo()
    head = _MAGIC + stamp
    body = data[len(head) + 16 :]
    if data[: len(head)] != head or digest(body) != data[len(head) : len(head) + 16]:
        return Memo()
    try:
        return msgspec.msgpack.decode(body, type=Memo)
    except msgspec.MsgspecError:
        return Memo()


def write_memo(path: Path, stamp: bytes, memo: Memo) -> None:
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
