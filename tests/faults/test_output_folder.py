"""Output folders that are dangerous, shared, spoiled or booby-trapped: nothing is lost that Matinee did not write.
(Faults B15, D01 to D07, D12, D13.)"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from matinee.render.store.guard import danger_of
from matinee.theme import theme_folder
from tests.site import Site, differences, read_tree, refusal


@pytest.mark.parametrize(
    "place", ["", "..", "content", "content/posts", "static", "templates", "static/deep", ".matinee", ".git", "/"]
)
def test_a_folder_of_sources_or_one_above_is_refused(place: str, site: Site) -> None:
    site.write("templates/head.html", "")
    (site.folder / ".git").mkdir()
    before = site.sources()
    site.output = site.folder / place
    ran = site.run("build")
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1
    assert "--output" in ran.err
    assert "error: the output" in refusal(site) or "the output" in refusal(site)
    assert {path: data for path, data in read_tree(site.folder).items() if ".matinee/" not in path} == before


@pytest.mark.parametrize("name", ["templates", "static"])
def test_the_folders_of_the_theme_are_refused(name: str, site: Site) -> None:
    site.output = theme_folder(name)
    assert "holds sources" in refusal(site)
    site.output = theme_folder(name) / "public"
    assert "holds sources" in refusal(site)
    assert not site.output.exists()


def test_home_is_refused(site: Site, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    site.output = tmp_path / "home"
    ran = site.run("build", env={"HOME": os.fspath(tmp_path / "home")})
    assert ran.code == 1
    assert "home folder" in ran.err
    assert list(site.output.iterdir()) == []


def test_a_folder_above_home_is_refused(site: Site, tmp_path: Path) -> None:
    (tmp_path / "homes/me/deep").mkdir(parents=True)
    site.output = tmp_path / "homes"
    ran = site.run("build", env={"HOME": os.fspath(tmp_path / "homes/me")})
    assert ran.code == 1
    assert "a folder above your home folder" in ran.err
    assert list(site.output.iterdir()) == [site.output / "me"]
    site.output = tmp_path / "homes/me/deep/public"
    assert site.run("build", env={"HOME": os.fspath(tmp_path / "homes/me")}).code == 0


@pytest.mark.parametrize(
    ("target", "danger"),
    [
        ("/", "the root of the file system"),
        ("/homes/me", "your home folder"),
        ("/homes", "a folder above your home folder"),
        *((f"/{name}", "a folder of the system") for name in ("home", "usr", "etc", "var", "tmp", "usr/lib", "Users")),
        *(
            (name, "")
            for name in ("/homes/me/public", "/srv/www", "/var/www/blog", "/tmp/public", "/home/other/public")
        ),
    ],
)
def test_no_site_is_built_into_a_folder_of_the_system(target: str, danger: str) -> None:
    assert danger_of(Path(target), Path("/homes/me")) == danger


@pytest.mark.parametrize(("many", "message"), [(10, "this file, and"), (11, "this file and 10 others, and")])
def test_of_many_strange_files_one_is_told_for_all(many: int, message: str, site: Site) -> None:
    for number in range(many):
        site.write(f"public/{number}.txt", "theirs")
    told = [problem.message for problem in site.good().problems]
    assert len(told) == (many if many <= 10 else 1)
    assert all(f"Matinee has no record of {message} leaves" in text for text in told)


@pytest.mark.parametrize("target", [".", "..", "content", "static", "/"])
def test_a_link_to_any_of_these_is_refused(target: str, site: Site) -> None:
    site.output.symlink_to(target if target == "/" else site.folder / target)
    before = site.sources()
    assert "the output" in refusal(site)
    assert site.sources() == before


def test_a_file_is_refused(site: Site) -> None:
    site.output.write_text("mine")
    assert "is a file" in refusal(site)
    assert site.output.read_text() == "mine"


def test_a_repository_that_matinee_never_wrote_to_is_refused_without_force(site: Site) -> None:
    (site.output / ".git").mkdir(parents=True)
    (site.output / ".git/HEAD").write_text("ref: refs/heads/main\n")
    assert "git repository" in refusal(site)
    assert [path.name for path in site.output.iterdir()] == [".git"]
    site.good(force=True)
    assert (site.output / ".git/HEAD").read_text() == "ref: refs/heads/main\n"
    site.good()


def test_an_output_that_was_never_ours_is_added_to_and_every_file_in_it_is_named(site: Site) -> None:
    for path in ("mine.txt", "deep/er/mine.html"):
        site.write(f"public/{path}", "mine")
    report = site.good()
    assert [problem.place.path for problem in report.problems] == ["public/deep/er/mine.html", "public/mine.txt"]
    assert (site.output / "mine.txt").read_text() == (site.output / "deep/er/mine.html").read_text() == "mine"
    assert site.good(clean=True).removed == ()
    assert (site.output / "mine.txt").exists()


@pytest.mark.parametrize("path", ["about/index.html", "index.html", "robots-are-people.txt"])
def test_a_strangers_file_in_a_pages_place_is_an_error_and_force_puts_it_aside(path: str, site: Site) -> None:
    site.write(f"public/{path}", "mine")
    report = site.build()
    assert [(problem.place.path, problem.code) for problem in report.problems if problem.is_error] == [
        (f"public/{path}", "output")
    ]
    assert site.tree() == {path: b"mine"}
    told = [str(problem) for problem in site.good(force=True, strict=True).problems]
    assert told == [
        f"public/{path}:1:1: warning: this stood where a page belongs; it was put aside, "
        f"and lies in public/.matinee/kept/{path} [output]"
    ]
    assert (site.output / ".matinee/kept" / path).read_text() == "mine"
    assert site.build().problems == ()
    assert differences(site.tree(), site.clean_tree()) == {}


def test_a_strangers_file_with_the_same_bytes_is_taken_over(site: Site) -> None:
    site.good()
    (site.output / ".matinee/manifest").unlink()
    report = site.good()
    assert report.written == ()
    assert site.good().rendered == 0


@pytest.mark.parametrize("kind", ["file", "link to a folder", "link to nowhere", "pipe", "folder"])
def test_something_in_the_way_is_found_before_anything_is_published(kind: str, site: Site, tmp_path: Path) -> None:
    """Where a page's folder, or a page, should be."""
    site.good()
    site.write("content/pages/notes.md", title="Notes", body="New.")
    site.write("static/notes.txt", "New.\n")
    site.edit("content/pages/about.md", "Row K", "Row L")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "keep.txt").write_text("keep")
    for path in ("notes", "notes.txt"):
        place = site.output / path
        if kind == "file":
            place.write_text("mine")
        elif kind == "link to a folder":
            place.symlink_to(outside)
        elif kind == "link to nowhere":
            place.symlink_to(tmp_path / "nowhere")
        elif kind == "pipe":
            os.mkfifo(place)
        elif path == "notes.txt":
            place.mkdir()
            (place / "mine.txt").write_text("mine")
    if kind == "folder":
        (site.output / "notes/index.html").parent.mkdir()
        (site.output / "notes/index.html").mkdir()
        (site.output / "notes/index.html/mine.txt").write_text("mine")
    before = site.tree()
    report = site.build()
    assert {problem.place.path.split("/")[1] for problem in report.problems if problem.is_error} == {
        "notes",
        "notes.txt",
    }
    now = {path: data for path, data in site.tree().items() if path in before}
    assert differences(now, before) == {}
    assert [path.name for path in outside.iterdir()] == ["keep.txt"]
    assert site.leftovers() == []
    site.good(force=True)
    assert differences(site.tree(), site.clean_tree()) == {}
    assert (outside / "keep.txt").read_text() == "keep"


