"""site.yaml: the whole configuration, each key with its decoder."""

from __future__ import annotations

import re
from difflib import get_close_matches

from ...errors import ContentError, Problem
from ...model import (
    Allowed,
    Author,
    CommentsConfig,
    Config,
    Host,
    LeakRule,
    MenuItem,
    Redirect,
    ReplyForm,
    Scale,
    SearchScope,
)
from ...text.urls import ascii_url
from ...text.yaml import Mapping, Node, Scalar, read_yaml
from ..decode import (
    WEB,
    Choice,
    Context,
    DecodingError,
    Keys,
    Many,
    Named,
    Table,
    Text,
    alias,
    boolean,
    fault_of_address,
    fields,
    filled,
    inside,
    language,
    list_of,
    make_marks,
    mapping_of,
    one_of,
    own_data,
    published,
    refusal,
    require,
    shown,
    split_web,
    table,
    text,
    timezone,
    whole,
    written,
)
from .deploy import deploy
from .permalink import permalink
from .theme import theme

ARCHIVES = (
    *("films", "directors", "writers", "cast", "genres", "countries", "decades", "years", "ratings"),
    *("categories", "tags", "series", "authors", "dates", "diary", "stats"),
)
_TO = rf"^/|{WEB}"
_MAIL = re.compile(r'mailto:[^\s@<>"]+@[^\s@<>"]+')
_ACTION = rf"^(?:[Oo][Ff][Ff]|[Nn][Oo]|[Ff][Aa][Ll][Ss][Ee])$|{WEB}|^{_MAIL.pattern}$"
_UNMARKED = frozenset({"deploy", "extra"})


def read_config(text: str, path: str) -> tuple[Config, tuple[Problem, ...]]:
    """The configuration and its problems; ContentError when it has no title or no address, or is not even YAML."""
    context = Context(path)
    node = read_yaml(text, path) or Mapping((), 1, 1)
    try:
        told = fields(node, _CONFIG, context)
    except DecodingError as mistake:
        context.refuse("this file", mistake)
        raise ContentError(context.problems) from mistake
    require(node, ("title", "url"), context)
    if not {"title", "url"} <= told.keys():
        raise ContentError(context.problems)
    return Config(**told, marks=make_marks(node, _UNMARKED)), tuple(sorted(context.problems))


@written(Text(WEB, "must be an address like https://example.org"))
def _site_url(node: Node, context: Context) -> str:
    """Where the site lives: an http(s) address that pages can be added to, in ASCII, without its last slash."""
    typed = published(node, context)
    parts = split_web(typed)
    if parts is None:
        raise refusal(node, "url", f"must be an address like https://example.org, not {shown(typed)}")
    if parts.query or parts.fragment or typed.endswith(("?", "#")):
        raise refusal(node, "url", f"{shown(typed)} must have no ? or #")
    fault = fault_of_address(parts.path or "/")
    if fault:
        raise refusal(node, "url", f"{shown(typed)} cannot be the site's address: {fault}")
    return ascii_url(typed).rstrip("/")


@written(Choice(ARCHIVES))
def _archive(node: Node, context: Context) -> str:
    typed = text(node, context)
    if typed not in ARCHIVES:
        near = get_close_matches(typed, ARCHIVES, 1)
        hint = f'did you mean "{near[0]}"?' if near else f"there are {', '.join(ARCHIVES)}"
        raise refusal(node, "choice", f"has no {shown(typed)}", hint)
    return typed


def _archives(node: Node, context: Context) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_ARCHIVES(node, context)))


def _author(node: Node, context: Context) -> Author:
    return Author(**fields(node, _AUTHOR, context))


def _menu_item(node: Node, context: Context) -> MenuItem:
    told = fields(node, _MENU_ITEM, context)
    require(node, ("title", "to"), context)
    return MenuItem(**{"title": "", "to": "", **told})


