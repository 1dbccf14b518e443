"""The texts that `new` writes: what is needed is there, what may be said stands behind a #, lists one item a line."""

from __future__ import annotations

from ..model import Film, Scale
from ..text.emit import dump_text
from ..text.scales import best, dump_rating
from .modeline import modeline

_DRAFT = "draft: true                  # publish takes this line away"

_FACTS = """\
original_title:
sort_title:
type: film               # film, series or short
directors:
  -
writers:
  -
cast:
  -                      # Joaquin Phoenix as Theodore
crew:
  Photography:
    -
genres:
  -
countries:
  -
languages:
  -
runtime:                 # in minutes
ids:
  imdb:
  tmdb:
  letterboxd:
poster:
"""

_REVIEW = """\
title:                     # where it is not the film's
rating:                    # {best} at best
watched: {today}
rewatch:                   # yes or no
venue:
categories:
  - Reviews
tags:
  -
series:
summary:
image:
image_alt:
spoilers: false            # true, or a label: the whole review is shielded
"""

_POST = """\
categories:
  -
tags:
  -
about:                     # films that it concerns without reviewing them
  -
series:
summary:
image:
image_alt:
"""

_PAGE = """\
summary:
image:
image_alt:
"""

_CONFIG = """\
tagline:
language: en
timezone: UTC              # such as America/New_York
author:                    # who writes where a post does not say
authors: {}                # such as {Jane: {url: https://jane.example, bio: , photo: }}
licence:                   # such as {title: CC BY 4.0, to: https://creativecommons.org/licenses/by/4.0/}
permalink: /{year}/{month}/{day}/{slug}/
per_page: 10
feed_length: 20
html: yes                  # no: HTML in posts is shown as it was typed
ratings: stars             # stars and four (in halves), ten, hundred, letters (F to A+)
archives:                  # also writers, cast, genres, countries, decades, years, ratings, authors, stats
  - films
  - directors
  - categories
  - tags
  - series
  - dates
  - diary
archives_from: 2           # a film's or person's page exists from this many entries on
comments:
  open: true
  close_after_days: 0      # 0 is never
  depth: 6
  form: off                # an address that takes a POST, mailto:me@example.org, or off
search: titles             # titles, full or off
theme:
  accent:                  # such as "#A63D2F"
  fonts: {}
redirects: {}              # such as {/old/: /new/}
host: any                  # any, netlify, cloudflare-pages, gitlab-pages, github-pages or server
deploy: {}
allow:                     # what the leak guard lets pass
  -
extra: {}
"""

_SITE = """\
{modeline}# These two are all that a blog needs.
title: {title}
url: https://example.org

menu:
  - title: About
    to: pages/about.md

# All the rest, as it is when nothing is said. To change a line, take away its # and the one space after it;
# where lines stand further in below it, theirs too.

{config}"""

_FIRST_POST = """\
---
title: Opening night
# categories:
#   -
---

The lights go down. This is the first post, to be written over or thrown away.

<!-- more -->

What stands above the line is what the front page shows. A twist is kept from those who have not seen the film:
||it was a sled||. An image lies in the folder of the post's own name, and so do the readers' comments.
"""

_ABOUT = """\
---
title: About
---

Who writes here, and from which row.
"""

_BUILD = '''\
"""The front door: `python build.py` builds this blog."""

import sys

try:
    from matinee import main
except ModuleNotFoundError as missing:
    hint = "call build.py by the one that has it, or run: pip install matinee"
    sys.exit(f"{missing.name} is not installed for this Python; {hint}")

if __name__ == "__main__":
    main()
'''

_IGNORED = "/public/\n.matinee/\n.venv/\n.env\n__pycache__/\n"


def blank_review(film: Film, scale: Scale, today: str) -> str:
    """A review to be written. Of a film without a year it has the title only: two films may share one."""
    title = dump_text(film.title)
    rest = _behind(_REVIEW.format(best=dump_rating(best(scale), scale), today=today))
    if film.year is None:
        facts = f"film:\n  title: {title}\n  year:                    # a film is told by title and year\n"
        rest = rest.split("\n", 1)[1]
        return _post(f"title: {title}\n{_DRAFT}\n{_behind(facts + _indented(_FACTS))}{rest}")
    facts = f"film:\n  title: {title}\n  year: {film.year}\n"
    return _post(f"{_DRAFT}\n{facts}{_indented(_behind(_FACTS))}{rest}")


def blank_post(title: str) -> str:
    """A post to be written."""
    return _post(f"title: {dump_text(title)}\n{_DRAFT}\n{_behind(_POST)}")


def blank_page(title: str) -> str:
    """A page to be written."""
    return _post(f"title: {dump_text(title)}\n{_DRAFT}\n{_behind(_PAGE)}")


def blank_site(title: str, today: str) -> dict[str, str]:
    """The files of a new blog, by path: small, and whole."""
    site = "content/site.yaml"
    return {
        site: _SITE.format(modeline=modeline(site, "site"), title=dump_text(title), config=_behind(_CONFIG)),
        f"content/posts/{today}-opening-night.md": _FIRST_POST,
        "content/pages/about.md": _ABOUT,
        "build.py": _BUILD,
        ".gitignore": _IGNORED,
    }


def _post(front: str) -> str:
    return f"---\n{front}---\n\n"


def _behind(text: str) -> str:
    """Each line behind a #."""
    return "".join(f"# {line}" for line in text.splitlines(keepends=True))


def _indented(text: str) -> str:
    return "".join(f"  {line}" for line in text.splitlines(keepends=True))
