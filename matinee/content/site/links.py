"""Links and images as authors write them, resolved against what the site holds."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from posixpath import basename, dirname

import msgspec

from ...errors import Place, Problem, error
from ...model import ImageReference, LinkReference
from ...text.urls import decode, encode, is_outside, join
from .values import Entry, Image, Site


class Resolved(msgspec.Struct, frozen=True):
    """A post's links and images as urls, in the order of its references.

    `addresses` are those that must turn out to be outputs of the site, each with its place; `problems` what is wrong
    already.
    """

    links: tuple[str, ...]
    images: tuple[Image, ...]
    addresses: tuple[tuple[Place, str], ...]
    problems: tuple[Problem, ...]


NOTHING = Resolved((), (), (), ())


def resolve(site: Site, entry: Entry) -> Resolved:
    """Where a post's links and images lead, and what is wrong with them."""
    prose = entry.card.prose
    if not prose.links and not prose.images:
        return NOTHING
    resolver = Resolver(site, entry)
    links = tuple(resolver.link(link) for link in prose.links)
    images = tuple(resolver.image(image) for image in prose.images)
    return Resolved(links, images, tuple(resolver.addresses), tuple(resolver.problems))


class Resolver:
    """Resolves what one post refers to, collecting problems."""

    def __init__(self, site: Site, entry: Entry) -> None:
        self._site = site
        self._entry = entry
        self._folder = dirname(entry.card.path)
        self.addresses: list[tuple[Place, str]] = []
        self.problems: list[Problem] = []

    def link(self, link: LinkReference) -> str:
        """The url of a link; "#" where it is broken."""
        path, _, anchor = link.target.partition("#")
        place = Place(self._entry.place.path, link.line, link.column)
        if not path:
            self._check_anchor(self._entry, anchor, place)
            return f"#{encode(anchor)}"
        suffix = f"#{encode(anchor)}" if anchor else ""
        path, query, rest = path.partition("?")
        if path.startswith("/"):
            self.addresses.append((place, decode(path)))
            return self._site.href(decode(path)) + query + rest + suffix
        found = self._find(decode(path))
        if found in self._site.sources:
            target = self._site.sources[found]
            self._check_anchor(target, anchor, place)
            return self._site.href(target.address) + query + rest + suffix
        if found in self._site.file_addresses:
            return self._site.href(self._site.file_addresses[found]) + suffix
        if found not in self._site.broken:
            self.problems.append(self._broken(link.target, found, place))
        return "#"

    def image(self, image: ImageReference) -> Image:
        """The image where the page finds it; sizes are 0 for images elsewhere and for what is broken."""
        return self.picture(image.target, Place(self._entry.place.path, image.line, image.column))

    def picture(self, target: str, place: Place) -> Image:
        if is_outside(target):
            return Image(target)
        path = decode(target.partition("#")[0].partition("?")[0])
        found = f"static/{path.lstrip('/')}" if path.startswith("/") else "content/" + self._find(path)
        asset = self._site.assets.get(found)
        if asset is None or found.removeprefix("content/") not in self._site.file_addresses:
            self.problems.append(self._no_image(target, found, place))
            return Image("")
        return Image(
            self._site.href(self._site.file_addresses[found.removeprefix("content/")]), asset.width, asset.height
        )

    def _find(self, path: str) -> str:
        """The file that a relative path means: beside the Markdown file, else, for a bare name, in the companion
        folder."""
        near = join(self._folder, path)
        if near is not None and self._exists(near):
            return near
        beside = join(self._entry.card.folder, path)
        if "/" not in path.strip("/") and beside is not None and self._exists(beside):
            return beside
        if near is not None and self._exists(f"{near}/index.md"):
            return f"{near}/index.md"
        return near or path

    def _exists(self, path: str) -> bool:
        site = self._site
        return path in site.sources or path in site.file_addresses or path in site.hidden or path in site.broken

    def _check_anchor(self, target: Entry, anchor: str, place: Place) -> None:
        """An anchor must be a heading's or another id of the text; the conversation's own are taken on trust."""
        anchors = target.card.prose.anchors
        name = decode(anchor)
        if not name or name in anchors or name.startswith(("comment", "pingback", "respond")):
            return
        nearest = get_close_matches(name, anchors, 1)
        hint = f"did you mean #{nearest[0]}?" if nearest else ""
        self.problems.append(error(place, "anchor", f"there is no #{name} in {target.card.path}", hint))

    def _broken(self, target: str, found: str, place: Place) -> Problem:
        if found in self._site.hidden:
            return error(place, "link", f"{target} is a draft or not due yet: readers would find nothing there")
        nearest = get_close_matches(
            basename(found), {basename(path): path for path in (*self._site.sources, *self._site.file_addresses)}, 1
        )
        hint = f"did you mean {nearest[0]}?" if nearest else "paths are relative to this file"
        return error(place, "link", f"there is no {target}", hint)

    def _no_image(self, target: str, found: str, place: Place) -> Problem:
        names = [basename(path) for path in self._site.file_addresses]
        nearest = get_close_matches(basename(found), names, 1)
        return error(place, "image", f"there is no image {target}", f"did you mean {nearest[0]}?" if nearest else "")


def check_addresses(wanted: list[tuple[Place, str]], known: Mapping[str, object]) -> list[Problem]:
    """An error for each link to an address of the site that nothing answers."""
    problems = []
    for place, address in wanted:
        if address not in known and f"{address}/" not in known:
            nearest = get_close_matches(address, list(known), 1)
            problems.append(
                error(place, "link", f"nothing answers {address}", f"did you mean {nearest[0]}?" if nearest else "")
            )
    return problems
