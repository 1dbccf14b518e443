"""The diary and its numbers: each evening once, and sums that an independent count of the files comes to as well."""

from __future__ import annotations

import random
from collections import Counter
from xml.etree.ElementTree import Element

import pytest
import yaml

from tests.output.published import elements, read_html, the, words
from tests.site import CONFIG, Site

FILMS = {
    "her-2013": ("her", 2013, ["Spike Jonze"], ["Joaquin Phoenix", "Amy Adams"], ["United States"]),
    "stalker-1979": ("Stalker", 1979, ["Andrei Tarkovsky"], ["Alisa Freindlich"], ["Soviet Union"]),
    "persona-1966": ("Persona", 1966, ["Ingmar Bergman"], ["Bibi Andersson", "Liv Ullmann"], ["Sweden"]),
    "fargo-1996": (
        "Fargo",
        1996,
        ["Joel Coen", "Ethan Coen"],
        ["Frances McDormand"],
        ["United States", "United Kingdom"],
    ),
}
CHARTS = ("months", "ratings", "decades", "countries", "directors", "cast", "rewatches")
STARS = {f"{'★' * int(half // 2)}{'½' if half % 2 else ''}": half / 2 for half in range(1, 11)}


@pytest.fixture
def kept(bare_site: Site) -> Site:
    """A blog with a diary of 400 viewings over three years, by chance but always the same."""
    dice = random.Random(7)
    bare_site.write("content/site.yaml", f"{CONFIG}archives: [films, directors, cast, decades, diary, stats, dates]\n")
    for name, (title, year, directors, cast, countries) in FILMS.items():
        facts = {"title": title, "year": year, "directors": directors, "cast": cast, "countries": countries}
        bare_site.write(f"content/films/{name}.yaml", yaml.safe_dump(facts, allow_unicode=True))
    lines, taken = [], set()
    while len(lines) < 400:
        date = f"{dice.randint(2012, 2014)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
        film = dice.choice([*FILMS, "Sans Soleil (1983)", "8:46 (2020)"])
        if (date, film) in taken:
            continue
        taken.add((date, film))
        line = {"date": date, "film": film, "venue": dice.choice(["home", "the Paragon", ""])}
        if dice.random() < 0.8:
            line["rating"] = str(dice.randint(1, 10) / 2)
        lines.append({key: value for key, value in line.items() if value})
    bare_site.write("content/diary.yaml", "".join(_stanza(line) for line in lines))
    return bare_site


def _stanza(line: dict[str, str]) -> str:
    first, *rest = (f'{key}: "{value}"' for key, value in line.items())
    return "- " + "\n  ".join([first, *rest]) + "\n"


def figures(site: Site, address: str) -> dict[str, dict[str, int]]:
    """The tables of figures of a page of numbers, by chart, as they are read from the HTML."""
    root = read_html(site.page(address))
    found = {}
    for table in elements(root, "table"):
        rows = [row for row in elements(table, "tr") if next(elements(row, "td"), None) is not None]
        found[table.get("aria-labelledby") or ""] = {words(the(row, "th")): int(words(the(row, "td"))) for row in rows}
    return found


def counted(site: Site, year: int) -> dict[str, Counter[str]]:
    """The same, counted again from the diary's YAML by another reader and in another way."""
    lines = yaml.load((site.folder / "content/diary.yaml").read_text(), Loader=yaml.BaseLoader)
    lines.sort(key=lambda line: line["date"])
    seen: set[str] = set()
    found: dict[str, Counter[str]] = {kind: Counter() for kind in (*CHARTS, "years")}
    for line in lines:
        again = line["film"] in seen
        seen.add(line["film"])
        if year and not line["date"].startswith(str(year)):
            continue
        _, of, directors, cast, countries = FILMS.get(
            line["film"], ("", int(line["film"].split("(")[1].rstrip(")")) if "(" in line["film"] else 0, [], [], [])
        )
        found["months"][line["date"][5:7]] += 1
        found["years"][line["date"][:4]] += 1
        found["ratings"][line.get("rating", "")] += 1
        found["decades"][f"{of // 10 * 10}s"] += 1
        for kind, names in (("countries", countries), ("directors", directors), ("cast", cast)):
            found[kind].update(names)
        found["rewatches"]["again" if again else "first time"] += 1
    return found


