"""Every address elsewhere that a site names, with its place: texts, pictures, front matter, films, site.yaml."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from urllib.parse import SplitResult

from ...errors import Place, Problem, warning
from ...model import Config, ImageReference, LinkReference, OutsideLink, Prose
from ...text.urls import decode
from ..decode.addresses import split_web
from ..decode.marks import config_place
from .values import Entry, FilmEntry, Site


def find_outside(site: Site, prose: Callable[[bytes], Prose]) -> Iterator[OutsideLink]:
    """Every http(s) address of the posts and pages, of the films that they speak of, and of site.yaml; `prose` finds a
    text by its key. Readers' links are not among them: nobody should mend what somebody else has said."""
    for entry in site.sources.values():
        yield from filter(_is_web, _of_post(entry, prose(entry.card.prose.key)))
    for film in site.films.values():
        yield from filter(_is_web, _of_film(film))
    yield from filter(_is_web, _of_config(site.config))


def _is_web(link: OutsideLink) -> bool:
    return link.target.lower().startswith(("http:", "https:", "//"))


def _of_post(entry: Entry, prose: Prose) -> Iterator[OutsideLink]:
    front = entry.card.front
    references: tuple[LinkReference | ImageReference, ...] = (*prose.outside, *prose.images)
    for link in references:
        yield OutsideLink(Place(entry.place.path, link.line, link.column), link.target)
    yield OutsideLink(entry.mark("image"), front.image)
    yield OutsideLink(entry.mark("canonical"), front.canonical)


def _of_film(film: FilmEntry) -> Iterator[OutsideLink]:
    if film.poster is not None:
        yield OutsideLink(film.poster.place("poster"), film.film.poster)


def _of_config(config: Config) -> Iterator[OutsideLink]:
    for number, item in enumerate(config.menu):
        yield OutsideLink(config_place(config, f"menu.{number}.to"), item.to)
    if config.licence is not None:
        yield OutsideLink(config_place(config, "licence.to"), config.licence.to)
    for number, redirect in enumerate(config.redirects):
        yield OutsideLink(config_place(config, f"redirects.{number}"), redirect.new)
    for number, (name, author) in enumerate(config.authors.items()):
        place = config_place(config, f"authors.{name}.url", f"authors.{number}.url")
        yield OutsideLink(place, author.url)


def part_own(links: Iterable[OutsideLink], site_url: str) -> tuple[list[OutsideLink], list[tuple[OutsideLink, str]]]:
    """The links that lead out of the site, and those that name its own address in full, each with the address inside
    that it means."""
    outside: list[OutsideLink] = []
    own: list[tuple[OutsideLink, str]] = []
    home = split_web(site_url)
    for link in links:
        address = _address_within(home, split_web(link.target))
        if address:
            own.append((link, address))
        else:
            outside.append(link)
    return outside, own


def _address_within(home: SplitResult | None, target: SplitResult | None) -> str:
    """What a target is called inside a site; "" where it lies outside of it."""
    if home is None or target is None or (home.hostname, home.port) != (target.hostname, target.port):
        return ""
    path = target.path or "/"
    root = home.path.rstrip("/") + "/"
    return "/" + decode(path[len(root) :]) if f"{path}/".startswith(root) else ""


def check_own(own: Iterable[tuple[OutsideLink, str]], known: Collection[str]) -> Iterator[Problem]:
    """A warning for each link to the site's own address that nothing answers: something beside the blog may."""
    for link, address in own:
        if address not in known and f"{address}/" not in known:
            hint = "link to the source by its path, as in other-post.md: every build checks that"
            yield warning(link.place, "link", f"nothing of this site answers {link.target}", hint)
