"""Files of films/ and the diary as text in, films and viewings out."""

from __future__ import annotations

import pytest

from matinee.content.sources import FilmFile, Reading, read_diary, read_film
from matinee.errors import ContentError
from matinee.model import Film, FilmMention, Viewing
from matinee.text.moments import read_moment

UTC = Reading()


def test_a_film_is_read_from_its_file() -> None:
    read = read_film("title: her\nyear: 2013\nruntime: 126\n", "films/her-2013.yaml")
    assert read == FilmFile(Film("her", 2013, runtime=126), "title:1:8 year:2:7 runtime:3:10")


def test_a_films_mistakes_are_all_reported() -> None:
    read = read_film("title: her\nyear: 1800\ncast: [[x]]\ncrew: x\n", "f.yaml")
    assert read.film == Film("her")
    assert [str(problem).split(": error: ")[0] for problem in read.problems] == [
        "f.yaml:2:7",
        "f.yaml:3:8",
        "f.yaml:4:7",
    ]


@pytest.mark.parametrize(
    "text", ["", "year: 2013\n", "title:\n", "title: ' '\n", "title: [REC]\n", "her\n", "- title: her\n"]
)
def test_a_film_without_a_title_is_refused(text: str) -> None:
    with pytest.raises(ContentError, match=r"^f\.yaml:"):
        read_film(text, "f.yaml")


def test_a_diary_is_read_in_the_order_of_its_file() -> None:
    found = read_diary(
        "- {date: 2014-01-11, film: her (2013), rating: 4½, rewatch: no, venue: cinema, note: Cold.}\n"
        "- date: 2014-01-12\n  film: {title: Gravity}\n",
        "diary.yaml",
        UTC,
    )
    first = read_moment("2014-01-11", "UTC")
    assert found.viewings == (
        Viewing(first, FilmMention("her (2013)", Film("her", 2013)), 4.5, False, "cinema", "Cold."),
        Viewing(read_moment("2014-01-12", "UTC"), FilmMention("", Film("Gravity"))),
    )
    assert (found.lines, found.problems) == ((1, 2), ())


def test_a_viewing_needs_a_date_and_a_film() -> None:
    found = read_diary(
        "- film: her\n- date: 2014-01-01\n- {date: soon, film: her}\n- {date: 2014-01-01, film: x}", "d", UTC
    )
    assert [str(problem).split(";")[0] for problem in found.problems] == [
        'd:1:3: error: "date" is missing [missing-key]',
        'd:2:3: error: "film" is missing [missing-key]',
        'd:3:10: error: date must be a date like 2014-01-13 or 2014-01-13 09:30, not "soon" [date]',
    ]
    assert found.lines == (4,)


@pytest.mark.parametrize(
    ("ids", "told"),
    [
        ("imdb: 5", 'imdb must be tt and six digits or more, not "5"; it stands in the address of the film'),
        ("imdb: tt12", 'imdb must be tt and six digits or more, not "tt12"'),
        ("imdb: https://www.imdb.com/title/tt1798709/", "; write tt1798709 [film]"),
        ("tmdb: her", 'tmdb must be a number, not "her"'),
        ("tmdb: movie/152601", '"movie/152601"; write 152601 [film]'),
    ],
)
def test_an_id_that_leads_to_no_film_is_refused(ids: str, told: str) -> None:
    read = read_film(f"title: her\nids: {{{ids}}}\n", "f.yaml")
    [problem] = map(str, read.problems)
    assert problem.startswith("f.yaml:2:13: error: ")
    assert told in problem


def test_ids_as_they_stand_in_addresses_are_taken() -> None:
    read = read_film("title: her\nids: {imdb: tt1798709, tmdb: 152601, letterboxd: }\n", "f.yaml")
    assert (read.film.ids.imdb, read.film.ids.tmdb, read.problems) == ("tt1798709", "152601", ())
