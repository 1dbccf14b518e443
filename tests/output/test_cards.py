"""The title card of each post: where it lies, what names it, and when it is drawn again."""

from __future__ import annotations

import re

import pytest

from tests.output.published import Published
from tests.site import Site

HER = "content/posts/2014-01-13-her.md"
CARD = "2014/01/13/her/card.png"
PAGE = "/2014/01/13/her/"


@pytest.fixture
def her(bare_site: Site) -> Site:
    front = {"title": "her", "film": "{title: her, year: 2013, directors: [Spike Jonze]}", "rating": 4.5}
    bare_site.write(HER, body="A letter first.", **front)
    bare_site.good()
    return bare_site


def shared(site: Site) -> dict[str, str]:
    """What a page says of the picture to share."""
    named = re.findall(r'<meta (?:property|name)="([\w:]+)" content="([^"]*)">', site.page(PAGE))
    return {name: value for name, value in named if "image" in name or "card" in name}


def test_every_post_has_a_card_and_no_page_has(demo: Published) -> None:
    posts = [path.removesuffix("index.html") + "card.png" for path in demo.posts]
    assert posts
    assert sorted(path for path in demo.tree if path.endswith("card.png")) == sorted(posts)
    assert all(demo.tree[path].startswith(b"\x89PNG") for path in posts)


def test_a_post_without_an_image_shares_its_card(her: Site) -> None:
    told = shared(her)
    address, _, mark = told.pop("og:image").partition("?")
    assert (address, len(mark)) == (f"https://matinee.example/{CARD}", 8)
    assert told == {
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Title card: her (2013)",
        "twitter:card": "summary_large_image",
    }
    assert f'"image":"{address}?{mark}"' in her.page(PAGE)


def test_a_post_with_an_image_shares_that_and_has_a_card_all_the_same(her: Site) -> None:
    her.write(HER, title="her", image="https://matinee.example/still.jpg", image_alt="A man.", body="Text.")
    her.good()
    assert shared(her)["og:image"].endswith("still.jpg")
    assert CARD in her.tree()


def test_a_new_rating_draws_one_card_anew_and_gives_it_another_mark(her: Site) -> None:
    her.write("content/posts/2014-02-01-m.md", title="M", body="Whistling.")
    her.good()
    before = shared(her)["og:image"]
    her.edit(HER, "rating: 4.5", "rating: 5")
    assert [path for path in her.good().written if path.endswith(".png")] == [CARD]
    assert shared(her)["og:image"] != before


def test_editing_prose_draws_no_card(her: Site) -> None:
    her.edit(HER, "A letter first.", "A letter, and then another one.")
    assert [path for path in her.good().written if path.endswith(".png")] == []


def test_a_card_shows_nothing_of_a_text_behind_a_shield(her: Site) -> None:
    card = her.tree()[CARD]
    her.edit(HER, "rating: 4.5", "rating: 4.5\nspoilers: the ending")
    her.edit(HER, "A letter first.", "She leaves.")
    her.good()
    assert her.tree()[CARD] == card


def test_fonts_of_ones_own_change_no_card(her: Site) -> None:
    card = her.tree()[CARD]
    her.config(theme="{fonts: {poster: Impact}}")
    her.write("static/fonts/league-gothic-latin.woff2", b"another font")
    her.good()
    assert her.tree()[CARD] == card


def test_a_site_may_have_none(her: Site) -> None:
    her.config(theme="{cards: false}")
    assert CARD in her.good().removed
    assert shared(her) == {}


def test_a_file_of_that_name_collides(her: Site) -> None:
    her.write("content/posts/2014-01-13-her/card.png", her.tree()[CARD])
    [problem] = [problem for problem in her.build().problems if problem.is_error]
    assert problem.code == "collision"
    assert problem.place.path == "content/posts/2014-01-13-her/card.png"
    assert "the title card of content/posts/2014-01-13-her.md" in problem.message


def test_an_address_that_is_a_file_has_its_card_beside_it(bare_site: Site) -> None:
    bare_site.write(HER, title="her", url="/her.html", body="Text.")
    bare_site.good()
    assert "her.html.card.png" in bare_site.tree()
