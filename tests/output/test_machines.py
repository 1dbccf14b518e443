"""What machines ask for: sitemaps, robots.txt, the page for what is not there, and stubs at addresses of old. (Fault
D08.)"""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from matinee.content.layout import make_layout
from matinee.content.library import Library
from matinee.content.site import make_site
from matinee.errors import Place
from matinee.model import Audience, Config, Moment
from matinee.pages.kinds import KINDS
from matinee.pages.machines import MOST_ADDRESSES
from matinee.pages.parts import OwnParts
from matinee.pages.plan import Make, Planner
from matinee.pages.plan.feeds import plan_machines
from matinee.pages.plan.values import pack
from tests.output.published import Page, Published, elements, metas, words
from tests.site import Site
from tests.spoken import spoken

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NOW = Moment("2026-03-01T12:00:00+00:00", 1772366400, True)


def listed(data: bytes, kind: str = "url") -> list[str]:
    """The addresses of a sitemap, or of an index of sitemaps."""
    root = ElementTree.fromstring(data)
    assert root.tag == MAP + {"url": "urlset", "sitemap": "sitemapindex"}[kind]
    return [location.text or "" for location in root.iterfind(f"{MAP}{kind}/{MAP}loc")]


@pytest.fixture(scope="session")
def sites(demo: Published, demo_below: Published, tortures: dict[str, Published]) -> dict[str, Published]:
    return {"demo": demo, "demo below a path": demo_below, **tortures}


# Sitemaps


def test_the_sitemap_holds_every_page_that_may_be_indexed_and_no_other(sites: dict[str, Published]) -> None:
    for name, site in sites.items():
        indexed = [page.url for page in site.pages.values() if is_indexed_here(page)]
        found = listed(site.tree["sitemap.xml"])
        assert sorted(found) == sorted(indexed), name
        assert len(set(found)) == len(found)
        assert [address for address in found if site.fault(address, "")] == []


def is_indexed_here(page: Page) -> bool:
    """Whether a page lets itself be indexed, and under no address but its own."""
    canonical = [link.get("href") for link in elements(page.root, "link") if link.get("rel") == "canonical"]
    return metas(page.root).get("robots") != "noindex" and canonical in ([], [page.url])


def test_a_text_first_published_elsewhere_is_not_in_the_sitemap(site: Site) -> None:
    own, other = "https://matinee.example/2014/01/01/a/", "https://other.example/b/"
    for name, canonical in (("a", own), ("b", other)):
        site.write(f"content/posts/2014-01-01-{name}.md", f"---\ntitle: T\ncanonical: {canonical}\n---\n")
    site.write("content/pages/about.md", f"---\ntitle: About\ncanonical: {other}\n---\n")
    site.good()
    found = listed(site.tree()["sitemap.xml"])
    assert own in found
    assert not {"https://matinee.example/2014/01/01/b/", "https://matinee.example/about/"} & {*found}


def test_the_sitemap_says_when_a_post_was_last_changed(demo: Published) -> None:
    told = dict(re.findall(rb"<loc>([^<]*)</loc>(?:<lastmod>([^<]*)</lastmod>)?", demo.tree["sitemap.xml"]))
    assert told[b"https://matinee.example/2014/01/13/her/"] == b"2014-02-01"
    assert told[b"https://matinee.example/films/"] == b""
    assert all(re.fullmatch(rb"(\d{4}-\d\d-\d\d)?", date) for date in told.values())


EMPTY = make_site(
    Library(Config("T", "https://matinee.example"), (), (), (), (), make_layout(()), {}, {}, (), 0), NOW, Audience()
)


def machines(many: int) -> dict[str, Make]:
    """What machines get, by path, of a site that has so many pages."""
    page = OwnParts("", "", "", None)
    pages = [Make(f"{number}/index.html", "own", page, "", Place("build.py")) for number in range(many)]
    return {output.path: output for output in plan_machines(EMPTY, map(pack, pages))}


def made(output: Make) -> bytes:
    data: bytes = KINDS[output.kind].make(output.parts, None, Planner(EMPTY, spoken()).settings)
    return data


def test_as_many_addresses_as_the_protocol_allows_are_one_sitemap() -> None:
    outputs = machines(MOST_ADDRESSES)
    assert [path for path in outputs if path.startswith("sitemap")] == ["sitemap.xml"]
    assert len(listed(made(outputs["sitemap.xml"]))) == MOST_ADDRESSES == 50_000


def test_more_addresses_are_several_sitemaps_with_an_index() -> None:
    outputs = machines(MOST_ADDRESSES + 1)
    assert [path for path in outputs if path.startswith("sitemap")] == ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]
    index = listed(made(outputs["sitemap.xml"]), "sitemap")
    assert index == ["https://matinee.example/sitemap-1.xml", "https://matinee.example/sitemap-2.xml"]
    first, second = listed(made(outputs["sitemap-1.xml"])), listed(made(outputs["sitemap-2.xml"]))
    assert (len(first), len(second)) == (MOST_ADDRESSES, 1)
    assert len({*first, *second}) == MOST_ADDRESSES + 1
    assert made(outputs["robots.txt"]).endswith(b"\nSitemap: https://matinee.example/sitemap.xml\n")


# robots.txt and 404.html


def test_robots_are_let_in_and_shown_the_map(sites: dict[str, Published]) -> None:
    for site in sites.values():
        assert site.tree["robots.txt"].decode() == f"User-agent: *\nAllow: /\n\nSitemap: {site.url}/sitemap.xml\n"


