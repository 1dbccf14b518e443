"""What an author may write where a decoder reads: a form beside each decoder, for editors to know.

Decoders never look at forms, and neither does a build. The law, which tests keep: what a decoder takes, its form
allows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec

from .context import Decoder

T = TypeVar("T")


class Text(msgspec.Struct, frozen=True):
    """One text. `pattern` must be found in it, "" in any; `hint` says in words what that asks for."""

    pattern: str = ""
    hint: str = ""


class Truth(msgspec.Struct, frozen=True):
    """Yes or no, in any of the words for them."""


class Whole(msgspec.Struct, frozen=True):
    """A whole number between two bounds, both included."""

    low: int
    high: int


class Choice(msgspec.Struct, frozen=True):
    """One of these words; `any_case` where capitals do not matter."""

    words: tuple[str, ...]
    any_case: bool = False


class Rating(msgspec.Struct, frozen=True):
    """A rating on the site's scale."""


class Either(msgspec.Struct, frozen=True):
    """Any of several."""

    ways: tuple[Written, ...]


class Many(msgspec.Struct, frozen=True):
    """A list, for which one item may stand."""

    item: Written


class Named(msgspec.Struct, frozen=True):
    """A mapping whose keys are the author's own."""

    value: Written
    key: Written


class Keys(msgspec.Struct, frozen=True):
    """A mapping whose keys are known. `name` is that of their table in the guide, `value` what is made of them; the
    keys `fixed` may say one thing only."""

    name: str
    table: Mapping[str, tuple[str, Decoder[Any]]]
    value: type[msgspec.Struct] | None = None
    needed: tuple[str, ...] = ()
    fixed: Mapping[str, str] = {}


class Anything(msgspec.Struct, frozen=True):
    """A mapping of the author's own."""


class Nothing(msgspec.Struct, frozen=True):
    """What may not stand here: a key that is known only to say so."""


Form = Text | Truth | Whole | Choice | Rating | Either | Many | Named | Keys | Anything | Nothing
Written = Form | Decoder[Any]
_FORMS: dict[Decoder[Any], Form] = {}


def written(form: Form) -> Callable[[Decoder[T]], Decoder[T]]:
    """Says of a decoder what it reads. Decoders are made when their module is loaded, and stay."""

    def remember(decode: Decoder[T]) -> Decoder[T]:
        _FORMS[decode] = form
        return decode

    return remember


def form_of(told: Written) -> Form:
    """The form of what a decoder reads; LookupError for a decoder of which nobody has said it."""
    return _FORMS[told] if callable(told) else told


def fully(pattern: re.Pattern[str]) -> str:
    """The pattern of texts that match from their first sign to their last."""
    return f"^(?:{pattern.pattern})$"
