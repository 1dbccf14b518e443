"""What editors are told of a blog, as files beside it: schemas of what its author writes, and VS Code's files."""

from __future__ import annotations

import json
from typing import Any

from ...model import Scale
from ..modeline import schema_path
from .guide import Guide, read_guide
from .jsonc import holds, read_jsonc
from .schemas import make_schemas
from .seal import NOTE, is_sealed, seal
from .vscode import SHARED, make_extensions, make_settings, make_snippets, make_tasks

__all__ = [
    "SHARED",
    "Guide",
    "is_sealed",
    "make_kit",
    "read_guide",
    "says_all",
]


def make_kit(scale: Scale, guide: Guide, command: str) -> dict[str, str]:
    """The files by path, sorted and sealed; `command` is how the blog's Matinee is called from its folder."""
    schemas = make_schemas(scale, guide).items()
    files = {schema_path(name): _dump({"$comment": NOTE, **schema}) for name, schema in schemas}
    for name, told in {
        "extensions.json": make_extensions(),
        "matinee.code-snippets": make_snippets(scale),
        "settings.json": make_settings(),
        "tasks.json": make_tasks(command),
    }.items():
        files[f".vscode/{name}"] = f"// {NOTE}\n{_dump(told)}"
    return {path: seal(text) for path, text in sorted(files.items())}


def says_all(theirs: str, ours: str) -> bool:
    """Whether a file of the author's own says all that ours would."""
    try:
        return holds(read_jsonc(theirs), read_jsonc(ours))
    except ValueError:
        return False


def _dump(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
