"""Who is at a bucket: of two that begin at once it is one, and nobody takes away the sign of another. (Fault I12.)"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import matinee.deploy.sign
from matinee.deploy.bucket import Bucket, make_client
from matinee.deploy.errand import deploy
from matinee.deploy.s3 import S3Session, S3Target
from matinee.deploy.sign import Sign
from matinee.errors import OutsideError
from tests.deploy.conftest import make_host
from tests.deploy.hosts import S3_ENV, S3Host
from tests.site import Site

pytestmark = pytest.mark.slow

STALE = {"holder": "another-machine 1 abc", "time": 0, "whole": False}


@pytest.fixture
def host(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> S3Host:
    host = make_host("s3", tmp_path, request)
    assert isinstance(host, S3Host)
    for name, value in S3_ENV.items():
        monkeypatch.setenv(name, value)
    return host


@pytest.fixture
def free(monkeypatch: pytest.MonkeyPatch) -> None:
    """No sign is young enough to count."""
    monkeypatch.setattr(matinee.deploy.sign, "_STALE", 0.0)


def bucket_of(host: S3Host) -> Bucket:
    return Bucket("films", "", "", make_client(host.told["endpoint"], "eu-west-1"))


def holder(host: S3Host) -> str:
    told: str = json.loads(host.client.get_object(Bucket="films", Key=".matinee/deploying")["Body"].read())["holder"]
    return told


class WithoutConditions:
    """A client of a storage that knows no conditions, and says so; or, where it `is_deaf`, does not even notice."""

    def __init__(self, client: Any, is_deaf: bool) -> None:
        self._client, self._is_deaf = client, is_deaf

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def put_object(self, **words: Any) -> Any:
        from botocore.exceptions import ClientError

        conditions = [words.pop(name, None) for name in ("IfMatch", "IfNoneMatch")]
        if any(conditions) and not self._is_deaf:
            raise ClientError(
                {"Error": {"Code": "NotImplemented", "Message": "A header is not implemented"}}, "PutObject"
            )
        return self._client.put_object(**words)


def race(first: Sign, second: Sign, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Both look at the sign before either writes; then the first writes, then the second. What came of each."""
    both_have_looked, has_written = threading.Barrier(2), threading.Event()
    write = Sign._write
    began: set[Sign] = set()

    def in_turn(self: Sign, *words: Any) -> bool:
        if self not in began:
            began.add(self)
            both_have_looked.wait(20)
            if self is second:
                assert has_written.wait(20)
        try:
            return write(self, *words)
        finally:
            if self is first:
                has_written.set()

    def take(sign: Sign) -> object:
        try:
            return sign.take()
        except OutsideError as exc:
            return exc

    with monkeypatch.context() as patch, ThreadPoolExecutor(2) as pool:
        patch.setattr(Sign, "_write", in_turn)
        return list(pool.map(take, (first, second)))


@pytest.mark.parametrize("stands", [None, STALE])
@pytest.mark.parametrize("client", ["usual", "without conditions"])
def test_of_two_that_begin_at_once_one_is_at_it(
    host: S3Host, monkeypatch: pytest.MonkeyPatch, stands: object, client: str
) -> None:
    if stands is not None:
        host.put(".matinee/deploying", json.dumps(stands).encode())
        age = Bucket.find

        def old(self: Bucket, path: str) -> Any:
            found = age(self, path)
            return found and (found._replace(age=1000.0) if b"another-machine" in found.data else found)

        monkeypatch.setattr(Bucket, "find", old)
    buckets = [bucket_of(host), bucket_of(host)]
    if client == "without conditions":
        for bucket in buckets:
            monkeypatch.setattr(bucket, "_client", WithoutConditions(bucket._client, is_deaf=False))
    first, second = map(Sign, buckets)
    came, refused = race(first, second, monkeypatch)
    assert came is (stands is not None)
    assert isinstance(refused, OutsideError)
    assert "another deploy to films is running" in refused.message
    assert holder(host) == first._holder
    first.check()


@pytest.fixture
def deaf(host: S3Host, monkeypatch: pytest.MonkeyPatch) -> tuple[Sign, Sign]:
    """Two who would deploy to a storage that takes no notice of conditions."""
    buckets = [bucket_of(host), bucket_of(host)]
    for bucket in buckets:
        monkeypatch.setattr(bucket, "_client", WithoutConditions(bucket._client, is_deaf=True))
    return Sign(buckets[0]), Sign(buckets[1])


