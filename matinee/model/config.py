"""site.yaml, decoded."""

from __future__ import annotations

from enum import StrEnum
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any

import msgspec


class Scale(StrEnum):
    """The five rating scales: stars 0 to 5 and four 0 to 4, both in halves; ten 0 to 10 in tenths; hundred 0 to 100;
    letters F to A+."""

    STARS = "stars"
    FOUR = "four"
    TEN = "ten"
    HUNDRED = "hundred"
    LETTERS = "letters"


class SearchScope(StrEnum):
    """How much of the site the search index holds."""

    TITLES = "titles"
    FULL = "full"
    OFF = "off"


class LeakRule(StrEnum):
    """What the guard looks for before a deploy."""

    DRAFT = "draft"
    FUTURE = "future"
    HELD = "held"
    ADDRESS = "address"
    SPOILER = "spoiler"
    LOCATION = "location"
    PATH = "path"
    DROPPING = "dropping"
    ENVIRONMENT = "environment"
    KEY = "key"
    TOKEN = "token"
    PREVIEW = "preview"
    LOCAL = "local"
    EMPTY = "empty"
    COUNT = "count"


class Allowed(msgspec.Struct, frozen=True, gc=False):
    """What the guard lets pass: finds of a rule, in outputs whose path fits a pattern of fnmatch's (`notes/*.html`)."""

    rule: LeakRule
    path: str

    def allows(self, rule: LeakRule, path: str) -> bool:
        return rule == self.rule and fnmatchcase(path, self.path.lstrip("/"))


class Host(StrEnum):
    """Who serves the site, as far as that changes what is published."""

    ANY = "any"
    NETLIFY = "netlify"
    CLOUDFLARE_PAGES = "cloudflare-pages"
    GITLAB_PAGES = "gitlab-pages"
    GITHUB_PAGES = "github-pages"
    SERVER = "server"


class DeployKind(StrEnum):
    """The kinds of places that a built site can go to."""

    FOLDER = "folder"
    SSH = "ssh"
    GIT = "git"
    S3 = "s3"


class Acl(StrEnum):
    """The rights that an object of a bucket may be given in one word: the canned ACLs of the S3 documentation."""

    PRIVATE = "private"
    PUBLIC_READ = "public-read"
    PUBLIC_READ_WRITE = "public-read-write"
    AUTHENTICATED_READ = "authenticated-read"
    AWS_EXEC_READ = "aws-exec-read"
    BUCKET_OWNER_READ = "bucket-owner-read"
    BUCKET_OWNER_FULL_CONTROL = "bucket-owner-full-control"


class ReplyForm(msgspec.Struct, frozen=True, gc=False):
    """Where a reply goes: an http(s) address that takes a POST, or `mailto:…`."""

    action: str

    @property
    def is_mail(self) -> bool:
        return self.action.startswith("mailto:")


class CommentsConfig(msgspec.Struct, frozen=True, gc=False):
    open: bool = True
    close_after_days: int = 0
    depth: int = 6
    form: ReplyForm | None = None


class MenuItem(msgspec.Struct, frozen=True, gc=False):
    """`to` is a source path (`pages/about.md`), a path of the site (`/films/`) or an outside address."""

    title: str
    to: str


class Redirect(msgspec.Struct, frozen=True, gc=False):
    old: str
    new: str


class Theme(msgspec.Struct, frozen=True, gc=False):
    """`accent` and `accent_dark` are CSS hex colours or "" for the theme's own; `fonts` replaces families by name
    (text, poster, plain); `cards` says whether posts have title cards."""

    accent: str = ""
    accent_dark: str = ""
    fonts: dict[str, str] = {}
    cards: bool = True


class Config(msgspec.Struct, frozen=True):
    """The whole of site.yaml. `url` ends without a slash and may hold a path; `root` is that path ("" or "/blog")."""

    title: str
    url: str
    tagline: str = ""
    language: str = "en"
    timezone: str = "UTC"
    author: str = ""
    authors: dict[str, Author] = {}
    licence: MenuItem | None = None
    permalink: str = "/{year}/{month}/{day}/{slug}/"
    per_page: int = 10
    feed_length: int = 20
    ratings: Scale = Scale.STARS
    archives: tuple[str, ...] = ("films", "directors", "categories", "tags", "series", "dates", "diary")
    archives_from: int = 2
    menu: tuple[MenuItem, ...] = ()
    comments: CommentsConfig = CommentsConfig()
    search: SearchScope = SearchScope.TITLES
    theme: Theme = Theme()
    redirects: tuple[Redirect, ...] = ()
    html: bool = True
    host: Host = Host.ANY
    deploy: dict[str, dict[str, Any]] = {}
    allow: tuple[Allowed, ...] = ()
    extra: dict[str, Any] = {}
    marks: str = ""

    @property
    def root(self) -> str:
        """The path that every address of the site begins with: "" or "/blog"."""
        return _root(self.url)


@lru_cache(maxsize=4)
def _root(url: str) -> str:
    _, _, rest = url.partition("://")
    _, slash, path = rest.partition("/")
    return slash + path


class Author(msgspec.Struct, frozen=True, gc=False):
    url: str = ""
    bio: str = ""
    photo: str = ""
