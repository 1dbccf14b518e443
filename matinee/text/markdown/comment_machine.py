"""The machine for comments: markdown-it with HTML off, and with nothing on that a reader could do harm with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from ..sanitise import REL, open_url
from .bare_links import bare_links
from .rendering import Renderer
from .spoilers import spoilers
from .typography import make_rule

_DEEPEST = 24  # levels of blocks; a list and its item are one each
_STARTS = re.compile(r"\n|\\|`|\*|_|~|\[|\]|<|:(?=//)|&(?=[#a-zA-Z])|\|(?=\|)")


class TooDeepError(Exception):
    """Blocks are nested so deep that markdown-it would drop the rest."""


def _refuse_depth(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    if state.level > _DEEPEST:
        raise TooDeepError
    return False


class _CommentMachine(MarkdownIt):
    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return open_url(url, mail=True)

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return bool(url)

    def normalizeLinkText(self, url: str) -> str:  # noqa: N802
        """The address as typed: decoding it could smuggle in what `clean` keeps out."""
        return url


class _CommentRenderer(Renderer):
    """Links say what they are, lists start at 1, code has no language."""

    def link_open(self, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType) -> str:
        tokens[place].attrs = {"href": tokens[place].attrs["href"], "rel": REL}
        return self.renderToken(tokens, place, options, env)

    def ordered_list_open(self, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType) -> str:
        tokens[place].attrs = {}
        return self.renderToken(tokens, place, options, env)

    def fence(self, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType) -> str:
        tokens[place].info = ""
        return super().fence(tokens, place, options, env)


@lru_cache(maxsize=16)
def machine_for(language: str) -> MarkdownIt:
    """The machine with the quotes of a language. Parsing raises TooDeepError."""
    options = {"html": False, "breaks": True, "xhtmlOut": False, "maxNesting": 2 * _DEEPEST}
    machine = _CommentMachine("commonmark", options, renderer_cls=_CommentRenderer)
    machine.disable(
        ["code", "hr", "reference", "html_block", "heading", "lheading", "html_inline", "image", "text_join"]
    )
    machine.enable(["strikethrough", "linkify", "smartquotes"])
    machine.use(bare_links).use(spoilers)
    machine.inline.terminator_re = _STARTS
    machine.block.ruler.before("block_shield", "depth", _refuse_depth)
    machine.core.ruler.at("smartquotes", make_rule(language))
    return machine
