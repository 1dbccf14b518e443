"""What a page tells search engines and other sites about itself. (Fault D11.)"""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.output.published import Page, Published, elements, metas
from tests.output.torture import TITLE, quoted
from tests.site import Site, picture

SCALES = {
    "stars": ("4.5", "4.5", "5", "0"),
    "four": ("3.5", "3.5", "4", "0"),
    "ten": ("7.4", "7.4", "10", "0"),
    "hundred": ("88", "88", "100", "0"),
    "letters": ("A-", "11", "13", "1"),
}


def data_of(page: Page) -> dict[str, Any]:
    """The JSON-LD of a page."""
    [script] = [one for one in elements(page.root, "script") if one.get("type") == "application/ld+json"]
    data: dict[str, Any] = json.loads("".join(script.itertext()))
    return data


def test_every_page_that_tells_of_itself_does_so_in_json(demo: Published, tortures: dict[str, Published]) -> None:
    for site in (demo, *tortures.values()):
        telling = {path: page for path, page in site.pages.items() if "ld+json" in page.text}
        assert telling.keys() >= {"index.html", *site.posts}
        for page in telling.values():
            data = data_of(page)
            assert data["@context"] == "https://schema.org"
            assert data["@type"] in {"Review", "BlogPosting", "WebSite", "Movie", "TVSeries"}
            assert site.fault(data["url"], "") == ""


def test_a_review_tells_its_film_its_author_and_its_rating(demo: Published) -> None:
    data = data_of(demo.page("/2014/01/13/her/"))
    assert (data["@type"], data["headline"], data["datePublished"][:10]) == ("Review", "her", "2014-01-13")
    assert data["author"] == [{"@type": "Person", "name": "ckckred"}]
    film = data["itemReviewed"]
    assert (film["@type"], film["name"], film["datePublished"], film["duration"]) == ("Movie", "her", "2013", "PT126M")
    assert film["director"] == [{"@type": "Person", "name": "Spike Jonze"}]
    assert data["reviewRating"] == {"@type": "Rating", "ratingValue": "4.5", "bestRating": "5", "worstRating": "0"}
    assert data["commentCount"] == 29


@pytest.mark.parametrize("scale", SCALES)
def test_each_scale_says_where_it_begins_and_ends(bare_site: Site, scale: str) -> None:
    typed, value, best, worst = SCALES[scale]
    bare_site.config(ratings=scale)
    bare_site.write("content/posts/2014-01-13-her.md", film="her (2013)", rating=typed, body="Seen.")
    bare_site.good()
    page = Published(bare_site.tree(), "https://matinee.example").page("/2014/01/13/her/")
    rating = {"@type": "Rating", "ratingValue": value, "bestRating": best, "worstRating": worst}
    assert data_of(page)["reviewRating"] == rating
    [shown] = [element.get("value") for element in elements(page.root, "data", "p-rating")]
    assert shown == value


def test_every_review_of_the_demo_can_be_shown_as_one(demo: Published, tortures: dict[str, Published]) -> None:
    reviews = 0
    for site in (demo, *tortures.values()):
        for page in site.posts.values():
            data = data_of(page)
            if data["@type"] != "Review":
                continue
            reviews += 1
            assert data["itemReviewed"]["name"], page.path
            assert data["author"], page.path
            assert all(0 < len(author["name"]) < 100 for author in data["author"]), page.path
            rating = data["reviewRating"]
            assert float(rating["worstRating"]) <= float(rating["ratingValue"]) <= float(rating["bestRating"])
    assert reviews > 25


def test_the_site_signs_for_an_author_without_a_name(bare_site: Site) -> None:
    bare_site.write("content/site.yaml", "title: Changeover\nurl: https://matinee.example\n")
    bare_site.write("content/posts/2014-01-13-her.md", film="her (2013)", rating=4, body="Seen.")
    bare_site.good()
    page = Published(bare_site.tree(), "https://matinee.example").page("/2014/01/13/her/")
    assert data_of(page)["author"] == [{"@type": "Organization", "name": "Changeover"}]


