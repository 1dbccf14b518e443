"""What is answered to a request: which output an address means, with what the preview adds to it. No sockets here."""

from __future__ import annotations

import os
from hashlib import blake2b
from pathlib import Path
from urllib.parse import unquote_to_bytes

import msgspec

from ..content.loader import Sources
from ..content.site import Entry
from ..errors import Place, Problem
from ..pages.pictures import FROM_FILES
from ..pages.plan import Copy, Made, Output
from ..text.urls import output_path
from ..warm.edition import Edition
from .additions import Bar, Problems, Told, add, addition, blank_page, count_words, read_around
from .editors import editor_link
from .showing import Page, Showing

ATOM, JSON_FEED, HTML = "application/atom+xml; charset=utf-8", "application/feed+json", "text/html; charset=utf-8"
_OF_KINDS = {"feed": ATOM, "reply-feed": ATOM, "comment-feed": ATOM, "json-feed": JSON_FEED}
_TYPES = {
    "html": HTML,
    "htm": HTML,
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "json": "application/json",
    "map": "application/json",
    "xml": "application/xml",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "ico": "image/vnd.microsoft.icon",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "ttf": "font/ttf",
    "otf": "font/otf",
    "pdf": "application/pdf",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "webmanifest": "application/manifest+json",
}


MOST_TOLD = 50  # problems that are told in a page


class Found(msgspec.Struct, frozen=True):
    """What answers an address: rendered bytes, a file as it is, or another address to go to. The `mark` of a page
    stands for it with all that is added to it, and for how all pages look."""

    status: int = 200
    type: str = HTML
    body: bytes = b""
    file: Path | None = None
    location: str = ""
    mark: str = ""


def content_type(output: Output) -> str:
    """The type that a host would give an output; what nobody knows is bytes and no more."""
    if isinstance(output, Made) and output.kind in _OF_KINDS:
        return _OF_KINDS[output.kind]
    return _TYPES.get(output.path.rpartition(".")[2].lower(), "application/octet-stream")


def read_address(raw: bytes, root: str) -> str | None:
    """The address that a request's path spells, below the site's root; None for one that no output can have, in
    whatever spelling."""
    try:
        text = unquote_to_bytes(raw.partition(b"?")[0]).decode("utf-8")
    except UnicodeDecodeError:
        return None
    parts = text.split("/")
    is_odd = b"%2f" in raw.lower() or "\\" in text or any(not char.isprintable() for char in text)
    if is_odd or not text.startswith("/") or any(part in {".", ".."} for part in parts) or "" in parts[1:-1]:
        return None
    if root and text != root and not text.startswith(root + "/"):
        return None
    return text[len(root) :]


def is_plain_file_of(sources: Sources, file: Path) -> bool:
    """Whether a file of a site is one still: what was planned may since have become a pipe, or a link that leads out of
    its folder."""
    place = os.path.realpath(file)
    folders = [os.path.realpath(folder) for folder in (sources.content, *(folder for _, folder in sources.statics))]
    return os.path.isfile(place) and any(place.startswith(folder + os.sep) for folder in folders)


