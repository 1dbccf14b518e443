"""`search: full`: what Pagefind indexes, when, what it leaves behind, and what a reader finds in a real browser."""

from __future__ import annotations

import gzip
import json
import subprocess
from typing import TYPE_CHECKING

import pytest

import matinee.render.draft
from matinee.render import whole_texts
from tests.browser import visiting
from tests.output.hosting import POLICY, hosting
from tests.site import CONFIG, Site

pytestmark = pytest.mark.slow

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytest.importorskip("pagefind", reason="Pagefind is not installed: pip install -e '.[test]'")
HER = "content/posts/2014-01-13-her.md"
WASM = f"{POLICY}; script-src 'self' 'wasm-unsafe-eval'"


@pytest.fixture
def full(bare_site: Site) -> Site:
    """A blog of two posts, whose texts can be searched."""
    bare_site.write("content/site.yaml", f"{CONFIG}search: full\n")
    film = "{title: her, year: 2013, directors: [Spike Jonze], genres: [Romance]}"
    text = "A letter.\n\nThe zeppelin waits. ||Inlinesecret|| here.\n\n:::spoiler the end\nBlocksecret.\n:::"
    bare_site.write(HER, film=film, rating=4.5, body=text)
    comments = "- id: 1\n  author: Jane\n  date: 2014-01-14\n  body: A marmalade <img src=x onerror=alert(1)> cat.\n"
    comments += "- id: 2\n  author: Joe\n  date: 2014-01-15\n  spoiler: true\n  body: Talksecret.\n"
    bare_site.write(HER.replace(".md", "/comments.yaml"), comments)
    bare_site.write("content/posts/2015-02-02-whole.md", title="Whole", spoilers=True, body="Wholesecret.")
    return bare_site


def indexed(site: Site) -> dict[str, str]:
    """What of each page can be found, by its address."""
    found = {}
    for path, data in site.tree().items():
        if path.endswith(".pf_fragment"):
            page = json.loads(gzip.decompress(data).removeprefix(b"pagefind_dcd"))
            found[page["url"]] = page["content"]
    return found


def test_texts_and_replies_are_indexed_and_nothing_that_is_shielded(full: Site) -> None:
    report = full.good()
    assert report.indexed is not None
    assert report.indexed.pages == 2
    texts = indexed(full)
    assert set(texts) == {"/2014/01/13/her/", "/2015/02/02/whole/"}
    assert "zeppelin waits" in texts["/2014/01/13/her/"]
    assert "marmalade" in texts["/2014/01/13/her/"]
    assert "secret" not in "".join(texts.values()).lower()


def test_the_index_is_made_again_only_where_pages_changed(full: Site) -> None:
    full.good()
    assert full.good().indexed is None
    full.write("static/note.txt", "no page")
    assert full.good().indexed is None
    full.edit(HER, "zeppelin", "dirigible")
    assert full.good().indexed is not None
    assert "dirigible" in indexed(full)["/2014/01/13/her/"]
    next(full.output.glob("pagefind/fragment/*")).unlink()
    assert full.good().indexed is not None
    assert len(indexed(full)) == 2


def test_no_file_of_an_older_index_stays(full: Site) -> None:
    full.good()
    full.edit(HER, "zeppelin", "dirigible")
    full.good()
    assert len(list(full.output.glob("pagefind/fragment/*"))) == 2
    assert {path for path in full.tree() if path.startswith("pagefind/")} == set(whole_texts.indexed_files(full.output))


def test_whoever_wants_titles_again_has_no_index_left_but_what_others_put_there(full: Site) -> None:
    full.good()
    full.write("public/pagefind/notes.txt", "mine")
    full.write("content/site.yaml", CONFIG)
    full.good()
    assert [path for path in full.tree() if "pagefind" in path or path == "search-texts.js"] == ["pagefind/notes.txt"]
    assert "data-pagefind" not in full.page("2014/01/13/her/")


def test_a_file_in_the_way_is_kept(full: Site) -> None:
    full.write("public/pagefind/pagefind.js", "mine")
    full.good()
    assert (full.output / "pagefind/pagefind.js").read_text() != "mine"
    assert full.read("public/.matinee/kept/pagefind/pagefind.js") == "mine"


