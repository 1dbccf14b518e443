"""Pictures as pages show them: in as many widths as are useful, of which a browser takes the one that it needs."""

from __future__ import annotations

from markupsafe import escape

from ...content.site import Image
from ...model import ImageReference
from .values import Picture

WIDE = 1200  # pixels: whatever has more goes beyond the text
# How wide a picture is set, as the stylesheet sets it: a line of the text is 32em of up to 1.25rem.
_TEXT = "(min-width: 42.5rem) 40rem, calc(100vw - 2.5rem)"
_BEYOND = "(min-width: 64rem) 53rem, calc(100vw - 2.5rem)"
_STILL = "(min-width: 68rem) 64rem, calc(100vw - 2.5rem)"
_POSTER = "9rem"
_RATIOS = (
    (4 / 3, "1.33"),
    (1.375, "1.37"),
    (5 / 3, "1.66"),
    (1.85, "1.85"),
    (2.2, "2.20"),
    (2.39, "2.39"),
    (2.76, "2.76"),
)


def still(image: Image | None, alt: str, caption: str = "", credit: str = "") -> Picture | None:
    """The picture that opens a page, with its words and the film ratio that it has, where it is a known one within
    1 %."""
    return _picture(image, alt, caption, credit, _STILL)


def poster(image: Image | None, alt: str) -> Picture | None:
    """A film's poster, in the margin."""
    return _picture(image, alt, "", "", _POSTER)


def _picture(image: Image | None, alt: str, caption: str, credit: str, sizes: str) -> Picture | None:
    if image is None or not image.url:
        return None
    ratio = image.width / image.height if image.height else 0.0
    known = next((name for value, name in _RATIOS if abs(ratio - value) < value / 100), "")
    width, height, srcset = image.width, image.height, image.srcset
    return Picture(image.url, alt, width, height, caption, credit, known, srcset, sizes if srcset else "")


def picture_element(reference: ImageReference, image: Image) -> str:
    """The element of a picture in a text, with its size where it is known, so that the page does not jump; it is loaded
    when somebody comes near."""
    alone = _element(reference, image, ' loading="lazy" decoding="async"')
    if not image.srcset:
        return alone
    sizes = _BEYOND if image.width > WIDE else _TEXT
    source = f'<source type="image/webp" srcset="{escape(image.srcset)}" sizes="{sizes}">'
    return f"<picture>{source}{alone}</picture>"


def lone_element(reference: ImageReference, image: Image) -> str:
    """The same for readers elsewhere, of whom nobody knows how they set a text: one file that all of them can show."""
    return _element(reference, image)


def _element(reference: ImageReference, image: Image, manner: str = "") -> str:
    size = f' width="{image.width}" height="{image.height}"' if image.width else ""
    title = f' title="{escape(reference.title)}"' if reference.title else ""
    wide = ' class="wide"' if image.width > WIDE else ""
    return f'<img src="{escape(image.url)}" alt="{escape(reference.alt)}"{size}{title}{wide}{manner}>'
