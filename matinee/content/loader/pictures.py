"""How large images are, read from their first bytes."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

from ...errors import Place, Problem, warning

_TURNED = frozenset({5, 6, 7, 8})
_TOO_LARGE = "this image has more than 89 million pixels, or says so, and was not looked into"
_ORIENTATION = 0x0112

Measured = tuple[bytes, tuple[int, int], Problem | None]


def measure_pictures(_context: object, pictures: Sequence[tuple[bytes, str, str]]) -> list[Measured]:
    """For each (digest, name, file): its width and height in pixels as it is shown, or why they cannot be told."""
    return [_measure(key, name, path) for key, name, path in pictures]


def _measure(key: bytes, name: str, path: str) -> Measured:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path) as image:
                turned = image.getexif().get(_ORIENTATION) in _TURNED
                return key, (image.height, image.width) if turned else image.size, None
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return key, (0, 0), warning(Place(name), "image", _TOO_LARGE, "make it smaller")
    except Exception as exc:  # whatever a damaged file makes the decoder do
        reason = (
            "it is not an image that can be read"
            if not isinstance(exc, OSError) or exc.strerror is None
            else exc.strerror
        )
        return key, (0, 0), warning(Place(name), "image", f"the size of this image cannot be told: {reason}")
