"""Fixtures for what does not concern the theme: pages that show all that they know are quicker to make."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site import Site, make_plain, make_sample


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A blog with a little of everything and plain templates, not built yet."""
    return make_plain(make_sample(tmp_path / "blog"))


@pytest.fixture
def themed_site(tmp_path: Path) -> Site:
    """The same with the default theme."""
    return make_sample(tmp_path / "blog")
