"""Names that git has no files of: those that some file system takes for `.git` (git's is_hfs_dotgit and
is_ntfs_dotgit), wherever the branch may be checked out one day. Hosts refuse a push that holds one."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NTFS = re.compile(r"(\.git|git~1)[. ]*(:.*)?", re.ASCII | re.IGNORECASE | re.DOTALL)
_HFS = re.compile(r"\.git", re.ASCII | re.IGNORECASE)
_UNSEEN_BY_HFS = re.compile("[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]")
_SLASHES = re.compile(r"[/\\]")  # Windows knows both


def refused_names(paths: Iterable[str]) -> list[str]:
    """Those of the paths that git refuses."""
    return [path for path in paths if any(map(_is_git, _SLASHES.split(path)))]


def _is_git(name: str) -> bool:
    return bool(_NTFS.fullmatch(name) or _HFS.fullmatch(_UNSEEN_BY_HFS.sub("", name)))
