"""What a link or a picture leads to: by any spelling of its path, and what is said where it leads nowhere."""

from __future__ import annotations

import re
import unicodedata

import pytest

from matinee.content.site.links import ON_EVERY_PAGE
from matinee.theme import theme_folder
from tests.site import Site, picture

FRONT = "---\ntitle: A\ndate: 2014-01-01\n---\n"
LETTER = picture(4, 3)


def told(site: Site) -> list[str]:
    return [str(problem) for problem in site.build().problems]


@pytest.fixture
def two(bare_site: Site) -> Site:
    """Two posts; a picture lies beside the first."""
    bare_site.write("content/posts/a.md", FRONT)
    bare_site.write("content/posts/a/Letter.JPG", LETTER)
    bare_site.write("content/posts/b.md", FRONT)
    return bare_site


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("![x](Letter.JPG)", "6: error: there is no image Letter.JPG; did you mean a/Letter.JPG? [image]"),
        ("![x](a/letter.jpg)", "6: error: there is no image a/letter.jpg; did you mean a/Letter.JPG? capitals count ["),
        ("![x](a/leter.jpg)", "6: error: there is no image a/leter.jpg; did you mean a/Letter.JPG? [image]"),
        ("![x](still.png)", "6: error: there is no image still.png [image]"),
        ("[x](A.md)", "5: error: there is no A.md; did you mean a.md? capitals count [link]"),
        ("[x](posts/a.md)", "5: error: there is no posts/a.md; did you mean a.md? [link]"),
        ("[x](letter.jpg)", "5: error: there is no letter.jpg; did you mean a/Letter.JPG? capitals count [link]"),
    ],
)
def test_a_path_that_leads_nowhere_is_told_with_the_right_one(text: str, problem: str, two: Site) -> None:
    two.write("content/posts/b.md", f"{FRONT}{text}\n")
    [found] = told(two)
    assert found.startswith(f"content/posts/b.md:5:{problem}")


def test_of_two_files_of_one_name_the_posts_own_is_proposed(two: Site) -> None:
    two.write("content/posts/b/letter.jpg", LETTER)
    two.write("content/posts/b.md", f"{FRONT}![x](LETTER.jpg)\n")
    [found] = told(two)
    assert "did you mean b/letter.jpg? capitals count" in found


def test_a_picture_of_a_draft_is_not_said_to_be_missing(two: Site) -> None:
    two.write("content/posts/a.md", "---\ntitle: A\ndraft: true\n---\n")
    two.write("content/posts/b.md", f"{FRONT}![x](a/Letter.JPG)\n")
    [found] = told(two)
    assert "a/Letter.JPG belongs to a draft, or to a post not due yet; copy it to this post [image]" in found


@pytest.mark.parametrize(("there", "typed"), [("NFD", "NFC"), ("NFC", "NFD")])
def test_accents_are_the_same_in_one_character_or_two(there: str, typed: str, bare_site: Site) -> None:
    stored, cafe = unicodedata.normalize(there, "café"), unicodedata.normalize(typed, "café")
    bare_site.write(f"content/posts/{stored}.md", f"{FRONT}## Le {stored}\n")
    bare_site.write(f"content/posts/{stored}/{stored}.png", LETTER)
    bare_site.write(f"content/films/{stored}.yaml", f"title: Café\nyear: 2001\nposter: {cafe}.png\n")
    bare_site.write(f"content/films/{stored}.png", LETTER)
    bare_site.write(f"static/{stored}.png", LETTER)
    front = f"---\ndate: 2014-01-02\nfilm: {cafe}\nimage: {cafe}/{cafe}.png\n---\n"
    links = (
        f"[a]({cafe}.md#le-{cafe}) ![b]({cafe}/{cafe}.png) ![c](/{cafe}.png) [d](/{cafe}.png) [e](/2014/01/01/{cafe}/)"
    )
    bare_site.write("content/posts/b.md", f"{front}{links}\n")
    bare_site.good()
    assert [path for path in bare_site.tree() if path != unicodedata.normalize("NFC", path)] == []
    page = bare_site.page("/2014/01/02/b/")
    assert page.count("caf%C3%A9") >= 7
    assert "cafe%CC%81" not in page


def test_an_address_is_one_percent_encoded_or_not(bare_site: Site) -> None:
    bare_site.config(redirects={"/vieux-caf%C3%A9/": "/%c3%a9t%c3%a9/"}, menu=[{"title": "E", "to": "/%C3%A9t%C3%A9/"}])
    bare_site.write("content/posts/a.md", f"{FRONT[:-4]}url: /%C3%A9t%C3%A9/\naliases: [/caf%c3%a9/]\n---\n")
    bare_site.write("content/posts/b.md", f"{FRONT}[x](/%C3%A9t%C3%A9/) [y](/e%CC%81te%CC%81/) [z](/été/)\n")
    bare_site.good()
    assert {"été/index.html", "café/index.html", "vieux-café/index.html"} <= bare_site.tree().keys()
    assert bare_site.page("/2014/01/01/b/").count('<a href="/%C3%A9t%C3%A9/">') >= 4
    assert 'href="/%C3%A9t%C3%A9/"' in bare_site.page("/café/")
    assert 'href="/%C3%A9t%C3%A9/"' in bare_site.page("/vieux-café/")
    assert not [path for path in bare_site.tree() if "%" in path]


