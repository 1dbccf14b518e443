"""What Jinja has made of a template is kept for all tests of a process: most of what a small build takes is compiling
the theme, and each of a thousand small blogs begins with an empty cache."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

import pytest
from jinja2 import Environment, Template

from matinee.content.loader import digest
from matinee.render.compiled import Compiled
from matinee.render.shelf import Shelf


@contextmanager
def keeping_templates() -> Iterator[None]:
    """Within this, a shelf begins with what others have compiled of the same texts, for an environment that is alike
    (Jinja carries out filters of constants as it compiles). It is as new to the shelf as if it had been compiled."""
    kept: dict[tuple[object, ...], Compiled] = {}
    load = Shelf.load

    def load_kept(
        self: Shelf, environment: Environment, name: str, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        place = f"{type(environment).__name__} {name}"
        text = digest(self.get_source(environment, name)[0].encode())
        key = (place, text, frozenset(environment.filters.items()))
        if key in kept and not (place in self.compiled and self.compiled[place].key == text):
            self.compiled[place] = kept[key]
            self.is_new = True
        template = load(self, environment, name, globals)
        kept[key] = self.compiled[place]
        return template

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Shelf, "load", load_kept)
        yield
