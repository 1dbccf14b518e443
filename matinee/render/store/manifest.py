"""The manifest: what an output folder holds that we wrote. It lies in the folder, so that the two cannot part."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from ...content.loader import digest, write_whole

FOLDER = ".matinee"
INDEX = f"{FOLDER}/texts.json"
_HEAD = "matinee manifest 1"


class Written(msgspec.Struct, frozen=True, gc=False):
    """An output as it was written: digest of its bytes, and fingerprint of what they were made of; both in
    hexadecimal."""

    digest: str
    fingerprint: str


Manifest = dict[str, Written]


def dump_manifest(manifest: Mapping[str, Written]) -> str:
    """One line an output, sorted by path: digest, fingerprint, path. No times, nothing of the machine."""
    lines = [f"{entry.digest} {entry.fingerprint} {escape(path)}" for path, entry in sorted(manifest.items())]
    return "\n".join([_HEAD, *lines, "end", ""])


def read_manifest(text: str) -> Manifest | None:
    """The manifest in a text; None where it is not one, or not whole. Lines that lead out of the folder count for
    nothing."""
    lines = text.split("\n")
    if len(lines) < 3 or lines[0] != _HEAD or lines[-2:] != ["end", ""]:
        return None
    if not any(sign in text for sign in _ODD):
        return {line[66:]: Written(line[:32], line[33:65]) for line in lines[1:-2] if line[66:]}
    return {path: Written(line[:32], line[33:65]) for line in lines[1:-2] if is_inside(path := unescape(line[66:]))}


_ODD = ("\\", "..", "//", "/.", " .", " /", "\0")  # what a path may have to be looked into for


def escape(path: str) -> str:
    """A path on a line of a manifest or a record."""
    return path.replace("\\", "\\\\").replace("\n", "\\n") if "\\" in path or "\n" in path else path


def unescape(text: str) -> str:
    """The path that was written on a line."""
    if "\\" not in text:
        return text
    return "\\".join(part.replace("\\n", "\n") for part in text.split("\\\\"))


def is_inside(path: str) -> bool:
    """Whether a path stays within the folder it is relative to, and out of our own corner of it."""
    if ".." not in path and "//" not in path and "/." not in path and not path.startswith(("/", ".")):
        return bool(path) and "\0" not in path
    parts = path.split("/")
    return (
        bool(path)
        and not path.startswith("/")
        and "\0" not in path
        and ".." not in parts
        and "" not in parts
        and parts[0] != FOLDER
    )


def load_manifest(output: Path) -> Manifest | None:
    """The manifest of an output folder; None where it has none, or none that makes sense. OSError where that cannot be
    told."""
    return _load(output / FOLDER / "manifest")


def _load(path: Path) -> Manifest | None:
    try:
        return read_manifest(path.read_bytes().decode("utf-8"))  # a path may hold any sign that ends a line
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, UnicodeDecodeError):
        return None


def has_manifest(output: Path) -> bool:
    """Whether there is a manifest of ours, whole to all appearance. OSError where that cannot be told."""
    try:
        with open(output / FOLDER / "manifest", "rb") as file:
            head = file.read(len(_HEAD) + 1)
            file.seek(-min(5, file.seek(0, os.SEEK_END)), os.SEEK_END)
            return head == f"{_HEAD}\n".encode() and file.read() == b"\nend\n"
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False


def has_index(output: Path) -> bool:
    """Whether an index of whole texts was made of this output folder, which has a record of its own."""
    return (output / INDEX).exists()


def manifest_digest(output: Path) -> bytes:
    """What stands for the manifest of an output folder as it is now; b"" where there is none."""
    try:
        return digest((output / FOLDER / "manifest").read_bytes())
    except OSError:
        return b""


def write_journal(output: Path, manifest: Mapping[str, Written]) -> None:
    """The manifest that is to be, written before anything is published: from here on, the next run finishes what
    this one began."""
    write_whole(output / FOLDER / "journal", dump_manifest(manifest).encode())


def load_journal(output: Path) -> Manifest | None:
    return _load(output / FOLDER / "journal")
