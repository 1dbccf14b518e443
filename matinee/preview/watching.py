"""Watching a site's folders: what has changed, by name, as soon as it is quiet for a moment."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from ..content.layout import why_unpublished, why_unread

if TYPE_CHECKING:
    from watchdog.observers.api import BaseObserver

QUIET, LONGEST = 0.02, 0.3  # seconds without a change that end a burst, and that one may last
CHANGES: list[type[FileSystemEvent]] = [
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileDeletedEvent,
    DirCreatedEvent,
    DirMovedEvent,
    DirDeletedEvent,
]
PYTHON = "python/"  # what begins the names of the site's own modules


class Root(msgspec.Struct, frozen=True):
    """A folder to watch: what is in it is named `prefix` and its path below the folder. Of a folder that is not
    watched with all below it, only Python files count."""

    folder: Path
    prefix: str
    is_whole: bool = True


class Watch(FileSystemEventHandler):
    """The changes below some folders, gathered until somebody waits for them. `trouble` says why the system does not
    tell of changes, "" where it does."""

    def __init__(self, roots: Iterable[Root], is_polling: bool) -> None:
        self._roots = [root for root in roots if not root.folder.is_symlink() or root.folder.exists()]
        self._is_polling = is_polling
        self._arrived = threading.Condition()
        self._names: set[str] = set()
        self._last = 0.0
        self._is_over = False
        self._observer: BaseObserver | None = None
        self._watched: dict[Path, tuple[int, int] | None] = {}
        self.trouble = ""

    @property
    def is_told(self) -> bool:
        """Whether the system tells of changes."""
        return self._observer is not None

    def start(self) -> None:
        """Watch every folder that is there."""
        self._watched = {root.folder: _identity(root.folder) for root in self._roots}
        self.trouble = ""
        if self._is_polling:
            return
        observer = Observer()
        try:
            for root in self._roots:
                if self._watched[root.folder] is not None:
                    folder = os.fspath(root.folder.resolve())
                    observer.schedule(self, folder, recursive=root.is_whole, event_filter=CHANGES)
            observer.start()
        except OSError as exc:
            self.trouble = f"the system cannot watch so many files ({exc.strerror or exc})"
            _stop(observer)
        else:
            self._observer = observer

    def stop(self) -> None:
        """Watch no more; whoever waits goes on."""
        with self._arrived:
            self._is_over = True
            self._arrived.notify_all()
        if self._observer is not None:
            _stop(self._observer)
            self._observer = None

    def mend(self) -> bool:
        """Begin again where a folder has been removed, made or replaced; whether that was so."""
        if all(_identity(folder) == known for folder, known in self._watched.items()):
            return False
        if self._observer is not None:
            _stop(self._observer)
            self._observer = None
        self.start()
        return True

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note where something has changed."""
        names = [self._name(os.fsdecode(path)) for path in (event.src_path, event.dest_path) if path]
        if known := [name for name in names if name]:
            with self._arrived:
                self._names.update(known)
                self._last = time.monotonic()
                self._arrived.notify_all()

    def wait(self, timeout: float) -> set[str]:
        """The names of what has changed, once it is quiet; empty where nothing does for `timeout` seconds, or at the
        end."""
        with self._arrived:
            if not self._names and not self._is_over:
                self._arrived.wait(timeout)
            end = time.monotonic() + LONGEST
            while self._names and not self._is_over:
                left = min(self._last + QUIET, end) - time.monotonic()
                if left <= 0:
                    break
                self._arrived.wait(left)
            names, self._names = self._names, set()
            return names

    @property
    def has_news(self) -> bool:
        """Whether something has changed, or all is over, so that nobody need wait."""
        return bool(self._names) or self._is_over

    @property
    def is_over(self) -> bool:
        return self._is_over

    def _name(self, path: str) -> str:
        """What a file is called; "" for one that does not count."""
        for root in self._roots:
            for folder in {os.fspath(root.folder), os.path.realpath(root.folder)}:
                if path == folder and root.is_whole:
                    return root.prefix
                if path.startswith(folder + os.sep) and (name := _counted(root, path[len(folder) + 1 :])):
                    return name
        return ""


def _counted(root: Root, path: str) -> str:
    """The name of a file of a root, unless an editor or the system keeps it for itself."""
    parts = path.replace(os.sep, "/").split("/")
    if root.prefix == PYTHON:
        is_module = parts[-1].endswith(".py") and (root.is_whole or len(parts) == 1)
        return root.prefix + "/".join(parts) if is_module else ""
    why = why_unpublished if root.prefix == "static/" else why_unread
    return "" if any(why(part) is not None for part in parts) else root.prefix + "/".join(parts)


def _identity(folder: Path) -> tuple[int, int] | None:
    """What tells a folder from another one of its name; None where there is none."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _stop(observer: BaseObserver) -> None:
    observer.unschedule_all()
    if observer.is_alive():
        observer.stop()
        observer.join(1)
