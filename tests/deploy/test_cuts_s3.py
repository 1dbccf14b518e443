"""A deploy to a bucket that is cut at any step, or asks too much of it: what readers see is an old site with whole new
files, nothing has been deleted, and the next deploy ends it. (Faults I01, I06, I11.)"""

from __future__ import annotations

import pytest

import matinee.deploy.bucket
import matinee.deploy.sign
from matinee.deploy.errand import deploy
from matinee.errors import OutsideError
from tests.deploy.cutting import change, faulty_proxy, s3_target, send
from tests.deploy.hosts import S3Host
from tests.site import Site


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
