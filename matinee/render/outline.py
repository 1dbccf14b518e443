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
from ..pages.plan import Made, Plan


class Outlined(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An output that asks for something; `still` is where its parts lie, as far as they are planned."""

    path: str
    kind: str
    template: str
    still: Pointer
    asks: tuple[Ask, ...]


class Outline(msgspec.Struct, frozen=True, array_like=True):
    """What is kept of a plan. `asked` has for each published post the numbers of the outputs that ask it, `of_all` are
    those that ask all at once; `linked` are the posts into whose conversations somebody links."""

    settings: Settings
    outputs: tuple[msgspec.Raw, ...]
    asked: dict[str, tuple[int, ...]]
    of_all: tuple[int, ...]
    linked: tuple[str, ...]
    feed_length: int

    def asking(self, posts: Iterable[str]) -> list[Outlined]:
        """The outputs that ask one of these posts, or all there are."""
        numbers = {number for post in posts for number in self.asked.get(post, ())}.union(self.of_all)
        return [_decoder.decode(self.outputs[number]) for number in sorted(numbers)]


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Outlined)


def draw_outline(plan: Plan, folder: Path) -> Outline:
    """The outline of a plan. Its outputs' parts go into a new file of the folder; what else is there goes."""
    folder.mkdir(exist_ok=True)
    before = list(folder.iterdir())
    asked: dict[str, list[int]] = {}
    outputs: list[msgspec.Raw] = []
    of_all: list[int] = []
    writer = PackWriter(folder)
    try:
        for output in _asking(plan):
            for post in {post: None for ask in output.asks for post in ask.posts}:
                asked.setdefault(post, []).append(len(outputs))
            if any(ask.facet.is_of_all for ask in output.asks):
                of_all.append(len(outputs))
            template = output.template or KINDS[output.kind].template
            outlined = Outlined(output.path, output.kind, template, writer.add(output.still), output.asks)
            outputs.append(msgspec.Raw(_encoder.encode(outlined)))
    finally:
        writer.close()
    for left in before:
        left.unlink() if left.is_file() else shutil.rmtree(left)
    linked = tuple(sorted({link.path.removeprefix("content/") for link in plan.links_into_talk}))
    numbers = {post: tuple(found) for post, found in asked.items()}
    return Outline(plan.settings, tuple(outputs), numbers, tuple(of_all), linked, plan.answers.feed_length)


def _asking(plan: Plan) -> Iterator[Made]:
    return (output for output in plan.outputs if isinstance(output, Made) and output.asks)


class Stills:
    """The planned parts of outlined outputs. LostTextError where they are not there any more."""

    def __init__(self, outline: Outline, folder: Path) -> None:
        self._outline = outline
        self._reader = PackReader(folder)

    def of(self, output: Outlined) -> bytes:
        return self._reader.read(output.still)

    def ref(self, post: str) -> PostRef:
        """How lists of comments name a post that has some: as the feed of its replies does."""
        for number in self._outline.asked[post]:
            output = _decoder.decode(self._outline.outputs[number])
            if output.kind == "reply-feed":
                return _reply_feed_decoder.decode(self.of(output) + _NO_VOICES).post
        raise KeyError(post)


_reply_feed_decoder = msgspec.msgpack.Decoder(ReplyFeedParts)
_NO_VOICES = _encoder.encode(ReplyFeedParts.__struct_defaults__[-1])
