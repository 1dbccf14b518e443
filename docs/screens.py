"""Takes a picture of every kind of page of the demo blog, at every width and in every scheme that a reader may have.

    python docs/screens.py [--output screens] [--widths 320 360 768 1280 1920] [--schemes light dark forced print]
                           [--pages /films/ …] [--hard] [--readme]

`--hard` adds what is hard to set: titles of one letter and of thirteen words, other scripts, deep threads. `--readme`
takes the pictures that the README shows. Playwright and a Chromium are needed.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

HOME = Path(__file__).parents[1]
sys.path.insert(0, str(HOME))  # the hosts and the hard pages are those of the tests

from tests.output.hosting import browsing, hosting  # noqa: E402
from tests.output.published import Published, kinds  # noqa: E402
from tests.output.torture import make_tortures  # noqa: E402
from tests.site import Site  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WIDTHS = (320, 360, 768, 1280, 1920)
SCHEMES = ("light", "dark", "forced", "print")
README = (
    ("review", "/2014/01/13/her/", 1280, "light", 900),
    ("numbers", "/stats/2014/", 1280, "light", 900),
    ("phone", "/2014/01/13/her/", 360, "dark", 740),
)
TALLEST = 12_000  # pixels; more is cut


def main(arguments: list[str] | None = None) -> None:
    """Build, host, and take the pictures."""
    asked = _asked(arguments)
    with tempfile.TemporaryDirectory() as folder, browsing() as browser:
        demo = _demo(Path(folder) / "demo")
        if asked.readme:
            _shoot_readme(browser, demo)
            return
        sites = [("demo", demo), *(_hard(Path(folder) / "hard") if asked.hard else ())]
        for name, site in sites:
            wanted = asked.pages or kinds(site)
            for scheme in asked.schemes:
                for width in asked.widths:
                    _shoot(browser, name, site, wanted, width, scheme, asked.output)


def _asked(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Takes a picture of every kind of page.")
    parser.add_argument("--output", type=Path, default=Path("screens"))
    parser.add_argument("--widths", type=int, nargs="+", default=WIDTHS)
    parser.add_argument("--schemes", nargs="+", choices=SCHEMES, default=SCHEMES)
    parser.add_argument("--pages", nargs="+", default=())
    parser.add_argument("--hard", action="store_true")
    parser.add_argument("--readme", action="store_true")
    return parser.parse_args(arguments)


def _demo(folder: Path) -> Published:
    for name in ("content", "templates", "static"):
        shutil.copytree(HOME / name, folder / name)
    shutil.copy(HOME / "build.py", folder)
    return _built(Site(folder))


def _hard(folder: Path) -> Iterator[tuple[str, Published]]:
    for name, site in make_tortures(folder):
        if name != "below a path":
            yield name, _built(site)


def _built(site: Site) -> Published:
    site.good()
    return Published(site.tree(), "https://matinee.example")


def _shoot(
    browser: Browser, name: str, site: Published, pages: Iterable[str], width: int, scheme: str, output: Path
) -> None:
    """A picture of each page, whole."""
    output.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        forced_colors="active" if scheme == "forced" else "none",
    )
    page = context.new_page()
    with hosting(site.tree) as host:
        for address in pages:
            page.goto(host + address)
            page.emulate_media(media="print" if scheme == "print" else "screen")
            height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
            file = output / f"{name}{address.replace('/', '_').rstrip('_') or '_home'}-{width}-{scheme}.png"
            page.screenshot(path=file, clip={"x": 0, "y": 0, "width": width, "height": height}, full_page=True)
            print(file)
    context.close()


def _shoot_readme(browser: Browser, site: Published) -> None:
    """The pictures of the README: what a first screen shows."""
    with hosting(site.tree) as host:
        for name, address, width, scheme, height in README:
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
            page.goto(host + address)
            path = HOME / "docs" / "pictures" / f"{name}.png"
            page.screenshot(path=path)
            page.close()
            Image.open(path).convert("RGB").quantize(64).save(path, optimize=True)


if __name__ == "__main__":
    main()
