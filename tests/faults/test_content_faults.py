"""What authors get wrong, from the source to the exit code: everything is told at once, with its place, and nothing is
written. (Faults A01 to A20, A22, A23, A25, C10.)"""

from __future__ import annotations

import os
import re
import resource
import socket
import struct
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from tests.site import CONFIG, Site, differences, picture
from tests.tracing import traced

FRONT = "---\ntitle: T\ndate: 2014-01-01\n---\n"


def errors(site: Site) -> list[str]:
    """The errors of a build, which are told by place, and after which the output is as it was."""
    before = site.tree()
    report = site.build()
    assert differences(site.tree(), before) == {}
    return [str(problem) for problem in report.problems if problem.is_error]


def test_ten_errors_in_ten_files_are_told_in_one_run_sorted_and_counted(themed_site: Site) -> None:
    themed_site.good()
    before = themed_site.tree()
    themed_site.write("content/films/nameless.yaml", "year: x\n")
    themed_site.write("content/posts/a-yaml.md", '---\ntitle: "unfinished\ndate: 2014-01-01\n---\n')
    themed_site.write("content/posts/b-date.md", "---\ntitle: B\ndate: 2012-13-45\n---\n")
    themed_site.write("content/posts/c-key.md", "---\ntitle: C\ndate: 2014-01-01\ndircetors: [A]\n---\n")
    themed_site.write("content/posts/d-rating.md", "---\ntitle: D\ndate: 2014-01-01\nrating: 11\n---\n")
    themed_site.write("content/posts/e-link.md", f"{FRONT}\nSee [it](nowhere.md).\n")
    themed_site.write("content/posts/f-latin.md", FRONT.encode() + b"Caf\xe9\n")
    themed_site.write("content/posts/g-one.md", "---\ntitle: G\ndate: 2014-01-01\nslug: same\n---\n")
    themed_site.write("content/posts/g-two.md", "---\ntitle: G\ndate: 2014-01-01\nslug: same\n---\n")
    themed_site.write("content/posts/her.md", FRONT)
    twice = "- id: 1\n  date: 2014-01-01\n  body: x\n- id: 1\n  body: twice\n"
    themed_site.write("content/posts/her/comments.yaml", twice)
    themed_site.write("templates/rows.html", "{% for row in rows %}{{ row.nothing }}\n")
    ran = themed_site.run("build")
    assert ran.code == 1
    assert ran.out == ""
    told = [line for line in ran.problems if ": error: " in line]
    places = [line.split(":")[0] for line in told]
    assert set(places) == {
        "content/films/nameless.yaml",
        *(
            f"content/posts/{name}.md"
            for name in ("a-yaml", "b-date", "c-key", "d-rating", "e-link", "f-latin", "g-two")
        ),
        "content/posts/her/comments.yaml",
        "templates/rows.html",
    }
    assert all(re.match(r"[^:]+:\d+:\d+: error: .+ \[[a-z-]+\]$", line) for line in told)
    order = [(line.split(":")[0], int(line.split(":")[1]), int(line.split(":")[2])) for line in ran.problems]
    assert order == sorted(order)
    assert ran.err.splitlines()[-1] == f"{len(told)} errors; nothing was written."
    assert differences(themed_site.tree(), before) == {}


