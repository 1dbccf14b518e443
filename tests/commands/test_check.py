"""`check`: every link inside the site, always; with `--external`, where the others lead."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from matinee import cli
from matinee.commands.build import run_check
from tests.outside.server import HERE, Server, serving
from tests.ports import free_port
from tests.site import NOW_TEXT, ROOT, Site, make_plain, picture

HER = "content/posts/2014-01-13-her.md"


@pytest.fixture
def two(bare_site: Site) -> Site:
    """Two posts, one with a comment; templates that cost nothing."""
    make_plain(bare_site)
    bare_site.write(HER, title="her", body="## The letter\n\nIt is *read* aloud.")
    bare_site.write("content/posts/2014-01-13-her/comments.yaml", "- id: 1\n  author: Jane\n  body: Lovely.\n")
    bare_site.write("content/posts/2014-01-13-her/letter.png", picture(4, 3))
    return bare_site


def told(site: Site) -> list[str]:
    """What an ordinary build says."""
    return [str(problem) for problem in site.build(writes=False).problems]


# Inside the site, always


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("[x](him.md)", "4:5: error: there is no him.md"),
        (
            "[x](/2014/01/13/him/)",
            "4:5: error: nothing answers /2014/01/13/him/; did you mean /2014/01/13/her/? [link]",
        ),
        ("[x](2014-01-13-her.md#the-later)", "4:5: error: there is no #the-later in content/posts/2014-01-13-her.md"),
        ("[x](2014-01-13-her.md#comment-2)", "4:5: error: there is no #comment-2 in content/posts/2014-01-13-her.md"),
        ("[x](#nowhere)", "4:5: error: there is no #nowhere in content/posts/gravity.md"),
        ("![x](leter.png)", "4:6: error: there is no image leter.png"),
        ("![x](/letter.png)", "4:6: error: there is no image /letter.png"),
        ("[x](2014-01-13-her/leter.png)", "4:5: error: there is no 2014-01-13-her/leter.png; did you mean"),
    ],
)
@pytest.mark.parametrize("folder", ["posts", "pages"])
def test_a_link_in_a_text_that_leads_nowhere_is_an_error(folder: str, body: str, problem: str, two: Site) -> None:
    up = "../posts/" if folder == "pages" else ""
    body = body.replace("](2014", f"]({up}2014")
    two.write(
        f"content/{folder}/gravity.md",
        f"---\ntitle: Gravity\n{'date: 2013-11-02' if not up else 'slug: g'}\n---\n{body}\n",
    )
    [found] = told(two)
    problem = (
        problem.replace("4:", "5:").replace("posts/gravity", f"{folder}/gravity").replace("no 2014", f"no {up}2014")
    )
    assert found.startswith(f"content/{folder}/gravity.md:{problem}")


def test_links_that_lead_somewhere_are_not_told(two: Site) -> None:
    two.write("content/posts/2014-01-13-gravity.md", title="Gravity", aliases=["/old/"])
    two.edit(
        HER,
        "It is",
        "[a](2014-01-13-gravity.md) [b](/2014/01/13/gravity/) [c](/old/) [d](#the-letter) [e](#comment-1) "
        "![f](letter.png) [g](/2014/01/13/her/letter.png) [h](/feed.xml) It is",
    )
    assert told(two) == []


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        ({"menu": [{"title": "A", "to": "pages/about.md"}]}, "4:23: error: there is no pages/about.md"),
        ({"menu": [{"title": "A", "to": "/about/"}]}, "4:23: error: nothing answers /about/"),
        ({"menu": [{"title": "A", "to": f"{HER[8:]}#x"}]}, f"4:23: error: there is no #x in {HER}"),
        ({"redirects": {"/old/": "/2014/01/13/him/"}}, "4:13: error: nothing answers /2014/01/13/him/"),
        ({"redirects": {"/old/": "/older/", "/older/": "/old/"}}, "4:13: error: this redirect leads round in a circle"),
        ({"licence": {"title": "L", "to": "/licence/"}}, "4:25: error: nothing answers /licence/"),
    ],
)
def test_what_site_yaml_links_to_must_be_there(keys: dict[str, Any], problem: str, two: Site) -> None:
    two.config(**keys)
    assert told(two)[0].startswith(f"content/site.yaml:{problem}")


def test_a_poster_and_a_posts_own_picture_must_be_there(two: Site) -> None:
    two.write("content/films/gravity.yaml", "title: Gravity\nyear: 2013\nposter: card.png\n")
    two.write("content/posts/2013-11-02-gravity.md", film="gravity", image="still.png", image_alt="A")
    assert [line.partition("error: ")[::2] for line in told(two)] == [
        ("content/films/gravity.yaml:3:9: ", "there is no image card.png [image]"),
        ("content/posts/2013-11-02-gravity.md:3:8: ", "there is no image still.png [image]"),
    ]


def test_a_readers_link_to_a_path_is_none_so_that_nothing_can_be_broken(two: Site) -> None:
    two.append(
        "content/posts/2014-01-13-her/comments.yaml",
        "- id: 2\n  body: '[a](gravity.md) [b](/nowhere/) [c](#comment-9) [d](//far.example) ![e](x.png) ok'\n",
    )
    two.good()
    page = two.page("/2014/01/13/her/")
    assert "ok" in page
    assert not [
        path for path in ("gravity.md", "/nowhere/", "#comment-9", "//far.example", "x.png") if f'href="{path}' in page
    ]


# Outside, when asked


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


class Checked:
    """What `check --external` answered."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.lines, self.told = code, out.splitlines(), err.splitlines()

    @property
    def summary(self) -> str:
        return self.lines[0]


