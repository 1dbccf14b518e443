"""`serve`, run for real: what is answered, and what happens when the author writes."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from matinee.preview.additions import BEGIN
from tests.ports import free_port
from tests.preview.served import Served, serving
from tests.site import Site, read_tree

pytestmark = pytest.mark.slow

HER = "content/posts/2014-01-13-her.md"
TALK = "content/posts/2014-01-13-her/comments.yaml"
PAGE = "/2014/01/13/her/"


@pytest.fixture
def served(site: Site) -> Iterator[Served]:
    with serving(site) as served:
        yield served


def built(site: Site) -> dict[str, bytes]:
    """What a build from nothing makes of the sources as they are now, for the author's eyes."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    output = site.folder.parent / "built"
    shutil.rmtree(output, ignore_errors=True)
    done = site.run("build", "--clean", "--drafts", "--future", "--now", now, "--output", os.fspath(output))
    assert done.code == 0, done.err
    return read_tree(output, without=(".matinee",))


def served_tree(served: Served, paths: Iterator[str] | list[str]) -> dict[str, bytes]:
    """What is served at the addresses of some outputs, without what the preview adds."""
    tree = {}
    for path in paths:
        answer = served.ask("/" + re.sub(r"(^|/)index\.html$", r"\1", path))
        assert answer.status in {200, 404}, path
        tree[path] = answer.page
    return tree


def test_every_output_is_served_as_a_build_writes_it(site: Site) -> None:
    site.write("content/posts/2016-01-01-alma.md", title="Alma", draft=True, aliases=["/old/alma/"], body="Not yet.")
    site.write("content/posts/2999-01-01-omega.md", title="Omega", body="Some day.")
    whole = built(site)
    with serving(site) as served:
        assert served_tree(served, list(whole)) == whole
        served.until_said(f"is ready: {len(whole)} pages")


def test_after_edits_every_output_is_what_a_build_makes(site: Site) -> None:
    with serving(site) as served:
        site.append(HER, "\n\nA last line, MarkerOne.\n")
        site.append(TALK, "- id: 3\n  author: Noor\n  date: 2014-01-14\n  body: MarkerTwo.\n")
        served.until(PAGE, lambda answer: "MarkerOne" in answer.text and "MarkerTwo" in answer.text)
        site.edit(HER, "rating: 4.5", "rating: 2")
        site.move("content/posts/gravity", "content/posts/2013-weightless")
        site.write("content/posts/2016-01-01-alma.md", title="Alma", body="New, and of [her](2014-01-13-her.md).")
        site.remove("content/posts/2015-02-15-stalker.md")
        site.edit(HER, "gravity/index.md", "2013-weightless/index.md")
        site.write("static/robots-are-people.txt", "They are not.\n")
        served.until("/2016/01/01/alma/", lambda answer: answer.status == 200)
        served.until("/robots-are-people.txt", lambda answer: b"not" in answer.body)
        served.until("/2015/02/15/stalker/", lambda answer: answer.status == 404)
        whole = built(site)
        served.until(PAGE, lambda answer: answer.page == whole["2014/01/13/her/index.html"])
        assert served_tree(served, list(whole)) == whole


def test_word_of_a_change_comes_when_it_can_be_served(served: Served) -> None:
    mark = served.ask(PAGE).mark
    with served.events(PAGE, mark) as words:
        served.site.append(HER, "\n\nMarkerOne.\n")
        assert next(words) == "reload"
        assert b"MarkerOne" in served.ask(PAGE).body


def test_a_page_that_has_not_changed_hears_nothing(served: Served) -> None:
    stalker = served.ask("/2015/02/15/stalker/").mark
    about = served.ask("/about/").mark
    with served.events("/2015/02/15/stalker/", stalker) as words, served.events("/about/", about) as others:
        served.site.edit(HER, "A letter first", "A letter at last")
        served.until(PAGE, lambda answer: "at last" in answer.text)
        served.site.edit("content/pages/about.md", "Row K", "Row L")
        assert next(others) == "reload"
        served.site.append("content/posts/2015-02-15-stalker.md", "\n\nAnd waits.\n")
        assert next(words) == "reload"
        assert "And waits" in served.ask("/2015/02/15/stalker/").text
    assert served.ask("/2015/02/15/stalker/").mark != stalker


