"""The ids of headings."""

from __future__ import annotations

import re

from ..slugs import slugify

# What the page itself calls its parts, and what the conversation counts on.
_RESERVED = re.compile(
    r"s\d+|s-.*|spoiler(?:-\d+)?|comment-.*|comments.*|pingback.*|respond.*|reply-.*|fn.*|main|top|menu|head-.*"
)


def make_anchor(text: str, taken: set[str]) -> str:
    """An id for a heading that nothing else on the page has; it is added to `taken`."""
    slug = slugify(text)
    name = f"{slug}-section" if _RESERVED.fullmatch(slug) else slug
    anchor, number = name, 1
    while anchor in taken:
        number += 1
        anchor = f"{name}-{number}"
    taken.add(anchor)
    return anchor
