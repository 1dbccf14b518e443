"""Comments: the safe part of Markdown, from anybody.

There are four ways. Plain text, as most comments are, needs only escaping, quotes and paragraphs; plain text with a
stressed word or a link in it little more. What holds other Markdown goes through the machine, in which HTML is off, and
then through `sanitise`. What would keep the machine busy is shown as typed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec
from markdown_it import MarkdownIt
from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from ..sanitise import REL, open_url, sanitise
from ..shields import note_mark
from ..slots import clean_lines, slot
from .bare_links import bare_links
from .plain import close_gaps, lines_of
from .rendering import Renderer
from .spans import Span, read_spans, typograph_spans
from .spoilers import BAR, FENCE, spoilers
from .typography import make_rule, typograph

PICTURE = "!["
LONGEST = 20_000  # characters
_MOST_MARKS = 400  # in one comment: beyond it nobody writes, somebody attacks
_DEEPEST = 24  # levels of blocks; a list and its item are one each
_MARKS = re.compile(r"\[|<|`+|[*_]+|~{2,}|\|{2,}|://|&#?\w|\\")
_STRAY_BAR = re.compile(r"(?<!\|)\|{2,3}(?!\|)")
_BLANK = re.compile(r"\n{2,}")
_STARTS = re.compile(r"\n|\\|`|\*|_|~|\[|\]|<|:(?=//)|&(?=[#a-zA-Z])|\|(?=\|)")
# What might be Markdown, or blank in a way that only the machine knows. Too much here is harmless, too little is not.
# The text is searched with a newline before it: every alternative begins with a character, which makes the search leap.
_EDGES = MD_TRIM_CHARS.replace(" ", "").replace("\n", "")
_BLOCKS = [
    r"\t",
    r"\n(?= *(?:[-+>]|[0-9]{1,9}[.)]|:::))",
    rf"\n(?= *[{re.escape(_EDGES)}])",
    *(rf"{re.escape(edge)}(?= *\n)" for edge in _EDGES),
]
_SIGNS = [*(re.escape(sign) for sign in "\\`*_~[<"), r"\|\|", r"://", r"&(?=[#\w])"]
_HAS_BLOCKS = re.compile("|".join(_BLOCKS))
_HAS_MARKDOWN = re.compile("|".join([*_SIGNS, *_BLOCKS]))


class CommentBody(msgspec.Struct, frozen=True):
    """A comment as shown: `html` with slots for shields, whose labels are `shields`; `text` plain, with a note for
    each shield."""

    html: str
    shields: tuple[str, ...]
    text: str
    has_stray_bar: bool = False  # a mark without a partner, so that a spoiler may stand in the open


def read_comment(body: str, comment_id: str, language: str) -> CommentBody:
    """The rendered comment. Nothing that a reader types is wrong: what is not Markdown is text."""
    source = clean_lines(body).strip(MD_TRIM_CHARS)
    if len(source) > LONGEST:
        return read_as_typed(source)
    if is_plain(source):
        return read_plain(source, language)
    if not is_moderate(source):
        return read_as_typed(source)
    return read_stressed(source, language) or read_marked(source, language)


def read_plain(source: str, language: str) -> CommentBody:
    """The short way, for text without any Markdown."""
    paragraphs = [typograph(text, language) for text in _paragraphs(source)]
    return CommentBody(_make_html(paragraphs), (), close_gaps("\n\n".join(paragraphs)))


def read_stressed(source: str, language: str) -> CommentBody | None:
    """The middle way, for text with stressed words and links at most; None where there may be more."""
    if _HAS_BLOCKS.search(f"\n{source}"):
        return None
    paragraphs: list[list[Span]] = []
    for text in _paragraphs(source):
        spans = read_spans(text)
        if spans is None:
            return None
        paragraphs.append(typograph_spans(spans, language))
    texts = ["".join([text for _, text, _ in spans]) for spans in paragraphs]
    return CommentBody("".join(map(_make_paragraph, paragraphs)), (), close_gaps("\n\n".join(texts)))


def _make_paragraph(spans: Sequence[Span]) -> str:
    return f"<p>{''.join([f'{opening}{_escape(text)}{closing}' for opening, text, closing in spans])}</p>\n"


def read_marked(source: str, language: str) -> CommentBody:
    """The long way, through the machine."""
    machine = _machine(language)
    notes: dict[str, object] = {}
    try:
        tokens = machine.parse(source, notes)
    except _TooDeepError:
        return read_as_typed(source)
    labels = _prepare(tokens, language)
    html = machine.renderer.render(tokens, machine.options, notes)
    return CommentBody(sanitise(html), labels, _text(tokens, labels), BAR in source and _has_stray_bar(tokens))


def read_as_typed(source: str) -> CommentBody:
    """The text with nothing made of it but paragraphs; all behind one shield if there may be a spoiler in it."""
    paragraphs = _paragraphs(source)
    html = _make_html(paragraphs)
    if BAR in source or FENCE in source:
        return CommentBody(f"{slot('B', 0)}\n{html}{slot('b')}\n", ("",), note_mark())
    return CommentBody(html, (), close_gaps("\n\n".join(paragraphs)))


def is_plain(source: str) -> bool:
    """Whether the text, without space around it, can have no Markdown in it."""
    return not _HAS_MARKDOWN.search(f"\n{source}")


def is_moderate(source: str) -> bool:
    """Whether the text has no more marks than a person would type."""
    return len(source) <= _MOST_MARKS or len(_MARKS.findall(source)) <= _MOST_MARKS


def _paragraphs(source: str) -> list[str]:
    """The paragraphs of a text without space around it, their lines without space around them."""
    if "\n" not in source:
        return [source] if source else []
    return _BLANK.split("\n".join([line.strip(" ") for line in source.split("\n")]))


def _make_html(paragraphs: Sequence[str]) -> str:
    return "".join([f"<p>{_escape(text)}</p>\n" for text in paragraphs])


def _escape(text: str) -> str:
    """The text as `sanitise` writes it."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\n", "<br>\n")


