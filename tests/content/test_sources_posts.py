"""Posts as text in; front matter, body and located problems out."""

from __future__ import annotations

from typing import Any

import pytest

from matinee.content.decode import CODES, find_place
from matinee.content.sources import PostSource, Reading, decode_utf8, dump_post, read_post
from matinee.errors import ContentError, Place
from matinee.model import (
    Address,
    CommentState,
    Credit,
    CrewRole,
    Film,
    FilmIds,
    FilmKind,
    FilmMention,
    Front,
    Ranking,
    Scale,
    Section,
)

NEW_YORK = Reading("America/New_York")


def read(front: str, reading: Reading = NEW_YORK) -> PostSource:
    return read_post(f"---\n{front}\n---\nBody.\n", "post.md", reading)


def field(front: str, name: str, reading: Reading = NEW_YORK) -> Any:
    post = read(front, reading)
    assert post.problems == ()
    return getattr(post.front, name)


def faults(front: str, reading: Reading = NEW_YORK) -> list[str]:
    problems = read(front, reading).problems
    assert all(problem.code in CODES for problem in problems)
    return [str(problem).removeprefix("post.md:") for problem in problems]


def test_two_lines_make_a_review() -> None:
    post = read("film: her (2013)\nrating: 4.5")
    assert post.front == Front(film=FilmMention("her (2013)", Film("her", 2013)), rating=4.5)
    assert (post.body, post.body_line, post.marks) == ("Body.\n", 5, "film:2:7 rating:3:9")


def test_every_key_is_read() -> None:
    front = read(
        """title: her
date: 2014-01-13
updated: {date: 2014-02-01, note: Corrected the composer's name.}
author: ckckred
films:
  - {film: gravity-2013, rating: 3.5}
  - her (2013)
ranked: countdown
about: [her]
watched: [2014-01-11, 2014-01-12 20:15]
rewatch: no
venue: cinema
categories: [Reviews]
tags: [best of 2013]
series: Blind Spot 2014
summary: >
  Short.
image: letter.jpg
image_alt: A letter
image_caption: The letter
image_credit: Warner
spoilers: The ending
likes: 7
comments: closed
language: pt-BR
draft: on
url: /letter/
aliases: [/old/path/, "/?p=123"]
canonical: https://elsewhere.example/her
guid: tag:x
slug: her-2013
extra: {mood: blue, list: [a, {b: c}], empty: }"""
    )
    assert front.problems == ()
    told = front.front
    assert told.updated
    assert (told.updated.date.iso, told.updated.note) == ("2014-02-01T00:00:00-05:00", "Corrected the composer's name.")
    assert told.films == (
        Section(FilmMention("gravity-2013", Film("gravity-2013")), 3.5),
        Section(FilmMention("her (2013)", Film("her", 2013))),
    )
    assert [moment.date for moment in told.watched] == ["2014-01-11", "2014-01-12"]
    assert (told.authors, told.ranked, told.rewatch, told.draft) == (("ckckred",), Ranking.COUNTDOWN, False, True)
    assert (told.spoilers, told.comments, told.likes, told.summary) == (
        "The ending",
        CommentState.CLOSED,
        7,
        "Short.\n",
    )
    assert told.extra == {"mood": "blue", "list": ["a", {"b": "c"}], "empty": ""}
    assert find_place(front.marks, "post.md", "aliases.1") == Place("post.md", 29, 23)
    assert find_place(front.marks, "post.md", "film.year", "films.0.rating") == Place("post.md", 7, 34)
    assert find_place(front.marks, "post.md", "film") == Place("post.md")


def test_a_film_may_be_told_in_full() -> None:
    film = field(
        "film: {title: her, original_title: Her, sort_title: her, year: 2013, type: short, directors: [Spike Jonze],"
        " writers: Spike Jonze, cast: [Joaquin Phoenix as Theodore, Amy Adams, {name: Known as X}],"
        " crew: {Photography: [Hoyte van Hoytema], Music: [A, B]}, genres: [Drama], countries: USA, languages: [en],"
        " runtime: 126, ids: {imdb: tt1798709, tmdb: 152601}, poster: her.jpg}",
        "film",
    )
    assert film == FilmMention(
        "",
        Film(
            "her",
            2013,
            "Her",
            "her",
            FilmKind.SHORT,
            ("Spike Jonze",),
            ("Spike Jonze",),
            (Credit("Joaquin Phoenix", "Theodore"), Credit("Amy Adams"), Credit("Known as X")),
            (CrewRole("Photography", ("Hoyte van Hoytema",)), CrewRole("Music", ("A", "B"))),
            ("Drama",),
            ("USA",),
            ("en",),
            126,
            FilmIds("tt1798709", "152601"),
            "her.jpg",
        ),
    )


