"""A bucket of S3, or of a storage that speaks its language: assets, then pages, then indexes; last, deletions.

There is no link that could be turned, so the order is what keeps readers from dead ends. `.matinee/deploying` says that
a deploy is at it, or was cut; `.matinee/deployed` is the record of the last that was whole; what that replaced or
deleted lies under `.matinee/before/`. Source: the S3 API reference (PutObject with If-None-Match, ListObjectsV2,
DeleteObjects).
"""

from __future__ import annotations

import json
import mimetypes
import os
import random
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from email.utils import parsedate_to_datetime
from hashlib import md5
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from ..content.loader import digest
from ..errors import OutsideError
from .caching import cache_header
from .outgoing import Outgoing
from .plan import Plan
from .record import PLACE, Deployed, dump_record, read_record
from .secrecy import redact
from .target import Progress

if TYPE_CHECKING:
    from collections.abc import Iterable

Client: TypeAlias = Any  # boto3 makes its clients as it runs
_BUSY, _BEFORE, _OLD_RECORD = ".matinee/deploying", ".matinee/before/", ".matinee/deployed.before"
_INTENDED = ".matinee/intended"
_OWN = {"ContentType": "text/plain", "CacheControl": "no-store"}
_AT_ONCE = 16
_TRIES = 8
_SAMPLE = 5
_STALE, _BEAT = 180.0, 45.0  # seconds without a sign, after which nobody is at it; between two signs
_DELETED_AT_ONCE = 1000  # as many as the API takes
_TAKEN = {"PreconditionFailed", "ConditionalRequestConflict", "NotImplemented"}
_RERUN = "deploy again: what has arrived is not sent again"


class S3Target:
    """A bucket, or what of it begins with a prefix. Without `acl` no object is given one."""

    def __init__(self, bucket: str, prefix: str, endpoint: str, region: str, acl: str) -> None:
        self.bucket, self.endpoint, self.region, self.acl = bucket, endpoint, region, acl
        self.prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""

    def client(self) -> Client:
        """A client that tries again where the storage is busy. OutsideError where boto3 is not installed."""
        try:
            import boto3
            from botocore.config import Config
        except ModuleNotFoundError as exc:
            raise OutsideError("boto3 is not installed", 'run: pip install "matinee[s3]"') from exc
        retries = {"max_attempts": _TRIES, "mode": "standard"}
        sums = {"request_checksum_calculation": "when_required", "response_checksum_validation": "when_required"}
        config = Config(retries=retries, max_pool_connections=_AT_ONCE, connect_timeout=20, read_timeout=60, **sums)
        return boto3.client("s3", endpoint_url=self.endpoint or None, region_name=self.region or None, config=config)

    @contextmanager
    def open(self) -> Iterator[S3Session]:
        session = S3Session(self, self.client())
        with _told(self.bucket):
            session.begin()
        stop = threading.Event()
        threading.Thread(target=session.beat, args=(stop,), daemon=True).start()
        try:
            with _told(self.bucket):
                yield session
        finally:
            stop.set()
            session.end()


