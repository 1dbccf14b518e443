"""`build --explain`: why a page was made again, in words that lead to what was changed."""

from __future__ import annotations

import pytest

from matinee.pages.kinds import KINDS
from matinee.render.explaining import NAMED
from tests.site import Site, make_plain

HER = "2014/01/13/her/index.html"


@pytest.fixture
def built(site: Site) -> Site:
    make_plain(site).good()
    return site


def why(site: Site, asked: str = "/2014/01/13/her/", **options: bool) -> str:
    return site.good(explain=asked, **options).explanation


def test_every_part_of_every_output_has_its_words() -> None:
    assert {name for kind in KINDS.values() for name in kind.parts.__struct_fields__} <= NAMED


@pytest.mark.parametrize(
    "asked", [HER, "/2014/01/13/her/", "2014/01/13/her", "content/posts/2014-01-13-her.md", "/2014/01/13/%68er/"]
)
def test_a_page_goes_by_its_address_its_path_and_its_source(asked: str, built: Site) -> None:
    assert why(built, asked) == f"{HER}: left as it is, since nothing that it is made of has changed"


def test_what_is_not_there_is_told_with_the_nearest(built: Site) -> None:
    assert why(built, "/abuot/") == "/abuot/: nothing is published there; did you mean /about/?"
    assert why(built, "xyzzy") == "xyzzy: nothing is published there"


def test_a_template_is_named_by_the_file_that_changed(built: Site) -> None:
    built.append("templates/post.html", "x")
    assert why(built) == f"{HER}: made again, because of a change in templates/post.html"
    built.append("templates/rows.html", "x")
    assert why(built) == f"{HER}: made again, because of a change in templates/rows.html"
    built.append("templates/rows.html", "y")
    built.append("templates/post.html", "y")
    assert why(built) == f"{HER}: made again, because of a change in templates/post.html; templates/rows.html"


def test_what_changed_in_the_sources_is_named(built: Site) -> None:
    changed = f"{HER}: made again, because of a change in"
    built.edit("content/posts/2014-01-13-her.md", "*then*", "and then")
    assert why(built) == f"{changed} the text of content/posts/2014-01-13-her.md; its summary"
    built.append("content/posts/2014-01-13-her/comments.yaml", "- id: 9\n  body: x\n")
    assert why(built) == f"{changed} the conversation of content/posts/2014-01-13-her.md"
    built.edit("content/posts/2015-02-15-stalker.md", "---\nThe", "title: The Zone\n---\nThe")
    assert why(built) == f'{changed} the newer post beside it, "The Zone"'
    built.append("content/films/her-2013.yaml", "runtime: 126\n")
    assert why(built) == f"{changed} its film, her (2013)"
    built.remove("content/posts/gravity")
    built.edit("content/posts/2014-01-13-her.md", "See [Gravity](gravity/index.md).", "")
    assert "the older post beside it, which is gone" in why(built)
    built.edit("content/site.yaml", "Films, and", "Films and")
    assert why(built) == f"{changed} the settings (content/site.yaml, or --base-url)"
    built.write("static/robots-are-people.txt", "They may be.\n")
    expected = "robots-are-people.txt: made again, because of a change in static/robots-are-people.txt"
    assert why(built, "static/robots-are-people.txt") == expected


def test_what_is_made_without_a_change_says_why(built: Site) -> None:
    built.write("content/posts/new.md", title="New", date="2016-01-01")
    assert why(built, "content/posts/new.md") == "2016/01/01/new/index.html: made, because it is new"
    (built.output / HER).write_text("x")
    assert why(built) == f"{HER}: made again, because its file was changed or removed"
    assert why(built, clean=True) == f"{HER}: made again, because everything is"
    (built.output / ".matinee/manifest").unlink()
    reason = "made again, because there is no record of what Matinee wrote into this folder"
    assert why(built) == f"{HER}: {reason}"
    built.remove(".matinee")
    built.edit("content/posts/2014-01-13-her.md", "letter first", "letter")
    reason = "made again; what has changed is not known, since the cache does not remember"
    assert why(built) == f"{HER}: {reason}"
