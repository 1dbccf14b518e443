"""The objects of a bucket below a prefix, one by one and many at once. Source: the S3 API reference."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from hashlib import md5
from pathlib import Path
from typing import Any, TypeAlias

from ..errors import OutsideError
from ..pages.hosts.caching import cache_header
from .outgoing import Outgoing, read_outgoing
from .secrecy import redact
from .target import RERUN

Client: TypeAlias = Any  # boto3 makes its clients as it runs
AT_ONCE, TRIES = 16, 8
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
    """A client that tries again where the storage is busy. OutsideError where boto3 is not installed."""
    try:
        import boto3
        from botocore.config import Config
    except ModuleNotFoundError as exc:
        raise OutsideError("boto3 is not installed", 'run: pip install "matinee[s3]"') from exc
    retries = {"max_attempts": TRIES, "mode": "standard"}
    sums = {"request_checksum_calculation": "when_required", "response_checksum_validation": "when_required"}
    config = Config(retries=retries, max_pool_connections=AT_ONCE, connect_timeout=20, read_timeout=60, **sums)
    return boto3.client("s3", endpoint_url=endpoint or None, region_name=region or None, config=config)


@contextmanager
def telling(bucket: str) -> Iterator[None]:
    """What the storage or the way to it is at fault for, as an OutsideError without secrets."""
    from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

    try:
        yield
    except NoCredentialsError:
        hint = "put AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY into the environment, or name a profile in AWS_PROFILE"
        raise OutsideError(f"there is no key for the bucket {bucket}", hint) from None
    except (BotoCoreError, ClientError) as exc:
        raise OutsideError(f"the bucket {bucket} says: {redact(str(exc))}", RERUN) from None


class Bucket:
    """A bucket, or what of it begins with a prefix. Without `acl` no object is given one."""

    def __init__(self, name: str, prefix: str, acl: str, client: Client) -> None:
        self.name, self._prefix, self._acl, self._client = name, prefix, {"ACL": acl} if acl else {}, client

    def put(self, path: str, data: bytes, **more: str) -> None:
        rights = self._rights(path)
        self._client.put_object(Bucket=self.name, Key=self._prefix + path, Body=data, **rights, **more)

    def _rights(self, path: str) -> dict[str, str]:
        """The rights of an object; what is Matinee's own has none."""
        return {} if path.startswith(".matinee/") else self._acl

    def get(self, path: str) -> bytes | None:
        """The bytes of an object; None where there is none."""
        from botocore.exceptions import ClientError

        try:
            answer = self._client.get_object(Bucket=self.name, Key=self._prefix + path)
            data: bytes = answer["Body"].read()
        except ClientError as exc:
            if exc.response["Error"]["Code"] in {"NoSuchKey", "404"}:
                return None
            raise
        return data

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

    def list(self, below: str = "") -> Iterator[tuple[str, str]]:
        """The path and the entity tag of every object, page after page."""
        pages = self._client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self.name, Prefix=self._prefix + below):
            for one in page.get("Contents", ()):
                yield one["Key"].removeprefix(self._prefix), one["ETag"].strip('"')

    def age(self, path: str) -> float:
        """How many seconds ago an object was put, by the clock of the storage."""
        head = self._client.head_object(Bucket=self.name, Key=self._prefix + path)
        now = parsedate_to_datetime(head["ResponseMetadata"]["HTTPHeaders"]["date"])
        return float((now - head["LastModified"]).total_seconds())

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
        raise OutsideError(f"{', '.join(names[:3])}{more} could not be sent: {redact(str(first))}", RERUN)


def entity_tag(file: str) -> str:
    """The tag that an object has which was sent in one piece."""
    return md5(Path(file).read_bytes(), usedforsecurity=False).hexdigest()
