"""The objects of a bucket below a prefix, one by one and many at once. Source: the S3 API reference."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import md5
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from ..errors import OutsideError
from ..pages.hosts.caching import cache_header
from .outgoing import Outgoing, read_outgoing
from .refusals import code_of, hint_for
from .secrecy import redact
from .target import RERUN

Client: TypeAlias = Any  # boto3 makes its clients as it runs
AT_ONCE, TRIES = 16, 8
ABSENT = frozenset({"NoSuchKey", "404"})
_DELETED_AT_ONCE = 1000  # as many as the API takes
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


def make_client(endpoint: str, region: str) -> Client:
    """A client that tries again where the storage is busy. ModuleNotFoundError where boto3 is not installed, which
    `telling` tells."""
    import boto3
    from botocore.config import Config

    retries = {"max_attempts": TRIES, "mode": "standard"}
    sums = {"request_checksum_calculation": "when_required", "response_checksum_validation": "when_required"}
    config = Config(retries=retries, max_pool_connections=AT_ONCE, connect_timeout=20, read_timeout=60, **sums)
    return boto3.client("s3", endpoint_url=endpoint or None, region_name=region or None, config=config)


class Entry(NamedTuple):
    """An object as a listing has it."""

    path: str
    tag: str
    size: int


class Found(NamedTuple):
    """An object with its bytes, its entity tag, and how many seconds ago it was put: by the clock of the storage or,
    where it tells no time, by our own."""

    data: bytes
    tag: str
    age: float


class Bucket:
    """A bucket, or what of it begins with a prefix. Without `acl` no object is given one."""

    def __init__(self, name: str, prefix: str, acl: str, client: Client) -> None:
        self.name, self._prefix, self._acl, self._client = name, prefix, {"ACL": acl} if acl else {}, client

    def put(self, path: str, data: bytes, **more: str) -> str:
        """Put an object; its entity tag."""
        rights = self._rights(path)
        answer = self._client.put_object(Bucket=self.name, Key=self._prefix + path, Body=data, **rights, **more)
        return str(answer.get("ETag", ""))

    def _rights(self, path: str) -> dict[str, str]:
        """The rights of an object; what is Matinee's own has none."""
        return {} if path.startswith(".matinee/") else self._acl

    def get(self, path: str) -> bytes | None:
        """The bytes of an object; None where there is none."""
        found = self.find(path)
        return None if found is None else found.data

    def find(self, path: str) -> Found | None:
        """An object; None where there is none."""
        from botocore.exceptions import ClientError

        try:
            answer = self._client.get_object(Bucket=self.name, Key=self._prefix + path)
            data: bytes = answer["Body"].read()
        except ClientError as exc:
            if code_of(exc) in ABSENT:
                return None
            raise
        told = answer["ResponseMetadata"]["HTTPHeaders"].get("date")  # some storages, or what is before them, tell none
        now = parsedate_to_datetime(told) if told else datetime.now(UTC)
        return Found(data, answer["ETag"], (now - answer["LastModified"]).total_seconds())

    def head(self, path: str) -> Entry | None:
        """What a listing would tell of an object; None where there is none."""
        from botocore.exceptions import ClientError

        try:
            answer = self._client.head_object(Bucket=self.name, Key=self._prefix + path)
        except ClientError as exc:
            if code_of(exc) in ABSENT:
                return None
            raise
        return Entry(path, answer["ETag"].strip('"'), answer["ContentLength"])

    def remove(self, paths: Iterable[str]) -> None:
        keys = [{"Key": self._prefix + path} for path in paths]
        for at in range(0, len(keys), _DELETED_AT_ONCE):
            batch = {"Objects": keys[at : at + _DELETED_AT_ONCE], "Quiet": True}
            answer = self._client.delete_objects(Bucket=self.name, Delete=batch)
            if failed := answer.get("Errors"):
                raise OutsideError(f"{len(failed)} objects were not deleted: {failed[0]['Key']}", RERUN)

    def copy(self, source: str, target: str) -> None:
        place = {"Bucket": self.name, "Key": self._prefix + source}
        self._client.copy_object(Bucket=self.name, Key=self._prefix + target, CopySource=place, **self._rights(target))

    def list(self, below: str = "") -> Iterator[Entry]:
        """Every object, page after page."""
        pages = self._client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self.name, Prefix=self._prefix + below):
            for one in page.get("Contents", ()):
                yield Entry(one["Key"].removeprefix(self._prefix), one["ETag"].strip('"'), one["Size"])

    def send(self, one: Outgoing) -> None:
        """Put a file, with its type and how long it may be kept."""
        kind = mimetypes.guess_type(one.path)[0] or "application/octet-stream"
        if kind.startswith("text/") or kind in {"application/xml", "application/javascript", "image/svg+xml"}:
            kind += "; charset=utf-8"
        kind = _KINDS.get(one.path.rpartition(".")[2], kind)
        self.put(one.path, read_outgoing(one), ContentType=kind, CacheControl=cache_header(one.path))


def do_all(pool: ThreadPoolExecutor, act: Callable[[Any], None], things: Sequence[Any]) -> None:
    """Do something with all of them. Where some fail, the first failure, once those under way have ended."""
    waiting = [pool.submit(act, thing) for thing in things]
    failed = [future.exception() for future in waiting]
    first = next((failure for failure in failed if failure is not None), None)
    if first is not None:
        names = [str(getattr(thing, "path", thing)) for thing, failure in zip(things, failed, strict=True) if failure]
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        raise OutsideError(f"{', '.join(names[:3])}{more} could not be sent: {redact(str(first))}", hint_for(first))


def entity_tag(file: str) -> str:
    """The tag that an object has which was sent in one piece."""
    return md5(Path(file).read_bytes(), usedforsecurity=False).hexdigest()
