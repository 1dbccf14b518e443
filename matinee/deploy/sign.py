"""The sign in a bucket that a deploy is at it. It is an object that is only changed if it is still what was seen
(PutObject with If-Match and If-None-Match, S3 API reference), so that of two one comes first. It is never deleted,
since few storages delete on a condition: who ends says in it that nobody is at it, and whether all is whole.
"""

from __future__ import annotations

import json
import os
import random
import time
from typing import NamedTuple

from ..content.loader import digest
from ..errors import OutsideError
from ..render.store import is_running
from .bucket import Bucket
from .holder import machine_name
from .refusals import code_of
from .target import RERUN

_PLACE = ".matinee/deploying"
_STALE = 180.0  # seconds without a sign, after which nobody is at it
_TRIES = 5  # to be first, where others begin and end
_TOO_LATE = {"PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey", "412", "409", "404"}


class _Seen(NamedTuple):
    """The sign as it is: who is at it, "" for nobody; whether all was whole then; its entity tag; how many seconds old
    it is."""

    holder: str
    is_whole: bool
    tag: str
    age: float


class Sign:
    """The sign of one deploy."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        self._holder = f"{_machine()} {os.getpid()} {random.getrandbits(64):x}"
        self._tag = ""
        self._is_lost = False

    def take(self) -> bool:
        """Be the one deploy that is at it; whether the last one was cut. OutsideError where another one gave a sign of
        late."""
        for _ in range(_TRIES):
            seen = self._read()
            if seen is not None and seen.holder and seen.age < _STALE and not _is_gone(seen.holder):
                raise OutsideError(
                    f"another deploy to {self._bucket.name} is running ({seen.holder})",
                    f"wait for it; if it was cut, the place is free {_STALE / 60:.0f} minutes after its last sign",
                )
            self._tag = seen.tag if seen is not None else ""
            if self._write(self._holder) and self._is_ours():
                return seen is not None and not seen.is_whole
        raise OutsideError(f"others begin to deploy to {self._bucket.name} again and again", RERUN)

    def was_cut(self) -> bool:
        """Whether a deploy was cut, or is at it."""
        seen = self._read()
        return seen is not None and not seen.is_whole

    def beat(self) -> None:
        """Say that somebody is still at it, if nobody else has come to be."""
        if not self._is_lost and not (self._is_ours() and self._write(self._holder)):
            self._is_lost = True

    def check(self) -> None:
        """OutsideError where somebody else is at it now, or the sign is gone."""
        if self._is_lost or not self._is_ours():
            self._is_lost = True
            raise OutsideError(
                f"another deploy to {self._bucket.name} has begun, since this one gave no sign for too long",
                "nothing was deleted; wait for the other, and deploy again",
            )

    def leave(self, is_whole: bool) -> None:
        """Say that nobody is at it any more, if nobody else has come to be."""
        if not self._is_lost and self._is_ours():
            self._write("", is_whole)

    def _is_ours(self) -> bool:
        """Whether the sign that is there is ours. It is asked before each change and after the first, since some
        storages take no notice of conditions; and an answer that told its tag may have been lost."""
        seen = self._read()
        if seen is None or seen.holder != self._holder:
            return False
        self._tag = seen.tag
        return True

    def _write(self, holder: str, is_whole: bool = False) -> bool:
        """Put the sign, if it is still what was seen last; whether it was."""
        from botocore.exceptions import ClientError

        told = {"holder": holder, "time": time.time(), "whole": is_whole}
        data = json.dumps(told).encode()
        condition = {"IfMatch": self._tag} if self._tag else {"IfNoneMatch": "*"}
        try:
            self._tag = self._bucket.put(_PLACE, data, **condition)
            return True
        except ClientError as exc:
            code = code_of(exc)
            if code not in _TOO_LATE and code != "NotImplemented":
                raise
        if code == "NotImplemented":  # a storage without conditions: as near to it as can be
            seen = self._read()
            if (seen.tag if seen is not None else "") != self._tag:
                return False
            self._bucket.put(_PLACE, data)
        # An answer may have been lost on the way, and the request repeated: then what is there is ours.
        return holder == self._holder and self._is_ours()

    def _read(self) -> _Seen | None:
        """The sign, by the clock of the storage; None where there is none."""
        found = self._bucket.find(_PLACE)
        if found is None:
            return None
        try:
            told = json.loads(found.data)
            return _Seen(str(told["holder"]), told.get("whole") is True, found.tag, found.age)
        except (ValueError, KeyError, TypeError, AttributeError):
            return _Seen("unknown", False, found.tag, found.age)


def _machine() -> str:
    """A name for this machine that tells others nothing."""
    return digest(machine_name().encode()).hex()[:12]


def _is_gone(holder: str) -> bool:
    """Whether a holder was a process of this machine that has ended."""
    machine, _, rest = holder.partition(" ")
    return machine == _machine() and not is_running(rest.partition(" ")[0])
