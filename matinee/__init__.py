"""Matinee turns a folder of Markdown and YAML into a film blog of plain HTML."""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # typing's own name for it would have to be loaded
if TYPE_CHECKING:
    from .cli import main
    from .extension import Extension, Page

__all__ = ["Extension", "Page", "__version__", "main"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """The public names, loaded on first use so that `--help` loads next to nothing."""
    if name in {"main", "Extension", "Page"}:
        from .bytecode import import_running_from_source

        import_running_from_source()
    if name == "main":
        try:
            from .cli import main
        except KeyboardInterrupt:  # in the first tenth of a second of a site's build.py
            sys.exit(130)
        return main
    if name in {"Extension", "Page"}:
        from . import extension

        return getattr(extension, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
