"""Which file was meant by a path that leads to none, and how to write it."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from posixpath import basename, relpath


def propose_path(found: str, paths: Collection[str], folder: str, companion: str) -> str:
    """The hint that names the likeliest of some paths as a source in `folder` would write it, one in its companion
    folder before others; "" where none is like `found`."""
    path = _nearest(found, paths, companion)
    if not path:
        return ""
    hint = f"did you mean {_as_written(path, folder)}?"
    is_case = basename(path) != basename(found) and basename(path).casefold() == basename(found).casefold()
    return f"{hint} capitals count" if is_case else hint


def _nearest(found: str, paths: Collection[str], home: str) -> str:
    """The path of the same name, capitals aside, else of one much like it; if there is one, in the post's folder."""
    name = basename(found).casefold()
    same = [path for path in paths if basename(path).casefold() == name]
    if not same:
        names = {basename(path).casefold() for path in paths}
        same = [path for path in paths if basename(path).casefold() in get_close_matches(name, sorted(names), 1)]
    return min(
        same, key=lambda path: (not path.startswith(f"{home}/"), basename(path) != basename(found), path), default=""
    )


def _as_written(path: str, folder: str) -> str:
    """A path as a source in a folder writes it."""
    if path.startswith("static/"):
        return path.removeprefix("static").replace(" ", "%20")
    return relpath(f"/{path}", f"/{folder}").replace(" ", "%20")
