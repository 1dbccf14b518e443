"""What rules find as values, and how to mend it. Which rules there are is said in the model, what each looks for in the
guide (`leaks.md`)."""

from __future__ import annotations

import msgspec

from ...model import LeakRule

CODE = "leak"


class Finding(msgspec.Struct, frozen=True, array_like=True, order=True, gc=False):
    """Something that a rule found in a file: where (0 for the whole file), and in which words to say so. `proof` is the
    private text that was found; whether it is public elsewhere remains to be seen."""

    rule: LeakRule
    told: str
    line: int = 0
    column: int = 0
    proof: str = ""


_REBUILD = (
    "take it out of the file in static/, or of the text, that repeats it; or build again, without --drafts and --future"
)
_REMOVE = "take it out of where it comes from, and build again"
_REVOKE = "take it out, and build again; if it was ever published, have it made invalid, and get another"
_RENAME = "move it out of the site's folders, or delete it, and build again"

MENDS: dict[LeakRule, str] = {
    LeakRule.DRAFT: _REBUILD,
    LeakRule.FUTURE: _REBUILD,
    LeakRule.HELD: _REMOVE,
    LeakRule.ADDRESS: _REMOVE,
    LeakRule.SPOILER: "hide it there too, or leave it out there",
    LeakRule.LOCATION: "take the place out of the picture's file",
    LeakRule.PATH: _REMOVE,
    LeakRule.DROPPING: _RENAME,
    LeakRule.ENVIRONMENT: _RENAME,
    LeakRule.KEY: _REVOKE,
    LeakRule.TOKEN: _REVOKE,
    LeakRule.PREVIEW: "build again: the output is not what a build writes",
    LeakRule.LOCAL: "give the address that others reach",
    LeakRule.EMPTY: "build again; with --clean if that does not help",
    LeakRule.COUNT: "see whether posts are missing",
}


def hint_of(rule: LeakRule, path: str) -> str:
    """How to mend a finding, or to allow it."""
    return f"{MENDS[rule]}; if it is meant to be there, allow {{rule: {rule}, path: {path}}}"
