"""Where a cursor can stand in YAML."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Role(StrEnum):
    """What stands, or would stand, at a place: a key, a value, either of them, or nothing that we know of."""

    KEY = "key"
    VALUE = "value"
    EITHER = "either"
    NOTHING = "nothing"


class Spot(msgspec.Struct, frozen=True):
    """A place in a YAML text. `path` are the keys that lead to the mapping (for a value, with the value's own);
    `siblings` are the keys that the mapping has already; `typed` is the word there up to the place, `whole` all of it,
    from column `start` to `end`; `has_colon` tells that the key is written out, `in_flow` that it is between
    brackets."""

    role: Role
    path: tuple[str, ...] = ()
    siblings: frozenset[str] = frozenset()
    typed: str = ""
    whole: str = ""
    start: int = 0
    end: int = 0
    has_colon: bool = False
    in_flow: bool = False


NOWHERE = Spot(Role.NOTHING)
