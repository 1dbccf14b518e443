"""What is installed is whole: the engine with its theme, from a wheel, from the sources, or left where it lies."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

from matinee import __version__
from tests.site import ROOT

HOLDS = ["matinee", "templates", "static", "content", "docs", "tests", "bench"]
HOLDS += ["build.py", "hatch_build.py", "pyproject.toml"]
HOLDS += ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"]
JUNK = shutil.ignore_patterns("__pycache__", "*.pyc", ".DS_Store")


def run(*words: str | Path, cwd: Path, path: str = "", code: int = 0) -> str:
    """What a command says; it must end as it is said to."""
    told = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    env = {**told, "PYTHONWARNINGS": "error", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    env |= {"PYTHONPATH": path} if path else {}
    if "pip" in words:
        del env["PYTHONWARNINGS"]
    done = subprocess.run(words, cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own files, in a folder that tests may make a mess of."""
    folder = tmp_path_factory.mktemp("packages") / "checkout"
    folder.mkdir()
    for name in HOLDS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=JUNK)
        else:
            shutil.copy(ROOT / name, folder / name)
    return folder


def built(checkout: Path, target: str) -> Path:
    """The wheel or the archive of the sources."""
    folder = checkout.parent / target
    if not folder.exists():
        run(sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", folder, cwd=checkout)
    [package] = folder.iterdir()
    return package


def files_below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_wheel_holds_the_engine_and_its_theme_and_nothing_else(checkout: Path) -> None:
    wheel = built(checkout, "wheel")
    assert wheel.name == f"matinee-{__version__}-py3-none-any.whl"
    with ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.startswith(f"matinee-{__version__}.dist-info/")}
        metadata = archive.read(f"matinee-{__version__}.dist-info/METADATA").decode()
        commands = archive.read(f"matinee-{__version__}.dist-info/entry_points.txt").decode()
    theme = {
        f"matinee/theme/{name}/{path}" for name in ("templates", "static") for path in files_below(checkout / name)
    }
    guide = {f"matinee/guide/{path}" for path in files_below(checkout / "docs" / "guide")}
    assert names == theme | guide | {f"matinee/{path}" for path in files_below(checkout / "matinee")}
    assert "matinee/py.typed" in names
    assert commands == "[console_scripts]\nmatinee = matinee.__main__:command\n"
    assert "Requires-Python: >=3.11\n" in metadata
    assert "License-Expression: MIT\n" in metadata


def test_the_sources_hold_all_that_a_wheel_is_made_of(checkout: Path) -> None:
    with tarfile.open(built(checkout, "sdist")) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for name in ("matinee", "templates", "static", "content", "docs", "tests", "bench"):
        assert {f"{name}/{path}" for path in files_below(checkout / name)} <= names
    assert {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "build.py"} <= names
    assert not [name for name in names if "public" in name.split("/") or ".matinee" in name or "__pycache__" in name]


def test_a_wheel_makes_a_site_and_builds_it(checkout: Path, tmp_path: Path) -> None:
    """With the libraries of this Python, and of Matinee only what the wheel brings."""
    wheel, home = built(checkout, "wheel"), tmp_path / "packages"
    with ZipFile(wheel) as archive:
        archive.extractall(home)
    matinee: list[str | Path] = [sys.executable, "-m", "matinee"]
    run(*matinee, "new", "site", "blog", cwd=tmp_path, path=str(home))
    assert " 0 removed" in run(*matinee, "--site", "blog", "--strict", cwd=tmp_path, path=str(home))
    assert " 0 written" in run(sys.executable, "build.py", cwd=tmp_path / "blog", path=str(home))
    published = files_below(tmp_path / "blog" / "public")
    assert {"index.html", "style.css", "feed.xml", "favicon.svg", "fonts/league-gothic-latin.woff2"} <= published
    where = run(sys.executable, "-c", WHERE, cwd=tmp_path, path=str(home))
    assert Path(where.strip()) == home / "matinee" / "theme" / "templates"


WHERE = "from matinee.theme import theme_folder; print(theme_folder('templates'))"


def test_the_checkout_has_one_copy_of_its_theme() -> None:
    assert not (ROOT / "matinee" / "theme").exists()


@pytest.mark.slow
@pytest.mark.parametrize("source", ["wheel", "sdist", "editable"])  # the last one changes the checkout
def test_a_new_machine_needs_one_command(checkout: Path, tmp_path: Path, source: str) -> None:
    """A Python of its own, with nothing in it but what pip puts there. An editable install shows the checkout's own
    theme, and each change of it at once."""
    venv.create(tmp_path / "env", with_pip=True)
    python, matinee = tmp_path / "env" / "bin" / "python", tmp_path / "env" / "bin" / "matinee"
    what = ["-e", checkout] if source == "editable" else [built(checkout, source)]
    run(python, "-m", "pip", "install", "--quiet", *what, cwd=tmp_path)
    run(python, "-m", "pip", "check", cwd=tmp_path)
    assert run(matinee, "--version", cwd=tmp_path) == f"matinee {__version__}\n"

    run(matinee, "new", "site", "blog", cwd=tmp_path)
    assert " 0 removed" in run(matinee, "--strict", cwd=tmp_path / "blog")
    assert " 0 written" in run(python, "build.py", cwd=tmp_path / "blog")
    run(matinee, "new", "review", "Stalker (1979)", cwd=tmp_path / "blog")
    run(python, "build.py", "check", "--drafts", cwd=tmp_path / "blog")

    theme = Path(run(python, "-c", WHERE, cwd=tmp_path).strip())
    if source == "editable":
        assert theme == checkout / "templates"
        assert not (checkout / "matinee" / "theme").exists()
        (theme / "head.html").write_text("<!-- changed -->\n", "utf-8")
        run(python, "build.py", cwd=tmp_path / "blog")
        assert "<!-- changed -->" in (tmp_path / "blog" / "public" / "index.html").read_text("utf-8")
    else:
        assert theme.is_relative_to(tmp_path / "env")
        assert files_below(theme) == files_below(checkout / "templates")
