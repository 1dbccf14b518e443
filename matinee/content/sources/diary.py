"""diary.yaml: what was seen, and when."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ...errors import Place, Problem
from ...model import Scale, Viewing
from ...text.emit import Data, Prose, dump_yaml, given
from ...text.yaml import Mapping, read_yaml
from ..decode import Context, Keys, Reading, Table, boolean, fields, moment, rating, require, table, text, value_of
from . import films
from .entries import decode_entries
from .words import date_word, rating_word, truth_word


class DiaryFile(msgspec.Struct, frozen=True):
    """Viewings in the order of their file, on which line of it each begins, and where it names its film."""

    viewings: tuple[Viewing, ...]
    lines: tuple[int, ...]
    film_places: tuple[Place, ...]
    problems: tuple[Problem, ...] = ()


def read_diary(text: str, path: str, reading: Reading) -> DiaryFile:
    """All viewings of a file that can be used, with its problems; ContentError when it is not even YAML."""
    context = Context(path, reading)
    entries = decode_entries(read_yaml(text, path), _viewing, "viewing", context)
    viewings = tuple(viewing for _, viewing in entries)
    return DiaryFile(
        viewings,
        tuple(node.line for node, _ in entries),
        tuple(context.place(value_of(node, "film")) for node, _ in entries),
        tuple(sorted(context.problems)),
    )


def dump_diary(viewings: Iterable[Viewing], scale: Scale) -> str:
    """The text of a diary's file."""
    return "".join(_dump_viewing(viewing, scale) for viewing in viewings)


def _dump_viewing(viewing: Viewing, scale: Scale) -> str:
    stanza: dict[str, Data | None] = {
        "date": date_word(viewing.date),
        "film": films.dump_mention(viewing.film),
        "rating": rating_word(viewing.rating, scale),
        "rewatch": truth_word(viewing.rewatch),
        "venue": viewing.venue,
        "note": Prose(viewing.note),
    }
    return dump_yaml([given(stanza)])


def _viewing(node: Mapping, context: Context) -> Viewing | None:
    told = fields(node, _VIEWING, context)
    require(node, ("date", "film"), context)
    return Viewing(**told) if {"date", "film"} <= told.keys() else None


_VIEWING: Table = table(date=moment, film=films.mention, rating=rating, rewatch=boolean, venue=text, note=text)
VIEWING = Keys("diary", _VIEWING, Viewing, ("date", "film"))
