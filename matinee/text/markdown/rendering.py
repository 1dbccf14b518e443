"""From tokens to HTML: markdown-it's renderer, a short way for what prose is mostly made of, and our own elements."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from ..slots import slot

_TAGS = {
    "em_open": "<em>",
    "em_close": "</em>",
    "strong_open": "<strong>",
    "strong_close": "</strong>",
    "s_open": "<del>",
    "s_close": "</del>",
    "link_close": "</a>",
    "shield_close": slot("s"),
}


class Renderer(RendererHTML):
    """Rules that an author adds win over the short way."""

    def render(self, tokens: Sequence[Token], options: OptionsDict, env: EnvType) -> str:
        rules = self.rules
        out: list[str] = []
        hidden = False
        for place, token in enumerate(tokens):
            kind = token.type
            if kind == "inline":
                out.append(self.renderInline(token.children, options, env) if token.children else "")
            elif kind in rules:
                out.append(rules[kind](tokens, place, options, env))
            elif kind == "paragraph_close" and token.tag == "p":
                out.append("" if token.hidden else "</p>\n")
            elif kind == "paragraph_open" and token.tag == "p" and not (token.attrs or token.hidden or hidden):
                out.append("<p>")
            else:
                out.append(self.renderToken(tokens, place, options, env))
            hidden = token.hidden
        return "".join(out)

    def renderInline(self, tokens: Sequence[Token], options: OptionsDict, env: EnvType) -> str:  # noqa: N802
        rules = self.rules
        is_text_ours = rules.get("text") == self.text
        out: list[str] = []
        for place, token in enumerate(tokens):
            kind = token.type
            if kind == "text" and is_text_ours:
                out.append(escapeHtml(token.content))
            elif kind in rules:
                out.append(rules[kind](tokens, place, options, env))
            elif kind == "text_special":
                out.append(escapeHtml(token.content))
            elif kind in _TAGS and not token.attrs:
                out.append(_TAGS[kind])
            else:
                out.append(self.renderToken(tokens, place, options, env))
        return "".join(out)

    def shield_open(self, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType) -> str:
        return slot("S", tokens[place].meta["number"])

    def block_shield_open(self, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType) -> str:
        return f"{slot('B', tokens[place].meta['number'])}\n"

    def block_shield_close(self, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType) -> str:
        return f"{slot('b')}\n"


class PostRenderer(Renderer):
    """What only posts have: images as slots, and footnotes."""

    def image(self, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType) -> str:
        return slot("I", tokens[place].meta["number"])

    def footnote_ref(self, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType) -> str:
        meta = tokens[place].meta
        number = meta["id"] + 1
        identity = "" if meta.get("shielded") else f' id="{reference_id(meta)}"'
        return f'<sup class="footnote-ref"><a href="#fn{number}"{identity} role="doc-noteref">{number}</a></sup>'

    def footnote_block_open(self, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType) -> str:
        return '<section class="footnotes" role="doc-endnotes">\n<ol>\n'

    def footnote_block_close(self, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType) -> str:
        return "</ol>\n</section>\n"

    def footnote_open(self, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType) -> str:
        return f'<li id="fn{tokens[place].meta["id"] + 1}">'

    def footnote_close(self, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType) -> str:
        return "</li>\n"

    def footnote_anchor(self, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType) -> str:
        identity = reference_id(tokens[place].meta)
        label = f"Back to reference {identity.removeprefix('fnref')}"
        # U+FE0E keeps phones from drawing the arrow as a coloured picture.
        return f' <a class="footnote-back" href="#{identity}" role="doc-backlink" aria-label="{label}">\u21a9\ufe0e</a>'


def reference_id(meta: dict[str, int]) -> str:
    """The id of one mark of a footnote: `fnref1`, and `fnref1-2` for the second mark of the same note."""
    again = meta.get("subId", 0)
    return f"fnref{meta['id'] + 1}-{again + 1}" if again > 0 else f"fnref{meta['id'] + 1}"
