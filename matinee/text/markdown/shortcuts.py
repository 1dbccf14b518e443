"""Short ways through the machine for what prose is mostly made of: paragraphs of one line, and in them plain words,
stressed words and links that nobody could read in two ways.

The law: with and without them the tokens are the same, but for empty texts. What is not plainly of this kind is left to
the machine, and so is everything where an author's own rules might want to look at it.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from .blocks import PROSE, read_blocks
from .spans import HOST

_PATH = r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*"
_WEB = rf"https?://{HOST}(?:/{_PATH})*/?"
# (A search leaps from sign to sign where each alternative begins with one, outside of groups and classes.)
# Stars that can only open, words, stars that can only close.
_STRESSED = r"""
    \*(?<![^ \n("'—–“‘«\[-]\*)(?P<star>\*?)
    (?P<stressed>[^\W_](?:[^\\`*_~\[\]<\n]*(?:[^\W_]|[.!?](?=\*\*?(?![^ \n]))))?)
    \*(?P=star)(?![^ \n.,;:!?)'"—–”’»\]-])
"""
_LINK = rf"""
    \[(?<![!^]\[)(?P<label>[^\\`_~\[\]<\n]+)\]
    \((?P<target>{_WEB}|(?:\.\./)*/?{_PATH}(?:/{_PATH})*/?(?:\#{_PATH})?)\)
"""
_STRESSED_ONLY = re.compile(_STRESSED, re.VERBOSE)
_SPAN = re.compile(rf"{_STRESSED}|{_LINK}|h(?<![^ \n]h)(?P<bare>{_WEB[1:]})(?![^ \n])", re.VERBOSE)
# What else a rule might want, and lines with space around their ends.
_SIGNS = re.compile(r"\\|`|\*|_|~|\[|<|\t|\n(?: |(?<= \n))|\|(?=\|)|:(?=//)|&(?=[#a-zA-Z])|\^(?=\[)")


def shortcuts(machine: MarkdownIt) -> None:
    """Teach a machine the short ways."""
    machine.block.ruler.before("table", "prose", one_line)
    machine.core.ruler.at("block", read_blocks)
    machine.core.ruler.at("inline", read_inlines)


def one_line(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A paragraph of one line, between blank ones or at the end, that begins like prose."""
    begin, end = state.bMarks[start_line] + state.tShift[start_line], state.eMarks[start_line]
    if not PROSE.match(state.src, begin, end) or state.is_code_block(start_line):
        return False
    following = start_line + 1
    if following < state.lineMax and not state.isEmpty(following):
        return False
    state.line = following
    state.push("paragraph_open", "p", 1).map = [start_line, following]
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = state.src[begin:end].strip(MD_TRIM_CHARS), [start_line, following], []
    state.push("paragraph_close", "p", -1)
    return True


def read_inlines(state: StateCore) -> None:
    """The children of every block, by the machine where they must be."""
    for token in state.tokens:
        if token.type == "inline":
            children = read_spans(token.content)
            if children is None:
                children = token.children or []
                state.md.inline.parse(token.content, state.md, state.env, children)
            token.children = children


def read_spans(content: str) -> list[Token] | None:
    """The tokens of a block; None when only the machine can tell."""
    tokens: list[Token] = []
    literal: list[str] = []  # what must say nothing but itself
    end = 0
    for found in _SPAN.finditer(content):
        literal.append(content[end : found.start()])
        tokens += _texts(literal[-1])
        end = found.end()
        if found["stressed"]:
            literal.append(found["stressed"])
            tokens += _stress(found, 0)
        elif found["bare"]:
            tokens += _link(found[0], [_text(found[0], 1)], "linkify", "auto")
        else:
            tokens += _link(found["target"], _read_label(found["label"], literal))
    literal.append(content[end:])
    tokens += _texts(literal[-1])
    return None if _SIGNS.search("\0".join(literal)) else tokens


def _read_label(label: str, literal: list[str]) -> list[Token]:
    """The tokens of a link's text; what is literal in it is added to the rest."""
    tokens: list[Token] = []
    end = 0
    for found in _STRESSED_ONLY.finditer(label):
        literal += (label[end : found.start()], found["stressed"])
        tokens += (*_texts(literal[-2], 1), *_stress(found, 1))
        end = found.end()
    literal.append(label[end:])
    return [*tokens, *_texts(literal[-1], 1)]


def _texts(text: str, level: int = 0) -> list[Token]:
    """Text, and the breaks of its lines."""
    if "\n" not in text:
        return [_text(text, level)] if text else []
    tokens: list[Token] = []
    for line in text.split("\n"):
        tokens += (Token("softbreak", "br", 0, {}, None, level), *_texts(line, level))
    return tokens[1:]


def _text(text: str, level: int) -> Token:
    return Token("text", "", 0, {}, None, level, None, text)


def _stress(found: re.Match[str], level: int) -> tuple[Token, Token, Token]:
    stars, tag = ("**", "strong") if found["star"] else ("*", "em")
    return (
        Token(f"{tag}_open", tag, 1, {}, None, level, None, "", stars),
        _text(found["stressed"], level + 1),
        Token(f"{tag}_close", tag, -1, {}, None, level, None, "", stars),
    )


def _link(address: str, label: list[Token], markup: str = "", info: str = "") -> list[Token]:
    opening = Token("link_open", "a", 1, {"href": address}, None, 0, None, "", markup, info)
    return [opening, *label, Token("link_close", "a", -1, {}, None, 0, None, "", markup, info)]
