"""The theme's words, for tests that show pages without a build."""

from __future__ import annotations

from functools import cache

from matinee.errors import Problem
from matinee.model import Config
from matinee.pages.words import Words
from matinee.render.phrasebook import read_words
from matinee.theme import theme_folder


@cache
def spoken(language: str = "en") -> Words:
    """The shipped words in a language."""
    problems: list[Problem] = []
    found = read_words(
        (("templates", theme_folder("templates")),), Config("Blog", "https://x.example", language=language), problems
    )
    assert not problems
    return found
