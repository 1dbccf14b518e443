"""comments.yaml and pingbacks.yaml as text in, voices and located problems out."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matinee.content.decode import CODES
from matinee.content.sources import Reading, dump_comment, dump_comments, dump_pingbacks, read_comments, read_pingbacks
from matinee.content.sources.comments import CommentFile, decode_comments
from matinee.content.sources.plain_comments import read_plain_comments
from matinee.errors import ContentError, Problem
from matinee.model import Comment, Kind, MentionType, Pingback, Profile, Role, Status
from matinee.text.moments import read_moment

NEW_YORK = Reading("America/New_York")

CONVERSATION = """\
- id: 1
  author: Jane
  url: https://jane.example/
  date: 2014-01-13T09:12:00-05:00
  body: |
    Markdown, the safe part of it.
- id: 2
  parent: 1
  role: author
  date: 2014-01-13T11:40:00-05:00
  body: Thanks!
"""


def comments(text: str) -> tuple[Comment, ...]:
    found = read_comments(text, "c.yaml", NEW_YORK)
    assert found.problems == ()
    return found.comments


def told(problems: tuple[Problem, ...]) -> list[str]:
    assert all(problem.code in CODES for problem in problems)
    return [str(problem).removeprefix("c.yaml:") for problem in problems]


def faults(text: str) -> list[str]:
    return told(read_comments(text, "c.yaml", NEW_YORK).problems)


def pingback_faults(text: str) -> list[str]:
    return told(read_pingbacks(text, "c.yaml", NEW_YORK).problems)


def test_a_conversation_is_read_in_the_order_of_its_file() -> None:
    found = read_comments(CONVERSATION, "c.yaml", NEW_YORK)
    first, second = found.comments
    assert (first.id, first.author, first.body) == ("1", "Jane", "Markdown, the safe part of it.\n")
    assert (second.parent, second.role, second.body) == ("1", Role.AUTHOR, "Thanks!")
    assert (found.lines, found.problems) == ((1, 7), ())


def test_appending_a_stanza_appends_a_comment() -> None:
    third = Comment("3", "Late.", "Bo", date=read_moment("2015-01-01", "UTC"))
    assert comments(CONVERSATION + dump_comment(third))[:2] == comments(CONVERSATION)
    assert comments(CONVERSATION + dump_comment(third))[2].body == "Late."


def test_a_comment_is_written_as_a_person_would() -> None:
    first, second = comments(CONVERSATION)
    assert dump_comments((first, second)) == CONVERSATION
    strange = Comment("007", "No", "Yes", "javascript:x", None, "0", spoiler="", status=Status.HELD)
    assert dump_comment(strange) == (
        '- id: "007"\n  parent: 0\n  author: "Yes"\n  url: javascript:x\n  status: held\n  spoiler: true\n'
        "  body: |-\n    No\n"
    )


@pytest.mark.parametrize("text", ["", "\n", "[]", "# nobody yet\n", "---\n"])
def test_a_file_without_comments_has_none(text: str) -> None:
    assert comments(text) == ()


def test_every_key_of_a_comment_is_read() -> None:
    (comment,) = comments(
        "- {id: a_B-9, parent: 0, author: ' Jo ', url: 'javascript:alert(1)', via: wordpress, status: spam,"
        " spoiler: The end,"
        " date: 2014-01-13, edited: 2014-01-14 10:00, role: reader, body: ''}"
    )
    assert comment == Comment(
        "a_B-9",
        "",
        " Jo ",
        "javascript:alert(1)",
        read_moment("2014-01-13", "America/New_York"),
        "0",
        Role.READER,
        "wordpress",
        Status.SPAM,
        "The end",
        read_moment("2014-01-14 10:00", "America/New_York"),
    )


def test_only_what_is_shown_needs_a_body() -> None:
    assert [comment.body for comment in comments("- {id: 1, status: trash}\n- {id: 2, status: spam}")] == ["", ""]
    assert faults("- {id: 1, status: held}") == [
        '1:3: error: "body" is missing; write body: "" if there is no text [missing-key]'
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: b", "1:1: error: this file must be a list, one comment after the other; begin each comment"),
        ("- x", "1:3: error: a comment must be a mapping: lines of `key: value` [type]"),
        ("- {id: 1, body: x}\n-", "2:2: error: a comment must be a mapping: lines of `key: value` [type]"),
        ("- body: x", '1:3: error: "id" is missing; each comment has an id of its own'),
        (
            "- {id: a b, body: x}",
            '1:8: error: id "a b" cannot be used; it may have up to 64 letters (a to z), digits, - and _,',
        ),
        (f"- {{id: {'x' * 65}, body: x}}", '1:8: error: id "xxxx'),
        ("- {id: ä, body: x}", '1:8: error: id "ä" cannot be used'),
        ("- {id: 1, body: x, parent: '#1'}", '1:28: error: parent "#1" cannot be used'),
        (
            "- {id: 1, body: x, status: ok}",
            '1:28: error: status must be approved, held, spam or trash, not "ok"; did you mean "approved"? [',
        ),
        (
            "- {id: 1, body: x, role: admin}",
            '1:26: error: role must be reader or author, not "admin"; did you mean "author"? [',
        ),
        (
            "- {id: 1, body: x, date: 2014-02-30}",
            "1:26: error: date must be a real date: there is no day 30 in 2014-02 [date]",
        ),
        ("- {id: 1, body: [x]}", '1:17: error: body must be text, not a list; put quotes around it: "[x]" [type]'),
        (
            "- {id: 1, body: x, email: a@b}",
            "1:27: error: email is never kept here: what a reader told nobody else has no place beside a post;",
        ),
        ("- {id: 1, body: x, parnet: 2}", '1:20: error: unknown key "parnet"; did you mean "parent"? [unknown-key]'),
        ("- {id: 1, body: x}\n- {id: 1, body: y}", '2:8: error: the id "1" is here a second time, after line 1;'),
        (
            "- {id: 1, body: x, date: 2014-01-02 10:00}\n- {id: 2, body: y, date: 2014-01-01}",
            "2:26: warning: this comment is older than the one above it; the order of the file is kept [date-order]",
        ),
    ],
)
def test_a_mistake_in_a_comment_is_reported_where_it_stands(text: str, fault: str) -> None:
    (found,) = faults(text)
    assert found.startswith(fault)


def test_a_bare_date_is_no_earlier_than_a_time_on_its_day() -> None:
    assert faults("- {id: 1, body: x, date: 2014-01-02 10:00}\n- {id: 2, body: y, date: 2014-01-02}") == []


def test_a_faulty_comment_does_not_take_its_neighbours_along() -> None:
    found = read_comments("- {id: 1, body: x}\n- y\n- {id: 3, body: z, date: soon}", "c.yaml", NEW_YORK)
    assert [comment.id for comment in found.comments] == ["1", "3"]
    assert (found.lines, len(found.problems)) == ((1, 3), 2)


def test_a_comment_file_that_is_no_yaml_is_refused_with_its_place() -> None:
    with pytest.raises(ContentError, match=r'^c\.yaml:2:10: error: .* needs quotes; write body: "a: b" \[yaml\]$'):
        read_comments("- id: 1\n  body: a: b", "c.yaml", NEW_YORK)


def test_fifty_thousand_comments_are_read() -> None:
    text = "".join(f"- id: {number}\n  body: x\n" for number in range(50_000))
    assert len(comments(text)) == 50_000


def test_every_key_of_a_pingback_is_read() -> None:
    found = read_pingbacks(
        "- {source: 'https://b.example/?p=1', title: '[REC]', date: 2014-01-13, kind: webmention, type: like,\n"
        "   author: {name: Bo, url: https://b.example/, photo: b.jpg}, status: held, id: p1}\n"
        "- {source: http://a.example/, author: Jo}",
        "c.yaml",
        NEW_YORK,
    )
    assert found.pingbacks == (
        Pingback(
            "https://b.example/?p=1",
            "[REC]",
            "",
            read_moment("2014-01-13", "America/New_York"),
            Kind.WEBMENTION,
            MentionType.LIKE,
            Profile("Bo", "https://b.example/", "b.jpg"),
            Status.HELD,
            "p1",
        ),
        Pingback("http://a.example/", author=Profile("Jo")),
    )
    assert (found.lines, found.problems) == ((1, 3), ())
    assert read_pingbacks(dump_pingbacks(found.pingbacks), "c.yaml", NEW_YORK).pingbacks == found.pingbacks


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("- title: x", '1:3: error: "source" is missing; write the address of the page that links here [missing-key]'),
        ("- source: javascript:x", "1:11: error: source must be an address like https://example.org/, not"),
        (
            "- {source: http://a.example/, kind: pingbak}",
            "1:37: error: kind must be pingback, trackback or webmention, not",
        ),
        ("- {source: http://a.example/, id: '#'}", '1:35: error: id "#" cannot be used'),
        ("- {source: http://a.example/, author: {nme: x}}", '1:40: error: unknown key "nme"; did you mean "name"?'),
        (
            "- {source: http://a.b/, id: 1}\n- {source: http://a.b/, id: 1}",
            '2:29: error: the id "1" is here a second time',
        ),
        ("x", "1:1: error: this file must be a list, one pingback after the other;"),
        (
            "source: http://a.example/",
            "1:1: error: this file must be a list, one pingback after the other; begin each pingback in the first "
            "column with a hyphen and a space: `- source: …` [type]",
        ),
        (
            "- {source: http://a.b/, date: 2014-01-02}\n- {source: http://a.b/, date: 2014-01-02}",
            "2:3: warning: this pingback is the same as that on line 1; remove one of the two;",
        ),
    ],
)
def test_a_mistake_in_a_pingback_is_reported_where_it_stands(text: str, fault: str) -> None:
    (found,) = pingback_faults(text)
    assert found.startswith(fault)


LINES = st.sampled_from(
    [
        *(
            "- id: 1",
            "- id: 2",
            "- id: b c",
            '- id: "3"',
            "- author: A",
            "- body: |",
            "- id:",
            "- {id: 9}",
            "- x",
            "id: 1",
        ),
        *(
            "  body: One.",
            "  body: |",
            "  body: |-",
            "  body: |+",
            "  body: >",
            '  body: "Two\\n"',
            "  body: 'It''s'",
            "  body:",
        ),
        *(
            "  date: 2014-01-13T09:12:00-05:00",
            "  date: 2014-01-12",
            "  date: 2013-01-13 09:12",
            "  date: soon",
            "  date:",
        ),
        *(
            "  parent: 1",
            "  parent: ",
            "  role: author",
            "  role: king",
            "  status: held",
            "  status: odd",
            "  spoiler: true",
        ),
        *(
            '  spoiler: "true"',
            "  edited: 2014-02-01",
            "  via: guest",
            "  author: 8:46",
            "  author: [a]",
            "  author: a: b",
            "  odd: 1",
        ),
        *(
            "    Text.",
            "   Text",
            "  Text",
            " Text",
            "",
            "# no",
            "  # no",
            "  url: https://a.example/#b",
            "  url: a #b",
            "\tx",
            "---",
        ),
    ]
)


@given(st.lists(LINES, max_size=9).map(lambda lines: "".join(f"{line}\n" for line in lines)))
@example("- id: 1\n  body: |\n    One.\n\n    Two.\n- id: 2\n  parent: 1\n  body: Three\n")
@example("- body: |\n text\n  id: 1\n")
@example("- id: 1\n  body: |\n  text\n")
@settings(max_examples=250)
@example("[]\n")
def test_the_short_way_reads_what_the_decoders_read(text: str) -> None:
    plain = read_plain_comments(text, NEW_YORK.timezone)
    if plain is not None:
        assert CommentFile(*plain) == decode_comments(text, "c.yaml", NEW_YORK)


def test_a_conversation_goes_the_short_way() -> None:
    assert read_plain_comments(CONVERSATION, "UTC") is not None


@pytest.mark.parametrize(
    ("typed", "hint"),
    [("pending", "held"), ("Approved", "approved"), ("aproved", "approved"), ("deleted", "trash"), ("span", "spam")],
)
def test_a_status_by_another_name_is_told_by_its_own(typed: str, hint: str) -> None:
    fault = f'must be approved, held, spam or trash, not "{typed}"; did you mean "{hint}"? [choice]'
    assert faults(f"- {{id: 1, body: x, status: {typed}}}") == [f"1:28: error: status {fault}"]
    assert pingback_faults(f"- {{source: http://a.b/, status: {typed}}}") == [f"1:33: error: status {fault}"]


@pytest.mark.parametrize("key", ["email", "ip", "author_email"])
def test_what_is_private_is_told_to_be_removed(key: str) -> None:
    [fault] = faults(f"- id: 1\n  body: x\n  {key}: 1.2.3.4\n")
    assert fault.startswith(f"3:{len(key) + 5}: error: {key} is never kept here: ")
    assert fault.endswith("; remove this line [unknown-key]")


def test_two_pingbacks_of_one_page_that_differ_are_two() -> None:
    text = "- {source: http://a.b/, excerpt: x}\n- {source: http://a.b/, excerpt: y}\n"
    assert pingback_faults(text) == []
