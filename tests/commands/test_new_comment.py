"""`new comment`: one stanza more, and every byte before it as it was."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.cli import run
from matinee.content.edit import append_answer, next_id
from matinee.content.sources import Reading, dump_comments, read_comments
from matinee.errors import ContentError
from matinee.model import Comment, Moment, Role
from matinee.text.moments import read_moment
from tests.site import Site

HER = "content/posts/2014-01-13-her/comments.yaml"
NOW = "2026-02-28T12:00:00Z"
READING = Reading("America/New_York")
MOMENT = read_moment("2026-02-28 12:00", "America/New_York")

BODIES = st.text(st.sampled_from("ab \n.:#-'\"|\u2028é😂"), max_size=14)
TALKS = st.lists(BODIES, max_size=4).map(
    lambda bodies: dump_comments([Comment(str(number + 1), body) for number, body in enumerate(bodies)])
)
TAILS = st.sampled_from(["", "\n", "\n\n", "# the end\n", "  \n", "# the end"])
ENDINGS = st.sampled_from(["\n", "\r\n", "\r"])


def comment(site: Site, *words: str) -> int:
    return run(["new", "comment", *words, *([] if "--now" in words else ["--now", NOW])], site.folder)


def appended(site: Site, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[str, int]:
    """The file and the line that are printed."""
    assert comment(site, *words) == 0
    path, _, line = capsys.readouterr().out.strip().rpartition(":")
    return path, int(line)


def write_on(site: Site, path: str, line: int, words: str) -> None:
    """What an author does next."""
    lines = (site.folder / path).read_bytes().splitlines(keepends=True)
    lines[line - 1] = lines[line - 1].rstrip(b"\r\n") + words.encode() + b"\n"
    (site.folder / path).write_bytes(b"".join(lines))


def test_a_comment_is_begun_where_its_text_is_to_be_written(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    before = site.read(HER)
    path, line = appended(site, capsys, "her", "--to", "1")
    stanza = "- id: 3\n  parent: 1\n  role: author\n  date: 2026-02-28T12:00:00+00:00\n  body: |\n    \n"
    assert (path, site.read(HER)) == (HER, before + stanza)
    place = f"{HER}:{len(before.splitlines()) + 1}:1"
    told = f"{place}: warning: comment 3 has no text yet; it is held back until it has [unwritten]"
    assert list(map(str, site.build().problems)) == [told]
    assert 'id="comment-3"' not in site.page("/2014/01/13/her/")
    write_on(site, path, line, "The letter *was* the phone.")
    assert site.build().problems == ()
    assert "The letter <em>was</em> the phone." in site.page("/2014/01/13/her/")


def test_a_text_typed_below_the_line_is_the_comments_too(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    appended(site, capsys, "her")
    site.append(HER, "    Written below.\n")
    assert site.build().problems == ()
    assert "Written below." in site.page("/2014/01/13/her/")


def test_the_clock_is_the_sites(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.config(timezone="Asia/Kolkata")
    assert run(["new", "comment", "her"], site.folder) == 0
    assert re.search(r"date: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+05:30\n", site.read(HER))
    comment(site, "her", "--now", "2026-02-28 09:30")
    assert "date: 2026-02-28T09:30:00+05:30\n" in site.read(HER)


def test_the_first_comment_makes_the_companion_folder(bare_site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    bare_site.write("content/posts/2014-05-02-ida.md", title="Ida")
    bare_site.write("content/posts/phoenix/index.md", title="Phoenix", date="2014-09-25")
    assert appended(bare_site, capsys, "ida") == ("content/posts/2014-05-02-ida/comments.yaml", 5)
    assert appended(bare_site, capsys, "phoenix") == ("content/posts/phoenix/comments.yaml", 5)
    assert not bare_site.build().failed


def test_ids_go_on_above_those_of_comments_and_pingbacks(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.write(
        "content/posts/2014-01-13-her/pingbacks.yaml",
        "- source: https://lark.example/\n  id: 41\n- source: https://wren.example/\n  id: wren-99\n",
    )
    appended(site, capsys, "her")
    assert "- id: 42\n" in site.read(HER)


@pytest.mark.parametrize(
    ("ids", "following"),
    [([], "1"), (["a", "7b"], "1"), (["1", "10", "9"], "11"), (["007"], "8"), (["²", "٣"], "1"), (["9" * 64], "1")],
)
def test_the_next_id_is_one_above_the_highest_number(ids: list[str], following: str) -> None:
    assert next_id(ids) == following


def test_what_it_answers_must_be_there(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.append(HER, "- id: wp-1204\n  body: Hm.\n")
    before = site.read(HER)
    assert comment(site, "her", "--to", "wp-1240") == 2
    assert capsys.readouterr().err == f'error: {HER} has no comment "wp-1240"; did you mean "wp-1204"?\n'
    assert comment(site, "gravity", "--to", "1") == 2
    assert 'has no comment "1"; there are none yet' in capsys.readouterr().err
    assert site.read(HER) == before
    assert not (site.folder / "content/posts/gravity/comments.yaml").exists()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", b"- id: 1\n"),
        (b"\xef\xbb\xbf", b"- id: 1\n"),
        (b"# nobody yet\n", b"- id: 1\n"),
        (b"# nobody yet", b"\n- id: 1\n"),
        (b"---\n- id: 1\n  body: Hm.\n", b"- id: 2\n"),
        (b"- id: 1\n  body: Hm.", b"\n- id: 2\n"),
        (b"- id: 1\r\n  body: Hm.\r\n", b"- id: 2\r\n"),
        (b"- id: 1\r\n  body: Hm.", b"\r\n- id: 2\r\n"),
        (b"  - id: 1\n    body: Hm.\n", b"  - id: 2\n    role: author\n"),
        (b"- id: 1\n  body: |\n    \n", b"- id: 2\n"),
        (b"- id: 1\n  body: |+\n    Hm.\n\n\n", b"- id: 2\n"),
    ],
)
def test_a_file_keeps_its_own_ways(site: Site, capsys: pytest.CaptureFixture[str], before: bytes, after: bytes) -> None:
    site.write(HER, before)
    path, line = appended(site, capsys, "her")
    data = (site.folder / HER).read_bytes()
    assert data.startswith(before + after)
    assert data.count(b"\r\n") in {0, data.count(b"\n")}
    write_on(site, path, line, "Written.")
    assert read_comments((site.folder / path).read_text("utf-8-sig"), path, READING).comments[-1].body == "Written.\n"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[]\n", "comments.yaml:1:1: error: nothing can be appended to a list in [ ]; take the brackets away [yaml]"),
        ("[{id: 1, body: Hm.}]\n", "comments.yaml:1:1: error: nothing can be appended to a list in [ ]; begin each"),
        ("- id: 1\n  body: Hm.\n...\n", "comments.yaml:4:1: error: a comment cannot be appended below this line"),
        ("- id: 1\n", 'comments.yaml:1:3: error: "body" is missing'),
        ("- id: 1\n  body: 'Hm\n", "comments.yaml:"),
        ("title: Hm\n", "comments.yaml:1:1: error: this file must be a list"),
        (b"\xff\xfe", "comments.yaml:1:1: error: this file is UTF-16"),
    ],
)
def test_a_file_to_which_nothing_can_be_appended_stays_as_it_is(
    site: Site, capsys: pytest.CaptureFixture[str], text: str | bytes, why: str
) -> None:
    before = site.write(HER, text).read_bytes()
    assert comment(site, "her") == 1
    assert why in capsys.readouterr().err
    assert (site.folder / HER).read_bytes() == before


def test_a_broken_pingback_stops_it_since_its_id_is_not_known(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("content/posts/2014-01-13-her/pingbacks.yaml", "- id: 3\n")
    assert comment(site, "her") == 1
    assert 'pingbacks.yaml:1:3: error: "source" is missing' in capsys.readouterr().err


def test_the_files_mode_is_kept_and_nothing_lies_beside_it(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    (site.folder / HER).chmod(0o640)
    appended(site, capsys, "her")
    assert (site.folder / HER).stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in (site.folder / HER).parent.iterdir()) == [
        "comments.yaml",
        "letter.png",
        "pingbacks.yaml",
    ]


@given(TALKS, TAILS, ENDINGS, st.booleans())
def test_the_old_bytes_are_a_prefix_of_the_new(talk: str, tail: str, ending: str, has_mark: bool) -> None:
    old = ("\ufeff" * has_mark + (talk + tail).replace("\n", ending)).encode()
    known = read_comments((talk + tail), "c.yaml", READING).comments
    made = append_answer(old, "c.yaml", READING, next_id(found.id for found in known), "", MOMENT)
    assert made.data.startswith(old)
    lines = re.split(r"\r\n|\r|\n", made.data.decode())
    assert (lines[made.line - 1], lines[made.line]) == ("    ", "")
    found = read_comments(made.data.decode("utf-8-sig").replace(ending, "\n"), "c.yaml", READING).comments
    assert [one.body.rstrip("\n") for one in found[:-1]] == [one.body.rstrip("\n") for one in known]
    assert found[-1] == Comment(str(len(known) + 1), "", role=Role.AUTHOR, date=MOMENT)


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_file_is_harmed(old: bytes) -> None:
    try:
        made = append_answer(old, "c.yaml", READING, "1", "", Moment("2026-02-28T12:00:00+00:00", 1772280000, True))
    except ContentError:
        return
    assert made.data.startswith(old)


def test_a_line_to_be_written_is_where_an_editor_finds_it(site: Site, tmp_path: Path) -> None:
    """Typed over the four spaces or behind them, the text is the comment's."""
    made = append_answer(b"", "c.yaml", READING, "1", "", MOMENT)
    lines = made.data.decode().split("\n")
    assert lines[made.line - 2 : made.line] == ["  body: |", "    "]
