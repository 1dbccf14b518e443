"""What must stay at home does not go out: each rule finds what is planted for it, and nothing else is told."""

from __future__ import annotations

import gzip
import json
import re
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from bench.corpus import write_corpus
from bench.programs import MATINEE
from bench.sites import load_corpus, make_site
from matinee.content.loader import digest_file
from matinee.deploy.guard import CODE, Passage, Private, gather_private, inspect, inspect_count
from matinee.deploy.guard.location import tells_place
from matinee.deploy.guard.passages import pieces, readings, squeeze, views
from matinee.deploy.guard.rules import Finding
from matinee.deploy.guard.scanning import Searcher, Task, look_through
from matinee.deploy.guard.shields import without_shields
from matinee.deploy.outgoing import Outgoing
from matinee.errors import Place, Problem
from matinee.model import Allowed, LeakRule
from tests.deploy.test_marks import TOKENS
from tests.site import Site, copy_site, make_sample, picture

ROOT = Path(__file__).resolve().parents[2]
HER = "content/posts/2014-01-13-her"
PAGE = "2014/01/13/her/index.html"
DRAFT = "Nobody in the third row noticed that the projector’s lamp had been dying since the reel began."
HELD = "The usher at the Odeon sells the good seats for cash, and I can prove it with letters."
ENDING = "The lighthouse keeper was his own father all along"
GITHUB = "ghp_" + "Ab3dE6gH9jK2mN5pQ8rS1tU4vW7xY0zA1bC4"


def outgoing(site: Site) -> list[Outgoing]:
    """Everything that lies in the output now, as if it had been built so."""
    return [
        Outgoing(path, str(site.output / path), digest_file(site.output / path).hex(), len(data))
        for path, data in sorted(site.tree().items())
    ]


def private(site: Site, environment: Mapping[str, str] | None = None) -> Private:
    return gather_private(site.folder, site.now, environment or {}, Path("/var/homes/ingrid"), jobs=1)


def allow(*allowed: tuple[str, str]) -> dict[Allowed, Place]:
    return {Allowed(LeakRule(rule), path): Place("content/site.yaml", 5) for rule, path in allowed}


def guard(site: Site, *allowed: tuple[str, str], environment: Mapping[str, str] | None = None) -> list[Problem]:
    return inspect(outgoing(site), private(site, environment), allow(*allowed), site.folder, jobs=1)


def plant(site: Site, text: str | bytes, path: str = PAGE) -> None:
    """Put something at the end of a page's body, or in a file of its own."""
    place = site.output / path
    place.parent.mkdir(parents=True, exist_ok=True)
    data = text.encode() if isinstance(text, str) else text
    if path.endswith(".html") and place.exists():
        data = place.read_bytes().replace(b"</body>", data + b"\n</body>")
    place.write_bytes(data)


