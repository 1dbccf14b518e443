"""A bucket, request by request: what the deploy before leaves, wherever this one or its way back is cut; what arrives
broken; a storage that stays busy. (Faults I06, I12.)"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

import matinee.deploy.bucket
import matinee.deploy.sign
from matinee.content.loader import digest
from matinee.deploy.bucket import Bucket, make_client
from matinee.deploy.outgoing import Outgoing
from matinee.deploy.plan import make_plan
from matinee.deploy.record import decode_record
from matinee.errors import OutsideError
from tests.deploy.cutting import faulty_proxy, s3_target, send
from tests.deploy.hosts import S3Host
from tests.site import Site, picture

pytestmark = pytest.mark.slow

Tree = dict[str, bytes]
FIRST: Tree = {"index.html": b"first", "a.txt": b"a0", "b.txt": b"b0", "gone.html": b"gone in the second"}
SECOND: Tree = {"index.html": b"second", "a.txt": b"a1", "b.txt": b"b0", "page.html": b"new in the second"}
THIRD: Tree = {"index.html": b"third", "a.txt": b"a1", "b.txt": b"b2", "c.html": b"new in the third"}
TREES = (FIRST, SECOND, THIRD)


@pytest.fixture
def host(s3_host: S3Host, monkeypatch: pytest.MonkeyPatch) -> S3Host:
    monkeypatch.setattr(matinee.deploy.bucket, "TRIES", 0)
    monkeypatch.setattr(matinee.deploy.sign, "_STALE", 0.0)
    return s3_host


class Files:
    """Where the files of a tree lie, to be sent."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def of(self, tree: Tree) -> list[Outgoing]:
        self._folder.mkdir(exist_ok=True)
        made = []
        for path, data in sorted(tree.items()):
            name = digest(data).hex()
            (self._folder / name).write_bytes(data)
            made.append(Outgoing(path, str(self._folder / name), name, len(data)))
        return made


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "files")


def publish(address: str, outgoing: list[Outgoing]) -> None:
    with s3_target(address).open() as session:
        session.publish(make_plan(outgoing, session.deployed(outgoing)), outgoing, lambda *_: None)


def roll_back(address: str) -> None:
    with s3_target(address).open() as session:
        session.roll_back()


def keys(host: S3Host) -> list[str]:
    return [one["Key"] for one in host.client.list_objects_v2(Bucket="films").get("Contents", ())]


def load(host: S3Host) -> Tree:
    """All that there is, Matinee's own included."""
    return {key: host.client.get_object(Bucket="films", Key=key)["Body"].read() for key in keys(host)}


def restore(host: S3Host, objects: Tree) -> None:
    """Have these, and nothing else."""
    for key in keys(host):
        host.client.delete_object(Bucket="films", Key=key)
    for key, data in objects.items():
        host.client.put_object(Bucket="films", Key=key, Body=data)


def load_after(host: S3Host, files: Files, *trees: Tree) -> Tree:
    """All that there is after a deploy of each of these."""
    for tree in trees:
        publish(host.told["endpoint"], files.of(tree))
    return load(host)


def record(host: S3Host) -> dict[str, str] | None:
    return decode_record(host.client.get_object(Bucket="films", Key="blog/.matinee/deployed")["Body"].read())


class Wire:
    """The way to the storage, which can be cut after some more requests."""

    def __init__(self) -> None:
        self.address = ""
        self._left, self.is_cut = 0, False

    def judge(self, method: str, path: str, number: int) -> int:
        self._left -= 1
        if self._left >= 0:
            return 0
        self.is_cut = True
        return -1

    def cut_after(self, requests: int) -> None:
        self._left, self.is_cut = requests, False


@pytest.fixture
def wire(s3_address: str) -> Iterator[Wire]:
    wire = Wire()
    with faulty_proxy(s3_address, wire.judge) as wire.address:
        yield wire


