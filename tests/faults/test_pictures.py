"""Pictures that are damaged, too large, or none: told where they are shown, before anything is published. What was
drawn is kept, and not trusted blindly."""

from __future__ import annotations

import os
import struct
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image

from matinee.render.pictures import Drawer
from matinee.render.pictures.drawer import KEPT_DAYS
from tests.photographs import MAKERS, encoded, jpeg, quarters
from tests.site import Site, copy_site, differences, picture

HER = "content/posts/2014-01-13-her"
WHOLE = encoded(Image.effect_noise((900, 600), 60).convert("RGB"), "JPEG", quality=90)


def bomb(side: int = 60_000) -> bytes:
    """A small PNG that says to be a large one."""
    data = bytearray(picture(2, 2))
    data[16:24] = struct.pack(">II", side, side)
    data[29:33] = struct.pack(">I", zlib.crc32(data[12:29]))
    return bytes(data)


def problems(site: Site) -> list[str]:
    report = site.build()
    assert report.failed
    return [str(problem) for problem in report.problems if problem.is_error]


BROKEN = {
    "no picture": (b"not a picture at all", "this is not an image that can be read"),
    "empty": (b"", "this is not an image that can be read"),
    "cut off": (WHOLE[: len(WHOLE) // 2], "this image is damaged, or a part of it is missing"),
    "a bomb": (bomb(), "this image has more than 89 million pixels, or says so"),
    "another kind": (encoded(quarters(20, 20), "TIFF"), "this is not an image that can be read"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_picture_that_cannot_be_used_is_told_where_it_is_shown(name: str, bare_site: Site) -> None:
    data, message = BROKEN[name]
    bare_site.write(f"{HER}.md", title="her", image="a.jpg", image_alt="A", body="![A](a.jpg)")
    bare_site.write(f"{HER}/a.jpg", data)
    assert [told.partition(";")[0] for told in problems(bare_site)] == [
        f"{HER}.md:3:8: error: a.jpg: {message}",
        f"{HER}.md:6:6: error: a.jpg: {message}",
    ]
    assert not bare_site.output.exists()


def test_a_poster_that_cannot_be_used_is_told_where_the_film_names_it(bare_site: Site) -> None:
    bare_site.write("content/films/her-2013.yaml", "title: her\nyear: 2013\nposter: her.jpg\n")
    bare_site.write("content/films/her.jpg", WHOLE[:5000])
    bare_site.write(f"{HER}.md", film="her-2013", body="One.")
    [told] = problems(bare_site)
    assert told.startswith("content/films/her-2013.yaml:3:9: error: her.jpg: this image is damaged")


@pytest.mark.parametrize("name", BROKEN)
def test_one_that_nothing_shows_is_told_at_its_file(name: str, bare_site: Site) -> None:
    bare_site.write(f"{HER}.md", title="her", body="One.")
    bare_site.write(f"{HER}/a.jpg", BROKEN[name][0])
    [told] = problems(bare_site)
    assert told.startswith(f"{HER}/a.jpg:1:1: error: {BROKEN[name][1]}")


def test_those_of_drafts_and_of_static_stop_nothing(bare_site: Site) -> None:
    bare_site.write(f"{HER}.md", title="her", draft=True, body="![A](a.jpg)")
    bare_site.write(f"{HER}/a.jpg", b"")
    bare_site.write("static/b.jpg", b"")
    told = [str(problem) for problem in bare_site.good().problems]
    assert [line.partition(" ")[0] for line in told] == [f"{HER}/a.jpg:1:1:", "static/b.jpg:1:1:"]


@pytest.mark.parametrize("ending", MAKERS)
def test_a_file_that_is_cut_off_anywhere_is_never_published_by_halves(ending: str, bare_site: Site) -> None:
    whole = MAKERS[ending](Image.effect_noise((300, 200), 60).convert("RGB"))
    bare_site.write(f"{HER}.md", title="her", body=f"![A](a.{ending})")
    length = len(whole) - 200 if ending in {"jpg", "png"} else len(whole) - 2500  # what follows tells, and is no part
    for share in (0.1, 0.4, 0.7, 0.9):
        bare_site.write(f"{HER}/a.{ending}", whole[: int(length * share)])
        [told] = problems(bare_site)
        assert told.startswith(f"{HER}.md:4:6: error: a.{ending}: this i")
    assert not bare_site.output.exists()


def test_a_picture_that_is_damaged_later_leaves_the_site_as_it_was(bare_site: Site) -> None:
    bare_site.write(f"{HER}.md", title="her", body="![A](a.jpg)")
    bare_site.write(f"{HER}/a.jpg", WHOLE)
    bare_site.good()
    before = bare_site.tree()
    bare_site.write(f"{HER}/a.jpg", WHOLE[:9000])
    assert problems(bare_site)
    assert bare_site.tree() == before
    assert bare_site.leftovers() == []


@pytest.mark.parametrize("damage", ["gone", "cut off", "changed", "emptied", "a folder"])
def test_a_drawer_that_was_damaged_heals(damage: str, bare_site: Site) -> None:
    bare_site.write(f"{HER}.md", title="her", body="![A](a.jpg)")
    bare_site.write(f"{HER}/a.jpg", jpeg(quarters(900, 600), 6))
    drawn = bare_site.good().drawn
    before, drawer = bare_site.tree(), bare_site.folder / ".matinee" / "drawn"
    assert drawn == len(list(drawer.iterdir())) == 4  # in two widths, the picture turned, the title card
    for place in drawer.iterdir():
        data = place.read_bytes()
        place.unlink()
        if damage == "a folder":
            place.mkdir()
        elif damage != "gone":
            place.write_bytes({"cut off": data[:-1], "changed": data[:-1] + b"?", "emptied": b""}[damage])
    assert bare_site.good(clean=True).drawn == drawn
    assert bare_site.tree() == before
    assert bare_site.good(clean=True).drawn == (drawn if damage == "a folder" else 0)


def test_what_is_not_shown_any_more_goes_from_the_drawer_after_a_time(bare_site: Site) -> None:
    bare_site.write(f"{HER}.md", title="her", body="![A](a.jpg)")
    for shade in (1, 2):
        bare_site.write(f"{HER}/a.jpg", encoded(Image.new("RGB", (900, 600), (shade * 80, 0, 0)), "JPEG"))
        assert bare_site.good().drawn
    drawer = bare_site.folder / ".matinee" / "drawn"
    for place in drawer.iterdir():
        long_ago = time.time() - (KEPT_DAYS + 1) * 86_400
        os.utime(place, (long_ago, long_ago))
    old = {place.name for place in drawer.iterdir()}
    bare_site.write(f"{HER}/b.jpg", jpeg(quarters(500, 500), 3))
    bare_site.good()
    left = {place.name for place in drawer.iterdir()} & old
    assert len(left) == 4  # the widths of the picture that is shown, and the card
    assert len(old) == 7
    assert bare_site.good(clean=True).drawn == 0


def test_a_drawer_makes_once_what_it_is_asked_for_often(tmp_path: Path) -> None:
    drawer, calls = Drawer(tmp_path / "drawn"), []

    def make() -> bytes:
        calls.append(1)
        return b"drawn"

    assert [drawer.made(b"key", make).data for _ in range(3)] == [b"drawn"] * 3
    assert drawer.made(b"another", make).is_new
    assert len(calls) == 2


def test_without_a_place_to_keep_them_pictures_are_made_all_the_same(bare_site: Site) -> None:
    bare_site.write(f"{HER}.md", title="her", body="![A](a.jpg)")
    bare_site.write(f"{HER}/a.jpg", WHOLE)
    bare_site.write(".matinee/drawn", "no folder")
    assert bare_site.good().drawn
    assert differences(bare_site.tree(), bare_site.clean_tree()) == {}


def test_the_widths_of_a_picture_do_not_depend_on_which_others_are_made(bare_site: Site, tmp_path: Path) -> None:
    """A picture is the same whether it comes of many or alone, and whoever makes it."""
    noise = Image.effect_noise((4100, 900), 60).convert("RGB")
    bare_site.write(f"{HER}.md", title="her", body="![A](a.jpg)\n\n![B](b.png)")
    bare_site.write(f"{HER}/a.jpg", encoded(noise, "JPEG"))
    bare_site.write(f"{HER}/b.png", encoded(noise.resize((2000, 500)), "PNG"))
    bare_site.good(jobs=2)
    other = copy_site(bare_site, tmp_path / "other")
    made = sorted(path for path in other.tree() if path.startswith("images/"))
    assert len(made) == 12
    for place in (other.folder / ".matinee" / "drawn").iterdir():
        place.unlink()
    for path in made[::2]:
        (other.output / path).unlink()
    other.good(force=True)
    assert differences(other.tree(), bare_site.tree()) == {}


def test_a_picture_is_decoded_at_no_more_than_it_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    from matinee.render.pictures.negative import open_negative

    data = encoded(Image.new("RGB", (8000, 4000), (200, 30, 30)), "JPEG")
    sizes: list[tuple[int, int]] = []
    load = Image.Image.load

    def noting(image: Image.Image) -> object:
        sizes.append(image.size)
        return load(image)

    monkeypatch.setattr(Image.Image, "load", noting)
    assert open_negative(data, 1).size == (2000, 1000)
    assert max(sizes) == (2000, 1000)