def rules(problems: Iterable[Problem]) -> list[str]:
    return [problem.message.partition(":")[0] for problem in problems]


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The sample with a draft, a post of the future, comments that wait and a shield; built, and clean."""
    site = make_sample(tmp_path_factory.mktemp("clean") / "blog")
    site.write("content/posts/lamp.md", title="The Dying Projector Lamp", draft=True, body=f"{DRAFT}\n\n![x](lamp.png)")
    site.write("content/posts/lamp/lamp.png", picture(5, 5, 77))
    site.write("content/posts/2099-01-01-next.md", title="Posts to Come in Spring", body="In spring " + DRAFT[::-1])
    site.write(
        f"{HER}/comments.yaml",
        "# wrote from 203.0.113.77, jane.roe@mail.example\n"
        "- id: 1\n  author: Jane\n  date: 2014-01-13T09:12:00Z\n  body: Write to me, open@mail.example.\n"
        f"- id: 2\n  status: held\n  date: 2014-01-14T09:12:00Z\n  body: {HELD}\n",
    )
    site.write("content/posts/2015-02-15-stalker.md", title="Stalker", body=f"The Zone waits.\n\n||{ENDING}||")
    site.good()
    assert guard(site) == []
    return site


@pytest.fixture
def built(clean: Site, tmp_path: Path) -> Site:
    """The same for one test, that may do to it what it likes."""
    return copy_site(clean, tmp_path / "blog")


def exif(gps: bool) -> bytes:
    """A TIFF with one entry, which leads to places if it has `gps`."""
    first = struct.pack("<HHLL", 0x8825 if gps else 0x0112, 4, 1, 26)
    return b"II*\0\x08\0\0\0\x01\0" + first + bytes(4) + struct.pack("<HHHL4s", 1, 1, 2, 2, b"N\0\0\0") + bytes(4)


JPEG = b"\xff\xd8\xff\xe1\0\x48Exif\0\0" + exif(True) + b"\xff\xd9"

PLANTED: dict[str, tuple[str, str | bytes, str]] = {  # where, what, and what of it is never told
    "draft": (PAGE, f"<p>{DRAFT.replace('’', '&#39;').replace('lamp', '<em>lamp</em>')}</p>", "since the reel began"),
    "future": (PAGE, "<h2>Posts to come in spring</h2>", ""),
    "held": (PAGE, f"<blockquote>{HELD}</blockquote>", "I can prove it"),
    "address": (PAGE, "<a href='mailto:Jane.Roe@mail.example'>write</a>", "jane.roe@mail.example"),
    "spoiler": (PAGE, f"<meta content='{ENDING}'>", "father"),
    "location": ("2014/01/13/her/where.jpg", JPEG, ""),
    "path": (PAGE, "<img src='/home/ingrid/blog/a.png'>", ""),
    "dropping": ("about/index.html~", "x", ""),
    "environment": ("about/.env.local", "A=b", ""),
    "key": ("about/id.txt", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n", "b3BlbnNzaC1rZXk"),
    "token": (PAGE, f"<script>var t='{GITHUB}'</script>", GITHUB),
    "preview": (PAGE, "<script src='/.matinee/preview.js'></script>", ""),
    "local": (PAGE, "<a href='http://localhost:8000/x'>x</a>", ""),
    "empty": ("cut/index.html", "<!doctype html><html><body><p>Half of", ""),
}


@pytest.mark.parametrize("rule", PLANTED)
def test_what_is_planted_is_found_and_can_be_allowed(built: Site, rule: str) -> None:
    path, text, secret = PLANTED[rule]
    plant(built, text, path)
    problems = guard(built)
    assert rules(problems) == [rule]
    found = problems[0]
    assert (found.place.path, found.code, found.is_error) == (f"public/{path}", CODE, True)
    assert not secret or secret.lower() not in str(found).lower()
    if path == PAGE:
        line = (built.output / path).read_text("utf-8").splitlines()[found.place.line - 1]
        assert line[found.place.column - 1 :].strip()
        assert found.place.line > 1
    assert guard(built, (rule, path)) == []
    assert guard(built, (rule, f"/{path[:5]}*")) == []


def test_every_rule_is_planted() -> None:
    assert set(PLANTED) == set(LeakRule) - {"count"}


def test_half_of_the_pages_may_go_and_no_more(built: Site) -> None:
    files = outgoing(built)
    pages = sum(one.path.endswith(".html") for one in files)
    assert inspect_count(files, 2 * pages, {}, built.folder) == []
    assert inspect_count(files, None, {}, built.folder) == []
    told = inspect_count(files, 2 * pages + 1, {}, built.folder)
    assert rules(told) == ["count"]
    assert told[0].place.path == "public/index.html"
    assert inspect_count(files, 2 * pages + 1, allow(("count", "*")), built.folder) == []


def test_that_fewer_pages_are_allowed_is_idle_only_where_pages_are_counted(built: Site) -> None:
    allowed = allow(("count", "*"))
    assert inspect(outgoing(built), private(built), allowed, built.folder, jobs=1) == []
    assert inspect_count(outgoing(built), None, allowed, built.folder) == []
    [told] = inspect_count(outgoing(built), 1, allowed, built.folder)
    assert "allows nothing" in told.message


def test_an_output_without_its_front_page_is_not_whole(built: Site) -> None:
    files = [one for one in outgoing(built) if one.path not in {"index.html", "sitemap.xml"}]
    assert rules(inspect(files, Private(), {}, built.folder)) == ["empty", "empty"]
    assert rules(inspect([], Private(), {}, built.folder)) == ["empty", "empty"]
    plant(built, "", "blank/index.html")
    assert rules(guard(built)) == ["empty"]


def test_an_allowance_that_allows_nothing_is_told(built: Site) -> None:
    [told] = guard(built, ("draft", "about/*"))
    assert not told.is_error
    assert told.place == Place("content/site.yaml", 5)
    assert "allows nothing" in told.message


def test_a_site_built_with_its_drafts_does_not_go_out(built: Site) -> None:
    built.good(drafts=True, future=True)
    told = guard(built)
    assert set(rules(told)) == {"draft", "future"}
    assert any("this is content/posts/lamp/lamp.png" in problem.message for problem in told)
    assert any(problem.place.path == "public/feed.xml" for problem in told)


def test_a_picture_of_a_draft_that_is_published_too_is_public(built: Site) -> None:
    built.write(f"{HER}/lamp.png", picture(5, 5, 77))
    built.good()
    assert guard(built) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("feed2.xml", "<entry><content type='html'>&lt;p&gt;{}&lt;/p&gt;</content></entry>"),
        ("search2.json", '{{"text": "Before.\\n{}"}}'),
        ("app.js", "var a = '{}'"),
        ("notes.unknown", "\n\n  {}  "),
    ],
)
@pytest.mark.parametrize("said", [DRAFT, HELD, ENDING])
def test_private_text_is_found_in_any_kind_of_file(built: Site, path: str, text: str, said: str) -> None:
    plant(built, text.format(said), path)
    assert len(guard(built)) == 1


def test_private_text_is_found_in_escapes_and_in_packed_files(built: Site) -> None:
    plant(built, json.dumps({"text": f"“So\n{DRAFT}”"}), "a.json")
    plant(built, gzip.compress(f'pagefind_dcd{{"content":"{HELD}"}}'.encode()), "pagefind/fragment/en_1.pf_fragment")
    assert sorted(rules(guard(built))) == ["draft", "held"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_private_text_is_found_in_letters_of_two_bytes_and_told_with_its_place(built: Site, encoding: str) -> None:
    said = "Никто в третьем ряду не заметил, что лампа проектора умирает с первой части."
    built.write("content/posts/zone.md", title="Лампа проектора", draft=True, body=said)
    plant(built, f"По-русски.\n{said}\n".encode(encoding), "notes.txt")
    plant(built, f"One.\n\n{DRAFT}\n".encode(encoding), "more.txt")
    told = guard(built)
    assert rules(told) == ["draft", "draft"]
    assert [(problem.place.path, problem.place.line) for problem in told] == [
        ("public/more.txt", 3),
        ("public/notes.txt", 2),
    ]


def test_texts_in_other_scripts_are_found(built: Site) -> None:
    said = "Никто в третьем ряду не заметил, что лампа проектора умирает с первой части."
    built.write("content/posts/zone.md", title="Лампа проектора", draft=True, body=said)
    plant(built, f"<p>{said.upper()}</p>")
    assert rules(guard(built)) == ["draft"]


def test_a_cut_text_is_found_all_the_same(built: Site) -> None:
    plant(built, f"<p>{DRAFT[:60]}…</p>")
    assert rules(guard(built)) == ["draft"]


def test_what_readers_may_see_anyway_is_no_leak(built: Site) -> None:
    built.write("content/posts/again.md", title="The Dying Projector Lamp", draft=True, body=f"{DRAFT}\n\n{ENDING}.")
    built.write("content/posts/2016-01-01-lamp.md", title="The dying projector lamp", body=DRAFT)
    built.append(f"{HER}/comments.yaml", f"- id: 3\n  date: 2014-02-14T09:12:00Z\n  body: {HELD}\n")
    built.good()
    assert guard(built) == []


def test_an_address_that_the_author_or_a_reader_shows_is_no_leak(built: Site) -> None:
    built.write("content/pages/about.md", title="About", body="Write to <jane.roe@mail.example>.")
    built.good()
    assert "jane.roe@mail.example" in built.page("/about/")
    assert "open@mail.example" in built.page("/2014/01/13/her/")
    assert guard(built) == []
    plant(built, "from 203.0.113.77.")
    assert rules(guard(built)) == ["address"]


def test_an_address_is_found_however_it_is_written(built: Site) -> None:
    plant(built, "<p>jane.roe&#64;mail.example</p>")
    assert rules(guard(built)) == ["address"]


def test_a_spoiler_within_its_shield_is_no_leak_but_beside_it_is(built: Site) -> None:
    shield = "<details class='x spoiler'><summary>s</summary><div><details>in</details>{}</div></details>"
    plant(built, shield.format(ENDING))
    assert guard(built) == []
    plant(built, shield.format("") + f"<p>{ENDING}</p>")
    assert rules(guard(built)) == ["spoiler"]


def test_shields_are_taken_out_whole() -> None:
    page = 'a<span class="spoiler"><input><label>b</label><span class="hidden-text">c</span></span>d<span>e</span>'
    assert without_shields(page) == "ad<span>e</span>"
    assert without_shields("a<span class=spoilers>b</span>") == "a<span class=spoilers>b</span>"


def test_prose_about_localhost_is_no_leak(built: Site) -> None:
    plant(built, "<p>Open <code>http://localhost:8000/</code>, said &lt;he.</p>")
    plant(built, "<entry><p>&lt;code&gt;http://localhost/&lt;/code&gt;</p></entry>", "a.xml")
    assert guard(built) == []
    plant(built, "<urlset><url><loc>http://127.0.0.1/x</loc></url></urlset>", "b.xml")
    plant(built, '{"a": "http://nas.local:80/"}', "c.json")
    plant(built, '{"a": "http://nas.locality.example/ https://example.com/home/x/"}', "d.json")
    assert rules(guard(built)) == ["local", "local"]


def test_values_of_secret_variables_are_found_and_never_told(built: Site) -> None:
    value = "correct&horse<battery"
    environment = {"DEPLOY_TOKEN": value, "MONKEY": "2014/01/13/her", "API_KEY": "short", "EDITOR": "Matinee blog"}
    for number, form in enumerate((value, "correct&amp;horse&lt;battery", "correct%26horse%3Cbattery")):
        plant(built, f"x {form} x", f"{number}.txt")
    told = guard(built, environment=environment)
    assert rules(told) == ["token"] * 3
    assert all("DEPLOY_TOKEN" in problem.message and "horse" not in str(problem) for problem in told)


def test_no_finding_remembered_holds_a_secret(built: Site, tmp_path: Path) -> None:
    for number, token in enumerate([*TOKENS, GITHUB, "hunter2hunter2"]):
        plant(built, f"x {token} x", f"{number}.txt")
    memory = tmp_path / "seen"
    told = inspect(outgoing(built), private(built, {"PASSWORD": "hunter2hunter2"}), {}, built.folder, memory, jobs=1)
    assert len(told) == len(TOKENS) + 2
    kept = memory.read_bytes()
    assert not any(token.encode()[:12] in kept for token in (*TOKENS, GITHUB) if "PuTTY" not in token)
    assert b"hunter2" not in kept


def test_the_folder_of_the_site_is_found_and_no_address_that_ends_like_it(built: Site) -> None:
    plant(built, f"made in {built.folder}/templates", "a.txt")
    plant(built, f"https://example.org{built.folder}/", "b.txt")
    plant(built, "C:\\Users\\Ingrid\\blog", "c.txt")
    plant(built, "file:///etc/hosts", "d.txt")
    told = guard(built)
    assert rules(told) == ["path"] * 3
    assert [problem.place.path for problem in told] == ["public/a.txt", "public/c.txt", "public/d.txt"]


@pytest.mark.parametrize("gps", [True, False])
def test_places_are_found_in_every_format(gps: bool) -> None:
    told = exif(gps)
    size = struct.pack(">I", len(told))
    png = picture(3, 3)
    files = {
        "jpeg": b"\xff\xd8\xff\xe1\0\x48Exif\0\0" + told + b"\xff\xd9",
        "png": png[:33] + size + b"eXIf" + told + b"\0\0\0\0" + png[33:],
        "webp": b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0" + bytes(10) + b"EXIF" + told,
        "avif": b"\0\0\0\x18ftypavif" + bytes(40) + b"\0\0\0\0" + told,
        "tiff": told,
        "magick": png[:33] + _chunk(b"tEXt", b"Raw profile type exif\0\nexif\n 99\n" + told.hex().encode()) + png[33:],
    }
    assert {kind for kind, data in files.items() if tells_place(data) != gps} == set()
    assert tells_place(b"<x:xmpmeta><exif:GPSLatitude>1,2N</exif:GPSLatitude>")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + bytes(4)


class Counting:
    """Looks through files, and remembers which."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, searcher: Searcher, tasks: Sequence[Task]) -> list[tuple[bytes, tuple[Finding, ...]]]:
        self.read += [task.file for task in tasks]
        return look_through(searcher, tasks)


