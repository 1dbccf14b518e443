"""Which outputs are not what they would be: one pure comparison that explains itself."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import msgspec

from ..pages.facets import Ask
from ..pages.kinds import KINDS
from ..pages.parts import Settings
from ..pages.plan import Made, Plan
from .press import SUM, Rendered
from .published import Published
from .store import Manifest, Written
from .templates import TemplateSet

CONTEXT = ("engine", "template", "site")


class Item(msgspec.Struct, frozen=True):
    """An output to be made again. `known` is the digest of the bytes that stand there now, "" if none that can be
    trusted."""

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
    """The outcome of the comparison: the outputs to make, and the fingerprints of all. With `is_clean` every output is
    to be made."""

    def __init__(self, ledger: Ledger, is_clean: bool = False) -> None:
        self.is_clean = is_clean
        self.items: list[Item] = []
        self.fingerprints: dict[str, str] = {}
        self._ledger = ledger
        self._templates: dict[str, str] = {}

    def compare(self, path: str, kind: str, template: str, parts: bytes, asks: tuple[Ask, ...]) -> None:
        """Compare an output made of these parts with what stands at its path."""
        mark = fingerprint(self._ledger.context(template), parts)
        published = self._ledger.published
        old = published.manifest.get(path) if published.is_intact(path) else None
        is_fresh = old is not None and old.fingerprint == mark
        known = old.digest if old is not None and not is_fresh else ""
        self.add(Item(path, kind, template, parts, asks, known), mark, is_fresh and not self.is_clean)

    def add(self, item: Item, mark: str, is_fresh: bool) -> None:
        self.fingerprints[item.path] = mark
        self._templates[item.path] = item.template if item.kind != "copy" else ""
        if not is_fresh:
            self.items.append(item)

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


def find_stale(plan: Plan, ledger: Ledger, everything: bool) -> Stale:
    """Compare every output of the plan with what was written. No view is built, no long text is loaded."""
    stale = Stale(ledger, everything)
    published = ledger.published
    for planned in plan.outputs:
        if isinstance(planned, Made):
            template = planned.template or KINDS[planned.kind].template
            parts = planned.still + plan.answers.answer(planned.asks) if planned.asks else planned.still
            stale.compare(planned.path, planned.kind, template, parts, planned.asks)
            continue
        mark = planned.digest.hex()
        item = Item(planned.path, "copy", "", planned.digest, (), "", planned.source)
        old = published.manifest.get(planned.path) if published.is_intact(planned.path) else None
        stale.add(item, mark, old is not None and old.fingerprint == mark and not everything)
    return stale