@pytest.mark.parametrize(
    ("typed", "title", "year"),
    [
        ('"2001: A Space Odyssey (1968)"', "2001: A Space Odyssey", 1968),
        ("1917 (2019)", "1917", 2019),
        ("(500) Days of Summer (2009)", "(500) Days of Summer", 2009),
        ("Blade Runner 2049 (2017)", "Blade Runner 2049", 2017),
        ("2012", "2012", None),
        ("gravity-2013", "gravity-2013", None),
        ("Gravity(2013)", "Gravity", 2013),
        ("M (1931) (1951)", "M (1931)", 1951),
        ("(2013)", "(2013)", None),
        ("Film (20133)", "Film (20133)", None),
    ],
)
def test_a_film_is_named_by_title_and_year(typed: str, title: str, year: int | None) -> None:
    assert field(f"film: {typed}", "film") == FilmMention(typed.strip('"'), Film(title, year))


@pytest.mark.parametrize(
    "title", ["No", "Yes", "On", "8:46", "2:37", "1917", "007", "9", "1e3", ".5", "~", "Null", "1_000"]
)
def test_a_title_is_what_was_typed(title: str) -> None:
    assert field(f"title: {title}", "title") == title


@pytest.mark.parametrize(
    ("word", "shield"),
    [("false", None), ("No", None), ("true", ""), ("ON", ""), ("The ending", "The ending"), ('"no"', "no"), ("", None)],
)
def test_spoilers_are_off_on_or_a_label(word: str, shield: str | None) -> None:
    assert field(f"spoilers: {word}", "spoilers") == shield


@pytest.mark.parametrize(
    ("word", "ranked"), [("true", Ranking.UP), ("no", Ranking.NONE), ("Countdown", Ranking.COUNTDOWN)]
)
def test_ranked_is_a_truth_or_a_countdown(word: str, ranked: Ranking) -> None:
    assert field(f"films: Ida\nranked: {word}", "ranked") is ranked


def test_ratings_are_on_the_sites_scale() -> None:
    assert field("rating: A-", "rating", Reading(scale=Scale.LETTERS)) == 10.0
    assert field("rating: 0", "rating") == 0.0
    assert faults("rating: A-") == ["2:9: error: rating must be 0 to 5 in halves, not A- [rating]"]


