"""What happens to files while they are served: nothing hangs, nothing leaks, and everything heals."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.preview.served import Served, serving
from tests.preview.test_serve import HER, PAGE
from tests.site import Site

pytestmark = pytest.mark.slow


@pytest.fixture
def served(site: Site) -> Iterator[Served]:
    with serving(site) as served:
        yield served


def test_a_cache_that_is_deleted_is_made_again(served: Served) -> None:
    shutil.rmtree(served.site.folder / ".matinee")
    served.until(PAGE, lambda answer: answer.status == 200 and "Thanks!" in answer.text)
    served.site.append(HER, "\n\nMarkerOne.\n")
    served.until(PAGE, lambda answer: "MarkerOne" in answer.text)
    served.site.config(title="Another", menu=[])
    served.until("/", lambda answer: "Another" in answer.text)


def test_a_pipe_among_the_sources_holds_nobody_up(site: Site) -> None:
    os.mkfifo(site.folder / "content/posts/pipe.md")
    with serving(site) as served:
        assert "pipe.md" in served.ask("/").bar
        assert served.end() < 2


@pytest.mark.parametrize("swap", ["link", "pipe"])
def test_a_file_that_becomes_a_way_out_is_not_served(served: Served, swap: str) -> None:
    path = served.site.folder / "static" / "robots-are-people.txt"
    served.site.write("content/posts/2016-01-01-alma.md", title="Alma", body="[nowhere](nothing.md)")
    served.until("/", lambda answer: answer.errors)
    path.unlink()
    os.symlink("/etc/passwd", path) if swap == "link" else os.mkfifo(path)
    for _ in range(50):
        answer = served.ask("/robots-are-people.txt")
        assert (answer.status, b"root:" in answer.body) == (404, False)
    assert served.ask(PAGE).status == 200
    assert served.end() < 2


def test_a_mistake_in_build_py_is_told_until_it_is_mended(served: Served) -> None:
    served.site.write("build.py", "x = (\n")
    served.until(PAGE, lambda answer: "build.py:1" in answer.errors)
    served.site.edit(HER, "rating: 4.5", "rating: 11")
    served.until(PAGE, lambda answer: "build.py:1" in answer.errors and "rating must be" in answer.errors)
    served.site.edit(HER, "rating: 11", "rating: 1")
    served.until(PAGE, lambda answer: "build.py:1" in answer.errors and "rating must be" not in answer.errors)
    served.site.remove("build.py")
    served.until(PAGE, lambda answer: not answer.errors and "1 star" in answer.text)


def test_an_editor_that_empties_a_file_before_it_writes_shows_no_error(served: Served) -> None:
    text = served.site.read(HER)
    mark = served.ask(PAGE).mark
    with served.events(PAGE, mark) as words:
        place = served.site.folder / HER
        with place.open("w", encoding="utf-8") as file:
            file.flush()
            served.ask("/about/")
            file.write(text + "\n\nMarkerOne.\n")
        assert next(words) == "reload"
    assert "MarkerOne" in served.ask(PAGE).text
    assert not any("error" in line for line in served.said)


def test_a_post_that_becomes_due_while_another_is_broken_costs_nothing(site: Site) -> None:
    due = (datetime.now(UTC) + timedelta(seconds=4)).strftime("%Y-%m-%dT%H:%M:%SZ")
    site.write("content/posts/soon.md", title="Soon", date=due, body="Here.")
    with serving(site, "--no-drafts") as served:
        assert served.ask("/").status == 200
        site.edit(HER, "rating: 4.5", "rating: 11")
        served.until("/", lambda answer: answer.errors)
        site.edit(HER, "rating: 11", "rating: 1")
        address = f"/{due[:4]}/{due[5:7]}/{due[8:10]}/soon/"
        served.until(address, lambda answer: answer.status == 200)
        assert len(served.said) < 12


def test_a_first_edition_that_fails_is_tried_again(site: Site) -> None:
    code = (
        "import matinee.warm.site as warm\n"
        "plan, times = warm.Warm.plan, []\n"
        "def failing(self, *growing):\n"
        "    times.append(1)\n"
        "    if len(times) < 3: raise OSError(5, 'the disk is asleep', 'content/posts')\n"
        "    return plan(self, *growing)\n"
        "warm.Warm.plan = failing\n"
    )
    site.write("asleep/usercustomize.py", code)
    site.write("asleep/sitecustomize.py", "import usercustomize\n")
    path = f"{site.folder / 'asleep'}{os.pathsep}{site.environment()['PYTHONPATH']}"
    with serving(site, env={"PYTHONPATH": path}) as served:
        served.until(PAGE, lambda answer: answer.status == 200 and not answer.errors)
        assert served.end() < 2


def test_a_template_that_cannot_be_read_is_told(site: Site) -> None:
    """As the system refuses it to anybody but root."""
    locked = site.folder / "locked"
    code = (
        "import os, matinee.warm.wardrobe as wardrobe\n"
        "find = wardrobe.find_templates\n"
        "def refusing(folders):\n"
        f"    if os.path.exists({os.fspath(locked)!r}):\n"
        f"        raise PermissionError(13, 'Permission denied', {os.fspath(site.folder / 'templates/head.html')!r})\n"
        "    return find(folders)\n"
        "wardrobe.find_templates = refusing\n"
    )
    site.write("strict/sitecustomize.py", code)
    path = f"{site.folder / 'strict'}{os.pathsep}{site.environment()['PYTHONPATH']}"
    with serving(site, env={"PYTHONPATH": path}) as served:
        locked.touch()
        site.write("templates/head.html", "<!-- MarkerOne -->\n")
        told = served.until(PAGE, lambda answer: answer.errors).errors
        assert "templates/head.html:1:1</" in told
        assert "cannot be read: Permission denied" in told
        locked.unlink()
        served.until(PAGE, lambda answer: not answer.errors and "MarkerOne" in answer.text)
        assert not any("Traceback" in line for line in served.said)


def test_a_very_long_line_is_told_in_short(served: Served) -> None:
    served.site.append(HER, "\n\n" + "long " * 400_000 + "[x](nothing.md) and on\n")
    answer = served.until(PAGE, lambda answer: answer.errors)
    assert "nothing.md" in answer.errors
    assert len(answer.body) < 100_000
