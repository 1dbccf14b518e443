"""Rendering in a worker: parts come in as bytes, pages go to the stage, only digests go back."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import msgspec

from ..content.library import Fault, Pointer
from ..content.loader import PackReader, digest, digest_file
from ..content.loader.pictures import UnusableError
from ..errors import Place, Problem, error
from ..extension import load_extension
from ..pages.cards import Card
from ..pages.kinds import KINDS
from ..pages.parts import OriginalParts, OwnParts, PictureParts, Settings
from .compiled import Compiled
from .pictures import Drawer, Drawn
from .staging import place_for, write_staged
from .templates import Folders, explain_failure, make_environment
from .texts import StoredTexts

if TYPE_CHECKING:
    from jinja2 import Environment

    from .compiling import QuickEnvironment

SUM = 4  # bytes
IN_THE_WAY = "collision"


class RenderTask(msgspec.Struct, frozen=True, array_like=True):
    """An output to render or to copy (`kind` "copy": `template` is then the file). `known` is the digest of what is
    published now. Where it is made of a file of the site, `file` is where that lies, `source` how people know it."""

    path: str
    kind: str
    template: str
    parts: bytes
    texts: tuple[Pointer, ...]
    known: str
    file: str = ""
    source: str = ""


class Rendered(msgspec.Struct, frozen=True, array_like=True):
    """What became of a task: the digest of the bytes, whether they were staged, the sums of its parts; or why it
    failed. What was drawn is kept by its `key`; `is_drawn` tells whether that had to be done for this."""

    path: str
    digest: str = ""
    is_staged: bool = False
    parts: bytes = b""
    problem: Problem | None = None
    key: str = ""
    is_drawn: bool = False


class Press(msgspec.Struct, frozen=True):
    """What a worker needs to render: `stage` is None when nothing is to be written, `drawer` has what was drawn."""

    settings: Settings
    site: Path
    environment: Environment
    folders: Folders
    texts: StoredTexts
    drawer: Drawer
    stage: Path | None
    made: set[str]


_raw_decoder = msgspec.msgpack.Decoder(tuple[msgspec.Raw, ...])
_decoders = {name: msgspec.msgpack.Decoder(kind.parts) for name, kind in KINDS.items()}


@lru_cache(maxsize=2)
def shared_environment(site: Path, folders: Folders, state: bytes) -> QuickEnvironment:
    """The templates of a site in one `state`, compiled once a process; a worker that is forked off inherits them."""
    return make_environment(folders, load_extension(site).filters)


def warm_up(environment: QuickEnvironment, names: Iterable[str]) -> None:
    """Compile templates ahead of the workers, unless it has been done before. What is wrong with one is told when it is
    used."""
    for name in names:
        if not environment.shelf.holds(environment, name):
            with suppress(Exception):
                environment.get_template(name)


def open_press(
    site: Path,
    settings: bytes,
    folders: Folders,
    state: bytes,
    packs: Path,
    drawn: Path,
    stage: Path | None,
    compiled: Mapping[str, Compiled],
) -> Press:
    environment = shared_environment(site, folders, state)
    environment.shelf.compiled = {**compiled, **environment.shelf.compiled}
    known = msgspec.msgpack.decode(settings, type=Settings)
    environment.voice.speak(known.words)
    return Press(
        known,
        site,
        environment,
        folders,
        StoredTexts(PackReader(packs)),
        Drawer(drawn),
        stage,
        set(),
    )


def render_tasks(press: Press, tasks: Sequence[RenderTask]) -> list[Rendered]:
    """Render or copy some outputs into the stage. OSError when the disk fails, LostTextError when the cache does."""
    return [_do(press, task) for task in tasks]


def _do(press: Press, task: RenderTask) -> Rendered:
    """The outcome of a task. Of two outputs that cannot both be there, one is a file where the other needs a folder."""
    try:
        return _copy(press, task) if task.kind == "copy" else _render(press, task)
    except (IsADirectoryError, NotADirectoryError):
        return Rendered(task.path, problem=error(Place(task.path), IN_THE_WAY, "another output is in its way"))


def _render(press: Press, task: RenderTask) -> Rendered:
    try:
        made = make(press, task)
    except TemplateError as exc:
        return Rendered(task.path, problem=exc.problem)
    drawn = made if isinstance(made, Drawn) else Drawn(made, "", False)
    parts = sums_of(task.parts)
    found = digest(drawn.data).hex()
    is_staged = press.stage is not None and found != task.known
    if press.stage is not None and is_staged:
        write_staged(place_for(press.stage, task.path, press.made), drawn.data)
    return Rendered(task.path, found, is_staged, parts, None, drawn.key, drawn.is_new)


def sums_of(parts: bytes) -> bytes:
    """A sum of SUM bytes for each of an output's parts, one after the other: what tells which of them changed."""
    return b"".join([crc32(raw).to_bytes(SUM, "big") for raw in _raw_decoder.decode(parts)])


