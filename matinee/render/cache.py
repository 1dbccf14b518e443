"""A site's cache, in its `.matinee/`: safe to delete at any time, and done without where it cannot be written."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from ..content.loader import (
    MOST_PACKS,
    FileStat,
    KnownFile,
    Memo,
    digest,
    read_memo,
    stat_key,
    write_memo,
    write_whole,
)
from .compiled import Compiled
from .standing import Standing
from .store import FOLDER, hold_lock, manifest_digest

if TYPE_CHECKING:
    from ..pages.plan import Plan
    from .outline import Outline, Sheet


class Reasons(msgspec.Struct, frozen=True):
    """What outputs were last made of: for each the sums of engine, template, settings and each part; and the digest
    of every template."""

    outputs: dict[str, bytes] = {}
    templates: dict[str, bytes] = {}


class Cache:
    """What a site's builds remember. `is_kept` is false for one that is thrown away after use. What was `drawn` may be
    shared with other caches of the site."""

    def __init__(self, folder: Path, stamp: bytes, is_kept: bool, drawn: Path | None = None) -> None:
        self.folder = folder
        self.packs = folder / "packs"
        self.drawn = drawn or folder / "drawn"
        self.is_kept = is_kept
        self._stamp = stamp
        self._known_manifest: tuple[Path, FileStat, bytes] = (Path(), (0, 0, 0, 0), b"")
        self.packs.mkdir(parents=True, exist_ok=True)

    def memo(self) -> Memo:
        return read_memo(self.folder / "memo", self._stamp)

    def keep_memo(self, memo: Memo) -> None:
        write_memo(self.folder / "memo", self._stamp, memo)

    def weight(self) -> int:
        """How many bytes the packs hold, of use or not."""
        return sum(entry.stat().st_size for entry in os.scandir(self.packs))

    def is_crowded(self, since: int) -> bool:
        """Whether the packs, which weighed so much when they were tidied, ought to be tidied again, or to be looked
        after at all."""
        try:
            return len(os.listdir(self.packs)) > MOST_PACKS or self.weight() > 2 * since
        except OSError:
            return True

    def files(self) -> dict[str, KnownFile]:
        """The source files as they were when last read."""
        return _read(self.folder / "files", dict[str, KnownFile]) or {}

    def keep_files(self, files: Mapping[str, KnownFile]) -> None:
        _write(self.folder / "files", files)

    def references(self) -> dict[bytes, tuple[str, ...]]:
        """Which templates a template names, by its digest, as this engine found them."""
        stamp, found = _read(self.folder / "references", tuple[bytes, dict[bytes, tuple[str, ...]]]) or (b"", {})
        return found if stamp == self._stamp else {}

    def keep_references(self, references: Mapping[bytes, tuple[str, ...]]) -> None:
        _write(self.folder / "references", (self._stamp, references))

    def compiled(self) -> dict[str, Compiled]:
        """The templates as this engine compiled them."""
        stamp, found = _read(self.folder / "compiled", tuple[bytes, dict[str, Compiled]]) or (b"", {})
        return found if stamp == self._stamp else {}

    def keep_compiled(self, compiled: Mapping[str, Compiled]) -> None:
        _write(self.folder / "compiled", (self._stamp, compiled))

    def standing(self, output: Path) -> Standing | None:
        """The last good build into an output folder, if it is remembered and what it wrote has not been superseded."""
        manifest, found = _read(self._named("standing", output), tuple[bytes, Standing]) or (b"", None)
        return found if manifest == self._manifest(output) else None

    def keep_standing(self, output: Path, standing: Standing | None) -> None:
        if standing is None:
            self._named("standing", output).unlink(missing_ok=True)
        else:
            _write(self._named("standing", output), (self._manifest(output), standing))

    def seen(self, output: Path) -> dict[str, FileStat]:
        """The stats of an output folder's files when they were last known to be as its manifest says."""
        manifest, found = _read(self._named("seen", output), tuple[bytes, dict[str, FileStat]]) or (b"", {})
        return found if manifest == self._manifest(output) else {}

    def keep_seen(self, output: Path, seen: Mapping[str, FileStat]) -> None:
        _write(self._named("seen", output), (self._manifest(output), seen))

    def outline(self, output: Path) -> tuple[bytes, Outline] | None:
        """The outline of the last good build into an output folder, if it can be read, and its digest."""
        from .outline import Outline  # pages and all: not loaded for a build that stands

        return _read_digested(self._named("outline", output), Outline)

    def keep_outline(self, output: Path, plan: Plan, sheets: tuple[Sheet, ...]) -> None:
        """Keep the outline of a plan of which these sheets were drawn."""
        from .outline import draw_outline

        _write(self._named("outline", output), draw_outline(plan, sheets, self.stills(output)))

    def outline_digest(self, output: Path) -> bytes:
        """The digest of the outline that is kept for an output folder; b"" where there is none."""
        try:
            with open(self._named("outline", output), "rb") as file:
                return file.read(16)
        except OSError:
            return b""

    def stills(self, output: Path) -> Path:
        """The folder in which an outline's outputs lie as far as they were planned."""
        return self._named("stills", output)

    def reasons(self, output: Path) -> Reasons:
        """What the files of an output folder were last made of."""
        return _read(self._named("reasons", output), Reasons) or Reasons()

    def keep_reasons(self, output: Path, reasons: Reasons) -> None:
        _write(self._named("reasons", output), reasons)

    def drawn_for(self, output: Path) -> dict[str, str]:
        """By which keys the pictures of an output folder are kept, by path."""
        return _read(self._named("pictures", output), dict[str, str]) or {}

    def keep_drawn_for(self, output: Path, keys: Mapping[str, str]) -> None:
        _write(self._named("pictures", output), keys)

    def living(self) -> set[str]:
        """The keys of the pictures of all output folders."""
        known = (_read(place, dict[str, str]) or {} for place in self.folder.glob("pictures-*"))
        return {key for keys in known for key in keys.values()}

    def _manifest(self, output: Path) -> bytes:
        """What stands for the manifest of an output folder, taken once for each file that this has been."""
        try:
            now = stat_key(os.stat(output / FOLDER / "manifest"))
        except OSError:
            return b""
        if self._known_manifest[:2] != (output, now):
            self._known_manifest = (output, now, manifest_digest(output))
        return self._known_manifest[2]

    def _named(self, kind: str, output: Path) -> Path:
        """A file for one output folder, named by where it lies as seen from the site, so that both may move
        together."""
        relative = os.path.relpath(output.resolve(), self.folder.parent.resolve())
        return self.folder / f"{kind}-{blake2b(relative.encode(), digest_size=6).hexdigest()}"