def test_whoever_missed_a_change_hears_of_it_when_it_comes_back(served: Served) -> None:
    mark = served.ask(PAGE).mark
    served.site.append(HER, "\n\nMarkerOne.\n")
    served.until(PAGE, lambda answer: "MarkerOne" in answer.text)
    with served.events(PAGE, mark) as words:
        assert next(words) == "reload"


def test_a_stylesheet_is_told_of_without_a_reload(served: Served) -> None:
    mark = served.ask(PAGE).mark
    with served.events(PAGE, mark) as words:
        css = served.ask("/style.css").text
        served.site.write("templates/style.css", css + "\nbody { letter-spacing: .3em }\n")
        assert next(words) == "style"
        assert "letter-spacing:.3em" in served.ask("/style.css").text
        assert served.ask(PAGE).mark.split(".")[0] == mark.split(".")[0]


def test_an_error_lies_over_the_last_good_page_and_goes_when_it_is_mended(served: Served) -> None:
    good = served.ask(PAGE)
    assert not good.errors
    served.site.edit(HER, "rating: 4.5", "rating: 11<b>")
    broken = served.until(PAGE, lambda answer: answer.errors)
    line = served.site.read(HER).split("\n").index("rating: 11<b>") + 1
    assert f"{HER}:{line}:9</a></code>: error: rating must be" in broken.errors
    assert f"vscode://file{served.site.folder}/{HER}:{line}:9" in broken.errors
    assert "<b>rating: 11&lt;b&gt;</b>" in broken.errors
    assert re.search(r"\n<i> +</i> {9}<b>\^</b>", broken.errors)
    assert broken.page == good.page
    assert served.ask("/about/").errors == broken.errors
    told = served.until_said(rf"{re.escape(HER)}:{line}:9: error: ")
    assert "[rating]" in told
    served.until_said("the last good pages stay")
    served.site.edit(HER, "rating: 11<b>", "rating: 1")
    mended = served.until(PAGE, lambda answer: not answer.errors)
    assert mended.page != good.page
    served.until_said("all errors are mended")


def test_an_error_of_the_whole_site_leaves_the_last_good_pages(served: Served) -> None:
    good = served.ask(PAGE)
    served.site.edit("content/site.yaml", "title: Changeover", "titel: Changeover")
    assert served.until(PAGE, lambda answer: "titel" in answer.errors).page == good.page
    served.site.write("content/posts/2016-01-01-alma.md", title="Alma", body="[nowhere](nothing.md)")
    served.site.edit("content/site.yaml", "titel: Changeover", "title: Changeover")
    assert served.until(PAGE, lambda answer: "nothing.md" in answer.errors).page == good.page
    served.site.edit("content/posts/2016-01-01-alma.md", "nothing.md", "2014-01-13-her.md")
    served.until("/2016/01/01/alma/", lambda answer: answer.status == 200 and not answer.errors)


def test_a_template_that_cannot_be_parsed_and_one_that_fails(served: Served) -> None:
    good = served.ask(PAGE)
    page = (Path(__file__).parents[2] / "templates" / "page.html").read_text("utf-8")
    served.site.write("templates/page.html", page + "{% if %}")
    broken = served.until(PAGE, lambda answer: answer.errors)
    assert f"templates/page.html:{page.count(chr(10)) + 1}:1" in broken.errors
    assert "while rendering about/index.html" in broken.errors
    assert broken.page == good.page
    served.site.write("templates/page.html", page.replace("{% block main %}", "{% block main %}{{ page.nonsense }}"))
    line = page[: page.index("{% block main %}")].count("\n") + 1
    failing = served.until("/2014/", lambda answer: "nonsense" in answer.errors)  # found though nobody looks at it
    assert f"templates/page.html:{line}:1" in failing.errors
    served.site.remove("templates/page.html")
    served.until("/about/", lambda answer: not answer.errors)