def test_each_rated_section_of_a_list_is_a_review_of_its_own(bare_site: Site) -> None:
    films = "[{film: her (2013), rating: 4.5}, {film: Gravity (2013), rating: 0}, Nebraska (2013)]"
    body = "## her\n\nSeen.\n\n## Gravity\n\nSeen.\n\n## Nebraska\n\nSeen."
    bare_site.write("content/posts/2014-01-13-ten.md", title="Ten", films=films, body=body)
    bare_site.good()
    address = "https://matinee.example/2014/01/13/ten/"
    data = data_of(Published(bare_site.tree(), "https://matinee.example").page("/2014/01/13/ten/"))
    assert (data["@type"], len(data["about"])) == ("BlogPosting", 3)
    told = [(part["@type"], part["url"], part["itemReviewed"]["name"]) for part in data["hasPart"]]
    assert told == [("Review", f"{address}#her", "her"), ("Review", f"{address}#gravity", "Gravity")]
    assert [part["reviewRating"]["ratingValue"] for part in data["hasPart"]] == ["4.5", "0"]
    assert {part["author"][0]["name"] for part in data["hasPart"]} == {"Ingrid"}


def test_a_post_without_rating_is_no_review(demo: Published) -> None:
    data = data_of(demo.page("/2013/10/14/new-york-film-festival-2013/"))
    assert data["@type"] == "BlogPosting"
    assert "reviewRating" not in data


def test_no_title_can_end_the_script_that_holds_it(everything: Published) -> None:
    page = everything.page("/2014/all/")
    assert data_of(page)["headline"] == TITLE
    assert metas(page.root)["og:title"] == TITLE
    [script] = page.text.split('<script type="application/ld+json">')[1:]
    inside = script.partition("</script>")[0]
    assert "\\u003c/script\\u003e" in inside
    assert "\\u2028" in inside
    assert not {"<", ">", "\u2028", "\u2029"} & set(inside)


@pytest.mark.parametrize("field", ["title", "author", "summary", "tags", "venue", "image_alt"])
def test_no_field_can_either(bare_site: Site, field: str) -> None:
    hostile = "</script><script>alert(1)</script><!--<script>\u2028"
    front: dict[str, Any] = {"title": "A", field: quoted(hostile)}
    bare_site.write("content/posts/2014-01-13-a.md", body="Seen.", **front)
    bare_site.good()
    for page in Published(bare_site.tree(), "https://matinee.example").pages.values():
        assert len([one for one in elements(page.root, "script") if not one.get("src")]) == page.text.count(
            '<script type="application/ld+json">'
        )
        assert "<script>" not in page.text


# Open Graph


def kind_of(path: str, site: Published) -> str:
    """What https://ogp.me calls a page."""
    if path in site.posts:
        return "article"
    return "video.movie" if path.startswith("films/") and path != "films/index.html" else "website"


def test_every_page_introduces_itself_to_others(demo: Published, tortures: dict[str, Published]) -> None:
    for site in (demo, *tortures.values()):
        for page in site.pages.values():
            if page.is_stub:
                continue
            told = metas(page.root)
            assert told["og:type"] == kind_of(page.path, site), page.path
            assert told["og:title"]
            assert told["og:site_name"]
            if page.path != "404.html":
                [canonical] = [link for link in elements(page.root, "link") if link.get("rel") == "canonical"]
                assert told["og:url"] == canonical.get("href")


def test_a_review_introduces_itself_as_an_article(demo: Published) -> None:
    told = metas(demo.page("/2014/01/13/her/").root)
    assert told["article:published_time"].startswith("2014-01-13T00:00:00")
    assert told["article:author"] == "ckckred"
    assert told["article:tag"] == "science fiction"
    assert (
        told["description"]
        == told["og:description"]
        == "Spike Jonze’s love story has one face in it, and the other half is breath."
    )


def test_an_image_is_told_with_its_whole_address(everything: Published) -> None:
    told = metas(everything.page("/2014/all/").root)
    assert told["og:image"] == "https://matinee.example/2014/all/letter.png"
    assert told["og:image:alt"] == 'A "letter" & <b>'
    assert told["twitter:card"] == "summary_large_image"


def test_a_film_is_told_with_its_poster(bare_site: Site) -> None:
    bare_site.config(url="https://x.example/blog")
    bare_site.write("content/films/her-2013.yaml", "title: her\nyear: 2013\nposter: her.png\n")
    bare_site.write("content/films/her.png", picture(2, 3))
    bare_site.write("content/posts/a.md", film="her-2013", rating=4, date="2014-01-13")
    bare_site.write("content/posts/b.md", film="her-2013", date="2014-01-14")
    bare_site.good()
    site = Published(bare_site.tree(), "https://x.example/blog")
    review, post, film = (data_of(site.page(path)) for path in ("/2014/01/13/a/", "/2014/01/14/b/", "/films/her-2013/"))
    told = [review["itemReviewed"], *post["about"], film]
    assert {data["image"] for data in told} == {"https://x.example/blog/films/her.png"}
