"""`lsp`: the language server, which an editor starts and talks to over standard input and output."""

from __future__ import annotations

import argparse
import logging
import os
import sys

from ..errors import OutsideError, UsageError
from .schema import load_guide


def run_lsp(options: argparse.Namespace) -> int:
    """Answer an editor until it goes. OutsideError without pygls, UsageError where there is no such folder."""
    if options.site and not options.site.is_dir():
        raise UsageError(f"there is no folder {options.site}")
    try:
        from ..language.server import speak
    except ModuleNotFoundError as exc:
        library = (exc.name or "").partition(".")[0]
        if library not in {"pygls", "lsprotocol", "cattrs"}:
            raise
        raise OutsideError(f"{library} is not installed", 'run: pip install "matinee[lsp]"') from exc
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr)
    said = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a site's own Python prints must not come between
    folder = options.site.resolve() if options.site else None
    speak(folder, options.home.resolve(), load_guide(), sys.stdin.buffer, said)
    _leave()
    return 0


def _leave() -> None:
    """End the process here: a thread may be in the midst of a look at the site, and nobody is left to hear of it."""
    sys.stderr.flush()
    os._exit(0)
