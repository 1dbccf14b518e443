"""What the Markdown machine makes of a post's text."""

from __future__ import annotations

import msgspec

from ..errors import Place, Problem


class LinkReference(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A link: one inside the site as typed and not yet resolved (a path, `/static/path`, or `#anchor`), one that leads
    out of it as a page has it. Line and column in the file."""

    target: str
    line: int
    column: int


class OutsideLink(msgspec.Struct, frozen=True, order=True, gc=False):
    """An http(s) address elsewhere that an author wrote, and where."""

    place: Place
    target: str


class ImageReference(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An image as typed. `title` is its caption when it stands as a figure (else the title attribute)."""

    target: str
    alt: str
    title: str
    line: int
    column: int


class Heading(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A heading of the text; `anchor` is its id ("" inside a shield, where no id may be), `text` is plain."""

    level: int
    text: str
    anchor: str
    line: int


class Prose(msgspec.Struct, frozen=True, array_like=True):
    """A rendered text.

    `html` has slots (`matinee.text.slots`) where links inside the site, images and spoiler shields go, so that it
    depends on nothing
    but its own source. `excerpt` is plain text, paragraphs parted by a blank line, shields left out. `outside` are
    the http(s) links, and what the author's own HTML takes from elsewhere. `veiled` says of headings inside a shield,
    which have no id, what that of the shield is.
    """

    html: str
    excerpt: str
    links: tuple[LinkReference, ...] = ()
    images: tuple[ImageReference, ...] = ()
    headings: tuple[Heading, ...] = ()
    anchors: tuple[str, ...] = ()
    shields: tuple[str, ...] = ()
    outside: tuple[LinkReference, ...] = ()
    problems: tuple[Problem, ...] = ()
    veiled: tuple[tuple[str, str], ...] = ()


class ProseCard(msgspec.Struct, frozen=True, array_like=True):
    """What of a Prose is known without loading it: `key` is the digest it is stored under."""

    key: bytes
    links: tuple[LinkReference, ...] = ()
    images: tuple[ImageReference, ...] = ()
    headings: tuple[Heading, ...] = ()
    anchors: tuple[str, ...] = ()
    veiled: tuple[tuple[str, str], ...] = ()