@written(Text(r"\S", "must be pages/about.md, /films/ or https://example.org/, or the like"))
def _target(node: Node, context: Context) -> str:
    """A place of the site or outside of it."""
    filled(node, context)
    typed = published(node, context)
    if split_web(typed) is None and not typed.startswith("mailto:") and (":" in typed or typed.startswith("//")):
        hint = "write pages/about.md, /films/ or https://example.org/"
        raise refusal(node, "url", f"{shown(typed)} leads nowhere", hint)
    return typed


@written(Text(_TO, "must be an address like https://example.org/ or /about/"))
def _link(node: Node, context: Context) -> str:
    typed = published(node, context)
    if split_web(typed) is None and fault_of_address(typed):
        raise refusal(node, "url", f"must be an address like https://example.org/ or /about/, not {shown(typed)}")
    return typed


def _comments(node: Node, context: Context) -> CommentsConfig:
    return CommentsConfig(**fields(node, _COMMENTS, context))


@written(Text(_ACTION, "must be an address that takes a POST, mailto:me@example.org, or off"))
def _form(node: Node, context: Context) -> ReplyForm | None:
    typed = published(node, context)
    if typed.lower() in {"off", "no", "false"}:
        return None
    if split_web(typed) is None and not _MAIL.fullmatch(typed):
        hint = "write an address that takes a POST, mailto:me@example.org, or off"
        raise refusal(node, "url", f"cannot be {shown(typed)}", hint)
    return ReplyForm(typed)


def _redirects(node: Node, context: Context) -> tuple[Redirect, ...]:
    if type(node) is not Mapping:
        raise refusal(node, "type", "must be lines of `/old/: /new/`")
    found = []
    for key, value in node.pairs:
        redirect = _redirect(key, value, context)
        if redirect is not None:
            found.append(redirect)
    return tuple(found)


def _redirect(key: Scalar, value: Node, context: Context) -> Redirect | None:
    try:
        return Redirect(alias(key, context), _destination(value, context))
    except DecodingError as mistake:
        context.refuse("redirect", mistake)
        return None


def _destination(node: Node, context: Context) -> str:
    typed = _link(node, context)
    return typed if split_web(typed) else inside(typed, node)


def _allowed(node: Node, context: Context) -> Allowed:
    told = fields(node, _ALLOWED, context)
    require(node, ("rule", "path"), context)
    return Allowed(**{"rule": LeakRule.LOCAL, "path": "", **told})


_ALLOWED = table(rule=one_of(LeakRule), path=filled)
written(Keys("site.allow", _ALLOWED, Allowed, ("rule", "path")))(_allowed)
_AUTHOR = table(url=_link, bio=text, photo=text)
_MENU_ITEM = table(title=filled, to=_target)
written(Keys("site.authors", _AUTHOR, Author))(_author)
written(Keys("site.menu", _MENU_ITEM, MenuItem, ("title", "to")))(_menu_item)
written(Named(_link, alias))(_redirects)
written(Many(_archive))(_archives)
_ARCHIVES = list_of(_archive)
_COMMENTS = table(open=boolean, close_after_days=whole(0, 36_500), depth=whole(1, 50), form=_form)
written(Keys("site.comments", _COMMENTS, CommentsConfig))(_comments)
_CONFIG: Table = table(
    title=filled,
    url=_site_url,
    tagline=text,
    language=language,
    timezone=timezone,
    author=text,
    authors=mapping_of(_author),
    licence=_menu_item,
    permalink=permalink,
    per_page=whole(1, 1000),
    feed_length=whole(1, 1000),
    ratings=one_of(Scale),
    archives=_archives,
    archives_from=whole(1, 1000),
    menu=list_of(_menu_item),
    comments=_comments,
    search=one_of(SearchScope),
    theme=theme,
    redirects=_redirects,
    html=boolean,
    host=one_of(Host),
    deploy=deploy,
    allow=list_of(_allowed),
    extra=own_data,
)
CONFIG = Keys("site", _CONFIG, Config, ("title", "url"))
