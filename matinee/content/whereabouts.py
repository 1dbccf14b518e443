"""Which post somebody means, and which name a new one may have."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from posixpath import basename

from ..model import Address, Moment
from ..text.moments import read_moment
from ..text.slugs import slugify
from .layout import DATED, SourcePost


def posts_at(posts: Iterable[SourcePost], path: str) -> tuple[SourcePost, ...]:
    """The post whose text, folder or file this path below `content/` is; it may lack its `.md`."""
    return tuple(post for post in posts if path in {post.path, post.folder} or path.startswith(f"{post.folder}/"))


def posts_called(posts: Sequence[SourcePost], name: str) -> tuple[SourcePost, ...]:
    """The posts whose file has this name; if there are none, those whose slug it is."""
    name = name.removesuffix(".md")
    exact = tuple(post for post in posts if name in {post.stem, basename(post.stem)})
    return exact or tuple(post for post in posts if slug_of(post) == slugify(name))


def slug_of(post: SourcePost) -> str:
    """The slug that a post's file name gives it."""
    return slugify(DATED.sub("", basename(post.stem), count=1))


def date_of_name(post: SourcePost, timezone: str) -> Moment | None:
    """The date that a post's file name begins with, if it is one."""
    found = DATED.match(post.stem)
    if found is None or post.kind is Address.PAGE:
        return None
    try:
        return read_moment(found[1], timezone)
    except ValueError:
        return None


def names_for(kind: str, room: str, slug: str, year: int | None, paths: Collection[str]) -> Iterator[str]:
    """The names that a new text in `room` may have, the best first. Left out are those that would be read as something
    else: as a date, as a folder's own text, as the post to which all texts in a sorting folder belong."""
    for name in (slug, f"{slug}-{year}" if year else "", f"{kind}-{slug}"):
        home = f"{room}/{name}/"
        holds_others = any(
            path.startswith(home) and path.endswith(".md") and path != f"{home}index.md" for path in paths
        )
        if name and name != "index" and not DATED.match(name) and not holds_others:
            yield name
