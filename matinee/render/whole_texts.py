"""The index of whole texts (`search: full`), which Pagefind makes of the pages once they are published.

It is apart from the laws of a build: its files are no outputs, their bytes are Pagefind's affair, and they have a
record of their own beside the manifest. Sources: https://pagefind.app/docs/config-options/ and …/docs/indexing/.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from errno import EEXIST
from hashlib import blake2b
from pathlib import Path

import msgspec

from ..content.loader import digest_file, write_whole
from ..errors import Place, Problem, error
from ..pages.search import WHOLE_TEXTS
from ..stamp import library_versions
from .order import Indexed
from .store import FOLDER, INDEX, Manifest, copy_aside, has_link, remove_ours

_PAGES = "{*.html,[!.]*/**/*.html}"  # not what is kept in .matinee/
_NEVER = ".spoiler, [hidden], nav, form, noscript, .permalink, .after, #respond"
_OF_ITS_OWN_PAGES = ("pagefind-ui", "pagefind-modular-ui", "pagefind-component-ui", "pagefind-highlight")
_LAST = ("pagefind.js", "pagefind-entry.json")  # they name all others


class _Record(msgspec.Struct, frozen=True):
    """What an index was made of, and which files it has (paths below the output, digests in hexadecimal)."""

    state: str = ""
    files: dict[str, str] = {}


def keep_up(
    output: Path, wanted: bool, manifest: Callable[[], Manifest], place: Place
) -> tuple[Indexed | None, tuple[Problem, ...]]:
    """Make the index of an output folder again if its pages have changed, or remove it where none is `wanted`.

    None where there was nothing to do. What goes wrong is told at `place`; what the index leads to is then as it was.
    """
    record = _load(output)
    if not wanted:
        if record is not None:
            remove_ours(output, record.files)
            (output / INDEX).unlink(missing_ok=True)
        return None, ()
    state = _state(manifest())
    if record is not None and record.state == state and all((output / path).is_file() for path in record.files):
        return None, ()
    began = time.monotonic()
    stage = output / FOLDER / "texts"
    try:
        _run(output, stage)
        files = _commit(output, stage, record or _Record())
    except OSError as exc:
        at = f": {os.path.relpath(exc.filename, output)}" if exc.filename else ""
        message = f"the texts could not be indexed: {exc.strerror or exc}{at}"
        hint = "the site is published; what its texts hold is found as before"
        return Indexed(0, time.monotonic() - began, is_whole=False), (error(place, "search", message, hint),)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    write_whole(output / INDEX, msgspec.json.encode(_Record(state, files)))
    pages = sum(path.endswith(".pf_fragment") for path in files)
    return Indexed(pages, time.monotonic() - began), ()


def indexed_files(output: Path) -> dict[str, str]:
    """The files of the index of an output folder, with the digests that they had when they were made."""
    record = _load(output)
    return {} if record is None else record.files


def _load(output: Path) -> _Record | None:
    """What is recorded; None where there is no index, or none that we know of."""
    try:
        return msgspec.json.decode((output / INDEX).read_bytes(), type=_Record)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def _state(manifest: Manifest) -> str:
    """What an index is made of: the pages as they are, and Pagefind."""
    state = blake2b(library_versions().get("pagefind", "").encode(), digest_size=16)
    for path, written in sorted(manifest.items()):
        if path.endswith(".html"):
            state.update(f"\n{written.digest} {path}".encode())
    return state.hexdigest()


def _run(output: Path, stage: Path) -> None:
    """Let Pagefind write into a stage; OSError with what it says if it fails."""
    shutil.rmtree(stage, ignore_errors=True)
    command = [sys.executable, "-m", "pagefind", "--site", os.fspath(output), "--output-path", os.fspath(stage)]
    command += ["--glob", _PAGES, "--exclude-selectors", _NEVER, "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or not (stage / "pagefind-entry.json").is_file():
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise OSError(f"Pagefind says: {said[-1]}" if said else f"Pagefind ended with {done.returncode}")


def _commit(output: Path, stage: Path, old: _Record) -> dict[str, str]:
    """Move a stage into place, so that whoever reads meanwhile finds the old index whole or the new one; the files of
    the new one. What stands in the way and is not ours is kept aside."""
    new = {f"{WHOLE_TEXTS}/{path}": digest_file(stage / path).hex() for path in sorted(_files(stage))}
    for path in sorted(new, key=lambda path: (path.endswith(_LAST), path)):
        place = output / path
        if has_link(output, path):
            raise FileExistsError(EEXIST, "a link stands where the index of texts belongs", os.fspath(place))
        if place.is_file() and digest_file(place).hex() not in (old.files.get(path), new[path]):
            copy_aside(output, path)
        place.parent.mkdir(parents=True, exist_ok=True)
        os.replace(stage / path.removeprefix(f"{WHOLE_TEXTS}/"), place)
    remove_ours(output, {path: digest for path, digest in old.files.items() if path not in new})
    return new


def _files(stage: Path) -> Iterator[str]:
    """What of Pagefind's files our page needs: it brings its own form of asking."""
    for folder, _, names in os.walk(stage):
        for name in names:
            if not name.startswith(_OF_ITS_OWN_PAGES):
                yield os.path.relpath(os.path.join(folder, name), stage).replace(os.sep, "/")
