"""`publish`: a draft gets its date, and is one no more."""

from __future__ import annotations

import argparse

from ..content.edit import publish_post, read_sound_post
from ..content.site.addresses import title_of, untitled
from ..content.whereabouts import date_of_name
from ..errors import ContentError, OutsideError, Place
from ..model import Address, Front, Moment
from ..terminal import plain
from ..text.moments import dump_moment
from .blog import find_post, open_blog, replace_file


def run_publish(options: argparse.Namespace) -> int:
    """Publish a draft, and say under which date. A post that is published already stays as it is."""
    blog = open_blog(options.site)
    post = find_post(blog, options.post)
    path = f"content/{post.path}"
    data = blog.read(post.path)
    front = read_sound_post(data, path, blog.reading).front
    known = front.date or date_of_name(post, blog.config.timezone)
    is_page = post.kind is Address.PAGE
    if not front.draft and (known or is_page):
        _decline(path, options.now)
        return 0
    now = blog.now(options.now)
    date = now if options.now or not (is_page or _is_chosen(front, known, now)) else None
    published = publish_post(data, path, blog.reading, date)
    if not title_of(front, post.kind):
        raise ContentError([untitled(post.kind, Place(path))])
    replace_file(blog.folder, path, data, published)
    print(plain(_told(path, date or known, now)))
    return 0


def _decline(path: str, asked: str) -> None:
    if asked:
        raise OutsideError(plain(f"{path} is no draft"), "another date may give it another address; change it by hand")
    print(plain(f"{path} is no draft; nothing was changed"))


def _is_chosen(front: Front, known: Moment | None, now: Moment) -> bool:
    """Whether somebody chose the date that a draft has: in its front matter, or a day to come in its file name. A past
    day there is that on which it was begun."""
    return front.date is not None or (known is not None and known.instant > now.instant)


def _told(path: str, date: Moment | None, now: Moment) -> str:
    if date is None:
        return f"{path} is no draft any more"
    later = "; it appears with the first build after that" if date.instant > now.instant else ""
    return f"{path} is no draft any more; its date is {dump_moment(date)}{later}"
