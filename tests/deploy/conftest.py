"""A small blog, and the hosts that it goes to."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.deploy.hosts import (
    S3_ENV,
    FolderHost,
    GitHost,
    Host,
    S3Host,
    Sshd,
    as_yaml,
    running_s3,
    running_sshd,
    s3_client,
    user,
)
from tests.site import CONFIG, Ran, Site

KINDS = ("folder", *(pytest.param(kind, marks=pytest.mark.slow) for kind in ("ssh", "git", "s3")))


@pytest.fixture(scope="session")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with running_sshd(tmp_path_factory.mktemp("sshd")) as server:
        yield server


@pytest.fixture(scope="session")
def s3_address() -> Iterator[str]:
    with running_s3() as address:
        yield address


def make_host(kind: str, folder: Path, request: pytest.FixtureRequest, **more: Any) -> Host:
    """A host with nothing on it."""
    folder.mkdir(parents=True, exist_ok=True)
    if kind == "folder":
        return FolderHost({"kind": "folder", "path": str(folder / "www"), **more}, folder / "www")
    if kind == "ssh":
        server = request.getfixturevalue("sshd")
        told = {"kind": "ssh", "host": f"{user()}@127.0.0.1", "port": server.port, "path": str(folder / "www"), **more}
        return FolderHost(told, folder / "www", server.env)
    if kind == "git":
        subprocess.run(["git", "init", "--quiet", "--bare", folder / "blog.git"], check=True)
        extras = {".nojekyll": b""} | ({"CNAME": f"{more['domain']}\n".encode()} if "domain" in more else {})
        told = {"kind": "git", "repository": str(folder / "blog.git"), **more}
        return GitHost(told, folder / "blog.git", extras=extras)
    address = request.getfixturevalue("s3_address")
    client = s3_client(address)
    for bucket in client.list_buckets()["Buckets"]:
        for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket["Name"]):
            for one in page.get("Contents", ()):
                client.delete_object(Bucket=bucket["Name"], Key=one["Key"])
        client.delete_bucket(Bucket=bucket["Name"])
    client.create_bucket(Bucket="films", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    told = {"kind": "s3", "bucket": "films", "endpoint": address, "region": "eu-west-1", **more}
    return S3Host(told, client, dict(S3_ENV))


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def host(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Host:
    return make_host(kind, tmp_path / "host", request)


@pytest.fixture
def s3_host(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> S3Host:
    """A bucket, with its keys in the environment of this process."""
    host = make_host("s3", tmp_path, request, prefix="blog/")
    assert isinstance(host, S3Host)
    for name, value in S3_ENV.items():
        monkeypatch.setenv(name, value)
    return host


class Blog:
    """A blog that goes to a host."""

    def __init__(self, site: Site, host: Host, config: str = CONFIG) -> None:
        self.site, self.host = site, host
        site.write("content/site.yaml", f"{config}deploy:\n  live: {as_yaml(host.told)}\n")

    def deploy(self, *words: str, **env: str) -> Ran:
        return self.site.run("deploy", *words, env={**self.host.env, **env})

    def well(self, *words: str, **env: str) -> Ran:
        done = self.deploy(*words, **env)
        assert done.code == 0, done.err
        return done

    def lose_many(self) -> dict[str, bytes]:
        """Deploy so many posts that it is a question whether all may go, and take them away; what stands there then."""
        days = range(10, 25)
        for day in days:
            self.site.write(f"content/posts/2015-05-{day}-gone.md", title=f"Gone {day}", body="Soon.")
        self.well()
        for day in days:
            self.site.remove(f"content/posts/2015-05-{day}-gone.md")
        return self.host.tree()

    def is_live(self) -> bool:
        """Whether the host serves what was built, and nothing else."""
        return self.host.tree() == self.site.tree()


@pytest.fixture
def blog(site: Site, host: Host) -> Blog:
    """The usual blog of tests, and a host of each kind."""
    return Blog(site, host)