def test_json_tells_the_same(site: Site) -> None:
    site.write("content/posts/d-rating.md", "---\ntitle: D\ndate: 2014-01-01\nrating: 11\n---\n")
    ran = site.run("build", "--json")
    assert ran.code == 1
    assert ran.json["written"] == []
    assert [(problem["path"], problem["line"]) for problem in ran.json["problems"]] == [
        ("content/posts/d-rating.md", 4)
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: A\ndate: 2014-01-01\ntags: [a\n---\n", (4, 5)),
        ("---\ntitle: A\n  bad: indent\n---\n", (3,)),
        ("---\ntitle: A\ndate: 2012-13-45\n---\n", (3,)),
        ("---\ntitle: A\ndate: 2014-01-01 25:61\n---\n", (3,)),
        ("---\ntitle: A\ndate: someday\n---\n", (3,)),
        ("---\ntitle: Alien: Romulus\ndate: 2014-01-01\n---\n", (2,)),
        ('---\ntitle: "Quoted" then more\ndate: 2014-01-01\n---\n', (2,)),
        ("---\ntitle: @home\ndate: 2014-01-01\n---\n", (2,)),
        ("---\ntitle: %20\ndate: 2014-01-01\n---\n", (2,)),
        ("---\ntitle: *star\ndate: 2014-01-01\n---\n", (2,)),
        ("---\ntitle: &and\ndate: 2014-01-01\n---\n", (2,)),
        ("---\ntitle: #1\ndate: 2014-01-01\n---\n", (1, 2)),
        ("---\ntitle: A\ndate: 2014-01-01\ntitle: B\n---\n", (2, 4)),
        ("---\ntitle: A\ndate: 2014-01-01\n", (1, 3, 4)),
        ("---\ntitle: A\nrating: .nan\ndate: 2014-01-01\n---\n", (3,)),
        ("---\nfilm: {title: A, year: 99999}\ndate: 2014-01-01\n---\n", (2,)),
        ("", (1,)),
        ("no front matter at all\n", (1,)),
    ],
)
def test_a_fault_in_the_front_matter_is_told_with_the_files_own_line(
    text: str, line: tuple[int, ...], site: Site
) -> None:
    site.good()
    site.write("content/posts/bad.md", text)
    told = errors(site)
    assert told
    assert all(message.startswith("content/posts/bad.md:") for message in told), told
    assert {int(message.split(":")[1]) for message in told} <= set(line), told


def test_a_name_with_an_impossible_date_is_named_as_its_source(site: Site) -> None:
    site.write("content/posts/2014-13-45-x.md", "---\ntitle: X\n---\n")
    assert errors(site) == [
        "content/posts/2014-13-45-x.md:1:1: error: the date that this post's name begins with, 2014-13-45, "
        "must be a real date: there is no month 13; rename it, or write `date:` [date]"
    ]


@pytest.mark.parametrize("path", ["2014-01-01.md", "2014-01-01/index.md"])
def test_a_name_that_is_a_date_and_nothing_else_is_told_what_it_lacks(path: str, site: Site) -> None:
    site.write(f"content/posts/{path}", "---\ntitle: Her\n---\n")
    [told] = errors(site)
    assert told.startswith(
        f"content/posts/{path}:2:8: error: this post has no date; write `date: 2014-01-01`, or let a"
    )
    assert "as in 2014-01-01-her" in told


@pytest.mark.parametrize("side", [10_000, 60_000])
def test_a_picture_of_too_many_pixels_is_told_and_not_opened(side: int, site: Site) -> None:
    data = bytearray(picture(2, 2))
    data[16:24] = struct.pack(">II", side, side)
    data[29:33] = struct.pack(">I", zlib.crc32(data[12:29]))
    site.write("content/posts/gravity/huge.png", bytes(data))
    [told] = errors(site)
    assert told.startswith("content/posts/gravity/huge.png:1:1: error: this image has more than 89 million pixels")
    assert not site.output.exists()


def test_a_key_given_twice_names_both_lines(site: Site) -> None:
    site.write("content/posts/bad.md", "---\ntitle: A\ndate: 2014-01-01\ntitle: B\n---\n")
    [told] = errors(site)
    assert told.startswith("content/posts/bad.md:4:1:")
    assert "line 2" in told


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (FRONT.encode() + b"Caf\xe9 noir\n", "5:4"),
        ((FRONT + "Café").encode("utf-16"), "1:1"),
        (FRONT.encode() + "Caf\u00e9".encode()[:-1], "5:4"),
        (b"\xef\xbb\xbf" + FRONT.encode() + b"ab\xff", "5:3"),
    ],
)
def test_bytes_that_are_not_utf8_are_told_with_their_place(data: bytes, place: str, site: Site) -> None:
    site.write("content/posts/bad.md", data)
    site.write("content/posts/worse.md", "---\nrating: 9\n---\n")
    told = errors(site)
    assert told[0].startswith(f"content/posts/bad.md:{place}: error:")
    assert any(message.startswith("content/posts/worse.md") for message in told)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: b"\xef\xbb\xbf" + text,
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: text.replace(b"\n", b"\r"),
        lambda text: text.rstrip(b"\n"),
        lambda text: text.replace(b"---\n", b"---  \t\n"),
        lambda text: b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n").rstrip(b"\r\n"),
    ],
    ids=["bom", "crlf", "cr", "no final newline", "spaces after the dashes", "all"],
)
def test_line_ends_and_marks_change_no_byte_of_a_page(change: object, site: Site) -> None:
    text = "---\ntitle: Twin\ndate: 2014-05-05\ntags: [a, b]\n---\nOne *line*,\nanother.\n\n- a\n- b\n\nEnd.\n"
    comments = "- id: 1\n  date: 2014-05-06\n  body: |\n    Two\n    lines.\n"
    site.write("content/posts/twin.md", text)
    site.write("content/posts/twin/comments.yaml", comments)
    site.good()
    before = site.tree()
    assert callable(change)
    site.write("content/posts/twin.md", change(text.encode()))
    site.write("content/posts/twin/comments.yaml", change(comments.encode()))
    site.good()
    assert differences(site.tree(), before) == {}


