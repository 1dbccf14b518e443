"""What was found out about a site's links out of it, as problems and in one line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from ..errors import Problem, warning
from ..model import OutsideLink
from .addresses import host_of
from .answers import Kind, Verdict
from .questions import Finding, Questions

MOST_NAMED = 5


class Outcome(msgspec.Struct, frozen=True):
    """What came of it: how many addresses there are, how many of them were asked for and how many remembered; how many
    are broken or have moved; those of which nobody could tell, with the reason; and a warning for each link that is to
    be mended. Without `is_reached`, everything was in vain."""

    addresses: int
    asked: int
    remembered: int
    broken: int
    moved: int
    unclear: dict[str, str]
    problems: tuple[Problem, ...]
    is_reached: bool = True

    @property
    def summary(self) -> str:
        """All of it in one line."""
        many = f"{self.addresses} outside {'address' if self.addresses == 1 else 'addresses'}"
        if not self.is_reached:
            return f"{many}: none of the {self.asked} asked for could be reached; is there a network?"
        told = [f"{self.asked} asked, {self.remembered} remembered"]
        told += [f"{number} {word}" for number, word in ((self.broken, "broken"), (self.moved, "moved")) if number]
        told += [f"{len(self.unclear)} could not be asked ({self._hosts()})"] if self.unclear else []
        return f"{many}: {', '.join(told)}"

    @property
    def counts(self) -> dict[str, object]:
        """The same for programs."""
        told = {name: getattr(self, name) for name in ("addresses", "asked", "remembered", "broken", "moved")}
        return {**told, "unclear": self.unclear, "reached": self.is_reached}

    def _hosts(self) -> str:
        hosts = list(dict.fromkeys(map(host_of, self.unclear)))
        more = [f"and {len(hosts) - MOST_NAMED} more"] if len(hosts) > MOST_NAMED else []
        return ", ".join([*hosts[:MOST_NAMED], *more])


def make_outcome(questions: Questions, found: Mapping[str, Verdict], before: Mapping[str, Finding]) -> Outcome:
    """What to tell of the verdicts `found` now and those known already. Where nothing could be reached, nothing new is
    called broken; what was so `before` still is."""
    is_reached = not found or any(verdict.is_reached for verdict in found.values())
    verdicts = questions.known | (dict(found) if is_reached else _still_broken(questions, before))
    kinds = [verdict.kind for verdict in verdicts.values()]
    return Outcome(
        len(questions.places),
        len(found),
        len(questions.known),
        kinds.count(Kind.BROKEN),
        kinds.count(Kind.MOVED),
        {address: verdict.words for address, verdict in sorted(verdicts.items()) if verdict.kind is Kind.UNCLEAR},
        tuple(sorted(_problems(questions, verdicts))),
        is_reached,
    )


def _still_broken(questions: Questions, before: Mapping[str, Finding]) -> dict[str, Verdict]:
    verdicts = {address: before[address].verdict for address in questions.unknown if address in before}
    return {address: verdict for address, verdict in verdicts.items() if verdict.kind is Kind.BROKEN}


def _problems(questions: Questions, verdicts: Mapping[str, Verdict]) -> Iterator[Problem]:
    """A warning for each place of each address that is broken, or has moved for good."""
    for address, links in questions.places.items():
        verdict = verdicts.get(address)
        if verdict is not None and verdict.kind in {Kind.BROKEN, Kind.MOVED}:
            yield from (_problem(link, verdict) for link in links)


def _problem(link: OutsideLink, verdict: Verdict) -> Problem:
    if verdict.kind is Kind.MOVED:
        return warning(link.place, "external-link", f"{link.target} has moved for good", f"write {verdict.moved}")
    hint = "link to where it is now, or take the link out"
    return warning(link.place, "external-link", f"{link.target} leads nowhere: {verdict.words}", hint)
