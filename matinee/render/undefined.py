"""What a template asks for and does not get, told in the words of docs/templates.md."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from jinja2 import StrictUndefined
from jinja2.utils import missing
from msgspec import Struct


class ToldUndefined(StrictUndefined):
    """Fails wherever it is used, and names the field that may have been meant."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        name, owner = self._undefined_name, self._undefined_obj
        if self._undefined_hint:
            return self._undefined_hint
        if owner is missing:
            return f'there is no "{name}" here{_guess(name, ("page", "site", "loop"))}'
        if owner is None:
            return f'"{name}" is asked of nothing: what stands before it is empty here; ask with {{% if … %}} first'
        return f'{_kind(owner)} has no "{name}"{_guess(name, _names(owner))}'


def _kind(owner: object) -> str:
    """What a value is called in docs/templates.md."""
    if isinstance(owner, Struct):
        return type(owner).__name__
    return {str: "a text", int: "a number", dict: "this mapping"}.get(type(owner), "this")


def _names(owner: object) -> Iterable[str]:
    if isinstance(owner, dict):
        return owner
    return [name for name in dir(owner) if not name.startswith("_")] if isinstance(owner, Struct) else ()


def _guess(name: object, names: Iterable[str]) -> str:
    near = get_close_matches(str(name), [known for known in names if isinstance(known, str)], 1)
    return f' (did you mean "{near[0]}"?)' if near else ""