class Answerer:
    """Answers addresses from what is shown."""

    def __init__(self, showing: Showing, site: Path, editor: str) -> None:
        self._showing = showing
        self._site = site
        self._editor = editor

    @property
    def root(self) -> str:
        """The path that the site lies below: "" or "/blog"."""
        edition = self._showing.edition
        return edition.site.config.root if edition else ""

    def find(self, raw: bytes) -> Found:
        """What answers a request for a path."""
        self._showing.wait_for_any()
        edition, root = self._showing.edition, self.root
        address = read_address(raw, root)
        if edition is None:
            return self._dressed(503, blank_page("Errors in this blog"))
        if address is None:
            return Found(302, location=root + "/") if root and raw == b"/" else self._nothing()
        if not address:
            return Found(302, location=root + "/")
        if (output := self._showing.find(output_path(address))) is not None:
            return self._found(edition, output)
        if self._showing.find(output_path(address + "/")) is not None:
            return Found(302, location=raw.decode("ascii", "replace") + "/")
        return self._nothing()

    def _dressed(self, status: int, body: bytes, page: Page | None = None, output: Made | None = None) -> Found:
        """A page with what the preview adds to it, the mark of both within."""
        told = self._told(page)
        bar = self._bar(output, page) if output else Bar()
        whole = add(body, addition(bar, told))
        mark = f"{blake2b(whole, digest_size=8).hexdigest()}.{self._look()}"
        return Found(status, body=add(body, addition(bar, told, mark)), mark=mark)

    def _found(self, edition: Edition, output: Output) -> Found:
        if isinstance(output, Copy):
            file = edition.stock.sources.locate(output.source)
            is_here = is_plain_file_of(edition.stock.sources, file)
            return Found(type=content_type(output), file=file) if is_here else Found(404, "text/plain", b"gone\n")
        if output.kind in FROM_FILES and not is_plain_file_of(
            edition.stock.sources, edition.stock.sources.locate(output.place.path)
        ):
            return Found(404, "text/plain", b"gone\n")
        page = self._showing.page(output)
        kind = content_type(output)
        if kind != HTML:
            return Found(200 if page.problem is None else 500, kind, page.body)
        body = page.body or blank_page("This page cannot be made")
        return self._dressed(200 if page.body else 500, body, page, output)

    def _nothing(self) -> Found:
        output = self._showing.find("404.html")
        if not isinstance(output, Made):
            return self._dressed(404, blank_page("Nothing here"))
        page = self._showing.page(output)
        return self._dressed(404, page.body or blank_page("Nothing here"), page)

    def _look(self) -> str:
        """What stands for the stylesheets; "" while nobody knows."""
        edition = self._showing.edition
        if edition is None or self._showing.is_growing:
            return ""
        marks = [edition.mark(path) for path in edition.styles]
        return blake2b("".join(marks).encode(), digest_size=8).hexdigest()

    def _told(self, page: Page | None) -> Problems:
        """What is wrong, errors first, the first of it with the lines around it."""
        problems = set(self._showing.problems) | ({page.problem} if page and page.problem else set())
        ordered = sorted(problems, key=lambda problem: (not problem.is_error, problem))
        told = [self._tell(problem) for problem in ordered[:MOST_TOLD]]
        return Problems(tuple(told), len(ordered), sum(problem.is_error for problem in ordered))

    def _tell(self, problem: Problem) -> Told:
        source = read_around(self._site, problem.place, self._locate)
        return Told(problem, source, self._link(problem.place))

    def _locate(self, path: str) -> Path:
        """The file that a problem names: `theme/templates/…` are the theme's."""
        edition = self._showing.edition
        for shown, folder in edition.stock.folders if edition else ():
            if path.startswith(shown + "/"):
                return folder / path[len(shown) + 1 :]
        return self._site / path

    def _link(self, place: Place) -> str:
        path = self._locate(place.path)
        return editor_link(self._editor, path, place) if path.is_file() else ""

    def _bar(self, output: Made, page: Page | None) -> Bar:
        edition = self._showing.edition
        card = edition.post(output) if edition else None
        if edition is None or card is None:
            return Bar(path=output.place.path, link=self._link(output.place))
        entry = edition.site.sources[card.path]
        words = count_words(page.text) if page else None
        return Bar(badges(entry, edition.site.now.instant), words, output.place.path, self._link(output.place))


def badges(entry: Entry, now: int) -> tuple[str, ...]:
    """What keeps readers from seeing a post."""
    found = {
        "Draft": entry.card.front.draft,
        "Future": entry.date is not None and entry.date.instant > now and not entry.card.front.draft,
    }
    return tuple(badge for badge, is_so in found.items() if is_so)
