"""Matinee turns a folder of Markdown and YAML into a film blog of plain HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .cli import main
    from .extension import Extension, Page

__all__ = ["Extension", "Page", "__version__", "main"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """The public names, loaded on first use so that `--help` loads next to nothing."""
    if name == "main":
        from .cli import main

        return main
    if name in {"Extension", "Page"}:
        from . import extension

        return getattr(extension, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
