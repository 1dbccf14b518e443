"""Pictures in the preview: made when a browser asks for them, the same as a build makes, and kept for it."""

from __future__ import annotations

import os
import re

import pytest

from tests.photographs import PLACE, jpeg, quarters
from tests.preview.served import serving
from tests.preview.test_serve import HER, PAGE, built, served_tree
from tests.site import Site

pytestmark = pytest.mark.slow

PICTURE = "content/posts/2014-01-13-her/letter.png"


def test_pictures_are_served_as_a_build_writes_them(site: Site) -> None:
    site.write(PICTURE, jpeg(quarters(900, 600), 6))
    whole = built(site)
    with serving(site) as served:
        pictures = [path for path in whole if path.endswith((".webp", "letter.png"))]
        assert len(pictures) == 3
        assert served_tree(served, pictures) == {path: whole[path] for path in pictures}
        answers = [served.ask(f"/{path}") for path in pictures]
        assert {answer.headers["content-type"] for answer in answers} == {"image/webp", "image/png"}
        assert all(PLACE.encode() not in answer.body for answer in answers)


def test_what_the_preview_has_made_no_build_makes_again(site: Site) -> None:
    site.write(PICTURE, jpeg(quarters(900, 600)))
    with serving(site) as served:
        for url in set(re.findall(r"/images/[^ \"]+", served.ask(PAGE).text)):
            assert served.ask(url).status == 200
    drawn = len(list((site.folder / ".matinee" / "drawn").iterdir()))
    assert drawn >= 3
    assert site.good().drawn == len([path for path in site.tree() if path.endswith("card.png")]) + 3 - drawn


def test_a_damaged_picture_lies_over_the_page_until_it_is_mended(site: Site) -> None:
    data = jpeg(quarters(900, 600))
    with serving(site) as served:
        assert not served.ask(PAGE).errors
        site.write(PICTURE, data[:4000])
        told = served.until(PAGE, lambda answer: "is damaged" in answer.errors)
        assert HER in told.errors
        site.write(PICTURE, data)
        served.until(PAGE, lambda answer: not answer.errors and "<picture>" in answer.text)


def test_a_picture_that_became_a_pipe_is_gone_and_nobody_waits_for_it(site: Site) -> None:
    site.write(PICTURE, jpeg(quarters(900, 600)))
    with serving(site) as served:
        [url, *_] = re.findall(r"/images/[^ \"]+-400.webp", served.ask(PAGE).text)
        place = site.folder / PICTURE
        place.unlink()
        os.mkfifo(place)
        assert served.ask(url).status == 404
        assert served.ask("/").status == 200
