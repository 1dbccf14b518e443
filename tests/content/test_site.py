"""Putting a site together: values in, a Site out, no disk."""

from __future__ import annotations

import msgspec
import pytest

from matinee.content.layout import make_layout
from matinee.content.library import FilmRecord, Library
from matinee.content.site import make_site, resolve
from matinee.model import (
    Address,
    Audience,
    Config,
    Credit,
    CrewRole,
    Film,
    FilmMention,
    Front,
    ImageReference,
    LatestComment,
    LinkReference,
    Moment,
    Newest,
    PostCard,
    ProseCard,
    Role,
    Section,
    TalkCard,
    make_talk_card,
)
from matinee.text.moments import read_moment

NOW = read_moment("2015-06-01 12:00", "UTC")


def moment(text: str) -> Moment:
    return read_moment(text, "UTC")


def card(name: str, front: Front, talk: TalkCard = TalkCard()) -> PostCard:
    return PostCard(Address.POST, f"posts/{name}.md", f"posts/{name}", name, front, "", ProseCard(b""), talk)


def library(*cards: PostCard, films: tuple[FilmRecord, ...] = (), config: Config | None = None) -> Library:
    paths = [card.path for card in cards]
    layout = make_layout(paths)
    return Library(config or Config("Blog", "https://b.example"), cards, (), films, (), layout, {}, {}, (), 0)


def test_posts_are_newest_first_and_equal_instants_go_by_path() -> None:
    day = moment("2014-01-13")
    cards = [card("b", Front(title="B", date=day)), card("a", Front(title="A", date=day))]
    cards.append(card("c", Front(title="C", date=moment("2013-01-01"))))
    assert [post.title for post in make_site(library(*cards), NOW, Audience()).posts] == ["B", "A", "C"]


def test_a_post_that_speaks_of_a_film_twice_counts_once() -> None:
    her = FilmMention("", Film("her", 2013))
    day = moment("2014-01-13")
    twice = card("a", Front(title="A", date=day, film=her, films=(Section(her), Section(her)), about=(her,)))
    once = card("b", Front(title="B", date=day, about=(her,)))
    assert [film.address for film in make_site(library(twice), NOW, Audience()).films.values()] == [""]
    assert [film.address for film in make_site(library(twice, once), NOW, Audience()).films.values()] == [
        "/films/her-2013/"
    ]


def test_drafts_and_the_future_are_seen_by_authors_only() -> None:
    cards = [
        card("now", Front(title="Now", date=moment("2015-05-31"))),
        card("draft", Front(title="Draft", draft=True)),
        card("later", Front(title="Later", date=moment("2016-01-01"))),
    ]
    assert [post.title for post in make_site(library(*cards), NOW, Audience()).posts] == ["Now"]
    seen = make_site(library(*cards), NOW, Audience(drafts=True, future=True)).posts
    assert {post.title for post in seen} == {"Now", "Draft", "Later"}


def test_a_films_facts_merge_and_a_conflict_names_both_places() -> None:
    record = FilmRecord("her-2013", "films/her-2013.yaml", Film("her", 2013, runtime=126))
    told = FilmMention("", Film("her", 2013, runtime=125, directors=("Spike Jonze",)))
    site = make_site(
        library(card("her", Front(date=moment("2014-01-13"), film=told)), films=(record,)), NOW, Audience()
    )
    film = site.films["her-2013"].film
    assert (film.runtime, film.directors) == (126, ("Spike Jonze",))
    [problem] = site.problems
    assert problem.code == "film-conflict"
    assert problem.place.path == "content/posts/her.md"
    assert "content/films/her-2013.yaml" in problem.message


def test_a_film_without_a_year_is_an_error_that_names_the_nearest() -> None:
    record = FilmRecord("gravity-2013", "films/gravity-2013.yaml", Film("Gravity", 2013))
    front = Front(title="G", date=moment("2014-01-13"), film=FilmMention("gravity-203", Film("gravity-203")))
    [problem] = make_site(library(card("g", front), films=(record,)), NOW, Audience()).problems
    assert (problem.code, problem.hint) == ("film", "did you mean gravity-2013?")


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("Her 2013", "write `Her (2013)` if 2013 is its year, else `Her 2013 (YEAR)`"),
        ("Her, 2013", "write `Her (2013)` if 2013 is its year, else `Her, 2013 (YEAR)`"),
        ("Her [2013]", "write `Her (2013)` if 2013 is its year, else `Her [2013] (YEAR)`"),
        ("Gravity 2013", "did you mean Gravity (2013)?"),
        ("1917", "write `1917 (YEAR)`, or make films/1917.yaml"),
    ],
)
def test_a_year_without_its_brackets_is_proposed_with_them(typed: str, hint: str) -> None:
    record = FilmRecord("gravity-2013", "content/films/gravity-2013.yaml", Film("Gravity", 2013))
    front = Front(title="G", date=moment("2014-01-13"), film=FilmMention(typed, Film(typed)))
    [problem] = make_site(library(card("g", front), films=(record,)), NOW, Audience()).problems
    assert problem.hint == hint


