"""What readers and reviewers stumbled over once, held for good."""

from __future__ import annotations

import re

import pytest

from matinee.errors import OutsideError, UsageError
from matinee.pages import kinds
from tests.output.published import Published
from tests.site import Site, picture


def page(site: Site, path: str) -> str:
    return (site.output / path).read_text("utf-8")


def test_a_pager_says_its_word_once(bare_site: Site) -> None:
    for day in range(1, 26):
        bare_site.write(f"content/posts/2014-01-{day:02}-p{day}.md", title=f"P{day}")
    assert not bare_site.build().failed
    assert re.search(r"<p>Earlier: <a [^>]*>January 2014</a></p>", page(bare_site, "index.html"))
    assert re.search(r"<p>Later: <a [^>]*>the front page</a></p>", page(bare_site, "page/1/index.html"))


def test_a_comment_without_a_date_is_in_the_feed_and_on_the_home_page(bare_site: Site) -> None:
    bare_site.write("content/posts/2014-01-13-her.md", title="her", date="2014-01-13")
    bare_site.write("content/posts/2014-01-13-her/comments.yaml", "- id: 1\n  author: Jane\n  body: Hello there.\n")
    assert not bare_site.build().failed
    assert "#comment-1</id>" in page(bare_site, "2014/01/13/her/feed.xml")
    assert "<published>2014-01-13" in page(bare_site, "2014/01/13/her/feed.xml")
    assert "#comment-1</id>" in page(bare_site, "comments/feed.xml")
    assert "Hello there." in page(bare_site, "index.html")


def test_a_misnamed_conversation_is_warned_about(bare_site: Site) -> None:
    bare_site.write("content/posts/2014-01-13-her.md", title="her")
    bare_site.write("content/posts/2014-01-13-her/comments.yml", "- id: 1\n  body: Hello.\n")
    [problem] = bare_site.build().problems
    assert (problem.place.path, problem.hint) == (
        "content/posts/2014-01-13-her/comments.yml",
        "did you mean comments.yaml?",
    )


@pytest.mark.parametrize("address", ["https://a.example/b/?q=1", "http://", "https://exa mple/"])
def test_an_address_that_no_site_can_have_is_refused(bare_site: Site, address: str) -> None:
    ran = bare_site.run("build", "--base-url", address)
    assert (ran.code, ran.out) == (UsageError.exit_code, "")


def test_no_id_stands_inside_a_post_that_is_shielded_whole(bare_site: Site) -> None:
    body = "## The end\n\nIt ends.[^1]\n\n[^1]: With a note.\n"
    bare_site.write("content/posts/2014-01-13-her.md", title="her", spoilers="the ending", body=body)
    assert not bare_site.build().failed
    text = page(bare_site, "2014/01/13/her/index.html")
    shielded = text[text.index("<summary>") : text.index("</details>")]
    assert "The end" in shielded
    assert ' id="' not in shielded


def test_the_sitemap_tells_the_day_that_the_author_wrote(bare_site: Site) -> None:
    bare_site.write("content/site.yaml", "title: T\nurl: https://t.example\ntimezone: Europe/Berlin\n")
    bare_site.write("content/posts/2016-02-07-stalker.md", title="Stalker")
    assert not bare_site.build().failed
    assert "<lastmod>2016-02-07</lastmod>" in page(bare_site, "sitemap.xml")


def test_two_posts_with_one_guid_are_an_error_at_the_second(bare_site: Site) -> None:
    for day in ("13", "14"):
        bare_site.write(f"content/posts/2014-01-{day}-p.md", f"---\ntitle: P{day}\nguid: same\n---\nText.\n")
    [problem] = bare_site.build().problems
    assert (problem.place.path, problem.place.line, problem.code) == (
        "content/posts/2014-01-13-p.md",
        3,
        "duplicate-id",
    )


def test_a_bug_of_ours_is_not_told_as_a_fault_of_the_theme(bare_site: Site) -> None:
    def broken(*_: object) -> None:
        raise KeyError("ours")

    bare_site.write("content/posts/2014-01-13-her.md", title="her")
    kept = kinds.KINDS["post"]
    kinds.KINDS["post"] = kinds.Kind(kept.parts, broken, kept.template)
    try:
        with pytest.raises(KeyError, match="ours"):
            bare_site.build()
    finally:
        kinds.KINDS["post"] = kept


def test_a_refused_output_is_told_in_json_too(bare_site: Site) -> None:
    ran = bare_site.run("build", "--json", "--output", "/")
    assert ran.code == OutsideError.exit_code
    assert [problem["severity"] for problem in ran.json["problems"]] == ["error"]


def test_a_post_without_an_author_is_posted_by_nobody(bare_site: Site) -> None:
    bare_site.write("content/site.yaml", "title: T\nurl: https://t.example\n")
    bare_site.write("content/posts/2014-01-13-her.md", title="her")
    assert not bare_site.build().failed
    assert "Posted by" not in page(bare_site, "2014/01/13/her/index.html")


def test_no_element_stands_for_what_is_not_there(bare_site: Site) -> None:
    bare_site.write("content/posts/2014-01-13-her.md", film="her (2013)", rating=4, image="a.png")
    bare_site.write("content/posts/2014-01-13-her/a.png", picture(2, 3))
    bare_site.write("content/posts/2014-01-13-her/pingbacks.yaml", "- source: https://jane.example/her\n")
    assert not bare_site.build().failed
    text = page(bare_site, "2014/01/13/her/index.html")
    assert "https://jane.example/her" in text
    assert "p-content" not in text
    assert "og:image" in text
    assert "og:image:alt" not in text


@pytest.mark.parametrize("scale", ["stars", "ten"])
def test_a_rating_has_each_class_once(bare_site: Site, scale: str) -> None:
    bare_site.config(ratings=scale)
    bare_site.write("content/posts/2014-01-13-her.md", film="her (2013)", rating=4)
    assert not bare_site.build().failed
    assert set(re.findall('class="(stars[^"]*)"', page(bare_site, "2014/01/13/her/index.html"))) == {
        f"stars of-{scale}"
    }


def test_the_demo_shows_a_poster_and_archives_of_years_ratings_and_writers(demo: Published) -> None:
    assert '/films/gravity.png"' in demo.page("/films/gravity-2013/").text
    assert "Gravity" in demo.page("/year/2013/").text
    assert 'href="/2014/01/13/her/"' in demo.page("/rating/4.5/").text
    assert "Gravity" in demo.page("/people/jonás-cuarón/").text
