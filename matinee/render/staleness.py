"""Which outputs are not what they would be: one pure comparison that explains itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

import msgspec

from ..pages.facets import Answers, Ask
from ..pages.kinds import KINDS
from ..pages.parts import Settings
from ..pages.pictures import FROM_FILES
from ..pages.plan import Copy, Output
from .press import SUM, Rendered
from .published import Published
from .store import Manifest, Written
from .templates import TemplateSet

CONTEXT = ("engine", "template", "site")


class Item(msgspec.Struct, frozen=True):
    """An output to be made again. `known` is the digest of the bytes that stand there now, "" if none that can be
    trusted; `source` is the file of the site that it is made of, if it is made of one."""

    path: str
    kind: str
    template: str
    parts: bytes
    asks: tuple[Ask, ...]
    known: str
    source: str = ""


class Ledger:
    """What fingerprints are made of beside an output's parts, and what is known of the output folder."""

    def __init__(self, stamp: bytes, settings: Settings, templates: TemplateSet, published: Published) -> None:
        self.stamp = stamp
        self.settings = blake2b(msgspec.msgpack.encode(settings, order="deterministic"), digest_size=16).digest()
        self.templates = templates
        self.published = published
        self._contexts: dict[str, tuple[bytes, bytes, bytes]] = {}

    def context(self, template: str) -> tuple[bytes, bytes, bytes]:
        """Digests of the engine, of the template with all it includes, and of what views know of site.yaml."""
        context = self._contexts.get(template)
        if context is None:
            closure = self.templates.closure_digest(template) if template else b""
            context = self._contexts[template] = (self.stamp, closure, self.settings)
        return context


def fingerprint(context: Iterable[bytes], parts: bytes) -> str:
    """Equal fingerprints mean equal pages: a view is made of the output's parts and nothing else."""
    state = blake2b(digest_size=16)
    for part in context:
        state.update(part)
    state.update(parts)
    return state.hexdigest()


class Stale:
    """The outcome of the comparison, output by output: the fingerprints of all. With `is_clean` every output is to be
    made."""

    def __init__(self, ledger: Ledger, is_clean: bool = False) -> None:
        self.is_clean = is_clean
        self.fingerprints: dict[str, str] = {}
        self._ledger = ledger
        self._templates: dict[str, str] = {}

    def compare(self, path: str, kind: str, template: str, parts: bytes, asks: tuple[Ask, ...]) -> Item | None:
        """Compare an output made of these parts with what stands at its path: what is to be made, if anything is."""
        mark = fingerprint(self._ledger.context(template), parts)
        published = self._ledger.published
        old = published.manifest.get(path) if published.is_intact(path) else None
        is_fresh = old is not None and old.fingerprint == mark
        self.fingerprints[path], self._templates[path] = mark, template
        if is_fresh and not self.is_clean:
            return None
        return Item(path, kind, template, parts, asks, old.digest if old is not None and not is_fresh else "")

    def compare_copy(self, path: str, source: str, digest: bytes) -> Item | None:
        """The same for a file that is copied."""
        published, mark = self._ledger.published, digest.hex()
        old = published.manifest.get(path) if published.is_intact(path) else None
        self.fingerprints[path], self._templates[path] = mark, ""
        is_fresh = old is not None and old.fingerprint == mark
        return None if is_fresh and not self.is_clean else Item(path, "copy", "", digest, (), "", source)

    def take(self, paths: Iterable[str], stale: Sequence[tuple[Item, str]]) -> None:
        """Outputs that were compared elsewhere: all that are not `stale` are as they were."""
        published = self._ledger.published
        marks = {item.path: mark for item, mark in stale}
        self._templates.update({item.path: item.template for item, _ in stale})
        for path in paths:
            published.is_intact(path)  # found out elsewhere; here it is remembered, and what was changed by hand noted
            self.fingerprints[path] = marks.get(path) or published.manifest[path].fingerprint

    def manifest(self, rendered: dict[str, Rendered]) -> Manifest:
        """What the output will hold."""
        old = self._ledger.published.manifest
        return {
            path: Written(rendered[path].digest if path in rendered else old[path].digest, mark)
            for path, mark in self.fingerprints.items()
        }

    def context(self, path: str) -> bytes:
        """A sum of SUM bytes for each thing in CONTEXT."""
        return b"".join(part[:SUM].ljust(SUM) for part in self._ledger.context(self._templates[path]))


def find_stale(outputs: Iterable[Output], answers: Answers, stale: Stale) -> Iterator[Item]:
    """Compare every output with what was written: those to be made. No view is built, no long text is loaded."""
    for output in outputs:
        item = _compare(output, answers, stale)
        if item is not None:
            yield item


def _compare(output: Output, answers: Answers, stale: Stale) -> Item | None:
    if isinstance(output, Copy):
        return stale.compare_copy(output.path, output.source, output.digest)
    parts = output.still + answers.answer(output.asks) if output.asks else output.still
    template = output.template or KINDS[output.kind].template
    item = stale.compare(output.path, output.kind, template, parts, output.asks)
    if item is not None and output.kind in FROM_FILES:
        return msgspec.structs.replace(item, source=output.place.path)
    return item
