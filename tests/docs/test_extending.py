"""The worked example works: in one process and in many, however they start, and a change of it makes pages again."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from matinee import Extension, Page
from matinee.content.site import Entry
from matinee.content.site import Site as PublishedSite
from tests.site import NOW_TEXT, Ran, Site

pytestmark = pytest.mark.slow

HOME = Path(__file__).parents[2]
TEXT = (HOME / "docs" / "extending.md").read_text("utf-8")
EXAMPLE = dict(re.findall(r"^```(?:python|jinja) (\S+)\n(.*?)^```$", TEXT, re.M | re.S))
MANY = 30  # posts: enough for several processes to read and to render


@pytest.fixture
def row_k(site: Site) -> Site:
    """The blog of the worked example."""
    for path, text in EXAMPLE.items():
        site.write(path, text)
    site.write(
        "content/posts/2015-03-01-phoenix.md",
        film="Phoenix (2014)",
        venue="the Paragon",
        body="Nelly\n: who comes back\n\n***\n\nA song.",
    )
    site.write("content/posts/2015-04-01-ida.md", film="Ida (2013)", venue="the Paragon", body="Two women in a car.")
    return site


def build(site: Site, *arguments: str) -> Ran:
    """`python build.py`, as an author says it."""
    words = [sys.executable, "build.py", "build", "--now", NOW_TEXT, "--json", *arguments]
    done = subprocess.run(words, cwd=site.folder, env=site.environment(), capture_output=True, check=False, timeout=120)
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def built(site: Site, *arguments: str) -> set[str]:
    """What a good build wrote."""
    ran = build(site, *arguments)
    assert (ran.code, ran.err) == (0, ""), ran.out + ran.err
    assert ran.json["problems"] == []
    return set(ran.json["written"])


def test_the_example_is_all_there() -> None:
    assert set(EXAMPLE) == {"build.py", "venues.py", "templates/venues.html", "templates/facts.html"}


def test_the_example_does_what_it_says(row_k: Site) -> None:
    row_k.write("content/posts/2015-04-01-ida/comments.yaml", "- id: 1\n  body: |\n    Term\n    : not a list\n")
    built(row_k)
    assert "Term<br>" in row_k.page("/2015/04/01/ida/")
    review = row_k.page("/2015/03/01/phoenix/")
    assert "MMXIV" in review
    assert "<dt>Nelly</dt>\n<dd>who comes back</dd>" in review
    assert '<p class="cut">CUT TO:</p>' in review
    venues = row_k.page("/venues/")
    assert "<h1>Where I sat</h1>" in venues
    assert "the Paragon, 2:" in venues
    assert '<a href="/2015/03/01/phoenix/">Phoenix</a>' in venues
    assert {"title": "Ida", "year": 2013} in json.loads(row_k.page("/films.json"))
    assert "https://matinee.example/venues/" in row_k.page("/sitemap.xml")


def test_only_changed_data_make_a_page_again(row_k: Site) -> None:
    built(row_k)
    assert row_k.run("build", "--json").json["written"] == []  # the command is the same program
    row_k.write("content/posts/2015-05-01-m.md", film="M (1931)", venue="the Paragon", body="A whistle.")
    assert {"venues/index.html", "films.json"} <= built(row_k)
    row_k.append("content/posts/2015-05-01-m.md", "\nAnd a ball.\n")
    assert built(row_k) == {"2015/05/01/m/index.html", "feed.xml", "feed.json"}


def test_a_change_of_build_py_or_of_what_it_imports_makes_pages_again(row_k: Site) -> None:
    row_k.write("rowk/__init__.py", "")
    row_k.write("rowk/words.py", "DOT = '.'\n")
    row_k.edit("build.py", "from venues", "from rowk.words import DOT\nfrom venues")
    row_k.edit("build.py", "'<p class=\"cut\">CUT TO:</p>\\n'", "f'<p class=\"cut\">CUT TO{DOT}</p>'")
    built(row_k)
    row_k.edit("build.py", ">CUT TO{", ">DISSOLVE TO{")
    assert "2015/03/01/phoenix/index.html" in built(row_k)
    assert ">DISSOLVE TO.<" in row_k.page("/2015/03/01/phoenix/")
    row_k.edit("rowk/words.py", ".", "!")
    assert "2015/03/01/phoenix/index.html" in built(row_k)
    assert ">DISSOLVE TO!<" in row_k.page("/2015/03/01/phoenix/")
    row_k.edit("venues.py", '"visits": count', '"visits": -count')
    assert built(row_k) == {"venues/index.html"}
    assert "the Paragon, -2:" in row_k.page("/venues/")


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_workers_have_the_same_extension_however_they_start(row_k: Site, method: str) -> None:
    for number in range(MANY):
        row_k.write(f"content/posts/2016-01-01-film-{number}.md", film=f"Film {number} (2014)", body="A\n: b\n\n***\n")
    row_k.edit("build.py", "    main(blog)", f"    multiprocessing.set_start_method({method!r})\n    main(blog)")
    row_k.edit("build.py", "from mdit", "import multiprocessing\n\nfrom mdit")
    row_k.edit("build.py", '"roman": roman}', '"roman": roman, "where": where}')
    row_k.edit("build.py", "def roman(", WHERE + "def roman(")
    row_k.write("templates/head.html", '<meta name="made-in" content="{{ site.title|where }}">\n')
    built(row_k, "--jobs", "2")
    for number in range(MANY):
        page = row_k.page(f"/2016/01/01/film-{number}/")
        assert [word in page for word in ('content="a worker"', "MMXIV", "CUT TO:", "<dd>b</dd>")] == [True] * 4


WHERE = """
def where(_):
    return "a worker" if multiprocessing.parent_process() else "the first process"