@pytest.mark.parametrize(
    ("front", "fault"),
    [
        ("title: [REC]", '2:8: error: title must be text, not a list; put quotes around it: "[REC]" [type]'),
        ("title: {a: b}", "2:8: error: title must be text, not a mapping; put quotes around it [type]"),
        ("dircetors: x", '2:1: error: unknown key "dircetors"; did you mean "directors"? [unknown-key]'),
        ("directors: x", '2:12: error: directors belongs below "film"; write film: on a line, and below it, indented,'),
        (
            "film: {title: x, dircetors: y}",
            '2:18: error: unknown key "dircetors"; did you mean "directors"? [unknown-key]',
        ),
        ("Tag: x", '2:1: error: unknown key "Tag"; did you mean "tags"? [unknown-key]'),
        ("date: 2012-13-45", "2:7: error: date must be a real date: there is no month 13 [date]"),
        ("watched: [2014-01-01, soon]", "2:23: error: watched must be a date like 2014-01-13 or 2014-01-13 09:30,"),
        ("rating: 11", "2:9: error: rating must be 0 to 5 in halves, not 11 [rating]"),
        ("rating: .nan", "2:9: error: rating must be 0 to 5 in halves, not .nan [rating]"),
        ("likes: -1", "2:8: error: likes must be a whole number from 0 to 1000000000, not -1 [number]"),
        ("likes: 1_000", "2:8: error: likes must be a whole number from 0 to 1000000000, not 1_000 [number]"),
        (
            "film: {title: x, runtime: -3}",
            "2:27: error: runtime must be a whole number from 1 to 100000, not -3 [number]",
        ),
        ("film: {title: x, runtime: 126 min}", "2:27: error: runtime must be a whole number from 1 to 100000,"),
        ("film: {title: x, year: 0}", "2:24: error: year must be a whole number from 1870 to 2200, not 0 [number]"),
        ("film: {title: x, year: 99999}", "2:24: error: year must be a whole number from 1870 to 2200, not 99999"),
        ("film: x (0999)", '2:7: error: film "x (0999)" names a year in which there were no films;'),
        ("film: {year: 2013}", '2:7: error: "title" is missing; write "Title (Year)", or title:'),
        ("films: [{rating: 3}]", '2:9: error: "film" is missing; write - film: Title (Year) [missing-key]'),
        ("updated: {note: x}", '2:10: error: "date" is missing [missing-key]'),
        ("tags: [a, [b]]", '2:11: error: tags must be text, not a list; put quotes around it: "[b]" [type]'),
        ("tags: ['']", "2:8: error: tags must not be empty [type]"),
        ("draft: maybe", '2:8: error: draft must be yes or no, not "maybe" [boolean]'),
        ("ranked: down", '2:9: error: ranked must be yes, no or countdown, not "down" [choice]'),
        ("comments: opened", '2:11: error: comments must be open, closed or off, not "opened"; did you mean "open"? ['),
        ("language: English", '2:11: error: language must be a language tag such as en or pt-BR, not "English"'),
        ("canonical: ftp://x/", "2:12: error: canonical must be an address like https://example.org/,"),
        ("canonical: 'http://[x'", "2:12: error: canonical must be an address like https://example.org/,"),
        ("extra: [x]", "2:8: error: extra must be a mapping: lines of `key: value` [type]"),
        ("- a", "2:1: error: the front matter must be a mapping: lines of `key: value` [type]"),
    ],
)
def test_a_wrong_value_is_reported_where_it_stands(front: str, fault: str) -> None:
    (found,) = faults(front)
    assert found.startswith(fault)


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        *(
            ("slug", typed)
            for typed in ("../x", "a/b", "..", ".", "a\\\\b", "a%2fb", "%2e%2e", "%252e%252e", "CON", "nul.txt")
        ),
        *(
            ("slug", typed)
            for typed in ("x.", "x ", "a\\0b", "a\\nb", "C:x", "x" * 201, "\\u202Eabc", "a\\u2028b", ".matinee")
        ),
        *(
            ("url", typed)
            for typed in ("about/", "/../x/", "//evil.example/", "/a//b/", "/%2e%2e/x/", "/a%5cb/", "/a?b/", "/a#b/")
        ),
        *(("url", typed) for typed in ("/about", "/C:/x/", "/aux/", "/x./", "/x /", "/.matinee/", "/" + "x/" * 600)),
        *(
            ("aliases", typed)
            for typed in ("old/", "/../?p=1", "/a\\\\b", "/a\\u200Fb/", "/com1/", "https://x.example/")
        ),
    ],
)
def test_an_address_that_could_not_be_a_file_everywhere_is_refused(key: str, typed: str) -> None:
    (fault,) = faults(f'{key}: "{typed}"')
    assert fault.startswith(f"2:{len(key) + 3}: error: {key} ")
    assert fault.endswith(("[slug]", "[url]")) or "; write" in fault


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("slug", "千と千尋"),
        ("slug", "a.b-c_d"),
        ("url", "/2014/her.html"),
        ("url", "/"),
        ("url", "/café/"),
        ("slug", "100%"),
        ("aliases", "/?p=123"),
        ("aliases", "/2014/01/13/her"),
        ("aliases", "/feed.php"),
    ],
)
def test_an_address_that_can_be_a_file_everywhere_is_kept(key: str, typed: str) -> None:
    assert field(f"{key}: {typed}", key) in (typed, (typed,))


