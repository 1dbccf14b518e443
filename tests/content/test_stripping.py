"""What a picture's file tells beside the picture goes, and not a pixel with it."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from matinee.content.stripping import strip
from tests.photographs import MAKERS, PLACE, avif, encoded, jpeg, png, quarters, webp

KINDS = {"jpg": "jpeg", "png": "png", "webp": "webp", "avif": "avif"}
IMAGE = quarters(64, 48)
TELLING = {ending: make(IMAGE) for ending, make in MAKERS.items()}
MOVING = {
    "png": png(IMAGE, save_all=True, append_images=[quarters(64, 48).rotate(180)]),
    "webp": webp(IMAGE, save_all=True, append_images=[quarters(64, 48).rotate(180)]),
    "avif": avif(IMAGE, save_all=True, append_images=[quarters(64, 48).rotate(180)]),
}


def stripped(ending: str, data: bytes) -> bytes:
    found = strip(KINDS[ending], data)
    assert found is not None
    return found


def frames(data: bytes) -> list[bytes]:
    """The pixels of all frames."""
    with Image.open(io.BytesIO(data)) as image:
        found = []
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            found.append(image.convert("RGBA").tobytes())
        return found


@pytest.mark.parametrize("ending", TELLING)
def test_nothing_is_told_any_more_and_every_pixel_is_there(ending: str) -> None:
    data = TELLING[ending]
    assert PLACE.encode() in data
    plain = stripped(ending, data)
    assert PLACE.encode() not in plain
    assert b"Camera" not in plain
    assert frames(plain) == frames(data)
    with Image.open(io.BytesIO(plain)) as image:
        assert not [value for value in image.getexif().values() if value]
        assert not image.info.get("xmp", b"").strip()


@pytest.mark.parametrize("ending", MOVING)
def test_a_moving_picture_moves_on(ending: str) -> None:
    data = MOVING[ending]
    assert PLACE.encode() in data
    plain = stripped(ending, data)
    assert PLACE.encode() not in plain
    assert len(frames(plain)) == 2
    assert frames(plain) == frames(data)


@pytest.mark.parametrize("ending", TELLING)
def test_what_has_been_stripped_is_left_alone(ending: str) -> None:
    plain = stripped(ending, TELLING[ending])
    assert strip(KINDS[ending], plain) == plain


@pytest.mark.parametrize("ending", KINDS)
def test_a_file_that_tells_nothing_stays_as_it_is(ending: str) -> None:
    formats = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF"}
    data = encoded(IMAGE, formats[ending])
    assert strip(KINDS[ending], data) == data


@pytest.mark.parametrize("ending", ["jpg", "png", "webp"])
def test_the_colour_profile_stays(ending: str) -> None:
    profile = b"\0" * 36 + b"acsp" + b"\0" * 400
    plain = stripped(ending, MAKERS[ending](IMAGE, icc_profile=profile))
    with Image.open(io.BytesIO(plain)) as image:
        assert image.info["icc_profile"] == profile


def test_the_second_picture_of_a_phone_goes() -> None:
    file = io.BytesIO()
    IMAGE.save(file, "MPO", save_all=True, append_images=[IMAGE.rotate(90)], exif=b"")
    plain = stripped("jpg", file.getvalue())
    with Image.open(io.BytesIO(plain)) as image:
        assert image.format == "JPEG"
    assert frames(plain) == frames(file.getvalue())[:1]


def test_a_jpeg_in_several_scans_is_whole() -> None:
    data = jpeg(IMAGE, progressive=True, restart_marker_blocks=1)
    assert frames(stripped("jpg", data)) == frames(data)


@given(st.sampled_from(sorted(TELLING)), st.data())
def test_a_file_that_is_cut_off_or_damaged_is_refused_or_stripped_and_nothing_else(
    ending: str, data: st.DataObject
) -> None:
    whole = bytearray(TELLING[ending])
    del whole[data.draw(st.integers(0, len(whole))) :]
    for place in data.draw(st.lists(st.integers(0, len(whole)), max_size=4)):
        if place < len(whole):
            whole[place] = data.draw(st.integers(0, 255))
    found = strip(KINDS[ending], bytes(whole))
    assert found is None or isinstance(found, bytes)
