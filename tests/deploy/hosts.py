"""Hosts that a site goes to in tests, each of them real: a folder, sshd on loopback, a bare repository, moto's S3."""

from __future__ import annotations

import getpass
import io
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pytest

from tests.ports import free_port
from tests.site import read_tree

SSHD = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin:/usr/local/sbin")


class Host(Protocol):
    """A host as its visitors and its owner see it."""

    told: dict[str, Any]
    env: dict[str, str]

    @property
    def extras(self) -> dict[str, bytes]:
        """What it wants beside the site."""

    def tree(self) -> dict[str, bytes]:
        """What is served, by path."""

    def put(self, path: str, data: bytes) -> None:
        """Somebody else's file."""

    def forget(self) -> None:
        """Lose the record of what stands there."""

    def state(self) -> object:
        """All that there is, Matinee's own included, with when it was made."""


@dataclass
class FolderHost:
    """A link in a folder of this machine; what `ssh` makes looks the same."""

    told: dict[str, Any]
    place: Path
    env: dict[str, str] = field(default_factory=dict)
    extras: dict[str, bytes] = field(default_factory=dict)

    def tree(self) -> dict[str, bytes]:
        return read_tree(self.place.resolve()) if self.place.exists() else {}

    def put(self, path: str, data: bytes) -> None:
        (self.place / path).parent.mkdir(parents=True, exist_ok=True)
        (self.place / path).write_bytes(data)

    def forget(self) -> None:
        Path(f"{self.place.resolve()}.record").write_text("nonsense")

    def state(self) -> object:
        found = sorted(self.place.parent.rglob("*"))
        return [(path, (stat := path.lstat()).st_mode, stat.st_ino, stat.st_mtime_ns) for path in found]

    def releases(self) -> list[Path]:
        return sorted(path for path in Path(f"{self.place}.releases").iterdir() if path.is_dir())


@dataclass
class GitHost:
    """A branch of a bare repository."""

    told: dict[str, Any]
    place: Path
    env: dict[str, str] = field(default_factory=dict)
    extras: dict[str, bytes] = field(default_factory=dict)

    def git(self, *words: str, data: bytes | None = None) -> bytes:
        """What git prints about the bare repository."""
        who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"]
        return subprocess.run(
            ["git", f"--git-dir={self.place}", *who, *words], check=True, capture_output=True, input=data
        ).stdout

    def tree(self) -> dict[str, bytes]:
        """Without what is of Matinee's own and of GitHub's."""
        found = {path: data for path, data in self.whole_tree().items() if path not in {".nojekyll", "CNAME"}}
        found.pop(".matinee/deployed", None)
        return found

    def whole_tree(self) -> dict[str, bytes]:
        """The bytes as they are kept, whatever a checkout or an archive would make of them."""
        if not self.git("branch", "--list", "gh-pages"):
            return {}
        listed = self.git("ls-tree", "-r", "-z", "--full-tree", "gh-pages").split(b"\0")[:-1]
        entries = [(path.decode(), *about.split()) for about, _, path in (line.partition(b"\t") for line in listed)]
        files = [(path, name) for path, _mode, kind, name in entries if kind == b"blob"]
        said = io.BytesIO(self.git("cat-file", "--batch", data=b"".join(name + b"\n" for _, name in files)))
        found = {}
        for path, _ in files:
            found[path] = said.read(int(said.readline().split()[2]))
            said.read(1)
        return found

    def put(self, path: str, data: bytes) -> None:
        self.change({path: data})

    def change(self, files: Mapping[str, bytes | None], mode: str = "100644") -> str:
        """Somebody else's commit on the branch: files that are put there, or taken away where they are None. With a
        mode, their data is what a link leads to, or the name of a commit."""
        tips = [self.tip()] if self.git("branch", "--list", "gh-pages") else []
        return self.commit(self.make_tree(files, mode, *tips), *tips)

    def tip(self) -> str:
        return self.git("rev-parse", "gh-pages").decode().strip()

    def make_tree(self, files: Mapping[str, bytes | None], mode: str = "100644", base: str = "") -> str:
        """The name of the tree of a commit with these files put into it, or taken away."""
        env = {**os.environ, "GIT_INDEX_FILE": os.fspath(self.place / "index-of-somebody"), "GIT_DIR": str(self.place)}

        def run(*words: str, data: bytes = b"") -> bytes:
            return subprocess.run(["git", *words], check=True, env=env, input=data, capture_output=True).stdout

        run("read-tree", base or "--empty")
        for path, data in files.items():
            if data is None:
                line = f"0 {'0' * 40}\t{path}\0".encode()
            else:
                name = data if mode == "160000" else run("hash-object", "-w", "--stdin", data=data).strip()
                line = f"{mode} {name.decode()}\t{path}\0".encode()
            run("update-index", "-z", "--index-info", data=line)
        return run("write-tree").decode().strip()

    def commit(self, tree: str, *parents: str, message: str = "Mine", move: bool = True) -> str:
        """Somebody else's commit of a tree; its name. The branch is moved to it, unless it is not to be."""
        above = [word for parent in parents for word in ("-p", parent)]
        made = self.git("commit-tree", tree, *above, "-m", message).decode().strip()
        if move:
            self.git("update-ref", "refs/heads/gh-pages", made)
        return made

    def forget(self) -> None:
        self.put(".matinee/deployed", b"nonsense")

    def state(self) -> object:
        return self.git("for-each-ref"), self.git("count-objects", "-v")

    def commits(self) -> int:
        return int(self.git("rev-list", "--count", "gh-pages"))


