"""The real server, started as an editor starts it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.language.editor import Editor
from tests.site import CONFIG, Site

HER = "content/posts/2014-01-13-her.md"
GOOD = "---\nfilm: her-2013\nrating: 4\ntags: [letters]\n---\nA letter first. See [it](2014-02-01-gravity.md#orbit).\n"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path / "blog")
    site.write("content/site.yaml", CONFIG)
    site.write("content/films/her-2013.yaml", "title: her\nyear: 2013\ndirectors: [Spike Jonze]\n")
    site.write(HER, GOOD)
    site.write(
        "content/posts/2014-02-01-gravity.md",
        "---\nfilm: Gravity (2013)\ntags: [space, letters]\n---\n## Orbit\n\nUp.\n",
    )
    site.write("content/posts/2014-01-13-her/comments.yaml", "- id: 1\n  author: Jane\n  body: Lovely letters.\n")
    return site


@pytest.fixture
def editor(site: Site) -> Iterator[Editor]:
    editor = Editor(site.folder)
    yield editor
    editor.kill()


def test_a_mistake_is_told_as_it_is_typed_and_taken_back_when_it_is_mended(editor: Editor) -> None:
    editor.open(HER, GOOD.replace("rating: 4", "rating: 11"))
    found = editor.told(HER, lambda codes: codes == ["rating"])[0]
    assert found["range"] == {"start": {"line": 2, "character": 8}, "end": {"line": 2, "character": 10}}
    assert (found["severity"], found["source"]) == (1, "matinee")
    assert found["message"] == "rating must be 0 to 5 in halves, not 11"
    editor.change(HER, GOOD)
    assert editor.told(HER, lambda codes: not codes) == []


@pytest.mark.parametrize(("encodings", "start"), [((), 12), (("utf-32",), 10), (("utf-8",), 16)])
def test_columns_are_counted_as_the_editor_counts(site: Site, encodings: tuple[str, ...], start: int) -> None:
    editor = Editor(site.folder, encodings=encodings)
    try:
        editor.open(
            HER, "---\nfilms: \n  - {film: 🎬𝄞, rating: 11}\n---\nA [x](nowhere.md).\n".replace("🎬𝄞", "🎬𝄞 (2013)")
        )
        found = editor.told(HER, lambda codes: "rating" in codes)
        rating = next(one for one in found if one["code"] == "rating")
        units = {(): 2, ("utf-32",): 1, ("utf-8",): 4}[encodings]
        assert rating["range"]["start"]["character"] == len("  - {film:  (2013), rating: ") + 2 * units
        assert rating["range"]["end"]["character"] == rating["range"]["start"]["character"] + 2
    finally:
        editor.kill()


def test_a_link_to_nothing_is_told_with_its_destination_underlined(editor: Editor) -> None:
    editor.open(HER, GOOD)
    editor.told(HER, lambda codes: not codes)
    bad = GOOD.replace("gravity.md", "gravty.md")
    editor.save(HER, bad)
    editor.change(HER, bad)
    found = editor.told(HER, lambda codes: codes == ["link"])[0]
    assert "gravity.md" in found["message"]
    assert found["range"]["start"]["line"] == 5
    assert found["range"]["end"]["character"] - found["range"]["start"]["character"] == len(
        "2014-02-01-gravty.md#orbit"
    )


def test_what_a_save_breaks_elsewhere_is_told_there_and_taken_back(editor: Editor) -> None:
    film = "content/films/her-2013.yaml"
    other = editor.folder / "content/films/ida-2013.yaml"
    editor.open(film, "title: her\nyear: 2013\n")
    editor.told(film, lambda codes: not codes)
    (editor.folder / film).rename(other)
    editor.save("content/site.yaml", CONFIG)
    assert editor.told(HER, lambda codes: codes == ["film"])
    other.rename(editor.folder / film)
    editor.save("content/site.yaml", CONFIG)
    assert editor.told(HER, lambda codes: not codes) == []


def labels(items: list[dict[str, object]]) -> list[object]:
    return [item["label"] for item in items]


def test_keys_films_tags_links_and_answers_are_proposed(editor: Editor) -> None:
    talk = "content/posts/2014-01-13-her/comments.yaml"
    ready(editor)
    editor.change(HER, "---\nfilm: \nra\ntags: [le]\n---\nSee [it](gra) and [it](2014-02-01-gravity.md#).\n")
    editor.open(talk, "- id: 1\n  author: Jane\n  body: Lovely letters.\n- id: 2\n  parent: \n")
    assert labels(editor.proposed(HER, 1, 6)) == ["Gravity (2013)", "her-2013"]
    keys = editor.proposed(HER, 2, 2)
    assert labels(keys)[:2] == ["ranked", "rating"]
    assert "stars" in str(keys[1]) or "0 to 5" in str(keys[1])
    assert labels(editor.proposed(HER, 3, 9)) == ["letters"]
    assert labels(editor.proposed(HER, 5, 12)) == ["2014-02-01-gravity.md"]
    assert labels(editor.proposed(HER, 5, 45)) == ["2014-02-01-gravity.md#orbit"]
    parents = editor.proposed(talk, 4, 10)
    assert (labels(parents), parents[0]["detail"]) == (["1", "2"], "Jane")


def ready(editor: Editor) -> None:
    """Wait until the site has been looked at: then a link to nothing is told."""
    editor.open(HER, GOOD.replace("gravity.md", "gravty.md"))
    editor.told(HER, lambda codes: "link" in codes)


def test_hints_tell_of_keys_films_and_links(editor: Editor) -> None:
    ready(editor)
    editor.change(HER, GOOD)
    assert "The film" in editor.hover(HER, 1, 1) or "film" in editor.hover(HER, 1, 1)
    assert "Spike Jonze" in editor.hover(HER, 1, 8)
    assert "Gravity" in editor.hover(HER, 5, 30)
    assert editor.hover(HER, 5, 2) == ""


def test_files_outside_the_site_are_answered_with_nothing(editor: Editor) -> None:
    assert editor.proposed("../elsewhere.md", 0, 0) == []
    assert editor.hover("README.md", 0, 0) == ""


def test_it_ends_when_it_is_told_to(editor: Editor) -> None:
    begin = time.monotonic()
    assert editor.leave() == 0
    assert time.monotonic() - begin < 2


def test_it_ends_when_nobody_speaks_to_it_any_more(editor: Editor) -> None:
    assert editor.process.stdin is not None
    editor.process.stdin.close()
    assert editor.process.wait(5) == 0