@pytest.mark.parametrize(
    ("key", "typed", "meant"),
    [
        ("slug", "caf%C3%A9", "café"),
        ("slug", "cafe%CC%81", "café"),
        ("url", "/%c3%a9t%C3%A9/", "/été/"),
        ("url", "/a%20b/", "/a b/"),
        ("aliases", "/caf%c3%a9/", ("/café/",)),
        ("aliases", "/caf%c3%a9?q=%C3%A9", ("/café?q=%C3%A9",)),
        ("aliases", "/100%25/", ("/100%/",)),
    ],
)
def test_a_percent_encoded_address_is_read_as_people_write_it(key: str, typed: str, meant: Any) -> None:
    assert field(f"{key}: {typed}", key) == meant
    again = read_post(dump_post(Front(**{key: meant}), "", Scale.STARS), "post.md", Reading())
    assert getattr(again.front, key) == meant


@pytest.mark.parametrize("key", ["slug", "url", "aliases"])
@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("caf%E9", "what is percent-encoded is not UTF-8; write the letters themselves"),
        ("a%25C3%25A9", "it is percent-encoded twice; write "),
        ("a%3Fb%00", "cannot"),
        ("a%E2%80%AEbc", "it holds a character that cannot be seen"),
    ],
)
def test_a_percent_encoded_address_that_leads_astray_is_refused(key: str, typed: str, fault: str) -> None:
    [told] = faults(f"{key}: {typed if key == 'slug' else f'/{typed}/'}")
    assert fault in told


def test_a_password_in_an_address_is_refused_and_not_shown() -> None:
    [told] = faults("canonical: https://u:SECRET@x.example/")
    assert told.startswith("2:12: error: canonical names a user or a password")
    assert "SECRET" not in told


@pytest.mark.parametrize("key", ["tags", "categories", "author"])
def test_one_text_with_commas_is_one_name_and_warned_about(key: str) -> None:
    [fault] = faults(f"{key}: noir, 1940s")
    at = len(key) + 3
    assert fault.startswith(
        f'2:{at}: warning: "noir, 1940s" is read as one name; write [noir, 1940s] if they are several'
    )
    assert faults(f'{key}: "Paris, Texas"') == []
    assert faults(f"{key}: [noir, 1940s]") == []
    assert faults(f"{key}: Robert Downey, Jr.") == []


@pytest.mark.parametrize(
    ("front", "fault"),
    [
        (
            "tags:\n  noir: x",
            "3:3: error: tags must be a list, not a mapping; begin each entry with a hyphen and a space",
        ),
        (
            "films:\n  - Her (2013): 3",
            "3:5: error: films needs names for its values; write {film: Her (2013), rating: 3}",
        ),
        (
            "film:\n  title: Her\n  cast:\n    Joaquin Phoenix: Theodore\n    Amy Adams: Amy",
            "5:5: error: cast must be a list of names, each with its character; write - Joaquin Phoenix as Theodore [",
        ),
        (
            "film: {title: Her, cast: [Amy Adams: Amy]}",
            "2:27: error: cast must be a list of names, each with its character; write - Amy Adams as Amy [type]",
        ),
        ("ta\u00a0gs: x", '2:3: error: U+00A0 (no-break space) stands in the key "tags", where nobody sees it;'),
        ("\u200btags: x", '2:1: error: U+200B (zero width space) stands in the key "tags", where nobody sees it;'),
    ],
)
def test_a_shape_of_another_program_is_told_with_ours(front: str, fault: str) -> None:
    [found] = faults(front)
    assert found.startswith(fault)


def test_all_problems_of_a_file_are_reported_in_order() -> None:
    assert [
        fault.split(" ")[0] for fault in faults("rating: 11\ntags: [[a], [b]]\nx: y\nfilm: {year: 1, z: 1}\nlikes: z")
    ] == [
        "2:9:",
        "3:8:",
        "3:13:",
        "4:1:",
        "5:7:",
        "5:14:",
        "5:17:",
        "6:8:",
    ]


@pytest.mark.parametrize(
    ("text", "body", "line"),
    [
        ("", "", 1),
        ("Only a body.\n", "Only a body.\n", 1),
        ("---\n---\n", "", 3),
        ("---\n---", "", 2),
        ("--- \t\ntitle: x\n---  \nBody\n---\nmore", "Body\n---\nmore", 4),
        ("---\ntitle: x\n---\n\nBody", "Body", 5),
        ("---\ntitle: x\n---\n\n\nBody", "\nBody", 5),
        ("---\ntitle: |\n  ---\n---\nBody", "Body", 5),
        ("----\nBody", "----\nBody", 1),
    ],
)
def test_front_matter_and_body_are_parted(text: str, body: str, line: int) -> None:
    post = read_post(text, "post.md", NEW_YORK)
    assert post.problems == ()
    assert (post.body, post.body_line) == (body, line)


