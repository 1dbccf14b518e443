"""Laws 1, 2 and 5: after any edits an incremental build equals a clean one, a second build writes nothing, and a
failed build changes nothing. (Faults C01 to C06, C08, C10, C11, B15.)"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from matinee.errors import Problem
from matinee.theme import theme_folder
from tests.photographs import jpeg, png, quarters
from tests.site import NOW, PART, PARTS, WHOLE, Site, differences, make_plain, make_sample, picture

NAMES = ["her", "gravity", "2014-05-04-tokyo-story", "Rec", "8½"]
HOMES = ["", "2014/", "festivals/"]
FILMS = ["her-2013", "gravity-2013", "her (2013)", "Stalker (1979)", "{title: Ida, year: 2013, directors: [A, B]}"]
TITLES = ["No", "8:46", "The Zone", "the zone", "Ωmega", "千と千尋"]
DATES = [
    "2012-12-31",
    "2013-11-02",
    "2014-01-13",
    "2014-01-13 09:30",
    "2014-01-14T00:10:00+09:00",
    "2026-03-02",
    "2099-01-01",
]
BODIES = [
    "One paragraph.",
    "Two.\n\n<!-- more -->\n\nParagraphs, and ||a spoiler||.",
    "See [the other](gravity.md) and [that](2014/her.md#heading).",
    "## Heading\n\nSee [home](/films/).[^1]\n\n[^1]: A note.",
    '![A picture](letter.png "Caption")',
    ":::spoiler the end\nEverybody lives.\n:::",
]
WORDS = ["noir", "Noir", "best of 2013", "space"]
TEMPLATES = [
    "base.html",
    "post.html",
    "rows.html",
    "head.html",
    "conversation.html",
    "list.html",
    "style.css",
    "stub.html",
]
KEYS: dict[str, list[object]] = {
    "tagline": ["Films", "", "Films & rooms"],
    "per_page": [1, 2, 10],
    "feed_length": [1, 20],
    "language": ["en", "fr", "de"],
    "timezone": ["UTC", "America/New_York", "Asia/Tokyo"],
    "author": ["Ingrid", "The Editor"],
    "permalink": ["/{year}/{month}/{day}/{slug}/", "/{slug}/", "/reviews/{year}/{slug}/"],
    "ratings": ["stars", "four", "ten"],
    "archives": [
        "[films, directors, categories, tags, series, dates, diary]",
        "[tags]",
        "[films, directors, decades, authors, cast]",
    ],
    "archives_from": [1, 2, 3],
    "menu": ["[{title: About, to: pages/about.md}]", "[{title: Films, to: /films/}]", "[]"],
    "comments": [
        "{open: true, depth: 6}",
        "{depth: 1}",
        "{open: false}",
        "{close_after_days: 30}",
        "{form: 'mailto:a@b.example'}",
    ],
    "redirects": ["{/old/: /about/}", "{/old/: 'https://example.org/'}", "{}"],
    "url": ["https://matinee.example", "https://me.example/blog"],
    "extra": ["{mood: blue}", "{mood: noir}"],
}

PICTURES = [
    *(picture(width, 2) for width in (1, 2, 450, 700)),
    *(jpeg(quarters(500, 20), turn) for turn in (1, 6)),
    png(quarters(700, 20)),
    b"no picture at all",
]

names = st.sampled_from(NAMES)
homes = st.sampled_from(HOMES)
places = st.builds("{}{}".format, homes, names)
numbers = st.integers(0, 1_000_000)


class Blog(RuleBasedStateMachine):
    """A blog at which somebody works, with a build now and then. Its pages show all that they know."""

    is_plain = True

    def __init__(self) -> None:
        super().__init__()
        self._temporary = tempfile.TemporaryDirectory(prefix="matinee-")
        self.root = Path(self._temporary.name)
        self.site = make_sample(self.root / "blog")
        if self.is_plain:
            make_plain(self.site)
        self.keys: dict[str, object] = {}
        self.asked: dict[str, Any] = {}
        self.branches: list[Path] = []
        self.site.good()

    def teardown(self) -> None:
        try:
            self.compare()
        finally:
            self._temporary.cleanup()

    # What authors do

    @rule(
        place=places,
        in_folder=st.booleans(),
        film=st.none() | st.sampled_from(FILMS),
        title=st.none() | st.sampled_from(TITLES),
        date=st.none() | st.sampled_from(DATES),
        body=st.sampled_from(BODIES),
        tags=st.lists(st.sampled_from(WORDS), max_size=2),
        more=st.sampled_from(
            [
                *({}, {}, {"draft": True}, {"rating": 0}, {"rating": 3.5}, {"series": "Blind Spot"}, {"rating": 11}),
                *(
                    {"aliases": "[/was/]"},
                    {"slug": "same"},
                    {"author": "Jane"},
                    {"comments": "off"},
                    {"spoilers": True},
                ),
            ]
        ),
    )
    def write_post(
        self,
        place: str,
        in_folder: bool,
        film: str | None,
        title: str | None,
        date: str | None,
        body: str,
        tags: list[str],
        more: dict[str, object],
    ) -> None:
        front: dict[str, object] = {"film": film, "title": title, "date": date or "2013-01-01"}
        told = {key: value for key, value in front.items() if value is not None}
        path = f"content/posts/{place}/index.md" if in_folder else f"content/posts/{place}.md"
        other = f"content/posts/{place}.md" if in_folder else f"content/posts/{place}/index.md"
        if not (self.site.folder / other).exists():
            if not film and not title:
                told["title"] = "Untitled"
            self.site.write(path, body=body, **told, tags=tags, **more)

    @rule(number=numbers)
    def delete_source(self, number: int) -> None:
        self._with_source(number, self.site.remove, but=("site.yaml",))

    @rule(number=numbers, place=places)
    def move_post(self, number: int, place: str) -> None:
        """A post goes elsewhere, with its folder or without."""

        def move(path: str) -> None:
            if not (self.site.folder / f"content/posts/{place}.md").exists():
                self.site.move(path, f"content/posts/{place}.md")

        self._with_source(number, move, ending=".md")

    @rule(number=numbers, count=st.integers(0, 4), status=st.sampled_from(["approved", "held", "spam", "trash"]))
    def write_comments(self, number: int, count: int, status: str) -> None:
        def write(path: str) -> None:
            folder = os.path.dirname(path) if path.endswith("/index.md") else path.removesuffix(".md")
            items = [
                f"- id: {one}\n  author: Reader {one}\n  date: 2014-01-{one + 13}\n"
                + (f"  parent: {one - 1}\n" if one % 2 else "")
                + (f"  status: {status}\n" if one == count - 1 else "")
                + f"  body: Number {one} of {count}.\n"
                for one in range(count)
            ]
            self.site.write(f"{folder}/comments.yaml", "".join(items))

        self._with_source(number, write, ending=".md")

    @rule(number=numbers, word=st.sampled_from(["the letter", "", "<b>bold</b> & more"]))
    def write_pingback(self, number: int, word: str) -> None:
        def write(path: str) -> None:
            folder = os.path.dirname(path) if path.endswith("/index.md") else path.removesuffix(".md")
            text = f"- source: https://lark.example/{number}/\n  title: Week\n  excerpt: '{word}'\n  date: 2014-01-20\n"
            self.site.write(f"{folder}/pingbacks.yaml", text)

        self._with_source(number, write, ending=".md")

    @rule(
        name=st.sampled_from(["her-2013", "stalker-1979", "ida"]),
        year=st.sampled_from([1979, 2013]),
        deep=st.booleans(),
    )
    def write_film(self, name: str, year: int, deep: bool) -> None:
        more = "directors: [Spike Jonze]\ncast: [Joaquin Phoenix as Theodore]\ngenres: [Drama]\n" if deep else ""
        self.site.write(f"content/films/{name}.yaml", f"title: {name.partition('-')[0]}\nyear: {year}\n{more}")

    @rule(note=st.sampled_from(["", "Row K.", "Again."]), film=st.sampled_from(["her-2013", "Ida (2013)"]))
    def write_diary(self, note: str, film: str) -> None:
        self.site.write("content/diary.yaml", f"- date: 2014-02-02\n  film: {film}\n  note: {note}\n")

    @rule(key=st.sampled_from(sorted(KEYS)), number=numbers)
    def set_key(self, key: str, number: int) -> None:
        self.keys[key] = KEYS[key][number % len(KEYS[key])]
        self.site.config(**self.keys)

    @rule(name=st.sampled_from(TEMPLATES), mark=st.sampled_from(["one", "two", "three"]))
    def override_template(self, name: str, mark: str) -> None:
        theirs = self._template(name)
        ours = f"/* {mark} */" if name.endswith(".css") else f"<!-- {mark} -->"
        self.site.write(f"templates/{name}", f"{theirs}\n{ours}\n")

    @rule(mark=st.sampled_from(["one", "two", "{{ nothing }}", "{% if %}"]), extended=st.booleans())
    def write_new_include(self, mark: str, extended: bool) -> None:
        """Most marks are fine; one is undefined, one is no template."""
        self.site.write("templates/own-part.html", f"<p>{mark}</p>\n")
        if extended:
            theirs = self._template("rows.html")
            self.site.write("templates/rows.html", theirs + '{% include "own-part.html" ignore missing %}\n')

    @rule(name=st.sampled_from(["a.txt", "b/c.bin", "favicon.svg", "about", "Robots.txt"]), text=st.binary(max_size=8))
    def write_static(self, name: str, text: bytes) -> None:
        place = self.site.folder / "static" / name
        if not place.is_dir():
            self.site.write(f"static/{name}", text)

    @rule(number=numbers, data=st.sampled_from(PICTURES))
    def write_picture(self, number: int, data: bytes) -> None:
        def write(path: str) -> None:
            folder = os.path.dirname(path) if path.endswith("/index.md") else path.removesuffix(".md")
            self.site.write(f"{folder}/letter.png", data)

        self._with_source(number, write, ending=".md")

    # What happens to files

    @rule(number=numbers, days=st.sampled_from([-9000, 0, 400]))
    def touch(self, number: int, days: int) -> None:
        """The time of a file changes, into the past or the future."""

        def change(path: str) -> None:
            moment = (NOW + timedelta(days=days)).timestamp()
            os.utime(self.site.folder / path, (moment, moment))

        self._with_source(number, change)

    @rule(number=numbers)
    def edit_within_size_and_time(self, number: int) -> None:
        """One letter becomes another, and the time of the file is put back."""

        def change(path: str) -> None:
            place = self.site.folder / path
            before, text = place.stat(), place.read_bytes()
            place.write_bytes(text.replace(b"a", b"\0").replace(b"e", b"a").replace(b"\0", b"e"))
            os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))

        self._with_source(number, change, ending=".txt" if number % 2 else ".md", within_text=True)

    @rule(number=numbers, mode=st.sampled_from([0o600, 0o644, 0o755]))
    def change_mode(self, number: int, mode: int) -> None:
        self._with_source(number, lambda path: (self.site.folder / path).chmod(mode))

    @precondition(lambda self: len(self.branches) < 3)
    @rule()
    def branch(self) -> None:
        """Keep the sources as they are now, to come back to them."""
        place = self.root / f"branch-{len(self.branches)}"
        shutil.copytree(self.site.folder, place, ignore=shutil.ignore_patterns(".matinee", "public"))
        self.branches.append(place)

    @precondition(lambda self: self.branches)
    @rule(number=numbers, keeps_times=st.booleans())
    def check_out(self, number: int, keeps_times: bool) -> None:
        """Other sources in the same folder, with the same cache."""
        for name in ("content", "templates", "static"):
            shutil.rmtree(self.site.folder / name, ignore_errors=True)
            theirs = self.branches[number % len(self.branches)] / name
            if theirs.exists():
                shutil.copytree(
                    theirs, self.site.folder / name, copy_function=shutil.copy2 if keeps_times else shutil.copyfile
                )

    @rule(days=st.sampled_from([0, 2, 30_000]))
    def let_time_pass(self, days: int) -> None:
        self.site.now = NOW + timedelta(days=days)

    @rule(drafts=st.booleans(), future=st.booleans())
    def ask_otherwise(self, drafts: bool, future: bool) -> None:
        self.asked = {"drafts": drafts, "future": future}

    @rule(number=numbers)
    def lose_cache(self, number: int) -> None:
        files = sorted(path for path in (self.site.folder / ".matinee").rglob("*") if path.is_file())
        if number % 3 == 0:
            shutil.rmtree(self.site.folder / ".matinee", ignore_errors=True)
        elif files:
            chosen = files[number % len(files)]
            chosen.write_bytes(chosen.read_bytes()[: number % 200] + b"\xff" * (number % 5))

    @rule(number=numbers, deletes=st.booleans())
    def spoil_output(self, number: int, deletes: bool) -> None:
        self.build()
        files = sorted(self.site.tree())
        if files:
            chosen = self.site.output / files[number % len(files)]
            if deletes:
                chosen.unlink()
            else:
                chosen.write_bytes(chosen.read_bytes()[:-1] + b"?")
            self.compare()

    # What Matinee does

    def build(self) -> tuple[Problem, ...]:
        """Build; what is wrong. After an error the output is as it was."""
        before = self.site.tree()
        report = self.site.build(**self.asked)
        if report.failed:
            assert differences(before, self.site.tree()) == {}
            assert report.written == report.removed == ()
        return report.problems

    @rule()
    def compare(self) -> None:
        problems = _told(self.build())
        failed = any(problem.is_error for problem in problems)
        twin = Site(self.root / "clean")
        twin.now = self.site.now
        shutil.rmtree(twin.folder)
        shutil.copytree(self.site.folder, twin.folder, ignore=shutil.ignore_patterns(".matinee", "public"))
        assert _told(twin.build(**self.asked).problems) == problems
        if not failed:
            assert differences(self.site.tree(), twin.tree()) == {}
            again = self.site.good(**self.asked)
            assert (again.written, again.removed, again.rendered, again.read) == ((), (), 0, 0)
            assert _told(again.problems) == problems
        assert self.site.leftovers() == []
        shutil.rmtree(twin.folder)

    def _template(self, name: str) -> str:
        if self.is_plain:
            return PART if name in PARTS else WHOLE
        return (theme_folder("templates") / name).read_text("utf-8")

    def _with_source(
        self,
        number: int,
        act: Callable[[str], object],
        ending: str = "",
        but: tuple[str, ...] = (),
        within_text: bool = False,
    ) -> None:
        """Do something with one of the sources."""
        paths = sorted(
            path for path in self.site.sources() if path.endswith(ending) and not path.endswith(but or ("\0",))
        )
        if within_text:
            paths = [path for path in paths if not path.startswith("templates/")]
        if paths:
            act(paths[number % len(paths)])


class EachStep(Blog):
    """The same, with a build after every step."""

    @invariant()
    def stays_equal(self) -> None:
        self.compare()


class Themed(Blog):
    """The same with the default theme."""

    is_plain = False


def _told(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The problems of the sources."""
    return tuple(problem for problem in problems if problem.code != "output")


QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def test_an_incremental_build_equals_a_clean_build_after_any_edits() -> None:
    everyday = settings(
        max_examples=8,
        stateful_step_count=14,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=QUIET,
    )
    run_state_machine_as_test(Blog, settings=everyday)


@pytest.mark.slow
@pytest.mark.parametrize("machine", [Blog, EachStep, Themed])
def test_an_incremental_build_equals_a_clean_build_after_very_many_edits(machine: type[Blog]) -> None:
    long = settings(
        max_examples=int(os.environ.get("MATINEE_EXAMPLES", "60")),
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=QUIET,
        phases=[
            Phase.explicit,
            Phase.reuse,
            Phase.generate,
            *([Phase.shrink] if "MATINEE_SHRINK" in os.environ else []),
        ],
        print_blob=True,
    )
    run_state_machine_as_test(machine, settings=long)
