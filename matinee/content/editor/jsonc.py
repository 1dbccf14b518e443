"""JSON as VS Code has it, with comments and commas too many; and whether one says all that another does."""

from __future__ import annotations

import json
import re
from typing import Any

_COMMENT = re.compile(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_LAST_COMMA = re.compile(r'("(?:\\.|[^"\\])*")|,(?=\s*[}\]])', re.DOTALL)


def read_jsonc(text: str) -> Any:  # noqa: ANN401 (an author's own file has a shape of its own)
    """What a text says; ValueError where it is not JSON, comments and last commas aside."""
    bare = _COMMENT.sub(lambda found: found[1] or " ", text.removeprefix("\ufeff"))
    return json.loads(_LAST_COMMA.sub(lambda found: found[1] or "", bare))


def holds(theirs: object, ours: object) -> bool:
    """Whether everything in `ours` is in `theirs` too, which may say more and in another order."""
    if isinstance(ours, dict):
        return isinstance(theirs, dict) and all(key in theirs and holds(theirs[key], ours[key]) for key in ours)
    if isinstance(ours, list):
        return isinstance(theirs, list) and all(any(holds(other, item) for other in theirs) for item in ours)
    return theirs == ours
