"""`publish`: a draft is one no more, and not a byte else of it changes."""

from __future__ import annotations

import os
import re
import resource
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.cli import run
from matinee.content.edit import publish_post
from matinee.content.sources import Reading, decode_utf8, read_post
from matinee.errors import ContentError
from matinee.text.moments import read_moment
from tests.site import Site

NOW = "2026-02-28T12:00:00Z"
READING = Reading("America/New_York")
MOMENT = read_moment("2026-02-28 12:00", "America/New_York")
DRAFT = "---\ntitle: Ida\ndraft: true\nrating: 4\n---\n\nSnow.\n"


def publish(site: Site, *words: str) -> int:
    return run(["publish", *words], site.folder)


def published(text: str, date: str = "2026-02-28") -> str:
    found = read_moment(date, "UTC") if date else None
    return publish_post(text.encode(), "a.md", Reading(), found).decode()


def test_a_draft_gets_its_date_where_its_draft_stood(bare_site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    bare_site.write("content/posts/ida.md", DRAFT)
    assert bare_site.good().written
    assert publish(bare_site, "ida", "--now", NOW) == 0
    assert bare_site.read("content/posts/ida.md") == DRAFT.replace("draft: true", "date: 2026-02-28T12:00:00+00:00")
    told = "content/posts/ida.md is no draft any more; its date is 2026-02-28T12:00:00+00:00\n"
    assert capsys.readouterr() == (told, "")
    assert bare_site.build().problems == ()
    assert "Snow." in bare_site.page("/2026/02/28/ida/")


def test_what_new_begins_publish_ends(bare_site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["review", "her (2013)"], ["review", "Casablanca"], ["post", "Row K"], ["page", "About"]):
        assert run(["new", *words], bare_site.folder) == 0
        path = capsys.readouterr().out.strip()
        assert publish(bare_site, str(bare_site.folder / path)) == 0
        capsys.readouterr()
        assert "draft" not in bare_site.read(path)
        assert ("\ndate: 20" in bare_site.read(path)) == (words[0] != "page")
        assert bare_site.build(future=True).problems == ()


def test_the_date_is_now_by_the_sites_clock(bare_site: Site) -> None:
    bare_site.config(timezone="America/St_Johns")
    bare_site.write("content/posts/ida.md", DRAFT)
    assert publish(bare_site, "ida") == 0
    assert re.search(r"^date: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[23]:30$", bare_site.read("content/posts/ida.md"), re.M)


def test_a_date_that_somebody_chose_is_kept(bare_site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    bare_site.write("content/posts/ida.md", DRAFT.replace("title", "date: 2014-05-02\ntitle"))
    bare_site.write("content/posts/2099-01-01-soon.md", DRAFT)
    assert publish(bare_site, "ida") == 0
    assert "date: 2014-05-02\ntitle: Ida\nrating" in bare_site.read("content/posts/ida.md")
    assert publish(bare_site, "soon") == 0
    assert "date:" not in bare_site.read("content/posts/2099-01-01-soon.md")
    assert "its date is 2099-01-01; it appears with the first build after that" in capsys.readouterr().out


def test_the_past_day_in_a_drafts_name_is_only_when_it_was_begun(bare_site: Site) -> None:
    bare_site.write("content/posts/2014-05-02-ida.md", DRAFT)
    assert publish(bare_site, "ida") == 0
    assert "\ndate: 20" in bare_site.read("content/posts/2014-05-02-ida.md")


def test_a_date_that_is_asked_for_is_written(bare_site: Site) -> None:
    bare_site.write("content/posts/ida.md", DRAFT.replace("draft", "date: 2014-05-02   # begun\ndraft"))
    assert publish(bare_site, "ida", "--now", "2026-02-28") == 0
    assert "title: Ida\ndate: 2026-02-28   # begun\nrating" in bare_site.read("content/posts/ida.md")


def test_what_is_published_stays_as_it_is(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    before = site.sources()
    assert publish(site, "her") == 0
    assert publish(site, "about") == 0
    assert capsys.readouterr().out.splitlines() == [
        "content/posts/2014-01-13-her.md is no draft; nothing was changed",
        "content/pages/about.md is no draft; nothing was changed",
    ]
    assert publish(site, "her", "--now", NOW) == 1
    assert "is no draft; another date may give it another address" in capsys.readouterr().err
    assert site.sources() == before


def test_a_post_whose_draft_was_taken_away_by_hand_gets_its_date(bare_site: Site) -> None:
    bare_site.write("content/posts/ida.md", "---\ntitle: Ida\n---\n")
    assert publish(bare_site, "ida", "--now", "2026-02-28") == 0
    assert bare_site.read("content/posts/ida.md") == "---\ndate: 2026-02-28\ntitle: Ida\n---\n"
    assert not bare_site.build().failed


# Which post


@pytest.mark.parametrize(
    "typed",
    [
        "her",
        "Her",
        "2014-01-13-her",
        "2014-01-13-her.md",
        "posts/2014-01-13-her.md",
        "content/posts/2014-01-13-her.md",
        "content/posts/2014-01-13-her",
        "content/posts/2014-01-13-her/",
        "content/posts/2014-01-13-her/comments.yaml",
        "./content/../content/posts/2014-01-13-her.md",
    ],
)
def test_a_post_goes_by_its_file_its_folder_or_its_slug(
    site: Site, capsys: pytest.CaptureFixture[str], typed: str
) -> None:
    assert publish(site, typed) == 0
    assert capsys.readouterr().out == "content/posts/2014-01-13-her.md is no draft; nothing was changed\n"


def test_a_path_is_seen_from_where_one_stands(
    site: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site.folder / "content/posts/gravity")
    for typed in ("index.md", ".", "../2014-01-13-her.md"):
        assert publish(site, typed) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [
        "content/posts/gravity/index.md",
        "content/posts/gravity/index.md",
        "content/posts/2014-01-13-her.md",
    ]


def test_a_slug_of_the_front_matter_is_one_too(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("content/posts/ida.md", title="Ida", date="2014-05-02", slug="snow")
    assert publish(site, "snow") == 0
    assert capsys.readouterr().out.startswith("content/posts/ida.md is")


def test_a_post_that_is_not_there_is_told_with_the_nearest(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    for typed in ("stalkr", "content/posts/stalkr.md"):
        assert publish(site, typed) == 2
        told = f'error: there is no post "{typed}"; did you mean content/posts/2015-02-15-stalker.md?\n'
        assert capsys.readouterr().err == told
    for typed in ("/etc/passwd", "..", "", ".", "\x1b[2J", "content/site.yaml", "x" * 5000, "a\0b"):
        assert publish(site, typed) == 2
        assert "\x1b" not in capsys.readouterr().err


def test_of_several_all_are_named(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("content/posts/2020-01-01-her.md", title="her, again")
    assert publish(site, "her") == 2
    told = '"her" may be content/posts/2014-01-13-her.md, content/posts/2020-01-01-her.md; give the path of one of them'
    assert capsys.readouterr().err == f"error: {told}\n"
    assert publish(site, "2020-01-01-her") == 0


# Which bytes


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("draft: yes\ntitle: a\n", "date: 2026-02-28\ntitle: a\n"),
        ("title: a\n'draft': TRUE   # half\n", "title: a\ndate: 2026-02-28\n"),
        ("  title: a\n  draft: true\n", "  title: a\n  date: 2026-02-28\n"),
        ("title: a\ndate:\ndraft: true\n", "title: a\ndate: 2026-02-28\n"),
        ("title: a\ndate:      # to come\ndraft: true\n", "title: a\ndate: 2026-02-28      # to come\n"),
        ("date: '2014-01-01'\ndraft: true\ntitle: a\n", "date: 2026-02-28\ntitle: a\n"),
        ("date: 2014-01-01 09:30\ndraft: on\ntitle: a\n", "date: 2026-02-28\ntitle: a\n"),
        ('"date" : 2014-01-01\ndraft: true\ntitle: a\n', '"date" : 2026-02-28\ntitle: a\n'),
        ("extra:\n  draft: true\ndraft: true\ntitle: a\n", "extra:\n  draft: true\ndate: 2026-02-28\ntitle: a\n"),
        ("# draft: true\ndraft: true\ntitle: a\n", "# draft: true\ndate: 2026-02-28\ntitle: a\n"),
        ("draft: false\ntitle: a\n", "date: 2026-02-28\ndraft: false\ntitle: a\n"),
        ("summary: |\n  x\n  draft: true\n\ndraft: true\n", "summary: |\n  x\n  draft: true\n\ndate: 2026-02-28\n"),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_only_the_lines_of_date_and_draft_change(before: str, after: str, ending: str, mark: str) -> None:
    around = f"{mark}---\n{{}}--- \n\n\n--- draft: true\n\ndate: 1\u2028\x85\n  no end"
    asked = around.format(before).replace("\n", ending)
    assert published(asked) == around.format(after).replace("\n", ending)


def test_where_no_date_is_to_be_written_only_the_draft_goes() -> None:
    assert published("---\ntitle: a\ndraft: true\ntags: [b]\n---\nx", "") == "---\ntitle: a\ntags: [b]\n---\nx"
    assert published("---\ndraft: true\n---\nx", "") == "---\n---\nx"


@pytest.mark.parametrize(
    ("front", "place"),
    [
        ("{title: a, draft: true}\n", "2:12"),
        ("title: a\ndraft: >-\n  true\n", "3:1"),
        ("title: a\n? draft\n: true\n", "3:3"),
        ("title: a\ndraft:\n  true\n", "3:1"),
    ],
)
def test_what_is_written_in_an_unusual_way_is_left_to_its_author(front: str, place: str) -> None:
    with pytest.raises(ContentError) as caught:
        published(f"---\n{front}---\n")
    told = "error: this is written in a way that publish cannot change; change it by hand [front-matter]"
    assert str(caught.value) == f"a.md:{place}: {told}"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("---\ntitle: a\ndraft: maybe\n---\n", "content/posts/ida.md:3:8: error: draft must be yes or no"),
        ("---\ntitle: a\ndraft: true\n", "content/posts/ida.md:1:1: error: the front matter is not closed"),
        ("---\ntitel: a\ndraft: true\n---\n", 'content/posts/ida.md:2:1: error: unknown key "titel"'),
        ("No front matter.\n", "content/posts/ida.md:1:1: error: this post has no front matter; begin it with ---"),
        (b"---\ndraft: true\n---\n\xff", "content/posts/ida.md:4:1: error: byte 0xFF"),
    ],
)
def test_what_is_not_understood_is_not_published(
    bare_site: Site, capsys: pytest.CaptureFixture[str], text: str | bytes, why: str
) -> None:
    before = bare_site.write("content/posts/ida.md", text).read_bytes()
    assert publish(bare_site, "ida") == 1
    assert why in capsys.readouterr().err
    assert (bare_site.folder / "content/posts/ida.md").read_bytes() == before


LINES = st.lists(
    st.sampled_from(
        [
            "title: a\n",
            "tags:\n  - b\n  - 'c: d'\n",
            "# draft: true\n",
            "\n",
            "summary: |\n  draft: true\n\n  date: 1\n",
            "extra: {draft: true, date: x}\n",
            "film:\n  title: draft\n  year: 2013  # date: 2\n",
        ]
    ),
    unique=True,
)
DRAFTS = st.sampled_from(["draft: true\n", "draft: yes # x\n", '"draft": on\n'])
DATED = {
    "": "",
    "date:\n": f"date: {MOMENT.iso}\n",
    "date: 2014-01-13\n": f"date: {MOMENT.iso}\n",
    "date: '2014-01-13 09:30'  # d\n": f"date: {MOMENT.iso}  # d\n",
}


@settings(max_examples=60)
@given(LINES, LINES, DRAFTS, st.sampled_from(list(DATED)), st.sampled_from(["\n", "\r\n"]), st.booleans(), st.text())
def test_every_other_line_is_kept(
    above: list[str], below: list[str], draft: str, date: str, ending: str, is_dated_first: bool, body: str
) -> None:
    below = [line for line in below if line not in above or line in {"\n", "# draft: true\n"}]

    def text(draft: str, date: str) -> bytes:
        middle = [date, *below, draft] if is_dated_first else [draft, *below, date]
        return (("---\n" + "".join([*above, *middle]) + "---\n").replace("\n", ending) + body).encode()

    new = publish_post(text(draft, date), "a.md", READING, MOMENT)
    assert new == text("" if date else f"date: {MOMENT.iso}\n", DATED[date])


@given(st.text(st.sampled_from("---\n\r draftue:date#{}[]'\"|2014-01\ufeff"), max_size=80))
def test_no_file_is_harmed(text: str) -> None:
    """Whatever it is: it is published and says the same else, or it is refused."""
    text = f"---\n{text}\n---\nBody"
    try:
        before = read_post(decode_utf8(text.encode(), "a.md"), "a.md", READING)
        after = read_post(decode_utf8(publish_post(text.encode(), "a.md", READING, MOMENT), "a.md"), "a.md", READING)
    except ContentError:
        return
    assert (after.body, after.front.date, after.front.draft) == (before.body, MOMENT, False)
    assert after.front.title == before.front.title


# How it is written


def test_the_files_mode_is_kept_and_nothing_lies_beside_it(bare_site: Site) -> None:
    place = bare_site.write("content/posts/ida.md", DRAFT)
    place.chmod(0o604)
    assert publish(bare_site, "ida") == 0
    assert place.stat().st_mode & 0o777 == 0o604
    assert os.listdir(place.parent) == ["ida.md"]


def test_a_link_stays_one(bare_site: Site) -> None:
    place = bare_site.write("content/films/ida.txt", DRAFT)
    link = bare_site.folder / "content/posts/ida.md"
    link.parent.mkdir()
    link.symlink_to(place)
    assert publish(bare_site, "ida") == 0
    assert link.is_symlink()
    assert "draft" not in place.read_text("utf-8")


def test_a_write_that_is_cut_off_leaves_the_old_file(bare_site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    place = bare_site.write("content/posts/ida.md", DRAFT)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20, limits[1]))
    try:
        code = publish(bare_site, "ida")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (code, capsys.readouterr().err) == (
        1,
        "error: content/posts/ida.md cannot be written: File too large; it is as it was\n",
    )
    assert place.read_text("utf-8") == DRAFT
    assert os.listdir(place.parent) == ["ida.md"]


def test_what_somebody_else_writes_meanwhile_is_not_lost(tmp_path: Path) -> None:
    from matinee.commands.blog import replace_file
    from matinee.errors import OutsideError

    (tmp_path / "ida.md").write_bytes(b"newer")
    with pytest.raises(OutsideError, match=r"ida\.md was changed meanwhile; nothing was written; try again"):
        replace_file(tmp_path, "ida.md", b"old", b"mine")
    assert (os.listdir(tmp_path), (tmp_path / "ida.md").read_bytes()) == (["ida.md"], b"newer")


@pytest.mark.parametrize("text", ["---\ndraft: yes\n---\n", "---\ndraft: yes\nfilms: [Ida]\n---\nSnow.\n"])
def test_a_draft_without_a_title_is_refused(text: str, bare_site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    bare_site.write("content/posts/ida.md", text)
    assert publish(bare_site, "ida") == 1
    told = "this post has no title; write `title:`, or `film: Title (Year)` [missing-key]\n"
    assert capsys.readouterr() == ("", f"content/posts/ida.md:1:1: error: {told}")
    assert bare_site.read("content/posts/ida.md") == text
