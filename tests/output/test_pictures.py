"""Pictures as they are published: upright, in the right colours, in the widths that are needed, and telling nothing of
whoever took them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import unescape

import pytest
from PIL import Image

from matinee.content.site.pictures import LADDER
from tests.photographs import MAKERS, PLACE, corner_colours, deep_png, encoded, jpeg, png, quarters, seen, webp
from tests.site import Site

HER = "content/posts/2014-01-13-her"
PAGE = "/2014/01/13/her/"
UPRIGHT = ["red", "green", "blue", "white"]
# What must be done to an upright picture so that a viewer who follows the number undoes it.
LAID = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
SOURCE = re.compile(r'<source type="image/webp" srcset="([^"]*)" sizes="([^"]*)">')


def laid(turn: int, width: int = 960, height: int = 640) -> Image.Image:
    """The quarters as a camera stores them when it is held in a way."""
    image = quarters(width, height)
    way = LAID[turn]
    return image if way is None else image.transpose(Image.Transpose(way))


def show(site: Site, name: str, data: bytes, **front: object) -> Site:
    """A post that shows a picture within its text."""
    site.write(f"{HER}.md", title="her", body=f"One.\n\n![What it shows]({name})", **front)
    site.write(f"{HER}/{name}", data)
    return site


def pictures(site: Site) -> dict[str, bytes]:
    """The pictures that were made, by the end of their names, which is their width."""
    found = {path: data for path, data in site.tree().items() if path.startswith("images/")}
    return {path.rpartition("-")[2]: data for path, data in found.items()}


def candidates(html: str) -> Iterator[tuple[str, int]]:
    for match in SOURCE.finditer(html):
        for one in unescape(match[1]).split(", "):
            url, width = one.split(" ")
            yield url, int(width.removesuffix("w"))


@pytest.mark.parametrize("turn", LAID)
@pytest.mark.parametrize("ending", ["jpg", "png", "webp"])
def test_a_picture_comes_out_upright_however_the_camera_was_held(ending: str, turn: int, bare_site: Site) -> None:
    show(bare_site, f"letter.{ending}", MAKERS[ending](laid(turn), turn)).good()
    made = pictures(bare_site)
    assert set(made) >= {"400.webp", "640.webp"}
    for data in made.values():
        with Image.open(io.BytesIO(data)) as image:
            assert corner_colours(image.convert("RGB")) == UPRIGHT
            assert image.width > image.height
    own = bare_site.tree()[f"2014/01/13/her/letter.{ending}"]
    assert corner_colours(seen(own)) == UPRIGHT
    with Image.open(io.BytesIO(own)) as image:
        assert image.size == (960, 640)
        assert image.getexif().get(0x0112, 1) == 1
    assert 'width="960" height="640"' in bare_site.page(PAGE)


@pytest.mark.parametrize("turn", LAID)
def test_an_avif_which_says_otherwise_how_it_stands_goes_on_doing_so(turn: int, bare_site: Site) -> None:
    show(bare_site, "letter.avif", MAKERS["avif"](laid(turn), turn)).good()
    for data in pictures(bare_site).values():
        assert corner_colours(Image.open(io.BytesIO(data)).convert("RGB")) == UPRIGHT
    own = bare_site.tree()["2014/01/13/her/letter.avif"]
    assert corner_colours(seen(own)) == UPRIGHT
    assert 'width="960" height="640"' in bare_site.page(PAGE)


@pytest.mark.parametrize("turn", [1, 3, 6])
@pytest.mark.parametrize("ending", MAKERS)
def test_no_published_byte_says_where_a_picture_was_taken(ending: str, turn: int, bare_site: Site) -> None:
    data = MAKERS[ending](laid(turn, 2100, 1000), turn)
    assert PLACE.encode() in data
    show(bare_site, f"letter.{ending}", data, image=f"letter.{ending}", image_alt="A")
    bare_site.write(f"{HER}/unshown.{ending}", data)
    bare_site.good()
    tree = bare_site.tree()
    assert f"2014/01/13/her/unshown.{ending}" in tree
    assert [path for path, found in tree.items() if PLACE.encode() in found or b"TOLD" in found] == []


def test_what_lies_in_static_is_published_as_it_is(bare_site: Site) -> None:
    data = jpeg(quarters(900, 600))
    bare_site.write("static/still.jpg", data)
    bare_site.write(f"{HER}.md", title="her", body="![A](/still.jpg)")
    bare_site.good()
    assert bare_site.tree()["still.jpg"] == data
    assert all(PLACE.encode() not in found for found in pictures(bare_site).values())


def test_a_picture_is_offered_in_every_width_that_it_has_and_no_other(bare_site: Site) -> None:
    show(bare_site, "letter.jpg", jpeg(quarters(1000, 500))).good()
    offered = dict(candidates(bare_site.page(PAGE)))
    assert sorted(offered.values()) == [400, 640, 960, 1000]
    tree = bare_site.tree()
    for url, width in offered.items():
        assert re.fullmatch(rf"/images/letter-[0-9a-f]{{16}}-{width}\.webp", url)
        with Image.open(io.BytesIO(tree[url.lstrip("/")])) as image:
            assert (image.format, image.size) == ("WEBP", (width, width // 2))
    assert f'<img src="{PAGE}letter.jpg" alt="What it shows" width="1000" height="500" loading="lazy"' in (
        bare_site.page(PAGE)
    )


@pytest.mark.parametrize(("ending", "kind"), [("jpg", "JPEG"), ("png", "PNG"), ("webp", "WEBP")])
def test_a_picture_that_is_too_large_for_anybody_is_offered_smaller(ending: str, kind: str, bare_site: Site) -> None:
    show(bare_site, f"letter.{ending}", MAKERS[ending](quarters(2400, 1200)), image=f"letter.{ending}", image_alt="A")
    bare_site.good()
    page = bare_site.page(PAGE)
    assert {width for _, width in candidates(page)} == set(LADDER)
    [url] = set(re.findall(r'<img[^>]*? src="([^"]*)"', page))
    assert url.endswith(f"-1920.{ending}")
    with Image.open(io.BytesIO(bare_site.tree()[url.lstrip("/")])) as image:
        assert (image.format, image.size) == (kind, (1920, 960))
    assert f'<meta property="og:image" content="https://matinee.example{url}">' in page
    assert f'"image":"https://matinee.example{url}"' in page
    assert 'width="1920" height="960"' in page


def test_a_small_picture_is_shown_as_it_is(bare_site: Site) -> None:
    show(bare_site, "letter.jpg", jpeg(quarters(400, 300))).good()
    assert pictures(bare_site) == {}
    assert "<picture>" not in bare_site.page(PAGE)


def test_a_webp_is_its_own_largest_size(bare_site: Site) -> None:
    show(bare_site, "letter.webp", webp(quarters(700, 350))).good()
    assert [url for url, width in candidates(bare_site.page(PAGE)) if width == 700] == [f"{PAGE}letter.webp"]
    assert set(pictures(bare_site)) == {"400.webp", "640.webp"}


def test_a_poster_is_offered_no_larger_than_it_is_ever_shown(bare_site: Site) -> None:
    bare_site.write("content/films/her-2013.yaml", "title: her\nyear: 2013\nposter: her.jpg\n")
    bare_site.write("content/films/her.jpg", jpeg(quarters(1000, 1500)))
    bare_site.write(f"{HER}.md", film="her-2013", body="One.")
    bare_site.write("content/posts/again.md", film="her-2013", date="2014-02-01", body="Two.")
    bare_site.good()
    page = bare_site.page("/films/her-2013/")
    assert [width for _, width in candidates(page)] == [400, 640]
    assert 'sizes="9rem"' in page
    assert "fetchpriority" not in page
    assert set(pictures(bare_site)) == {"400.webp", "640.webp"}


def test_what_opens_a_page_is_loaded_first_and_the_rest_when_it_is_near(bare_site: Site) -> None:
    show(bare_site, "letter.jpg", jpeg(quarters(900, 600)), image="letter.jpg", image_alt="A").good()
    still, inner = re.findall(r"<img[^>]*>", bare_site.page(PAGE))
    assert 'fetchpriority="high"' in still
    assert "lazy" not in still
    assert 'loading="lazy" decoding="async"' in inner
    assert 'fetchpriority="high"' in bare_site.page("/")


def test_a_picture_in_two_posts_is_made_once_by_whatever_name(bare_site: Site) -> None:
    data = jpeg(quarters(900, 600))
    for name, file in (("her", "letter"), ("him", "letter"), ("it", "brief")):
        bare_site.write(f"content/posts/{name}.md", title=name, date="2014-01-13", body=f"![A]({file}.jpg)")
        bare_site.write(f"content/posts/{name}/{file}.jpg", data)
    bare_site.good()
    assert len(pictures(bare_site)) == len([path for path in bare_site.tree() if path.startswith("images/")]) == 3


def test_feeds_hold_one_file_that_every_reader_can_show(bare_site: Site) -> None:
    show(bare_site, "letter.jpg", jpeg(quarters(900, 600))).good()
    for feed in ("feed.xml", "feed.json"):
        text = bare_site.page(feed)
        assert f"https://matinee.example{PAGE}letter.jpg" in text
        assert "srcset" not in text
        assert "/images/" not in text


@pytest.mark.parametrize("root", ["", "/blog"])
def test_every_address_of_a_picture_is_that_of_a_file(root: str, bare_site: Site) -> None:
    bare_site.config(url=f"https://matinee.example{root}")
    show(bare_site, "le jour, 3.jpg", jpeg(quarters(2000, 600)), image="le jour, 3.jpg", image_alt="A")
    bare_site.edit(f"{HER}.md", "(le jour, 3.jpg)", "(<le jour, 3.jpg>)")
    bare_site.good()
    tree = bare_site.tree()
    found = list(candidates(bare_site.page(PAGE)))
    assert len(found) == 2 * len(LADDER)
    assert all(url.removeprefix(f"{root}/") in tree for url, _ in found)


def test_colours_are_right_in_every_way_of_storing_them(bare_site: Site) -> None:
    image = quarters(800, 600)
    clear = image.convert("RGBA")
    clear.putalpha(Image.new("L", image.size, 0).point(lambda _: 255))
    palette = image.convert("P", palette=Image.Palette.ADAPTIVE, colors=8)
    ways = {
        "cmyk.jpg": encoded(image.convert("CMYK"), "JPEG", quality=95),
        "palette.png": encoded(palette, "PNG"),
        "clear.png": encoded(clear, "PNG"),
        "grey.jpg": encoded(image.convert("L"), "JPEG", quality=95),
        "greyclear.png": encoded(image.convert("LA"), "PNG"),
        "bits.png": encoded(image.convert("1"), "PNG"),
        "deep.png": deep_png(800, 600, 0x4000),
    }
    body = "\n\n".join(f"![A]({name})" for name in ways)
    bare_site.write(f"{HER}.md", title="her", body=body)
    for name, data in ways.items():
        bare_site.write(f"{HER}/{name}", data)
    assert bare_site.good().problems == ()
    shown = {path.split("-")[0]: data for path, data in bare_site.tree().items() if path.endswith("-400.webp")}
    for name in ("cmyk", "palette", "clear"):
        assert corner_colours(Image.open(io.BytesIO(shown[f"images/{name}"])).convert("RGB")) == UPRIGHT, name
    for name in ("grey", "greyclear"):
        light = [Image.open(io.BytesIO(shown[f"images/{name}"])).convert("L").getpixel((x, 20)) for x in (20, 380)]
        assert light == pytest.approx([76, 94], abs=4), name
    deep = Image.open(io.BytesIO(shown["images/deep"])).convert("L").getpixel((200, 150))
    assert deep == pytest.approx(0x40, abs=2)


def test_what_can_be_seen_through_stays_so(bare_site: Site) -> None:
    image = quarters(800, 600).convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize((800, 600)))
    palette = quarters(800, 600).convert("P", palette=Image.Palette.ADAPTIVE, colors=8)
    nothing = palette.getpixel((10, 10))
    bare_site.write(f"{HER}.md", title="her", body="![A](soft.png)\n\n![B](hole.png)")
    bare_site.write(f"{HER}/soft.png", encoded(image, "PNG"))
    bare_site.write(f"{HER}/hole.png", encoded(palette, "PNG", transparency=nothing))
    bare_site.good()
    shown = {path.split("-")[0]: data for path, data in bare_site.tree().items() if path.endswith("-400.webp")}
    soft = Image.open(io.BytesIO(shown["images/soft"])).getchannel("A")
    assert [soft.getpixel((200, y)) for y in (3, 297)] == pytest.approx([2, 252], abs=5)
    hole = Image.open(io.BytesIO(shown["images/hole"])).getchannel("A")
    assert [hole.getpixel((10, 10)), hole.getpixel((390, 290))] == [0, 255]


def test_a_profile_of_other_colours_is_turned_into_those_of_every_screen(bare_site: Site) -> None:
    """Of two files with the same numbers, that of a wider space is brighter in sRGB; a profile that is none counts for
    nothing."""
    grey = Image.new("RGB", (800, 600), (90, 140, 90))
    bare_site.write(f"{HER}.md", title="her", body="![A](plain.png)\n\n![B](wide.png)\n\n![C](broken.png)")
    bare_site.write(f"{HER}/plain.png", encoded(grey, "PNG"))
    bare_site.write(f"{HER}/wide.png", encoded(grey, "PNG", icc_profile=gamma_profile()))
    bare_site.write(f"{HER}/broken.png", encoded(grey, "PNG", icc_profile=b"no profile at all"))
    bare_site.good()
    shown = {path.split("-")[0]: data for path, data in bare_site.tree().items() if path.endswith("-400.webp")}
    pixels = {
        name: Image.open(io.BytesIO(shown[f"images/{name}"])).convert("RGB").getpixel((200, 150))
        for name in ("plain", "wide", "broken")
    }
    assert pixels["plain"] == pixels["broken"] == (90, 140, 90)
    assert pixels["wide"] == pytest.approx((163, 195, 163), abs=6)
    assert all("icc_profile" not in Image.open(io.BytesIO(data)).info for data in shown.values())


def gamma_profile() -> bytes:
    """sRGB's own primaries with light in even steps: the profile that every library makes, its curves replaced."""
    from PIL import ImageCms

    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for number in range(int.from_bytes(data[128:132], "big")):
        place = 132 + 12 * number
        if bytes(data[place : place + 4]) in {b"rTRC", b"gTRC", b"bTRC"}:
            start = int.from_bytes(data[place + 4 : place + 8], "big")
            data[start : start + 12] = b"curv\0\0\0\0\0\0\0\0"  # no entries: a line
            data[place + 8 : place + 12] = (12).to_bytes(4, "big")
    return bytes(data).replace("sRGB".encode("utf-16-be"), "even".encode("utf-16-be"))