def render(press: Press, task: RenderTask) -> bytes:
    """The bytes of an output. TemplateError where they cannot be made."""
    made = make(press, task)
    return made.data if isinstance(made, Drawn) else made


def make(press: Press, task: RenderTask) -> bytes | Drawn:
    """The same, with what is known of bytes that were drawn."""
    kind = KINDS[task.kind]
    parts = _decoders[task.kind].decode(task.parts)
    press.texts.use(task.texts)
    name = task.template or kind.template
    if isinstance(parts, OwnParts) and not name:
        return (
            parts.data.encode()
            if isinstance(parts.data, str)
            else msgspec.json.format(msgspec.json.encode(parts.data)) + b"\n"
        )
    made = kind.make(parts, press.texts, press.settings)
    if isinstance(made, bytes):
        return made
    if isinstance(made, Card):
        return _draw(made, press.drawer)
    if isinstance(made, PictureParts | OriginalParts):
        return _develop(made, task, press.drawer)
    return kind.finished(_fill_template(press, task, name, made)).encode("utf-8", "replace")


def _draw(card: Card, drawer: Drawer) -> Drawn:
    """The picture of a card. Equal cards are equal bytes, if they are drawn in one way."""
    from .cards import card_stamp, draw_card  # and the library that draws, only where it is needed

    return drawer.made(b"card" + card_stamp() + msgspec.msgpack.encode(card), lambda: draw_card(card))


def _develop(parts: PictureParts | OriginalParts, task: RenderTask, drawer: Drawer) -> Drawn:
    """A picture made of a file. What is wrong with that is told there."""
    from .pictures.printing import make_original, make_print

    try:
        if isinstance(parts, PictureParts):
            return make_print(parts, task.file, drawer)
        return make_original(parts, task.file, drawer)
    except UnusableError as exc:
        fault = exc.fault
    except FileNotFoundError:
        fault = Fault("this file is gone", "build the site again")
    raise TemplateError(error(Place(task.source), "image", fault.message, fault.hint))


class TemplateError(Exception):
    """A template could not be rendered, or a picture not made; what the theme or the site wrote is at fault, not we."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


def _fill_template(press: Press, task: RenderTask, name: str, view: object) -> str:
    try:
        return press.environment.get_template(name).render(site=press.settings.site, page=view)
    except Exception as exc:
        if isinstance(exc, OSError) and not isinstance(exc, LookupError):  # a missing template is both, for Jinja
            raise
        raise TemplateError(explain_failure(exc, press.folders, name, task.path, press.site)) from exc


def _copy(press: Press, task: RenderTask) -> Rendered:
    if press.stage is None or task.parts.hex() == task.known:
        return Rendered(task.path, task.parts.hex())
    place = place_for(press.stage, task.path, press.made)
    shutil.copyfile(task.template, place)
    return Rendered(task.path, digest_file(place).hex(), True)
