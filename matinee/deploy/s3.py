"""A bucket of S3, or of a storage that speaks its language: assets, then pages, then indexes; last, deletions.

There is no link that could be turned, so the order is what keeps readers from dead ends. `.matinee/deploying` says
whether a deploy is at it, or was cut; `.matinee/deployed` is the record of the last that was whole; what that replaced
or deleted lies under `.matinee/before/`. Source: the S3 API reference (ListObjectsV2, DeleteObjects).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

from ..content.loader import digest
from ..errors import OutsideError
from .beating import beating
from .bucket import ABSENT, AT_ONCE, Bucket, Entry, do_all, entity_tag, make_client
from .outgoing import Outgoing
from .plan import Plan
from .record import PLACE, Deployed, decode_record, dump_record
from .refusals import code_of, telling
from .sign import Sign
from .target import RERUN, Progress

_BEFORE, _OLD_RECORD = ".matinee/before/", ".matinee/deployed.before"
_INTENDED = ".matinee/intended"
_OWN = {"ContentType": "text/plain", "CacheControl": "no-store"}
_SAMPLE = 5
_FEW = 32  # objects that are asked for one by one, rather than list all
_BEAT = 45.0  # seconds between two signs


class S3Target:
    """A bucket, or what of it begins with a prefix. Without `acl` no object is given one."""

    def __init__(self, bucket: str, prefix: str, endpoint: str, region: str, acl: str) -> None:
        self.bucket, self.endpoint, self.region, self.acl = bucket, endpoint, region, acl
        self.prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""

    @contextmanager
    def open(self) -> Iterator[S3Session]:
        with telling(self.bucket):
            bucket = self._bucket()
            sign = Sign(bucket)
            session = S3Session(bucket, sign, sign.take())
            try:
                with beating(sign.beat, _BEAT):
                    yield session
            finally:
                with suppress(Exception):  # what is wrong has been said
                    sign.leave(session.is_whole)

    @contextmanager
    def look(self) -> Iterator[S3Session]:
        with telling(self.bucket):
            bucket = self._bucket()
            sign = Sign(bucket)
            yield S3Session(bucket, sign, sign.was_cut())

    def _bucket(self) -> Bucket:
        return Bucket(self.bucket, self.prefix, self.acl, make_client(self.endpoint, self.region))


class S3Session:
    """The objects below the prefix."""

    def __init__(self, bucket: Bucket, sign: Sign, was_cut: bool) -> None:
        self._bucket, self._sign, self._was_cut = bucket, sign, was_cut
        self.is_whole = False
        self._record: Deployed | None = None
        self._known: Deployed = {}

    def deployed(self, outgoing: Sequence[Outgoing]) -> Deployed:
        """By the record; where that is lost or a deploy was cut, by the entity tags, which for objects that were sent
        in one piece are MD5 sums."""
        self.is_whole = not self._was_cut
        data = self._bucket.get(PLACE)
        self._record = decode_record(data)
        self._known = self._found(outgoing, data) if self._record is None or self._was_cut else self._record
        return self._known

    def _found(self, outgoing: Sequence[Outgoing], record: bytes | None) -> Deployed:
        """What is ours of what stands there: what is recorded, what a deploy that was cut may have sent, and, where the
        record is lost, what it had before. Without any record it is what has our own bytes; where one was there and
        cannot be read, all that has the path of a file of the site."""
        known, intended, before = decode_record(record), self._bucket.get(_INTENDED), None
        if known is None:
            before = self._bucket.get(_OLD_RECORD)
        once = {path for data in (intended, before) for path in decode_record(data) or ()}
        is_lost = known is None and (record is not None or before is not None)
        tags = {path: tag for path, tag, _ in self._bucket.list()}
        found = {path: digest for path, digest in {**dict.fromkeys(once, ""), **(known or {})}.items() if path in tags}
        for one in outgoing:
            if one.path in tags:
                if tags[one.path] == entity_tag(one.file):
                    found[one.path] = one.digest
                elif is_lost or one.path in found:
                    found[one.path] = ""
        return found

    def foreign(self, plan: Plan) -> set[str]:
        """Objects with the names of those to send; a bucket has no folders that could be in the way."""
        new = plan.new
        if not new:
            return set()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            there = pool.map(self._bucket.head, new) if len(new) <= _FEW else self._bucket.list()
            entries = {entry.path: entry for entry in there if entry is not None and entry.path in new}
        return {one.path for one in plan.sends if one.path in entries and not self._is_same(one, entries[one.path])}

    def _is_same(self, one: Outgoing, entry: Entry) -> bool:
        """Whether an object has the bytes of a file; the tag of one that came in parts, or encrypted, does not tell."""
        if entry.size != one.size:
            return False
        return entry.tag == entity_tag(one.file) or digest(self._bucket.get(one.path) or b"").hex() == one.digest

    def _intended(self) -> Deployed | None:
        """What a deploy that was cut may have sent; None where it had not come to send anything."""
        data = self._bucket.get(_INTENDED) if self._was_cut else None
        return None if data is None else dict.fromkeys(decode_record(data) or {}, "")

    def publish(self, plan: Plan, outgoing: Sequence[Outgoing], progress: Progress) -> str:
        record = dump_record(plan.deployed).encode()
        intended = self._intended()
        if plan.is_empty and intended is None:
            if self._record is None or self._was_cut:
                self._bucket.put(PLACE, record, **_OWN)
            self.is_whole = True
            return ""
        self._sign.check()
        self.is_whole = False
        self._keep_before(plan, intended is not None)
        self._bucket.put(_INTENDED, dump_record({**(intended or {}), **plan.deployed}).encode(), **_OWN)
        done = 0
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for files in plan.phases():
                do_all(pool, self._bucket.send, files)
                done += len(files)
                progress("send", done, len(plan.sends))
        self._check_sample(plan.sends)
        self._sign.check()
        self._bucket.remove(plan.deletes)
        self._bucket.put(PLACE, record, **_OWN)
        self._bucket.remove([_INTENDED])
        self.is_whole = True
        return ""

    def _keep_before(self, plan: Plan, is_going_on: bool) -> None:
        """Keep what will be replaced or deleted, and the record of it, so that one can go back. What a deploy that was
        cut has kept is older, and stays, if that one had come to send anything: it had kept all by then. Else what
        lies there is of the deploy before, or half gone, while what stands is as recorded."""
        if plan.is_empty:
            return
        kept = {path for path, _, _ in self._bucket.list(_BEFORE)}
        if not is_going_on or (self._record is not None and self._bucket.head(_OLD_RECORD) is None):
            self._bucket.remove([_OLD_RECORD])  # first, so that it never tells of what is no longer kept
            self._bucket.remove(kept)
            kept = set()
            if old := self._known if self._record is None else self._record:
                self._bucket.put(_OLD_RECORD, dump_record(old).encode(), **_OWN)
        changing = [path for path in (*sorted(plan.replaced), *plan.deletes) if _BEFORE + path not in kept]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            do_all(pool, self._keep, changing)

    def _keep(self, path: str) -> None:
        from botocore.exceptions import ClientError

        try:
            self._bucket.copy(path, _BEFORE + path)
        except ClientError as exc:
            if code_of(exc) not in ABSENT:
                raise

    def _check_sample(self, sends: Sequence[Outgoing]) -> None:
        """Read some files back. OutsideError where one is not what was sent."""
        for one in random.sample(sends, min(_SAMPLE, len(sends))):
            if digest(self._bucket.get(one.path) or b"").hex() != one.digest:
                raise OutsideError(f"{one.path} did not arrive as it was sent", RERUN)

    def roll_back(self) -> str:
        """Copy back what the last deploy replaced or deleted, and delete what it added."""
        self.is_whole = not self._was_cut
        old, now = self._bucket.get(_OLD_RECORD), self._bucket.get(PLACE)
        before = decode_record(old)
        after = {**(self._intended() or {}), **(decode_record(now) or {})}
        if before is None or old is None:
            raise OutsideError(f"nothing is known of what stood in {self._bucket.name} before", "nothing was changed")
        self.is_whole = False
        self._bucket.put(_INTENDED, dump_record(after).encode(), **_OWN)
        kept = [path.removeprefix(_BEFORE) for path, _, _ in self._bucket.list(_BEFORE)]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            do_all(
                pool, lambda path: self._bucket.copy(_BEFORE + path, path), [path for path in kept if path in before]
            )
        self._sign.check()
        self._bucket.remove([path for path in after if path not in before])
        self._bucket.put(PLACE, old, **_OWN)
        self._bucket.remove([_BEFORE + path for path in kept])
        self._bucket.remove([_INTENDED])
        self._bucket.remove([_OLD_RECORD])  # last, so that one that is cut can be done again
        self.is_whole = True
        return "the deploy before"
