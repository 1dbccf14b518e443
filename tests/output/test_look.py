"""What the pages look like, as far as their HTML says it."""

from __future__ import annotations

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