@contextmanager
def _told(bucket: str) -> Iterator[None]:
    """What the storage or the way to it is at fault for, as an OutsideError without secrets."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (BotoCoreError, ClientError) as exc:
        raise OutsideError(f"the bucket {bucket} says: {redact(str(exc))}", _RERUN) from None


class _Other(NamedTuple):
    """Another deploy: who is at it, "" where nobody is any more, and how many seconds ago it gave a sign."""

    holder: str
    age: float


class S3Session:
    """The objects below the prefix."""

    def __init__(self, target: S3Target, client: Client) -> None:
        self._target, self._client = target, client
        self._holder = f"{socket.gethostname()} {os.getpid()} {random.getrandbits(64):x}"
        self._was_cut = False
        self._is_clean = False
        self._is_lost = False

    # One object

    def _put(self, path: str, data: bytes, **more: str) -> None:
        acl = {"ACL": self._target.acl} if self._target.acl else {}
        self._client.put_object(Bucket=self._target.bucket, Key=self._target.prefix + path, Body=data, **acl, **more)

    def _get(self, path: str) -> bytes | None:
        """The bytes of an object; None where there is none."""
        from botocore.exceptions import ClientError

        try:
            answer = self._client.get_object(Bucket=self._target.bucket, Key=self._target.prefix + path)
            data: bytes = answer["Body"].read()
        except ClientError as exc:
            if exc.response["Error"]["Code"] in {"NoSuchKey", "404"}:
                return None
            raise
        return data

    def _remove(self, paths: Iterable[str]) -> None:
        keys = [{"Key": self._target.prefix + path} for path in paths]
        for at in range(0, len(keys), _DELETED_AT_ONCE):
            batch = {"Objects": keys[at : at + _DELETED_AT_ONCE], "Quiet": True}
            answer = self._client.delete_objects(Bucket=self._target.bucket, Delete=batch)
            if failed := answer.get("Errors"):
                raise OutsideError(f"{len(failed)} objects were not deleted: {failed[0]['Key']}", _RERUN)

    def _copy(self, source: str, target: str) -> None:
        place = {"Bucket": self._target.bucket, "Key": self._target.prefix + source}
        acl = {"ACL": self._target.acl} if self._target.acl else {}
        self._client.copy_object(Bucket=self._target.bucket, Key=self._target.prefix + target, CopySource=place, **acl)

    def _list(self, below: str = "") -> Iterator[tuple[str, str]]:
        """The path and the entity tag of every object, page after page."""
        pages = self._client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self._target.bucket, Prefix=self._target.prefix + below):
            for one in page.get("Contents", ()):
                yield one["Key"].removeprefix(self._target.prefix), one["ETag"].strip('"')

    # Alone

    def begin(self) -> None:
        """Be the one deploy that is at it. OutsideError where another one gave a sign of late."""
        from botocore.exceptions import ClientError

        try:
            self._put(_BUSY, self._sign(self._holder), IfNoneMatch="*")
            return
        except ClientError as exc:
            if exc.response["Error"]["Code"] not in {
                "PreconditionFailed",
                "ConditionalRequestConflict",
                "NotImplemented",
            }:
                raise
        other = self._other()
        self._was_cut = other is not None
        if other is not None and other.holder and other.age < _STALE and not _is_gone(other.holder):
            raise OutsideError(
                f"another deploy to {self._target.bucket} is running ({other.holder})",
                f"wait for it; if it was cut, the place is free {_STALE / 60:.0f} minutes after its last sign",
            )
        self._put(_BUSY, self._sign(self._holder))

    @staticmethod
    def _sign(holder: str) -> bytes:
        return json.dumps({"holder": holder, "time": time.time()}).encode()

    def _other(self) -> _Other | None:
        """Who is at it, or was cut, by the clock of the storage; None where nobody is."""
        data = self._get(_BUSY)
        if data is None:
            return None
        head = self._client.head_object(Bucket=self._target.bucket, Key=self._target.prefix + _BUSY)
        now = parsedate_to_datetime(head["ResponseMetadata"]["HTTPHeaders"]["date"])
        try:
            holder = str(json.loads(data)["holder"])
        except (ValueError, KeyError, TypeError):
            holder = "unknown"
        return _Other(holder, (now - head["LastModified"]).total_seconds())

    def beat(self, stop: threading.Event) -> None:
        """Give a sign now and then that somebody is at it."""
        while not stop.wait(_BEAT):
            try:
                self._put(_BUSY, self._sign(self._holder))
            except Exception:  # the deploy itself will say what is wrong
                return

    def end(self) -> None:
        """Say that all is whole, or that nobody is at it any more, but that the next deploy must look at every
        object."""
        from botocore.exceptions import BotoCoreError, ClientError

        with suppress(BotoCoreError, ClientError, OutsideError):
            if self._is_clean:
                self._remove([_BUSY])
            else:
                self._put(_BUSY, self._sign(""))

    # The deploy

    def deployed(self, outgoing: Sequence[Outgoing]) -> Deployed:
        """By the record; where that is lost or a deploy was cut, by the entity tags, which for objects that were sent
        in one piece are MD5 sums."""
        self._is_clean = not self._was_cut
        data = self._get(PLACE)
        known = None if data is None else read_record(data.decode("utf-8", "replace"))
        if known is not None and not self._was_cut:
            return known
        self._is_lost = True
        tags = dict(self._list())
        found = {path: digest for path, digest in {**self._intended(), **(known or {})}.items() if path in tags}
        for one in outgoing:
            if one.path in tags:
                found[one.path] = one.digest if tags[one.path] == _md5(one.file) else ""
        return found

    def _intended(self) -> Deployed:
        """What a deploy that was cut may have sent."""
        data = self._get(_INTENDED) if self._was_cut else None
        return dict.fromkeys((None if data is None else read_record(data.decode("utf-8", "replace"))) or {}, "")

    def publish(self, plan: Plan, outgoing: Sequence[Outgoing], progress: Progress) -> str:
        record = dump_record(plan.deployed).encode()
        if plan.is_empty and not self._was_cut:
            if self._is_lost:
                self._put(PLACE, record, **_OWN)
            return ""
        self._is_clean = False
        self._put(_INTENDED, dump_record({**self._intended(), **plan.deployed}).encode(), **_OWN)
        self._keep_before(plan)
        done = 0
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for files in plan.phases():
                _all(pool, self._send, files)
                done += len(files)
                progress("send", done, len(plan.sends))
        self._check_sample(plan.sends)
        self._remove(plan.deletes)
        self._put(PLACE, record, **_OWN)
        self._remove([_INTENDED])
        self._is_clean = True
        return ""

    def _send(self, one: Outgoing) -> None:
        kind = mimetypes.guess_type(one.path)[0] or "application/octet-stream"
        if kind.startswith("text/") or kind in {"application/xml", "application/javascript", "image/svg+xml"}:
            kind += "; charset=utf-8"
        kind = _KINDS.get(one.path.rpartition(".")[2], kind)
        self._put(one.path, Path(one.file).read_bytes(), ContentType=kind, CacheControl=cache_header(one.path))

    def _keep_before(self, plan: Plan) -> None:
        """Keep what will be replaced or deleted, and the record of it, so that one can go back; what a deploy that was
        cut has kept is older, and stays."""
        kept = {path for path, _ in self._list(_BEFORE)}
        if not self._was_cut:
            self._remove(kept)
            kept = set()
            record = self._get(PLACE)
            if record is not None:
                self._put(_OLD_RECORD, record)
        changing = [path for path in (*sorted(plan.replaced), *plan.deletes) if _BEFORE + path not in kept]
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            _all(pool, self._keep, changing)

    def _keep(self, path: str) -> None:
        from botocore.exceptions import ClientError

        try:
            self._copy(path, _BEFORE + path)
        except ClientError as exc:
            if exc.response["Error"]["Code"] not in {"NoSuchKey", "404"}:
                raise

    def _check_sample(self, sends: Sequence[Outgoing]) -> None:
        """Read some files back. OutsideError where one is not what was sent."""
        for one in random.sample(sends, min(_SAMPLE, len(sends))):
            if digest(self._get(one.path) or b"").hex() != one.digest:
                raise OutsideError(f"{one.path} did not arrive as it was sent", _RERUN)

    def roll_back(self) -> str:
        """Copy back what the last deploy replaced or deleted, and delete what it added."""
        self._is_clean = True
        old, now = self._get(_OLD_RECORD), self._get(PLACE)
        before = None if old is None else read_record(old.decode("utf-8", "replace"))
        after = (None if now is None else read_record(now.decode("utf-8", "replace"))) or {}
        if before is None or old is None:
            raise OutsideError(f"nothing is known of what stood in {self._target.bucket} before", "nothing was changed")
        self._is_clean = False
        kept = [path.removeprefix(_BEFORE) for path, _ in self._list(_BEFORE)]
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            _all(pool, lambda path: self._copy(_BEFORE + path, path), [path for path in kept if path in before])
        self._put(PLACE, old, **_OWN)
        self._remove([path for path in after if path not in before])
        self._remove([_OLD_RECORD, *(_BEFORE + path for path in kept)])
        self._is_clean = True
        return "the deploy before"


_KINDS = {
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "xml": "application/xml",
    "woff2": "font/woff2",
    "webp": "image/webp",
    "avif": "image/avif",
    "wasm": "application/wasm",
    "webmanifest": "application/manifest+json",
}


def _all(pool: ThreadPoolExecutor, act: Callable[[Any], None], things: Sequence[Any]) -> None:
    """Do something with all of them. Where some fail, the first failure, once those under way have ended."""
    waiting = [pool.submit(act, thing) for thing in things]
    failed = [future.exception() for future in waiting]
    first = next((failure for failure in failed if failure is not None), None)
    if first is not None:
        names = [str(getattr(thing, "path", thing)) for thing, failure in zip(things, failed, strict=True) if failure]
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        raise OutsideError(f"{', '.join(names[:3])}{more} could not be sent: {redact(str(first))}", _RERUN)


def _md5(file: str) -> str:
    return md5(Path(file).read_bytes(), usedforsecurity=False).hexdigest()


def _is_gone(holder: str) -> bool:
    """Whether a holder was a process of this machine that has ended."""
    machine, _, rest = holder.partition(" ")
    if machine != socket.gethostname():
        return False
    try:
        os.kill(int(rest.partition(" ")[0]), 0)
    except ProcessLookupError:
        return True
    except (ValueError, OSError):
        return False
    return False