def cuts(host: S3Host, wire: Wire, objects: Tree, act: Callable[[str], None]) -> Iterator[int]:
    """Have something cut after each number of requests, with these objects to begin with; that number, until it is not
    cut."""
    for requests in range(200):
        restore(host, objects)
        wire.cut_after(requests)
        try:
            act(wire.address)
        except OutsideError:
            assert wire.is_cut
        if not wire.is_cut:
            assert requests > 10
            return
        yield requests
    raise AssertionError("it never ends")


def stands(host: S3Host, files: Files, tree: Tree) -> bool:
    """Whether this is what is served, and what the record says."""
    return host.tree() == tree and record(host) == {one.path: one.digest for one in files.of(tree)}


@pytest.mark.parametrize("again", [THIRD, {**THIRD, "d.html": b"changed since", "b.txt": b"b3"}])
def test_wherever_a_deploy_was_cut_the_next_one_ends_it_and_one_can_go_back(
    host: S3Host, s3_address: str, wire: Wire, files: Files, again: Tree
) -> None:
    objects = load_after(host, files, FIRST, SECOND)
    for requests in cuts(host, wire, objects, lambda cut: publish(cut, files.of(THIRD))):
        was_done = stands(host, files, THIRD) and again != THIRD
        publish(s3_address, files.of(again))
        assert stands(host, files, again), f"cut after {requests} requests"
        roll_back(s3_address)
        # Where the third had ended, but for the word that it had, it may be what the fourth follows.
        assert stands(host, files, SECOND) or (was_done and stands(host, files, THIRD)), f"cut after {requests}"


def test_wherever_a_deploy_was_cut_twice_one_can_go_back(
    host: S3Host, s3_address: str, wire: Wire, files: Files
) -> None:
    load_after(host, files, FIRST, SECOND)
    wire.cut_after(9)
    with pytest.raises(OutsideError):
        publish(wire.address, files.of(THIRD))
    for requests in cuts(host, wire, load(host), lambda cut: publish(cut, files.of(THIRD))):
        publish(s3_address, files.of(THIRD))
        roll_back(s3_address)
        assert stands(host, files, SECOND), f"cut, then cut after {requests} requests"


def test_wherever_a_deploy_was_cut_one_can_go_back_at_once_or_nothing_changes(
    host: S3Host, s3_address: str, wire: Wire, files: Files
) -> None:
    objects = load_after(host, files, FIRST, SECOND)
    for requests in cuts(host, wire, objects, lambda cut: publish(cut, files.of(THIRD))):
        had_begun = host.tree() != SECOND
        knows = "blog/.matinee/deployed.before" in keys(host)
        with nullcontext() if knows else pytest.raises(OutsideError, match="nothing is known of what stood"):
            roll_back(s3_address)
        assert knows or not had_begun
        assert stands(host, files, SECOND) or (not had_begun and stands(host, files, FIRST)), f"cut after {requests}"


def test_wherever_a_way_back_was_cut_it_can_be_gone_again(
    host: S3Host, s3_address: str, wire: Wire, files: Files
) -> None:
    objects = load_after(host, files, *TREES)
    whole = 0

    def back(cut: str) -> None:
        nonlocal whole
        roll_back(cut)
        whole += 1

    for requests in cuts(host, wire, objects, back):
        if not whole:  # where only the word that it has ended is missing, there is nothing to be done again
            roll_back(s3_address)
        assert stands(host, files, SECOND), f"cut after {requests} requests"
        publish(s3_address, files.of(THIRD))
        roll_back(s3_address)
        assert stands(host, files, SECOND), f"cut after {requests} requests, and deployed since"
    assert stands(host, files, SECOND)


def test_wherever_a_way_back_was_cut_the_next_deploy_ends_it(
    host: S3Host, s3_address: str, wire: Wire, files: Files
) -> None:
    fourth = {**SECOND, "a.txt": b"a4", "page.html": b"fourth"}

    for requests in cuts(host, wire, load_after(host, files, *TREES), roll_back):
        had_begun = host.tree() != THIRD
        publish(s3_address, files.of(fourth))
        assert stands(host, files, fourth), f"cut after {requests} requests"
        roll_back(s3_address)
        assert stands(host, files, SECOND) or (not had_begun and stands(host, files, THIRD)), f"cut after {requests}"


