"""What a server's answer means: another question, or a verdict."""

from __future__ import annotations

from datetime import UTC
from enum import StrEnum
from http import HTTPStatus
from urllib.parse import urljoin

import msgspec

from .addresses import Guard, host_of, is_private, make_address

MOST_STEPS = 10
REFUSES_HEAD = frozenset({403, 404, 405, 501})  # as many servers answer HEAD that answer GET well
FOR_NOW, FOR_GOOD = frozenset({302, 303, 307}), frozenset({301, 308})
# Who wants a password, a person or money has not said that a reader would find nothing; 999 is LinkedIn's own.
REFUSES_PROGRAMS = frozenset({401, 402, 403, 407, 451, 999})
TOO_MUCH = 429
BUSY = 503
LATER = 3600  # seconds


class Fault(StrEnum):
    """What kept a server from answering, as it is told."""

    NONE = ""
    NO_HOST = "there is no such host"
    NO_NETWORK = "its network cannot be reached"
    NO_CONNECTION = "its host accepts no connection"
    TOO_SLOW = "its host does not answer in time"
    BROKEN_OFF = "its host answers nothing that can be read"
    CERTIFICATE = "its host's certificate is not valid"
    ISSUER = "who issued its host's certificate is not known here"
    PRIVATE = "its host is this machine or in a private network, where no reader can follow"


ANSWERS = frozenset({Fault.NO_CONNECTION, Fault.BROKEN_OFF, Fault.CERTIFICATE, Fault.ISSUER})  # somebody was there


class Reply(msgspec.Struct, frozen=True):
    """What came back for one request: a status with the two headers that matter, or a fault."""

    status: int = 0
    location: str = ""
    retry_after: str = ""
    fault: Fault = Fault.NONE


class Kind(StrEnum):
    """GOOD and MOVED lead somewhere; BROKEN does not; of UNCLEAR nobody could tell."""

    GOOD = "good"
    MOVED = "moved"
    BROKEN = "broken"
    UNCLEAR = "unclear"


class Verdict(msgspec.Struct, frozen=True, array_like=True):
    """What was found out about an address: `words` say what is wrong, `moved` where it leads for good. A host that
    asked for it is left alone for `wait` seconds; without `is_reached`, not even a refusal came from there."""

    kind: Kind
    words: str = ""
    moved: str = ""
    wait: int = 0
    is_reached: bool = True


class Step(msgspec.Struct, frozen=True):
    """What to ask next on the way from an address: where the way has led to, in how many turns, and whether all of them
    were for good."""

    address: str
    method: str = "HEAD"
    before: tuple[str, ...] = ()
    is_for_good: bool = True


def judge(step: Step, reply: Reply, now: int, is_private: Guard = is_private) -> Step | Verdict:
    """What follows from the reply to a step. `now` is for those that name a time to come again; no redirect is followed
    to a host that `is_private`."""
    if step.method == "HEAD" and (reply.status in REFUSES_HEAD or reply.fault is Fault.BROKEN_OFF):
        return msgspec.structs.replace(step, method="GET")
    if reply.fault:
        return _judge_fault(reply.fault)
    if reply.location and reply.status in FOR_NOW | FOR_GOOD:
        return _follow(step, reply, is_private)
    if reply.status == TOO_MUCH or (reply.status == BUSY and reply.retry_after):
        return Verdict(Kind.UNCLEAR, "its host asks to come again later", wait=_seconds(reply.retry_after, now))
    if reply.status in REFUSES_PROGRAMS:
        return Verdict(Kind.UNCLEAR, f"its host answers {_named(reply.status)}")
    if reply.status >= 400:
        return Verdict(Kind.BROKEN, f"its host answers {_named(reply.status)}")
    return Verdict(Kind.MOVED, moved=step.address) if step.before and step.is_for_good else Verdict(Kind.GOOD)


def _judge_fault(fault: Fault) -> Verdict:
    kind = Kind.UNCLEAR if fault is Fault.ISSUER else Kind.BROKEN
    return Verdict(kind, fault.value, is_reached=fault in ANSWERS)


def _follow(step: Step, reply: Reply, is_private: Guard) -> Step | Verdict:
    """Where a redirect leads, unless that is nowhere, or on for ever."""
    target = _joined(step.address, reply.location)
    before = (*step.before, step.address)
    if not target:
        return Verdict(Kind.BROKEN, "it is redirected to something that is no address of the web")
    if is_private(host_of(target)):
        return Verdict(Kind.BROKEN, "it is redirected into a private network, where no reader can follow")
    if target in before:
        return Verdict(Kind.BROKEN, "its redirects lead round in a circle")
    if len(before) > MOST_STEPS:
        return Verdict(Kind.BROKEN, f"its redirects have not arrived after {MOST_STEPS} steps")
    return Step(target, "HEAD", before, step.is_for_good and reply.status in FOR_GOOD)


def _joined(address: str, location: str) -> str:
    """The address that a location means as seen from another; "" where it is none."""
    try:
        return make_address(urljoin(address, location))
    except ValueError:
        return ""


def _seconds(retry_after: str, now: int) -> int:
    """How long a host wants to be left alone: seconds or a date, as RFC 9110 has it; an hour where it does not say."""
    if retry_after.isdecimal():
        return int(retry_after[:9]) or LATER
    from email.utils import parsedate_to_datetime  # and with it sockets, for so rare a case

    try:
        when = parsedate_to_datetime(retry_after)
    except ValueError:
        return LATER
    return max(0, int(when.replace(tzinfo=when.tzinfo or UTC).timestamp()) - now) or LATER


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