"""


def test_a_failure_is_told_with_its_line(row_k: Site) -> None:
    row_k.edit("venues.py", '    """Every cinema', '    {}[\'the Paragon\']\n    """Every cinema')
    ran = row_k.run("build")
    [told] = re.findall(r"^venues\.py:.*\[extension\]$", TEXT, re.MULTILINE)
    assert ran.problems == [re.sub(r":\d+:1:", ":5:1:", told)]
    row_k.write("build.py", "import venuez\n")
    assert row_k.run("build").problems == [
        "build.py:1:1: error: build.py cannot be imported: No module named 'venuez' [extension]"
    ]


def table(name: str) -> list[list[str]]:
    [rows] = re.findall(rf"^<!-- {name} -->\n\|.*\n\|.*\n((?:\|.*\n)+)", TEXT, re.MULTILINE)
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", row.strip("|"))] for row in rows.splitlines()]


def told(name: str) -> list[str]:
    return [row[0].strip("`") for row in table(name)]


@pytest.mark.parametrize("value", [Extension, Page])
def test_all_that_an_author_makes_is_told(value: type[Extension] | type[Page]) -> None:
    assert told(f"fields: {value.__name__}") == list(value.__struct_fields__)


@pytest.mark.parametrize(("name", "value"), [("Site", PublishedSite), ("Entry", Entry)])
def test_whatever_is_told_of_what_an_author_gets_is_there(name: str, value: type[Entry] | type[PublishedSite]) -> None:
    assert [field for field in told(f"fields: {name}") if not hasattr(value, field)] == []


GUARD = 'if __name__ == "__main__":\n    main(blog)\n'
BROKEN_RULES = {
    "the rule": "def r(machine):\n    raise ValueError('zz')",
    "what it renders": "def r(machine):\n    machine.add_render_rule('paragraph_open', lambda *_: 1 / 0)",
    "a word of no encoding": "def r(machine):\n    raise ValueError('\\udc80')",
    "what no process can pass on": "def r(machine):\n    class Own(Exception): pass\n    raise Own(open)",
}


@pytest.mark.parametrize("rule", BROKEN_RULES.values(), ids=list(BROKEN_RULES))
@pytest.mark.parametrize("method", ["", "fork", "spawn", "forkserver"])
def test_a_failing_rule_is_told_once_with_its_line(site: Site, rule: str, method: str) -> None:
    for number in range(MANY if method else 1):
        site.write(f"content/posts/2016-01-01-film-{number}.md", film=f"Film {number} (2014)", body="A.")
    start = f"    import multiprocessing\n    multiprocessing.set_start_method({method!r})\n" if method else ""
    guard = GUARD.replace("    main", f"{start}    main")
    site.write("build.py", f"{rule}\nfrom matinee import Extension, main\nblog = Extension(rules=[r])\n{guard}")
    ran = build(site, "--jobs", "2")
    assert (ran.code, ran.err) == (1, "")
    [told] = ran.json["problems"]
    assert told["path"] == "build.py"
    assert told["line"] == rule[: re.search("raise|1 / 0", rule).start()].count("\n") + 1  # type: ignore[union-attr]
    assert told["message"].startswith("build.py failed: ")
    assert re.fullmatch(r"while reading content/p\S+\.md( and \d+ more)", told["hint"])


