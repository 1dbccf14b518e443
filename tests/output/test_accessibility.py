"""No page keeps anybody out: axe-core finds nothing on any kind of page, light and dark, on a phone and on a desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser import visiting
from tests.output.hosting import hosting
from tests.output.published import Published, kinds

pytestmark = pytest.mark.slow

if TYPE_CHECKING:
    from playwright.sync_api import Browser

api = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe is not installed: pip install -e '.[test]'"
)

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


def violations(
    browser: Browser, site: Published, root: str, addresses: list[str], scheme: str, size: dict[str, int]
) -> list[str]:
    """What axe finds wrong with some pages, as they look in one colour scheme and at one size."""
    axe = api.Axe()
    found: list[str] = []
    with (
        hosting(site.tree, root) as host,
        visiting(browser, viewport=size, color_scheme=scheme, bypass_csp=True) as page,
    ):
        for address in addresses:
            page.goto(host + address)
            result = axe.run(page)
            found += [
                f"{address} ({scheme}): {one['id']}: {one['help']}: {one['nodes'][0]['html'][:160]}"
                for one in result.response["violations"]
            ]
    return found


def test_axe_finds_a_picture_without_words(browser: Browser, demo: Published) -> None:
    broken = demo.tree["index.html"].replace(b"<main", b'<img src="/favicon.svg"><main', 1)
    site = Published({**demo.tree, "index.html": broken}, demo.url)
    assert "image-alt" in violations(browser, site, "", ["/"], "light", DESK)[0]


@pytest.mark.parametrize(("scheme", "size"), [("light", DESK), ("dark", PHONE)])
def test_the_front_page_a_review_and_a_film_keep_nobody_out(
    browser: Browser, demo: Published, scheme: str, size: dict[str, int]
) -> None:
    assert violations(browser, demo, "", ["/", "/2014/01/13/her/", "/films/gravity-2013/"], scheme, size) == []


@pytest.mark.slow
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_any_kind_keeps_anybody_out(
    browser: Browser, demo: Published, scheme: str, size: dict[str, int]
) -> None:
    assert violations(browser, demo, "", kinds(demo), scheme, size) == []


@pytest.mark.slow
def test_what_is_hard_to_set_keeps_nobody_out(browser: Browser, tortures: dict[str, Published]) -> None:
    found = [
        f"{name}: {one}"
        for name, site in tortures.items()
        for one in violations(browser, site, "/blog" if name == "below a path" else "", kinds(site), "light", PHONE)
    ]
    assert found == []
