"""What a storage refuses is told with what its owner can do. (Fault I11.)"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.deploy.conftest import Blog, make_host
from tests.deploy.hosts import S3_ENV, S3Host
from tests.site import Site

pytestmark = pytest.mark.slow


@contextmanager
def refusing(status: int, code: str) -> Iterator[str]:
    """The address of a storage that answers everything with this error."""

    class Refusal(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            body = f"<Error><Code>{code}</Code><Message>No.</Message></Error>".encode()
            self.send_response_only(status)
            self.send_header("Content-Type", "application/xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_PUT = do_POST = answer  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Refusal) as server:
        serving = threading.Thread(target=server.serve_forever, daemon=True)
        serving.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        serving.join()


def blog_at(site: Site, address: str) -> Blog:
    told = {"kind": "s3", "bucket": "films", "endpoint": address, "region": "eu-west-1"}
    return Blog(site, S3Host(told, None, dict(S3_ENV)))


@pytest.mark.parametrize(
    ("status", "code", "hint"),
    [
        (403, "AccessDenied", "let the key list, read, write and delete there"),
        (400, "ExpiredToken", "log in again"),
        (403, "RequestTimeTooSkewed", "set the clock of this machine"),
        (403, "InvalidAccessKeyId", "AWS_ACCESS_KEY_ID"),
        (403, "SignatureDoesNotMatch", "the secret does not belong to the key"),
        (400, "AuthorizationHeaderMalformed", "`region`"),
    ],
)
def test_a_refusal_says_what_to_do(site: Site, status: int, code: str, hint: str) -> None:
    with refusing(status, code) as address:
        done = blog_at(site, address).deploy()
    assert done.code == 1
    assert code in done.err
    assert hint in done.err
    assert "deploy again" not in done.err
    assert not [secret for secret in S3_ENV.values() if secret in done.err and len(secret) > 8]


def test_a_bucket_that_is_not_there_is_not_made(site: Site, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    host = make_host("s3", tmp_path, request)
    assert isinstance(host, S3Host)
    host.client.delete_bucket(Bucket="films")
    for words in ((), ("--dry-run",)):
        done = Blog(site, host).deploy(*words)
        assert done.code == 1
        assert "NoSuchBucket" in done.err
        assert "or correct `bucket`" in done.err
    assert host.client.list_buckets()["Buckets"] == []


def test_a_storage_that_is_not_there_is_told(site: Site) -> None:
    done = blog_at(site, "http://127.0.0.1:9").deploy()
    assert done.code == 1
    assert "correct `endpoint` or `region`" in done.err
