"""Films as authors write them: `her (2013)`, the name of a file in films/, or a mapping of facts."""

from __future__ import annotations

import re

import msgspec

from ...errors import ContentError, Problem
from ...model import Credit, CrewRole, Film, FilmIds, FilmKind, FilmMention
from ...text.emit import Data, Word, dump_yaml, given
from ...text.yaml import Mapping, Node, Scalar, read_yaml
from ..decode import (
    Context,
    Decoder,
    DecodingError,
    Either,
    Keys,
    Many,
    Text,
    fields,
    filled,
    form_of,
    fully,
    list_of,
    make_marks,
    mapping_of,
    names,
    one_of,
    refusal,
    require,
    shown,
    table,
    text,
    whole,
    written,
)
from .words import number_word

EARLIEST, LATEST = 1870, 2200
_IMDB, _TMDB = re.compile(r"tt\d{6,12}", re.ASCII), re.compile(r"\d{1,12}", re.ASCII)
_TITLE_AND_YEAR = re.compile(r"(?P<title>.*\S)\s*\((?P<year>\d{4})\)\s*", re.ASCII | re.DOTALL)
_AS = " as "
_UNMARKED = frozenset({"directors", "writers", "cast", "crew", "genres", "countries", "languages", "ids"})
_HINT = 'write "Title (Year)", or title: and what else you know on lines below'
year = whole(EARLIEST, LATEST)


class FilmFile(msgspec.Struct, frozen=True):
    """The film of a file of films/; `marks` says where each of its facts stands."""

    film: Film
    marks: str
    problems: tuple[Problem, ...] = ()


def read_film(text: str, path: str) -> FilmFile:
    """A file of films/ with its problems; ContentError when there is no film in it."""
    context = Context(path)
    node = read_yaml(text, path) or Mapping((), 1, 1)
    try:
        film = facts(node, context)
    except DecodingError as mistake:
        context.refuse("this file", mistake)
        raise ContentError(context.problems) from mistake
    if not film.title:
        raise ContentError(context.problems)
    return FilmFile(film, make_marks(node, _UNMARKED), tuple(sorted(context.problems)))


def dump_film(film: Film) -> str:
    """The text of a file of films/."""
    return dump_yaml(dump_facts(film))


def mention(node: Node, context: Context) -> FilmMention:
    """A film that a post or the diary names; `name` is the text as typed, empty for a mapping."""
    if type(node) is Mapping:
        return FilmMention("", facts(node, context))
    typed = filled(node, context)
    found = _TITLE_AND_YEAR.fullmatch(typed)
    if found is None:
        return FilmMention(typed, Film(typed))
    if not EARLIEST <= int(found["year"]) <= LATEST:
        raise refusal(node, "film", f"{shown(typed)} names a year in which there were no films", _HINT)
    return FilmMention(typed, Film(found["title"], int(found["year"])))


def facts(node: Node, context: Context) -> Film:
    """The film that a mapping tells of; a title it must have, without one it is reported and empty."""
    told = fields(node, FACTS, context)
    require(node, ("title",), context, _HINT)
    return Film(**{"title": "", **told})


def dump_mention(film: FilmMention) -> Data:
    """The text as it was typed, or the mapping."""
    return film.name or dump_facts(film.film)


def dump_facts(film: Film) -> dict[str, Data]:
    """The mapping that tells of a film."""
    return given(
        {
            "title": film.title,
            "original_title": film.original_title,
            "sort_title": film.sort_title,
            "year": number_word(film.year),
            "type": None if film.kind is FilmKind.FILM else Word(film.kind),
            "directors": film.directors,
            "writers": film.writers,
            "cast": [_dump_credit(credit) for credit in film.cast],
            "crew": {line.role: line.names for line in film.crew},
            "genres": film.genres,
            "countries": film.countries,
            "languages": film.languages,
            "runtime": number_word(film.runtime),
            "ids": given({"imdb": film.ids.imdb, "tmdb": film.ids.tmdb, "letterboxd": film.ids.letterboxd}),
            "poster": film.poster,
        }
    )


def _dump_credit(credit: Credit) -> Data:
    """As a mapping where the text would be read another way."""
    line = f"{credit.name}{_AS}{credit.character}" if credit.character else credit.name
    if line.partition(_AS)[::2] == (credit.name, credit.character):
        return line
    return given({"name": credit.name, "character": credit.character})


def _credit(node: Node, context: Context) -> Credit:
    """`Joaquin Phoenix as Theodore`, or a mapping where a name itself holds " as "."""
    if type(node) is Mapping:
        _check_cast(node)
        require(node, ("name",), context)
        return Credit(**{"name": "", **fields(node, _CREDIT, context)})
    name, _, character = filled(node, context).partition(_AS)
    return Credit(name, character)


def _cast(node: Node, context: Context) -> tuple[Credit, ...]:
    if type(node) is Mapping:
        _check_cast(node)
    return _CAST(node, context)


def _check_cast(node: Mapping) -> None:
    """Refuse `Joaquin Phoenix: Theodore`, as other programs write a cast."""
    name, character = node.pairs[0] if node.pairs else (Scalar("", 0, 0), node)
    if name.text not in _CREDIT and type(character) is Scalar:
        example = f"{name.text} as {character.text}" if character.text else name.text
        raise refusal(node, "type", "must be a list of names, each with its character", f"write - {example}")


def _crew(node: Node, context: Context) -> tuple[CrewRole, ...]:
    roles = _ROLES(node, context)
    return tuple(CrewRole(role, names) for role, names in roles.items() if names)


def _ids(node: Node, context: Context) -> FilmIds:
    return FilmIds(**fields(node, _IDS, context))


def _id(form: re.Pattern[str], words: str) -> Decoder[str]:
    """A decoder of a site's ids of films, as they stand in its addresses."""

    @written(Text(f"^$|{fully(form)}", f"must be {words}"))
    def decode(node: Node, context: Context) -> str:
        typed = text(node, context)
        if not typed or form.fullmatch(typed):
            return typed
        within = form.search(typed) if "/" in typed else None
        hint = f"write {within[0]}" if within else "it stands in the address of the film's page there"
        raise refusal(node, "film", f"must be {words}, not {shown(typed)}", hint)

    return decode


_CREDIT = table(name=filled, character=text)
_IDS = table(imdb=_id(_IMDB, "tt and six digits or more"), tmdb=_id(_TMDB, "a number"), letterboxd=text)
written(Either((filled, Keys("film.cast", _CREDIT, Credit, ("name",)))))(_credit)
written(Many(_credit))(_cast)
written(Keys("film.ids", _IDS, FilmIds))(_ids)
_CAST = list_of(_credit)
_ROLES = mapping_of(names)
written(form_of(_ROLES))(_crew)
FACTS = {
    "title": ("title", filled),
    "original_title": ("original_title", text),
    "sort_title": ("sort_title", text),
    "year": ("year", year),
    "type": ("kind", one_of(FilmKind)),
    "directors": ("directors", names),
    "writers": ("writers", names),
    "cast": ("cast", _cast),
    "crew": ("crew", _crew),
    "genres": ("genres", names),
    "countries": ("countries", names),
    "languages": ("languages", names),
    "runtime": ("runtime", whole(1, 100_000)),
    "ids": ("ids", _ids),
    "poster": ("poster", text),
}
FILM = Keys("film", FACTS, Film, ("title",))
written(Either((filled, FILM)))(mention)
