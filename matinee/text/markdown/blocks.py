"""The short way through the blocks of a post that is made of nothing but paragraphs, headings, one-line quotes and
plain bullet lists, as most reviews are.

The law is that of the other short ways: the tokens are those of the machine. A text with anything else in it is left to
the machine as a whole, since a block may change what another means.
"""

from __future__ import annotations

import re

from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# No block begins so, nor does a line of these words turn into one through what stands on the next.
PROSE = re.compile(r"""["'“‘(]?(?:\*\*?)?[^\W\d_]""")
_HEADING = re.compile(r"(#{1,6}) ([^\s#][^#]*)")
_UNUSUAL = re.compile(r"[\t\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")  # what is space for some and not for others


def read_blocks(state: StateCore) -> None:
    """The blocks of a text, by the machine where they must be."""
    tokens = simple_blocks(state.src)
    if tokens is None:
        state.md.block.parse(state.src, state.md, state.env, state.tokens)
    else:
        state.tokens.extend(tokens)


def simple_blocks(source: str) -> list[Token] | None:
    """The tokens of a text of simple blocks; None when only the machine can tell."""
    if _UNUSUAL.search(source):
        return None
    lines = source.removesuffix("\n").split("\n")
    tokens: list[Token] = []
    at, end = 0, len(lines)
    while at < end:
        line = lines[at]
        if not line:
            at += 1
        elif PROSE.match(line):
            start = at
            at = _after(lines, at, "")
            _add_paragraph(tokens, "\n".join(lines[start:at]), start, at)
        elif heading := _HEADING.fullmatch(line):
            _add_heading(tokens, heading[1], heading[2], at)
            at += 1
        elif line.startswith("> ") and PROSE.match(line, 2):
            _add_quote(tokens, line[2:], at)
            at += 1
        elif line.startswith("- ") and PROSE.match(line, 2):
            start, at = at, _after(lines, at, "- ")
            following = _next_filled(lines, at)
            if following < end and lines[following].startswith(("-", " ")):
                return None  # the list goes on
            _add_list(tokens, lines[start:at], start, following)
        else:
            return None
        if at < end and line and lines[at] and line[0] != "#":
            return None  # what comes at once after a paragraph, a quote or a list may belong to it
    return tokens


def _after(lines: list[str], at: int, mark: str) -> int:
    """The number of the first line from `at` on that is not prose behind this mark."""
    while at < len(lines) and lines[at].startswith(mark) and PROSE.match(lines[at], len(mark)):
        at += 1
    return at


def _next_filled(lines: list[str], at: int) -> int:
    """The number of the first line from `at` on that is not blank."""
    while at < len(lines) and not lines[at]:
        at += 1
    return at


def _add_paragraph(
    tokens: list[Token], text: str, start: int, end: int, level: int = 0, is_hidden: bool = False
) -> None:
    span = [start, end]
    tokens += (
        Token("paragraph_open", "p", 1, {}, span, level, block=True, hidden=is_hidden),
        Token("inline", "", 0, {}, [*span], level + 1, [], text.strip(MD_TRIM_CHARS), block=True),
        Token("paragraph_close", "p", -1, {}, None, level, block=True, hidden=is_hidden),
    )


def _add_heading(tokens: list[Token], mark: str, text: str, line: int) -> None:
    tag, span = f"h{len(mark)}", [line, line + 1]
    tokens += (
        Token("heading_open", tag, 1, {}, span, 0, markup=mark, block=True),
        Token("inline", "", 0, {}, [*span], 1, [], text.strip(MD_TRIM_CHARS), block=True),
        Token("heading_close", tag, -1, {}, None, 0, markup=mark, block=True),
    )


def _add_quote(tokens: list[Token], text: str, line: int) -> None:
    tokens.append(Token("blockquote_open", "blockquote", 1, {}, [line, line + 1], 0, markup=">", block=True))
    _add_paragraph(tokens, text, line, line + 1, 1)
    tokens.append(Token("blockquote_close", "blockquote", -1, {}, None, 0, markup=">", block=True))


def _add_list(tokens: list[Token], lines: list[str], start: int, end: int) -> None:
    """A tight list, an item a line; the blank lines before `end` are its last item's."""
    tokens.append(Token("bullet_list_open", "ul", 1, {}, [start, end], 0, markup="-", block=True))
    for at, line in enumerate(lines, start):
        after = at + 1 if at + 1 < start + len(lines) else end
        tokens.append(Token("list_item_open", "li", 1, {}, [at, after], 1, markup="-", block=True))
        _add_paragraph(tokens, line[2:], at, at + 1, 2, True)
        tokens.append(Token("list_item_close", "li", -1, {}, None, 1, markup="-", block=True))
    tokens.append(Token("bullet_list_close", "ul", -1, {}, None, 0, markup="-", block=True))
