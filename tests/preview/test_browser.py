"""The preview in a real browser: an editor on the left, the page on the right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.preview.served import Served, serving
from tests.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

HER = "content/posts/2014-01-13-her.md"
PAGE = "/2014/01/13/her/"
TEMPLATES = Path(__file__).parents[2] / "templates"
LONG = "\n\n".join(f"Paragraph {number} of a long review." for number in range(80))


@pytest.fixture
def served(site: Site) -> Iterator[Served]:
    site.append(HER, f"\n\n{LONG}\n\n:::spoiler the end\nThey part.\n:::\n\nAnd ||a secret|| more.\n")
    with serving(site) as served:
        yield served


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    """The review, shown in a window that hears of news."""
    context = browser.new_context(viewport={"width": 1000, "height": 700})
    yield opened(context.new_page(), served, PAGE)
    context.close()


def opened(page: Page, served: Served, path: str) -> Page:
    page.set_default_timeout(20_000)
    page.goto(f"http://localhost:{served.port}{path}")
    page.evaluate("window.here = true")
    return page


def is_as_it_was(page: Page) -> bool:
    """Whether the page was not loaded again."""
    return bool(page.evaluate("window.here === true"))


def test_a_saved_edit_shows_without_a_reload_by_hand(page: Page, served: Served) -> None:
    served.site.append(HER, "\n\nMarkerOne.\n")
    page.wait_for_selector("text=MarkerOne")
    served.site.write(
        "content/posts/2014-01-13-her/comments.yaml",
        "- id: 1\n  author: Noor\n  date: 2014-01-14\n  body: MarkerTwo.\n",
    )
    page.wait_for_selector("text=MarkerTwo")


def test_a_mistake_lies_over_the_page_and_goes_when_it_is_mended(page: Page, served: Served) -> None:
    served.site.edit(HER, "rating: 4.5", "rating: 11")
    errors = page.wait_for_selector("#matinee-errors")
    line = served.site.read(HER).split("\n").index("rating: 11") + 1
    assert errors is not None
    told = errors.inner_text()
    assert f"{HER}:{line}:9" in told
    assert "rating must be" in told
    assert "rating: 11" in told
    assert (page.get_attribute("#matinee-errors a", "href") or "").startswith(
        f"vscode://file{served.site.folder}/{HER}:{line}:9"
    )
    assert page.is_visible("text=Paragraph 1 of a long review.")
    served.site.edit(HER, "rating: 11", "rating: 1")
    page.wait_for_selector("#matinee-errors", state="detached")
    page.wait_for_selector("text=1 star out of 5", state="attached")


def test_errors_can_be_put_out_of_sight(page: Page, served: Served) -> None:
    served.site.edit(HER, "rating: 4.5", "rating: 11")
    page.click("#matinee-errors [data-hide]")
    assert not page.is_visible("#matinee-errors")


def test_the_place_open_spoilers_and_an_unsent_reply_are_kept(browser: Browser, site: Site) -> None:
    site.config(comments={"form": "mailto:me@matinee.example"})
    site.append(HER, f"\n\n{LONG}\n\n:::spoiler the end\nThey part.\n:::\n\nAnd ||a secret|| more.\n")
    with serving(site) as served:
        page = opened(browser.new_page(viewport={"width": 1000, "height": 700}), served, PAGE)
        if page.query_selector("textarea") is None:  # a theme without a form
            form = "<form><textarea name=t></textarea></form>"
            site.write("templates/conversation.html", "{% macro conversation() %}" + form + "{% endmacro %}")
            page.wait_for_selector("textarea")
        page.evaluate("document.querySelector('details.spoiler').open = true")
        page.evaluate("document.querySelector('.spoiler > input').checked = true")
        page.fill("textarea", "What I had to say")
        page.evaluate("scrollTo(0, 900)")
        page.evaluate("window.here = true")
        site.append(HER, "\n\nMarkerOne.\n")
        page.wait_for_function("window.here !== true && document.body.innerText.includes('MarkerOne')")
        page.wait_for_function("Math.abs(scrollY - 900) < 3")
        assert page.evaluate("document.querySelector('details.spoiler').open")
        assert page.evaluate("document.querySelector('.spoiler > input').checked")
        assert page.input_value("textarea") == "What I had to say"
        page.close()


def test_a_stylesheet_is_swapped_where_the_reader_is(page: Page, served: Served) -> None:
    page.evaluate("scrollTo(0, 500)")
    before = page.evaluate("scrollY")
    css = (TEMPLATES / "style.css").read_text("utf-8")
    served.site.write("templates/style.css", css + "\nbody { background: rgb(1, 2, 3) }\n")
    page.wait_for_function("getComputedStyle(document.body).backgroundColor === 'rgb(1, 2, 3)'")
    assert is_as_it_was(page)
    assert abs(page.evaluate("scrollY") - before) < 3
    served.site.write("templates/style.css", css + "\nbody { background: rgb(3, 2, 1) }\n")
    page.wait_for_function("getComputedStyle(document.body).backgroundColor === 'rgb(3, 2, 1)'")
    page.wait_for_function("document.querySelectorAll('link[rel=stylesheet][href*=\"style.css\"]').length === 1")
    assert is_as_it_was(page)


def test_a_page_whose_bytes_stay_is_not_loaded_again(browser: Browser, page: Page, served: Served) -> None:
    about = opened(browser.new_page(), served, "/about/")
    served.site.append(HER, "\n\nMarkerOne.\n")
    page.wait_for_selector("text=MarkerOne")
    assert is_as_it_was(about)
    served.site.edit("content/pages/about.md", "Row K", "Row L")
    about.wait_for_selector("text=Row L")
    about.close()


def test_two_tabs_show_it_both(browser: Browser, page: Page, served: Served) -> None:
    other = opened(browser.new_page(), served, "/")
    served.site.edit(HER, "A letter first", "A letter, MarkerOne, first")
    page.wait_for_selector("text=MarkerOne")
    other.wait_for_selector("text=MarkerOne")
    other.close()


def test_a_draft_is_badged(browser: Browser, page: Page, served: Served) -> None:
    served.site.write("content/posts/2016-01-01-alma.md", title="Alma", draft=True, body="One two three.")
    served.until("/2016/01/01/alma/", lambda answer: answer.status == 200)
    page.goto(f"http://localhost:{served.port}/2016/01/01/alma/")
    assert page.inner_text("#matinee-bar").split("\n")[0].startswith("Draft")
    assert "3 words" in page.inner_text("#matinee-bar")
    served.site.edit("content/posts/2016-01-01-alma.md", "draft: true", "draft: false")
    page.wait_for_function("document.querySelector('#matinee-bar')?.innerText.includes('Draft') === false")


def test_a_template_broken_and_mended(page: Page, served: Served) -> None:
    post = (TEMPLATES / "post.html").read_text("utf-8")
    served.site.write("templates/post.html", post.replace("{% block main %}", "{% block main %}{{ page.nonsense }}"))
    page.wait_for_selector("#matinee-errors >> text=templates/post.html")
    assert "nonsense" in page.inner_text("#matinee-errors")
    assert "while rendering" in page.inner_text("#matinee-errors")
    served.site.write("templates/post.html", post.replace("{% block main %}", "{% block main %}<p>MarkerOne</p>"))
    page.wait_for_selector("text=MarkerOne")
    page.wait_for_selector("#matinee-errors", state="detached")


def test_a_page_that_was_left_is_up_to_date_when_it_is_come_back_to(page: Page, served: Served) -> None:
    page.goto(f"http://localhost:{served.port}/about/")
    served.site.append(HER, "\n\nMarkerOne.\n")
    served.until(PAGE, lambda answer: "MarkerOne" in answer.text)
    page.go_back()
    page.wait_for_selector("text=MarkerOne")


def test_nothing_is_wrong_in_the_console(page: Page, served: Served) -> None:
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    served.site.append(HER, "\n\nMarkerOne.\n")
    page.wait_for_selector("text=MarkerOne")
    assert told == []
