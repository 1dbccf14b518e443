"""Title cards: the same on every machine, never an empty square, and nothing cut off."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from PIL import Image, ImageFont, features

from matinee.pages.cards import SIZE, Card
from matinee.pages.fields import FIELDS
from matinee.render.cards import draw_card
from matinee.render.cards.face import FILE, STAR, the_face
from matinee.render.cards.setting import SMALLEST, set_title
from matinee.render.cards.spelling import spell
from matinee.text.colour import read_colour
from tests.site import ROOT

HER = Card(("her",), "Spike Jonze", "2013", "★★★★½", "CHANGEOVER", 12)
DOCTOR = "Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb"
NIGHT = (
    "Night of the Day of the Dawn of the Son of the Bride of the Return of the Revenge of the Terror of the Attack of "
    "the Evil, Mutant, Hellbound, Flesh-Eating Subhumanoid Zombified Living Dead, Part 3"
)
SET = [
    "M",
    "her",
    DOCTOR,
    "Ślepnąc od świateł",
    "Amélie",
    "Ame\u0301lie",
    "8½",
    "[REC]",
    "Tōkyō monogatari",
    "Őszi ’98",
    "★",
]
LACKED = ["東京物語", "جدایی", "𝄞", "Лето", "R\u0302\u0303", "\ue000", "נ"]
HARD = [
    *SET,
    *LACKED,
    NIGHT,
    "W" * 300,
    "W " * 300,
    "",
    " ",
    "\u202e\u200f",
    "|" * 90,
    "ÅÉ Ůg Çy",
    "a\u00a0b",
    "-",
    "x-" * 80,
]
OTHER_MACHINE = {
    "HOME": "/nowhere",
    "LANG": "tr_TR.UTF-8",
    "LC_ALL": "C",
    "FONTCONFIG_FILE": "/dev/null",
    "TZ": "Asia/Tokyo",
}


def drawn(card: Card) -> Image.Image:
    return Image.open(BytesIO(draw_card(card)))


def titled(*titles: str) -> Card:
    return msgspec.structs.replace(HER, titles=titles)


@cache
def square() -> bytes:
    """What a character that the font lacks looks like in it."""
    return bytes(_font().getmask("\ue000"))


@cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FILE, 100, layout_engine=ImageFont.Layout.BASIC)


def test_a_card_has_its_size_its_ground_and_its_type() -> None:
    picture = drawn(HER).convert("RGB")
    assert picture.size == SIZE == (1200, 630)
    ground, ink = (read_colour(colour) for colour in (FIELDS[11].ground, FIELDS[11].type))
    corners = {picture.getpixel((x, y)) for x in (0, 1199) for y in (0, 629)}
    assert corners == {ground}
    counts = {colour: count for count, colour in picture.getcolors(256) or []}
    assert counts[ink] > 20_000
    assert len(counts) <= 16


@pytest.mark.parametrize("number", range(1, len(FIELDS) + 1))
def test_a_card_stands_on_the_field_that_the_page_has(number: int) -> None:
    picture = drawn(msgspec.structs.replace(HER, field=number)).convert("RGB")
    assert picture.getpixel((0, 0)) == read_colour(FIELDS[number - 1].ground)


@pytest.mark.parametrize("title", HARD, ids=lambda title: ascii(title[:20]))
@pytest.mark.parametrize("by", ["Spike Jonze", "", "Ö" * 400, "東"])
def test_nothing_touches_the_margin(title: str, by: str) -> None:
    for stars, name in (("★★★★★", "ÅÇ, Q"), ("", "W" * 200), ("no stars", "")):
        picture = drawn(Card((title,), by, "2013", stars, name, 1))
        inner = picture.point([min(shade, 1) * 255 for shade in range(256)], "L").getbbox()
        assert inner is None or (inner[0] >= 40 and inner[1] >= 40 and inner[2] <= 1160 and inner[3] <= 590)


@pytest.mark.parametrize("title", SET, ids=ascii)
def test_a_title_that_the_face_has_is_set(title: str) -> None:
    assert the_face().has(spell(title))
    for character in spell(title).replace(STAR, "").replace(" ", ""):
        assert bytes(_font().getmask(character)) != square()
    assert draw_card(titled(title)) != draw_card(titled())


@pytest.mark.parametrize("title", LACKED, ids=ascii)
def test_a_title_that_the_face_lacks_gives_way(title: str) -> None:
    assert draw_card(titled(title, "Tokyo Story")) == draw_card(titled("Tokyo Story"))
    assert draw_card(titled(title)) == draw_card(msgspec.structs.replace(HER, titles=("Spike Jonze",), by=""))
    nameless = msgspec.structs.replace(HER, titles=(title,), by=title, name="THE BLOG")
    assert draw_card(nameless) == draw_card(msgspec.structs.replace(nameless, titles=(), by=""))
    assert drawn(nameless).getcolors() != drawn(msgspec.structs.replace(nameless, name=title)).getcolors()


def test_the_face_says_what_the_font_has() -> None:
    face = the_face()
    large = ImageFont.truetype(FILE, 1000, layout_engine=ImageFont.Layout.BASIC)
    for code in (*range(0x20, 0x250), *range(0x1E00, 0x1F00), *range(0x2000, 0x2300)):
        character = chr(code)
        if face.has(character) and character != STAR:
            assert bytes(_font().getmask(character)) != square(), hex(code)
            assert face.width(character) * 1000 == pytest.approx(large.getlength(character), abs=3), hex(code)


def test_pairs_are_kerned() -> None:
    face = the_face()
    assert face.width("To") == pytest.approx(face.width("T") + face.width("o") - 0.05)
    assert face.width("her") == pytest.approx(sum(map(face.width, "her")))


@pytest.mark.parametrize("name", ["latin", "latin-ext"])
def test_it_is_the_face_that_pages_are_set_in(name: str) -> None:
    try:
        other = ImageFont.truetype(
            ROOT / "static" / "fonts" / f"league-gothic-{name}.woff2", 100, layout_engine=ImageFont.Layout.BASIC
        )
    except OSError:
        pytest.skip("this Pillow cannot open WOFF2")
    missing = bytes(other.getmask("\ue000"))
    both = [chr(code) for code in range(0x21, 0x250) if the_face().has(chr(code))]
    shared = [character for character in both if bytes(other.getmask(character)) != missing]
    assert len(shared) > 90
    boxes = [(one, other.getbbox(one), _font().getbbox(one)) for one in shared]
    assert [one for one, box, ours in boxes if max(abs(a - b) for a, b in zip(box, ours, strict=True)) > 1] == []


@pytest.mark.parametrize("title", ["M", "her", "Taxi Driver", "To Be or Not to Be", DOCTOR, NIGHT])
def test_a_title_is_as_large_as_fits_and_whole(title: str) -> None:
    block = set_title(title, the_face(), 1088, 360)
    assert " ".join(block.lines).replace("- ", "-") == title
    assert block.size >= SMALLEST
    assert len(block.lines) <= 4
    widths = [the_face().width(line) for line in block.lines]
    assert max(widths) * block.size <= 1088
    assert min(widths) > max(widths) / 2


def test_a_longer_title_is_never_larger() -> None:
    sizes = [set_title(title, the_face(), 1088, 360).size for title in ("M", "her", "Taxi Driver", DOCTOR, NIGHT)]
    assert all(one >= other for one, other in pairwise(sizes))


def test_a_title_too_long_for_any_size_says_so() -> None:
    block = set_title("word " * 400, the_face(), 1088, 360)
    assert block.size == SMALLEST
    assert block.lines[-1].endswith("…")


def test_equal_cards_have_equal_bytes_whatever_the_machine(tmp_path: Path) -> None:
    cards = [titled(title) for title in SET]
    program = (
        "import sys, hashlib, msgspec\n"
        "from matinee.pages.cards import Card\n"
        "from matinee.render.cards import draw_card\n"
        "for card in msgspec.json.decode(sys.stdin.buffer.read(), type=list[Card]):\n"
        "    print(hashlib.sha256(draw_card(card)).hexdigest())"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", program],
            input=msgspec.json.encode(some),
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
            cwd=tmp_path,
            capture_output=True,
            check=True,
        ).stdout.split()
        for some, environment in ((cards, {"LANG": "C.UTF-8"}), (cards[::-1], OTHER_MACHINE))
    ]
    assert told[0] == told[1][::-1]
    assert len(set(told[0])) == len(SET) - 1  # é is é, whole or in two


def test_a_card_holds_nothing_but_a_picture() -> None:
    assert features.check("zlib")
    data = draw_card(HER)
    chunks, at = [], 8
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        chunks.append(data[at + 4 : at + 8].decode())
        at += length + 12
    assert list(dict.fromkeys(chunks)) == ["IHDR", "PLTE", "IDAT", "IEND"]
    assert len(data) < 20_000