@pytest.mark.parametrize(
    "title", ["No", "Yes", "On", "8:46", "2:37", "1917", "007", "9", "1e3", ".5", "Null", "1_000", "0x10"]
)
def test_titles_that_yaml_would_change_are_shown_as_typed(title: str, themed_site: Site) -> None:
    themed_site.write("content/posts/trap.md", f"---\ntitle: {title}\ndate: 2014-05-05\n---\nText.\n")
    themed_site.good()
    assert f"<title>{title}" in themed_site.page("/2014/05/05/trap/")


@pytest.mark.parametrize("title", ["~", "[REC]"])
def test_titles_that_are_something_else_in_yaml_are_shown_or_told(title: str, themed_site: Site) -> None:
    themed_site.write("content/posts/trap.md", f"---\ntitle: {title}\ndate: 2014-05-05\n---\nText.\n")
    report = themed_site.build()
    assert {problem.place.path for problem in report.problems} <= {"content/posts/trap.md"}
    if not report.failed:
        assert title in themed_site.page("/2014/05/05/trap/")


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: T\ndate: 2014-05-05\n---",
        "---\ntitle: T\ndate: 2014-05-05\n---\n",
        "---\ntitle: T\ndate: 2014-05-05\n---\n\n---\n\nA rule above, and below.\n\n---\n",
        "---\ntitle: T\ndate: 2014-05-05\n---\n---\nfilm: x\n---\n",
    ],
)
def test_odd_but_whole_posts_are_built(text: str, site: Site) -> None:
    site.write("content/posts/odd.md", text)
    site.good()
    assert site.page("/2014/05/05/odd/")


@pytest.mark.slow
def test_a_line_of_ten_megabytes_has_a_defined_end(site: Site) -> None:
    site.write("content/posts/long.md", FRONT + "word " * 2_000_000)
    ran = site.run("build")
    assert ran.code in {0, 1}
    assert "Traceback" not in ran.err


# Templates

BROKEN = {
    "unknown include": ("{% include 'nowhere.html' %}", "nowhere.html"),
    "undefined variable": ("{{ nothing_of_the_kind }}", "nothing_of_the_kind"),
    "undefined attribute": ("{{ page.nothing_of_the_kind }}", "nothing_of_the_kind"),
    "unknown filter": ("{{ page.title | nothing_of_the_kind }}", "nothing_of_the_kind"),
    "unfinished block": ("{% if page.title %}", ""),
    "division": ("{{ 1 // 0 }}", "ZeroDivisionError"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_fault_in_a_template_names_its_line_and_the_page(fault: str, themed_site: Site) -> None:
    text, word = BROKEN[fault]
    themed_site.good()
    page = f"{{% extends 'base.html' %}}\n{{% block main %}}\n{text}\n{{% endblock %}}\n"
    themed_site.write("templates/page.html", page)
    told = errors(themed_site)
    assert len(told) == 1
    assert told[0].startswith(("templates/page.html:3:", "templates/page.html:4:"))
    assert word in told[0]
    assert "while rendering about/index.html" in told[0]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("page.titel", 'PageView has no "titel" (did you mean "title"?); while rendering about/index.html [template]'),
        ("site.tagelin", 'SiteView has no "tagelin" (did you mean "tagline"?); while'),
        ("pge.title", 'there is no "pge" here (did you mean "page"?); while'),
        (
            "page.image.url",
            '"url" is asked of nothing: what stands before it is empty here; ask with {% if … %} first;',
        ),
        ("page.title.nothing", 'a text has no "nothing"; while'),
    ],
)
def test_what_a_template_asks_for_in_vain_is_told_with_the_nearest(asked: str, words: str, themed_site: Site) -> None:
    themed_site.write("templates/page.html", f"\n<p>{{{{ {asked} }}}}</p>\n")
    [told] = errors(themed_site)
    assert told.startswith(f"templates/page.html:2:1: error: {words}")


