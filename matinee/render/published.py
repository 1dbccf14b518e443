"""An output folder as it stands: what we wrote there, and whether it still is what we wrote."""

from __future__ import annotations

import os
import time
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from ..content.loader import FileStat, digest_file, is_settled, stat_key
from .store import FOLDER, Manifest, has_link


class Published:
    """The files of an output folder. `manifest` is what we wrote, and empty where `is_new`: where none can be read;
    `is_taken` tells that there is some, and that all was taken as it had been seen; `edited` are the files of ours that
    somebody else was found to have changed."""

    def __init__(self, output: Path, manifest: Manifest | None, seen: Mapping[str, FileStat]) -> None:
        self.output = output
        self.manifest = manifest or {}
        self.is_new = manifest is None
        self.was_looked_at = False
        self.is_taken = False
        self.edited: set[str] = set()
        self._seen = seen
        self._sound: dict[str, FileStat] = {}
        self._now = time.time_ns()

    def is_intact(self, path: str) -> bool:
        """Whether a file is as it was written; looked into only when its stat says that it may not be."""
        if path in self._sound:
            return True
        written = self.manifest.get(path)
        if written is None:
            return False
        place = f"{self.output}/{path}"
        try:
            key = stat_key(os.stat(place, follow_symlinks=False))
        except OSError:
            self.was_looked_at = True
            return False
        if self._seen.get(path) == key:
            self._sound[path] = key
            return True
        self.was_looked_at = True
        if has_link(self.output, path) or not os.path.isfile(place):
            return False
        if digest_file(place).hex() != written.digest:
            self.edited.add(path)
            return False
        if is_settled(key, self._now):
            self._sound[path] = key
        return True

    def is_as_seen(self) -> bool:
        """Whether no file that has been looked at was touched since."""
        folder, look = f"{self.output}/", os.stat
        try:
            for path, key in self._seen.items():
                info = look(folder + path, follow_symlinks=False)
                if key != (info.st_mtime_ns, info.st_ctime_ns, info.st_size, info.st_ino):
                    return False
        except OSError:
            return False
        return True

    def take_as_seen(self) -> None:
        """Somebody has found that it is so."""
        self._sound = {path: key for path, key in self._seen.items() if path in self.manifest}
        self.is_taken = bool(self.manifest)

    def is_untouched(self) -> bool:
        """Whether there is a site, and every file of it is as it was written."""
        return bool(self.manifest) and all(self.is_intact(path) for path in self.manifest)

    @cached_property
    def is_bare(self) -> bool:
        """Whether there is nothing in the folder, from us or from anybody else."""
        return self.is_new and all(name == FOLDER for name in os.listdir(self.output))

    def mode(self, path: str) -> int | None:
        """The type of what is there, links not followed; None for nothing."""
        try:
            return os.lstat(f"{self.output}/{path}").st_mode
        except (FileNotFoundError, NotADirectoryError):
            return None

    def may_go(self, path: str, planned: Container[str]) -> bool:
        """Whether what is there is a file of ours, as we wrote it, that the commit will remove."""
        return path not in planned and self.is_intact(path)

    def strange_files(self, folder: str, planned: Container[str]) -> Iterator[str]:
        """The files below a folder of the output that keep it from being removed."""
        for place, _, names in os.walk(self.output / folder):
            for name in names:
                path = os.path.relpath(os.path.join(place, name), self.output).replace(os.sep, "/")
                if not self.may_go(path, planned):
                    yield path

    def seen_after(self, written: Iterable[str], planned: Container[str]) -> dict[str, FileStat]:
        """The stats of all planned files that are as written and last changed long enough ago."""
        now = time.time_ns()
        found = dict(self._sound)
        for path in written:
            key = stat_key(os.stat(f"{self.output}/{path}"))
            if is_settled(key, now):
                found[path] = key
            else:
                found.pop(path, None)
        return {path: key for path, key in found.items() if path in planned}