def test_an_empty_folder_in_a_pages_place_makes_way(site: Site) -> None:
    (site.output / "robots.txt/empty").mkdir(parents=True)
    site.good()
    assert differences(site.tree(), site.clean_tree()) == {}


def test_a_folder_of_ours_may_become_a_file_and_a_file_a_folder(site: Site) -> None:
    site.write("static/loop/inner.txt", "a folder\n")
    site.write("static/pool", "a file\n")
    site.good()
    site.remove("static/loop")
    site.remove("static/pool")
    site.write("static/loop", "a file\n")
    site.write("static/pool/inner.txt", "a folder\n")
    site.good()
    assert differences(site.tree(), site.clean_tree()) == {}


def test_a_folder_that_becomes_a_file_keeps_what_is_not_ours(site: Site) -> None:
    site.write("static/loop/inner.txt", "a folder\n")
    site.good()
    site.write("public/loop/mine.txt", "mine")
    site.remove("static/loop")
    site.write("static/loop", "a file\n")
    assert [problem.place.path for problem in site.build().problems if problem.is_error] == ["public/loop/mine.txt"]
    assert (site.output / "loop/inner.txt").exists()
    site.good(force=True)
    assert (site.output / "loop").read_text() == "a file\n"
    assert (site.output / ".matinee/kept/loop/mine.txt").read_text() == "mine"