def test_a_template_that_no_page_is_made_of_is_warned_about(themed_site: Site) -> None:
    themed_site.write("templates/pots.html", "x")
    themed_site.write("templates/mine.html", "y")
    themed_site.write("templates/page.html", "{% include 'mine.html' %}")
    themed_site.write("templates/own.html", "what a page of the site's own Python would be made of")
    themed_site.write("templates/readme.md", "x")
    report = themed_site.good()
    told = [str(problem) for problem in report.problems if problem.code == "template"]
    assert told == [
        "templates/pots.html:1:1: warning: no page is made of this template; did you mean post.html? [template]"
    ]


def test_a_syntax_fault_is_told_once(site: Site) -> None:
    for number in range(40):
        site.write(f"content/posts/p{number}.md", f"---\ntitle: P {number}\ndate: 2014-01-01\n---\n")
    site.write("templates/post.html", "{% extends 'base.html' %}\n{{ page.title }\n")
    told = [str(problem) for problem in site.build(jobs=2).problems]
    page = "2013/11/02/gravity/index.html"
    assert told == [f"templates/post.html:2:1: error: unexpected '}}'; while rendering {page} [template]"]


def test_a_fault_in_a_parent_template_names_the_parent(themed_site: Site) -> None:
    themed_site.write("templates/base.html", "<html>\n{% block main %}{% endblock %}\n{{ oops }}\n</html>\n")
    [told] = errors(themed_site)
    assert told.startswith("templates/base.html:3:")
    themed_site.write("templates/base.html", "<html>\n{% block main %}{% endblock %}\n{% endif %}\n</html>\n")
    told = errors(themed_site)
    assert any(message.startswith("templates/base.html:3:") for message in told)
    assert all("; while rendering " in message for message in told)


def test_a_template_that_includes_itself_names_the_round(site: Site) -> None:
    site.write("templates/a.html", "<p>{% include 'b.html' %}</p>\n")
    site.write("templates/b.html", "\n{% include 'a.html' %}\n")
    site.write("templates/page.html", "{% include 'a.html' %}\n")
    ran = site.run("build")
    assert ran.code == 1
    assert "a.html → b.html → a.html" in ran.err
    assert re.match(r"templates/[ab]\.html:\d+:\d+: error: ", ran.err)


def test_a_template_that_is_not_utf8_is_told(site: Site) -> None:
    site.write("templates/page.html", b"caf\xe9")
    [told] = errors(site)
    assert told.startswith("templates/page.html:")


# Addresses


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("slug: same", "slug: same"),
        ("url: /Rec/", "url: /rec/"),
        ("url: /é/", "url: /e\u0301/"),
        ("url: /ﬁlm/", "url: /film/"),
        ("url: /a/b/", "url: /a/b/index.html"),
        ("url: /x.html", "url: /x.html/y/"),
        ("url: /films/", "slug: other"),
        ("url: /index.html", "slug: other"),
        ("aliases: [/was/]", "url: /was/"),
        ("aliases: [/about/]", "slug: other"),
    ],
)
def test_two_sources_of_one_address_are_an_error_that_names_them(one: str, two: str, site: Site) -> None:
    site.write("content/posts/one.md", f"---\ntitle: One\ndate: 2014-05-05\n{one}\n---\n")
    site.write("content/posts/two.md", f"---\ntitle: Two\ndate: 2014-05-05\n{two}\n---\n")
    told = errors(site)
    assert told
    assert "posts/one.md" in " ".join(told)
    assert "slug: other" in two or "posts/two.md" in " ".join(told)
    assert site.tree() == {}


def test_terms_equal_but_for_case_are_one(themed_site: Site) -> None:
    for number, tag in enumerate(("Noir", "noir", "NOIR", "Noir")):
        themed_site.write(f"content/posts/t{number}.md", title=f"T {number}", date="2014-05-05", tags=[tag], body="x")
    themed_site.good()
    page = themed_site.page("/tag/noir/")
    assert "Noir" in page
    assert all(f"T {number}" in page for number in range(4))


