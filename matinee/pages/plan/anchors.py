"""Links that lead into a conversation: what they ask for is known only once that conversation has been loaded."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

import msgspec

from ...content.site import Site, WantedAnchor
from ...errors import Place, Problem, error
from ..parts import Settings, TalkRules
from ..views.conversation import conversation_anchors
from ..views.texts import Texts
from .posts import talk_rules


class LinkIntoTalk(msgspec.Struct, frozen=True):
    """A link to an anchor that only the conversation of the page at `path` can have; `known` are those of its text."""

    place: Place
    path: str
    name: str
    known: tuple[str, ...]
    rules: TalkRules
    key: bytes


def find_links_into_talk(site: Site, wanted: Iterable[WantedAnchor]) -> tuple[LinkIntoTalk, ...]:
    """The wanted anchors, each with the conversation that it must be in."""
    return tuple(
        LinkIntoTalk(
            anchor.place,
            anchor.target.place.path,
            anchor.name,
            anchor.target.card.prose.anchors,
            talk_rules(site, anchor.target),
            anchor.target.card.talk.key,
        )
        for anchor in wanted
    )


def check_links_into_talk(links: Iterable[LinkIntoTalk], texts: Texts, settings: Settings) -> list[Problem]:
    """An error for each link to an anchor that its target does not have."""
    shown: dict[str, tuple[str, ...]] = {}
    problems = []
    for link in links:
        if link.path not in shown:
            shown[link.path] = conversation_anchors(link.rules, texts.discussion(link.key), settings)
        if link.name not in shown[link.path]:
            nearest = get_close_matches(link.name, [*link.known, *shown[link.path]], 1)
            hint = f"did you mean #{nearest[0]}?" if nearest else ""
            problems.append(error(link.place, "anchor", f"there is no #{link.name} in {link.path}", hint))
    return problems