@dataclass
class S3Host:
    """A bucket of moto's server."""

    told: dict[str, Any]
    client: Any
    env: dict[str, str] = field(default_factory=dict)
    extras: dict[str, bytes] = field(default_factory=dict)

    def tree(self) -> dict[str, bytes]:
        """What lies below the prefix, without what is of Matinee's own."""
        prefix = self.told.get("prefix", "")
        found = {}
        for page in self.client.get_paginator("list_objects_v2").paginate(Bucket="films", Prefix=prefix):
            for one in page.get("Contents", ()):
                path = one["Key"].removeprefix(prefix)
                if not path.startswith(".matinee/"):
                    found[path] = self.client.get_object(Bucket="films", Key=one["Key"])["Body"].read()
        return found

    def put(self, path: str, data: bytes) -> None:
        self.client.put_object(Bucket="films", Key=self.told.get("prefix", "") + path, Body=data)

    def forget(self) -> None:
        self.put(".matinee/deployed", b"nonsense")

    def state(self) -> object:
        listed = self.client.list_objects_v2(Bucket="films").get("Contents", ())
        return [(one["Key"], one["ETag"], one["LastModified"]) for one in listed]


# Servers


def _wait_for(port: int) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError(f"nothing listens on {port}")


@dataclass
class Sshd:
    """A server of SSH on loopback, with a client's settings that know it."""

    port: int
    config: Path
    known: Path

    @property
    def env(self) -> dict[str, str]:
        return {"MATINEE_SSH": f"ssh -F {self.config}"}


@contextmanager
def running_sshd(folder: Path) -> Iterator[Sshd]:
    """sshd with keys of its own; the test is skipped where it or rsync is not."""
    if SSHD is None or shutil.which("rsync") is None:
        pytest.skip("there is no sshd, or no rsync: apt-get install openssh-server rsync")
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    port = free_port()
    shutil.copy(folder / "user.pub", folder / "authorized")
    told = f"""Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
AuthorizedKeysFile {folder}/authorized
PidFile none
StrictModes no
UsePAM no
PermitRootLogin yes
PasswordAuthentication no
"""
    (folder / "sshd_config").write_text(told)
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    known = folder / "known"
    known.write_text(f"[127.0.0.1]:{port} {(folder / 'host.pub').read_text()}")
    config = folder / "config"
    config.write_text(
        f"IdentityFile {folder}/user\nIdentitiesOnly yes\nUserKnownHostsFile {known}\nGlobalKnownHostsFile /dev/null\n"
    )
    with subprocess.Popen([SSHD, "-D", "-e", "-f", folder / "sshd_config"], stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(port)
            yield Sshd(port, config, known)
        finally:
            server.terminate()


@contextmanager
def running_s3() -> Iterator[str]:
    """moto's server; its address."""
    server = pytest.importorskip("moto.server", reason="moto is not installed: pip install -e '.[test]'")
    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    try:
        host, port = running.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        running.stop()


S3_ENV = {
    "AWS_ACCESS_KEY_ID": "AKIACANARYCANARY0000",
    "AWS_SECRET_ACCESS_KEY": "canary-secret-key-0123456789",
    "AWS_EC2_METADATA_DISABLED": "true",
}


def s3_client(address: str) -> Any:
    boto3 = pytest.importorskip("boto3")
    return boto3.client(
        "s3",
        endpoint_url=address,
        region_name="eu-west-1",
        aws_access_key_id=S3_ENV["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=S3_ENV["AWS_SECRET_ACCESS_KEY"],
    )


def user() -> str:
    return getpass.getuser()


def as_yaml(told: Mapping[str, Any]) -> str:
    """A target on one line."""
    return (
        "{"
        + ", ".join(f"{key}: {value!r}" if isinstance(value, str) else f"{key}: {value}" for key, value in told.items())
        + "}"
    )
