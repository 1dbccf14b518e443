"""Collections made elsewhere, which tests read in place: they are not part of the project."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

# In the folder beside the checkout, unless told otherwise (a fresh clone has no such neighbour).
DATA = Path(os.environ.get("MATINEE_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")


def data_file(path: str) -> Path:
    """A file of the collections; the test that asks for one is skipped, and says why, where it is absent."""
    place = DATA / path
    if not place.exists():
        pytest.skip(f"{path} is not here; MATINEE_DATA names the folder of the shared collections")
    return place


def attacks() -> list[str]:
    """Script injections, one a line."""
    lines = data_file("xss/payloads.txt").read_text("utf-8", errors="replace").split("\n")
    return [line for line in lines if line.strip()]


def naughty_strings() -> list[str]:
    """Texts that break text fields."""
    strings: list[str] = json.loads(data_file("naughty/blns.json").read_text("utf-8"))
    return strings