@pytest.mark.parametrize(
    "key",
    [
        *(
            "slug: ../up",
            "slug: ..",
            "slug: /abs",
            "slug: a/b",
            "slug: 'a\\b'",
            "slug: '%2e%2e'",
            "slug: CON",
            "slug: nul.txt",
        ),
        *(
            "slug: 'dot.'",
            "slug: 'space '",
            f"slug: {'x' * 300}",
            "slug: 'a\u202eb'",
            'slug: "a\\0b"',
            "slug: '.matinee'",
        ),
        *(
            "url: ../up/",
            "url: /../up/",
            "url: /a/../../b/",
            "url: /a//b/",
            "url: 'C:/x/'",
            "url: /%2e%2e/x/",
            "url: //host/x/",
        ),
        *(
            "url: '/a\\b/'",
            "url: /con/",
            "url: /.matinee/x",
            f"url: /{'x' * 300}/",
            "aliases: [../x]",
            "aliases: [/../x/]",
        ),
    ],
)
def test_an_address_that_leads_astray_is_refused_with_its_place(key: str, site: Site, tmp_path: Path) -> None:
    outside = sorted(tmp_path.iterdir())
    site.write("content/posts/bad.md", f"---\ntitle: Bad\ndate: 2014-05-05\n{key}\n---\n")
    told = errors(site)
    if not told and key == "slug: 'space '":  # the space at the end of a text is nobody's intention
        return
    assert told, "it was accepted"
    assert told[0].startswith("content/posts/bad.md:"), told
    assert sorted(tmp_path.iterdir()) == outside


@pytest.mark.parametrize(
    "name",
    [
        "…",
        "8½",
        "π",
        "千と千尋",
        "CON",
        "a" * 200,
        "🎬",
        "..",
        "x.",
        "Ünï cödé",
        "a%2e%2eb",
        "nul",
        "a\\b",
        "-",
        "' OR 1=1",
    ],
)
def test_an_address_made_from_a_name_is_safe_and_stays(name: str, site: Site) -> None:
    stem = name.replace("/", "-")
    path = f"content/posts/{stem}.md" if stem != ".." else "content/posts/x../index.md"
    site.write(
        path,
        title=f"'{name.replace(chr(39), '')}'",
        date="2014-05-05",
        tags=[f"'{name.replace(chr(39), '')}'"],
        body="x",
    )
    first = set(site.good().written)
    made = [file for file in first if file.startswith("2014/05/05/") and file.endswith(".html")]
    assert len(made) == 1
    slug = made[0].split("/")[3]
    assert slug
    assert len(slug.encode()) <= 140
    assert slug.strip(". ") == slug
    assert not re.fullmatch(r"(?i)con|nul", slug)
    assert set(site.good(clean=True).written) == first


def test_titles_that_slug_to_nothing_do_not_clash(site: Site) -> None:
    for number, name in enumerate(["…", "!!!", "???", "—"]):
        site.write(f"content/posts/p{number}.md", title=f"'{name}'", date="2014-05-05", tags=[f"'{name}'"], body="x")
    site.good()
    assert len([path for path in site.tree() if path.startswith("tag/") and path.endswith("index.html")]) == 4 + 2


# Conversations


def test_comments_without_a_parent_of_their_own_are_shown_with_a_warning(themed_site: Site) -> None:
    lines = {"orphan": "nobody", "self": "self", "left": "right", "right": "left", "elsewhere": "1"}
    items = "".join(
        f"- id: {name}\n  parent: {parent}\n  date: 2014-05-05\n  body: I am {name}.\n"
        for name, parent in lines.items()
    )
    ring = "".join(
        f"- id: r{number}\n  parent: r{(number + 1) % 1000}\n  date: 2014-05-05\n  body: Ring {number}.\n"
        for number in range(1000)
    )
    themed_site.write("content/posts/gravity/comments.yaml", items + ring)
    report = themed_site.good()
    page = themed_site.page("/2013/11/02/gravity/")
    for name in lines:
        assert page.count(f"I am {name}.") == 1
    assert all(page.count(f"Ring {number}.") == 1 for number in range(1000))
    warned = [problem for problem in report.problems if problem.place.path.endswith("gravity/comments.yaml")]
    assert len(warned) >= 4
    assert all(problem.place.line for problem in warned)


def chain(length: int) -> str:
    """A comments.yaml in which each comment answers the one before."""
    return "".join(
        f"- id: {number}\n"
        + (f"  parent: {number - 1}\n" if number else "")
        + f"  date: 2014-05-05\n  body: Reply {number}.\n"
        for number in range(length)
    )