def test_the_page_for_what_is_not_there_works_at_any_address(sites: dict[str, Published]) -> None:
    for site in sites.values():
        page = site.page("/404.html")
        assert metas(page.root)["robots"] == "noindex"
        assert not [link for link in elements(page.root, "link") if link.get("rel") == "canonical"]
        assert not [written for written in page.addresses() if not written.startswith(("/", "https://", "#"))]


# Addresses of old


def test_a_stub_leads_on_and_asks_not_to_be_indexed(sites: dict[str, Published]) -> None:
    for name, site in sites.items():
        stubs = [page for page in site.pages.values() if page.is_stub]
        assert len(stubs) >= 3, name
        for page in stubs:
            [canonical] = [link.get("href") for link in elements(page.root, "link") if link.get("rel") == "canonical"]
            [refresh] = [meta.get("content") for meta in elements(page.root, "meta") if meta.get("http-equiv")]
            [link] = elements(page.root, "a")
            assert metas(page.root)["robots"] == "noindex", name
            assert words(link) == canonical
            assert (refresh or "").startswith("0; url=")
            assert (refresh or "").removeprefix("0; url=") == link.get("href")
            assert site.fault(link.get("href") or "", page.url) == site.fault(canonical or "", page.url) == ""


def test_each_old_address_leads_to_what_it_was(everything: Published) -> None:
    leads = {
        path: next(elements(page.root, "a")).get("href") for path, page in everything.pages.items() if page.is_stub
    }
    assert leads == {
        "feed/index.html": "/feed.xml",
        "feed/atom/index.html": "/feed.xml",
        "feed/rss/index.html": "/feed.xml",
        "feed/rss2/index.html": "/feed.xml",
        "comments/feed/index.html": "/comments/feed.xml",
        "old/index.html": "/about/",
        "older.html": "https://out.example/?a=1&b=2",
        "alt/index.html": "/feed.xml",
        "2013/her/index.html": "/2014/all/",
        "her.html": "/2014/all/",
        "日本/index.html": "/2014/all/",
    }


def test_below_a_path_a_stub_leads_below_it_too(demo_below: Published) -> None:
    stub = demo_below.page("/seats/")
    assert next(elements(stub.root, "a")).get("href") == "/blog/about/"
    assert 'href="https://x.example/blog/about/"' in stub.text


def test_an_address_with_a_query_makes_no_stub(everything: Published) -> None:
    assert not [path for path in everything.tree if "?" in path]


def test_no_file_is_made_of_an_old_address_with_a_question_mark(site: Site) -> None:
    site.config(redirects={"/index.php?p=1": "/about/"})
    site.write("content/pages/about.md", "---\ntitle: About\naliases: [/old/?page=2]\n---\n")
    site.good()
    assert [path for path in site.tree() if "?" in path] == []


@pytest.mark.parametrize(
    ("redirects", "words"),
    [
        ("  /y/: /y/\n", "/y/ → /y/; name the address that it has now [loop]"),
        (
            "  /y/: /z/\n  /z: /y/\n",
            "/y/ → /z/ → /y/; correct one of them; the others stand at content/site.yaml:6:3 [loop]",
        ),
        (
            "  /y/: /z/\n  /z/: /y/\n  /x/: /y/\n",
            "/y/ → /z/ → /y/; correct one of them; the others stand at content/site.yaml:6:3 [loop]",
        ),
    ],
)
def test_redirects_that_lead_round_in_a_circle_are_told_once(redirects: str, words: str, bare_site: Site) -> None:
    bare_site.append("content/site.yaml", f"redirects:\n{redirects}")
    start = "content/site.yaml:5:3: error: this redirect leads round in a circle: "
    assert [str(problem) for problem in bare_site.build().problems] == [start + words]


def test_a_redirect_to_an_old_address_is_an_error_that_names_the_end(bare_site: Site) -> None:
    bare_site.write("content/pages/about.md", "---\ntitle: About\naliases: [/was/]\n---\n")
    bare_site.append(
        "content/site.yaml",
        "redirects:\n  /a/: /b/\n  /b/: /was/\n  /c/: /d/\n  /d/: https://x.example/\n  /e/: /feed/\n  /f/: /about/\n",
    )
    place, told = "content/site.yaml", "error: {} is an old address too, and leads on to {}; write {} [link]"
    assert [str(problem) for problem in bare_site.build().problems] == [
        f"{place}:5:3: {told.format('/b/', '/about/', '/about/')}",
        f"{place}:6:3: {told.format('/was/', '/about/', '/about/')}",
        f"{place}:7:3: {told.format('/d/', 'https://x.example/', 'https://x.example/')}",
        f"{place}:9:3: {told.format('/feed/', '/feed.xml', '/feed.xml')}",
    ]


def test_a_redirect_to_nowhere_is_told(site: Site) -> None:
    site.config(redirects="{/old/: /nowhere/}")
    assert [problem.code for problem in site.build().problems] == ["link"]


def test_a_robots_txt_of_the_sites_own_takes_the_place_of_ours(bare_site: Site) -> None:
    bare_site.good()
    assert "Sitemap: https://matinee.example/sitemap.xml" in bare_site.page("robots.txt")
    bare_site.write("static/robots.txt", "User-agent: *\nDisallow: /\n")
    assert bare_site.good().written == ("robots.txt",)
    assert bare_site.page("robots.txt") == "User-agent: *\nDisallow: /\n"
    bare_site.remove("static/robots.txt")
    assert bare_site.good().written == ("robots.txt",)
    assert "Sitemap:" in bare_site.page("robots.txt")
