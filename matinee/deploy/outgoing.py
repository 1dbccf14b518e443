"""What is to stand on a host: the files of the output that we wrote, and nothing else that lies there."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from pathlib import Path

import msgspec

from ..content.loader import digest, digest_file
from ..errors import OutsideError
from ..render.store import FOLDER, is_plain_file, load_manifest
from ..render.whole_texts import indexed_files
from .standing import files_below


class Phase(IntEnum):
    """When a file goes: what pages need, then pages, then what leads to pages."""

    ASSET = 0
    PAGE = 1
    INDEX = 2


class Outgoing(msgspec.Struct, frozen=True, gc=False):
    """A file that is to stand on the host. `path` is relative to the site's root, with `/`; `file` is where its bytes
    lie; `digest` is that of its bytes, in hexadecimal; `size` is in bytes."""

    path: str
    file: str
    digest: str
    size: int

    @property
    def phase(self) -> Phase:
        return phase_of(self.path)


_LISTS = ("index.html", "404.html", "sitemap.xml", "robots.txt", "feed.xml", "feed.json")
_REMEDY = "build again: python build.py"
_NEEDED_LAST = ("pagefind/pagefind.js", "pagefind/pagefind-entry.json")


def phase_of(path: str) -> Phase:
    """Assets lead nowhere; indexes and feeds lead to many pages."""
    name = path.rpartition("/")[2]
    if name.endswith((".xml", ".json", ".txt")) or path in _LISTS or path.startswith("page/") or path in _NEEDED_LAST:
        return Phase.INDEX
    return Phase.PAGE if name.endswith(".html") else Phase.ASSET


def gather(output: Path) -> list[Outgoing]:
    """Everything that we wrote into an output folder, sorted by path. OutsideError where that is nothing, or not
    whole."""
    manifest = load_manifest(output)
    if not manifest or "index.html" not in manifest:
        raise OutsideError(f"{output} holds no built site", "build it first: python build.py")
    digests = {path: written.digest for path, written in manifest.items()} | indexed_files(output)
    return sorted(_measured(output, digests.items()), key=lambda one: one.path)


def gather_all(output: Path) -> list[Outgoing]:
    """Everything that lies in an output folder but what we keep there for ourselves, whoever wrote it, with the digests
    of its bytes as they are now."""
    gather(output)
    paths = [path for path in files_below(output) if not path.startswith(f"{FOLDER}/")]
    found = [(path, digest_file(output / path).hex()) for path in sorted(paths) if is_plain_file(output / path)]
    return list(_measured(output, found))


def _measured(output: Path, digests: Iterable[tuple[str, str]]) -> Iterable[Outgoing]:
    for path, found in digests:
        place = output / path
        try:
            size = place.stat().st_size
        except OSError as exc:
            raise OutsideError(f"{place} is not there, though it was built", _REMEDY) from exc
        yield Outgoing(path, str(place), found, size)


def check_unchanged(outgoing: Iterable[Outgoing]) -> None:
    """OutsideError where the bytes of a file are not those that were looked through for leaks: for files that another
    program has read, before anybody sees them."""
    for one in outgoing:
        place = Path(one.file)
        if not place.is_file() or digest_file(place).hex() != one.digest:
            raise OutsideError(
                f"{one.file} has changed since it was looked through", "the site there is as it was; deploy again"
            )


def read_outgoing(one: Outgoing) -> bytes:
    """The bytes of a file. OutsideError where they are not those that were looked through for leaks, or cannot be
    read."""
    try:
        data = Path(one.file).read_bytes()
    except (FileNotFoundError, NotADirectoryError) as exc:
        raise OutsideError(f"{one.file} is not there, though it was built", _REMEDY) from exc
    except OSError as exc:
        raise OutsideError(f"{one.file} cannot be read: {exc.strerror}", _REMEDY) from exc
    if digest(data).hex() != one.digest:
        raise OutsideError(f"{one.file} has changed since it was looked through", "deploy again")
    return data