def test_one_endless_line_is_a_body() -> None:
    text = "x" * 10_000_000
    assert read_post(text, "post.md", NEW_YORK).body == text


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("---", "1:1: error: the front matter is not closed; put a line of --- below line 1 [front-matter]"),
        (
            "---\ntitle: x\n",
            "1:1: error: the front matter is not closed; put a line of --- below line 2 [",
        ),
        ("---\ntitle: x\n\nText.\n", "1:1: error: the front matter is not closed; put a line of --- below line 2 ["),
        ("\n---\ntitle: x\n---\n", "2:1: error: front matter begins on the first line of a file;"),
        ("+++\ntitle = 1\n+++\n", "1:1: error: front matter between +++ is not YAML;"),
        ("---\ntitle: a: b\n---\n", '2:9: error: a value that holds ": " needs quotes; write title: "a: b" [yaml]'),
        ("---\na: 1\na: 2\n---\n", '3:1: error: "a" is here a second time, after line 2;'),
    ],
)
def test_front_matter_that_cannot_be_read_is_refused_with_its_place(text: str, fault: str) -> None:
    with pytest.raises(ContentError) as caught:
        read_post(text, "post.md", NEW_YORK)
    assert str(caught.value).startswith(f"post.md:{fault}")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "title: x\n---\nText.\n",
            "1:1: error: front matter begins with a line of three hyphens, which is missing here;",
        ),
        (
            "film: Her (2013)\nrating: 4\n\nText.\n",
            "1:1: error: front matter begins with a line of three hyphens, which",
        ),
        (
            "—\ntitle: x\n—\n",
            '1:1: error: front matter begins with a line of three hyphens, not "—"; write three hyphens',
        ),
        ("----\ntitle: x\n----\n", '1:1: error: front matter begins with a line of three hyphens, not "----";'),
        (" ---\ntitle: x\n---\n", '1:1: error: front matter begins with a line of three hyphens, not " ---";'),
        (
            "---\u200b\ntitle: x\n---\n",
            "1:4: error: front matter begins with a line of three hyphens, and U+200B (zero width space) stands on",
        ),
        (
            "---\ntitle: x\n—\nText.\n",
            '3:1: error: front matter ends with a line of three hyphens, not "—"; write three',
        ),
        (
            "---\ntitle: x\n----\nText.\n",
            '3:1: error: front matter ends with a line of three hyphens, not "----"; write',
        ),
        (
            "---\ntitle: x\n\nText of it: a thing.\n\n---\n\nMore.\n",
            "4:1: error: the front matter is not closed before the text begins; put a line of --- below line 2 [",
        ),
        (
            "---\ntitle: x\n\nText of it.\n\n---\n\nMore.\n",
            "4:1: error: the front matter is not closed before the text begins; put a line of --- below line 2 [",
        ),
    ],
)
def test_a_fence_that_is_missing_or_misspelt_is_one_problem(text: str, fault: str) -> None:
    told = problems_of(text)
    assert len(told) == 1, told
    assert told[0].startswith(f"post.md:{fault}")


def problems_of(text: str) -> list[str]:
    """All that is wrong with a post, whether or not it can be read."""
    try:
        return [str(problem) for problem in read_post(text, "post.md", NEW_YORK).problems]
    except ContentError as exc:
        return [str(problem) for problem in exc.problems]


def test_blank_lines_inside_the_front_matter_do_not_end_it() -> None:
    text = "---\ntitle: x\n\nsummary: |\n  a\n\n  b\n\n# a note\nlikes: x\n---\nBody"
    assert problems_of(text) == [
        "post.md:10:8: error: likes must be a whole number from 0 to 1000000000, not x [number]"
    ]


