"""A blog that goes to a branch of a bare repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.deploy.conftest import Blog, make_host
from tests.deploy.hosts import GitHost
from tests.site import Site


@pytest.fixture
def git_host(tmp_path: Path, request: pytest.FixtureRequest) -> GitHost:
    host = make_host("git", tmp_path / "host", request, domain="films.example")
    assert isinstance(host, GitHost)
    return host


@pytest.fixture
def git_blog(site: Site, git_host: GitHost) -> Blog:
    return Blog(site, git_host)
