"""What is done to a site before a build: each work edits files as an author would, in every program's site alike."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import msgspec

from .sites import Corpus, Site, write

MONTH = timedelta(days=30)


class Edit(msgspec.Struct, frozen=True):
    """A page that has to be there after the build, and what it has to say."""

    page: Path
    says: str


Work = Callable[[Site, Corpus, int], Edit | None]  # the number is the run's: no edit is made twice


def nothing(site: Site, corpus: Corpus, run: int) -> None:
    """Change nothing."""


def edit_review(site: Site, corpus: Corpus, run: int) -> Edit:
    slug = _slug(corpus, 1, 2)
    with site.file(site.program.post, slug).open("a", encoding="utf-8") as file:
        file.write(f"\nSeen again, for the {run + 1}th time.\n")
    return Edit(site.page(slug), f"for the {run + 1}th time")


def add_comment(site: Site, corpus: Corpus, run: int) -> Edit:
    """To the first review from the middle on that has a conversation."""
    middle = len(corpus.slugs) // 2
    slug = next(slug for slug in corpus.slugs[middle:] if corpus.text("comments", slug).startswith("- "))
    number = 10 * corpus.comments + run
    with site.file(site.program.comments, slug).open("a", encoding="utf-8") as file:
        file.write(f"- id: {number}\n  author: Late Comer\n  date: 2025-12-01T10:00:00Z\n  body: |-\n    Me *too*.\n")
    return Edit(site.page(slug), f'id="comment-{number}"')


def add_review(site: Site, corpus: Corpus, run: int) -> Edit:
    """A day newer than the newest, and much like it."""
    newest, slug = corpus.slugs[-1], f"another-premiere-{run}"
    text = _moved(_retitled(site.file(site.program.post, newest).read_text("utf-8"), slug), timedelta(days=1))
    write(site.file(site.program.post, slug), re.sub(r"(?mi)^(slug: ).*$", rf"\1{slug}", text, count=1))
    for talk in (site.program.comments, site.program.pingbacks):
        write(site.file(talk, slug), "[]\n")
    return Edit(site.page(slug), slug)


def change_title(site: Site, corpus: Corpus, run: int) -> Edit:
    slug = _slug(corpus, 1, 3)
    place = site.file(site.program.post, slug)
    place.write_text(_retitled(place.read_text("utf-8"), f"take-{run}"), "utf-8")
    return Edit(site.page(slug), f"take-{run}")


def change_date(site: Site, corpus: Corpus, run: int) -> None:
    """A month earlier: other neighbours, other archives."""
    place = site.file(site.program.post, _slug(corpus, 2, 3))
    place.write_text(_moved(place.read_text("utf-8"), -MONTH), "utf-8")


def edit_template(site: Site, corpus: Corpus, run: int) -> Edit:
    """The one of reviews."""
    place = _template(site)
    text = place.read_text("utf-8")
    place.write_text(text.replace("</article>", f"<p>Edition {run}</p>\n</article>", 1), "utf-8")
    return Edit(site.page(corpus.slugs[0]), f"<p>Edition {run}</p>")


WORKS: dict[str, Work] = {
    "cold": nothing,
    "unchanged": nothing,
    "review edited": edit_review,
    "comment added": add_comment,
    "review added": add_review,
    "title changed": change_title,
    "date changed": change_date,
    "template edited": edit_template,
    "fresh clone": nothing,
}


def _slug(corpus: Corpus, part: int, of: int) -> str:
    return corpus.slugs[len(corpus.slugs) * part // of]


def _retitled(post: str, word: str) -> str:
    """A post's text with a word more in its title, which may be in quotes."""
    return re.sub(r"(?mi)^(title: .*?)(['\"]?)$", rf"\1 {word}\2", post, count=1)


def _moved(post: str, by: timedelta) -> str:
    """A post's text with another day for its date."""
    return re.sub(
        r"(?mi)^(date: ['\"]?)(\d{4}-\d\d-\d\d)",
        lambda found: f"{found[1]}{date.fromisoformat(found[2]) + by}",
        post,
        count=1,
    )


def _template(site: Site) -> Path:
    """Where this site has the template of reviews; the peers' sites may call it otherwise."""
    place = site.file(site.program.template)
    return place if place.exists() else next(site.folder.rglob("single.html"))