def test_a_percent_encoded_address_collides_with_the_same_one_in_letters(bare_site: Site) -> None:
    bare_site.write("content/posts/a.md", f"{FRONT[:-4]}url: /%C3%A9t%C3%A9/\n---\n")
    bare_site.write("content/posts/b.md", f"{FRONT[:-4]}url: /été/\n---\n")
    [found] = told(bare_site)
    assert "/été/ would be both" in found


# The files of films


@pytest.fixture
def her(bare_site: Site) -> Site:
    """A film with a poster and a still, of which a draft speaks."""
    bare_site.write("content/films/her.yaml", "title: her\nyear: 2013\nposter: card.png\n")
    for path in ("card.png", "her.png", "her/still.png", "banner.png"):
        bare_site.write(f"content/films/{path}", LETTER)
    bare_site.write("content/posts/a.md", f"{FRONT[:-4]}film: her\ndraft: true\n---\n")
    return bare_site


def film_files(site: Site) -> list[str]:
    return [path for path in sorted(site.tree()) if path.startswith("films/") and path.endswith(".png")]


def test_the_files_of_a_film_are_published_with_the_first_post_that_speaks_of_it(her: Site) -> None:
    her.good()
    assert film_files(her) == ["films/banner.png"]
    her.write("content/posts/b.md", f"{FRONT[:-4]}about: her\n---\n")
    her.good()
    assert film_files(her) == ["films/banner.png", "films/card.png", "films/her.png", "films/her/still.png"]


def test_a_poster_of_two_films_is_published_with_either(her: Site) -> None:
    her.write("content/films/him.yaml", "title: him\nyear: 2014\nposter: card.png\n")
    her.write("content/posts/b.md", f"{FRONT[:-4]}film: him\n---\n")
    her.good()
    assert film_files(her) == ["films/banner.png", "films/card.png"]


def test_a_picture_of_a_film_that_is_not_shown_is_told_as_such(her: Site) -> None:
    her.write("content/posts/b.md", f"{FRONT}![x](../films/card.png) [y](../films/her.png)\n")
    assert [problem.partition("error: ")[2] for problem in told(her)] == [
        "../films/card.png belongs to a film that no published post speaks of; copy it to this post [image]",
        "../films/her.png belongs to a film that no published post speaks of: readers would find nothing there [link]",
    ]


def test_a_film_that_a_post_may_speak_of_which_cannot_be_read_is_not_said_to_be_unshown(her: Site) -> None:
    her.write("content/posts/b.md", f"{FRONT}![x](../films/card.png)\n")
    her.write("content/posts/c.md", f"{FRONT[:-4]}film: her\nratin: 3\n---\n")
    assert [problem.split(":")[0] for problem in told(her)] == ["content/posts/c.md"]


# What cannot be read


@pytest.mark.parametrize(
    ("told_of", "code"),
    [("{titel: x}", "unknown-key"), ("{title: x}", "missing-key"), ("{title: x, to: 'javascript:x'}", "url")],
)
@pytest.mark.parametrize("key", ["menu", "licence"])
def test_a_link_of_site_yaml_that_is_refused_is_not_said_to_lead_nowhere_too(
    key: str, told_of: str, code: str, bare_site: Site
) -> None:
    bare_site.config(**{key: told_of})
    found = told(bare_site)
    assert any(problem.endswith(f"[{code}]") for problem in found)
    assert not [problem for problem in found if "there is no" in problem]


def test_what_follows_a_refused_entry_of_the_menu_is_told_at_its_own_line(bare_site: Site) -> None:
    bare_site.append("content/site.yaml", "menu:\n  - {titel: x}\n  - {title: A, to: pages/abuot.md}\n")
    [told_of] = [problem for problem in told(bare_site) if "there is no" in problem]
    assert told_of.startswith("content/site.yaml:6:")


@pytest.fixture
def linked(two: Site) -> Site:
    """A post with links of all kinds to another."""
    links = "[a](a.md#x) ![b](a/Letter.JPG) [c](a/Letter.JPG) [d](/2014/01/01/a/)"
    two.write("content/posts/b.md", f"{FRONT}{links}\n")
    return two


def test_nothing_is_told_that_follows_from_a_post_that_cannot_be_read(linked: Site) -> None:
    linked.write("content/posts/a.md", b"---\ntitle: \xe9\n---\n")
    linked.write("content/posts/a/comments.yaml", "- id: 1\n  body: x\n")
    linked.config(menu=[{"title": "A", "to": "posts/a.md"}])
    assert [problem.split(":")[0] for problem in told(linked)] == ["content/posts/a.md"]