def test_a_page_edited_or_deleted_by_hand_is_made_again(site: Site) -> None:
    site.good()
    site.good()
    expected = site.tree()
    (site.output / "about/index.html").write_text("by hand")
    (site.output / "index.html").unlink()
    (site.output / "feed.xml").unlink()
    (site.output / "feed.xml").symlink_to("feed.json")
    (site.output / "robots-are-people.txt").write_text("They are!\n")
    site.write("public/mine.txt", "mine")
    report = site.good()
    assert set(report.written) == {"about/index.html", "index.html", "feed.xml", "robots-are-people.txt"}
    assert differences(site.tree(), {**expected, "mine.txt": b"mine"}) == {}
    assert [str(problem) for problem in report.problems] == [
        f"public/{path}:1:1: warning: this file was changed by hand; it is made again; "
        "your version is kept in public/.matinee/kept/ [output]"
        for path in ("about/index.html", "robots-are-people.txt")
    ]
    assert (site.output / ".matinee/kept/about/index.html").read_text() == "by hand"
    assert site.good().problems == ()


def test_what_was_changed_by_hand_is_kept_once_for_each_change(site: Site) -> None:
    site.good()
    for text in ("one", "one", "two"):
        (site.output / "about/index.html").write_text(text)
        site.good()
    kept = site.output / ".matinee/kept/about"
    assert {path.name: path.read_text() for path in kept.iterdir()} == {"index.html": "one", "index.html.1": "two"}


def test_a_page_changed_by_hand_into_what_it_is_to_be_is_no_matter(site: Site) -> None:
    site.good()
    before = site.page("/about/")
    site.write("content/pages/about.md", title="About", body="Row L.")
    site.good()
    (site.output / "about/index.html").write_text(before)
    site.write("content/pages/about.md", title="About", body="Row K, on the aisle.")
    report = site.good()
    assert report.problems == ()
    assert not (site.output / ".matinee/kept").exists()


def test_a_program_that_changes_every_file_is_told_once(site: Site) -> None:
    site.good()
    for path in site.output.rglob("*.html"):
        path.write_text(path.read_text() + "\n")
    [problem] = site.good().problems
    assert "files were changed since they were written; they are made again" in problem.message


def test_a_strict_build_leaves_what_was_changed_by_hand(site: Site) -> None:
    site.good()
    (site.output / "about/index.html").write_text("by hand")
    assert site.build(strict=True).failed
    assert site.page("/about/") == "by hand"
    assert not (site.output / ".matinee/kept").exists()


def test_places_in_an_output_elsewhere_are_seen_from_the_site(site: Site) -> None:
    site.output = site.folder.parent / "elsewhere" / "web"
    site.output.mkdir(parents=True)
    (site.output / "index.html").write_text("mine")
    assert [problem.place.path for problem in site.build().problems] == ["../elsewhere/web/index.html"]


@pytest.mark.parametrize(
    ("path", "text"), [("content/site.yaml", "title: x\n"), ("content/posts/bad.md", "---\ntitle: [\n---\n")]
)
def test_a_first_build_that_fails_leaves_no_output(path: str, text: str, site: Site) -> None:
    site.write(path, text)
    assert site.build().failed
    assert not site.output.exists()


def test_a_build_in_a_folder_that_is_no_site_leaves_nothing(site: Site) -> None:
    site.remove("content/site.yaml")
    before = site.sources()
    [problem] = site.build().problems
    assert problem.message == "there is no site.yaml here"
    assert site.sources() == before
    assert not site.output.exists()
    assert not (site.folder / ".matinee").exists()


def test_an_output_deleted_whole_is_made_again(site: Site) -> None:
    site.good()
    expected = site.tree()
    site.remove("public")
    site.good()
    assert differences(site.tree(), expected) == {}


def test_a_stale_page_that_was_edited_by_hand_is_kept_and_told(site: Site) -> None:
    site.write("content/pages/gone.md", title="Gone", body="Soon.")
    site.good()
    (site.output / "gone/index.html").write_text("by hand")
    site.remove("content/pages/gone.md")
    report = site.good()
    assert [problem.place.path for problem in report.problems] == ["public/gone/index.html"]
    assert (site.output / "gone/index.html").read_text() == "by hand"
    assert site.good().problems == ()


@pytest.mark.parametrize("way", [{}, {"clean": True}, {"force": True}])
def test_what_a_host_needs_survives_every_build(way: dict[str, bool], site: Site) -> None:
    site.good()
    for path in ("CNAME", ".nojekyll", ".well-known/security.txt", ".git/config", "2014/01/mine.txt"):
        site.write(f"public/{path}", "mine")
    site.remove("content/posts/2014-01-13-her.md")
    site.remove("content/posts/2014-01-13-her")
    assert "2014/01/13/her/index.html" in site.good(**way).removed
    for path in ("CNAME", ".nojekyll", ".well-known/security.txt", ".git/config", "2014/01/mine.txt"):
        assert (site.output / path).read_text() == "mine"
    assert not (site.output / "2014/01/13").exists()


