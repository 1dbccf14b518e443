"""A bucket of S3, or of a storage that speaks its language: assets, then pages, then indexes; last, deletions.

There is no link that could be turned, so the order is what keeps readers from dead ends. `.matinee/deploying` says that
a deploy is at it, or was cut; `.matinee/deployed` is the record of the last that was whole; what that replaced or
deleted lies under `.matinee/before/`. Source: the S3 API reference (PutObject with If-None-Match, ListObjectsV2,
DeleteObjects).
"""

from __future__ import annotations

import json
import os
import random
import socket
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import NamedTuple

from ..content.loader import digest
from ..errors import OutsideError
from ..render.store import is_running
from .beating import beating
from .bucket import AT_ONCE, Bucket, do_all, entity_tag, make_client, telling
from .outgoing import Outgoing
from .plan import Plan
from .record import PLACE, Deployed, decode_record, dump_record
from .target import RERUN, Progress

_BUSY, _BEFORE, _OLD_RECORD = ".matinee/deploying", ".matinee/before/", ".matinee/deployed.before"
_INTENDED = ".matinee/intended"
_OWN = {"ContentType": "text/plain", "CacheControl": "no-store"}
_SAMPLE = 5
_STALE, _BEAT = 180.0, 45.0  # seconds without a sign, after which nobody is at it; between two signs
_TAKEN = {"PreconditionFailed", "ConditionalRequestConflict", "NotImplemented"}


class S3Target:
    """A bucket, or what of it begins with a prefix. Without `acl` no object is given one."""

    def __init__(self, bucket: str, prefix: str, endpoint: str, region: str, acl: str) -> None:
        self.bucket, self.endpoint, self.region, self.acl = bucket, endpoint, region, acl
        self.prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""

    @contextmanager
    def open(self) -> Iterator[S3Session]:
        client = make_client(self.endpoint, self.region)
        session = S3Session(Bucket(self.bucket, self.prefix, self.acl, client))
        with telling(self.bucket):
            session.begin()
            try:
                with beating(session.beat, _BEAT):
                    yield session
            finally:
                session.end()


class _Other(NamedTuple):
    """Another deploy: who is at it, "" where nobody is any more, and how many seconds ago it gave a sign."""

    holder: str
    age: float


