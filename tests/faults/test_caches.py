"""The cache is never trusted blindly: lost, damaged, foreign or forbidden, the bytes come out the same. (Faults B14,
B16, C11, C14, C15.)"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from matinee.content.loader import read_memo
from matinee.stamp import engine_stamp
from tests.site import CONFIG, Site, copy_site, differences, make_plain, make_sample, picture


def cache_files(site: Site) -> list[Path]:
    return sorted(path for path in (site.folder / ".matinee").rglob("*") if path.is_file() and path.name != "lock")


def _nothing(path: Path) -> None:
    path.unlink()


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _half(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def _noise(path: Path) -> None:
    path.write_bytes(random.Random(7).randbytes(max(64, path.stat().st_size)))


def _one_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    if data:
        data[len(data) // 2] ^= 0x20
    path.write_bytes(bytes(data))


def _newer(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"matinee memo 1", b"matinee memo 9"))


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES = [_nothing, _empty, _half, _noise, _one_byte, _newer, _folder]


@pytest.mark.parametrize(
    "damage",
    [_half, pytest.param(_one_byte, marks=pytest.mark.slow), pytest.param(_folder, marks=pytest.mark.slow)],
    ids=lambda damage: damage.__name__.strip("_"),
)
def test_a_damaged_cache_file_changes_no_byte(damage: Callable[[Path], None], site: Site) -> None:
    site.good()
    site.edit("content/pages/about.md", "Row K", "Row L")
    site.write("templates/page.html", "{% extends 'base.html' %}{% block main %}{{ page.title }}{% endblock %}")
    expected = site.clean_tree()
    site.good()
    site.good()
    for number, file in enumerate(cache_files(site)):
        if file.is_file():
            damage(file)
        site.edit("content/pages/about.md", "Row", "row") if number % 2 == 0 else site.edit(
            "content/pages/about.md", "row", "Row"
        )
        site.good()
        if number % 2:
            assert differences(site.tree(), expected) == {}, file
    assert differences(site.tree(), site.clean_tree()) == {}


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__.strip("_"))
def test_a_cache_damaged_in_all_its_files_changes_no_byte(damage: Callable[[Path], None], site: Site) -> None:
    site.good()
    expected = site.tree()
    for file in cache_files(site):
        damage(file)
    shutil.rmtree(site.output)
    site.good()
    assert differences(site.tree(), expected) == {}
    again = site.good()
    assert (again.written, again.rendered) == ((), 0)


def test_a_cache_deleted_with_the_output_standing_writes_nothing(site: Site) -> None:
    site.good()
    shutil.rmtree(site.folder / ".matinee")
    report = site.good()
    assert (report.written, report.removed) == ((), ())


def test_a_cache_that_is_a_file_or_a_link_to_nowhere_is_done_without(site: Site) -> None:
    expected = site.clean_tree()
    (site.folder / ".matinee").write_text("not a folder")
    assert site.run("build").code == 0
    assert differences(site.tree(), expected) == {}
    (site.folder / ".matinee").unlink()
    (site.folder / ".matinee").symlink_to(site.folder / "nowhere")
    shutil.rmtree(site.output)
    assert site.run("build").code == 0
    assert differences(site.tree(), expected) == {}
    assert site.leftovers() == []


def test_another_sites_cache_is_of_no_consequence(site: Site, tmp_path: Path) -> None:
    other = make_plain(make_sample(tmp_path / "other"))
    other.edit("content/posts/2014-01-13-her.md", "A letter first", "A phone call first")
    other.config(title="Another")
    other.good()
    expected = site.clean_tree()
    shutil.copytree(other.folder / ".matinee", site.folder / ".matinee")
    site.good()
    assert differences(site.tree(), expected) == {}


def test_an_older_cache_beside_a_newer_output_is_of_no_consequence(site: Site, tmp_path: Path) -> None:
    """A folder of the cache put back from a backup."""
    site.good()
    site.good()
    shutil.copytree(site.folder / ".matinee", tmp_path / "backup")
    site.edit("content/pages/about.md", "Row K", "Row L")
    site.good()
    shutil.rmtree(site.folder / ".matinee")
    shutil.copytree(tmp_path / "backup", site.folder / ".matinee")
    site.edit("content/pages/about.md", "Row L", "Row K")
    site.good()
    assert differences(site.tree(), site.clean_tree()) == {}


def test_an_older_output_beside_a_newer_cache_is_brought_up_to_date(site: Site, tmp_path: Path) -> None:
    site.good()
    shutil.copytree(site.output, tmp_path / "old")
    site.edit("content/pages/about.md", "Row K", "Row L")
    site.good()
    site.good()
    shutil.rmtree(site.output)
    shutil.move(tmp_path / "old", site.output)
    site.good()
    assert differences(site.tree(), site.clean_tree()) == {}


def test_a_manifest_put_back_alone_does_not_hide_stale_pages(site: Site) -> None:
    site.good()
    site.good()
    old = (site.output / ".matinee/manifest").read_bytes()
    site.edit("content/pages/about.md", "Row K", "Row L")
    site.good()
    site.good()
    (site.output / ".matinee/manifest").write_bytes(old)
    site.edit("content/pages/about.md", "Row L", "Row K")
    site.good()
    assert differences(site.tree(), site.clean_tree()) == {}


def test_a_project_that_was_moved_has_nothing_to_write(site: Site, tmp_path: Path) -> None:
    site.good()
    site.folder.rename(tmp_path / "elsewhere")
    moved = Site(tmp_path / "elsewhere")
    report = moved.good()
    assert (report.written, report.removed, report.rendered, report.read) == ((), (), 0, 0)


def test_a_project_that_was_copied_with_new_times_has_nothing_to_write(site: Site, tmp_path: Path) -> None:
    site.good()
    copy = copy_site(site, tmp_path / "copy")
    for file in copy.folder.rglob("*"):
        if file.is_file():
            file.touch()
    report = copy.good()
    assert (report.written, report.removed) == ((), ())
    assert differences(copy.tree(), site.tree()) == {}


def test_no_absolute_path_is_in_cache_or_output(tmp_path: Path) -> None:
    site = make_plain(make_sample(tmp_path / "a-telltale-name"))
    site.write("content/posts/warned.md", title="W", date="2015-01-01", body="A warning: ![](letter.png)")
    site.write("content/posts/warned/letter.png", picture(900, 600))
    site.good()
    site.good()
    for folder in (site.folder / ".matinee", site.output):
        for path in folder.rglob("*"):
            if path.is_file():
                assert b"a-telltale-name" not in path.read_bytes(), path
                assert str(tmp_path).encode() not in path.read_bytes(), path


def test_a_touched_source_rewrites_nothing(site: Site) -> None:
    site.good()
    times = {path: (site.output / path).stat().st_mtime_ns for path in site.tree()}
    for path in site.sources():
        (site.folder / path).touch()
    report = site.good()
    assert (report.written, report.removed, report.rendered) == ((), (), 0)
    assert {path: (site.output / path).stat().st_mtime_ns for path in site.tree()} == times


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("edits", [30, pytest.param(1000, marks=pytest.mark.slow)])
def test_the_cache_of_a_post_that_is_edited_again_and_again_stays_small(edits: int, site: Site) -> None:
    site.write("content/posts/long.md", title="Long", date="2015-01-01", body="Word. " * 1000)
    site.good()
    first = size_of(site.folder / ".matinee")
    for number in range(edits):
        site.write("content/posts/long.md", title="Long", date="2015-01-01", body=f"{number} " + "Word. " * 1000)
        site.good()
        assert size_of(site.folder / ".matinee") <= 3 * first
    assert len(list((site.folder / ".matinee/packs").iterdir())) < 40
    assert size_of(site.folder / ".matinee") <= 2 * first + 30_000


def test_the_cache_of_posts_that_are_edited_in_turn_stays_small(site: Site) -> None:
    for number in range(12):
        site.write(f"content/posts/n{number}.md", title=f"N {number}", date="2015-01-01", body="Word. " * 500)
    site.good()
    first = size_of(site.folder / ".matinee")
    for number in range(24):
        site.write(
            f"content/posts/n{number % 12}.md",
            title=f"N {number}",
            date="2015-01-01",
            body=f"{number} " + "Word. " * 500,
        )
        site.good()
    assert size_of(site.folder / ".matinee") <= 3 * first
    assert len(list((site.folder / ".matinee/packs").iterdir())) < 40


def test_templates_are_compiled_once(tmp_path: Path) -> None:
    blog = Site(tmp_path / "blog")
    blog.write("content/site.yaml", CONFIG)
    blog.write("content/posts/2024-01-01-one.md", title="One", body="Text.")
    blog.write("templates/post.html", "{% extends 'base.html' %}{% block main %}{{ page.title }}{% endblock %}")
    assert not blog.build().failed
    kept = blog.folder / ".matinee" / "compiled"
    before = kept.stat()
    blog.edit("content/posts/2024-01-01-one.md", "Text", "Words")
    moved = Site(tmp_path / "moved")
    shutil.rmtree(moved.folder)
    blog.folder.rename(moved.folder)
    assert not moved.build().failed
    assert (moved.folder / ".matinee" / "compiled").stat().st_ino == before.st_ino
    moved.write("templates/post.html", "{% extends 'base.html' %}{% block main %}\n\n{{ page.titel }}{% endblock %}")
    told = [str(problem) for problem in moved.build().problems]
    assert [line.split(":")[:2] for line in told] == [["templates/post.html", "3"]]


def test_texts_that_are_lost_while_others_render_are_read_again(site: Site) -> None:
    for number in range(80):
        site.write(f"content/posts/n{number}.md", title=f"N {number}", date="2015-01-01", body="Word. " * 50)
    site.good(jobs=2)
    memo = read_memo(site.folder / ".matinee/memo", engine_stamp(site.folder))
    cards = {known.places[0] for known in memo.posts.values()}
    for pack in (site.folder / ".matinee/packs").iterdir():
        kept = {card for card in cards if card.pack == pack.name}
        data = pack.read_bytes()
        spoiled = bytearray(len(data))
        for card in kept:
            spoiled[card.offset : card.offset + card.length] = data[card.offset : card.offset + card.length]
        pack.write_bytes(spoiled)
    shutil.rmtree(site.output)
    site.good(jobs=2)
    assert differences(site.tree(), site.clean_tree()) == {}
