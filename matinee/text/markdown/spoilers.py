"""The two spoiler marks: `||inline||`, and the block from `:::spoiler label` to `:::`.

Both bind tighter than emphasis and links, so that no stray asterisk can break a shield: only code and escapes win.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

BAR = "||"
FENCE = ":::"
_OPENING = re.compile(r"(:{3,})[ \t]*spoiler(?![\w-])[ \t]*(.*)", re.IGNORECASE)
_CLOSING = re.compile(r"(:{3,})[ \t]*")
_BARS = re.compile(r"\|+")


def spoilers(machine: MarkdownIt) -> None:
    """Teach a machine both marks: tokens `shield_open`, `block_shield_open` (its label as `info`), and `…_close`."""
    machine.inline.add_terminator_char("|")
    machine.inline.ruler.after("escape", "shield", inline_shield)
    machine.block.ruler.before(
        "fence", "block_shield", block_shield, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )


def inline_shield(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if not state.src.startswith(BAR, start):
        return False
    bars = _BARS.match(state.src, start, state.posMax)
    if bars is None or len(bars[0]) > 3:
        return _pass_over(state, bars[0] if bars else "", silent)
    end = _end_of_inline(state, start + len(BAR))
    if end < 0:
        return False
    if not silent:
        maximum = state.posMax
        state.pos, state.posMax = start + len(BAR), end
        state.push("shield_open", "span", 1)
        state.md.inline.tokenize(state)
        state.push("shield_close", "span", -1)
        state.posMax = maximum
    state.pos = end + len(BAR)
    return True


def _pass_over(state: StateInline, bars: str, silent: bool) -> bool:
    """A longer run of bars is a drawing, not a mark."""
    if not silent:
        state.append_pending(bars)
    state.pos += len(bars)
    return bool(bars)


def _end_of_inline(state: StateInline, begin: int) -> int:
    """Where the next mark stands that is not inside code, a link or a tag; -1 if nowhere."""
    position, end = state.pos, -1
    state.pos = begin
    while state.pos < state.posMax:
        if state.src.startswith(BAR, state.pos) and state.pos + len(BAR) <= state.posMax:
            end = state.pos
            break
        state.md.inline.skipToken(state)
    state.pos = position
    return end


def block_shield(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    begin = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src.startswith(FENCE, begin) or state.is_code_block(start_line):
        return False
    opening = _OPENING.fullmatch(state.src, begin, state.eMarks[start_line])
    if opening is None:
        return False
    if not silent:
        _push_block(state, start_line, end_line, opening)
    return True


def _push_block(state: StateBlock, start_line: int, end_line: int, opening: re.Match[str]) -> None:
    last, is_closed = _end_of_block(state, start_line, end_line, len(opening[1]))
    parent, line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", last
    token = state.push("block_shield_open", "div", 1)
    token.markup, token.info, token.map = opening[1], opening[2].strip(), [start_line, last]
    token.meta = {"closed": is_closed}
    state.md.block.tokenize(state, start_line + 1, last)
    state.push("block_shield_close", "div", -1).markup = opening[1]
    state.parentType, state.lineMax = parent, line_max
    state.line = last + is_closed


def _end_of_block(state: StateBlock, start_line: int, end_line: int, colons: int) -> tuple[int, bool]:
    """The line of the closing mark, or the end of what surrounds the block; shields within it close first."""
    within = [colons]
    for line in range(start_line + 1, end_line):
        begin, end = state.bMarks[line] + state.tShift[line], state.eMarks[line]
        if begin < end and state.sCount[line] < state.blkIndent:
            return line, False
        if not state.src.startswith(FENCE, begin) or state.is_code_block(line):
            continue
        if opening := _OPENING.fullmatch(state.src, begin, end):
            within.append(len(opening[1]))
        elif (closing := _CLOSING.fullmatch(state.src, begin, end)) and len(closing[1]) >= within[-1]:
            within.pop()
            if not within:
                return line, True
    return end_line, False
