"""What lies on the disk, and which of it is known without reading: one look at every file of a site's sources."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

import msgspec

from ...errors import Place, Problem, error
from ..layout import COMMENTS, PINGBACKS, why_unpublished, why_unread
from .memo import KnownFile
from .scan import FileStat, digest, digest_file, is_settled, scan_folder


class Sources(msgspec.Struct, frozen=True):
    """Where a site's files lie: `statics` are folders in order, the first to hold a file wins, each with the name
    its problems are told by."""

    site: Path
    statics: tuple[tuple[str, Path], ...]

    @property
    def content(self) -> Path:
        return self.site / "content"

    def locate(self, source: str) -> Path:
        """The file that an asset (`content/…`, `static/…`) stands for: of several, that in the first folder."""
        if not source.startswith("static/"):
            return self.site / source
        places = [folder / source.removeprefix("static/") for _, folder in self.statics]
        return next((place for place in places if place.is_file()), places[0])


class Digests(msgspec.Struct, frozen=True, array_like=True):
    """All sources in two digests: of the `frame`, which is the names of all files and the contents of most; and of the
    `texts`, the contents of posts and of their conversations."""

    frame: bytes
    texts: bytes


def is_told(name: str) -> bool:
    """Whether a file, by its name, holds a post's text or a conversation."""
    return name.endswith((".md", f"/{COMMENTS}", f"/{PINGBACKS}")) and name.startswith(_ROOMS)


_ROOMS = ("content/posts/", "content/pages/")


class Inventory:
    """Every file of the sources by name (`content/…`, `static/…`), with its stat, and its digest once that is certain.

    A digest is certain when the file's stat is what it was at an earlier reading and had settled by then, or when
    the file
    was read after this look.
    """

    def __init__(self, sources: Sources, known: Mapping[str, KnownFile]) -> None:
        self._now = time.time_ns()
        self._site = os.fspath(sources.site)
        self._stats: dict[str, FileStat] = {}
        self._elsewhere: dict[str, str] = {}
        self.problems: list[Problem] = []
        self.was_looked_into = False
        for name, folder in reversed(sources.statics):
            self._look(folder, name, "static/")
        self._look(sources.content, "content", "content/")
        self._known = known
        stats = self._stats
        self._certain = {name: was for name, was in known.items() if was.settled and was.stat == stats.get(name)}

    def _look(self, folder: Path, shown: str, prefix: str) -> None:
        found = scan_folder(folder, shown, why_unpublished if prefix == "static/" else why_unread, prefix)
        self.problems += found.problems
        self._stats.update(found.files)
        if prefix == "static/":
            self._elsewhere.update({name: f"{folder}/{name[len(prefix) :]}" for name in found.files})

    @property
    def stats(self) -> Mapping[str, FileStat]:
        """What every file was like at this look."""
        return self._stats

    def doubted(self) -> set[str]:
        """The files that may have changed once more within the same tick of the clock."""
        return {name for name, stat in self._stats.items() if not is_settled(stat, self._now)}

    def place(self, name: str) -> str:
        """Where a file lies on the disk."""
        return self._elsewhere.get(name) or f"{self._site}/{name}"

    def paths(self, prefix: str) -> list[str]:
        """The files below a prefix, without it."""
        return [name[len(prefix) :] for name in self._stats if name.startswith(prefix)]

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
        stat = self._stats[name]
        self.was_looked_into = True
        self._certain[name] = KnownFile(stat, is_settled(stat, self._now), digest)

    def read_digest(self, name: str) -> bytes | None:
        """The digest of a file, read if it must be; None, and a problem, where it cannot be."""
        if (found := self.known(name)) is None:
            try:
                found = digest_file(self.place(name))
            except OSError as exc:
                self.problems.append(error(Place(name), "file", f"this file cannot be read: {exc.strerror}"))
                return None
            self.learn(name, found)
        return found

    def digest(self) -> Digests | None:
        """What stands for everything there is. None where something cannot be read or was passed over."""
        if self.problems:
            return None
        for name in self._stats.keys() - self._certain.keys():
            if self.read_digest(name) is None:
                return None
        certain, (others, texts, names) = self._certain, self._sorted
        frame = [names, *[certain[name].digest for name in others]]
        return Digests(digest(b"".join(frame)), digest(b"".join([certain[name].digest for name in texts])))

    @cached_property
    def _sorted(self) -> tuple[list[str], list[str], bytes]:
        """The names of the files that hold no texts, and of those that do; and all of them as bytes that mean no
        others."""
        told: dict[bool, list[str]] = {False: [], True: []}
        for name in sorted(self._stats):
            told[is_told(name)].append(name)
        names = "\0".join([str(len(told[False])), *told[False], *told[True], ""])
        return told[False], told[True], names.encode("utf-8", "surrogateescape")

    def changed(self) -> list[str]:
        """The texts and conversations that are not what they were when last read, as far as all are certain."""
        certain, known, (_, texts, _) = self._certain, self._known, self._sorted
        return [name for name in texts if name not in known or known[name].digest != certain[name].digest]

    def files(self) -> dict[str, KnownFile]:
        """What to remember."""
        return self._certain
