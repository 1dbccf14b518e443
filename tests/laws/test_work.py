"""How much a build does, counted and not timed: only what has changed is read, and only what shows it is rendered."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.site import Site, differences

TALK = "content/posts/n07/comments.yaml"
MORE = "- id: 2\n  parent: 1\n  author: Ida\n  date: 2015-03-02T10:00:00Z\n  body: So *did* I.\n"


@pytest.fixture
def long_site(site: Site) -> Site:
    """Enough posts for several pages of home, most of them with neither that month nor those people in common."""
    for number in range(40):
        date = f"20{12 + number % 4}-{1 + number % 11:02}-15"
        site.write(f"content/posts/n{number:02}.md", title=f"N {number}", date=date, body="*Word* for word.")
    site.write(TALK, "- id: 1\n  author: Jane\n  date: 2015-03-01T09:00:00Z\n  body: I saw it twice.\n")
    return site


def fresh_clone(site: Site, folder: Path) -> Site:
    """What CI has: sources and output written anew, the cache as it was restored."""
    shutil.copytree(site.folder, folder, copy_function=shutil.copyfile)
    return Site(folder, folder / site.output.relative_to(site.folder), site.now)


def work(site: Site) -> tuple[int, int, int, int]:
    """Pages rendered, posts read, files written and removed by a build."""
    report = site.good()
    return report.rendered, report.read, len(report.written), len(report.removed)


def test_a_new_comment_renders_exactly_the_pages_that_show_it(long_site: Site) -> None:
    long_site.good()
    before = long_site.tree()
    long_site.append(TALK, MORE)
    report = long_site.good()
    shown = differences(before, long_site.tree())
    assert report.read == 1
    assert report.rendered == len(shown)
    assert set(report.written) == set(shown)
    assert set(shown) == {
        "2015/08/15/n07/index.html",
        "2015/08/15/n07/feed.xml",
        "2015/08/index.html",
        "2015/index.html",
        "comments/feed.xml",
        "index.html",
    }


def test_an_unchanged_build_does_nothing(long_site: Site) -> None:
    assert long_site.good().rendered > 60
    assert work(long_site) == (0, 0, 0, 0)


def test_an_unchanged_build_after_every_file_was_touched_does_nothing(long_site: Site) -> None:
    long_site.good()
    for path in [*long_site.folder.rglob("*")]:
        path.touch()
    assert work(long_site) == (0, 0, 0, 0)


def test_an_unchanged_build_in_a_fresh_clone_with_the_cache_restored_does_nothing(
    long_site: Site, tmp_path: Path
) -> None:
    long_site.good()
    clone = fresh_clone(long_site, tmp_path / "clone")
    assert work(clone) == (0, 0, 0, 0)
    assert differences(clone.tree(), long_site.tree()) == {}


def test_a_comment_in_a_fresh_clone_is_as_little_work_as_where_the_cache_was_made(
    long_site: Site, tmp_path: Path
) -> None:
    long_site.good()
    clone = fresh_clone(long_site, tmp_path / "clone")
    for site in (long_site, clone):
        site.append(TALK, MORE)
    assert work(clone) == work(long_site)
