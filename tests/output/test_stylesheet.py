"""The stylesheet: every pair of colours can be read, every token is there, nothing is fetched from elsewhere."""

from __future__ import annotations

import re

import pytest

from tests.output.published import Published
from tests.site import Site

# Each pair of tokens with the contrast that it has, in the light and in the dark scheme, and the least that is needed.
PAIRS = {
    ("ink", "paper"): (16.5, 15.0, 4.5),
    ("soft", "paper"): (6.6, 7.9, 4.5),
    ("edge", "paper"): (3.8, 4.2, 3.0),
    ("accent", "paper"): (6.9, 8.2, 4.5),
    ("ink", "wash"): (14.3, 12.3, 4.5),
    ("soft", "wash"): (5.8, 6.4, 4.5),
    ("ink", "shield"): (14.1, 11.2, 4.5),
    ("soft", "shield"): (5.7, 5.9, 4.5),
}


@pytest.fixture(scope="session")
def style(demo: Published) -> str:
    return re.sub(r"/\*.*?\*/", "", demo.tree["style.css"].decode(), flags=re.DOTALL)


def token(style: str, name: str) -> tuple[str, str]:
    """A colour in the light and in the dark scheme."""
    found = re.search(rf"--{name}:light-dark\((#[0-9A-Fa-f]{{6}}),(#[0-9A-Fa-f]{{6}})\)[;}}]", style)
    assert found, f"--{name} is not there"
    return found[1], found[2]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 has it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_reckoned_as_the_standard_does() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("pair", PAIRS, ids=" on ".join)
def test_every_pair_of_colours_can_be_read(style: str, pair: tuple[str, str], scheme: str) -> None:
    at = ["light", "dark"].index(scheme)
    found = contrast(*(token(style, name)[at] for name in pair))
    assert found >= PAIRS[pair][2]
    assert found == pytest.approx(PAIRS[pair][at], abs=0.1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_field_can_be_read_and_seen(style: str, scheme: str) -> None:
    at = ["light", "dark"].index(scheme)
    sheet = token(style, "sheet")[at]
    assert contrast(token(style, "ink")[at], sheet) >= 4.5
    assert contrast(token(style, "edge")[at], sheet) >= 3


def fields(style: str) -> list[tuple[str, str]]:
    """The ground of each field, and the colour of the type on it."""
    rules = re.findall(r"\.field-(\d+){--ground:(#\w{6});--type:(#\w{6})}", style)
    assert [int(number) for number, _, _ in rules] == list(range(1, len(rules) + 1))
    return [(ground, ink) for _, ground, ink in rules]


def test_the_type_of_every_field_can_be_read_on_its_ground(style: str) -> None:
    found = fields(style)
    assert len(set(found)) == 12
    assert [(ground, ink) for ground, ink in found if contrast(ground, ink) < 8] == []


def test_every_intertitle_stands_on_a_field(demo: Published, style: str) -> None:
    known = {f"intertitle field-{number + 1}" for number in range(len(fields(style)))}
    pages = [demo.tree[path].decode() for path in demo.pages]
    found = [name for page in pages for name in re.findall(r'class="(intertitle[^"]*)"', page)]
    assert len(set(found)) > 3
    assert set(found) <= known


def test_a_film_has_its_field_wherever_and_whenever_it_is_written_of(bare_site: Site) -> None:
    bare_site.write("content/posts/2014-01-13-her.md", title="her", film="her (2013)")
    bare_site.write("content/posts/2024-02-14-again.md", title="Ten years later", film="her (2013)")
    bare_site.good()
    pages = [bare_site.page(address) for address in ("/2014/01/13/her/", "/2024/02/14/again/", "/")]
    assert [re.findall(r'class="intertitle field-(\d+)"', page) for page in pages] == [["12"]] * 3


def test_every_token_that_is_used_is_there(style: str) -> None:
    assert set(re.findall(r"var\(--([\w-]+)", style)) <= set(re.findall(r"--([\w-]+):", style))


def test_braces_and_brackets_match(style: str) -> None:
    bare = re.sub(r'"[^"]*"', "", style)
    for opening, closing in ("{}", "()", "[]"):
        assert bare.count(opening) == bare.count(closing)
    assert "{{" not in style
    assert "{%" not in style


@pytest.mark.parametrize("name", ["demo", "demo_below"])
def test_all_that_it_asks_for_lies_beside_it(name: str, request: pytest.FixtureRequest) -> None:
    site: Published = request.getfixturevalue(name)
    wanted = re.findall(r"url\(\"?([^\")]+)\"?\)", site.tree["style.css"].decode())
    assert wanted
    assert set(wanted) <= set(site.tree)
    assert "@import" not in site.tree["style.css"].decode()


def test_what_is_only_for_ears_is_hidden_from_eyes_alone(style: str) -> None:
    [rule] = re.findall(r"\.vh[^{]*\{([^}]*)\}", style)
    assert "clip-path" in rule
    assert "display" not in rule


def test_an_accent_and_fonts_of_ones_own_are_set(bare_site: Site) -> None:
    bare_site.config(theme='{accent: {light: "#005577", dark: "#88ccee"}, fonts: {text: Georgia, poster: Impact}}')
    bare_site.good()
    style = bare_site.page("style.css")
    assert token(style, "accent") == ("#005577", "#88ccee")
    assert re.search(r"--text:.*Georgia", style)
    assert re.search(r"--poster:.*Impact", style)


def test_the_columns_of_a_table_are_aligned_as_their_author_says(bare_site: Site, style: str) -> None:
    table = "| a | b | c |\n| :-- | :-: | --: |\n| 1 | 2 | 3 |"
    bare_site.write("content/posts/2014-01-13-her.md", title="her", body=table)
    bare_site.good()
    found = set(re.findall(r'<t[dh] class="(align-\w+)"', bare_site.page("/2014/01/13/her/")))
    assert found == {"align-left", "align-center", "align-right"}
    for name in found:
        assert re.search(rf"\.{name}{{text-align:{name.removeprefix('align-')}}}", style)