def test_a_bug_of_ours_is_not_laid_at_the_door_of_a_rule(site: Site) -> None:
    site.write("build.py", "from matinee import Extension\nblog = Extension(rules=[lambda machine: None])\n")
    site.write(
        "sitecustomize.py",
        "import matinee.content.cards as cards\n"
        "def fail(*_, **__):\n    raise KeyError('ours')\n"
        "cards.read_comments = fail\n",
    )
    ran = site.run("build", "--jobs", "1", env={"PYTHONPATH": f"{site.folder}:{HOME}"})
    assert ran.code == 70
    assert "KeyError: 'ours'" in ran.err


def test_a_failing_filter_is_told_with_its_line_too(site: Site) -> None:
    site.write(
        "build.py", "from matinee import Extension\ndef f(x):\n    return 1 / 0\nblog = Extension(filters={'f': f})\n"
    )
    site.write("templates/head.html", "<p>\n{{ site.title|f }}")
    [told] = site.run("build").problems
    assert told.startswith(
        "templates/head.html:2:1: error: ZeroDivisionError: division by zero; in build.py:3:1, while rendering "
    )


def test_a_same_sized_edit_of_a_module_in_the_same_instant_is_seen(site: Site) -> None:
    site.write("build.py", f"from matinee import Extension, main\n{USES}{GUARD}")
    assert_edits_are_seen(site)
    assert list(site.folder.rglob("__pycache__")) == []


def test_a_module_imported_before_ours_is_read_from_its_source(site: Site) -> None:
    site.write("build.py", f"import mine\nfrom matinee import Extension, main\n{USES}{GUARD}")
    assert_edits_are_seen(site)


USES = "import mine\nblog = Extension(filters={'word': lambda _: mine.WORD + mine.more.WORD})\n"


def assert_edits_are_seen(site: Site) -> None:
    """Words of modules get into pages, whichever way the build is begun, though size and time stay the same."""
    site.write("templates/head.html", '<meta name="word" content="{{ 1|word }}">\n')
    site.write("mine/more.py", "WORD = 'CCCC'\n")
    for number, word in enumerate(["AAAA", "BBBB", "CCCC", "DDDD"]):
        path = site.write("mine/__init__.py", f"from . import more\nWORD = {word!r}\n")
        os.utime(path, (10**9, 10**9))
        words = [sys.executable, "build.py"] if number % 2 else [sys.executable, "-m", "matinee", "build"]
        environment = site.environment()
        del environment["PYTHONDONTWRITEBYTECODE"]
        subprocess.run([*words, "--now", NOW_TEXT], cwd=site.folder, env=environment, check=True, timeout=120)
        assert f'content="{word}CCCC"' in site.page("/")


@pytest.mark.parametrize("blog", ["", "blog = Extension()\n"])
def test_a_build_py_without_its_guard_is_told_at_once(site: Site, blog: str) -> None:
    site.write("build.py", f"from matinee import Extension, main\n{blog}main()\n")
    ran = site.run("build", timeout=30)
    line = 2 + blog.count("\n")
    assert ran.problems == [
        f"build.py:{line}:1: error: this builds the blog while build.py is only imported; "
        'put it below if __name__ == "__main__": [extension]'
    ]


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_workers_do_not_build_where_the_guard_is_missing(site: Site, method: str) -> None:
    for number in range(MANY):
        site.write(f"content/posts/2016-01-01-film-{number}.md", film=f"Film {number} (2014)", body="A.")
    start = f"import multiprocessing\nmultiprocessing.set_start_method({method!r}, force=True)\n"
    site.write("build.py", f"from matinee import Extension, main\nblog = Extension()\n{start}main(blog)\n")
    built(site, "--jobs", "2")
