"""The outline of a plan, kept from build to build: every output that asks posts for something, as far as it was
planned, and who is asked by which. With it, a build in which only texts and conversations have changed has nothing to
plan."""

from __future__ import annotations

import os
import secrets
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from zlib import crc32

import msgspec

from ..content.loader import LostTextError
from ..pages.facets import FIRST_OF_ALL, Ask
from ..pages.kinds import KINDS
from ..pages.parts import PostRef, ReplyFeedParts, Settings
from ..pages.plan import Made, Output, Plan


class Outlined(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An output that asks for something. Its parts, as far as they are planned, lie in the pack of its sheet at
    `offset`; `check` is their CRC-32."""

    path: str
    kind: str
    template: str
    offset: int
    length: int
    check: int
    asks: tuple[Ask, ...]


class Sheet(msgspec.Struct, frozen=True, array_like=True):
    """A part of an outline. `asked` has for each post the numbers of the outputs on this sheet that ask it, `of_all`
    are those that ask all posts at once; their parts are in the `pack`."""

    pack: str
    outputs: tuple[msgspec.Raw, ...]
    asked: dict[str, tuple[int, ...]]
    of_all: tuple[int, ...]

    def asking(self, posts: Iterable[str]) -> Iterator[Outlined]:
        """The outputs that ask one of these posts, or all there are."""
        numbers = {number for post in posts for number in self.asked.get(post, ())}.union(self.of_all)
        return (_decoder.decode(self.outputs[number]) for number in sorted(numbers))

    def about(self, post: str) -> Iterator[Outlined]:
        """The outputs that ask a post."""
        return (_decoder.decode(self.outputs[number]) for number in self.asked.get(post, ()))


class Outline(msgspec.Struct, frozen=True, array_like=True):
    """What is kept of a plan; `linked` are the posts into whose conversations somebody links."""

    settings: Settings
    sheets: tuple[Sheet, ...]
    linked: tuple[str, ...]
    feed_length: int

    def asking(self, posts: Iterable[str]) -> Iterator[tuple[Sheet, Outlined]]:
        """The outputs that ask one of these posts, or all there are, each with its sheet."""
        known = tuple(posts)
        return ((sheet, output) for sheet in self.sheets for output in sheet.asking(known))

    @property
    def posts(self) -> set[str]:
        """Every published post and page."""
        return {post for sheet in self.sheets for post in sheet.asked}


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Outlined)


class Sketch:
    """A sheet in the making, drawn while outputs are planned: those that ask for something are noted, and their parts
    go into a new file of a folder. Where that fails nothing is drawn, and nothing else is wrong."""

    def __init__(self, folder: Path) -> None:
        self._pack = secrets.token_hex(8)
        self._place = folder / self._pack
        self._descriptor = -1
        self._waiting: list[bytes] = []
        self._offset = 0
        self._asked: defaultdict[str, list[int]] = defaultdict(list)
        self._outlined: list[msgspec.Raw] = []
        self._of_all: list[int] = []
        with suppress(OSError):
            folder.mkdir(exist_ok=True)
            self._descriptor = os.open(self._place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)

    def add(self, output: Output) -> None:
        if self._descriptor < 0 or not isinstance(output, Made) or not output.asks:
            return
        still, number = output.still, len(self._outlined)
        asks = output.asks
        for post in dict.fromkeys([post for ask in asks for post in ask.posts]):
            self._asked[post].append(number)
        if max([ask.facet for ask in asks]) >= FIRST_OF_ALL:
            self._of_all.append(number)
        template = output.template or KINDS[output.kind].template
        drawn = Outlined(output.path, output.kind, template, self._offset, len(still), crc32(still), output.asks)
        self._outlined.append(msgspec.Raw(_encoder.encode(drawn)))
        self._offset += len(still)
        self._waiting.append(still)
        if len(self._waiting) == _MOST_WAITING:
            self._write()

    def sheet(self) -> Sheet | None:
        """The sheet, when nothing more is to be added; None where it could not be drawn."""
        self._write()
        if self._descriptor < 0:
            return None
        self._close()
        asked = {post: tuple(numbers) for post, numbers in self._asked.items()}
        return Sheet(self._pack, tuple(self._outlined), asked, tuple(self._of_all))

    def _write(self) -> None:
        data = memoryview(b"".join(self._waiting))
        self._waiting.clear()
        try:
            while data and self._descriptor >= 0:
                data = data[os.write(self._descriptor, data) :]
        except OSError:
            self.discard()

    def discard(self) -> None:
        """Draw no more, and forget what was drawn."""
        self._close()
        with suppress(OSError):
            self._place.unlink(missing_ok=True)

    def _close(self) -> None:
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            with suppress(OSError):
                os.close(descriptor)

    def __del__(self) -> None:
        self._close()


_MOST_WAITING = 512


def draw_outline(plan: Plan, sheets: tuple[Sheet, ...], folder: Path) -> Outline:
    """The outline of a plan of which these sheets were drawn. What else is in the folder goes."""
    needed = {sheet.pack for sheet in sheets}
    for left in folder.iterdir():
        if left.name not in needed:
            left.unlink() if left.is_file() else shutil.rmtree(left)
    linked = tuple(sorted({link.path.removeprefix("content/") for link in plan.links_into_talk}))
    return Outline(plan.settings, sheets, linked, plan.answers.feed_length)


class Stills:
    """The planned parts of outlined outputs. LostTextError where they are not there any more."""

    def __init__(self, outline: Outline, folder: Path) -> None:
        self._outline = outline
        self._folder = folder

    def of(self, sheet: Sheet, output: Outlined) -> bytes:
        try:
            with open(self._folder / sheet.pack, "rb") as file:
                file.seek(output.offset)
                still = file.read(output.length)
        except OSError as exc:
            raise LostTextError(sheet.pack) from exc
        if crc32(still) != output.check:
            raise LostTextError(sheet.pack)
        return still

    def ref(self, post: str) -> PostRef:
        """How lists of comments name a post that has some: as the feed of its replies does."""
        feeds = (
            (sheet, one) for sheet in self._outline.sheets for one in sheet.about(post) if one.kind == "reply-feed"
        )
        return _reply_feed_decoder.decode(self.of(*next(feeds)) + _NO_VOICES).post


_reply_feed_decoder = msgspec.msgpack.Decoder(ReplyFeedParts)
_NO_VOICES = _encoder.encode(ReplyFeedParts.__struct_defaults__[-1])
