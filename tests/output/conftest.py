"""The sites that tests of the output read, each built once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tests.output.hosting import hosting
from tests.output.published import Published
from tests.output.torture import make_tortures
from tests.site import ROOT, Site


def published(site: Site, url: str = "https://matinee.example") -> Published:
    return Published(site.tree(), url)


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A copy of the demo blog, built: the checkout's own output and cache stay as they are."""
    folder = tmp_path_factory.mktemp("demo") / "blog"
    for name in ("content", "templates", "static"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "build.py", folder)
    site = Site(folder)
    assert site.good().problems == ()
    return site


@pytest.fixture(scope="session")
def demo(demo_site: Site) -> Published:
    return published(demo_site)


@pytest.fixture(scope="session")
def demo_below(demo_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The demo blog built for an address with a path."""
    twin = Site(demo_site.folder, output=tmp_path_factory.mktemp("below") / "public")
    assert twin.good(base_url="https://x.example/blog/").problems == ()
    return published(twin, "https://x.example/blog")


@pytest.fixture(scope="session")
def tortures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Published]:
    """Small blogs with everything that is hard to set, by name."""
    folder = tmp_path_factory.mktemp("tortures")
    made = {}
    for name, site in make_tortures(folder):
        assert {problem.code for problem in site.good().problems} <= {"words", "alt"}, (
            name
        )  # ours are in three languages
        url = "https://x.example/blog" if name == "below a path" else "https://matinee.example"
        made[name] = published(site, url)
    return made


@pytest.fixture(scope="session")
def everything(tortures: dict[str, Published]) -> Published:
    return tortures["everything"]


@pytest.fixture(scope="module")
def host(demo: Published) -> Iterator[str]:
    """Where the demo blog is served, under the strictest policy."""
    with hosting(demo.tree) as host:
        yield host