def test_a_first_deploy_that_was_cut_leaves_nothing_to_go_back_to(
    host: S3Host, s3_address: str, wire: Wire, files: Files
) -> None:
    for _ in cuts(host, wire, {}, lambda cut: publish(cut, files.of(FIRST))):
        publish(s3_address, files.of(FIRST))
        assert stands(host, files, FIRST)
        with pytest.raises(OutsideError, match="nothing is known of what stood"):
            roll_back(s3_address)
        assert stands(host, files, FIRST)


# What arrives


class Breaking:
    """A client that keeps other bytes for one object, and says that all went well."""

    def __init__(self, client: Any, path: str) -> None:
        self._client, self._path = client, path

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def put_object(self, **words: Any) -> Any:
        if words["Key"] == self._path:
            words["Body"] = b"X" * len(words["Body"])
        return self._client.put_object(**words)


def test_a_file_that_arrives_broken_stops_it_before_anything_is_deleted(
    host: S3Host, s3_address: str, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(s3_address, files.of(FIRST))
    client = make_client

    with monkeypatch.context() as patch:
        patch.setattr("matinee.deploy.s3.make_client", lambda *words: Breaking(client(*words), "blog/a.txt"))
        with pytest.raises(OutsideError, match=r"^a\.txt did not arrive as it was sent"):
            publish(s3_address, files.of(SECOND))
    assert host.tree() == {**FIRST, **SECOND, "a.txt": b"XX"}
    publish(s3_address, files.of(SECOND))
    assert stands(host, files, SECOND)


@pytest.mark.parametrize("what", [r"PUT /films/blog/(?!\.matinee)", "PUT ", "."])
def test_a_storage_that_stays_busy_is_given_up_and_nothing_is_deleted(
    host: S3Host, s3_address: str, files: Files, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    publish(s3_address, files.of(FIRST))
    monkeypatch.setattr(matinee.deploy.bucket, "TRIES", 2)
    asked: dict[str, int] = {}

    def busy(method: str, path: str, number: int) -> int:
        request = f"{method} {path.partition('?')[0]}"
        if not re.match(what, request):
            return 0
        asked[request] = asked.get(request, 0) + 1
        return 503

    with faulty_proxy(s3_address, busy) as address, pytest.raises(OutsideError, match="reduce your request rate"):
        publish(address, files.of(SECOND))
    assert asked
    assert max(asked.values()) == 3
    assert stands(host, files, FIRST)
    publish(s3_address, files.of(SECOND))
    assert stands(host, files, SECOND)


def test_pictures_that_are_named_by_their_bytes_are_kept_long_and_pages_are_not(
    site: Site, host: S3Host, s3_address: str
) -> None:
    site.write("content/posts/2014-01-13-her/letter.png", picture(1200, 800))
    site.good()
    send(s3_target(s3_address), site)
    told = {
        path: host.client.head_object(Bucket="films", Key=f"blog/{path}")["CacheControl"]
        for path in host.tree()
        if (mimetypes.guess_type(path)[0] or "").startswith("image/") or path.endswith(".html")
    }
    named = {path for path in told if re.fullmatch(r"images/[\w-]+-[0-9a-f]{16}-\d+\.\w+", path)}
    assert named
    assert {told[path] for path in named} == {"public, max-age=31536000, immutable"}
    assert told["2014/01/13/her/letter.png"] == "public, max-age=3600"
    assert {told[path] for path in told if path.endswith(".html")} == {"public, max-age=0, must-revalidate"}


class Timeless:
    """A client of a storage that does not tell the time."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def get_object(self, **words: Any) -> Any:
        answer = self._client.get_object(**words)
        del answer["ResponseMetadata"]["HTTPHeaders"]["date"]
        return answer


def test_a_storage_that_does_not_tell_the_time_is_taken_to_have_ours(host: S3Host, s3_address: str) -> None:
    host.put("a.txt", b"now")
    found = Bucket("films", "blog/", "", Timeless(make_client(s3_address, "eu-west-1"))).find("a.txt")
    assert found is not None
    assert found.data == b"now"
    assert -5 < found.age < 60
