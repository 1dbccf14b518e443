"""The head of a page that is no post."""

from __future__ import annotations

from markupsafe import Markup

from ...text.urls import encode
from ..parts import (
    Settings,
)
from .values import (
    Head,
    Link,
)

_NONE = Markup("")


def page_head(
    title: str,
    address: str,
    settings: Settings,
    description: str = "",
    feeds: tuple[Link, ...] = (),
    data: Markup = _NONE,
) -> Head:
    """The head of a page that is no post."""
    site = settings.site
    return Head(
        settings.words.page_title(title, site.title),
        description,
        site.url + encode(address),
        language=site.language,
        feeds=feeds,
        structured_data=data,
    )
