"""The outline of a plan, kept from build to build: every output that asks posts for something, as far as it was
planned, and who is asked by which. With it, a build in which only texts and conversations have changed has nothing to
plan."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from ..content.library import Pointer
from ..content.loader import PackReader
from ..content.loader.packs import PackWriter
from ..pages.facets import Ask
from ..pages.kinds import KINDS
from ..pages.parts import PostRef, ReplyFeedParts, Settings
from ..pages.plan import Made, Output, Plan


class Outlined(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An output that asks for something; `still` is where its parts lie, as far as they are planned."""

    path: str
    kind: str
    template: str
    still: Pointer
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

    def asking(self, posts: Iterable[str]) -> Iterator[Outlined]:
        """The outputs that ask one of these posts, or all there are."""
        known = tuple(posts)
        return (output for sheet in self.sheets for output in sheet.asking(known))

    @property
    def posts(self) -> set[str]:
        """Every published post and page."""
        return {post for sheet in self.sheets for post in sheet.asked}


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Outlined)


def draw_sheet(outputs: Iterable[Output], folder: Path) -> Sheet:
    """A sheet of the outputs that ask for something. Their parts go into a new file of the folder."""
    folder.mkdir(exist_ok=True)
    asked: dict[str, list[int]] = {}
    outlined: list[msgspec.Raw] = []
    of_all: list[int] = []
    writer = PackWriter(folder)
    try:
        for output in outputs:
            if isinstance(output, Made) and output.asks:
                for post in {post for ask in output.asks for post in ask.posts}:
                    asked.setdefault(post, []).append(len(outlined))
                if any(ask.facet.is_of_all for ask in output.asks):
                    of_all.append(len(outlined))
                template = output.template or KINDS[output.kind].template
                drawn = Outlined(output.path, output.kind, template, writer.add(output.still), output.asks)
                outlined.append(msgspec.Raw(_encoder.encode(drawn)))
    finally:
        writer.close()
    return Sheet(writer.name, tuple(outlined), {post: tuple(found) for post, found in asked.items()}, tuple(of_all))


def draw_outline(plan: Plan, others: tuple[Sheet, ...], folder: Path) -> Outline:
    """The outline of a plan; `others` are sheets of it that have been drawn. What else is in the folder goes."""
    sheets = (draw_sheet(plan.outputs, folder), *others)
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
        self._reader = PackReader(folder)

    def of(self, output: Outlined) -> bytes:
        return self._reader.read(output.still)

    def ref(self, post: str) -> PostRef:
        """How lists of comments name a post that has some: as the feed of its replies does."""
        feeds = (one for sheet in self._outline.sheets for one in sheet.about(post) if one.kind == "reply-feed")
        return _reply_feed_decoder.decode(self.of(next(feeds)) + _NO_VOICES).post


_reply_feed_decoder = msgspec.msgpack.Decoder(ReplyFeedParts)
_NO_VOICES = _encoder.encode(ReplyFeedParts.__struct_defaults__[-1])