def test_no_file_is_read_again_while_it_and_what_is_private_stay_as_they_are(built: Site) -> None:
    memory = built.folder / ".matinee" / "guard"

    def read_now() -> list[str]:
        counting = Counting()
        inspect(outgoing(built), private(built), {}, built.folder, memory, jobs=1, look=counting)
        return [path.removeprefix(f"{built.output}/") for path in counting.read]

    plant(built, f"<p>{DRAFT}</p>")
    assert PAGE in read_now()
    assert read_now() == []
    plant(built, "<p>More.</p>")
    assert read_now() == [PAGE]
    built.write("content/posts/new.md", title="Another draft", draft=True, body=HELD[::-1])
    assert len(read_now()) > 10
    memory.write_bytes(b"damaged")
    assert len(read_now()) > 10


def test_what_was_found_is_told_again_from_memory(built: Site) -> None:
    memory = built.folder / ".matinee" / "guard"
    plant(built, f"<p>{DRAFT}</p><p>{GITHUB}</p>")
    first, again = (inspect(outgoing(built), private(built), {}, built.folder, memory, jobs=1) for _ in range(2))
    assert rules(first) == ["draft", "token"]
    assert first == again


def test_one_process_finds_what_several_do(built: Site) -> None:
    plant(built, f"<p>{DRAFT}</p>")
    for number in range(700):
        plant(built, f"<p>{number}</p>", f"many/{number}.txt")
    files, kept = outgoing(built), private(built)
    assert inspect(files, kept, {}, built.folder, jobs=2) == inspect(files, kept, {}, built.folder, jobs=1)


