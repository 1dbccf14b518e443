"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site import CONFIG, Site, make_sample


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A blog with a little of everything, not built yet."""
    return make_sample(tmp_path / "blog")


@pytest.fixture
def bare_site(tmp_path: Path) -> Site:
    """A blog that has a site.yaml and nothing else."""
    site = Site(tmp_path / "blog")
    site.write("content/site.yaml", CONFIG)
    return site
