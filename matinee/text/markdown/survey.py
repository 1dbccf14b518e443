"""One walk over a parsed post: what it links to, shows and hides is noted, and its tokens are made ready to render."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from markdown_it.token import Token
from mdurl import decode

from ...errors import Problem, error, warning
from ...model import Heading, ImageReference, LinkReference
from ..shields import block_id
from ..slots import clean, slot
from ..slugs import slugify
from ..urls import is_outside
from .headings import make_anchor
from .numbered import NumberedList, read_list
from .places import Lines
from .plain import alternative_text, plain_text
from .rendering import reference_id
from .slips import Slips
from .spoilers import BAR, FENCE
from .typography import typograph

_ID = re.compile(r"""(?<=[\s"'])id\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_UNMARKED = frozenset(
    {"em_close", "softbreak", "hardbreak", "strong_open", "strong_close", "text_special", "code_inline"}
)
_UNSHOWN = re.compile(r"<(script|style|pre|code|textarea)\b.*?</\1\s*>|<!--.*?-->|<[^<>]*>", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_OUTSIDE = re.compile(r"""(?<=[\s"'])(?:href|src)\s*=\s*["']?(https?://[^\s"'<>]+)""", re.IGNORECASE)
_ADDRESS = "]("


class Survey:
    """What `take` has found so far, in the order of the text."""

    def __init__(self, lines: Lines, language: str) -> None:
        self.lines = lines
        self.language = language
        self.links: list[LinkReference] = []
        self.images: list[ImageReference] = []
        self.headings: list[Heading] = []
        self.anchors: list[str] = []
        self.shields: list[str] = []
        self.veiled: list[tuple[str, str]] = []
        self.outside: list[LinkReference] = []
        self.problems: list[Problem] = []
        self._slips = Slips(lines, self.problems)
        self._taken: set[str] = set()
        self._depth = 0
        self._blocks = 0
        self._in_link = False

    def take(self, tokens: Sequence[Token]) -> None:
        """Note everything of these tokens, and number what will be slots."""
        if any("<" in line for line in self.lines.lines):
            self._taken.update(_own_ids(tokens))
        lists: list[NumberedList] = []
        for place, token in enumerate(tokens):
            kind = token.type
            if kind == "inline":
                self._take_block(tokens, place)
            elif kind in {"block_shield_open", "block_shield_close"}:
                self._take_block_shield(token)
            elif kind == "html_block":
                self._take_html(token, token.map)
            elif kind in {"heading_open", "heading_close"}:
                token.tag = "h2" if token.tag == "h1" else token.tag  # the page has an h1 of its own
            elif kind == "ordered_list_open":
                lists.append(read_list(tokens, place))
            elif kind == "table_open":
                self._slips.take_table(token)
            elif kind in {"th_open", "td_open"}:
                _align(token)
            elif kind == "footnote_open":
                self.anchors.append(f"fn{token.meta['id'] + 1}")
        if lists:
            self._slips.take_lists(lists)

    def _take_block(self, tokens: Sequence[Token], place: int) -> None:
        token, opening = tokens[place], tokens[place - 1] if place else None
        if opening is not None and opening.type == "heading_open":
            self._take_heading(opening, token)
        if FENCE in token.content:
            self._slips.take_fence(token)
        children = token.children or ()
        has_bar = BAR in token.content
        has_address = _ADDRESS in token.content
        for at, child in enumerate(children):
            kind = child.type
            if kind == "text":
                if has_bar and BAR in child.content:
                    self._slips.take_bar(token.map)
                if has_address and _ADDRESS in child.content:
                    self._slips.take_link(child.content, token.map)
            elif kind in _UNMARKED:
                pass
            elif kind == "link_open":
                self._take_link(child, token.map)
            elif kind == "image":
                self._take_image(child, token.map)
            elif kind == "shield_open":
                self._take_shield(child, token.map)
            elif kind == "em_open":
                self._slips.take_emphasis(children, at, token.map)
            elif kind == "html_inline":
                self._take_html(child, token.map)
            elif kind == "footnote_ref" and not child.meta["shielded"] and not self._depth:
                self.anchors.append(reference_id(child.meta))
            elif kind in {"link_close", "shield_close"}:
                self._leave(kind)

    def _leave(self, kind: str) -> None:
        if kind == "link_close":
            self._in_link = False
        else:
            self._depth -= 1

    def _take_heading(self, opening: Token, inline: Token) -> None:
        text = plain_text(inline.children or ())
        anchor = "" if self._depth else make_anchor(text, self._taken)
        if self._depth and self._blocks:
            self.veiled.append((slugify(text), block_id(self._blocks)))
        line = opening.map[0] if opening.map else 0
        self.headings.append(Heading(int(opening.tag[1]), text, anchor, self.lines.at(line).line))
        if anchor:
            opening.attrs = {**opening.attrs, "id": anchor}
            self.anchors.append(anchor)

    def _take_link(self, link: Token, span: Sequence[int] | None) -> None:
        self._in_link = True
        href = str(link.attrs.get("href", ""))
        if "title" in link.attrs:
            self._refuse_spoiler(str(link.attrs["title"]), span)
        if is_outside(href):
            self._take_outside(href, href, span)
            return
        target = decoded(href)
        place = self.lines.find_link(span, target, href)
        link.attrs = {**link.attrs, "href": slot("L", len(self.links))}
        self.links.append(LinkReference(target, place.line, place.column))

    def _take_outside(self, href: str, typed: str, span: Sequence[int] | None) -> None:
        if href.lower().startswith(("http:", "https:", "//")):
            place = self.lines.find_in_turn(span, typed, decoded(typed))
            self.outside.append(LinkReference(href, place.line, place.column))

    def _take_image(self, image: Token, span: Sequence[int] | None) -> None:
        source = str(image.attrs.get("src", ""))
        target = source if is_outside(source) else decoded(source)
        place = self.lines.find_link(span, target, source)
        title = typograph(str(image.attrs.get("title", "")), self.language)
        self._refuse_spoiler(title, span)
        image.meta = {**image.meta, "number": len(self.images)}
        alt = alternative_text(image)
        if not alt.strip():
            message = "this picture says nothing to those who cannot see it"
            hint = "write what it shows between the brackets: ![A man reads by a window](…)"
            self.problems.append(warning(place, "alt", message, hint))
        self.images.append(ImageReference(target, alt, title, place.line, place.column))

    def _refuse_spoiler(self, text: str, span: Sequence[int] | None) -> None:
        """Bars are not read in this text: within a shield they do no harm."""
        if not self._depth:
            self._slips.refuse_spoiler(text, span)

    def _take_shield(self, shield: Token, span: Sequence[int] | None) -> None:
        if self._in_link:
            place = self.lines.find(span, BAR)
            self.problems.append(
                error(
                    place, "spoiler", "a spoiler cannot stand in the text of a link", "put the link inside the spoiler"
                )
            )
        self._depth += 1
        shield.meta = {"number": len(self.shields)}
        self.shields.append("")

    def _take_block_shield(self, shield: Token) -> None:
        self._depth += shield.nesting
        if shield.nesting < 0:
            return
        if self._depth == 1:
            self._blocks += 1
            self.anchors.append(block_id(self._blocks))
        if not shield.meta["closed"]:
            place = self.lines.find(shield.map, FENCE)
            self.problems.append(
                error(place, "spoiler", "this spoiler is never closed", f"end it with a line {shield.markup}")
            )
        shield.meta = {**shield.meta, "number": len(self.shields)}
        self.shields.append(typograph(shield.info, self.language))

    def _take_html(self, token: Token, span: Sequence[int] | None) -> None:
        if BAR in token.content:
            self._refuse_spoiler(_UNSHOWN.sub("", token.content), span)
        if "://" in token.content:
            self._take_outside_html(token.content, span)
        if self._depth:
            token.content = _TAG.sub(lambda tag: _ID.sub("", tag[0]), token.content)
        self.anchors += _ids_in(token.content)

    def _take_outside_html(self, html: str, span: Sequence[int] | None) -> None:
        for tag in _TAG.findall(_COMMENT.sub("", html)):
            for found in _OUTSIDE.finditer(tag):
                self._take_outside(unescape(found[1]), found[1], span)


def decoded(href: str) -> str:
    """The target of a link as a path, in which only `%23` and `%3F` stay, since `#` and `?` mean something else."""
    return clean(decode(href, "#?")) if "%" in href else href


def _align(cell: Token) -> None:
    """A class where markdown-it has a style, which a strict content security policy would refuse."""
    side = str(cell.attrs.get("style", "")).removeprefix("text-align:")
    cell.attrs = {"class": f"align-{side}"} if side else cell.attrs


def _ids_in(html: str) -> list[str]:
    return ["".join(found.groups("")) for tag in _TAG.findall(html) for found in _ID.finditer(tag)]


def _own_ids(tokens: Sequence[Token]) -> set[str]:
    """The ids in the author's own HTML, which headings must not take."""
    found: set[str] = set()
    for token in tokens:
        for part in (token, *(token.children or ())):
            if part.type in {"html_block", "html_inline"} and "id" in part.content.lower():
                found.update(_ids_in(part.content))
    return found
