"""What every host is told: how the blog is built, and when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

import msgspec

from ...model import Config, SearchScope
from ...text.moments import find_zone

PYTHON = "3.12"
PUBLISHED = "published"  # the finished site without what Matinee keeps beside it
_MINUTE = 17  # not the full hour, at which everybody's builds begin


class Recipe(msgspec.Struct, frozen=True):
    """The commands that install what a blog needs, build it, `check` it for leaks, and lay what is to be published
    apart; and when that is done each day, as cron has it, in UTC."""

    WITNESSES: ClassVar = ("build.py", "pyproject.toml", "requirements.txt")

    install: str
    build: str
    check: str
    apart: str
    cron: str


def make_recipe(config: Config, present: frozenset[str]) -> Recipe:
    """The recipe of a blog, by which of the files are there that witness how it is built."""
    extras = "[search]" if config.search is SearchScope.FULL else ""
    if "requirements.txt" in present:
        install = "pip install -r requirements.txt"
    elif "pyproject.toml" in present:
        install = f'pip install ".{extras}"' if extras else "pip install ."
    else:
        install = f'pip install "matinee{extras}"' if extras else "pip install matinee"
    has_door = "build.py" in present
    return Recipe(
        install,
        "python build.py" if has_door else "matinee build",
        "python build.py check --leaks" if has_door else "matinee check --leaks",
        f"rm -rf {PUBLISHED} && cp -R public {PUBLISHED} && rm -rf {PUBLISHED}/.matinee",
        make_cron(config.timezone),
    )


def make_cron(timezone: str) -> str:
    """Shortly after a day begins in a time zone, in winter and in summer, so that a post appears on its day."""
    zone = find_zone(timezone)
    offsets = [datetime(2026, month, 1, tzinfo=zone).utcoffset() or timedelta() for month in (1, 7)]
    minutes = (_MINUTE - int(min(offsets).total_seconds()) // 60) % (24 * 60)
    return f"{minutes % 60} {minutes // 60} * * *"