@pytest.fixture
def check(two: Site, capsys: pytest.CaptureFixture[str]) -> Any:
    """Checks the two posts, this machine being the outside."""

    def run(*words: str) -> Checked:
        now = () if "--now" in words else ("--now", NOW_TEXT)
        options = cli.make_parser(two.folder).parse_args(["check", "--external", "--jobs", "1", *now, *words])
        code = run_check(options, HERE)
        return Checked(code, *capsys.readouterr())

    return run


def link(site: Site, *targets: str) -> None:
    """Let one post link to these, each in a paragraph of its own."""
    site.write(HER, title="her", body="\n\n".join(f"[x]({target})" for target in targets))


def test_every_broken_link_is_a_warning_at_its_place_and_the_check_succeeds(
    two: Site, server: Server, check: Any
) -> None:
    link(two, server.url("/good"), server.url("/gone#a"), server.url("/gone"), server.url("/moved"))
    for words in ((), ("--strict",)):
        checked = check(*words)
        gone, hint = server.url("/gone"), "link to where it is now, or take the link out [external-link]"
        assert checked.told == [
            f"{HER}:6:5: warning: {gone}#a leads nowhere: its host answers 410 Gone; {hint}",
            f"{HER}:8:5: warning: {gone} leads nowhere: its host answers 410 Gone; {hint}",
            f"{HER}:10:5: warning: {server.url('/moved')} has moved for good; write {server.url()} [external-link]",
        ]
        assert checked.code == 0
        assert checked.lines[-1].startswith("no errors, 3 warnings, ")
    assert checked.summary == "3 outside addresses: 0 asked, 3 remembered, 1 broken, 1 moved"


