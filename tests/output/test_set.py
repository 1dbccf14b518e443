"""How pages are set: what only a browser can measure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser import visiting
from tests.output.hosting import hosting
from tests.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LIST = "/2014/12/28/the-best-films-of-2014/"
PHONE, DESK = 360, 1280


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    with visiting(browser, viewport={"width": PHONE, "height": 740}) as page:
        yield page


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    with visiting(browser, viewport={"width": DESK, "height": 900}) as page:
        yield page


def boxes(page: Page, query: str) -> list[dict[str, float]]:
    """Where each element stands, in pixels from the page's corner."""
    script = """all => all.map(one => {
        const { left, right, top, bottom, width, height } = one.getBoundingClientRect();
        return { left, right, top, bottom, width, height };
    })"""
    found: list[dict[str, float]] = page.locator(query).evaluate_all(script)
    return found


def test_a_phone_shows_each_film_of_a_list_on_one_line(phone: Page, host: str) -> None:
    phone.goto(host + LIST)
    rows = boxes(phone, ".contents li")
    assert len(rows) == 8
    assert max(row["height"] for row in rows) < 55
    assert {round(stars["right"]) for stars in boxes(phone, ".contents .stars")} == {PHONE - 20}


def test_the_days_of_the_diary_stand_in_the_rail_and_its_stars_at_the_end(desk: Page, host: str) -> None:
    desk.goto(host + "/diary/2014/")
    [wide], [title] = boxes(desk, ".masthead > div"), boxes(desk, "h1")
    days, films, stars = (boxes(desk, f".diary {query}") for query in ("time", "td:nth-child(2) cite", ".stars"))
    assert {round(one["left"] - wide["left"]) for one in days} == {0}
    assert all(abs(one["left"] - title["left"]) < 2 for one in films)
    assert {round(one["right"] - wide["right"]) for one in stars} == {0}


def test_a_phone_has_the_lights_at_the_end_of_the_names_line(phone: Page, host: str) -> None:
    phone.goto(host + LIST)
    phone.locator(".masthead button").wait_for()
    [name], [lights] = boxes(phone, ".masthead .name a"), boxes(phone, ".masthead button")
    assert lights["right"] == PHONE - 20
    assert name["top"] < (lights["top"] + lights["bottom"]) / 2 < name["bottom"]
    assert boxes(phone, ".masthead")[0]["height"] < 100


@pytest.mark.parametrize("last", ["::: spoiler\nIt was him.\n:::", "| a |\n| - |\n| b |"])
def test_the_cue_mark_after_what_is_no_paragraph_stands_at_the_texts_edge(
    desk: Page, bare_site: Site, last: str
) -> None:
    bare_site.write("content/posts/2014-01-13-her.md", title="her", body=f"## First\n\nOne.\n\n{last}")
    bare_site.build()
    with hosting(bare_site.tree()) as host:
        desk.goto(f"{host}/2014/01/13/her/")
        mark = (
            "one => { const { content, marginLeft } = getComputedStyle(one, '::after'); return [content, marginLeft]; }"
        )
        assert desk.locator(".body").evaluate(mark) == ['""', "0px"]
        assert desk.locator(".body > h2").evaluate("one => getComputedStyle(one).marginTop") == "0px"
