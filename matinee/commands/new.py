"""`new`: a site, a review, a post or a page to begin with; an answer to a comment."""

from __future__ import annotations

import argparse
import os
import shlex
import unicodedata
from difflib import get_close_matches
from pathlib import Path

from ..content.blank import blank_page, blank_post, blank_review, blank_site
from ..content.decode import Context, DecodingError
from ..content.edit import append_answer, next_id, read_sound_comments, read_sound_post
from ..content.layout import COMMENTS
from ..content.modeline import modeline, schema_path
from ..content.sources import decode_utf8, films, read_pingbacks
from ..content.whereabouts import names_for, posts_at
from ..errors import ContentError, OutsideError, UsageError
from ..model import Film, Scale
from ..terminal import plain
from ..text.slugs import slugify
from ..text.yaml import Scalar
from .blog import Blog, create_file, find_post, local_now, open_blog, replace_file, undo

_TITLE = "My film blog"


def run_new(options: argparse.Namespace) -> int:
    """Write what is asked for, never over anything, and print where."""
    if options.kind == "site":
        return _new_site(options.words[0])
    blog = open_blog(options.site)
    if options.kind == "comment":
        print(plain(_new_comment(blog, options.words[0], options.to, options.now)))
    else:
        print(plain(_new_text(blog, options.kind, _title(options.words), options.now)))
    return 0


def _new_text(blog: Blog, kind: str, title: str, asked: str) -> str:
    """The path of a new review, post or page: a draft without a date, until it is published."""
    today = blog.now(asked).date
    film = _film(title) if kind == "review" else None
    if film is not None:
        text = blank_review(film, blog.config.ratings, today)
    else:
        text = blank_post(title) if kind == "post" else blank_page(title)
    path = _path(blog, kind, film or Film(title))
    create_file(blog.folder, path, text.encode())
    return path


def _title(words: list[str]) -> str:
    title = " ".join(" ".join(words).split())
    if not title:
        raise UsageError("the title is empty")
    if any(unicodedata.category(char) in {"Cc", "Cs"} for char in title):
        raise UsageError("the title holds a character that is no text")
    return title


def _film(title: str) -> Film:
    """The film that "Title (Year)" means; without a year its title is all that is known."""
    try:
        return films.mention(Scalar(title, 1, 1), Context("")).film
    except DecodingError as exc:
        raise UsageError(f"the title {exc.wrongs[0].message}") from exc


def _path(blog: Blog, kind: str, film: Film) -> str:
    """Where a new text goes. A review of another film of that title has the year in its name."""
    room = "pages" if kind == "page" else "posts"
    for name in names_for(kind, room, slugify(film.title), film.year, blog.paths):
        found = posts_at(blog.posts, f"{room}/{name}")
        if not found:
            return f"content/{room}/{name}.md"
        if not (film.year and _is_of_another(blog, found[0].path, film)):
            raise OutsideError(f"content/{found[0].path} is here already", "nothing was written")
    raise OutsideError(f"every name for this {kind} is taken", "nothing was written")


def _is_of_another(blog: Blog, path: str, film: Film) -> bool:
    """Whether a post reviews a film of the same title and another year."""
    try:
        other = read_sound_post(blog.read(path), f"content/{path}", blog.reading).front.film
    except ContentError:
        return False
    return other is not None and other.film.year not in {None, film.year}


def _new_comment(blog: Blog, typed: str, parent: str, asked: str) -> str:
    """Append an answer of the author's to a conversation; `path:line` of where its text is to be written."""
    post = find_post(blog, typed)
    place = post.comments or f"{post.folder}/{COMMENTS}"
    path = f"content/{place}"
    data = blog.read(place) if post.comments else _head(blog, path)
    known = [comment.id for comment in read_sound_comments(data, path, blog.reading).comments]
    if parent and parent not in known:
        raise UsageError(plain(f'{path} has no comment "{parent}"{_nearest(parent, known)}'))
    identity = next_id([*known, *_ids_of_pingbacks(blog, post.pingbacks)])
    made = append_answer(data, path, blog.reading, identity, parent, blog.now(asked))
    if post.comments:
        replace_file(blog.folder, path, data, made.data)
    else:
        create_file(blog.folder, path, made.data)
    return f"{path}:{made.line}"


def _head(blog: Blog, path: str) -> bytes:
    """What a new comments.yaml begins with: the line that names its schema, where the blog has that."""
    has_schema = (blog.folder / schema_path("comments")).is_file()
    return modeline(path, "comments").encode() if has_schema else b""


def _ids_of_pingbacks(blog: Blog, place: str) -> list[str]:
    if not place:
        return []
    path = f"content/{place}"
    found = read_pingbacks(decode_utf8(blog.read(place), path), path, blog.reading)
    if any(problem.is_error for problem in found.problems):
        raise ContentError(found.problems)
    return [pingback.id for pingback in found.pingbacks]


def _nearest(parent: str, known: list[str]) -> str:
    if not known:
        return "; there are none yet"
    near = get_close_matches(parent, known, 1)
    return f'; did you mean "{near[0]}"?' if near else f"; the last one is {known[-1]}"


def _new_site(typed: str) -> int:
    """A folder that builds as it is; it may be there already, if nothing is in it."""
    folder = Path(os.path.abspath(typed))
    _check_folder(folder, typed)
    from .schema import load_kit

    files = {**blank_site(_site_title(folder.name), local_now("UTC").date), **load_kit(Scale.STARS, True)}
    made: list[str] = []
    try:
        for path, text in files.items():
            create_file(folder, path, text.encode())
            made.append(path)
    except BaseException:
        undo(folder, made)
        raise
    shown = plain(shlex.quote(typed))
    print(f"cd {shown} and put its title and address into content/site.yaml")
    print('python build.py builds it into public/; python build.py new review "her (2013)" begins a review')
    return 0


def _check_folder(folder: Path, typed: str) -> None:
    """OutsideError where a new site would mix with what is there."""
    for above in folder.parents:
        if above.name == "content" and (above / "site.yaml").exists():
            raise OutsideError(plain(f"{typed} lies in the content of another site"), "choose a folder outside of it")
    try:
        if any(name != ".git" for name in os.listdir(folder)):
            raise OutsideError(plain(f"{typed} is not empty"), "nothing was written")
    except FileNotFoundError:
        pass
    except OSError as exc:
        raise OutsideError(plain(f"{typed} cannot be a site's folder: {exc.strerror}")) from exc


def _site_title(name: str) -> str:
    """`night-owl` is "Night owl"."""
    words = " ".join(name.replace("-", " ").replace("_", " ").split())
    return words[0].upper() + words[1:] if words and words.isprintable() else _TITLE