def test_a_file_whose_name_lies_is_taken_for_what_it_is(bare_site: Site) -> None:
    show(bare_site, "letter.png", jpeg(quarters(900, 600))).good()
    own = bare_site.tree()["2014/01/13/her/letter.png"]
    assert own.startswith(b"\xff\xd8")
    assert PLACE.encode() not in own
    assert set(pictures(bare_site)) == {"400.webp", "640.webp", "900.webp"}


@pytest.mark.parametrize("ending", ["gif", "png", "webp", "svg"])
def test_what_moves_and_what_is_drawn_by_lines_passes_through(ending: str, bare_site: Site) -> None:
    image, other = quarters(800, 600), quarters(800, 600).rotate(180)
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600"/>'
    data = svg if ending == "svg" else encoded(image, ending.upper(), save_all=True, append_images=[other])
    show(bare_site, f"letter.{ending}", data).good()
    assert pictures(bare_site) == {}
    assert bare_site.tree()[f"2014/01/13/her/letter.{ending}"] == data


def test_a_drawing_loses_nothing_when_it_is_made_smaller(bare_site: Site) -> None:
    drawing, photograph = quarters(800, 600), Image.effect_noise((800, 600), 60).convert("RGB")
    show(bare_site, "letter.png", png(drawing)).good()
    assert {data[12:16] for data in pictures(bare_site).values()} == {b"VP8L"}
    show(bare_site, "letter.png", png(photograph)).good()
    assert {data[12:16] for data in pictures(bare_site).values()} == {b"VP8 "}
