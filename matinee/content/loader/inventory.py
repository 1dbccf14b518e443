"""What lies on the disk, and which of it is known without reading: one look at every file of a site's sources."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path

import msgspec

from ...errors import Place, Problem, error
from .memo import KnownFile
from .scan import FileStat, digest_file, is_settled, scan_folder


class Sources(msgspec.Struct, frozen=True):
    """Where a site's files lie: `statics` are folders in order, the first to hold a file wins, each with the name
    its problems are told by."""

    site: Path
    statics: tuple[tuple[str, Path], ...]

    @property
    def content(self) -> Path:
        return self.site / "content"


class Inventory:
    """Every file of the sources by name (`content/…`, `static/…`), with its stat, and its digest once that is certain.

    A digest is certain when the file's stat is what it was at an earlier reading and had settled by then, or when
    the file
    was read after this look.
    """

    def __init__(self, sources: Sources, known: Mapping[str, KnownFile]) -> None:
        self._now = time.time_ns()
        self.places: dict[str, tuple[Path, FileStat]] = {}
        self.problems: list[Problem] = []
        for name, folder in reversed(sources.statics):
            self._look(folder, name, "static/")
        self._look(sources.content, "content", "content/")
        self._certain = {name: was for name, was in known.items() if self._is_as_it_was(name, was)}

    def _look(self, folder: Path, shown: str, prefix: str) -> None:
        found = scan_folder(folder, shown)
        self.problems += found.problems
        self.places.update({prefix + path: (folder / path, stat) for path, stat in found.files.items()})

    def _is_as_it_was(self, name: str, was: KnownFile) -> bool:
        place = self.places.get(name)
        return place is not None and was.settled and was.stat == place[1]

    def paths(self, prefix: str) -> list[str]:
        """The files below a prefix, without it."""
        return [name[len(prefix) :] for name in self.places if name.startswith(prefix)]

    def known(self, name: str) -> bytes | None:
        """The digest of a file if it is certain."""
        certain = self._certain.get(name)
        return None if certain is None else certain.digest

    def all_known(self, names: Iterable[str]) -> dict[str, bytes]:
        """The digests of files; {} unless all are certain."""
        found: dict[str, bytes] = {}
        for name in names:
            certain = self._certain.get(name)
            if certain is None:
                return {}
            found[name] = certain.digest
        return found

    def learn(self, name: str, digest: bytes) -> None:
        """A file has been read since the look, and this was its content."""
        stat = self.places[name][1]
        self._certain[name] = KnownFile(stat, is_settled(stat, self._now), digest)

    def read_digest(self, name: str) -> bytes | None:
        """The digest of a file, read if it must be; None, and a problem, where it cannot be."""
        if (found := self.known(name)) is None:
            try:
                found = digest_file(self.places[name][0])
            except OSError as exc:
                self.problems.append(error(Place(name), "file", f"this file cannot be read: {exc.strerror}"))
                return None
            self.learn(name, found)
        return found

    def digest(self) -> bytes | None:
        """One digest of everything: names and contents. None where something cannot be read or was passed over."""
        if self.problems:
            return None
        state = blake2b(digest_size=16)
        for name in sorted(self.places):
            if (found := self.read_digest(name)) is None:
                return None
            state.update(name.encode("utf-8", "surrogateescape") + b"\0" + found)
        return state.digest()

    def files(self) -> dict[str, KnownFile]:
        """What to remember."""
        return self._certain
