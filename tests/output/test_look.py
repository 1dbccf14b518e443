"""What the pages look like, as far as their HTML says it."""

from __future__ import annotations

import pytest

from tests.output.published import elements, metas, read_html, the, words
from tests.site import Site


def page(site: Site, path: str) -> str:
    return (site.output / path).read_text("utf-8")


def test_first_sentences_stand_on_the_home_page_and_on_pages_of_films_and_not_in_archives(bare_site: Site) -> None:
    for day in (13, 14):
        bare_site.write(
            f"content/posts/2014-01-{day}-p.md", film="her (2013)", tags="noir", summary=f"The letter of day {day}."
        )
    bare_site.good()
    paths = ("index.html", "films/her-2013/index.html", "2014/index.html", "2014/01/index.html", "tag/noir/index.html")
    assert [path for path in paths if "The letter of day 13." in page(bare_site, path)] == list(paths[:2])


def test_a_film_title_is_set_as_one_wherever_a_post_is_named(bare_site: Site) -> None:
    bare_site.write("content/posts/2014-01-11-her.md", film="her (2013)", series="Voices")
    bare_site.write("content/posts/2014-01-12-ends.md", title="On endings", series="Voices", about="her (2013)")
    bare_site.write("content/posts/2014-01-13-ida.md", film="Ida (2013)", series="Voices")
    bare_site.good()
    essay, review = (page(bare_site, f"2014/01/{day}/index.html") for day in ("12/ends", "13/ida"))
    assert '<p>Older: <a rel="prev" href="/2014/01/11/her/"><cite>her</cite></a></p>' in essay
    assert '<p>Newer: <a rel="next" href="/2014/01/13/ida/"><cite>Ida</cite></a></p>' in essay
    assert 'After it in Voices: <a href="/2014/01/13/ida/"><cite>Ida</cite></a>' in essay
    assert '<p>Older: <a rel="prev" href="/2014/01/12/ends/">On endings</a></p>' in review
    assert '<p class="facts">About <cite><a href="/films/her-2013/">her</a></cite> (2013)</p>' in essay


def test_of_many_directors_the_first_is_named_and_the_others_counted(bare_site: Site) -> None:
    film = {
        "title": "Paris",
        "year": 2006,
        "directors": ["Olivier Assayas", "Wes Craven", "Tom Tykwer", "Vincenzo Natali"],
    }
    bare_site.write("content/posts/2014-01-13-paris.md", film=film)
    bare_site.write("content/posts/2014-01-14-ends.md", title="On endings")
    bare_site.good()
    review = page(bare_site, "2014/01/13/paris/index.html")
    assert "<p>Olivier Assayas and 3 others, 2006</p>" in review
    assert "<dd>Vincenzo Natali</dd>" in review
    assert "2006, Olivier Assayas and 3 others</span>" in page(bare_site, "index.html")


@pytest.mark.parametrize(
    ("language", "locale"),
    [("en", None), ("en-GB", "en_GB"), ("pt-br", "pt_BR"), ("zh-Hant", None), ("zh-Hant-TW", "zh_TW")],
)
def test_a_page_has_a_locale_only_where_its_language_names_a_country(
    bare_site: Site, language: str, locale: str | None
) -> None:
    bare_site.config(language=language)
    bare_site.write("content/posts/2014-01-13-her.md", film="her (2013)")
    bare_site.good()
    assert metas(read_html(page(bare_site, "2014/01/13/her/index.html"))).get("og:locale") == locale


def test_what_readers_leave_is_called_a_reply(bare_site: Site) -> None:
    bare_site.write("content/posts/2014-01-13-her.md", film="her (2013)", comments="closed")
    bare_site.good()
    review = page(bare_site, "2014/01/13/her/index.html")
    assert '<p class="closed">Replies are closed.</p>' in review
    assert ">Feed of replies</a>" in page(bare_site, "feeds/index.html")
    assert "Comments" not in review


