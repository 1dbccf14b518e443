"""More like this: who made it, what it is, when it was made; and no more work than there are films."""

from __future__ import annotations

from random import Random
from typing import Any

import msgspec
import pytest

from matinee.content.layout import make_layout
from matinee.content.library import Library
from matinee.content.site import FilmEntry, Likeness, make_site
from matinee.model import Audience, Config, Credit, Film, Moment
from matinee.pages.plan.links import MOST_OTHERS, Links
from tests.output.published import elements, read_html, words
from tests.site import CONFIG, Site
from tests.spoken import spoken


def films(number: int, dice: Random, same: bool = False) -> dict[str, FilmEntry]:
    found = {}
    for place in range(number):
        film = Film(
            f"F{place}",
            1950 + place % 70,
            directors=("One" if same else f"D{dice.randrange(number // 3 + 1)}",),
            cast=tuple(Credit(f"A{dice.randrange(5 if same else number)}") for _ in range(4)),
            genres=("Drama",),
        )
        key = f"f{place}-{film.year}"
        found[key] = FilmEntry(key, "", film, (_Review(place),), (), ())  # type: ignore[arg-type]
    return found


class _Review:
    """As much of a post as likeness looks at."""

    def __init__(self, instant: int) -> None:
        self.instant = instant
        self.card = self
        self.path = f"{instant}.md"


def looks(number: int, same: bool) -> int:
    likeness = Likeness(found := films(number, Random(3), same))
    for key in found:
        assert len(likeness.like(key)) <= 4
    return likeness.looks


@pytest.mark.parametrize("same", [False, True])
def test_the_work_grows_with_the_films_and_not_with_their_pairs(same: bool) -> None:
    few, many = looks(200, same), looks(2000, same)
    assert many <= 11 * few
    assert many <= 2000 * 60


class _Counted(dict[str, FilmEntry]):
    """Films that count how often one of them is looked up or gone through."""

    looks = 0

    def values(self) -> Any:
        type(self).looks += len(self)
        return super().values()

    def __getitem__(self, key: str) -> FilmEntry:
        type(self).looks += 1
        return super().__getitem__(key)


def test_the_others_of_a_director_are_gathered_once_for_all_films() -> None:
    found = _Counted(films(600, Random(3), same=True))
    library = Library(Config("T", "https://t.example"), (), (), (), (), make_layout(()), {}, {}, (), 0)
    site = msgspec.structs.replace(make_site(library, Moment("2026-01-01", 0, False), Audience()), films=found)
    links = Links(site, spoken())
    for entry in dict.values(found):
        assert len(links.others_by_directors(entry)) == MOST_OTHERS
    assert _Counted.looks <= 2 * len(found)


@pytest.fixture
def blog(bare_site: Site) -> Site:
    bare_site.write("content/site.yaml", f"{CONFIG}archives: [films, directors]\n")
    _review(bare_site, 1, "Stalker", 1979, directors="[Andrei Tarkovsky]", genres="[drama]")
    _review(bare_site, 2, "Mirror", 1975, directors="[Andrei Tarkovsky]", cast="[Margarita Terekhova]")
    _review(bare_site, 3, "Alien", 1979, directors="[Ridley Scott]", genres="[horror]")
    _review(bare_site, 4, "The Deer Hunter", 1978, directors="[Michael Cimino]", genres="[drama]")
    _review(bare_site, 5, "Metropolis", 1927, directors="[Fritz Lang]", genres="[drama]")
    return bare_site


def _review(site: Site, day: int, title: str, year: int, rating: float = 4, **facts: str) -> None:
    told = ", ".join(f"{key}: {value}" for key, value in {"title": title, "year": str(year), **facts}.items())
    site.write(f"content/posts/2014-01-{day:02}-{year}-{day}.md", film=f"{{{told}}}", rating=rating, body="x")


def like(site: Site, address: str) -> list[str]:
    return [
        words(item)
        for kept in elements(read_html(site.page(address)), "ul", "similar")
        for item in elements(kept, "li")
    ]


def test_a_review_leads_to_others_by_its_director_then_of_its_kind_and_time(blog: Site) -> None:
    blog.good()
    assert like(blog, "/2014/01/01/1979-1/") == [
        "Mirror 1975 4 stars out of 5 ★★★★",
        "The Deer Hunter 1978 4 stars out of 5 ★★★★",
    ]
    assert like(blog, "/2014/01/03/1979-3/") == []
    assert like(blog, "/2014/01/05/1927-5/") == []


def test_another_review_of_the_same_film_is_not_like_it(blog: Site) -> None:
    _review(blog, 9, "Stalker", 1979)
    blog.good()
    for address in ("/2014/01/01/1979-1/", "/2014/01/09/1979-9/"):
        assert not any(line.startswith("Stalker") for line in like(blog, address))
    assert "/2014/01/09/1979-9/" in blog.page("/2014/01/02/1975-2/")


def test_a_new_review_is_told_of_by_its_neighbours_alone(blog: Site) -> None:
    blog.good()
    _review(blog, 10, "Nostalghia", 1983, directors="[Andrei Tarkovsky]")
    written = {
        path
        for path in blog.good().written
        if path.startswith("2014/01/") and path.count("/") == 4 and path.endswith(".html")
    }
    assert written == {f"2014/01/{name}/index.html" for name in ("01/1979-1", "02/1975-2", "05/1927-5", "10/1983-10")}


def test_the_same_films_are_alike_in_whatever_order_they_come() -> None:
    found = films(120, Random(5))
    backwards = dict(reversed(found.items()))
    one, other = Likeness(found), Likeness(backwards)
    assert all([like.key for like in one.like(key)] == [like.key for like in other.like(key)] for key in found)


def test_a_film_names_the_others_by_its_director(blog: Site) -> None:
    _review(blog, 9, "Stalker", 1979)
    blog.good()
    page = read_html(blog.page("/films/stalker-1979/"))
    heads = [words(head) for head in elements(page, "h2")]
    assert "Others by Andrei Tarkovsky" in heads
    assert any("Mirror" in words(item) for item in elements(page, "li"))
