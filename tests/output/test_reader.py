"""What a reader does, in a real browser, under the strictest policy: and the same where no script runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser import visiting
from tests.output.published import Published
from tests.site import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HER = "/2014/01/13/her/"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with visiting(browser, viewport={"width": 1000, "height": 800}) as page:
        yield page


@pytest.fixture
def scriptless(browser: Browser) -> Iterator[Page]:
    with visiting(browser, viewport={"width": 360, "height": 740}, java_script_enabled=False) as page:
        yield page


def test_all_script_together_is_small() -> None:
    scripts = {script.name: script.stat().st_size for script in (ROOT / "static").rglob("*.js")}
    assert scripts.pop("theme.js") <= 6 * 1024
    assert scripts.keys() == {"search-texts.js"}  # on the search page alone, and only with `search: full`
    assert scripts["search-texts.js"] <= 4 * 1024


def test_a_site_that_finds_titles_alone_has_one_script_and_the_one_for_old_numbers(demo: Published) -> None:
    assert sorted(path for path in demo.tree if path.endswith(".js")) == ["old-addresses.js", "theme.js"]
    assert [path for path, page in demo.pages.items() if "old-addresses.js" in page.text] == ["index.html"]


def test_a_review_with_thirty_comments_is_a_small_page(demo: Published) -> None:
    page = demo.tree["2014/01/13/her/index.html"]
    assert page.count(b'id="comment-') >= 29
    assert len(page) + len(demo.tree["style.css"]) + len(demo.tree["theme.js"]) <= 60 * 1024


def test_a_spoiler_is_opened_by_a_click_and_by_the_keyboard(page: Page, host: str) -> None:
    page.goto(host + HER)
    block = page.locator("details.spoiler").first
    inside = block.locator("> div")
    assert not inside.is_visible()
    block.locator("summary").focus()
    page.keyboard.press("Enter")
    assert inside.is_visible()
    inline = page.locator(".spoiler > input").first
    hidden = page.locator(".spoiler:has(> input) > .hidden-text").first
    assert not hidden.is_visible()
    inline.focus()
    page.keyboard.press("Space")
    assert hidden.is_visible()


def test_a_link_to_a_shield_marks_it_and_leaves_it_shut(page: Page, host: str) -> None:
    page.goto(f"{host}{HER}#spoiler-1")
    shield = page.locator("#spoiler-1")
    assert shield.get_attribute("open") is None
    grounds = [
        one.evaluate("one => getComputedStyle(one).backgroundColor")
        for one in page.locator("details.spoiler > summary").all()[:2]
    ]
    assert len(set(grounds)) == len(grounds)


def test_a_permalink_leads_to_its_comment_which_is_marked(page: Page, host: str) -> None:
    page.goto(f"{host}{HER}#comment-5")
    meta = page.locator("#comment-5 > .meta")
    assert meta.is_visible()
    assert meta.evaluate("one => getComputedStyle(one, '::after').content") != "none"
    assert page.locator("#comment-4 > .meta").evaluate("one => getComputedStyle(one, '::after').content") == "none"
    assert page.evaluate("scrollY") > 500


def test_search_finds_by_the_beginnings_of_words_whatever_their_accents(page: Page, host: str) -> None:
    page.goto(host + HER)
    page.get_by_role("link", name="Search").click()
    field = page.get_by_role("searchbox")
    field.fill("cuaron grav")
    results = page.locator("#results a")
    page.locator("#results a").first.wait_for()
    assert {one.inner_text() for one in results.all()} >= {"Gravity", "Gravity, on a television"}
    assert page.get_by_role("status").inner_text() == f"Found: {results.count()}"
    assert page.url.endswith("?q=cuaron+grav")
    field.fill("zzzz")
    page.locator("#results a").first.wait_for(state="detached")
    assert page.get_by_role("status").inner_text() == "Found: 0"
    page.goto(f"{host}/search/?q=atalante")
    page.locator("#results a").first.click()
    assert page.url.endswith("/latalante/")


def test_what_is_not_there_offers_a_search(page: Page, host: str, demo: Published) -> None:
    page.goto(f"{host}/404.html")
    page.get_by_role("searchbox").fill("tokyo")
    page.keyboard.press("Enter")
    page.locator("#results a").first.wait_for()
    assert page.locator("#results a").first.inner_text() == "Tokyo Story"


def test_nothing_shielded_can_be_searched_for(demo: Published) -> None:
    index = b"".join(data for path, data in demo.tree.items() if path.startswith("search/") and path.endswith(".json"))
    assert b"spoiler" not in index.lower()
    assert b"Samantha leaves" not in index


def test_films_are_sorted_by_year_and_by_rating_and_back(page: Page, host: str) -> None:
    page.goto(f"{host}/films/")
    films = page.locator(".letters li")
    before = films.all_inner_texts()
    page.get_by_role("button", name="Year").click()
    years = [int(one.get_attribute("data-year") or 0) for one in films.all()]
    assert years == sorted(years, reverse=True)
    assert len(years) == len(before)
    page.get_by_role("button", name="Rating").click()
    ratings = [float(one.get_attribute("data-rating") or -1) for one in films.all()]
    assert ratings == sorted(ratings, reverse=True)
    assert page.get_by_role("button", name="Rating").get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="Title").click()
    assert films.all_inner_texts() == before
    assert page.locator(".letters h2").count() > 5


def test_a_persons_table_is_sorted_by_its_heads(page: Page, host: str, demo: Published) -> None:
    person = max(
        (path for path in demo.tree if path.startswith("people/")), key=lambda path: demo.tree[path].count(b"<tr>")
    )
    page.goto(f"{host}/{person.removesuffix('index.html')}")
    table = page.locator("table").first
    head = table.get_by_role("button", name="Title")
    head.click()
    titles = table.locator("tbody cite").all_inner_texts()
    assert titles == sorted(titles, key=str.lower)
    assert table.locator("th", has_text="Title").get_attribute("aria-sort") == "ascending"
    head.click()
    assert table.locator("tbody cite").all_inner_texts() == titles[::-1]


def test_the_lights_stay_as_they_were_switched(page: Page, host: str) -> None:
    page.goto(host + HER)
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name="Lights down").click()
    dark = page.evaluate(ground)
    assert dark != light
    page.goto(host + "/")
    assert page.evaluate(ground) == dark
    page.get_by_role("button", name="Lights up").click()
    page.reload()
    assert page.evaluate(ground) == light


def test_whom_one_answers_is_chosen_by_a_click_and_what_was_typed_is_kept(page: Page, host: str) -> None:
    page.goto(host + HER)
    page.get_by_label("Name (required)").fill("Ida")
    reply = page.locator("#comment-5 > a.reply")
    reply.click()
    form = page.locator("#comment-5 #respond form")
    assert form.get_by_label("In reply to").input_value() == "5"
    assert page.evaluate("document.activeElement.id") == "comment"
    page.keyboard.type("So did I.")
    assert form.get_by_label("Name (required)").input_value() == "Ida"
    page.get_by_role("button", name="Cancel").click()
    assert page.locator("#comment-5 #respond").count() == 0
    assert page.get_by_label("In reply to").input_value() == ""
    assert page.get_by_label("Your reply (required)").input_value() == "So did I."


def test_printed_the_shields_are_shut_and_the_forms_gone(page: Page, host: str) -> None:
    page.goto(host + HER)
    page.locator("details.spoiler > summary").first.click()
    page.emulate_media(media="print")
    assert not page.locator("details.spoiler > div").first.is_visible()
    assert not page.locator("#respond").is_visible()
    assert not page.locator(".masthead").is_visible()
    assert page.locator(".opening .permalink").is_visible()


def test_without_script_everything_is_there(scriptless: Page, host: str) -> None:
    page = scriptless
    page.goto(host + HER)
    assert page.get_by_role("button", name="Lights down").count() == 0
    page.locator("details.spoiler > summary").first.click()
    assert page.locator("details.spoiler > div").first.is_visible()
    page.locator("#comment-5 > a.reply").click()
    assert page.url.endswith("#respond")
    assert page.get_by_label("In reply to").locator("option").count() > 29
    page.goto(f"{host}/search/")
    page.locator(".body").get_by_role("link", name="Films").click()
    assert page.locator(".letters li").count() > 10


@pytest.mark.parametrize(
    "address", ["/", HER, "/films/", "/diary/2014/", "/stats/2014/", "/search/", "/2014/12/28/the-best-films-of-2014/"]
)
def test_nothing_is_lost_at_four_times_the_size(browser: Browser, host: str, address: str) -> None:
    with visiting(browser, viewport={"width": 320, "height": 256}) as page:  # 1280 pixels at 400 %
        page.goto(host + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
