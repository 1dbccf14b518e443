"""A built site, read as browsers read it: pages as trees, and every address in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib

from matinee.text.urls import address_of, encode

LEADING = {"href", "src", "action", "poster", "cite", "data", "formaction"}
HEAD_ADDRESSES = {"og:url", "og:image"}


def read_html(text: str) -> Element:
    """The document as a browser would make it of this text."""
    root: Element = html5lib.parse(text, namespaceHTMLElements=False)
    return root


def elements(root: Element, tag: str = "", name: str = "") -> Iterator[Element]:
    """All elements in document order, those of a tag, of a class."""
    for element in root.iter():
        if isinstance(element.tag, str) and tag in {"", element.tag} and (not name or name in classes(element)):
            yield element


def the(root: Element, tag: str = "", name: str = "", id: str = "") -> Element:
    """The one element that is meant."""
    [found] = [element for element in elements(root, tag, name) if not id or element.get("id") == id]
    return found


def classes(element: Element) -> list[str]:
    return (element.get("class") or "").split()


def words(element: Element) -> str:
    """What it says, on one line."""
    return " ".join("".join(element.itertext()).split())


def metas(root: Element) -> dict[str, str]:
    """The metadata of a page by name; of several by one name the last."""
    return {
        meta.get("name") or meta.get("property") or "": meta.get("content") or "" for meta in elements(root, "meta")
    }


@dataclass(frozen=True)
class Page:
    """One HTML file of a site, at its absolute address."""

    path: str
    url: str
    text: str

    @cached_property
    def root(self) -> Element:
        return read_html(self.text)

    @cached_property
    def ids(self) -> list[str]:
        return [element.get("id") or "" for element in elements(self.root) if element.get("id") is not None]

    @cached_property
    def is_stub(self) -> bool:
        return 'http-equiv="refresh"' in self.text

    def addresses(self) -> Iterator[str]:
        """Everything in the page that names an address, as it is written."""
        for element in elements(self.root):
            yield from (value for name, value in element.attrib.items() if name in LEADING)
            for candidate in (element.get("srcset") or "").split(","):
                yield from candidate.split()[:1]
            if element.tag == "meta" and element.get("http-equiv") == "refresh":
                yield (element.get("content") or "").partition("url=")[2]
            if element.tag == "meta" and element.get("property") in HEAD_ADDRESSES:
                yield element.get("content") or ""


@dataclass(frozen=True)
class Published:
    """The files of a site by path, and the address that it has been built for (no slash at its end)."""

    tree: Mapping[str, bytes]
    url: str

    @cached_property
    def pages(self) -> dict[str, Page]:
        return {
            path: Page(path, self.url + encode(address_of(path)), data.decode())
            for path, data in sorted(self.tree.items())
            if path.endswith(".html")
        }

    @cached_property
    def posts(self) -> dict[str, Page]:
        return {path: page for path, page in self.pages.items() if '<article class="post' in page.text}

    @cached_property
    def feeds(self) -> dict[str, bytes]:
        return {path: data for path, data in sorted(self.tree.items()) if path.endswith("feed.xml")}

    def page(self, address: str) -> Page:
        return self.pages[(address + "index.html" if address.endswith("/") else address).lstrip("/")]

    def write(self, folder: Path) -> None:
        """Put the files into a folder."""
        for path, data in self.tree.items():
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)

    def fault(self, written: str, base: str) -> str:
        """What is wrong with an address in a document at `base`; "" if nothing, as with any that leaves the site."""
        if written != written.strip() or "localhost" in written or "127.0.0.1" in written:
            return "not an address to publish"
        url = urlsplit(urljoin(base, written))
        home = urlsplit(self.url)
        if url.scheme not in {"http", "https", "mailto"}:
            return "not a scheme to publish"
        if (url.scheme, url.netloc) != (home.scheme, home.netloc):
            return ""
        if not url.path.startswith(home.path + "/"):
            return "outside the site's path"
        if "//" in url.path:
            return "a doubled slash"
        path = unquote(url.path[len(home.path) + 1 :])
        path = path + "index.html" if not path or path.endswith("/") else path
        if path not in self.tree:
            return "nothing is there"
        if url.fragment and unquote(url.fragment) not in self.pages[path].ids:
            return "no such anchor"
        return ""

    def faults(self) -> list[str]:
        """Every address in a page that leads astray."""
        return [
            f"{page.path}: {written}: {fault}"
            for page in self.pages.values()
            for written in page.addresses()
            if (fault := self.fault(written, page.url))
        ]


def shields(root: Element) -> Iterator[Element]:
    """What each shield of a page covers; its label stands in the open."""
    yield from elements(root, name="hidden-text")
    for shield in elements(root, "details", "spoiler"):
        yield from (element for element in shield if element.tag == "div")


def open_words(root: Element) -> str:
    """What a page says outside of its shields, to people or to machines."""
    covered = {id(element) for element in shields(root)}
    kept: list[str] = []
    waiting: list[Element | str] = [root]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            kept.append(item)
        elif isinstance(item.tag, str) and id(item) not in covered:
            kept += [value for name, value in item.attrib.items() if name in {"content", "value", "alt", "title"}]
            for child in reversed(item):
                waiting += [child.tail or "", child]
            waiting.append(item.text or "")
    return normal(" ".join(kept))


def normal(text: str) -> str:
    """Words and nothing else, so that texts compare whatever was made of their quotes."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def kinds(site: Published) -> list[str]:
    """The addresses of one page of every kind: what begins alike and is as deep is of one kind."""
    found: dict[tuple[str, int], str] = {}
    for path, page in site.pages.items():
        if 'http-equiv="refresh"' in page.text:
            continue
        address = address_of(path)
        first = address.split("/")[1] if "/" in address[1:] else address
        found.setdefault(("" if first.isdigit() else first, address.count("/")), address)
    return sorted(found.values())
