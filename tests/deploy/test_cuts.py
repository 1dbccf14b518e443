"""A deploy that is cut at any step: what readers see is the old site or the new one, or an old one with whole new
files; nothing has been deleted; and the next deploy ends it, sending only what is missing. (Faults B05, I01, I06, I12.)
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Any

import pytest

import matinee.deploy.bucket
import matinee.deploy.filling
import matinee.deploy.folder
import matinee.deploy.sign
from matinee.deploy.errand import Sent, deploy
from matinee.deploy.folder import FolderTarget
from matinee.deploy.outgoing import Outgoing
from matinee.deploy.s3 import S3Target
from matinee.deploy.ssh import SshSession, SshTarget
from matinee.deploy.target import Target
from matinee.errors import OutsideError
from tests.deploy.conftest import Blog, make_host
from tests.deploy.hosts import S3_ENV, FolderHost, S3Host, Sshd
from tests.site import Site

HER = "content/posts/2014-01-13-her"


class Cut(BaseException):
    """The power went."""


def send(target: Target, site: Site) -> Sent:
    return deploy(target, site.output, None, lambda *_: False, lambda *_: None, lambda *_: None)


def change(site: Site) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """A built site, changed and built again: what it was, what it is."""
    old = site.tree()
    site.write("content/posts/2015-05-05-new.md", title="New", body="New.", film="Stalker (1979)")
    site.remove("content/posts/2015-02-15-stalker.md")
    site.good()
    return old, site.tree()


# A folder


def steps_of_folder(monkeypatch: pytest.MonkeyPatch, end: int) -> list[str]:
    """Have the step of number `end` (from 0) be the last that is done; the names of the steps, as they are done."""
    done: list[str] = []

    def counted(name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def step(*words: Any, **more: Any) -> Any:
            if len(done) == end:
                raise Cut(name)
            done.append(name)
            return act(*words, **more)

        return step

    filling, folder = matinee.deploy.filling, matinee.deploy.folder
    for module, name in ((filling, "_copy"), (filling, "link_file"), (folder, "write_whole"), (folder, "check_sample")):
        monkeypatch.setattr(module, name, counted(name, getattr(module, name)))
    monkeypatch.setattr(os, "replace", counted("replace", os.replace))
    monkeypatch.setattr(Path, "symlink_to", counted("symlink", Path.symlink_to))
    return done


def test_a_folder_is_wholly_old_or_wholly_new_wherever_it_is_cut(site: Site, tmp_path: Path) -> None:
    site.good()
    target = FolderTarget(str(tmp_path / "www"), 5)
    host = FolderHost({}, tmp_path / "www")
    send(target, site)
    old, new = change(site)
    step, was_cut = 0, True
    while was_cut:
        with pytest.MonkeyPatch.context() as patch:
            steps_of_folder(patch, step)
            try:
                send(target, site)
                was_cut = False
            except Cut:
                pass
        assert host.tree() in (old, new), f"cut at step {step}"
        step += 3
    assert host.tree() == new
    assert step > 15


def test_what_has_arrived_in_a_folder_is_not_sent_again(site: Site, tmp_path: Path) -> None:
    site.good()
    target = FolderTarget(str(tmp_path / "www"), 5)
    with pytest.MonkeyPatch.context() as patch:
        steps_of_folder(patch, 25)
        with pytest.raises(Cut):
            send(target, site)
    arrived = {path for path in (tmp_path / "www.releases/part").rglob("*") if path.is_file()}
    with pytest.MonkeyPatch.context() as patch:
        done = steps_of_folder(patch, 10_000)
        send(target, site)
    assert done.count("_copy") == len(site.tree()) - len(arrived)
    assert FolderHost({}, tmp_path / "www").tree() == site.tree()


def test_a_full_disk_leaves_the_site_as_it_was(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site.good()
    target = FolderTarget(str(tmp_path / "www"), 5)
    send(target, site)
    old, new = change(site)

    def full(one: Outgoing, place: str) -> None:
        raise OSError(28, "No space left on device", place)

    with monkeypatch.context() as patch:
        patch.setattr(matinee.deploy.filling, "_copy", full)
        with pytest.raises(OutsideError, match="No space left"):
            send(target, site)
    host = FolderHost({}, tmp_path / "www")
    assert host.tree() == old
    send(target, site)
    assert host.tree() == new


def test_a_file_that_arrives_broken_is_never_served(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.good()
    target = FolderTarget(str(tmp_path / "www"), 5)

    def broken(one: Outgoing, place: str) -> None:
        Path(place).write_bytes(b"half")

    monkeypatch.setattr(matinee.deploy.filling, "_copy", broken)
    with pytest.raises(OutsideError, match="did not arrive"):
        send(target, site)
    assert not (tmp_path / "www").exists()


def test_a_real_folder_is_refused_with_what_to_do(site: Site, tmp_path: Path) -> None:
    site.good()
    (tmp_path / "www").mkdir()
    (tmp_path / "www/index.html").write_text("mine")
    with pytest.raises(OutsideError, match="move it away"):
        send(FolderTarget(str(tmp_path / "www"), 5), site)
    assert [path.name for path in (tmp_path / "www").iterdir()] == ["index.html"]


def test_a_link_of_others_is_refused(site: Site, tmp_path: Path) -> None:
    site.good()
    (tmp_path / "theirs").mkdir()
    (tmp_path / "www").symlink_to("theirs")
    with pytest.raises(OutsideError, match="none of ours"):
        send(FolderTarget(str(tmp_path / "www"), 5), site)
    assert os.readlink(tmp_path / "www") == "theirs"


def test_so_many_releases_stay(site: Site, tmp_path: Path) -> None:
    site.good()
    target = FolderTarget(str(tmp_path / "www"), 2)
    host = FolderHost({}, tmp_path / "www")
    for number in range(4):
        site.write("static/number.txt", str(number))
        site.good()
        send(target, site)
    assert [(release / "number.txt").read_text() for release in host.releases()] == ["2", "3"]


def test_unchanged_files_are_the_same_files_in_every_release(site: Site, tmp_path: Path) -> None:
    site.good()
    target = FolderTarget(str(tmp_path / "www"), 5)
    send(target, site)
    change(site)
    send(target, site)
    first, second = FolderHost({}, tmp_path / "www").releases()
    assert (first / "style.css").stat().st_ino == (second / "style.css").stat().st_ino
    assert (first / "index.html").stat().st_ino != (second / "index.html").stat().st_ino


# Killed, and two at once


@pytest.mark.slow
def test_a_deploy_that_is_killed_is_finished_by_the_next(blog: Blog) -> None:
    blog.well()
    old, new = change(blog.site)
    for wait in (0.15, 0.3, 0.45, 0.6, 0.8):
        env = blog.site.environment(**blog.host.env)
        words = blog.site.command("deploy")
        process = subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        tree = blog.host.tree()
        if blog.host.told["kind"] == "s3":
            assert all(tree[path] in (old.get(path), new.get(path)) for path in tree)
            assert set(tree) >= set(old) & set(new)
        else:
            assert tree in (old, new)
    blog.well()
    assert blog.is_live()


@pytest.mark.slow
def test_of_two_deploys_at_once_one_waits_or_refuses_and_the_site_is_whole(blog: Blog) -> None:
    blog.well()
    change(blog.site)
    env = blog.site.environment(**blog.host.env)
    both = [
        subprocess.Popen(blog.site.command("deploy"), env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120)[1].decode() for process in both]
    codes = [process.returncode for process in both]
    assert 0 in codes
    assert all(code == 0 or "another" in told or "deploy again" in told for code, told in zip(codes, said, strict=True))
    assert blog.is_live()


# Over SSH


@contextmanager
def cut_wire(port: int, connection: int, after: int) -> Iterator[int]:
    """A port that leads to another; of the connection of a number, counted from 0, so many bytes pass to the server,
    then it breaks, as do all later ones."""
    count = 0

    def pump(source: socket.socket, sink: socket.socket, left: list[int]) -> None:
        with suppress(OSError):
            while data := source.recv(4096):
                if left and len(data) >= left[0]:
                    break
                if left:
                    left[0] -= len(data)
                sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    class Wire(BaseRequestHandler):
        def handle(self) -> None:
            nonlocal count
            number, count = count, count + 1
            if number > connection:
                return
            left = [after] if number == connection else []
            with socket.create_connection(("127.0.0.1", port)) as server:
                back = threading.Thread(target=pump, args=(server, self.request, []))
                back.start()
                pump(self.request, server, left)
                back.join()

    with ThreadingTCPServer(("127.0.0.1", 0), Wire) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield server.server_address[1]
        server.shutdown()
        serving.join()


@pytest.mark.slow
@pytest.mark.parametrize("after", [0, 3000, 5000, 6000, 7000, 9000, 12_000, 20_000, 40_000, 80_000, 120_000])
def test_over_ssh_the_site_is_whole_wherever_the_wire_breaks(
    site: Site, tmp_path: Path, request: pytest.FixtureRequest, sshd: Sshd, after: int
) -> None:
    blog = Blog(site, make_host("ssh", tmp_path / "host", request))
    blog.well()
    old, new = change(site)
    with cut_wire(sshd.port, 0, after) as port:
        known = tmp_path / "known"
        known.write_text(sshd.known.read_text().replace(f":{sshd.port} ", f":{port} "))
        config = tmp_path / "config"
        config.write_text(sshd.config.read_text().replace(str(sshd.known), str(known)))
        site.write("content/site.yaml", site.read("content/site.yaml").replace(f"port: {sshd.port}", f"port: {port}"))
        done = site.run("deploy", env={"MATINEE_SSH": f"ssh -F {config}"}, timeout=90)
    assert blog.host.tree() in (old, new)
    site.write("content/site.yaml", site.read("content/site.yaml").replace(f"port: {port}", f"port: {sshd.port}"))
    if done.code:
        assert "Traceback" not in done.err
    blog.well()
    assert blog.host.tree() == new


@pytest.mark.slow
def test_a_release_that_was_cut_holds_nothing_of_a_plan_that_has_changed_since(
    site: Site, tmp_path: Path, request: pytest.FixtureRequest, sshd: Sshd
) -> None:
    def fail(*_: object) -> None:
        raise OutsideError("the wire broke")

    host = make_host("ssh", tmp_path / "host", request)
    blog = Blog(site, host)
    site.write("static/changing.txt", "first")
    blog.well()
    site.write("static/changing.txt", "second")
    site.write("static/passing.txt", "not for long")
    site.write("static/lasting.txt", "sent once")
    site.good()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MATINEE_SSH", sshd.env["MATINEE_SSH"])
        patch.setattr(SshSession, "_finish", fail)  # the files are there, the link is not turned
        with pytest.raises(OutsideError, match="the wire broke"):
            send(SshTarget(host.told["host"], host.told["path"], 5, sshd.port), site)
    part = Path(f"{host.told['path']}.releases/part")
    arrived = (part / "lasting.txt").stat().st_ino
    (part / ".changing.txt.Xy12Ab").write_text("half")  # as rsync leaves it where the power went
    blog.host.put("proof.txt", b"of others, meanwhile")
    site.write("static/changing.txt", "first")
    site.remove("static/passing.txt")
    site.write("static/other.txt", "new")
    blog.well()
    assert blog.host.tree() == {**site.tree(), "proof.txt": b"of others, meanwhile"}
    assert (Path(host.told["path"]) / "lasting.txt").stat().st_ino == arrived


@pytest.mark.slow
def test_an_unknown_host_stops_it(site: Site, tmp_path: Path, request: pytest.FixtureRequest, sshd: Sshd) -> None:
    blog = Blog(site, make_host("ssh", tmp_path / "host", request))
    config = tmp_path / "config"
    config.write_text(sshd.config.read_text().replace(str(sshd.known), str(tmp_path / "nobody")))
    done = site.run("deploy", env={"MATINEE_SSH": f"ssh -F {config}"})
    assert done.code == 1
    assert "Host key verification failed" in done.err
    assert "fingerprint" in done.err
    assert blog.host.tree() == {}


@pytest.mark.slow
def test_a_path_is_data_and_never_words_of_a_shell(
    site: Site, tmp_path: Path, request: pytest.FixtureRequest, sshd: Sshd
) -> None:
    folder = tmp_path / "it's; touch owned $(touch owned) `touch owned` -rf ünï"
    blog = Blog(site, make_host("ssh", folder, request))
    blog.well()
    assert blog.is_live()
    site.append(f"{HER}/comments.yaml", "- id: 8\n  author: Lin\n  date: 2014-02-08\n  body: Another.\n")
    site.remove("content/posts/2015-02-15-stalker.md")
    blog.well()
    assert blog.is_live()
    blog.well("--rollback")
    assert not list(Path.home().glob("owned")) + list(tmp_path.rglob("owned"))


def test_a_host_that_begins_with_a_hyphen_is_refused(site: Site) -> None:
    site.write(
        "content/site.yaml",
        site.read("content/site.yaml") + "deploy:\n  live: {kind: ssh, host: -oProxyCommand=touch owned, path: /srv}\n",
    )
    done = site.run("deploy")
    assert done.code == 1
    assert "no name of a host" in done.err
    assert not (site.folder / "owned").exists()


# S3


@contextmanager
def faulty_proxy(address: str, judge: Callable[[str, str, int], int]) -> Iterator[str]:
    """An address that leads to another. Of each request `judge` is told method, path and number; it gives a status to
    answer with, 0 to pass it on, -1 to break the wire."""
    count = 0
    lock = threading.Lock()

    class Proxy(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            nonlocal count
            data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            with lock:
                number, count = count, count + 1
            verdict = judge(self.command, self.path, number)
            if verdict < 0:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            if verdict:
                body = b"<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"
                self._say(verdict, {"Content-Type": "application/xml"}, body)
                return
            headers = {key: value for key, value in self.headers.items() if key.lower() not in {"connection", "expect"}}
            asked = HTTPConnection(address.removeprefix("http://"), timeout=30)
            asked.request(self.command, self.path, data or None, headers)
            found = asked.getresponse()
            self._say(found.status, dict(found.headers), found.read())
            asked.close()

        def _say(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response_only(status)
            for key, value in headers.items():
                if key.lower() not in {"content-length", "connection", "transfer-encoding"}:
                    self.send_header(key, value)
            length = headers.get("Content-Length", "0") if self.command == "HEAD" else str(len(body))
            self.send_header("Content-Length", length)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = answer  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def s3_host(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> S3Host:
    host = make_host("s3", tmp_path, request, prefix="blog/")
    assert isinstance(host, S3Host)
    for name, value in S3_ENV.items():
        monkeypatch.setenv(name, value)
    return host


def s3_target(address: str) -> S3Target:
    return S3Target("films", "blog/", address, "eu-west-1", "")


@pytest.mark.slow
def test_a_bucket_that_is_busy_is_asked_again(site: Site, s3_host: S3Host, s3_address: str) -> None:
    site.good()
    seen: dict[tuple[str, str], int] = {}

    def busy(method: str, path: str, number: int) -> int:
        seen[method, path] = seen.get((method, path), 0) + 1
        return 503 if seen[method, path] == 1 and number % 5 == 0 else 0

    with faulty_proxy(s3_address, busy) as address:
        send(s3_target(address), site)
    assert s3_host.tree() == site.tree()
    assert max(seen.values()) > 1


@pytest.mark.slow
def test_a_bucket_is_never_left_with_dead_ends_wherever_it_is_cut(
    site: Site, s3_host: S3Host, s3_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matinee.deploy.bucket, "TRIES", 1)
    monkeypatch.setattr(matinee.deploy.sign, "_STALE", 0.0)
    site.good()
    send(s3_target(s3_address), site)
    old, new = change(site)
    end, was_cut = 0, True
    while was_cut:
        with faulty_proxy(s3_address, lambda method, path, number, end=end: -1 if number >= end else 0) as address:  # type: ignore[misc]
            try:
                send(s3_target(address), site)
                was_cut = False
            except OutsideError:
                pass
        tree = s3_host.tree()
        assert all(tree[path] in (old.get(path), new.get(path)) for path in tree)
        if tree.get("index.html") == new["index.html"]:  # what leads to pages comes after them
            assert "2015/05/05/new/index.html" in tree
        if "2015/02/15/stalker/index.html" not in tree:  # deletions come last
            assert all(tree[path] == new[path] for path in new)
        end += 6
        assert end < 400
    assert s3_host.tree() == new
    assert end > 30


@pytest.mark.slow
def test_where_an_upload_fails_nothing_is_deleted_and_it_is_named(
    site: Site, s3_host: S3Host, s3_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matinee.deploy.bucket, "TRIES", 1)
    site.good()
    send(s3_target(s3_address), site)
    _old, new = change(site)
    with (
        faulty_proxy(
            s3_address, lambda method, path, _: 403 if method == "PUT" and "05/new/index" in path else 0
        ) as address,
        pytest.raises(OutsideError, match=r"2015/05/05/new/index\.html"),
    ):
        send(s3_target(address), site)
    assert "2015/02/15/stalker/index.html" in s3_host.tree()
    sent: list[str] = []

    def note(method: str, path: str, number: int) -> int:
        if method == "PUT" and "/.matinee/" not in path:
            sent.append(path)
        return 0

    with faulty_proxy(s3_address, note) as address:
        send(s3_target(address), site)
    assert s3_host.tree() == new
    assert not [path for path in sent if path.endswith("05/new/card.png")]  # it had arrived before


@pytest.mark.slow
def test_more_than_a_thousand_objects_are_listed_and_deleted(site: Site, s3_host: S3Host, s3_address: str) -> None:
    for number in range(1010):
        site.write(f"static/many/{number}.txt", str(number))
    site.good()
    send(s3_target(s3_address), site)
    s3_host.forget()
    assert send(s3_target(s3_address), site).plan.sends == ()
    site.remove("static/many")
    site.good()
    deploy(s3_target(s3_address), site.output, 5000, lambda *_: False, lambda *_: None, lambda *_: None)
    assert s3_host.tree() == site.tree()


@pytest.mark.slow
def test_objects_have_types_and_times_to_be_kept_and_no_rights(site: Site, s3_host: S3Host, s3_address: str) -> None:
    site.good()
    send(s3_target(s3_address), site)
    heads = {
        path: s3_host.client.head_object(Bucket="films", Key=f"blog/{path}")
        for path in ("index.html", "style.css", "feed.xml", "theme.js", "2014/01/13/her/letter.png")
    }
    assert {path: head["ContentType"] for path, head in heads.items()} == {
        "index.html": "text/html; charset=utf-8",
        "style.css": "text/css; charset=utf-8",
        "feed.xml": "application/xml",
        "theme.js": "text/javascript; charset=utf-8",
        "2014/01/13/her/letter.png": "image/png",
    }
    assert heads["index.html"]["CacheControl"] == "public, max-age=0, must-revalidate"
    acl = s3_host.client.get_object_acl(Bucket="films", Key="blog/index.html")
    assert not [grant for grant in acl["Grants"] if "AllUsers" in str(grant)]
