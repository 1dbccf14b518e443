"""Law 3: the same sources, the same bytes, whatever the machine is set to. (Faults C13, K03; I5.)"""

from __future__ import annotations

import locale
import os
import random
import subprocess
from datetime import timedelta
from importlib import resources
from pathlib import Path

import pytest

from tests.site import NOW, Site, differences, make_sample


def rich_site(folder: Path, seed: int = 0) -> Site:
    """Enough of everything that order could matter, made in an order of its own."""
    site = make_sample(folder)
    numbers = list(range(36))
    random.Random(seed).shuffle(numbers)
    for number in numbers:
        site.write(
            f"content/posts/n{number}.md",
            film=f"Film {number % 11} ({1950 + number % 7})",
            date=f"2014-{number % 12 + 1:02}-01{'T09:30:00+09:00' if number % 3 == 0 else ''}",
            rating=number % 11 / 2,
            tags=sorted({f"Tag {number % 5}", f"IĞDIR {number % 3}", "TITLE"}),
            body=f"Number {number}. ||Spoiler||.\n\n![Picture](p.png)",
        )
        site.write(
            f"content/posts/n{number}/p.png",
            site.folder.joinpath("content/posts/2014-01-13-her/letter.png").read_bytes(),
        )
        site.write(f"content/posts/n{number}/comments.yaml", f"- id: 1\n  date: 2014-01-13\n  body: Number {number}.\n")
        site.write(f"static/s{number}.txt", f"{number}\n")
    site.write(
        "content/diary.yaml", "- date: 2014-02-02\n  film: her-2013\n- date: 2014-02-02\n  film: Film 3 (1953)\n"
    )
    return site


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What such a site comes to."""
    site = rich_site(tmp_path_factory.mktemp("told") / "blog")
    site.good()
    return site.tree()


def _turkish() -> str:
    before = locale.setlocale(locale.LC_ALL)
    try:
        for name in ("tr_TR.UTF-8", "tr_TR.utf8", "tr_TR"):
            try:
                return locale.setlocale(locale.LC_ALL, name)
            except locale.Error:
                continue
        return "C"
    finally:
        locale.setlocale(locale.LC_ALL, before)


@pytest.mark.parametrize(
    ("jobs", "umask", "env"),
    [
        (1, 0o077, {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1", "LC_ALL": "C"}),
        (3, 0o000, {"TZ": "", "PYTHONHASHSEED": "random", "LC_ALL": "turkish", "LANG": "turkish", "LANGUAGE": "tr"}),
    ],
)
def test_no_setting_of_the_machine_changes_a_byte(
    jobs: int, umask: int, env: dict[str, str], told: dict[str, bytes], tmp_path: Path
) -> None:
    site = rich_site(tmp_path / f"a-much-longer-name-{jobs}" / "blög", seed=jobs)
    (tmp_path / "cwd").mkdir()
    settings = {name: _turkish() if value == "turkish" else value for name, value in env.items()}
    ran = site.run("build", "--jobs", str(jobs), env=settings, cwd=tmp_path / "cwd", umask=umask)
    assert ran.code == 0, ran.err
    assert differences(site.tree(), told) == {}


def test_processes_that_are_started_afresh_give_the_same_bytes(told: dict[str, bytes], tmp_path: Path) -> None:
    site = rich_site(tmp_path / "blog")
    code = (
        "import multiprocessing, sys\n"
        "from pathlib import Path\n"
        "from matinee.cli import run\n"
        "if __name__ == '__main__':\n"
        "    multiprocessing.set_start_method('spawn')\n"
        "    sys.exit(run(sys.argv[1:], Path.cwd()))\n"
    )
    program = tmp_path / "spawned.py"
    program.write_text(code)
    python, _, _, *words = site.command("build", "--jobs", "2")
    done = subprocess.run([python, str(program), *words], env=site.environment(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert differences(site.tree(), told) == {}


def test_the_day_of_a_build_changes_no_byte_while_nothing_becomes_due(told: dict[str, bytes], tmp_path: Path) -> None:
    site = rich_site(tmp_path / "blog")
    for days in (0, 1, 20_000):
        site.now = NOW + timedelta(days=days)
        report = site.good(clean=days > 1)
        assert differences(site.tree(), told) == {}
        assert not days or report.removed == ()


def test_relative_and_linked_site_folders_give_the_same_bytes(told: dict[str, bytes], tmp_path: Path) -> None:
    site = rich_site(tmp_path / "blog")
    (tmp_path / "link").symlink_to(site.folder)
    ran = site.run("build", cwd=tmp_path, before=["env", "-C", str(tmp_path)])
    assert ran.code == 0
    assert differences(site.tree(), told) == {}
    linked = Site(tmp_path / "link")
    report = linked.good()
    assert (report.written, report.removed) == ((), ())


def test_the_time_zones_of_the_machine_do_not_matter(bare_site: Site, tmp_path: Path) -> None:
    bare_site.config(timezone="America/St_Johns")
    bare_site.write("content/posts/a.md", title="A", date="2014-07-13 09:30")
    bare_site.good()
    tree = bare_site.tree()
    wrong = tmp_path / "zones" / "America"
    wrong.mkdir(parents=True)
    (wrong / "St_Johns").write_bytes(resources.files("tzdata.zoneinfo").joinpath("UTC").read_bytes())
    ran = bare_site.run("build", "--clean", env={"PYTHONTZPATH": os.fspath(wrong.parent)})
    assert ran.code == 0, ran.err
    assert bare_site.tree() == tree
