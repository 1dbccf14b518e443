"""Links and images as authors write them, resolved against what the site holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from posixpath import dirname

import msgspec

from ...errors import Place, Problem, error
from ...model import ImageReference, LinkReference, PostCard
from ...text.urls import compose, decode, encode, is_outside, join
from ..library import PICTURES
from .nearest import propose_path
from .pictures import WIDEST, show_picture
from .values import Entry, Image, Print, Site


class WantedAnchor(msgspec.Struct, frozen=True):
    """An anchor that a link asks for, and that no heading of its target's text has."""

    place: Place
    target: Entry
    name: str


class Resolved(msgspec.Struct, frozen=True):
    """A post's links and images as urls, in the order of its references.

    `addresses` are those that must turn out to be outputs of the site, each with its place; `anchors` those that must
    turn out to be a conversation's; `problems` what is wrong already. `prints` are the smaller pictures that the images
    need, `faulty` the paths of assets that should be pictures and are none.
    """

    links: tuple[str, ...]
    images: tuple[Image, ...]
    addresses: tuple[tuple[Place, str], ...]
    anchors: tuple[WantedAnchor, ...]
    problems: tuple[Problem, ...]
    prints: tuple[Print, ...] = ()
    faulty: tuple[str, ...] = ()


ON_EVERY_PAGE = frozenset({"main"})  # the anchors of base.html
_FILM_UNSHOWN = "belongs to a film that no published post speaks of"
NOTHING = Resolved((), (), (), (), ())


def resolve(site: Site, card: PostCard) -> Resolved:
    """Where a post's links and images lead, and what is wrong with them."""
    prose = card.prose
    if not prose.links and not prose.images:
        return NOTHING
    resolver = Resolver(site, card.path, card.folder)
    links = tuple(resolver.link(link) for link in prose.links)
    images = tuple(resolver.image(image) for image in prose.images)
    return Resolved(
        links,
        images,
        tuple(resolver.addresses),
        tuple(resolver.anchors),
        tuple(resolver.problems),
        tuple(resolver.prints),
        tuple(resolver.faulty),
    )


class Resolver:
    """Resolves what one source (`posts/her.md`, with its companion folder; `site.yaml`) refers to, collecting
    problems."""

    def __init__(self, site: Site, path: str, companion: str = "") -> None:
        self._site = site
        self._path = path
        self._folder = dirname(path)
        self._companion = companion
        self.addresses: list[tuple[Place, str]] = []
        self.anchors: list[WantedAnchor] = []
        self.problems: list[Problem] = []
        self.prints: list[Print] = []
        self.faulty: list[str] = []

    def link(self, link: LinkReference) -> str:
        """The url of a link; "#" where it is broken."""
        path, _, anchor = compose(link.target).partition("#")
        place = Place(f"content/{self._path}", link.line, link.column)
        here = self._site.sources.get(self._path)
        if not path and (here or self._path in self._site.broken):
            return f"#{encode(self._anchor(here, anchor, place) if here else anchor)}"
        suffix = f"#{encode(anchor)}" if anchor else ""
        path, query, rest = path.partition("?")
        if path.startswith("/"):
            self.addresses.append((place, decode(path)))
            return self._site.href(decode(path)) + query + rest + suffix
        found = self._find(decode(path))
        if found in self._site.sources:
            target = self._site.sources[found]
            name = self._anchor(target, anchor, place)
            return self._site.href(target.address) + query + rest + (f"#{encode(name)}" if name else "")
        if found in self._site.file_addresses:
            return self._site.href(self._site.file_addresses[found]) + suffix
        if not self._site.is_unread(found):
            self.problems.append(self._broken(link.target, found, place))
        return "#"

    def image(self, image: ImageReference) -> Image:
        """The image where the page finds it; sizes are 0 for images elsewhere and for what is broken."""
        return self.picture(image.target, Place(f"content/{self._path}", image.line, image.column))

    def picture(self, target: str, place: Place, widest: int = WIDEST) -> Image:
        """The image at a path or an address, offered in widths up to the `widest`."""
        if is_outside(target):
            return Image(target)
        path = decode(target.partition("#")[0].partition("?")[0])
        found = self._site.spelled(f"static/{path.lstrip('/')}") if path.startswith("/") else self._find(path)
        address = self._site.file_addresses.get(found)
        if address is None:
            if not self._site.is_unread(found):
                self.problems.append(self._no_image(target, found, place))
            return Image("")
        asset = self._site.assets[found if path.startswith("/") else f"content/{found}"]
        if asset.fault is not None:
            self.faulty.append(asset.path)
            self.problems.append(error(place, "image", f"{target}: {asset.fault.message}", asset.fault.hint))
            return Image("")
        image, prints = show_picture(self._site, asset, address, widest)
        self.prints += prints
        return image

    def _find(self, path: str) -> str:
        """The file that a relative path means: beside the Markdown file, else, for a bare name, in the companion
        folder."""
        near = join(self._folder, path)
        if near is None:
            return path
        near = self._site.spelled(near)
        if self._exists(near):
            return near
        beside = self._site.spelled(join(self._companion, path) or path)
        if "/" not in path.strip("/") and self._exists(beside):
            return beside
        return f"{near}/index.md" if self._exists(f"{near}/index.md") else near

    def _exists(self, path: str) -> bool:
        site = self._site
        return path in site.sources or path in site.file_addresses or path in site.hidden or site.is_unread(path)

    def _anchor(self, target: Entry, anchor: str, place: Place) -> str:
        """The id that an anchor means: a heading's or another of the text, that of the shield which hides it, or else
        one of the conversation."""
        name, prose = decode(anchor), target.card.prose
        if name in prose.anchors or not name or name in ON_EVERY_PAGE:
            return anchor
        veil = next((veil for hidden, veil in prose.veiled if hidden == name), "")
        if not veil:
            self.anchors.append(WantedAnchor(place, target, name))
        return veil or anchor

    def _broken(self, target: str, found: str, place: Place) -> Problem:
        if found in self._site.hidden:
            why = _FILM_UNSHOWN if found.startswith("films/") else "is a draft or not due yet"
            return error(place, "link", f"{target} {why}: readers would find nothing there")
        hint = self._hint(found, (*self._site.sources, *self._site.file_addresses))
        return error(place, "link", f"there is no {target}", hint or "paths are relative to this file")

    def _hint(self, found: str, paths: Collection[str]) -> str:
        return propose_path(found, paths, self._folder, self._companion)

    def _no_image(self, target: str, found: str, place: Place) -> Problem:
        if found in self._site.hidden:
            why = _FILM_UNSHOWN if found.startswith("films/") else "belongs to a draft, or to a post not due yet"
            return error(place, "image", f"{target} {why}", "copy it to this post")
        pictures = [path for path in self._site.file_addresses if path.lower().endswith(PICTURES)]
        return error(place, "image", f"there is no image {target}", self._hint(found, pictures))


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
