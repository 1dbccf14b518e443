"""Quotes, dashes and dots as each language sets them.

The quotes are those of markdown-it's `smartquotes`, to the letter, found in one pass a block instead of one a quote;
`(c)`, `(r)` and `(tm)` stay as typed, since a film is "rated (R)".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from markdown_it.rules_core import StateCore
from markdown_it.token import Token


class Quotes(NamedTuple):
    """The marks around a quotation and around one within it; a mark may hold a space."""

    open: str
    close: str
    inner_open: str
    inner_close: str


class Piece(NamedTuple):
    """What a token says (a line break says a newline), how deep it lies, and whether its quotes are to be set."""

    content: str
    level: int
    is_text: bool


class _Opener(NamedTuple):
    """A quote that may yet be closed."""

    piece: int
    start: int
    level: int


_BREAKS = {"softbreak": "\n", "hardbreak": "\n"}
_THIN = "\u202f"
_CURLY = Quotes("“", "”", "‘", "’")
_LOW = Quotes("„", "“", "‚", "‘")
_LOW_NINES = Quotes("„", "”", "‚", "’")
_NINES = Quotes("”", "”", "’", "’")
_ANGLES = Quotes("«", "»", "“", "”")
_ANGLES_LOW = Quotes("«", "»", "„", "“")
_BY_LANGUAGE: dict[str, Quotes | None] = {
    **dict.fromkeys(("en", "nl", "tr", "ga", "cy", "hi", "id", "ms", "th", "vi", "ko"), _CURLY),
    **dict.fromkeys(("de", "cs", "sk", "sl", "is", "lt", "et", "bg", "lb"), _LOW),
    "da": Quotes("»", "«", "›", "‹"),
    "de-ch": Quotes("«", "»", "‹", "›"),
    **dict.fromkeys(("fi", "sv"), _NINES),
    "fr": Quotes(f"«{_THIN}", f"{_THIN}»", "“", "”"),
    "fr-ch": Quotes("«", "»", "‹", "›"),
    **dict.fromkeys(("es", "it", "ca", "gl", "el", "pt"), _ANGLES),
    **dict.fromkeys(("nb", "nn", "no"), Quotes("«", "»", "‘", "’")),
    "pt-br": _CURLY,
    **dict.fromkeys(("ru", "uk", "be"), _ANGLES_LOW),
    "pl": Quotes("„", "”", "«", "»"),
    **dict.fromkeys(("ro", "hu", "hr", "sr"), _LOW_NINES),
    **dict.fromkeys(("ja", "zh"), None),
}
_APOSTROPHE = "’"
_WITHIN_WORD = re.compile(r"'(?<=[^\W_]')(?=[^\W_])")  # looks behind last: the search then leaps from quote to quote
_MARKS = "'\""
_QUOTE = re.compile("['\"]")
# Two quotes of which the first can only open and the other only close, with none between them.
_SPEECH, _INNER_SPEECH = (
    re.compile(rf"""{mark}(?<![^ \n(]{mark})([^\W_][^"']*){mark}(?<=[\w.,!?…]{mark})(?![^ \n.,;:!?)])""")
    for mark in "\"'"
)
_DASHES = re.compile(r"--(?<!---)(-?)(?!-)")
_SPACES = frozenset("\t\n\v\f\r \xa0\u1680\u202f\u205f\u3000") | {chr(code) for code in range(0x2000, 0x200B)}
_LETTER, _MARK, _SPACE = range(3)


@lru_cache(maxsize=64)
def quotes_of(language: str) -> Quotes | None:
    """The quotation marks of a language (`fr`, `fr-CH`, `pt_BR`), English ones if unknown, None where it has others."""
    tag = language.lower().replace("_", "-")
    return _BY_LANGUAGE[tag] if tag in _BY_LANGUAGE else _BY_LANGUAGE.get(tag.partition("-")[0], _CURLY)


def typograph(text: str, language: str) -> str:
    """A plain text with its quotes, dashes and dots set as the language does."""
    quotes = quotes_of(language)
    if quotes is None:
        return set_dashes(text)
    text = set_dashes(text)
    if "'" in text:
        text = _WITHIN_WORD.sub(_APOSTROPHE, text)
    text = _set_speech(text, quotes)
    return set_quotes([Piece(text, 0, True)], quotes).get(0, text) if "'" in text or '"' in text else text


def make_rule(language: str) -> Callable[[StateCore], None]:
    """The rule that sets quotes, dashes and dots in every block of a parsed text."""
    quotes = quotes_of(language)

    def typography(state: StateCore) -> None:
        for token in state.tokens:
            if token.type == "inline" and token.children:
                content = token.content
                if "--" in content or "..." in content:
                    _set_dashes_in(token.children)
                if quotes and ("'" in content or '"' in content):
                    _set_quotes_in(token.children, quotes)

    return typography


def set_dashes(text: str) -> str:
    """`--` is an en dash, `---` an em dash, three dots an ellipsis."""
    if "--" in text:
        text = _DASHES.sub(lambda match: "—" if match[1] else "–", text)
    return text.replace("...", "…")


def _set_dashes_in(tokens: Sequence[Token]) -> None:
    bare = False
    for token in tokens:
        if token.type == "text" and not bare:
            token.content = set_dashes(token.content)
        elif token.info == "auto":
            bare = token.type == "link_open"


def _set_quotes_in(tokens: Sequence[Token], quotes: Quotes) -> None:
    if not _set_plain_quotes_in(tokens, quotes):
        return
    pieces = [
        Piece(token.content or _BREAKS.get(token.type, ""), token.level, token.type == "text") for token in tokens
    ]
    for index, text in set_quotes(pieces, quotes).items():
        tokens[index].content = text


def _set_plain_quotes_in(tokens: Sequence[Token], quotes: Quotes) -> bool:
    """Set what needs no look at other tokens, and tell whether there are quotes that do."""
    are_left = False
    last = len(tokens) - 1
    for place, token in enumerate(tokens):
        if token.type == "text" and ("'" in token.content or '"' in token.content):
            content = _WITHIN_WORD.sub(_APOSTROPHE, token.content)
            if (not place or content[0] not in _MARKS) and (place == last or content[-1] not in _MARKS):
                content = _set_speech(content, quotes)
            are_left = are_left or "'" in content or '"' in content
            token.content = content
    return are_left


def _set_speech(text: str, quotes: Quotes) -> str:
    """The text with its quotes set where nobody could pair them in two ways; as it was where somebody could."""
    set_text = text
    if '"' in text:
        set_text = _SPEECH.sub(rf"{quotes.open}\1{quotes.close}", text)
    if "'" in text:
        set_text = _INNER_SPEECH.sub(rf"{quotes.inner_open}\1{quotes.inner_close}", set_text)
    return text if "'" in set_text or '"' in set_text else set_text


def set_quotes(pieces: Sequence[Piece], quotes: Quotes) -> dict[int, str]:
    """The pieces of a block that have quotes, with these set."""
    changed: dict[int, str] = {}
    edits: dict[int, list[tuple[int, str]]] = {}
    openers: dict[str, list[_Opener]] = {'"': [], "'": []}
    last_level = 0
    for index, (content, level, is_text) in enumerate(pieces):
        if level < last_level:
            _leave_level(openers, level)
        last_level = level
        if not is_text or not ("'" in content or '"' in content):
            continue
        changed[index] = content = _WITHIN_WORD.sub(_APOSTROPHE, content)
        for found in _QUOTE.finditer(content):
            start, mark = found.start(), found[0]
            before = content[start - 1] if start else _last_before(pieces, index)
            after = content[start + 1 : start + 2] or _first_after(pieces, index)
            can_open, can_close = _roles(mark, before, after)
            if can_close and openers[mark] and openers[mark][-1].level == level:
                opener = _take(openers, mark)
                opening, closing = quotes[:2] if mark == '"' else quotes[2:]
                edits.setdefault(opener.piece, []).append((opener.start, opening))
                edits.setdefault(index, []).append((start, closing))
            elif can_open:
                openers[mark].append(_Opener(index, start, level))
            elif mark == "'":
                edits.setdefault(index, []).append((start, _APOSTROPHE))
    return changed | {index: _edit(changed[index], edits[index]) for index in edits}


def _leave_level(openers: dict[str, list[_Opener]], level: int) -> None:
    """Drop the openers of what lay deeper."""
    for waiting in openers.values():
        while waiting and waiting[-1].level > level:
            waiting.pop()


def _take(openers: dict[str, list[_Opener]], mark: str) -> _Opener:
    """The last opener of this mark; those of the other mark after it have lost their chance."""
    taken = openers[mark].pop()
    for waiting in openers.values():
        while waiting and waiting[-1] > taken:
            waiting.pop()
    return taken


def _edit(content: str, edits: list[tuple[int, str]]) -> str:
    parts: list[str] = []
    end = 0
    for start, replacement in sorted(edits):
        parts += (content[end:start], replacement)
        end = start + 1
    return "".join(parts) + content[end:]


def _last_before(pieces: Sequence[Piece], index: int) -> str:
    for place in range(index - 1, -1, -1):
        if content := pieces[place].content:
            return content[-1]
    return " "


def _first_after(pieces: Sequence[Piece], index: int) -> str:
    for place in range(index + 1, len(pieces)):
        if content := pieces[place].content:
            return content[0]
    return " "


@lru_cache(maxsize=8192)
def _roles(mark: str, before: str, after: str) -> tuple[bool, bool]:
    """Whether a quote between these two characters can open and can close."""
    last, following = _kind(before), _kind(after)
    if mark == '"' == after and before in "0123456789":
        return False, False  # 1"" is an inch mark and a quote
    can_open = following != _SPACE and (following != _MARK or last != _LETTER)
    can_close = last != _SPACE and (last != _MARK or following != _LETTER)
    return (last == _MARK, following == _MARK) if can_open and can_close else (can_open, can_close)


def _kind(char: str) -> int:
    if char in _SPACES:
        return _SPACE
    return _MARK if unicodedata.category(char)[0] in "PS" else _LETTER
