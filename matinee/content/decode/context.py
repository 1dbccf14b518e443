"""What decoding is made of: decoders, what they raise, and the context that gathers problems with their places."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

import msgspec

from ...errors import Place, Problem, error, warning
from ...model import Scale
from ...text.yaml import Node

T = TypeVar("T")


class Reading(msgspec.Struct, frozen=True):
    """What of site.yaml the reading of content depends on."""

    timezone: str = "UTC"
    scale: Scale = Scale.STARS


class Context:
    """The file that is being decoded, and the problems found so far."""

    def __init__(self, path: str, reading: Reading | None = None) -> None:
        self.path = path
        self.reading = reading or Reading()
        self.problems: list[Problem] = []

    def place(self, node: Node) -> Place:
        return Place(self.path, node.line, node.column)

    def report(self, node: Node, code: str, message: str, hint: str = "") -> None:
        self.problems.append(error(self.place(node), code, _printable(message), _printable(hint)))

    def warn(self, node: Node, code: str, message: str, hint: str = "") -> None:
        self.problems.append(warning(self.place(node), code, _printable(message), _printable(hint)))

    def refuse(self, key: str, mistake: DecodingError) -> None:
        """Report a value that its decoder refused, under the name of its key."""
        for wrong in mistake.wrongs:
            self.report(wrong.node, wrong.code, f"{key} {wrong.message}", wrong.hint)


Decoder = Callable[[Node, Context], T]


class Wrong(NamedTuple):
    """One refused value; the message goes on after the key's name: `must be …`."""

    node: Node
    code: str
    message: str
    hint: str = ""


class DecodingError(ValueError):
    """What a decoder raises: all that is wrong with its value."""

    def __init__(self, *wrongs: Wrong) -> None:
        super().__init__(*wrongs)
        self.wrongs = wrongs


def refusal(node: Node, code: str, message: str, hint: str = "") -> DecodingError:
    """The mistake of one value."""
    return DecodingError(Wrong(node, code, message, hint))


def shown(text: str) -> str:
    """A text as messages quote it: short, and on one line."""
    return f'"{text[:60]}…"' if len(text) > 60 else f'"{text}"'


def _printable(message: str) -> str:
    """Control characters from an author's file must not reach a terminal."""
    return message if message.isprintable() else "".join(c if c.isprintable() else "\ufffd" for c in message)