def test_nothing_is_told_that_follows_from_a_conversation_that_cannot_be_read(linked: Site) -> None:
    linked.write("content/posts/a/comments.yaml", "- id: 1\n  body: 'x\n")
    assert [problem.split(":")[0] for problem in told(linked)] == ["content/posts/a/comments.yaml"]


@pytest.mark.parametrize(
    ("film", "words"),
    [
        ("nosuch", '"nosuch" has no year and is no file of films/; write `nosuch (YEAR)`, or make films/nosuch.yaml'),
        ("her-2013x", '"her-2013x" has no year and is no file of films/; did you mean her-2013?'),
        ("{title: Her}", '"Her" has no year and is no file of films/; did you mean her (2013)?'),
    ],
)
def test_a_film_of_the_diary_that_is_nowhere_is_told(film: str, words: str, bare_site: Site) -> None:
    bare_site.write("content/films/her-2013.yaml", "title: her\nyear: 2013\n")
    bare_site.write(
        "content/diary/2014.yaml", f"- date: 2014-01-01\n  film: her-2013\n- {{date: 2014-01-02, film: {film}}}\n"
    )
    assert told(bare_site) == [f"content/diary/2014.yaml:3:28: error: {words} [film]"]


@pytest.mark.parametrize("film", ["her-2013", "Stalker (1979)", "{title: Stalker, year: 1979}"])
def test_a_film_of_the_diary_is_named_in_any_of_the_three_ways(film: str, bare_site: Site) -> None:
    bare_site.write("content/films/her-2013.yaml", "title: her\nyear: 2013\n")
    bare_site.write("content/diary.yaml", f"- {{date: 2014-01-02, film: {film}}}\n")
    assert told(bare_site) == []


def test_a_film_whose_file_cannot_be_read_is_not_said_to_be_unknown(bare_site: Site) -> None:
    bare_site.write("content/films/her.yaml", "title: 'her\n")
    bare_site.write("content/posts/b.md", "---\nfilm: her\ndate: 2014-01-01\n---\n")
    assert [problem.split(":")[0] for problem in told(bare_site)] == ["content/films/her.yaml"]


def test_every_page_has_the_anchors_of_the_frame_it_stands_in(two: Site) -> None:
    frame = (theme_folder("templates") / "base.html").read_text("utf-8")
    assert set(re.findall(r' id="([^"{]+)"', frame)) == ON_EVERY_PAGE
    two.write("content/posts/b.md", f"{FRONT}[top](#main) [there](a.md#main) [no](#mian)\n")
    [found] = told(two)
    assert "there is no #mian in content/posts/b.md" in found


HIDING = "Open.\n\n:::spoiler\nOne.\n\n## The end\n:::\n\n:::spoiler b\nTwo.\n\n:::spoiler c\n## Deep\n:::\n:::\n"


@pytest.mark.parametrize(
    ("target", "href"),
    [
        ("a.md#spoiler-1", "/2014/01/01/a/#spoiler-1"),
        ("a.md#the-end", "/2014/01/01/a/#spoiler-1"),
        ("a.md#deep", "/2014/01/01/a/#spoiler-2"),
        ("#the-end", "#spoiler-1"),
    ],
)
def test_a_link_to_what_is_shielded_leads_to_its_shield(two: Site, target: str, href: str) -> None:
    name = "a" if target.startswith("#") else "b"
    two.write("content/posts/a.md", f"{FRONT}{HIDING}")
    two.append(f"content/posts/{name}.md", f"\n[x]({target})\n")
    two.good()
    assert f'<a href="{href}">x</a>' in two.page(f"/2014/01/01/{name}/")
    shown = two.page("/2014/01/01/a/")
    assert shown.count('<details class="spoiler" id="spoiler-') == 2
    assert 'id="the-end"' not in shown


def test_a_link_into_a_review_that_is_shielded_whole_leads_to_its_one_shield(two: Site) -> None:
    two.write("content/posts/a.md", f"{FRONT[:-4]}spoilers: true\n---\n## The end\n\nText.\n")
    two.append("content/posts/b.md", "\n[x](a.md#the-end) [y](a.md#spoiler)\n")
    two.good()
    assert two.page("/2014/01/01/b/").count('href="/2014/01/01/a/#spoiler"') == 2
    assert two.page("/2014/01/01/a/").count('id="spoiler"') == 1


def test_a_shield_that_is_not_there_is_told(two: Site) -> None:
    two.write("content/posts/a.md", f"{FRONT}{HIDING}")
    two.append("content/posts/b.md", "\n[x](a.md#spoiler-3)\n")
    [problem] = told(two)
    assert "there is no #spoiler-3 in content/posts/a.md" in problem
