"""Cards in, a Site out: order, neighbours, films, people, terms, addresses, links."""

from .assemble import comments_close_at, make_site
from .likeness import Likeness
from .links import Resolved, Resolver, WantedAnchor, check_addresses, resolve
from .taxonomy import PLACES, ROLES, names_in_role, term_slug
from .values import DiaryEntry, Entry, FilmEntry, Image, Person, Print, Site, Teller, Term

__all__ = [
    "PLACES",
    "ROLES",
    "DiaryEntry",
    "Entry",
    "FilmEntry",
    "Image",
    "Likeness",
    "Person",
    "Print",
    "Resolved",
    "Resolver",
    "Site",
    "Teller",
    "Term",
    "WantedAnchor",
    "check_addresses",
    "comments_close_at",
    "make_site",
    "names_in_role",
    "resolve",
    "term_slug",
]
