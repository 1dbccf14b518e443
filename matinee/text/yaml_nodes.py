"""What YAML is read into: texts with places, and lists and mappings of them."""

from __future__ import annotations

import msgspec


class Scalar(msgspec.Struct, frozen=True, gc=False):
    """One text as typed. `plain` is true when it stands without quotes; an empty plain scalar is a value not given."""

    text: str
    line: int
    column: int
    plain: bool = True

    @property
    def is_absent(self) -> bool:
        return self.plain and not self.text


class Sequence(msgspec.Struct, frozen=True, gc=False):
    items: tuple[Node, ...]
    line: int
    column: int


class Mapping(msgspec.Struct, frozen=True, gc=False):
    """Keys and values in the order they are written; no key occurs twice."""

    pairs: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int


Node = Scalar | Sequence | Mapping
