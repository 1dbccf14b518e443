"""The search index: what is in it, what never is, and when it is made again."""

from __future__ import annotations

import json

from tests.site import CONFIG, Site

HER = "content/posts/2014-01-13-her.md"


def test_a_post_is_found_by_title_film_and_first_sentence_and_not_by_what_is_shielded(bare_site: Site) -> None:
    bare_site.write(
        HER, film="{title: her, year: 2013, directors: [Spike Jonze]}", rating=4.5, body="A letter. ||He dies.||"
    )
    bare_site.write("content/posts/2015-02-02-whole.md", title="Whole", spoilers=True, body="Everybody dies.")
    bare_site.good()
    [her] = json.loads(bare_site.page("search/2014.json"))
    assert her == ["her", "/2014/01/13/her/", "2013, Spike Jonze", "A letter.", ["4½ stars out of 5", "★★★★½"], True]
    assert json.loads(bare_site.page("search/2015.json")) == [["Whole", "/2015/02/02/whole/", "February 2, 2015"]]
    assert json.loads(bare_site.page("search/index.json"))["years"] == ["/search/2015.json", "/search/2014.json"]


def test_films_people_and_terms_with_pages_are_found(bare_site: Site) -> None:
    for day in (13, 14):
        film = "{title: her, year: 2013, directors: [Spike Jonze]}"
        bare_site.write(f"content/posts/2014-01-{day}-her.md", film=film, title=f"On {day}", tags="[noir]")
    bare_site.good()
    entries = json.loads(bare_site.page("search/index.json"))["entries"]
    assert ["her", "/films/her-2013/", "2013", "", None, True] in entries
    assert ["Spike Jonze", "/people/spike-jonze/", "Director"] in entries
    assert ["noir", "/tag/noir/", "Tag"] in entries
    tree = bare_site.tree()
    assert all(f"{entry[1].lstrip('/')}index.html" in tree for entry in entries)


def test_without_search_there_is_no_page_index_or_link(bare_site: Site) -> None:
    bare_site.write("content/site.yaml", f"{CONFIG}search: off\n")
    bare_site.write(HER, film="her (2013)")
    bare_site.good()
    assert not [path for path in bare_site.tree() if path.startswith("search")]
    assert "/search/" not in bare_site.page("/") + bare_site.page("404.html")


def test_a_text_makes_its_years_list_again_only_where_its_first_sentence_changes(site: Site) -> None:
    site.good()
    site.edit(HER, "See [Gravity]", "Well, see [Gravity]")
    assert not [path for path in site.good().written if path.startswith("search/")]
    site.edit(HER, "A letter first", "A long letter first")
    assert [path for path in site.good().written if path.startswith("search/")] == ["search/2014.json"]


def test_below_a_path_the_index_is_found_there(bare_site: Site) -> None:
    bare_site.write(HER, film="her (2013)")
    bare_site.good(base_url="https://x.example/blog")
    assert 'data-index="/blog/search/index.json"' in bare_site.page("search/index.html")
    assert json.loads(bare_site.page("search/2014.json"))[0][1] == "/blog/2014/01/13/her/"
