"""A branch of a bare repository, a blog that goes there, and a few files that do without a blog around them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from matinee.content.loader import digest
from matinee.deploy.errand import Sent, deploy
from matinee.deploy.git import GitTarget
from matinee.render.store.manifest import Written, dump_manifest
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


class Pages:
    """Files that go to a branch as those of a blog do."""

    def __init__(self, folder: Path, host: GitHost) -> None:
        self.output, self.home, self.host = folder / "output", folder / ".matinee/deploy/live.git", host

    def target(self, domain: str = "", force: bool = False) -> GitTarget:
        return GitTarget(str(self.host.place), "gh-pages", domain, self.home, self.output.parent, force)

    def write(self, files: Mapping[str, str | bytes]) -> dict[str, bytes]:
        """Have an output folder that holds these, and a front page; what it holds."""
        shutil.rmtree(self.output, ignore_errors=True)
        told = {"index.html": "Home.", **files}
        made = {path: data if isinstance(data, bytes) else data.encode() for path, data in told.items()}
        for path, data in made.items():
            (self.output / path).parent.mkdir(parents=True, exist_ok=True)
            (self.output / path).write_bytes(data)
        manifest = {path: Written(digest(data).hex(), "0" * 32) for path, data in made.items()}
        (self.output / ".matinee").mkdir()
        (self.output / ".matinee/manifest").write_text(dump_manifest(manifest))
        return made

    def deploy(
        self, files: Mapping[str, str | bytes], domain: str = "", force: bool = False, dry: bool = False
    ) -> Sent:
        self.write(files)
        target = self.target(domain, force)
        return deploy(target, self.output, 1000, lambda *_: False, lambda *_: None, lambda *_: None, dry, force)

    def go_back(self) -> str:
        with self.target().open() as session:
            return session.roll_back()


@pytest.fixture
def pages(tmp_path: Path, git_host: GitHost) -> Pages:
    return Pages(tmp_path / "site", git_host)
