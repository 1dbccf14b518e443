"""The real server, started as an editor starts it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.language.editor import Editor
from tests.site import CONFIG, ROOT, Site

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


@pytest.mark.parametrize(("encodings", "units"), [((), 2), (("utf-32",), 1), (("utf-8",), 4)])
def test_columns_are_counted_as_the_editor_counts(site: Site, encodings: tuple[str, ...], units: int) -> None:
    editor = Editor(site.folder, encodings=encodings)
    try:
        editor.open(HER, "---\nfilms:\n  - {film: 🎬𝄞 (2013), rating: 11}\n---\nA film.\n")
        found = editor.told(HER, lambda codes: "rating" in codes)
        rating = next(one for one in found if one["code"] == "rating")
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


def test_it_asks_to_be_told_of_saves_and_of_what_other_programs_change(editor: Editor) -> None:
    assert editor.capabilities["textDocumentSync"]["save"]
    wish = editor.until(lambda heard: heard.get("method") == "client/registerCapability")
    assert [one["method"] for one in wish["params"]["registrations"]] == ["workspace/didChangeWatchedFiles"]


def test_what_only_the_site_knows_stays_with_its_line_until_that_is_changed(site: Site) -> None:
    bad = GOOD.replace("her-2013", "hers")
    site.write(HER, bad)
    editor = Editor(site.folder)
    try:
        editor.open(HER, bad)
        editor.told(HER, lambda codes: codes == ["film"])
        editor.change(HER, bad.replace("---\nfilm", "---\nvenue: Rio\nfilm"))
        assert editor.told(HER, lambda codes: codes == ["film"])[0]["range"]["start"]["line"] == 2
        editor.change(HER, bad.replace("hers", "her-"))
        assert editor.told(HER, lambda codes: not codes) == []
    finally:
        editor.kill()


def test_what_a_sites_own_python_prints_does_not_come_between(site: Site) -> None:
    site.write("build.py", "print('hello')\n")
    editor = Editor(site.folder)
    try:
        ready(editor)
    finally:
        editor.kill()


def test_a_draft_is_read_mildly(editor: Editor) -> None:
    draft = "content/posts/draft.md"
    ready(editor)
    editor.open(draft, "---\ntitle: A draft\ndraft: true\n---\n||open\n")
    found = editor.told(draft, bool)
    assert [one["severity"] for one in found] == [2]


def test_without_pygls_one_line_says_what_to_install(tmp_path: Path) -> None:
    script = (
        "import sys; sys.modules['pygls'] = None; sys.argv = ['matinee', 'lsp']; import matinee.cli as c; c.command()"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    said = 'error: pygls is not installed; run: pip install "matinee[lsp]"\n'
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)


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