@pytest.mark.parametrize("year", [2012, 2013, 2014, 0])
def test_the_numbers_are_those_of_an_independent_count(kept: Site, year: int) -> None:
    kept.good()
    shown, told = figures(kept, f"/stats/{year}/" if year else "/stats/"), counted(kept, year)
    for kind in ("decades", "countries", "directors", "cast", "rewatches"):
        assert {name: count for name, count in shown[kind].items() if count} == dict(told[kind]), kind
    rated = {STARS.get(name, 0): count for name, count in shown["ratings"].items()}
    assert rated == {float(half) / 2: told["ratings"][f"{half / 2:.1f}"] for half in range(1, 11)} | {
        0: told["ratings"][""]
    }
    if year:
        assert list(shown["months"].values()) == [told["months"][f"{month:02}"] for month in range(1, 13)]
    else:
        assert shown["years"] == dict(told["years"])
        assert sum(shown["years"].values()) == sum(told["months"].values()) == 400


def test_the_demos_numbers_add_up(demo_site: Site) -> None:
    whole = figures(demo_site, "/stats/")
    parts = [figures(demo_site, f"/stats/{year}/") for year in whole["years"] if whole["years"][year]]
    rows = sum(demo_site.page(f"/diary/{year}/").count("<tr><td>") for year in whole["years"])
    assert rows == sum(whole["years"].values()) == sum(sum(part["months"].values()) for part in parts)
    for kind in ("ratings", "rewatches"):
        assert sum(whole[kind].values()) == rows


def test_every_row_that_has_a_page_leads_to_it(kept: Site) -> None:
    kept.good()
    tree = kept.tree()
    links = [link.get("href") or "" for link in elements(read_html(kept.page("/stats/2013/")), "a")]
    inner = [link.partition("#") for link in links if link.startswith(("/diary/", "/people/", "/decade/"))]
    assert len([link for link in links if link.startswith("/diary/2013/#month-")]) == 12
    for path, _, anchor in inner:
        page = tree[path.lstrip("/") + "index.html"].decode()
        assert not anchor or f'id="{anchor}"' in page


def test_a_chart_says_what_it_shows_and_needs_neither_style_nor_script(kept: Site) -> None:
    kept.good()
    page = kept.page("/stats/2013/")
    root = read_html(page)
    charts = [svg for svg in elements(root, "{http://www.w3.org/2000/svg}svg") if svg.get("role") == "img"]
    assert len(charts) == len(CHARTS) + 1
    for svg in charts:
        named = (svg.get("aria-labelledby") or "").split()
        ids = {element.get("id"): words(element) for element in svg.iter() if element.get("id")}
        assert all(ids[name] for name in named)
    assert "style=" not in page
    assert "<style" not in page


def test_what_the_diary_and_a_review_tell_of_one_evening_is_one_viewing(bare_site: Site) -> None:
    bare_site.write("content/site.yaml", f"{CONFIG}archives: [films, diary, stats]\narchives_from: 1\n")
    bare_site.write("content/diary.yaml", "- date: 2014-01-11\n  film: her (2013)\n  venue: the Paragon\n")
    bare_site.write(
        "content/posts/2014-01-13-her.md",
        film="her (2013)",
        rating=4.5,
        venue="cinema",
        watched="[2014-01-11, 2014-03-02]",
    )
    bare_site.good()
    rows = _rows(bare_site, "/diary/2014/")
    assert [words(row) for row in rows] == [
        "11her 2013the Paragon · review",
        "2her 2013cinema · again · review4½ stars out of 5 ★★★★½",
    ]
    film = read_html(bare_site.page("/films/her-2013/"))
    told = [words(the(item, name="what")) for item in elements(film, "li") if "2014" in words(item)][-2:]
    assert told == ["cinema · again · review", "the Paragon · review"]
    assert '<a href="/2014/01/13/her/">review</a>' in bare_site.page("/films/her-2013/")
    assert [words(the(item, "time")) for item in elements(film, "li") if "2014" in words(item)][-2:] == [
        "March 2, 2014",
        "January 11, 2014",
    ]


def _rows(site: Site, address: str) -> list[Element]:
    return [row for row in elements(read_html(site.page(address)), "tr") if next(elements(row, "td"), None) is not None]


def test_a_viewing_still_to_come_is_nowhere_until_it_has_been(bare_site: Site) -> None:
    bare_site.write("content/site.yaml", f"{CONFIG}archives: [diary, stats]\n")
    bare_site.write(
        "content/diary.yaml", "- date: 2026-02-27\n  film: her (2013)\n- date: 2026-04-01\n  film: M (1931)\n"
    )
    bare_site.good()
    assert "1931" not in "".join(data.decode() for path, data in bare_site.tree().items() if path.endswith(".html"))
    assert "stats/index.html" in bare_site.good(now="2026-04-02").written
    assert "1931" in bare_site.page("/diary/2026/")


