"""Every address in every page leads somewhere, wherever the site lives. (Fault D09.)"""

from __future__ import annotations

import pytest

from tests.output.published import Page, Published
from tests.site import Site

HOMES = {
    "https://x.example": "https://x.example",
    "https://x.example/": "https://x.example",
    "https://x.example/blog": "https://x.example/blog",
    "https://x.example/blog/": "https://x.example/blog",
    "https://x.example/a/b/": "https://x.example/a/b",
    "https://x.example:8443/blog/": "https://x.example:8443/blog",
    "http://bücher.example/": "http://xn--bcher-kva.example",
    "https://kinó.example/napló/": "https://xn--kin-ina.example/napl%C3%B3",
}


def test_every_address_of_the_demo_leads_somewhere(demo: Published) -> None:
    assert demo.faults() == []


def test_every_address_leads_somewhere_below_a_path_too(demo_below: Published) -> None:
    assert demo_below.faults() == []


def test_every_address_of_the_hard_sites_leads_somewhere(tortures: dict[str, Published]) -> None:
    assert {name: site.faults() for name, site in tortures.items() if site.faults()} == {}


def test_a_site_below_a_path_is_the_same_site(demo: Published, demo_below: Published) -> None:
    assert demo.tree.keys() == demo_below.tree.keys()
    home = demo_below.page("/").text
    assert 'href="/blog/films/"' in home
    assert "https://matinee.example" not in home.replace("https://matinee.example/about/", "")


@pytest.mark.parametrize("told", HOMES)
def test_a_site_may_live_anywhere(site: Site, told: str) -> None:
    site.config(url=told, menu=[{"title": "About", "to": "pages/about.md"}, {"title": "Films", "to": "/films/"}])
    site.good()
    built = Published(site.tree(), HOMES[told])
    assert built.faults() == []
    assert f'<link rel="canonical" href="{HOMES[told]}/2014/01/13/her/">' in built.page("/2014/01/13/her/").text
    assert all("bücher".encode() not in data and "kinó".encode() not in data for data in built.tree.values())


@pytest.mark.parametrize("told", HOMES)
def test_a_base_url_does_what_the_url_of_the_site_does(site: Site, told: str) -> None:
    site.good(base_url=told)
    tree = site.tree()
    site.edit("content/site.yaml", "url: https://matinee.example", f"url: {told}")
    site.good()
    assert tree == site.tree()


def test_a_wrong_address_would_be_noticed(everything: Published) -> None:
    wrong = {
        "/nowhere/": "nothing is there",
        "#nowhere": "no such anchor",
        "/2014//all/": "a doubled slash",
        "http://localhost:8000/": "not an address to publish",
        "javascript:alert(1)": "not a scheme to publish",
    }
    page = everything.page("/2014/all/")
    assert {written: everything.fault(written, page.url) for written in wrong} == wrong
    assert everything.fault("/2014/all/#comment-c1", page.url) == ""
    below = Published({"index.html": b""}, "https://x.example/blog")
    assert below.fault("/index.html", "https://x.example/blog/") == "outside the site's path"
    assert below.fault("/blog/", "https://x.example/blog/") == ""


def test_links_are_read_from_everything_that_can_hold_one() -> None:
    html = '<meta property="og:image" content="/a"><img src=/b srcset="/c 1x, /d 2x"><form action=/e><a href=/f>'
    html += '<meta http-equiv=refresh content="0; url=/g">'
    assert sorted(Page("p", "u", html).addresses()) == ["/a", "/b", "/c", "/d", "/e", "/f", "/g"]
