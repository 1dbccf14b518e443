"""Addresses that were numbers, `/?p=123`: the host leads on from them, or the front page does."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.browser import visiting
from tests.output.hosting import hosting
from tests.output.hosts import readers
from tests.output.hosts.told import hosted
from tests.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_netlify_leads_on_from_numbers(blog: Site) -> None:
    tree = hosted(blog, "netlify")
    assert "/ p=812 /2014/01/13/her/ 301!" in tree["_redirects"].decode().splitlines()
    assert readers.netlify(tree, "/?p=812") == (301, "/2014/01/13/her/")
    assert readers.netlify(tree, "/?page_id=7") == (301, "/%C3%BCber-mich/")
    assert readers.netlify(tree, "/?p=813") == readers.netlify(tree, "/") == (200, "")
    assert "old-addresses.js" not in tree


@pytest.mark.parametrize("host", ["any", "cloudflare-pages", "gitlab-pages", "github-pages"])
def test_where_a_host_cannot_the_front_page_leads_on_from_numbers(host: str, blog: Site) -> None:
    tree = hosted(blog, host)
    script = tree["old-addresses.js"].decode()
    assert json.loads(re.search(r"(?<=addresses = )\{.*?\}", script, re.DOTALL)[0]) == {  # type: ignore[index]
        "p=812": "/2014/01/13/her/",
        "page_id=7": "/%C3%BCber-mich/",
    }
    assert b'<script src="/old-addresses.js"></script>' in tree["index.html"]
    assert [path for path, data in tree.items() if b"old-addresses" in data] == ["index.html"]


def test_without_numbers_there_is_no_script(bare_site: Site) -> None:
    bare_site.write("content/posts/2014-01-13-her.md", title="her", aliases=["/her.html"])
    bare_site.good()
    assert "old-addresses.js" not in bare_site.tree()
    assert "old-addresses" not in bare_site.page("/")


@pytest.mark.slow
def test_a_browser_that_asks_for_a_number_arrives(blog: Site, browser: Browser) -> None:
    tree = hosted(blog, "github-pages")
    with hosting(tree) as home, visiting(browser) as page:
        page.goto(f"{home}/?p=812#comment-1")
        page.wait_for_url(f"{home}/2014/01/13/her/#comment-1")
        page.goto(f"{home}/?p=1")
        assert page.url == f"{home}/?p=1"


def test_two_posts_cannot_have_had_one_number(blog: Site) -> None:
    blog.write("content/posts/2014-01-14-other.md", title="Other", aliases=["/?p=812"])
    [problem] = blog.build().problems
    assert str(problem) == (
        "content/posts/2014-01-14-other.md:3:11: error: /?p=812 would lead both to /2014/01/14/other/ and to "
        "/2014/01/13/her/; let one of them keep it [collision]"
    )


def test_a_number_that_leads_to_an_old_address_is_an_error(blog: Site) -> None:
    blog.config(redirects={"/?p=5": "/her.html"})
    [problem] = blog.build().problems
    assert str(problem).startswith(
        "content/site.yaml:4:13: error: /her.html is an old address too, and leads on to /2014"
    )
