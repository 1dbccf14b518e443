"""What every host does alike, on the real thing: first deploy, second, dry run, going back, what is not ours."""

from __future__ import annotations

import json
import os

import pytest

from tests.deploy.conftest import Blog
from tests.site import picture

pytestmark = pytest.mark.slow

HER = "content/posts/2014-01-13-her"
COMMENT = "- id: {id}\n  author: Lin\n  date: 2014-02-0{id}\n  body: Another voice.\n"


def test_the_first_deploy_brings_everything_and_the_second_what_has_changed(blog: Blog) -> None:
    first = json.loads(blog.well("--json").out)
    assert blog.is_live()
    assert set(first["sent"]) == {*blog.site.tree(), *blog.host.extras}
    blog.site.append(f"{HER}/comments.yaml", COMMENT.format(id=8))
    second = json.loads(blog.well("--json").out)
    assert blog.is_live()
    assert "2014/01/13/her/index.html" in second["sent"]
    assert set(second["sent"]) == set(second["build"]["written"])
    assert len(second["sent"]) < len(first["sent"]) / 2
    assert second["deleted"] == []


def test_where_nothing_changed_nothing_goes(blog: Blog) -> None:
    blog.well()
    before = blog.host.tree()
    told = json.loads(blog.well("--json").out)
    assert (told["sent"], told["deleted"], told["note"]) == ([], [], "")
    assert blog.host.tree() == before


def test_what_is_gone_goes_and_what_is_not_ours_stays(blog: Blog) -> None:
    blog.site.write("content/posts/2015-05-05-gone.md", title="Gone", body="Soon.")
    blog.well()
    blog.host.put(".well-known/proof.txt", b"mine")
    blog.host.put("other site/index.html", b"mine too")
    blog.site.remove("content/posts/2015-05-05-gone.md")
    told = json.loads(blog.well("--json").out)
    assert "2015/05/05/gone/index.html" in told["deleted"]
    theirs = {".well-known/proof.txt": b"mine", "other site/index.html": b"mine too"}
    assert blog.host.tree() == {**blog.site.tree(), **theirs}


def test_a_dry_run_tells_the_plan_to_the_byte_and_changes_nothing(blog: Blog) -> None:
    dry = blog.well("--dry-run")
    assert blog.host.tree() == {}
    tree = {**blog.site.tree(), **blog.host.extras}
    lines = [line for line in dry.out.splitlines() if line.startswith("+ ")]
    assert lines
    assert set(lines) == {f"+ {path} ({len(data)} bytes)" for path, data in tree.items()}
    blog.well()
    before = blog.host.tree()
    blog.site.append(f"{HER}/comments.yaml", COMMENT.format(id=8))
    told = json.loads(blog.well("--dry-run", "--json").out)
    assert told["dry_run"] is True
    assert blog.host.tree() == before
    assert json.loads(blog.well("--json").out)["sent"] == told["sent"]


def test_one_goes_back_to_what_stood_there_before(blog: Blog) -> None:
    blog.well()
    before = blog.host.tree()
    blog.site.write("content/posts/2015-05-05-new.md", title="New", body="New.")
    blog.site.remove("content/posts/2015-02-15-stalker.md")
    blog.well()
    assert blog.host.tree() != before
    done = blog.well("--rollback")
    assert "back to" in done.out
    assert blog.host.tree() == before
    blog.well()
    assert blog.is_live()


def test_with_no_deploy_before_there_is_no_way_back(blog: Blog) -> None:
    blog.well()
    tree = blog.host.tree()
    done = blog.deploy("--rollback")
    assert done.code == 1
    assert "nothing was changed" in done.err
    assert blog.host.tree() == tree


def test_a_lost_record_is_found_again_from_what_is_there(blog: Blog) -> None:
    blog.well()
    blog.host.forget()
    blog.site.append(f"{HER}/comments.yaml", COMMENT.format(id=8))
    blog.well()
    assert blog.is_live()
    told = json.loads(blog.well("--json").out)
    assert (told["sent"], told["deleted"]) == ([], [])


def test_too_many_deletions_stop_it(blog: Blog) -> None:
    for day in range(10, 25):
        blog.site.write(f"content/posts/2015-05-{day}-gone.md", title=f"Gone {day}", body="Soon.")
    blog.well()
    before = blog.host.tree()
    for day in range(10, 25):
        blog.site.remove(f"content/posts/2015-05-{day}-gone.md")
    done = blog.deploy()
    assert done.code == 1
    assert "files would be deleted" in done.err
    assert "--max-delete" in done.err
    assert blog.host.tree() == before
    told = json.loads(blog.well("--json", "--max-delete", "1000").out)
    assert len(told["deleted"]) > 15
    assert blog.is_live()


def test_strange_names_arrive(blog: Blog) -> None:
    for name in (
        "two words.txt",
        "-dash.txt",
        "ünïcödé 映画.txt",
        "quo'te\".txt",
        "semi;colon$(x).txt",
        "per%20cent.txt",
    ):
        blog.site.write(f"static/{name}", f"{name}\n")
    takes_newlines = blog.host.told["kind"] != "s3"  # moto's server does not
    if takes_newlines:
        blog.site.write("static/new\nline.txt", "one\n")
    blog.well()
    assert blog.is_live()
    assert ("new\nline.txt" in blog.host.tree()) is takes_newlines
    blog.site.remove("static/-dash.txt")
    if takes_newlines:
        blog.site.remove("static/new\nline.txt")
    blog.well()
    assert blog.is_live()


def test_same_size_and_same_time_and_other_bytes_go(blog: Blog) -> None:
    blog.site.write("static/one.png", picture(4, 3, 1))
    blog.well()
    place = blog.site.folder / "static/one.png"
    stat = place.stat()
    data = bytearray(place.read_bytes())
    data[-1] ^= 1
    place.write_bytes(bytes(data))
    os.utime(place, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    blog.well()
    assert blog.host.tree()["one.png"] == bytes(data)
    assert blog.is_live()


def test_a_site_that_does_not_build_goes_nowhere(blog: Blog) -> None:
    blog.well()
    before = blog.host.tree()
    blog.site.write("content/posts/2015-05-05-broken.md", "---\ntitle: [\n---\n")
    done = blog.deploy()
    assert done.code == 1
    assert "2015-05-05-broken.md" in done.err
    assert blog.host.tree() == before


def test_without_a_build_only_what_a_build_would_make_goes(blog: Blog) -> None:
    assert blog.deploy("--no-build").code == 1
    assert blog.host.tree() == {}
    assert blog.site.run("build", "--now", "2026-03-01").code == 0
    blog.site.append(f"{HER}/comments.yaml", COMMENT.format(id=8))
    done = blog.deploy("--no-build")
    assert done.code == 1
    assert "not what a build makes now" in done.err
    assert blog.host.tree() == {}
    blog.well("--dry-run")
    blog.well("--no-build")
    assert blog.is_live()