def test_pieces_cover_a_text_and_are_as_long_as_they_must_be() -> None:
    text = " ".join(f"word{number}" for number in range(50))
    assert all(len(piece) >= 40 for piece in pieces(text, 40))
    assert {word for piece in pieces(text, 40) for word in piece.split()} == set(text.split())
    assert list(pieces("too short", 40)) == []


def test_texts_are_the_same_whatever_stands_between_their_words() -> None:
    assert squeeze("“Don’t – look … now”") == squeeze("don't look -- NOW...") == "dontlooknow"
    assert (
        views(*readings("&lt;p&gt;Don&amp;rsquo;t &lt;em&gt;l&lt;/em&gt;ook&lt;/p&gt;"))[0].letters.strip()
        == "dontlook"
    )


def test_a_passage_that_is_public_is_asked_for_once(built: Site, tmp_path: Path) -> None:
    asked: list[set[str]] = []

    def published(found: Iterable[str]) -> Iterator[tuple[str, str]]:
        asked.append(set(found))
        return iter([(DRAFT, DRAFT)])

    kept = Private((Passage("draft", "a.md", DRAFT),), sources=b"1", published=published)
    plant(built, f"<p>{DRAFT}</p>")
    for _ in range(2):
        assert inspect(outgoing(built), kept, {}, built.folder, tmp_path / "seen", jobs=1) == []
    assert len(asked) == 1