def test_all_that_an_author_can_name_is_asked_for_and_nothing_of_readers(two: Site, server: Server, check: Any) -> None:
    url = server.url
    two.config(
        menu=[{"title": "M", "to": url("/menu")}],
        licence={"title": "L", "to": url("/licence")},
        redirects={"/old/": url("/redirect")},
        authors={"Ingrid": {"url": url("/author")}, "Jane Doe": {"url": url("/author-2")}},
    )
    two.write("content/films/gravity.yaml", f"title: Gravity\nyear: 2013\nposter: {url('/poster')}\n")
    two.write(
        "content/posts/2013-11-02-gravity.md",
        film="gravity",
        canonical=url("/canonical"),
        image=url("/image"),
        image_alt="A",
        body=f"![x]({url('/picture')}) {url('/bare')}\n\n<a href='{url('/html')}'>x</a>",
    )
    two.write("content/pages/about.md", title="About", body=f"[x]({url('/page')})")
    two.write("content/posts/later.md", title="Later", date="2099-01-01", body=f"[x]({url('/later')})")
    two.append(
        "content/posts/2014-01-13-her/comments.yaml", f"- id: 2\n  url: {url('/reader')}\n  body: {url('/said')}\n"
    )
    two.write("content/posts/2014-01-13-her/pingbacks.yaml", f"- source: {url('/pingback')}\n  date: 2014-01-20\n")
    places = {line.split(" ")[2].rpartition("/")[2]: line.split(": ")[0] for line in check().told}
    assert places == {
        "menu": "content/site.yaml:4:23",
        "licence": "content/site.yaml:5:25",
        "redirect": "content/site.yaml:6:13",
        "author": "content/site.yaml:7:25",
        "author-2": f"content/site.yaml:7:{len(url('/author')) + 44}",
        "poster": "content/films/gravity.yaml:3:9",
        "canonical": "content/posts/2013-11-02-gravity.md:3:12",
        "image": "content/posts/2013-11-02-gravity.md:4:8",
        "picture": "content/posts/2013-11-02-gravity.md:7:6",
        "bare": f"content/posts/2013-11-02-gravity.md:7:{len(url('/picture')) + 8}",
        "html": "content/posts/2013-11-02-gravity.md:9:10",
        "page": "content/pages/about.md:4:5",
    }
    assert {path for _, path in server.asked} == {f"/{name}" for name in places}


def test_the_sites_own_address_is_looked_up_and_not_asked_for(two: Site, server: Server, check: Any) -> None:
    two.config(url=f"{server.url('')}/blog")
    link(two, server.url("/blog/2014/01/13/her/#x"), server.url("/blog/no/"), server.url("/blog"), server.url("/other"))
    checked = check()
    assert server.asked == [("HEAD", "/other"), ("GET", "/other")]
    assert [line.partition(";")[0] for line in checked.told] == [
        f"{HER}:6:5: warning: nothing of this site answers {server.url('/blog/no/')}",
        f"{HER}:10:5: warning: {server.url('/other')} leads nowhere: its host answers 404 Not Found",
    ]
    assert check("--strict").code == 1  # what is wrong inside the site is


def test_a_good_link_is_asked_for_again_after_a_month_and_a_broken_one_after_a_day(
    two: Site, server: Server, check: Any
) -> None:
    link(two, server.url("/good"), server.url("/gone"))
    asked: list[tuple[str, int]] = []
    for day in ("2026-03-01", "2026-03-01", "2026-03-02", "2026-03-30", "2026-04-01", "2026-03-20"):
        server.asked.clear()
        check("--now", day)
        asked += [(day, int(path == "/good")) for _, path in server.asked]
    assert asked == [
        *(("2026-03-01", 0), ("2026-03-01", 1)),
        ("2026-03-02", 0),
        ("2026-03-30", 0),
        *(("2026-04-01", 0), ("2026-04-01", 1)),
        *(("2026-03-20", 0), ("2026-03-20", 1)),  # found by a clock that was ahead
    ]


@pytest.mark.parametrize("harm", [lambda data: data[:-1], lambda data: b"", lambda data: data[:20] + b"x" + data[21:]])
def test_a_damaged_memory_is_forgotten(harm: Any, two: Site, server: Server, check: Any) -> None:
    link(two, server.url("/good"))
    assert check().summary == "1 outside address: 1 asked, 0 remembered"
    assert check().summary == "1 outside address: 0 asked, 1 remembered"
    memory = two.folder / ".matinee" / "outside"
    memory.write_bytes(harm(memory.read_bytes()))
    assert check().summary == "1 outside address: 1 asked, 0 remembered"


def test_where_nothing_can_be_kept_all_is_asked_again(two: Site, server: Server, check: Any) -> None:
    two.write(".matinee", "a file where the cache would be")
    link(two, server.url("/gone"))
    for _ in range(2):
        assert check().summary == "1 outside address: 1 asked, 0 remembered, 1 broken"


