"""Terms and people: posts gathered under the names that they share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from functools import cache, partial
from itertools import chain

import msgspec

from ...model import Config, Credit, CrewRole, Film
from ...text.scales import dump_rating
from ...text.slugs import slugify
from .values import Entry, FilmEntry, Person, Term

PLACES = {
    "categories": "category",
    "tags": "tag",
    "series": "series",
    "genres": "genre",
    "countries": "country",
    "decades": "decade",
    "years": "year",
    "ratings": "rating",
    "authors": "author",
}
FROM_ONE = frozenset({"categories", "tags", "series"})
ROLES = ("directors", "writers", "cast")


def make_terms(config: Config, posts: Iterable[Entry], films: dict[str, FilmEntry]) -> dict[str, dict[str, Term]]:
    """The terms of every kind that the site keeps archives of. `posts` come newest first, and so does each term's
    list."""
    told = [(entry, [films[key].film for key in (entry.film, *entry.sections) if key in films]) for entry in posts]
    return {kind: _terms_of_kind(kind, told, config) for kind in PLACES if kind in config.archives}


def _terms_of_kind(kind: str, told: list[tuple[Entry, list[Film]]], config: Config) -> dict[str, Term]:
    gathered: dict[str, list[Entry]] = {}
    spelled: defaultdict[str, Counter[str]] = defaultdict(Counter)
    read = cache(partial(_read_name, kind))
    for entry, films in told:
        for name, slug in dict.fromkeys(map(read, _names(kind, entry, films, config))):
            entries = gathered.setdefault(slug, [])
            if not entries or entries[-1] is not entry:
                entries.append(entry)
            spelled[slug][name] += 1
    return {slug: _term(kind, slug, spelled[slug], entries, config) for slug, entries in sorted(gathered.items())}


def _read_name(kind: str, typed: str) -> tuple[str, str]:
    """A term's name without needless spaces, and its slug."""
    name = " ".join(typed.split())
    return name, term_slug(kind, name)


def _names(kind: str, entry: Entry, films: list[Film], config: Config) -> Iterable[str]:
    """Under which names of a kind a post stands."""
    front = entry.card.front
    if kind == "series":
        return (front.series,) if front.series else ()
    if kind == "authors":
        return entry.authors
    if kind in {"categories", "tags"}:
        return front.categories if kind == "categories" else front.tags
    if kind == "ratings":
        return (dump_rating(front.rating, config.ratings),) if front.rating is not None else ()
    return _FACTS[kind](films[0]) if len(films) == 1 else chain.from_iterable(map(_FACTS[kind], films))


_FACTS: dict[str, Callable[[Film], Iterable[str]]] = {
    "genres": lambda film: film.genres,
    "countries": lambda film: film.countries,
    "years": lambda film: (str(film.year),) if film.year is not None else (),
    "decades": lambda film: (f"{film.year // 10 * 10}s",) if film.year is not None else (),
}


def term_slug(kind: str, name: str) -> str:
    """A term's slug; ratings keep their point and their sign: `4.5`, `a-plus`."""
    if kind != "ratings":
        return slugify(name)
    return name.lower().replace("+", "-plus").removesuffix("-") + ("-minus" if name.endswith("-") else "")


def _term(kind: str, slug: str, spelled: Counter[str], entries: list[Entry], config: Config) -> Term:
    least = 1 if kind in FROM_ONE else config.archives_from
    address = f"/{PLACES[kind]}/{slug}/" if len(entries) >= least else ""
    name = most_frequent(spelled)
    return Term(kind, slug, name, address, tuple(entries), _others(spelled, name))


def make_people(config: Config, films: dict[str, FilmEntry]) -> dict[str, Person]:
    """Everybody in a role that the site keeps archives of; a page exists from `archives_from` posts on."""
    kept = [role for role in ROLES if role in config.archives]
    roles: dict[str, dict[str, dict[str, None]]] = {}
    posts: dict[str, set[str]] = {}
    spelled: dict[str, Counter[str]] = {}
    for key, entry in films.items():
        sources = [post.card.path for post in entry.reviews] + [post.card.path for post, _ in entry.sections]
        if not sources:
            continue
        for role in kept:
            for name in names_in_role(entry.film, role):
                slug = slugify(name)
                roles.setdefault(slug, {}).setdefault(role, {})[key] = None
                posts.setdefault(slug, set()).update(sources)
                spelled.setdefault(slug, Counter())[name] += len(sources)
    return {
        slug: Person(
            slug,
            name := most_frequent(spelled[slug]),
            f"/people/{slug}/" if len(posts[slug]) >= config.archives_from else "",
            {role: tuple(keys) for role, keys in roles[slug].items()},
            _others(spelled[slug], name),
        )
        for slug in sorted(roles)
    }


def names_in_role(film: Film, role: str) -> tuple[str, ...]:
    if role == "cast":
        return tuple(dict.fromkeys(credit.name for credit in film.cast))
    return film.directors if role == "directors" else film.writers


def most_frequent(names: Counter[str]) -> str:
    """The spelling used most; of equals the first in the alphabet, so that the order of files decides nothing."""
    return min(names, key=lambda name: (-names[name], name))


def _others(names: Counter[str], shown: str) -> tuple[str, ...]:
    return tuple(name for name in names if name != shown) if len(names) > 1 else ()


def in_one_spelling(
    films: dict[str, FilmEntry], people: dict[str, Person], terms: dict[str, dict[str, Term]]
) -> dict[str, FilmEntry]:
    """The films with everybody and everything that the site keeps archives of spelled as on its page."""
    names = _spellings(people.values())
    genres = _spellings(terms.get("genres", {}).values())
    countries = _spellings(terms.get("countries", {}).values())
    if not names and not genres and not countries:
        return films
    return {
        key: msgspec.structs.replace(entry, film=_respelled(entry.film, names, genres, countries))
        for key, entry in films.items()
    }


def _spellings(named: Iterable[Person | Term]) -> dict[str, str]:
    """The name to show for each other spelling."""
    return {other: one.name for one in named for other in one.others}


def _respelled(film: Film, names: dict[str, str], genres: dict[str, str], countries: dict[str, str]) -> Film:
    return msgspec.structs.replace(
        film,
        directors=_each(film.directors, names),
        writers=_each(film.writers, names),
        cast=tuple(Credit(names.get(credit.name, credit.name), credit.character) for credit in film.cast),
        crew=tuple(CrewRole(line.role, _each(line.names, names)) for line in film.crew),
        genres=_each(film.genres, genres),
        countries=_each(film.countries, countries),
    )


def _each(typed: tuple[str, ...], spellings: dict[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(spellings.get(name, name) for name in typed))
