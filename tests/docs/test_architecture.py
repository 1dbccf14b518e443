"""What is told of the house is where it is told to be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2]
PAGES = [HOME / "CONTRIBUTING.md", *(HOME / "docs").glob("*.md")]
PLACES = re.compile(r"`((?:[a-z_]+/)+(?:[a-z_]+\.py)?)`")
NOT_OURS = {"content/", "posts/", "pages/", "films/", "static/", "templates/", "public/", "diary/", "schemas/"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_and_room_that_is_named_is_there(page: Path) -> None:
    named = set(PLACES.findall(page.read_text("utf-8"))) - NOT_OURS
    places = [HOME, HOME / "matinee", *(HOME / "matinee" / room for room in ("content", "pages", "render", "text"))]
    assert [name for name in sorted(named) if not any((place / name).exists() for place in places)] == []


def test_the_way_of_a_post_is_numbered_step_by_step() -> None:
    page = (HOME / "docs" / "architecture.md").read_text("utf-8")
    steps = re.findall(r"^(\d+)\. ", page[page.index("A post's way") : page.index("Where new code goes")], re.MULTILINE)
    assert [int(step) for step in steps] == list(range(1, len(steps) + 1))