def test_it_is_no_part_of_what_verify_compares(full: Site) -> None:
    assert full.run("build").code == 0
    done = full.run("build", "--verify")
    assert (done.code, done.err) == (0, "")


def test_its_time_is_told_apart(full: Site) -> None:
    done = full.run("build")
    assert "; the texts of 2 pages indexed, " in done.out
    full.edit(HER, "zeppelin", "dirigible")
    told = json.loads(full.run("build", "--json").out)
    assert told["indexed"]["pages"] == 2
    assert told["indexed"]["seconds"] > 0
    assert "indexed" not in json.loads(full.run("build", "--json").out)


def test_without_pagefind_there_is_an_error_with_its_place(full: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matinee.render.draft, "find_spec", lambda name: None)
    [problem] = full.build().problems
    line = full.read("content/site.yaml").split("\n").index("search: full") + 1
    assert (problem.place.path, problem.place.line, problem.code) == ("content/site.yaml", line, "search")
    assert "matinee[search]" in problem.hint
    assert not full.tree()


def test_where_pagefind_fails_the_site_is_published_and_the_old_index_stays(
    full: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    full.good()
    before = {path: data for path, data in full.tree().items() if path.startswith("pagefind/")}

    def fail(*_: object, **__: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([], 1, "", "no space left\n")

    full.edit(HER, "zeppelin", "dirigible")
    with monkeypatch.context() as patch:
        patch.setattr(whole_texts.subprocess, "run", fail)
        report = full.build()
    assert [(problem.code, problem.place.path) for problem in report.problems] == [("search", "content/site.yaml")]
    assert "no space left" in report.problems[0].message
    assert "dirigible" in full.page("2014/01/13/her/")
    assert {path: data for path, data in full.tree().items() if path.startswith("pagefind/")} == before
    assert full.good().indexed is not None


def test_an_output_where_the_index_belongs_is_an_error(full: Site) -> None:
    full.write("static/pagefind/mine.js", "1")
    [problem] = full.build().problems
    assert (problem.code, problem.place.path) == ("search", "static/pagefind/mine.js")


def test_check_makes_no_index(full: Site) -> None:
    assert full.build(writes=False).indexed is None
    assert not full.output.exists()


# In a browser


@pytest.mark.parametrize("root", ["", "/blog"])
def test_a_reader_finds_texts_and_narrows_them_down(full: Site, browser: Browser, root: str) -> None:
    full.good(base_url=f"https://x.example{root}/")
    with hosting(full.tree(), root, WASM) as host, visiting(browser) as page:
        page.goto(f"{host}/search/")
        field, texts = page.get_by_role("searchbox"), page.locator("#texts li")
        field.fill("marmalade")
        texts.first.wait_for()
        assert texts.count() == 1
        assert texts.locator("a").get_attribute("href") == f"{root}/2014/01/13/her/"
        assert texts.locator("mark").first.text_content() == "marmalade"
        assert texts.locator("img").count() == 0
        page.get_by_label("Rating").select_option("4½ stars out of 5")
        page.get_by_label("Director").select_option("Spike Jonze")
        page.get_by_label("Genre").select_option("Romance")
        page.get_by_label("Year").select_option("2013")
        page.wait_for_function("document.querySelector('#texts [role=status]').textContent.endsWith(' 1')")
        for secret in ("inlinesecret", "blocksecret", "wholesecret", "talksecret"):
            field.fill(secret)
            page.wait_for_function("document.querySelector('#texts [role=status]').textContent.endsWith(' 0')")
        field.fill("zeppelin")
        texts.first.wait_for()


def test_under_a_stricter_policy_titles_are_found_all_the_same(full: Site, browser: Browser) -> None:
    full.good()
    with hosting(full.tree()) as host:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{host}/search/?q=her")
        page.locator("#results li").first.wait_for()
        page.wait_for_load_state("networkidle")
        assert not page.locator("#texts").is_visible()
        context.close()