def test_json_has_the_warnings_among_its_problems_and_the_numbers(two: Site, server: Server, check: Any) -> None:
    link(two, server.url("/good"), server.url("/gone"), server.url("/busy", "localhost"))
    checked = check("--json")
    answer = json.loads("\n".join(checked.lines))
    assert [(problem["code"], problem["severity"], problem["line"]) for problem in answer["problems"]] == [
        ("external-link", "warning", 6)
    ]
    assert answer["outside"] == {
        "addresses": 3,
        "asked": 3,
        "remembered": 0,
        "broken": 1,
        "moved": 0,
        "unclear": {server.url("/busy", "localhost"): "its host asks to come again later"},
        "reached": True,
    }
    assert (checked.code, checked.told) == (0, [])


def test_where_something_is_wrong_inside_nothing_is_asked_outside(two: Site, server: Server, check: Any) -> None:
    link(two, server.url("/gone"), "nowhere.md")
    checked = check()
    assert (checked.code, server.asked) == (1, [])
    assert checked.told[1:] == ["1 error; no outside link was asked for."]


def test_a_link_into_a_private_network_is_told_without_asking(two: Site, server: Server, check: Any) -> None:
    link(two, "http://10.1.2.3/", server.url("/within"))
    checked = check()
    assert [line.partition(" leads nowhere: ")[2].partition(";")[0] for line in checked.told] == [
        "its host is this machine or in a private network, where no reader can follow",
        "it is redirected into a private network, where no reader can follow",
    ]
    assert server.asked == [("HEAD", "/within")]


def test_a_closed_port_is_an_answer_of_its_own(two: Site, check: Any) -> None:
    link(two, f"http://127.0.0.1:{free_port()}/")
    [line] = check().told
    assert "leads nowhere: its host accepts no connection" in line


def test_the_command_itself_asks_nobody_on_this_machine(two: Site, server: Server) -> None:
    link(two, server.url("/good"))
    ran = two.run("check", "--external")
    assert (ran.code, server.asked) == (0, [])
    assert ran.problems == [
        line for line in ran.err.splitlines() if "its host is this machine or in a private network" in line
    ]
    assert len(ran.problems) == 1


def test_without_a_network_one_line_says_so(two: Site) -> None:
    if subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("network namespaces cannot be made here")
    link(two, "https://far.example/", "https://farther.example/", "https://9.9.9.9/")
    ran = two.run("check", "--external", before=["unshare", "-n"])
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[0] == (
        "3 outside addresses: none of the 3 asked for could be reached; is there a network?"
    )


def test_a_check_without_the_option_asks_nobody_and_says_nothing_of_it(two: Site, server: Server) -> None:
    link(two, server.url("/gone"))
    ran = two.run("check")
    assert (ran.code, ran.err, server.asked) == (0, "", [])
    assert len(ran.out.splitlines()) == 1


INTERRUPTED = """
import sys
from pathlib import Path
from matinee import cli
from matinee.commands import build
from tests.ports import free_port
from tests.outside.server import HERE

check, build.run_check = build.run_check, lambda options: check(options, HERE)
sys.exit(cli.run(sys.argv[1:], Path.cwd()))
"""


def test_ctrl_c_keeps_what_was_found_until_then_and_says_so(two: Site, server: Server, check: Any) -> None:
    link(two, server.url("/gone"), server.url("/good"), server.url("/moved"), server.url("/slow"))
    words = [sys.executable, "-c", INTERRUPTED, "check", "--external", "--jobs", "1", "--now", NOW_TEXT]
    process = subprocess.Popen(
        words,
        cwd=two.folder,
        env=two.environment(PYTHONPATH=f"{ROOT}{os.pathsep}{Path(__file__).parents[2]}"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.is_slow_asked.wait(60)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    assert err.splitlines() == [
        "asked for 3 of 4 outside addresses; what was found is remembered",
        "interrupted; nothing is left half done",
    ]
    server.is_over.set()
    assert check().summary == "4 outside addresses: 1 asked, 3 remembered, 2 broken, 1 moved"