def test_where_a_storage_is_deaf_to_conditions_who_was_overwritten_at_once_does_not_begin(
    deaf: tuple[Sign, Sign], host: S3Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = deaf
    write = first._write

    def overwritten(holder: str) -> bool:
        return write(holder) and second._write(second._holder)

    monkeypatch.setattr(first, "_write", overwritten)
    with pytest.raises(OutsideError, match="another deploy to films is running"):
        first.take()
    assert holder(host) == second._holder


def test_where_a_storage_is_deaf_to_conditions_one_of_two_finds_out_and_leaves_the_sign_alone(
    deaf: tuple[Sign, Sign], host: S3Host
) -> None:
    first, second = deaf
    assert first.take() is False
    assert second._write(second._holder)  # it looked before the first wrote
    for act in (first.beat, second.beat, first.beat, lambda: first.leave(is_whole=True)):
        act()
        assert holder(host) == second._holder
    with pytest.raises(OutsideError, match="has begun"):
        first.check()
    second.check()


def test_who_was_overwritten_leaves_the_sign_alone_though_no_beat_has_told(
    deaf: tuple[Sign, Sign], host: S3Host
) -> None:
    first, second = deaf
    first.take()
    second._write(second._holder)
    first.leave(is_whole=True)
    assert holder(host) == second._holder


def test_where_the_answer_to_the_last_beat_is_lost_the_place_is_left_free_and_whole(host: S3Host) -> None:
    sign, next_one = Sign(bucket_of(host)), Sign(bucket_of(host))
    sign.take()
    sign._tag = '"as before the answer that was lost"'
    sign.leave(is_whole=True)
    assert holder(host) == ""
    assert next_one.take() is False


def test_an_answer_that_is_lost_makes_nobody_a_stranger_to_himself(host: S3Host) -> None:
    sign = Sign(bucket_of(host))
    assert sign.take() is False
    sign._tag = '"as before the answer that was lost"'
    sign.beat()
    sign.check()
    sign.beat()
    sign.check()


@pytest.mark.usefixtures("free")
def test_nobody_touches_the_sign_of_another(host: S3Host) -> None:
    late, next_one = Sign(bucket_of(host)), Sign(bucket_of(host))
    assert late.take() is False
    assert next_one.take() is True
    for act in (late.beat, lambda: late.leave(is_whole=True), lambda: late.leave(is_whole=False)):
        act()
        assert holder(host) == next_one._holder
    next_one.beat()
    next_one.check()
    with pytest.raises(OutsideError, match="has begun"):
        late.check()


def test_a_sign_that_was_left_says_whether_all_is_whole(host: S3Host) -> None:
    for is_whole in (True, False, True):
        sign = Sign(bucket_of(host))
        sign.take()
        sign.leave(is_whole)
        assert Sign(bucket_of(host)).was_cut() is not is_whole


@pytest.mark.usefixtures("free")
@pytest.mark.parametrize("step", ["_keep_before", "_check_sample"])
def test_a_deploy_that_was_overtaken_deletes_nothing(
    site: Site, host: S3Host, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """The other begins after the files that are replaced were kept, or after all were sent."""
    site.write("static/oops.txt", "soon gone")
    target = S3Target("films", "", host.told["endpoint"], "eu-west-1", "")

    def send(target: S3Target) -> None:
        site.good()
        deploy(target, site.output, None, lambda *_: False, lambda *_: None, lambda *_: None)

    send(target)
    site.remove("static/oops.txt")
    site.write("static/new.txt", "new")
    other = Sign(bucket_of(host))
    done: Callable[..., None] = getattr(S3Session, step)

    def overtaken(self: S3Session, *words: Any) -> None:
        done(self, *words)
        other.take()

    with monkeypatch.context() as patch:
        patch.setattr(S3Session, step, overtaken)
        with pytest.raises(OutsideError, match="has begun, since this one gave no sign"):
            send(target)
    assert host.tree()["oops.txt"] == b"soon gone"
    assert holder(host) == other._holder
    other.leave(is_whole=False)
    send(target)
    assert host.tree() == site.tree()