def test_a_chain_of_ten_thousand_replies_is_all_there(themed_site: Site) -> None:
    themed_site.write("content/posts/gravity/comments.yaml", chain(10_000))
    ran = themed_site.run("build", "--jobs", "1", timeout=300)
    assert ran.code == 0, ran.err
    page = themed_site.page("/2013/11/02/gravity/")
    assert len(re.findall(r"\bid=\"?comment-\d+", page)) == 10_000
    assert set(re.findall(r"Reply (\d+)\.", page)) == {str(number) for number in range(10_000)}


def test_a_chain_twice_as_long_is_twice_the_work(themed_site: Site) -> None:
    """Counted in lines run, of the engine, the libraries and the templates: a clock would tell of the machine."""
    themed_site.good()
    work = []
    for length in (100, 200, 400):
        themed_site.write("content/posts/gravity/comments.yaml", chain(length))
        work.append(lines_run(lambda: themed_site.good(clean=True)))
    assert work[2] - work[1] <= 2.2 * (work[1] - work[0])


def lines_run(work: Callable[[], object]) -> int:
    """How many lines of Python something takes."""
    count = 0

    def count_lines(_: FrameType, event: str, __: object) -> Callable[..., Any]:
        nonlocal count
        count += event == "line"
        return count_lines

    sys.settrace(count_lines)
    try:
        work()
    finally:
        sys.settrace(None)
    return count


@pytest.mark.slow
def test_a_post_of_fifty_thousand_comments_is_built_in_little_memory(themed_site: Site) -> None:
    number = 50_000
    themed_site.write("content/posts/gravity/comments.yaml", chain(number).replace("  parent: ", "  # after "))
    limit = (1 << 30, 1 << 30)
    ran = themed_site.run(
        "build", "--jobs", "1", timeout=600, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, limit)
    )
    assert ran.code == 0, ran.err
    page = themed_site.page("/2013/11/02/gravity/")
    assert len(set(re.findall(r"\bid=\"?comment-\d+", page))) == number
    assert len(re.findall(r"Reply \d+\.", page)) == number


# What is not published


@pytest.mark.parametrize("front", ["draft: true\ndate: 2014-05-05", "date: 2027-01-01", "draft: true"])
def test_what_is_not_live_is_in_no_file(front: str, site: Site) -> None:
    site.good()
    before = site.tree()
    site.write(
        "content/posts/secret.md",
        f"---\ntitle: Canary\n{front}\nfilm: Canary Film (1999)\ntags: [canary, space]\nseries: Canary\n---\nCanary.\n",
    )
    site.write("content/posts/secret/comments.yaml", "- id: 1\n  date: 2014-05-05\n  body: Canary comment.\n")
    site.write("content/posts/secret/canary.txt", "canary")
    report = site.good()
    assert (report.written, report.removed) == ((), ())
    assert differences(site.tree(), before) == {}
    assert not any(b"anary" in data for data in site.tree().values())
    shown = site.good(drafts=True, future=True)
    assert any("secret" in path for path in shown.written)
    site.good()
    assert differences(site.tree(), before) == {}


def test_what_is_wrong_in_a_drafts_text_stops_nothing_until_it_is_shown(bare_site: Site) -> None:
    bare_site.write("content/posts/2014-01-13-her.md", title="her")
    bare_site.write("content/posts/half.md", title="Half", draft=True, body=":::spoiler\nHe")
    place = "content/posts/half.md:5:1"
    for _ in range(2):
        report = bare_site.build()
        assert not report.failed
        assert [str(problem).partition(" this")[0] for problem in report.problems] == [f"{place}: warning:"]
        assert [str(problem).partition(" this")[0] for problem in bare_site.build(drafts=True).problems] == [
            f"{place}: error:"
        ]
    bare_site.edit("content/posts/half.md", "draft: true", "date: 2014-01-14")
    assert errors(bare_site) == [f"{place}: error: this spoiler is never closed; end it with a line ::: [spoiler]"]
    bare_site.write("content/posts/half.md", title="Half", draft=True, rating=11)
    assert len(errors(bare_site)) == 1


def test_broken_links_images_and_anchors_are_all_told_with_their_lines(site: Site) -> None:
    site.write(
        "content/posts/links.md",
        FRONT
        + "[a](nowhere.md)\n\n![b](missing.png)\n\n[c](gravity/index.md#nothing)\n\n[d](/no/such/)\n\n[e](#here)\n",
    )
    told = [message for message in errors(site) if message.startswith("content/posts/links.md")]
    assert [int(message.split(":")[1]) for message in told] == [5, 7, 9, 11, 13]


