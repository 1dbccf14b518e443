"""Posts: an author's Markdown as HTML with slots, and all that the rest of the site may ask about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref

from ...model import Prose
from ..slots import clean_lines
from .bare_links import bare_links
from .excerpts import is_more, take_excerpt
from .figures import make_figures
from .footnotes import shield_notes
from .places import Lines
from .rendering import PostRenderer
from .shortcuts import shortcuts
from .spoilers import spoilers
from .survey import Survey
from .typography import make_rule

Rule = Callable[[MarkdownIt], None]

_NESTING = 100
# Where our rules can begin. markdown-it stops at every character that any plugin might want.
# (Alternatives of single characters are three times as fast as a class and alternatives.)
_STARTS = re.compile(r"\n|\\|`|\*|_|~|\[|\]|<|!(?=\[)|:(?=//)|&(?=[#a-zA-Z])|\|(?=\|)|\^(?=\[)")


def read_prose(
    body: str, path: str, first_line: int, language: str, rules: Sequence[Rule] = (), html: bool = True
) -> Prose:
    """The rendered text, with what is wrong in its `problems`; the body begins on `first_line` of the file `path`. HTML
    in it is the author's right; without `html` it is shown as it was typed."""
    source = clean_lines(body)
    machine = machine_of(language, tuple(rules))
    notes: dict[str, object] = {}
    tokens = machine.parse(source, notes)
    if not html and "<" in source:
        _show_html(tokens)
    if notes.get("footnotes"):
        tokens = shield_notes(tokens)
    make_figures(tokens, language)
    excerpt = take_excerpt(tokens)
    survey = Survey(Lines(source, path, first_line), language)
    survey.take(tokens)
    return Prose(
        machine.renderer.render(tokens, machine.options, notes),
        excerpt,
        tuple(survey.links),
        tuple(survey.images),
        tuple(survey.headings),
        tuple(survey.anchors),
        tuple(survey.shields),
        tuple(survey.outside),
        tuple(sorted(survey.problems)),
        tuple(survey.veiled),
    )


def _show_html(tokens: Sequence[Token]) -> None:
    """Make text of HTML, but for the mark after which a text goes on."""
    for token in tokens:
        if token.type == "html_block" and not is_more(token):
            token.content = f"<p>{escapeHtml(token.content.strip())}</p>\n"
        elif token.type == "html_inline":
            token.type = "text"
        _show_html(token.children or ())


class _PostMachine(MarkdownIt):
    def normalizeLinkText(self, url: str) -> str:  # noqa: N802
        """The address as typed: decoding it could smuggle in what `clean` keeps out."""
        return url


def _footnote_mark(state: StateInline, silent: bool) -> bool:
    """The plugin's rule makes its notes before it looks at the text, and is asked at every asterisk."""
    return state.src.startswith("[^", state.pos) and footnote_ref(state, silent)


def _leave(state: StateCore) -> None:
    """Line ends and what `clean` drops have been dealt with."""


@lru_cache(maxsize=16)
def machine_of(language: str, rules: tuple[Rule, ...]) -> MarkdownIt:
    """The machine that reads posts in a language. Rules of an author's own see everything: there are no short ways."""
    machine = _PostMachine("commonmark", {"maxNesting": _NESTING, "xhtmlOut": False}, renderer_cls=PostRenderer)
    renderer = machine.renderer.rules.copy() if isinstance(machine.renderer, PostRenderer) else {}
    machine.enable(["table", "strikethrough", "linkify", "smartquotes"]).disable("text_join")
    machine.use(footnote_plugin).use(bare_links).use(spoilers)
    machine.inline.ruler.at("footnote_ref", _footnote_mark)
    machine.core.ruler.at("normalize", _leave)
    machine.core.ruler.at("smartquotes", make_rule(language))
    if isinstance(machine.renderer, PostRenderer):
        machine.renderer.rules = renderer  # the plugin's own footnotes make way for ours
    if not rules:
        machine.use(shortcuts).inline.terminator_re = _STARTS
    for rule in rules:
        rule(machine)
    return machine
