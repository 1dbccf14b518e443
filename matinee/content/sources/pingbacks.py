"""pingbacks.yaml: what other sites say of a post, in the order of the file."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ...errors import Problem
from ...model import Kind, MentionType, Moment, Pingback, Profile, Status
from ...text.emit import Data, Prose, Word, dump_yaml, given
from ...text.yaml import Mapping, Node, read_yaml
from ..decode import (
    Context,
    Either,
    Keys,
    Reading,
    Table,
    fields,
    identifier,
    moment,
    one_of,
    require,
    table,
    text,
    web_address,
    written,
)
from .entries import STATUS_ELSEWHERE, Entry, decode_entries, drop_doubles
from .words import date_word, id_word


class PingbackFile(msgspec.Struct, frozen=True):
    """The pingbacks of a post, and on which line of their file each begins."""

    pingbacks: tuple[Pingback, ...]
    lines: tuple[int, ...]
    problems: tuple[Problem, ...] = ()


def read_pingbacks(text: str, path: str, reading: Reading) -> PingbackFile:
    """All pingbacks of a file that can be used, with its problems; ContentError when it is not even YAML."""
    context = Context(path, reading)
    entries = decode_entries(read_yaml(text, path), _pingback, "pingback", context)
    entries = drop_doubles(entries, _identity, context)
    _warn_of_repetitions(entries, context)
    pingbacks = tuple(pingback for _, pingback in entries)
    return PingbackFile(pingbacks, tuple(node.line for node, _ in entries), tuple(sorted(context.problems)))


def dump_pingbacks(pingbacks: Iterable[Pingback]) -> str:
    """The text of pingbacks.yaml."""
    return "".join(map(dump_pingback, pingbacks))


def dump_pingback(pingback: Pingback) -> str:
    """One pingback as it stands in pingbacks.yaml, which is nothing but such stanzas."""
    stanza: dict[str, Data | None] = {
        "source": pingback.source,
        "title": pingback.title,
        "excerpt": Prose(pingback.excerpt),
        "date": date_word(pingback.date),
        "kind": None if pingback.kind is Kind.PINGBACK else Word(pingback.kind),
        "type": None if pingback.type is MentionType.MENTION else Word(pingback.type),
        "author": None if pingback.author is None else _dump_profile(pingback.author),
        "status": None if pingback.status is Status.APPROVED else Word(pingback.status),
        "id": id_word(pingback.id),
    }
    return dump_yaml([given(stanza)])


def _dump_profile(profile: Profile) -> Data:
    """What is known of somebody; an empty mapping, written out, where that is nothing."""
    return given({"name": profile.name, "url": profile.url, "photo": profile.photo}) or Word("{}")


def _pingback(node: Mapping, context: Context) -> Pingback | None:
    told = fields(node, _PINGBACK, context)
    require(node, ("source",), context, "write the address of the page that links here")
    return Pingback(**told) if "source" in told else None


def _warn_of_repetitions(entries: Iterable[Entry[Pingback]], context: Context) -> None:
    """Warn of each pingback that says the same on the same day as one above it: it was most likely stored twice."""
    seen: dict[tuple[str, Moment | None, str], Mapping] = {}
    for node, pingback in entries:
        first = seen.setdefault((pingback.source, pingback.date, pingback.excerpt), node)
        if first is not node:
            message = f"this pingback is the same as that on line {first.line}"
            context.warn(node, "repetition", message, "remove one of the two; until then both are shown")


def _profile(node: Node, context: Context) -> Profile:
    """Who wrote the linking page; a text is a name."""
    return Profile(**fields(node, _PROFILE, context)) if type(node) is Mapping else Profile(text(node, context))


def _identity(pingback: Pingback) -> str:
    return pingback.id


_PROFILE = table(name=text, url=text, photo=text)
written(Either((text, Keys("pingbacks.author", _PROFILE, Profile))))(_profile)
_PINGBACK: Table = table(
    source=web_address,
    title=text,
    excerpt=text,
    date=moment,
    kind=one_of(Kind),
    type=one_of(MentionType),
    author=_profile,
    status=one_of(Status, STATUS_ELSEWHERE),
    id=identifier,
)
PINGBACK = Keys("pingbacks", _PINGBACK, Pingback, ("source",))