class _TooDeepError(Exception):
    """Blocks are nested so deep that markdown-it would drop the rest."""


def _refuse_depth(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    if state.level > _DEEPEST:
        raise _TooDeepError
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
def _machine(language: str) -> MarkdownIt:
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


def _prepare(tokens: Sequence[Token], language: str) -> tuple[str, ...]:
    """Number the shields, and undo links that lead nowhere or have a shield in their text; the labels."""
    labels: list[str] = []
    for token in tokens:
        if token.type == "block_shield_open":
            token.meta["number"] = len(labels)
            labels.append(typograph(token.info, language))
        link: Token | None = None
        if token.children and PICTURE in token.content:
            token.children = _with_links(token.children)
        for child in token.children or ():
            if child.type == "link_open":
                link = child
            elif child.type == "shield_open":
                child.meta["number"] = len(labels)
                labels.append("")
                if link is not None:
                    link.attrs = {}
            elif child.type == "link_close":
                if link is not None and not link.attrs.get("href"):
                    link.type = child.type = "text"
                link = None
    return tuple(labels)


def _with_links(children: Sequence[Token]) -> list[Token]:
    """The tokens with a link, and no exclamation mark, for each picture; one without a text shows its address."""
    linked: list[Token] = []
    for place, child in enumerate(children):
        above = children[place - 1] if place else None
        linked.append(child)
        if child.type != "link_open" or child.markup or above is None or above.type != "text":
            continue
        if above.content.endswith("!"):
            above.content = above.content[:-1]
            if children[place + 1].type == "link_close":
                linked.append(Token("text", "", 0, content=str(child.attrs.get("href", ""))))
    return linked


def _has_stray_bar(tokens: Sequence[Token]) -> bool:
    """Whether a bar stands in the text as typed; a longer run of them is a drawing."""
    return any(
        child.type == "text" and _STRAY_BAR.search(child.content) for token in tokens for child in token.children or ()
    )


def _text(tokens: Sequence[Token], labels: Sequence[str]) -> str:
    """The words in the open, blocks parted by blank lines."""
    blocks: list[str] = []
    depth = 0
    for token in tokens:
        if token.type == "block_shield_open" and depth == 0:
            blocks.append(note_mark(labels[token.meta["number"]]))
        if token.type in {"block_shield_open", "block_shield_close"}:
            depth += token.nesting
        elif depth == 0 and token.type == "inline":
            blocks.append(lines_of(token.children or ()))
        elif depth == 0 and token.type == "fence":
            blocks.append(token.content.strip("\n"))
    return "\n\n".join(block for block in blocks if block)
