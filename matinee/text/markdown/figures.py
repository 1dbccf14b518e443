"""Images and films that have a paragraph to themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from .typography import typograph

_VIDEO = re.compile(
    r"https?://(?:(?:www|m|music)\.)?(?:(youtube(?:-nocookie)?\.com|youtu\.be)|(?:player\.)?vimeo\.com)/.",
    re.IGNORECASE,
)


def make_figures(tokens: Sequence[Token], language: str) -> None:
    """Turn paragraphs that are nothing but images, or one link to a film, into figures."""
    for place in range(len(tokens) - 2):
        opening, inline, closing = tokens[place : place + 3]
        if (
            opening.type != "paragraph_open"
            or closing.type != "paragraph_close"
            or opening.hidden
            or not inline.children
        ):
            continue
        if inline.children[0].type not in {"image", "link_open"}:
            continue
        if pictures := _pictures(inline.children):
            _frame_pictures(opening, inline, closing, pictures, language)
        elif site := _video_site(inline.children):
            _frame_video(opening, inline, closing, site)


def _pictures(children: Sequence[Token]) -> list[Sequence[Token]]:
    """The images of the paragraph, each with the link around it; none when there is anything else."""
    found: list[Sequence[Token]] = []
    place = 0
    while place < len(children):
        size = 1
        if children[place].type == "image":
            found.append(children[place : place + 1])
        elif [child.type for child in children[place : place + 3]] == ["link_open", "image", "link_close"]:
            size = 3
            found.append(children[place : place + 3])
        elif not _is_blank(children[place]):
            return []
        place += size
    return found


def _is_blank(token: Token) -> bool:
    return token.type in {"softbreak", "hardbreak"} or (token.type == "text" and not token.content.strip())


def _frame_pictures(
    opening: Token, inline: Token, closing: Token, pictures: Sequence[Sequence[Token]], language: str
) -> None:
    framed = [[*picture, *_caption(picture, language)] for picture in pictures]
    if len(framed) == 1:
        opening.tag = closing.tag = "figure"
        inline.children = framed[0]
        return
    opening.tag = closing.tag = "div"
    opening.attrs = {"class": "row"}
    inline.children = [token for frame in framed for token in (_raw("<figure>"), *frame, _raw("</figure>"))]


def _caption(picture: Sequence[Token], language: str) -> list[Token]:
    """The image's title, which stands below it instead of in a tooltip."""
    image = next(token for token in picture if token.type == "image")
    title = str(image.attrs.pop("title", ""))
    return [_raw(f"<figcaption>{escapeHtml(typograph(title, language))}</figcaption>")] if title else []


def _raw(html: str) -> Token:
    return Token("html_inline", "", 0, content=html)


def _video_site(children: Sequence[Token]) -> str:
    """The name of the site when the paragraph is one link to a film there, else ""."""
    links = [token for token in children if token.type == "link_open"]
    if len(links) != 1 or children[-1].type != "link_close":
        return ""
    video = _VIDEO.match(str(links[0].attrs.get("href", "")))
    return ("YouTube" if video[1] else "Vimeo") if video else ""


def _frame_video(opening: Token, inline: Token, closing: Token, site: str) -> None:
    opening.tag = closing.tag = "figure"
    opening.attrs = {"class": "video"}
    children = inline.children or []
    words = "".join(token.content for token in children)
    if children[0].info == "auto" or words in {"", children[0].attrs.get("href")}:
        inline.children = [children[0], Token("text", "", 0, content=f"Watch on {site}"), children[-1]]
