"""`python -m matinee.preview.trial SITE`: imports a site's build.py in a process of its own, and says what is wrong
with it, as JSON. The preview begins again only with one that can be imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec

from ..errors import ContentError, Place, Problem, error
from ..extension import load_extension

PATIENCE = 30  # seconds


def try_python(site: Path) -> tuple[Problem, ...]:
    """What is wrong with a site's own Python as it is now."""
    command = [sys.executable, "-m", __name__, str(site)]
    try:
        said = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=True).stdout
        return msgspec.json.decode(said.splitlines()[-1], type=tuple[Problem, ...])
    except (subprocess.SubprocessError, OSError, msgspec.MsgspecError, IndexError) as exc:
        return (error(Place("build.py"), "extension", f"build.py cannot be imported: {type(exc).__name__}"),)


def _found(site: Path) -> tuple[Problem, ...]:
    try:
        load_extension(site)
    except ContentError as exc:
        return exc.problems
    return ()


if __name__ == "__main__":
    found = _found(Path(sys.argv[1]))
    sys.stdout.write("\n" + msgspec.json.encode(found).decode() + "\n")
