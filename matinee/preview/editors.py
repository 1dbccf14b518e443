"""Links that open a file in the author's editor, at the line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from ..errors import Place

VARIABLE = "MATINEE_EDITOR"
KNOWN = {
    "vscode": "vscode://file{path}:{line}:{column}",
    "vscodium": "vscodium://file{path}:{line}:{column}",
    "cursor": "cursor://file{path}:{line}:{column}",
    "zed": "zed://file{path}:{line}:{column}",
    "idea": "idea://open?file={path}&line={line}&column={column}",
    "pycharm": "pycharm://open?file={path}&line={line}&column={column}",
    "sublime": "subl://open?url=file://{path}&line={line}&column={column}",
    "textmate": "txmt://open?url=file://{path}&line={line}&column={column}",
    "none": "",
}


def editor_pattern(environment: Mapping[str, str]) -> str:
    """What MATINEE_EDITOR says: the name of a known editor, or an address with {path}, {line} and {column}; VS Code's
    where it says nothing, "" for `none` and for what is neither."""
    told = environment.get(VARIABLE, "").strip()
    if "{path}" in told and ":" in told and not told.lower().startswith(("javascript:", "data:", "vbscript:")):
        return told
    return KNOWN.get(told.lower(), "") if told else KNOWN["vscode"]


def editor_link(pattern: str, path: Path, place: Place) -> str:
    """The address that opens a file at the line and column of a place; "" where there is no pattern."""
    named = {
        "{path}": quote(path.absolute().as_posix(), safe="/:"),
        "{line}": str(place.line or 1),
        "{column}": str(place.column or 1),
    }
    for name, value in named.items():
        pattern = pattern.replace(name, value)
    return pattern