class S3Session:
    """The objects below the prefix."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        self._holder = f"{_machine()} {os.getpid()} {random.getrandbits(64):x}"
        self._was_cut = False
        self._is_clean = False
        self._is_lost = False

    def begin(self) -> None:
        """Be the one deploy that is at it. OutsideError where another one gave a sign of late."""
        from botocore.exceptions import ClientError

        try:
            self._bucket.put(_BUSY, self._sign(self._holder), IfNoneMatch="*")
            return
        except ClientError as exc:
            if exc.response["Error"]["Code"] not in _TAKEN:
                raise
        other = self._other()
        self._was_cut = other is not None
        if other is not None and other.holder and other.age < _STALE and not _is_gone(other.holder):
            raise OutsideError(
                f"another deploy to {self._bucket.name} is running ({other.holder})",
                f"wait for it; if it was cut, the place is free {_STALE / 60:.0f} minutes after its last sign",
            )
        self._bucket.put(_BUSY, self._sign(self._holder))

    @staticmethod
    def _sign(holder: str) -> bytes:
        return json.dumps({"holder": holder, "time": time.time()}).encode()

    def _other(self) -> _Other | None:
        """Who is at it, or was cut, by the clock of the storage; None where nobody is."""
        data = self._bucket.get(_BUSY)
        if data is None:
            return None
        try:
            holder = str(json.loads(data)["holder"])
        except (ValueError, KeyError, TypeError):
            holder = "unknown"
        return _Other(holder, self._bucket.age(_BUSY))

    def beat(self) -> None:
        """Give a sign that somebody is at it."""
        self._bucket.put(_BUSY, self._sign(self._holder))

    def end(self) -> None:
        """Say that all is whole, or that nobody is at it any more, but that the next deploy must look at every
        object."""
        from botocore.exceptions import BotoCoreError, ClientError

        with suppress(BotoCoreError, ClientError, OutsideError):
            if self._is_clean:
                self._bucket.remove([_BUSY])
            else:
                self._bucket.put(_BUSY, self._sign(""))

    def deployed(self, outgoing: Sequence[Outgoing]) -> Deployed:
        """By the record; where that is lost or a deploy was cut, by the entity tags, which for objects that were sent
        in one piece are MD5 sums."""
        self._is_clean = not self._was_cut
        known = decode_record(self._bucket.get(PLACE))
        if known is not None and not self._was_cut:
            return known
        self._is_lost = True
        tags = dict(self._bucket.list())
        found = {path: digest for path, digest in {**self._intended(), **(known or {})}.items() if path in tags}
        for one in outgoing:
            if one.path in tags:
                found[one.path] = one.digest if tags[one.path] == entity_tag(one.file) else ""
        return found

    def _intended(self) -> Deployed:
        """What a deploy that was cut may have sent."""
        return dict.fromkeys((decode_record(self._bucket.get(_INTENDED)) if self._was_cut else None) or {}, "")

    def publish(self, plan: Plan, outgoing: Sequence[Outgoing], progress: Progress) -> str:
        record = dump_record(plan.deployed).encode()
        if plan.is_empty and not self._was_cut:
            if self._is_lost:
                self._bucket.put(PLACE, record, **_OWN)
            return ""
        self._is_clean = False
        self._bucket.put(_INTENDED, dump_record({**self._intended(), **plan.deployed}).encode(), **_OWN)
        self._keep_before(plan)
        done = 0
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for files in plan.phases():
                do_all(pool, self._bucket.send, files)
                done += len(files)
                progress("send", done, len(plan.sends))
        self._check_sample(plan.sends)
        self._bucket.remove(plan.deletes)
        self._bucket.put(PLACE, record, **_OWN)
        self._bucket.remove([_INTENDED])
        self._is_clean = True
        return ""

    def _keep_before(self, plan: Plan) -> None:
        """Keep what will be replaced or deleted, and the record of it, so that one can go back; what a deploy that was
        cut has kept is older, and stays."""
        kept = {path for path, _ in self._bucket.list(_BEFORE)}
        if not self._was_cut:
            self._bucket.remove(kept)
            kept = set()
            record = self._bucket.get(PLACE)
            if record is not None:
                self._bucket.put(_OLD_RECORD, record)
        changing = [path for path in (*sorted(plan.replaced), *plan.deletes) if _BEFORE + path not in kept]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            do_all(pool, self._keep, changing)

    def _keep(self, path: str) -> None:
        from botocore.exceptions import ClientError

        try:
            self._bucket.copy(path, _BEFORE + path)
        except ClientError as exc:
            if exc.response["Error"]["Code"] not in {"NoSuchKey", "404"}:
                raise

    def _check_sample(self, sends: Sequence[Outgoing]) -> None:
        """Read some files back. OutsideError where one is not what was sent."""
        for one in random.sample(sends, min(_SAMPLE, len(sends))):
            if digest(self._bucket.get(one.path) or b"").hex() != one.digest:
                raise OutsideError(f"{one.path} did not arrive as it was sent", RERUN)

    def roll_back(self) -> str:
        """Copy back what the last deploy replaced or deleted, and delete what it added."""
        self._is_clean = not self._was_cut
        old, now = self._bucket.get(_OLD_RECORD), self._bucket.get(PLACE)
        before = decode_record(old)
        after = {**self._intended(), **(decode_record(now) or {})}
        if before is None or old is None:
            raise OutsideError(f"nothing is known of what stood in {self._bucket.name} before", "nothing was changed")
        self._is_clean = False
        self._bucket.put(_INTENDED, dump_record(after).encode(), **_OWN)
        kept = [path.removeprefix(_BEFORE) for path, _ in self._bucket.list(_BEFORE)]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            do_all(
                pool, lambda path: self._bucket.copy(_BEFORE + path, path), [path for path in kept if path in before]
            )
        self._bucket.remove([path for path in after if path not in before])
        self._bucket.put(PLACE, old, **_OWN)
        self._bucket.remove([_INTENDED, _OLD_RECORD, *(_BEFORE + path for path in kept)])
        self._is_clean = True
        return "the deploy before"


def _machine() -> str:
    """A name for this machine that tells others nothing."""
    return digest(socket.gethostname().encode()).hex()[:12]


def _is_gone(holder: str) -> bool:
    """Whether a holder was a process of this machine that has ended."""
    machine, _, rest = holder.partition(" ")
    return machine == _machine() and not is_running(rest.partition(" ")[0])
