"""The shortest build: when no input differs from those of the last good one, its outcome stands.

Inputs are everything that a build depends on: the engine with the site's own modules, every source and template,
what was asked
for, and on which side of the moments that change the site by themselves (a post becoming due, comments closing) it
is now.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import msgspec

from ..content.loader import Inventory
from ..errors import Problem
from ..model import Audience
from .templates import Files, digest_templates


class Inputs(msgspec.Struct, frozen=True, array_like=True):
    """All that a build depends on but the time: the `texts` of posts and conversations, and the `frame` that everything
    else makes."""

    frame: bytes
    texts: bytes


class Aftermath(msgspec.Struct, frozen=True, array_like=True):
    """What remains of a build: the span of instants in which the clock alone would not change it (from `since` on,
    before `until`), and its warnings. `keys` and `outline` say which memo and which outline belong to it, `weight` how
    much the packs held when they were tidied. A site that `wants_texts` found has an index of them. `next_due` is
    the date of the next post that is not shown yet, "" where none waits."""

    since: int
    until: int
    problems: tuple[Problem, ...]
    keys: bytes = b""
    outline: bytes = b""
    weight: int = 0
    wants_texts: bool = False
    next_due: str = ""


class Standing(msgspec.Struct, frozen=True, array_like=True):
    """A good build's inputs, and what remains of it."""

    inputs: Inputs
    after: Aftermath


def lasting(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems that will be there in the next build, too: what stood in the output folder is told once."""
    return tuple(problem for problem in problems if problem.code != "output")


def digest_inputs(
    stamp: bytes, inventory: Inventory, templates: Files, audience: Audience, base_url: str, strict: bool
) -> Inputs | None:
    """What a build depends on; None where something cannot be read."""
    sources = inventory.digest()
    if sources is None:
        return None
    state = blake2b(stamp + sources.frame, digest_size=16)
    state.update(digest_templates(templates))
    state.update(msgspec.msgpack.encode((audience.drafts, audience.future, base_url, strict)))
    return Inputs(state.digest(), sources.texts)
