"""Every problem is told where its author can mend it, in words that name both sides."""

from __future__ import annotations

from typing import Any

import pytest

from tests.site import CONFIG, Site, make_plain, picture

TALK = "- id: 1\n  body: Lovely.\n- id: gone\n  status: spam\n- id: 2\n  parent: 1\n  body: Yes.\n"
PINGBACKS = (
    "- source: https://a.example/\n  id: 17\n"
    "- source: https://b.example/\n  id: 18\n  type: like\n"
    "- source: https://c.example/\n"
)


@pytest.fixture
def plain_site(bare_site: Site) -> Site:
    return make_plain(bare_site)


def told(site: Site) -> list[str]:
    """The problems of a build."""
    return [str(problem) for problem in site.build().problems]


# site.yaml


def test_a_menu_that_leads_nowhere_is_told_at_its_entry(plain_site: Site) -> None:
    plain_site.write(
        "content/site.yaml",
        f"{CONFIG}menu:\n  - {{title: A, to: pages/abuot.md}}\n  - title: B\n    to: /nowhere/\n"
        "  - {title: C, to: pages/draft.md}\n  - {title: D, to: pages/about.md#rows}\n  - {title: E, to: '#rows'}\n",
    )
    plain_site.write("content/pages/about.md", title="About", body="## Row\n\nK.")
    plain_site.write("content/pages/draft.md", title="Draft", draft=True)
    assert told(plain_site) == [
        "content/site.yaml:5:20: error: there is no pages/abuot.md; did you mean pages/about.md? [link]",
        "content/site.yaml:7:9: error: nothing answers /nowhere/ [link]",
        "content/site.yaml:8:20: error: pages/draft.md is a draft or not due yet: readers would find nothing there "
        "[link]",
        "content/site.yaml:9:20: error: there is no #rows in content/pages/about.md; did you mean #row? [anchor]",
        "content/site.yaml:10:20: error: there is no #rows; paths are relative to this file [link]",
    ]


def test_a_menu_leads_to_all_that_a_text_can(bare_site: Site) -> None:
    menu = [
        "posts/gravity",
        "posts/gravity/a.txt",
        "/films/",
        "https://elsewhere.example/",
        "posts/gravity/index.md#cast",
    ]
    bare_site.config(menu=[{"title": f"M{place}", "to": to} for place, to in enumerate(menu)])
    bare_site.write("content/posts/gravity/index.md", title="G", date="2014-01-13", body="## Cast\n\nTwo.")
    bare_site.write("content/posts/gravity/a.txt", "a")
    bare_site.good()
    home = bare_site.page("/")
    post = "/2014/01/13/gravity/"
    for place, url in enumerate([post, f"{post}a.txt", "/films/", "https://elsewhere.example/", f"{post}#cast"]):
        assert f'<a href="{url}">M{place}</a>' in home


def test_redirects_are_told_at_their_own_lines(plain_site: Site) -> None:
    plain_site.write(
        "content/site.yaml",
        f"{CONFIG}redirects:\n  /old/: /films/\n  /older/: /abuot/\n  /about/: https://example.org/\n",
    )
    plain_site.write("content/pages/about.md", title="About")
    assert told(plain_site) == [
        "content/site.yaml:6:3: error: nothing answers /abuot/; did you mean /about/? [link]",
        "content/site.yaml:7:3: error: /about/ would be both content/pages/about.md and the redirect from /about/; "
        "give one of them another `slug:` or `url:`, or another name [collision]",
    ]


# One address, two sources


@pytest.mark.parametrize(
    ("path", "front", "place", "origins"),
    [
        ("a.md", {"url": "/feed.xml"}, "a.md:4:6", "the feed and content/posts/a.md"),
        ("feed.md", {}, "../pages/feed.md:1:1", "the old feed address /feed/ and content/pages/feed.md"),
        ("z.md", {"url": "/b/"}, "z.md:4:6", "content/posts/b.md and content/posts/z.md"),
        ("a.md", {"url": "/b/"}, "a.md:4:6", "content/posts/b.md and content/posts/a.md"),
        ("a.md", {"aliases": ["/x/", "/b/"]}, "a.md:4:16", "content/posts/b.md and an alias of content/posts/a.md"),
    ],
)
def test_a_collision_is_told_at_the_authored_side(
    path: str, front: dict[str, Any], place: str, origins: str, plain_site: Site
) -> None:
    plain_site.config(permalink="/{slug}/")
    if front:
        plain_site.write(f"content/posts/{path}", title="A", date="2014-01-13", **front)
    else:
        plain_site.write(f"content/pages/{path}", title="A")
    plain_site.write("content/posts/b.md", title="B", date="2014-01-14")
    [problem] = told(plain_site)
    where = f"content/posts/{place}" if front else "content/pages/feed.md:1:1"
    assert problem.startswith(f"{where}: error: ")
    assert f"would be both {origins};" in problem


# Films