def test_a_month_says_its_name_once(bare_site: Site) -> None:
    bare_site.write("content/posts/2014-01-13-her.md", film="her (2013)")
    bare_site.good()
    month = read_html(page(bare_site, "2014/01/index.html"))
    assert [words(head) for tag in ("h1", "h2") for head in elements(month, tag)] == ["January 2014"]


def test_a_film_page_does_not_say_of_each_review_whose_film_it_is(bare_site: Site) -> None:
    film = {"title": "her", "year": 2013, "directors": ["Spike Jonze"]}
    for day in (13, 14):
        bare_site.write(f"content/posts/2014-01-{day}-p.md", film=film)
    bare_site.good()
    assert 'class="soft">2013, Spike Jonze<' in page(bare_site, "2014/index.html")
    assert 'class="soft">2013' not in page(bare_site, "films/her-2013/index.html")


def test_a_table_scrolls_in_its_own_box(bare_site: Site) -> None:
    film = {"title": "her", "year": 2013, "directors": ["Spike Jonze"], "cast": ["Amy Adams as Amy"]}
    for day in (13, 14):
        bare_site.write(f"content/posts/2014-01-{day}-p.md", film=film)
    bare_site.good()
    for path in ("films/her-2013/index.html", "people/spike-jonze/index.html"):
        assert '<div class="table"><table ' in page(bare_site, path)
    style = page(bare_site, "style.css")
    assert ".body table,.table{overflow-x:auto}" in style


def test_the_footer_says_how_the_texts_may_be_used(bare_site: Site) -> None:
    bare_site.write("content/pages/about.md", title="About")
    bare_site.config(licence={"title": "Ask first", "to": "pages/about.md"})
    bare_site.good()
    foot = the(read_html(page(bare_site, "index.html")), "footer")
    assert words(foot).endswith("· © Ingrid · Ask first")
    assert '<a rel="license" href="/about/">Ask first</a>' in page(bare_site, "index.html")
    bare_site.remove("content/pages/about.md")
    [problem] = bare_site.build().problems
    assert str(problem.place) == "content/site.yaml:4:33"
    assert problem.message == "there is no pages/about.md"


@pytest.mark.parametrize(
    ("comments", "form", "heads"),
    [
        ("open", "https://replies.example/", ["Leave a reply"]),
        ("open", "off", []),
        ("closed", "off", ["No replies"]),
        ("off", "https://replies.example/", []),
    ],
)
def test_a_silent_conversation_stands_only_where_it_has_something_to_say(
    bare_site: Site, comments: str, form: str, heads: list[str]
) -> None:
    bare_site.config(comments={"form": form})
    bare_site.write("content/posts/2014-01-13-her.md", film="her (2013)", comments=comments)
    bare_site.good()
    review = read_html(page(bare_site, "2014/01/13/her/index.html"))
    assert [words(head) for head in elements(review, "h2", "head")] == heads
    assert len([one for one in elements(review) if one.get("id") == "comments"]) == len(heads)


@pytest.mark.parametrize("root", ["", "/blog"])
def test_the_menu_marks_the_page_that_one_is_on_and_the_part_of_the_site_that_it_belongs_to(
    bare_site: Site, root: str
) -> None:
    menu = [
        {"title": title, "to": to}
        for title, to in (
            ("Home", "/"),
            ("Films", "/films/"),
            ("Diary", "/diary/"),
            ("Numbers", "/stats/"),
            ("Noir", "/tag/noir/"),
        )
    ]
    bare_site.config(url=f"https://matinee.example{root}", menu=menu, archives=["films", "tags", "diary", "stats"])
    for day in (13, 14):
        bare_site.write(f"content/posts/2014-01-{day}-p.md", film="her (2013)", tags="noir", watched="2014-01-11")
    bare_site.good()

    def marked(path: str) -> dict[str, str | None]:
        [nav, *_] = elements(read_html(page(bare_site, path)), "nav")
        return {words(link): now for link in elements(nav, "a") if (now := link.get("aria-current"))}

    assert marked("index.html") == {"Home": "page"}
    assert marked("films/index.html") == {"Films": "page"}
    assert marked("films/her-2013/index.html") == {"Films": "true"}
    assert marked("diary/index.html") == {"Diary": "page"}
    assert marked("diary/2014/index.html") == {"Diary": "true"}
    assert marked("stats/index.html") == {"Numbers": "page"}
    assert marked("tag/noir/index.html") == {"Noir": "page"}
    assert marked("search/index.html") == {"Search": "page"}
    assert marked("404.html") == {}