TWIN = "---\ntitle: é ü\nrating: 4\nsummary: |\n  a\n  b\nlikes: x\n---\nFirst.\n\nSecond.\n".encode()


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + TWIN,
        TWIN.replace(b"\n", b"\r\n"),
        TWIN.replace(b"\n", b"\r"),
        b"\xef\xbb\xbf" + TWIN.replace(b"\n", b"\r\n"),
        TWIN.replace(b"---\n", b"--- \t\n"),
    ],
    ids=["bom", "crlf", "cr", "both", "spaces"],
)
def test_byte_order_marks_and_line_ends_change_nothing(data: bytes) -> None:
    assert read_post(decode_utf8(data, "x"), "x", NEW_YORK) == read_post(TWIN.decode(), "x", NEW_YORK)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"abc\r\nd\xe9f", "2:2: error: byte 0xE9 (at offset 6) is not UTF-8; save the file as UTF-8 [encoding]"),
        (b"a\rb\r\xff", "3:1: error: byte 0xFF (at offset 4) is not UTF-8"),
        (b"\xef\xbb\xbf\xc3\xa9b\xc3", "1:3: error: byte 0xC3 (at offset 6) is not UTF-8"),
        (b"\xff\xfea\0", "1:1: error: this file is UTF-16, not UTF-8"),
        (b"\xfe\xff\0a", "1:1: error: this file is UTF-16, not UTF-8"),
        ("\ud800".encode("utf-8", "surrogatepass"), "1:1: error: byte 0xED (at offset 0) is not UTF-8"),
    ],
)
def test_bytes_that_are_not_utf8_are_named_with_their_place(data: bytes, fault: str) -> None:
    with pytest.raises(ContentError) as caught:
        decode_utf8(data, "x.md")
    assert str(caught.value).startswith(f"x.md:{fault}")


def test_control_characters_of_an_author_reach_no_terminal() -> None:
    (fault,) = faults('draft: "\\e[31m"')
    assert fault == '2:8: error: draft must be yes or no, not "\ufffd[31m" [boolean]'


def test_keys_that_change_nothing_on_a_page_are_warned_about() -> None:
    text = "---\ntitle: About\nfilm: her (2013)\ntags:\n- a\nrating:\nseries: Blind Spot\nsummary: I am here.\n---\n"
    assert [str(problem) for problem in read_post(text, "about.md", Reading(), Address.PAGE).problems] == [
        f'about.md:{line}:1: warning: "{key}" has no effect on a page; '
        "take it out, or move the file to posts/ [no-effect]"
        for line, key in ((3, "film"), (4, "tags"), (7, "series"))
    ]
    assert read_post(text, "about.md", Reading()).problems == ()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("image_alt: A man", '2:1: warning: "image_alt" has no effect without "image"; take it out, or write image:'),
        ("image_caption: A man", '2:1: warning: "image_caption" has no effect without "image"'),
        ("image_credit: A man", '2:1: warning: "image_credit" has no effect without "image"'),
        ("ranked: countdown", '2:1: warning: "ranked" has no effect without "films"'),
        (
            "films: [Ida, her (2013), ida]",
            '2:26: warning: "ida" is in this list twice, first on line 2; name each film',
        ),
        ("films:\n- {film: Ida, rating: 4}\n- Ida", '4:3: warning: "Ida" is in this list twice, first on line 3'),
    ],
)
def test_what_changes_nothing_in_a_post_is_warned_about(line: str, told: str) -> None:
    [problem] = read_post(f"---\n{line}\n---\n", "a.md", Reading()).problems
    assert str(problem).startswith(f"a.md:{told}")


def test_what_belongs_together_is_not_warned_about() -> None:
    text = (
        "---\nimage: a.jpg\nimage_alt: A\nimage_credit: C\nranked: yes\nfilms: [Ida, her]\nrating: 4\nvenue: V\n---\n"
    )
    assert read_post(text, "a.md", Reading()).problems == ()
    assert read_post("---\nranked: no\nimage_alt:\nfilms: Ida\n---\n", "a.md", Reading()).problems == ()


@pytest.mark.parametrize("key", ["title", "summary", "image_alt", "image_caption", "venue"])
def test_a_spoiler_in_the_front_matter_is_refused_since_it_would_be_seen(key: str) -> None:
    rest = "" if key == "image_alt" else "image_alt: A\n"
    [fault] = faults(f"image: a.jpg\n{rest}{key}: Great, but ||he dies||")
    assert fault.startswith(f"{3 + bool(rest)}:{len(key) + 3}: error: {key} holds a spoiler between ||")
    assert faults(f"image: a.jpg\n{rest}{key}: either || or") == []
