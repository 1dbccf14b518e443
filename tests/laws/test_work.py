"""How much a build does, counted and not timed: only what has changed is read, and only what shows it is rendered."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.photographs import jpeg, quarters
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


def picture_work(site: Site, **asked: bool) -> int:
    """How many pictures a build makes that were never made before."""
    return site.good(**asked).drawn


@pytest.fixture
def shown(site: Site) -> Site:
    """A site with a picture in two posts, one that lies on its side, and the cards of all posts."""
    for number in (1, 2):
        site.write(f"content/posts/2015-03-0{number}-p.md", title=f"P {number}", body="![A](p.jpg)\n\nWords.")
        site.write(f"content/posts/2015-03-0{number}-p/p.jpg", jpeg(quarters(900, 600)))
    site.write("content/posts/2015-03-01-p/q.jpg", jpeg(quarters(900, 600), 6))
    return site


def test_no_picture_is_ever_made_twice(shown: Site) -> None:
    assert picture_work(shown) == 3 + 1 + 5  # in three widths, turned, cards
    assert picture_work(shown) == 0
    assert picture_work(shown, clean=True) == 0
    shown.config(tagline="Another", url="https://other.example")
    assert picture_work(shown) == 0
    shutil.rmtree(shown.output)
    assert picture_work(shown) == 0


def test_another_engine_makes_no_picture_again(shown: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    shown.good()
    before = shown.tree()
    monkeypatch.setattr("matinee.render.builder.engine_stamp", lambda _: b"another engine at all")
    report = shown.good()
    assert report.rendered > 20
    assert report.drawn == 0
    assert shown.tree() == before


def test_other_libraries_make_them_again_under_other_names(shown: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    shown.good()
    before = {path for path in shown.tree() if path.startswith("images/")}
    monkeypatch.setattr("matinee.content.loader.walk.drawing_tools", lambda: "others")
    assert picture_work(shown, clean=True) == 3 + 1
    assert before.isdisjoint(shown.tree())


def test_editing_prose_touches_no_picture(shown: Site) -> None:
    shown.good()
    shown.edit("content/posts/2015-03-01-p.md", "Words.", "Other words.")
    report = shown.good()
    assert "2015/03/01/p/index.html" in report.written
    assert [path for path in report.written if not path.endswith((".html", ".xml", ".json"))] == []
    assert report.drawn == 0


def test_a_picture_that_moves_to_another_post_is_not_made_again(shown: Site) -> None:
    shown.good()
    shown.remove("content/posts/2015-03-01-p/p.jpg")
    shown.edit("content/posts/2015-03-01-p.md", "![A](p.jpg)", "Nothing to see.")
    shown.move("content/posts/2015-03-02-p/p.jpg", "content/posts/2015-03-02-p/r.jpg")
    shown.edit("content/posts/2015-03-02-p.md", "(p.jpg)", "(r.jpg)")
    report = shown.good()
    assert report.drawn == 0
    assert len([path for path in report.written if path.startswith("images/r-")]) == 3
    assert len([path for path in report.removed if path.startswith("images/p-")]) == 3
