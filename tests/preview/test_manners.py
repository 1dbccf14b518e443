"""Whom the preview answers, and what. (faults.md E01 to E09, E15; RFC 9110.)"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.preview.served import Served, serving
from tests.site import Site, make_sample

PAGE = "/2014/01/13/her/"
TEXT = "/robots-are-people.txt"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    site = make_sample(tmp_path_factory.mktemp("manners") / "blog")
    site.write("static/digits.txt", "0123456789")
    site.write("static/odd.xyz", "?")
    site.write("static/drawing.svg", '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    site.write("static/with space é.txt", "spaced")
    site.write("secret.txt", "outside")
    site.write(".env", "TOKEN=1")
    os.symlink(site.folder / "secret.txt", site.folder / "static" / "link.txt")
    with serving(site) as served:
        yield served


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:80", "127.0.0.1", "127.0.0.1:8000", "[::1]:1", "blog.localhost:3"]
)
def test_hosts_of_this_machine_are_answered(served: Served, host: str) -> None:
    assert served.ask("/", {"Host": host}).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "10.0.0.1",
        "[::2]",
        "localhost:x",
        "localhost@evil",
    ],
)
@pytest.mark.parametrize("path", ["/", "/.matinee/events?path=/&mark=", "/.matinee/preview.js"])
def test_other_hosts_are_refused_everywhere(served: Served, host: str, path: str) -> None:
    answer = served.ask(path, {"Host": host, "Sec-Fetch-Site": "same-origin"})
    assert (answer.status, b"Changeover" in answer.body) == (421, False)


@pytest.mark.parametrize(
    "request_head",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost:\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
        b"GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET *  HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ],
)
def test_a_request_that_names_no_host_or_no_path_is_bad(served: Served, request_head: bytes) -> None:
    assert served.raw(request_head).split(b" ")[1] == b"400"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.2"},
        {"Origin": "http://10.0.0.1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_only_the_previews_own_pages_may_listen(served: Served, headers: dict[str, str]) -> None:
    answer = served.ask(f"/.matinee/events?path={PAGE}&mark=", headers)
    assert answer.status == 403
    assert not any(name.startswith("access-control") for name in answer.headers)


def test_the_own_origin_may_listen_and_hears_no_content(served: Served) -> None:
    with served.events(PAGE, "other.mark", Origin=f"http://127.0.0.1:{served.port}") as words:
        assert next(words) == "reload"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", [PAGE, "/.matinee/events", "/nothing"])
def test_the_preview_is_only_read(served: Served, method: str, path: str) -> None:
    before = served.site.sources()
    answer = served.ask(path, method=method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")
    assert served.site.sources() == before


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2E%2E%2Fsecret.txt",
        "/%252e%252e/secret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "//etc/passwd",
        "///etc/passwd",
        "/./secret.txt",
        "/2014/../secret.txt",
        "/robots-are-people.txt/../../secret.txt",
        "/robots-are-people.txt%00",
        "/%c0%ae%c0%ae/secret.txt",
        "/%ff",
        "/.env",
        "/.matinee/preview/memo",
        "/.matinee/manifest",
        "/.matinee/../secret.txt",
        "/.matinee/session.py",
        "/.matinee/preview.js/../server.py",
        "/link.txt",
        "/secret.txt",
        "/content/posts/2014-01-13-her.md",
        "/2014/01/13/her/comments.yaml",
        "/2014%2f01/13/her/",
        "/build.py",
        "/file:///etc/passwd",
    ],
)
def test_nothing_but_outputs_is_served_in_any_spelling(served: Served, path: str) -> None:
    answer = served.ask(path)
    assert answer.status == 404
    assert not any(secret in answer.body for secret in (b"outside", b"TOKEN", b"root:", b"rating: 4.5"))


@pytest.mark.parametrize("path", ["/with%20space%20%C3%A9.txt", "/%77ith%20space%20%c3%a9%2etxt"])
def test_an_address_may_be_encoded(served: Served, path: str) -> None:
    assert served.ask(path).body == b"spaced"


@pytest.mark.parametrize(
    ("path", "type"),
    [
        (PAGE, "text/html; charset=utf-8"),
        ("/style.css", "text/css; charset=utf-8"),
        ("/feed.xml", "application/atom+xml; charset=utf-8"),
        ("/feed.json", "application/feed+json"),
        ("/sitemap.xml", "application/xml"),
        (PAGE + "letter.png", "image/png"),
        (TEXT, "text/plain; charset=utf-8"),
        ("/odd.xyz", "application/octet-stream"),
        ("/drawing.svg", "image/svg+xml"),
        ("/.matinee/preview.js", "text/javascript; charset=utf-8"),
    ],
)
def test_content_types_are_from_a_table_and_not_to_be_guessed(served: Served, path: str, type: str) -> None:
    answer = served.ask(path)
    assert (answer.status, answer.headers["content-type"]) == (200, type)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert ("sandbox" in answer.headers.get("content-security-policy", "")) == path.endswith(".svg")


@pytest.mark.parametrize("path", [PAGE, TEXT, "/style.css", "/nothing", "/feed.xml"])
def test_head_says_what_get_does_without_the_body(served: Served, path: str) -> None:
    head, whole = served.ask(path, method="HEAD"), served.ask(path)
    assert head.body == b""
    kept = ("content-type", "content-length", "etag")
    assert (head.status, [head.headers.get(name) for name in kept]) == (
        whole.status,
        [whole.headers.get(name) for name in kept],
    )


def test_a_page_that_the_browser_has_is_not_sent_again(served: Served) -> None:
    tag = served.ask(PAGE).headers["etag"]
    assert served.ask(PAGE, {"If-None-Match": tag}).status == 304
    assert served.ask(PAGE, {"If-None-Match": '"other"'}).status == 200


@pytest.mark.parametrize(
    ("asked", "status", "body"),
    [
        ("bytes=0-3", 206, b"0123"),
        ("bytes=4-", 206, b"456789"),
        ("bytes=-3", 206, b"789"),
        ("bytes=-99", 206, b"0123456789"),
        ("bytes=8-99", 206, b"89"),
        ("bytes=10-", 416, None),
        ("bytes=99-100", 416, None),
        ("lines=1-2", None, None),
        ("bytes=3-1", None, None),
        ("bytes=x-y", None, None),
        ("", 200, b"0123456789"),
    ],
)
def test_ranges(served: Served, asked: str, status: int | None, body: bytes | None) -> None:
    """RFC 9110, 14.2: a field that cannot be understood is passed over, or refused."""
    answer = served.ask("/digits.txt", {"Range": asked} if asked else {})
    assert answer.status == status if status else answer.status in {200, 400, 416}
    if body is not None:
        assert answer.body == body
    if status == 206:
        assert answer.headers["content-range"].endswith("/10")


def test_several_ranges_and_very_many(served: Served) -> None:
    several = served.ask("/digits.txt", {"Range": "bytes=0-1,4-5"})
    assert several.status == 206
    assert several.headers["content-type"].startswith("multipart/byteranges")
    assert (b"\r\n\r\n01\r\n" in several.body, b"\r\n\r\n45\r\n" in several.body) == (True, True)
    many = served.ask("/digits.txt", {"Range": "bytes=" + ",".join(["0-9"] * 1500)})
    assert len(many.body) < 10_000


def test_a_range_of_what_is_not_the_same_any_more_is_the_whole(served: Served) -> None:
    whole = served.ask("/digits.txt")
    same = {"Range": "bytes=0-3", "If-Range": whole.headers["etag"]}
    assert served.ask("/digits.txt", same).body == b"0123"
    assert served.ask("/digits.txt", {**same, "If-Range": '"other"'}).body == b"0123456789"


def test_what_the_preview_adds_is_in_no_built_file(served: Served) -> None:
    site = Site(served.site.folder, served.site.folder.parent / "elsewhere")
    site.good()
    assert not [path for path, data in site.tree().items() if b"/.matinee/" in data or b"matinee-bar" in data]
    assert b"/.matinee/preview.js" in served.ask(PAGE).body
    assert served.ask("/feed.xml").body == site.tree()["feed.xml"]
