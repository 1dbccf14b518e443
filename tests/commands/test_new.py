"""`new`: what it writes builds as it is, and stands over nothing."""

from __future__ import annotations

import os
import re
import resource
from pathlib import Path

import pytest

from matinee.cli import run
from matinee.content.blank import blank_page, blank_post, blank_review, blank_site
from matinee.content.sources import Reading, read_config, read_post
from matinee.model import Config, Film, MenuItem, Scale
from tests.site import Site, read_tree

NOW = "2026-02-28T12:00:00Z"
# Root may write anywhere, unless it gives that up.
AS_ANYBODY = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
COMMENTED = re.compile(r"^( *)# ( *(?:\w+:|-).*)$", re.MULTILINE)


def new(site: Site, *words: str) -> int:
    return run(["new", *words], site.folder)


def made(site: Site, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """The path that `new` prints, below the site."""
    assert new(site, *words) == 0
    return capsys.readouterr().out.removesuffix("\n")


def refused(site: Site, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """The exit code and the words of a refusal, which changes nothing."""
    before = read_tree(site.folder)
    code = new(site, *words)
    assert read_tree(site.folder) == before
    assert code in {1, 2}
    return code, capsys.readouterr().err.strip()


def front(site: Site, path: str) -> str:
    return site.read(path).split("---\n")[1]


def check(site: Site) -> None:
    """Readers and authors get a site without an error or a warning."""
    assert site.build(drafts=True).problems == ()
    assert site.build().problems == ()


# Sites


def test_a_new_site_builds_without_a_word(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "night-owl"
    assert run(["new", "site", str(folder)], tmp_path) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert run(["build", "--jobs", "1", "--strict", "--site", str(folder)], tmp_path) == 0
    out, err = capsys.readouterr()
    assert ("warning" in out, err) == (False, "")
    assert "Night owl" in (folder / "public/index.html").read_text("utf-8")
    assert (folder / "public/about/index.html").is_file()


def test_a_new_site_has_its_own_front_door(tmp_path: Path) -> None:
    site = Site(tmp_path / "blog")
    assert run(["new", "site", str(site.folder)], tmp_path) == 0
    assert site.run("check").code == 0
    assert 'if __name__ == "__main__":' in site.read("build.py")
    assert site.read(".gitignore").split() == ["/public/", ".matinee/", ".venv/", ".env", "__pycache__/"]


def test_a_new_sites_configuration_shows_every_key_with_its_default() -> None:
    text = COMMENTED.sub(r"\1\2", blank_site("Owl", "2026-02-28")["content/site.yaml"])
    config, problems = read_config(text, "content/site.yaml")
    plain = Config("Owl", "https://example.org", menu=(MenuItem("About", "pages/about.md"),), marks=config.marks)
    assert (config, problems) == (plain, ())
    assert [key for key in Config.__struct_fields__ if not re.search(rf"^{key}:", text, re.MULTILINE)] == ["marks"]


def test_a_new_site_may_move_into_an_empty_folder_and_into_no_other(
    bare_site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    (bare_site.folder / "empty" / ".git").mkdir(parents=True)
    bare_site.write("full/letter.txt", "Dear Theodore")
    assert new(bare_site, "site", str(bare_site.folder / "empty")) == 0
    capsys.readouterr()
    for folder, why in [
        ("full", "is not empty"),
        ("content/posts/blog", "lies in the content of another site"),
        ("full/letter.txt", "cannot be a site's folder"),
        ("full/letter.txt/blog", "cannot be a site's folder"),
    ]:
        code, told = refused(bare_site, capsys, "site", str(bare_site.folder / folder))
        assert (code, why in told) == (1, True)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("8:46", "8:46"),
        ("[REC]", "[REC]"),
        ("--", "My film blog"),
        ("it's_#1", "It's #1"),
        ("千と千尋", "千と千尋"),
        ("a\tb", "A b"),
        ("ring\x07", "My film blog"),
        ("No", "No"),
    ],
)
def test_a_new_site_is_called_like_its_folder(tmp_path: Path, name: str, title: str) -> None:
    assert run(["new", "site", str(tmp_path / name)], tmp_path) == 0
    config, problems = read_config((tmp_path / name / "content/site.yaml").read_text("utf-8"), "content/site.yaml")
    assert (config.title, problems) == (title, ())


# Reviews, posts, pages


def test_a_new_review_is_a_draft_of_its_film(bare_site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    path = made(bare_site, capsys, "review", "her (2013)")
    assert path == "content/posts/her.md"
    found = read_post(bare_site.read(path), path, Reading())
    assert found.front.film is not None
    assert (found.front.film.film, found.front.draft, found.front.date) == (Film("her", 2013), True, None)
    check(bare_site)
    assert "<h1" in bare_site.page("/")
    assert "her" not in {Path(page).parts[0] for page in bare_site.tree()}


def test_a_review_without_a_year_builds_too(bare_site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    path = made(bare_site, capsys, "review", "Casablanca")
    assert "\ntitle: Casablanca\n" in bare_site.read(path)
    assert "\n# film:\n#   title: Casablanca\n#   year: " in bare_site.read(path)
    check(bare_site)


def test_words_of_a_title_need_no_quotes(bare_site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert made(bare_site, capsys, "post", "Notes", "from", "row K") == "content/posts/notes-from-row-k.md"
    assert made(bare_site, capsys, "page", "How", "I", "rate") == "content/pages/how-i-rate.md"
    check(bare_site)


@pytest.mark.parametrize("kind", ["review", "post", "page"])
def test_nothing_is_written_over(bare_site: Site, capsys: pytest.CaptureFixture[str], kind: str) -> None:
    path = made(bare_site, capsys, kind, "Gravity (2013)")
    bare_site.append(path, "Ninety minutes of falling.\n")
    code, told = refused(bare_site, capsys, kind, "Gravity (2013)")
    assert (code, told) == (1, f"error: {path} is here already; nothing was written")


def test_a_post_in_a_folder_of_its_own_counts_as_there(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    _, told = refused(site, capsys, "review", "Gravity (2013)")
    assert told == "error: content/posts/gravity/index.md is here already; nothing was written"


def test_a_link_that_leads_nowhere_is_not_written_through(
    bare_site: Site, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    bare_site.write("content/posts/ida.md", title="Ida", date="2014-05-02")
    (bare_site.folder / "content/posts/her.md").symlink_to(tmp_path / "elsewhere")
    assert refused(bare_site, capsys, "review", "her (2013)")[0] == 1
    assert not (tmp_path / "elsewhere").exists()


def test_another_film_of_that_title_has_its_year_in_the_name(
    bare_site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert made(bare_site, capsys, "review", "The Thing (1982)") == "content/posts/the-thing.md"
    assert made(bare_site, capsys, "review", "The Thing (2011)") == "content/posts/the-thing-2011.md"
    assert refused(bare_site, capsys, "review", "The Thing (2011)")[0] == 1
    assert refused(bare_site, capsys, "review", "The Thing (1982)")[0] == 1
    check(bare_site)


def test_a_folder_that_sorts_does_not_become_a_films(bare_site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    bare_site.write("content/posts/2012/amour/index.md", title="Amour", date="2012-11-02")
    assert made(bare_site, capsys, "review", "2012 (2009)") == "content/posts/2012-2009.md"
    assert made(bare_site, capsys, "post", "2012") == "content/posts/post-2012.md"
    check(bare_site)


TITLES = [
    "Index",
    "2014-99-99 was no day",
    "...",
    "???",
    "-",
    "Face/Off (1997)",
    "../../etc/passwd",
    "C:\\windows",
    "con",
    "[REC] (2007)",
    "8:46",
    "No",
    "1917 (2019)",
    "\u05d0\u200f (1999)",
    "\u202egnol",
    "千と千尋の神隠し (2001)",
    "x" * 5000,
    "# hash: and 'quotes' \"too\"",
    "{curly} %s {0}",
    "*bold* _and_ <b>",
]


@pytest.mark.parametrize("kind", ["review", "post", "page"])
def test_any_title_gives_a_text_that_builds(bare_site: Site, capsys: pytest.CaptureFixture[str], kind: str) -> None:
    for title in TITLES:
        path = made(bare_site, capsys, kind, "--", title)
        assert re.fullmatch(r"content/(posts|pages)/[^/\\]+\.md", path)
        found = read_post(bare_site.read(path), path, Reading()).front
        told = found.title or (found.film.film.title if found.film else "")
        assert told == (re.sub(r" \(\d{4}\)$", "", title) if kind == "review" else title)
        bare_site.edit(path, "draft: true", "date: 2026-01-01")
    assert [str(problem) for problem in bare_site.build().problems if problem.code != "markdown-title"] == []


@pytest.mark.parametrize(
    ("title", "why"),
    [
        ("", "the title is empty"),
        (" \t\n", "the title is empty"),
        ("ring\x07", "the title holds a character that is no text"),
        ("\udcff", "the title holds a character that is no text"),
        ("Movie (1066)", 'the title "Movie (1066)" names a year in which there were no films'),
    ],
)
def test_a_title_must_be_one(bare_site: Site, capsys: pytest.CaptureFixture[str], title: str, why: str) -> None:
    assert refused(bare_site, capsys, "review", title) == (2, f"error: {why}")


def test_lines_made_of_white_space_in_a_title_are_one_space(
    bare_site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "title: A B\n" in bare_site.read(made(bare_site, capsys, "post", " A\n\tB "))


@pytest.mark.parametrize(
    "text",
    [
        *(blank_review(Film("8:46", 2021), scale, "2026-02-28") for scale in Scale),
        blank_review(Film("Casablanca"), Scale.STARS, "2026-02-28").replace("year:   ", "year: 1942"),
        blank_post("A: B"),
        blank_page("No"),
    ],
)
def test_whatever_stands_behind_a_sign_can_be_brought_out(text: str) -> None:
    whole = text
    while (more := COMMENTED.sub(r"\1\2", whole)) != whole:
        whole = more
    found = read_post(whole, "a.md", Reading())
    assert found.problems == ()
    assert "#  " not in whole.split("---")[1].replace("  #", "")
    assert not found.front.extra


def test_every_key_of_a_film_is_shown() -> None:
    text = blank_review(Film("her", 2013), Scale.STARS, "2026-02-28")
    keys = {"type" if name == "kind" else name for name in Film.__struct_fields__}
    assert [key for key in keys if not re.search(rf"^  (# )?{key}:", text, re.MULTILINE)] == []


def test_a_site_must_be_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["new", "post", "Hello"], ["new", "comment", "her"], ["publish", "her"]):
        assert run(words, tmp_path) == 1
        assert "content/site.yaml:1:1: error: there is no site.yaml here" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_is_told(bare_site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    bare_site.write("content/posts", "a file")
    code, told = refused(bare_site, capsys, "post", "Hello")
    assert (code, told.startswith("error: content/posts/hello.md cannot be written: ")) == (1, True)


def test_a_folder_that_may_not_be_written_to_is_told(bare_site: Site) -> None:
    (bare_site.folder / "content").chmod(0o500)
    ran = bare_site.run("new", "post", "Hello", before=AS_ANYBODY)
    (bare_site.folder / "content").chmod(0o700)
    assert (ran.code, "Permission denied" in ran.err) == (1, True)


def test_a_full_disk_leaves_no_half_file(bare_site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    (bare_site.folder / "content/posts").mkdir()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, limits[1]))
    try:
        code, told = refused(bare_site, capsys, "post", "Hello")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (code, told) == (1, "error: content/posts/hello.md cannot be written: File too large")