@contextmanager
def open_cache(folder: Path, stamp: bytes, instead: Path | None, drawn: Path | None = None) -> Iterator[Cache]:
    """The cache in a folder, held against other builds of the site; a passing one in the folder `instead`, or where the
    system keeps such things, where that cannot be written to. `drawn` is where pictures are kept, if elsewhere."""
    try:
        folder.mkdir(exist_ok=True)
        ignored = folder / ".gitignore"
        if not ignored.exists():
            ignored.write_text("*\n")
        lock = hold_lock(folder / "lock", "this site")
        probe = folder / f"probe.{os.getpid()}.tmp"
        probe.touch()
        probe.unlink()
    except OSError:
        with passing_cache(instead, stamp) as cache:
            yield cache
        return
    with lock:
        for left in folder.glob("*.tmp"):
            left.unlink(missing_ok=True)
        yield Cache(folder, stamp, is_kept=True, drawn=drawn)


@contextmanager
def passing_cache(within: Path | None, stamp: bytes) -> Iterator[Cache]:
    """A cache that knows nothing and is gone afterwards."""
    if within is not None:
        within.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="cache-", dir=within))
    try:
        yield Cache(folder, stamp, is_kept=False)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def drop_memo(cache: Cache) -> None:
    """Forget everything read so far: something that the memo counted on is gone."""
    with suppress(OSError):
        (cache.folder / "memo").unlink(missing_ok=True)


T = TypeVar("T")


def _read(path: Path, kind: type[T]) -> T | None:
    """What a file of ours holds; None where there is nothing that can be trusted."""
    found = _read_digested(path, kind)
    return None if found is None else found[1]


def _read_digested(path: Path, kind: type[T]) -> tuple[bytes, T] | None:
    """The same with the digest of it."""
    try:
        data = memoryview(path.read_bytes())
        if digest(data[16:]) != data[:16]:
            return None
        return bytes(data[:16]), msgspec.msgpack.decode(data[16:], type=kind)
    except (OSError, msgspec.MsgspecError):
        return None


def _write(path: Path, value: object) -> None:
    """Put a value in a file of ours, after its digest."""
    data = msgspec.msgpack.encode(value)
    write_whole(path, digest(data) + data)