def test_the_demo_is_clean(tmp_path: Path) -> None:
    demo = Site(tmp_path / "demo")
    for name in ("content", "static", "templates"):
        copy_tree(ROOT / name, demo.folder / name)
    demo.good()
    assert guard(demo) == []


PROSE = """\
The password is *swordfish*; the secret: he knew. His key-0123, his token, his api_key are props. "Open it," she said
@ noon.

He wrote to ingrid@ghost-town, at 12:30@the-Odeon, and on [Mastodon](https://social.films.net/@ingrid) as
@ingrid@social.films.net. See <https://films.net:8443/a-b_c-d/~e/?key=1968&token=reel-2>,
`https://user:password@host/`, <https://films.net/home/cinema/>, ftp and file transfer, sk-ateboards, gh-osts, SG-1,
SK, AIza, T-1000, R2-D2, THX-1138, 2046, `npm install`, `pypi`, `C:` and `/root`, `~/films`.

A 35-mm-print-of-the-uncut-1927-roadshow-version-with-tinted-reels-and-a-live-score;
0123456789012345678901234567890123456789. Half-remembered-half-forgotten, so-called us-12, us-2, doo-wop, hf-noise,
`api_key = your-api-key-goes-here`, `AGE-OF-INNOCENCE-1993`.
"""


