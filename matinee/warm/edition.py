"""An edition: a site as it can be served, every output planned and none of them rendered yet."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ..content.cards import decode_newest
from ..content.library import Pointer
from ..content.loader import PackReader, Sources
from ..content.site import Site
from ..errors import Problem
from ..model import Newest, PostCard
from ..pages.facets import FIRST_OF_ALL, Answers
from ..pages.kinds import KINDS
from ..pages.parts import Settings
from ..pages.pictures import FROM_FILES
from ..pages.plan import Copy, Made, Output, make_answers
from ..render.pictures import Drawer
from ..render.press import Press, RenderTask, render
from ..render.staleness import Ledger, fingerprint
from ..render.templates import Folders
from ..render.texts import StoredTexts

if TYPE_CHECKING:
    from ..render.compiling import QuickEnvironment


class Stock(msgspec.Struct, frozen=True):
    """What pages are rendered with beside their parts: the templates of some folders, compiled, the packs in which
    long texts are stored, and where pictures are kept."""

    sources: Sources
    folders: Folders
    environment: QuickEnvironment
    packs: Path
    drawn: Path


class Asking(msgspec.Struct, frozen=True):
    """Which outputs ask a post for something, and which ask all posts at once."""

    by_post: Mapping[str, tuple[str, ...]]
    of_all: tuple[str, ...]

    def outputs(self, posts: Iterable[str]) -> list[str]:
        """The paths of the outputs that ask one of these posts, or all there are."""
        return list(dict.fromkeys([path for post in posts for path in self.by_post.get(post, ())] + [*self.of_all]))


def find_asking(outputs: Iterable[Output]) -> Asking:
    """Who asks whom."""
    by_post: defaultdict[str, list[str]] = defaultdict(list)
    of_all: list[str] = []
    for output in outputs:
        if isinstance(output, Made):
            for post in dict.fromkeys([post for ask in output.asks for post in ask.posts]):
                by_post[post].append(output.path)
            if any(ask.facet >= FIRST_OF_ALL for ask in output.asks):
                of_all.append(output.path)
    return Asking({post: tuple(paths) for post, paths in by_post.items()}, tuple(of_all))


class Edition(msgspec.Struct, frozen=True):
    """A site as it can be served. `outputs` are by path, `cards` by source path; `pointers` find the long texts that
    `answers` name; `linked` are the posts into whose conversations somebody links; `problems` are those of the plan;
    `styles` are the paths of stylesheets."""

    site: Site
    outputs: Mapping[str, Output]
    asking: Asking
    cards: Mapping[str, PostCard]
    pointers: Mapping[bytes, Pointer]
    answers: Answers
    linked: frozenset[str]
    problems: tuple[Problem, ...]
    ledger: Ledger
    settings: Settings
    stock: Stock
    styles: tuple[str, ...]

    @property
    def until(self) -> int:
        """The instant at which the clock alone makes another edition of it."""
        return self.site.steady[1]

    def mark(self, path: str) -> str:
        """The fingerprint of an output as a build would take it: equal marks mean equal bytes."""
        output = self.outputs[path]
        if isinstance(output, Copy):
            return output.digest.hex()
        return fingerprint(self.ledger.context(_template(output)), self._parts(output))

    def render(self, output: Made) -> bytes:
        """The bytes of an output. TemplateError where its template fails, LostTextError where a stored text is gone."""
        texts = tuple(self.pointers[key] for key in self.answers.texts(output.asks))
        source = output.place.path if output.kind in FROM_FILES else ""
        file = os.fspath(self.stock.sources.locate(source)) if source else ""
        parts = self._parts(output)
        task = RenderTask(output.path, output.kind, _template(output), parts, texts, "", file, source)
        return render(self._press(), task)

    def text(self, output: Made) -> str:
        """The text of the post that an output is the page of, as HTML; "" for any other output."""
        card = self.post(output)
        if card is None:
            return ""
        texts = StoredTexts(PackReader(self.stock.packs))
        texts.use([self.pointers[card.prose.key]])
        return texts.prose(card.prose.key).html

    def post(self, output: Output) -> PostCard | None:
        """The post or page that an output is the page of."""
        is_page = isinstance(output, Made) and output.kind in {"post", "page"}
        return self.cards.get(output.place.path.removeprefix("content/")) if is_page else None

    def _parts(self, output: Made) -> bytes:
        return output.still + self.answers.answer(output.asks) if output.asks else output.still

    def _press(self) -> Press:
        stock = self.stock
        texts = StoredTexts(PackReader(stock.packs))
        stock.environment.voice.speak(self.settings.words)
        site, drawer = stock.sources.site, Drawer(stock.drawn)
        return Press(self.settings, site, stock.environment, stock.folders, texts, drawer, None, set())


def _template(output: Made) -> str:
    return output.template or KINDS[output.kind].template


def retold(edition: Edition, new: Mapping[str, PostCard], found: Mapping[bytes, Pointer]) -> Edition:
    """The edition with posts of which no more than texts and conversations are others."""
    cards, pointers = {**edition.cards, **new}, {**edition.pointers, **found}
    newest = partial(_newest, PackReader(edition.stock.packs), pointers)
    before = {problem for path in new for problem in edition.cards[path].problems}
    now = {problem for card in new.values() for problem in card.problems}
    return msgspec.structs.replace(
        edition,
        cards=cards,
        pointers=pointers,
        answers=make_answers(edition.site, cards, newest, edition.settings.words),
        problems=tuple(sorted((set(edition.problems) - before) | now)),
    )


def _newest(reader: PackReader, pointers: Mapping[bytes, Pointer], card: PostCard) -> Newest:
    """The newest comments of a post, from where they are stored."""
    return decode_newest(reader.read(pointers[card.talk.newest]))