def test_a_site_that_is_broken_from_the_start_is_shown_as_far_as_it_can_be(site: Site) -> None:
    site.edit(HER, "rating: 4.5", "rating: 11")
    with serving(site) as served:
        assert "rating must be" in served.ask("/2015/02/15/stalker/").errors
        assert "The Zone waits" in served.ask("/2015/02/15/stalker/").text
        site.edit(HER, "rating: 11", "rating: 1")
        served.until(PAGE, lambda answer: answer.status == 200 and not answer.errors)


def test_without_a_site_yaml_that_can_be_used_there_are_errors_and_no_pages(site: Site) -> None:
    whole = site.read("content/site.yaml")
    site.write("content/site.yaml", "title: [\n")
    with serving(site) as served:
        answer = served.ask("/")
        assert answer.status == 503
        assert "content/site.yaml:" in answer.errors
        site.write("content/site.yaml", whole)
        served.until(PAGE, lambda answer: answer.status == 200 and not answer.errors)


def test_drafts_and_posts_of_the_future_are_shown_and_marked(site: Site) -> None:
    site.write("content/posts/2016-01-01-alma.md", title="Alma", draft=True, body="One two three four.")
    site.write("content/posts/2999-01-01-omega.md", title="Omega", body="Some day.")
    with serving(site) as served:
        bar = served.ask("/2016/01/01/alma/").bar
        assert ("<b>Draft</b>" in bar, "4 words" in bar, "alma.md:1:1" in bar) == (True, True, True)
        assert "<b>Future</b>" in served.ask("/2999/01/01/omega/").bar
        assert "<b>" not in served.ask(PAGE).bar
    with serving(site, "--no-drafts") as served:
        assert served.ask("/2016/01/01/alma/").status == 404
        assert served.ask("/2999/01/01/omega/").status == 404


def test_the_bar_counts_problems_and_names_the_editor_that_was_chosen(site: Site) -> None:
    site.write("content/posts/stray.txt", "x")
    with serving(site, env={"MATINEE_EDITOR": "idea"}) as served:
        bar = served.ask(PAGE).bar
        assert "1 problem" in bar
        assert f"idea://open?file={site.folder}/{HER}&amp;line=1&amp;column=1" in bar


def test_a_site_below_a_path_is_served_below_it(site: Site) -> None:
    site.config(url="https://me.example/blog")
    with serving(site) as served:
        assert (served.ask("/").status, served.ask("/").headers["location"]) == (302, "/blog/")
        assert served.ask("/blog").headers["location"] == "/blog/"
        assert 'href="/blog/style.css"' in served.ask("/blog/").text
        assert served.ask("/blog" + PAGE).status == 200
        assert served.ask(PAGE).status == 404
        assert served.ask("/blogger/").status == 404


def test_a_change_of_build_py_begins_again_at_the_same_address(site: Site) -> None:
    site.write(
        "build.py",
        'import words\nfrom matinee import Extension, main\n\nblog = Extension(filters={"loud": words.loud})\n',
    )
    site.write("words.py", "def loud(text):\n    return text.upper()\n")
    site.write("templates/head.html", '<meta name="loud" content="{{ site.title | loud }}">\n')
    with serving(site) as served:
        assert 'content="CHANGEOVER"' in served.ask("/").text
        good = served.ask("/")
        site.write("words.py", "def loud(text):\n    return text +\n")
        broken = served.until("/", lambda answer: answer.errors)
        assert "words.py:2" in broken.errors
        assert broken.page == good.page
        site.write("words.py", "def loud(text):\n    return text.lower()\n")
        served.until_said("beginning again")
        served.until("/", lambda answer: 'content="changeover"' in answer.text and not answer.errors)


def test_a_build_py_that_is_broken_from_the_start_can_be_mended(site: Site) -> None:
    site.write("build.py", "from matinee import Extension, main\nblog = Extension(\n")
    with serving(site) as served:
        assert "build.py:2" in served.ask(PAGE).errors
        site.write("build.py", "from matinee import Extension, main\nblog = Extension()\n")
        served.until(PAGE, lambda answer: answer.status == 200 and not answer.errors)