# Strange files


@pytest.mark.parametrize("folder", ["static", "content/posts", "content/posts/gravity", "content/films", "templates"])
def test_strange_files_are_passed_over_without_hanging(folder: str, site: Site, tmp_path: Path) -> None:
    site.good()
    before = site.tree()
    home = site.folder / folder
    home.mkdir(exist_ok=True)
    (tmp_path / "secret.txt").write_text("the secret outside")
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets/secret.md").write_text(FRONT + "the secret outside")
    os.mkfifo(home / "pipe.md")
    os.mkfifo(home / "comments.yaml")
    with socket.socket(socket.AF_UNIX) as server:
        here = os.open(home, os.O_RDONLY)
        try:
            server.bind(f"/proc/self/fd/{here}/socket.txt")
        finally:
            os.close(here)
    (home / "out.txt").symlink_to(tmp_path / "secret.txt")
    (home / "outs").symlink_to(tmp_path / "secrets")
    (home / "dangling.txt").symlink_to(tmp_path / "nowhere")
    (home / "loop.txt").symlink_to("loop.txt")
    (home / "up").symlink_to("..")
    ran = site.run("build", timeout=60)
    assert "Traceback" not in ran.err
    assert ran.code == 0, ran.err
    if folder != "templates":
        assert {"pipe.md", "socket.txt", "out.txt", "outs", "dangling.txt", "loop.txt", "up"} <= {
            line.split(":")[0].rpartition("/")[2] for line in ran.problems
        }
    assert differences(site.tree(), before) == {}


@pytest.mark.parametrize("path", ["content/site.yaml", "content/diary.yaml", "templates/page.html", "build.py"])
def test_a_pipe_in_place_of_a_file_does_not_hang_a_build(path: str, site: Site) -> None:
    place = site.folder / path
    place.parent.mkdir(exist_ok=True)
    place.unlink(missing_ok=True)
    os.mkfifo(place)
    ran = site.run("build", timeout=60)
    assert ran.code in {0, 1}
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "path",
    [
        "content/site.yaml",
        "content/posts/gravity/index.md",
        "content/posts/2014-01-13-her/comments.yaml",
        "static/robots-are-people.txt",
        "templates/page.html",
    ],
)
def test_an_unreadable_file_is_told_by_its_name(path: str, site: Site) -> None:
    if not (site.folder / path).exists():
        site.write(path, "[]\n")
    site.good()
    before = site.tree()
    (site.folder / path).touch()
    ran = traced(site, inject="openat:error=EACCES", path=os.fspath(site.folder / path))
    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert path in ran.err
    assert "Permission denied" in ran.err
    assert differences(site.tree(), before) == {}


def test_names_that_are_no_text_or_hold_control_characters_do_no_harm(site: Site) -> None:
    (site.folder / os.fsdecode(b"static/caf\xe9.txt")).write_text("latin name")
    site.write("static/new\nline.txt", "newline")
    site.write("static/tab\t.txt", "tab")
    site.write("static/quote'\"<>&.txt", "quotes")
    report = site.good()
    assert any("not UTF-8" in problem.message for problem in report.problems)
    assert site.tree()["new\nline.txt"] == b"newline"
    assert site.good().written == ()
    site.remove("static/new\nline.txt")
    assert site.good().removed == ("new\nline.txt",)


def test_what_editors_leave_behind_is_ignored(site: Site) -> None:
    site.good()
    before = site.tree()
    for name in (".her.md.swp", "her.md~", ".#her.md", "#her.md#", "4913", ".DS_Store", "Thumbs.db", "her.md.tmp"):
        site.write(f"content/posts/{name}", "droppings: [")
        site.write(f"static/{name}", "droppings")
    report = site.good()
    assert report.problems == ()
    assert differences(site.tree(), before) == {}


def test_files_of_static_with_a_dot_are_published(site: Site) -> None:
    for name in (".well-known/security.txt", ".nojekyll", ".htaccess"):
        site.write(f"static/{name}", "mine")
    site.write("content/posts/.hidden.md", "title: [")
    assert site.good().problems == ()
    assert {".well-known/security.txt", ".nojekyll", ".htaccess"} <= site.tree().keys()