def test_prose_of_passwords_signs_and_hyphens_is_no_leak(built: Site) -> None:
    built.write("content/posts/2016-02-02-heist.md", title="The Password, key & token", body=PROSE)
    built.write("content/pages/home/cinema.md", title="My cinema", body="Back [home](../home/cinema.md).")
    built.write(
        "static/settings.js", "const theme = {apiKeyLabel: 'search', token: 'reel', url: location.href + '@2x'};\n"
    )
    built.good()
    assert "/home/cinema/" in built.page("/home/cinema/")
    assert guard(built) == []
    plant(built, "<p>made in /Users/ingrid/films/</p>")
    assert rules(guard(built)) == ["path"]


@pytest.mark.slow
def test_in_a_blog_of_three_hundred_reviews_nothing_is_found(tmp_path: Path) -> None:
    write_corpus(tmp_path / "corpus", 300)
    site = Site(make_site(MATINEE, load_corpus(tmp_path / "corpus"), tmp_path).folder)
    site.good()
    files = outgoing(site)
    assert len(files) > 1000
    assert guard(site) == []


def copy_tree(source: Path, target: Path) -> None:
    for path in source.rglob("*"):
        if path.is_file():
            (target / path.relative_to(source)).parent.mkdir(parents=True, exist_ok=True)
            (target / path.relative_to(source)).write_bytes(path.read_bytes())


def test_the_page_of_the_guide_has_every_rule() -> None:
    page = (ROOT / "docs" / "guide" / "leaks.md").read_text("utf-8")
    assert re.findall(r"^\| `([a-z]+)` \|", page, re.MULTILINE) == list(LeakRule)