def test_a_conflict_of_facts_is_told_at_the_fact_and_names_the_other(plain_site: Site) -> None:
    plain_site.write("content/films/her-2013.yaml", "title: her\nyear: 2013\nruntime: 126\n")
    film = "film:\n  title: her\n  year: 2013\n"
    plain_site.write("content/posts/a.md", f"---\ndate: 2014-01-13\n{film}  runtime: 125\n---\n")
    plain_site.write("content/posts/b.md", f"---\ndate: 2014-01-14\n{film}  type: short\n---\n")
    plain_site.write(
        "content/posts/c.md",
        "---\ntitle: C\ndate: 2014-01-15\nfilms:\n- film: {title: her, year: 2013, type: series}\n---\n",
    )
    assert [problem for problem in told(plain_site) if "[film-conflict]" in problem] == [
        "content/posts/a.md:6:12: warning: runtime of her (2013) is told otherwise in "
        "content/films/her-2013.yaml:3:10, which is kept; keep the fact in one place [film-conflict]",
        "content/posts/c.md:5:40: warning: type of her (2013) is told otherwise in content/posts/b.md:6:9, "
        "which is kept; keep the fact in one place [film-conflict]",
    ]


def test_a_missing_poster_is_told_where_it_is_written(plain_site: Site) -> None:
    plain_site.write("content/films/her-2013.yaml", "title: her\nyear: 2013\nposter: her.jgp\n")
    plain_site.write("content/films/her.jpg", picture(2, 3))
    for day, film in (
        (13, "Her (2013)"),
        (14, "{title: Gravity, year: 2013, poster: g.png}"),
        (15, "Gravity (2013)"),
    ):
        plain_site.write(f"content/posts/{day}.md", film=film, date=f"2014-01-{day}")
    assert told(plain_site) == [
        "content/films/her-2013.yaml:3:9: error: there is no image her.jgp; did you mean her.jpg? [image]",
        "content/posts/14.md:2:44: error: there is no image g.png [image]",
    ]


def test_a_poster_lies_beside_the_file_that_names_it(plain_site: Site) -> None:
    plain_site.write("content/films/2013/her.yaml", "title: her\nyear: 2013\nposter: her.png\n")
    plain_site.write("content/films/2013/her.png", picture(2, 3))
    plain_site.write("content/posts/g.md", film="{title: Gravity, year: 2013, poster: g.png}", date="2014-01-14")
    plain_site.write("content/posts/g/g.png", picture(3, 4))
    plain_site.write("content/posts/h.md", film="Her (2013)", date="2014-01-15")
    assert told(plain_site) == []


# Conversations


@pytest.fixture
def talking(bare_site: Site) -> Site:
    bare_site.write("content/posts/more.md", title="More", date="2014-01-14")
    bare_site.write("content/posts/her.md", title="her", date="2014-01-13", body="## The letter\n\nOne.")
    bare_site.write("content/posts/her/comments.yaml", TALK)
    bare_site.write("content/posts/her/pingbacks.yaml", PINGBACKS)
    return bare_site


def test_a_link_may_lead_to_all_that_a_conversation_has_and_to_nothing_else(talking: Site) -> None:
    there = ["the-letter", "comments", "comment-1", "comment-2", "elsewhere", "comment-17"]
    not_there = ["comment-3", "comment-gone", "comment-18", "pingback-0", "respond", "pingbacks"]
    for anchor in (*there, *not_there):
        talking.append("content/posts/more.md", f"[{anchor}](her.md#{anchor})\n")
    problems = told(talking)
    assert [problem.split(":")[1] for problem in problems] == [str(line) for line in range(12, 18)]
    assert [problem.split("#")[1].split(" ")[0] for problem in problems] == not_there
    talking.write("content/posts/more.md", title="More", date="2014-01-14")
    talking.good()
    page = talking.page("/2014/01/13/her/")
    assert [f'id="{anchor}"' in page for anchor in (*there, *not_there)] == [True] * 6 + [False] * 6


def test_the_form_can_be_linked_to_where_it_stands(talking: Site) -> None:
    make_plain(talking)
    talking.append("content/posts/her.md", "\n[Say so](#respond), [all](#comments).\n")
    assert len(told(talking)) == 1
    talking.config(comments={"form": "mailto:me@matinee.example"})
    assert told(talking) == []
    talking.edit("content/posts/her.md", "title: her\n", "title: her\ncomments: closed\n")
    assert told(talking) == []
    talking.edit("content/posts/her.md", "comments: closed", "comments: off")
    assert len(told(talking)) == 1
    talking.remove("content/posts/her")
    assert len(told(talking)) == 2


def test_a_comment_that_goes_takes_the_links_to_it_along(talking: Site) -> None:
    make_plain(talking)
    talking.write("content/posts/more.md", title="More", date="2014-01-14", body="See [it](her.md#comment-2).")
    talking.good()
    talking.edit("content/posts/her/comments.yaml", "- id: 2\n", "- id: 2\n  status: trash\n")
    [problem] = talking.build().problems
    assert (problem.place.path, problem.hint) == ("content/posts/more.md", "did you mean #comment-1?")


def test_a_readers_spoiler_that_hides_nothing_is_told_before_it_is_published(plain_site: Site) -> None:
    body = "  body: |\n    a ||b\n\n    c|| d\n"
    plain_site.write("content/posts/2014-01-13-her.md", title="her")
    plain_site.write(
        "content/posts/2014-01-13-her/comments.yaml",
        f"- id: 1\n  body: x ||y||\n- id: 2\n{body}- id: 3\n  status: held\n{body}- id: 4\n  spoiler: yes\n{body}",
    )
    assert told(plain_site) == [
        "content/posts/2014-01-13-her/comments.yaml:3:1: warning: a || of comment 2 has no partner in its paragraph, "
        "so it hides nothing; put || around each paragraph of a spoiler, :::spoiler and ::: around all of it, or say "
        "spoiler: yes [spoiler]"
    ]