def test_what_is_litter_in_static_is_left_out_without_a_word(site: Site) -> None:
    for name in (".git/config", ".gitignore", ".DS_Store", "._x.png", ".x.swp", "x~", "deep/.#x"):
        site.write(f"static/{name}", "SECRET")
    assert site.good().problems == ()
    assert not [data for data in site.tree().values() if b"SECRET" in data]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        *((name, "private") for name in (".env", ".env.local", ".htpasswd", ".ssh", "id_rsa", "server.pem")),
        *((name, "a backup") for name in ("x.bak", "notes.orig")),
    ],
)
def test_what_looks_private_in_static_is_left_out_with_a_warning(name: str, why: str, site: Site) -> None:
    site.write(f"static/deep/{name}", "SECRET")
    [told] = site.good().problems
    assert str(told).startswith(
        f"static/deep/{name}:1:1: warning: this is not published: by its name it is {why}; move"
    )
    assert not [data for data in site.tree().values() if b"SECRET" in data]


# Failing and mending


def test_a_failed_page_is_made_once_what_it_needs_is_mended(themed_site: Site) -> None:
    themed_site.good()
    theirs = "{% extends 'base.html' %}{% block main %}{{ page.title }}{% include 'part.html' %}{% endblock %}"
    themed_site.write("templates/page.html", theirs)
    themed_site.edit("content/posts/2015-02-15-stalker.md", "The Zone", "Our Zone")
    assert errors(themed_site)
    assert errors(themed_site)
    themed_site.write("templates/part.html", "<p>part</p>")
    themed_site.good()
    assert "<p>part</p>" in themed_site.page("/about/")
    assert differences(themed_site.tree(), themed_site.clean_tree()) == {}


def test_a_site_that_fails_first_leaves_no_page_and_is_fine_once_mended(site: Site) -> None:
    site.write("content/posts/bad.md", "---\ntitle: [\n---\n")
    start = time.monotonic()
    assert errors(site)
    assert site.tree() == {}
    site.remove("content/posts/bad.md")
    site.good()
    assert differences(site.tree(), site.clean_tree()) == {}
    assert time.monotonic() > start


SLIPS = {
    "a key": ("ratng: 4\ntitle: One", "", "unknown-key"),
    "a date": ("title: One\ndate: 2012-13-45", "", "date"),
    "likes": ("title: One\nlikes: many", "", "number"),
    "a spoiler": ("title: One", "\n:::spoiler\n\nThe end.\n", "spoiler"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_a_post_hides_nothing_else_that_is_wrong_with_it(tmp_path: Path, slip: str) -> None:
    front, more, code = SLIPS[slip]
    blog = Site(tmp_path / "blog")
    blog.write("content/site.yaml", CONFIG)
    text = (
        f"---\n{front}\nimage: no.jpg\nimage_alt: A\n---\n\n"
        f"[a](no.md) ![b](n.png) [here](#nowhere) [two](2014-01-02-two.md)\n{more}"
    )
    blog.write("content/posts/2014-01-01-one.md", text)
    blog.write("content/posts/2014-01-02-two.md", "---\ntitle: Two\n---\n\n[one](2014-01-01-one.md#any)\n")
    told = sorted(problem.code for problem in blog.build().problems)
    assert told == sorted([code, "image", "image", "link"])


def test_a_slip_in_a_conversation_hides_nothing_that_is_wrong_with_its_post(tmp_path: Path) -> None:
    blog = Site(tmp_path / "blog")
    blog.write("content/site.yaml", CONFIG)
    blog.write("content/posts/2014-01-01-one/index.md", "---\ntitle: One\n---\n\n[a](no.md)\n")
    blog.write("content/posts/2014-01-01-one/comments.yaml", "- id: 1\n  bod: x\n")
    assert sorted(problem.code for problem in blog.build().problems) == ["link", "missing-key", "unknown-key"]


def test_a_site_yaml_that_cannot_be_read_hides_nothing_in_the_posts(tmp_path: Path) -> None:
    blog = Site(tmp_path / "blog")
    blog.write("content/site.yaml", "title: [Changeover\nurl: x\n")
    blog.write("content/posts/2014-01-01-one.md", "---\nfilm: her (2013)\nrating: A+\ntitel: x\n---\n\nText.\n")
    told = [(problem.place.path, problem.code) for problem in blog.build().problems]
    assert told == [("content/posts/2014-01-01-one.md", "unknown-key"), ("content/site.yaml", "yaml")]
    assert not blog.output.exists()
