"""What is wrong with one source as it stands in an editor, as far as that source alone can tell."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from ...errors import ContentError, Problem, Severity
from ..cards import ReadPost, Rules, read_source
from ..layout import COMMENTS, PINGBACKS, make_layout
from ..loader.keys import Context
from ..site import Site
from ..site.links import resolve
from ..sources import decode_utf8, read_config, read_diary, read_film
from .kinds import Kind, kind_of

Siblings = Callable[[str], bytes | None]
_STAND_IN = b"---\ntitle: -\n---\n"


def tell_problems(
    path: str, data: bytes, siblings: Siblings, context: Context, rules: Rules, site: Site | None
) -> tuple[Problem, ...]:
    """The problems of a source, by its path below `content/`; `siblings` reads what lies beside it, and in `site` its
    links are looked up, if there is one."""
    kind, place = kind_of(path), f"content/{path}"
    try:
        match kind:
            case Kind.TEXT:
                problems = _of_text(path, data, context, rules, site)
            case Kind.COMMENTS | Kind.PINGBACKS:
                problems = _of_talk(path, data, siblings, context, rules)
            case Kind.FILM:
                problems = read_film(decode_utf8(data, place), place).problems
            case Kind.DIARY:
                problems = read_diary(decode_utf8(data, place), place, context.reading).problems
            case Kind.SITE:
                problems = read_config(decode_utf8(data, place), place)[1]
            case None:
                problems = ()
    except ContentError as exc:
        problems = exc.problems
    return tuple(sorted({problem for problem in problems if problem.place.path == place}))


def _of_text(path: str, data: bytes, context: Context, rules: Rules, site: Site | None) -> tuple[Problem, ...]:
    layout = make_layout([path])
    if not layout.posts:
        return layout.problems
    read = _read(layout.posts[0].path, [path], {path: data}, context, rules)
    card = read.card
    linked = resolve(site, card).problems if site is not None and path in site.sources else ()
    if not card.front.draft:
        return (*card.problems, *linked)
    told = (*card.problems, *linked) if read.is_sound else linked
    return (*(() if read.is_sound else card.problems), *map(_mildly, told))


def _mildly(problem: Problem) -> Problem:
    """A problem of a draft's text stops nothing."""
    return msgspec.structs.replace(problem, severity=Severity.WARNING)


def _of_talk(path: str, data: bytes, siblings: Siblings, context: Context, rules: Rules) -> tuple[Problem, ...]:
    """The problems of a conversation: beside a text that stands in for the post's, since they do not depend on it."""
    folder, _, name = path.rpartition("/")
    files = {f"{folder}.md": _STAND_IN, path: data}
    other = f"{folder}/{COMMENTS}"
    if name == PINGBACKS and (beside := siblings(other)) is not None:
        files[other] = beside
    return _read(f"{folder}.md", list(files), files, context, rules).card.problems


def _read(text: str, paths: list[str], files: dict[str, bytes], context: Context, rules: Rules) -> ReadPost:
    source = next(post for post in make_layout(paths).posts if post.path == text)
    return read_source(source, files, context, rules, bytes)
