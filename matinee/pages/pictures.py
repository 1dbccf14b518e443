"""The pictures of a site as outputs. Pages open no files: how a picture is made, `matinee.render.pictures` knows."""

from __future__ import annotations

from .parts import OriginalParts, PictureParts

FROM_FILES = frozenset({"picture", "original"})  # kinds of which the place is the file that they are made of


def take_picture(
    parts: PictureParts | OriginalParts, _texts: object, _settings: object
) -> PictureParts | OriginalParts:
    """The picture to be made: what its parts say, and no more."""
    return parts