@pytest.mark.parametrize(
    "escape",
    [
        "../../outside/keep.txt",
        "../outside/keep.txt",
        "a/../../../outside/keep.txt",
        "{absolute}",
        "//x",
        ".matinee/lock",
        "",
        "./../outside/keep.txt",
    ],
)
def test_a_manifest_that_leads_out_of_the_folder_removes_nothing_there(escape: str, site: Site, tmp_path: Path) -> None:
    keep = tmp_path / "outside/keep.txt"
    keep.parent.mkdir()
    keep.write_text("keep")
    site.good()
    manifest = site.output / ".matinee/manifest"
    lines = manifest.read_text().splitlines()
    digest = "9f0c5c6a4c2b1f1d2e3a4b5c6d7e8f90"
    for name in ("manifest", "journal"):
        path = escape.format(absolute=keep)
        (site.output / ".matinee" / name).write_text(
            "\n".join([lines[0], *sorted([*lines[1:-1], f"{digest} {digest} {path}"]), "end", ""])
        )
    site.good()
    assert keep.read_text() == "keep"
    assert differences(site.tree(), site.clean_tree()) == {}


@pytest.mark.parametrize(
    "text",
    ["", "nonsense", "matinee manifest 1\n", "matinee manifest 9\nend\n", "matinee manifest 1\nx\nend\n", "\0\xff"],
)
def test_a_manifest_that_cannot_be_read_removes_nothing(text: str, site: Site) -> None:
    site.write("content/pages/gone.md", title="Gone", body="Soon.")
    site.good()
    (site.output / ".matinee/manifest").write_bytes(text.encode("latin-1"))
    site.remove("content/pages/gone.md")
    report = site.build()
    assert report.removed == ()
    assert (site.output / "gone/index.html").exists()


def test_a_link_to_our_corner_elsewhere_is_not_written_through(site: Site, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    site.output.mkdir()
    (site.output / ".matinee").symlink_to(outside)
    ran = site.run("build")
    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert list(outside.iterdir()) == []


def test_a_page_whose_folder_became_a_link_is_not_removed_through_it(site: Site, tmp_path: Path) -> None:
    site.write("content/pages/gone.md", title="Gone", body="Soon.")
    site.good()
    (site.output / "gone").rename(tmp_path / "gone")
    (site.output / "gone").symlink_to(tmp_path / "gone")
    site.remove("content/pages/gone.md")
    site.good()
    assert (tmp_path / "gone/index.html").exists()


@pytest.mark.parametrize("umask", [0o022, 0o077, 0o002])
def test_modes_follow_the_umask_and_nothing_is_executable(umask: int, site: Site) -> None:
    (site.folder / "static/robots-are-people.txt").chmod(0o4755)
    ran = site.run("build", umask=umask)
    assert ran.code == 0, ran.err
    for path in site.output.rglob("*"):
        mode = path.stat().st_mode & 0o7777
        assert mode == (0o777 if path.is_dir() else 0o666) & ~umask, path


@pytest.mark.parametrize(
    ("static", "by"),
    [
        ("about/index.html", "pages/about.md"),
        ("index.html", ""),
        ("ABOUT/index.html", "pages/about.md"),
        ("feed.xml", ""),
        ("films", ""),
        ("2014/01/13/her/letter.png", ""),
    ],
)
def test_a_static_file_in_a_pages_place_is_an_error(static: str, by: str, site: Site) -> None:
    site.good()
    before = site.tree()
    site.write(f"static/{static}", "mine")
    ran = site.run("build")
    assert ran.code == 1
    assert f"static/{static}" in ran.err
    assert by in ran.err
    assert "[collision]" in ran.err
    assert differences(site.tree(), before) == {}


@pytest.mark.slow
def test_a_very_large_file_is_not_read_into_memory(site: Site) -> None:
    with (site.folder / "static/film.mp4").open("wb") as film:
        film.truncate(300 << 20)
    code = (
        "import resource, subprocess, sys\n"
        "done = subprocess.run(sys.argv[1:])\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)\n"
        "sys.exit(done.returncode)\n"
    )
    ran = site.run("build", "--jobs", "2", before=[sys.executable, "-c", code])
    assert ran.code == 0, ran.err
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(ran.err.split()[-1]) * unit < 150 << 20
    assert (site.output / "film.mp4").stat().st_size == 300 << 20