def test_a_grade_has_a_real_minus_wherever_it_is_shown(bare_site: Site) -> None:
    bare_site.config(ratings="letters", archives=["films", "ratings"], archives_from=1)
    bare_site.write("content/posts/2014-01-13-her.md", film="her (2013)", rating="D-")
    bare_site.good()
    review = page(bare_site, "2014/01/13/her/index.html")
    assert '<span class="vh">Grade D−</span> <span aria-hidden="true">D−</span>' in review
    assert "D−" in words(the(read_html(page(bare_site, "rating/d-minus/index.html")), "h1"))


@pytest.mark.parametrize(
    ("archives", "menu", "shown"),
    [
        (["films", "diary", "stats"], [], ["Films", "Diary", "Numbers"]),
        (["films", "diary", "stats"], [{"title": "What I saw", "to": "/diary/"}], ["Films", "Numbers"]),
        (["films", "diary"], [], ["Films"]),
        (["stats"], [], ["Numbers"]),
        (["tags"], [], []),
    ],
)
def test_the_footer_leads_to_the_indexes_that_the_menu_does_not_name(
    bare_site: Site, archives: list[str], menu: list[dict[str, str]], shown: list[str]
) -> None:
    bare_site.config(archives=archives, menu=menu)
    bare_site.good()
    foot = the(read_html(page(bare_site, "index.html")), "footer")
    links = [link for link in elements(foot, "a") if words(link) != "Feeds"]
    assert [words(link) for link in links] == shown
    assert all((bare_site.output / f"{link.get('href')}index.html".lstrip("/")).exists() for link in links)


def test_a_byline_names_author_and_date_and_the_categories_stand_below(bare_site: Site) -> None:
    bare_site.write("content/posts/2014-01-13-her.md", title="her", categories="Reviews")
    bare_site.good()
    review = read_html(page(bare_site, "2014/01/13/her/index.html"))
    assert words(the(review, name="byline")) == "Posted by Ingrid | January 13, 2014"
    assert "Filed under Reviews." in words(the(review, name="after"))


def test_a_site_without_a_post_says_so_and_one_without_two_films_sorts_none(bare_site: Site) -> None:
    bare_site.good()
    home = read_html(page(bare_site, "index.html"))
    assert words(the(home, "h1")) == "Changeover"
    assert words(the(home, "main")) == "Nothing has been posted yet."
    assert "data-sort" not in page(bare_site, "films/index.html")
    bare_site.write("content/posts/2014-01-13-her.md", film="her (2013)")
    bare_site.good()
    assert "Nothing has been posted yet." not in page(bare_site, "index.html")
    assert "data-sort" not in page(bare_site, "films/index.html")
    bare_site.write("content/posts/2014-01-14-hers.md", film="hers (2014)")
    bare_site.good()
    assert "data-sort" in page(bare_site, "films/index.html")


def test_who_played_whom_stands_beside_the_name(bare_site: Site) -> None:
    film = {"title": "her", "year": 2013, "directors": ["Spike Jonze"], "cast": ["Amy Adams as Amy", "Chris Pratt"]}
    bare_site.config(archives_from=1)
    bare_site.write("content/posts/2014-01-13-her.md", film=film)
    bare_site.good()
    table = the(read_html(page(bare_site, "films/her-2013/index.html")), name="credits")
    rows = ["Role Name", "Director Spike Jonze", "Cast Amy Adams as Amy", "Cast Chris Pratt"]
    assert [" ".join(words(cell) for cell in row) for row in elements(table, "tr")] == rows