def test_people_are_one_by_slug_and_shown_in_the_most_frequent_spelling() -> None:
    def review(name: str, title: str, actor: str) -> PostCard:
        film = FilmMention("", Film(title, 2013, cast=(Credit(actor),)))
        return card(name, Front(title=title, date=moment("2014-01-13"), film=film))

    cards = [review("a", "A", "scarlett johansson"), review("b", "B", "Scarlett Johansson")]
    cards.append(review("c", "C", "Scarlett Johansson"))
    config = Config("Blog", "https://b.example", archives=("cast",))
    site = make_site(library(*cards, config=config), NOW, Audience())
    assert {entry.film.cast for entry in site.films.values()} == {(Credit("Scarlett Johansson"),)}
    [person] = site.people.values()
    assert (person.name, person.address, len(person.roles["cast"])) == (
        "Scarlett Johansson",
        "/people/scarlett-johansson/",
        3,
    )


def test_genres_countries_and_crew_are_shown_as_on_their_pages_too() -> None:
    def review(name: str, film: Film) -> PostCard:
        return card(name, Front(date=moment("2014-01-13"), film=FilmMention("", film)))

    crew = (CrewRole("Photography", ("JANE DOE", "Hoyte")),)
    odd = Film("A", 2013, directors=("JANE DOE",), crew=crew, genres=("sci fi", "Sci-Fi"), countries=("usa",))
    usual = Film("B", 2013, directors=("Jane Doe",), genres=("Sci-Fi",), countries=("USA",))
    cards = [review("a", odd), review("b", usual), review("c", msgspec.structs.replace(usual, title="C"))]
    config = Config("Blog", "https://b.example", archives=("directors", "genres", "countries"))
    film = make_site(library(*cards, config=config), NOW, Audience()).films["a-2013"].film
    assert (film.directors, film.genres, film.countries) == (("Jane Doe",), ("Sci-Fi",), ("USA",))
    assert film.crew == (CrewRole("Photography", ("Jane Doe", "Hoyte")),)
    as_typed = make_site(library(*cards, config=Config("Blog", "https://b.example", archives=())), NOW, Audience())
    assert as_typed.films["a-2013"].film == odd


def test_a_person_of_one_post_has_no_page_where_two_are_asked_for() -> None:
    film = FilmMention("", Film("A", 2013, directors=("Jane",)))
    site = make_site(library(card("a", Front(date=moment("2014-01-13"), film=film))), NOW, Audience())
    assert site.people["jane"].address == ""


def test_tags_differing_by_case_are_one() -> None:
    cards = [card(tag, Front(title=tag, date=moment("2014-01-13"), tags=(tag,))) for tag in ("Noir", "noir", "NOIR")]
    cards.append(card("more", Front(title="M", date=moment("2014-01-14"), tags=("noir",))))
    [term] = make_site(library(*cards), NOW, Audience()).terms["tags"].values()
    assert (term.name, term.address, len(term.entries)) == ("noir", "/tag/noir/", 4)


def test_a_comment_of_the_future_is_warned_about_and_kept() -> None:
    latest = LatestComment("3", "Jane", Role.READER, moment("2016-01-01"), "Hello")
    newest = Newest((latest,), (("3", latest.date.instant),))
    held = library(card("a", Front(title="A", date=moment("2014-01-13")), make_talk_card(1, 0, newest, 20)))
    site = make_site(msgspec.structs.replace(held, newest=lambda _card: newest), NOW, Audience())
    [problem] = site.problems
    assert (problem.place.path, problem.code, problem.is_error) == (
        "content/posts/a/comments.yaml",
        "date-order",
        False,
    )
    assert site.posts[0].card.talk.comments == 1


def test_the_clock_changes_nothing_between_the_last_turn_and_the_next() -> None:
    cards = [
        card("was", Front(title="Was", date=moment("2015-05-31"))),
        card("will", Front(title="Will", date=moment("2015-06-02"))),
    ]
    site = make_site(library(*cards), NOW, Audience())
    assert site.steady == (moment("2015-05-31").instant, moment("2015-06-02").instant)


def test_what_may_lie_in_a_folder_that_cannot_be_read_is_not_missed() -> None:
    links = tuple(LinkReference(target, 5, 1) for target in ("a/notes.pdf", "a/index.md#x", "c.md"))
    prose = ProseCard(b"", links, (ImageReference("a/letter.jpg", "", "", 6, 1),))
    post = msgspec.structs.replace(card("b", Front(title="B", date=moment("2014-01-13"))), prose=prose)
    held = msgspec.structs.replace(library(post), unread=frozenset({"posts/a"}))
    site = make_site(held, NOW, Audience())
    [problem] = resolve(site, site.posts[0].card).problems
    assert problem.message == "there is no c.md"