def test_a_diary_edit_makes_the_diary_the_numbers_and_the_film_again(kept: Site) -> None:
    kept.write("content/posts/2014-05-05-her.md", film="her-2013", body="Her.")
    kept.write("content/posts/2014-05-06-her.md", film="her-2013", title="Again", body="Her.")
    kept.good()
    kept.append("content/diary.yaml", "- date: 2013-05-29\n  film: her-2013\n")
    written = set(kept.good().written)
    years = {f"{page}/{part}index.html" for page in ("diary", "stats") for part in ("2013/", "")}
    assert years <= written <= years | {"films/her-2013/index.html"}
    assert "films/her-2013/index.html" in written


def test_without_a_diary_there_is_no_page_of_it(bare_site: Site) -> None:
    bare_site.write("content/posts/2014-01-13-her.md", film="her (2013)")
    bare_site.good()
    assert not [path for path in bare_site.tree() if path.startswith(("diary", "stats"))]


@pytest.mark.parametrize(
    ("scale", "ratings", "shown"),
    [
        ("ten", ["7.5", "7", "10"], {"10/10": 1, "7/10": 2}),
        ("hundred", ["83", "89", "100"], {"100/100": 1, "80/100": 2}),
        ("letters", ["B+", "A+", "F"], {"A+": 1, "B+": 1, "F": 1}),
        ("four", ["4", "0"], {"★★★★": 1, "no stars": 1}),
    ],
)
def test_every_scale_has_its_histogram(bare_site: Site, scale: str, ratings: list[str], shown: dict[str, int]) -> None:
    bare_site.write("content/site.yaml", f"{CONFIG}ratings: {scale}\narchives: [stats]\n")
    lines = [f"- date: 2014-01-{day:02}\n  film: her (2013)\n  rating: {one}\n" for day, one in enumerate(ratings, 1)]
    bare_site.write("content/diary.yaml", "".join(lines))
    bare_site.good()
    assert {name: count for name, count in figures(bare_site, "/stats/")["ratings"].items() if count} == shown


def test_what_several_tell_of_one_evening_is_put_together(bare_site: Site) -> None:
    bare_site.write("content/site.yaml", f"{CONFIG}archives: [diary, stats]\n")
    day = "- date: 2014-01-11\n  film: her (2013)\n"
    bare_site.write("content/diary.yaml", f"{day}  note: Rain.\n{day}  rating: 3\n")
    bare_site.write("content/posts/2014-01-13-a.md", film="her (2013)", venue="cinema", rating=5, watched="2014-01-11")
    bare_site.write("content/posts/2014-02-13-b.md", film="her (2013)", title="Later", watched="2014-01-11")
    bare_site.good()
    [row] = _rows(bare_site, "/diary/2014/")
    assert words(row) == "11her 2013cinemaRain.3 stars out of 5 ★★★"


def test_two_films_of_one_day_are_two_ticks_and_months_stand_where_they_begin(bare_site: Site) -> None:
    bare_site.write("content/site.yaml", f"{CONFIG}archives: [stats]\n")
    bare_site.write(
        "content/diary.yaml", "- date: 2014-03-01\n  film: M (1931)\n- date: 2014-03-01\n  film: her (2013)\n"
    )
    bare_site.good()
    strip = bare_site.page("/stats/2014/").partition('id="strip-desc">2 viewings</desc>')[2].partition("</svg>")[0]
    assert strip.count("<rect ") == 2
    assert '<rect x="16.164%"' in strip
    assert '<text x="16.164%" y="3.75em">M</text>' in strip


@pytest.mark.parametrize(
    ("director", "label"), [("Bo", 4), ("Ava Smith", 7), ("Scarlett Johansson", 13), ("小津安二郎", 7), ("A" * 80, 16)]
)
def test_the_names_of_a_chart_have_the_room_that_they_need(bare_site: Site, director: str, label: int) -> None:
    bare_site.write("content/site.yaml", f"{CONFIG}archives: [stats]\n")
    film = f'{{title: M, year: 1931, directors: ["{director}"]}}'
    bare_site.write("content/diary.yaml", f"- date: 2014-03-01\n  film: {film}\n")
    bare_site.good()
    page = bare_site.page("/stats/")
    assert f'<svg class="chart label-{label}" role="img" aria-labelledby="directors-title' in page
    assert f'<svg x="-{label}.5em" width="{label}.25em"' in page
    assert f".label-{label}{{padding:0 2.5em 0 {label}em}}" in bare_site.page("style.css")
    assert '<rect y="0.4em" width="100%" height="1em"/><text x="100%"' in page
