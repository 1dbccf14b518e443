"""Our own repository over the years, and the author's settings of git."""

from __future__ import annotations

from pathlib import Path

import pytest

import matinee.deploy.git.repository
from matinee.deploy.git.access import find_access
from matinee.deploy.git.repository import Repository
from tests.deploy.git.conftest import Pages
from tests.deploy.hosts import GitHost

pytestmark = pytest.mark.slow


def test_what_has_piled_up_is_packed(tmp_path: Path, git_host: GitHost, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = Pages(tmp_path / "pages", git_host)

    def loose() -> int:
        return sum(1 for _ in pages.home.glob("objects/??/*"))

    pages.deploy({f"{number}.txt": str(number) for number in range(90)})
    assert loose() > 90
    monkeypatch.setattr(matinee.deploy.git.repository, "_MANY", 1)
    for turn in range(12):  # git judges by one of 256 folders
        pages.deploy({f"{number}.txt": f"{number}, for the {turn}th time" for number in range(90)})
    assert loose() < 1000
    assert list(pages.home.glob("objects/pack/*.pack"))
    monkeypatch.undo()
    made = pages.write({"last.txt": "The end."})
    pages.deploy({"last.txt": "The end."})
    assert git_host.tree() == made


def test_the_authors_settings_in_the_environment_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "http.proxy")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "http://proxy.example:8080")
    monkeypatch.setenv("MATINEE_GIT_TOKEN", "canary-token-0123456789")
    url = "https://films.example/blog.git"
    repository = Repository(tmp_path / "home.git", url, "gh-pages", find_access(url, tmp_path))
    repository.make()
    told = dict(
        line.split("=", 1)
        for line in repository.tell("config", "--list", fault="no").decode().splitlines()
        if "=" in line
    )
    assert told["http.proxy"] == "http://proxy.example:8080"
    assert told["http.extraheader"].startswith("Authorization: Basic ")