def test_a_build_in_the_midst_of_it_disturbs_nobody(served: Served) -> None:
    assert served.site.run("build", "--now", "2026-03-01T12:00:00Z").code == 0
    served.site.append(HER, "\n\nMarkerOne.\n")
    served.until(PAGE, lambda answer: "MarkerOne" in answer.text)
    assert BEGIN not in b"".join(served.site.tree().values())


def test_two_previews_of_one_site_serve_it_both(served: Served) -> None:
    with serving(served.site) as other:
        served.site.append(HER, "\n\nMarkerOne.\n")
        for one in (served, other):
            one.until(PAGE, lambda answer: "MarkerOne" in answer.text)


def test_what_was_read_is_known_at_the_next_start(site: Site) -> None:
    with serving(site) as served:
        served.end()
    site.append(HER, "\n\nMarkerOne.\n")
    with serving(site) as served:
        assert "MarkerOne" in served.ask(PAGE).text
    memo = site.folder / ".matinee" / "preview" / "memo"
    assert memo.stat().st_size > 500


def test_ctrl_c_ends_it_within_two_seconds_though_browsers_hang_on(served: Served) -> None:
    hanging = [socket.create_connection(("127.0.0.1", served.port)) for _ in range(20)]
    for one in hanging[:10]:
        one.sendall(b"GET / HTTP/1.1\r\nHost: localh")  # and never goes on
    with served.events(PAGE, served.ask(PAGE).mark):
        assert served.end() < 2
    assert served.process.returncode == 0
    for one in hanging:
        one.close()


def test_a_preview_that_is_told_to_end_ends(served: Served) -> None:
    assert served.end(signal.SIGTERM) < 2


def test_a_busy_port_is_left_to_whoever_has_it(site: Site) -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        port = one.getsockname()[1]
        done = site.run("serve", "--port", str(port))
        assert done.code == 1
        assert re.search(rf"port {port} is taken by \S+ \(process {os.getpid()}\); choose another", done.err)


def test_where_no_port_was_told_the_next_free_one_is_taken(site: Site) -> None:
    code = (
        "import sys, matinee.commands.serve as serve, matinee.cli as cli\n"
        "serve.PORT = int(sys.argv.pop(1))\n"
        "cli.command()\n"
    )
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        port = one.getsockname()[1]
        command = [sys.executable, "-c", code, str(port), "serve", "--site", os.fspath(site.folder)]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env=site.environment(PYTHONUNBUFFERED="1"), cwd=site.folder
        )
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(2)]
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)
    assert f"port {port} is taken; listening at {port + 1}" in lines[0] or f"listening at {port + 2}" in lines[0]
    assert "is ready" in lines[1]


def test_a_browser_is_opened_where_that_was_asked_for(site: Site) -> None:
    opened = site.folder / "opened"
    site.write("browser.py", "import pathlib, sys\npathlib.Path(sys.argv[1]).write_text(sys.argv[2])\n")
    browser = f"{sys.executable} {site.folder / 'browser.py'} {opened} %s"
    with serving(site, "--open", env={"BROWSER": browser}) as served:
        served.until("/", lambda _: opened.exists() and opened.read_text() == f"http://localhost:{served.port}/")


def test_another_interface_needs_a_flag_and_is_warned_of(site: Site) -> None:
    with serving(site, "--host", "0.0.0.0") as served:
        served.until_said("warning: whoever can reach 0.0.0.0 sees this blog")
        assert served.ask("/").status == 200


def test_it_listens_on_this_machine_alone(served: Served) -> None:
    assert served.ask("/", host="127.0.0.1").status == 200
    if socket.has_ipv6:
        assert served.ask("/", host="::1").status == 200
    table = [*Path("/proc/net/tcp").read_text().splitlines()[1:], *Path("/proc/net/tcp6").read_text().splitlines()[1:]]
    rows = [row.split() for row in table]
    hosts = {row[1].rpartition(":")[0] for row in rows if row[3] == "0A" and int(row[1][-4:], 16) == served.port}
    assert hosts <= {"0100007F", "00000000000000000000000001000000"}


def test_without_a_site_it_says_so(tmp_path: Path) -> None:
    done = Site(tmp_path / "nothing").run("serve", "--port", str(free_port()))
    assert (done.code, "new site" in done.err) == (2, True)
