"""What every host does alike, on the real thing: first deploy, second, dry run, going back, what is not ours."""

from __future__ import annotations

import json
import os

import pytest

from matinee.deploy.target import make_target
from matinee.model import DeployKind
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


def test_a_dry_run_changes_nothing_at_all_on_the_host(blog: Blog) -> None:
    nothing = blog.host.state()
    blog.well("--dry-run")
    assert blog.host.state() == nothing
    blog.well()
    blog.site.write("static/new.txt", "new")
    before = blog.host.state()
    assert "+ new.txt (3 bytes)" in blog.well("--dry-run").out
    blog.host.forget()
    lost = blog.host.state()
    assert "new.txt" in blog.well("--dry-run").out
    assert blog.host.state() == lost != before


def test_a_dry_run_waits_for_nobody(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    blog.well()
    blog.site.write("static/new.txt", "new")
    for name, value in blog.host.env.items():
        monkeypatch.setenv(name, value)
    told = {**blog.host.told, "kind": DeployKind(blog.host.told["kind"])}
    with make_target("live", told, blog.site.folder).open():
        before = blog.host.state()
        assert "+ new.txt (3 bytes)" in blog.well("--dry-run").out
        assert blog.host.state() == before
        refused = blog.deploy()
    assert refused.code == 1
    assert "another deploy" in refused.err


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


def test_going_back_keeps_what_others_have_put_there_since(blog: Blog) -> None:
    blog.well()
    before = blog.host.tree()
    blog.site.append(f"{HER}/comments.yaml", COMMENT.format(id=8))
    blog.well()
    theirs = {".well-known/proof 1.txt": b"mine", "other site/index.html": b"mine too", "-d/x": b"dash"}
    for path, data in theirs.items():
        blog.host.put(path, data)
    blog.well("--rollback")
    assert blog.host.tree() == {**before, **theirs}
    blog.well()
    assert blog.host.tree() == {**blog.site.tree(), **theirs}


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
    before = blog.lose_many()
    dry = blog.deploy("--dry-run")
    assert dry.code == 1
    assert sum(line.startswith("- ") for line in dry.out.splitlines()) > 15
    assert "files would be deleted" in dry.err
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
        blog.site.write("static/carriage\rreturn\r\n.txt", "one\n")
    blog.well()
    assert blog.is_live()
    assert ("new\nline.txt" in blog.host.tree()) is takes_newlines
    blog.site.remove("static/-dash.txt")
    if takes_newlines:
        blog.site.remove("static/new\nline.txt")
        blog.site.remove("static/carriage\rreturn\r\n.txt")
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


def test_what_others_put_at_a_path_of_the_site_stops_it(blog: Blog) -> None:
    blog.well()
    blog.host.put("robots.old.txt", b"theirs")
    blog.host.put("it's -n ünïcödé $(x).txt", b"theirs, too")
    before = blog.host.tree()
    names = ["it's -n ünïcödé $(x).txt", "robots.old.txt"]
    for name in names:
        blog.site.write(f"static/{name}", "ours")
    done = blog.deploy()
    assert done.code == 1
    assert f"2 files that are not ours would be replaced: {', '.join(names)}" in done.err
    assert "--force" in done.err
    assert blog.host.tree() == before
    dry = blog.deploy("--dry-run")
    assert dry.code == 1
    assert [line for line in dry.out.splitlines() if line.startswith("! ")] == [
        f"! {name} (not ours)" for name in names
    ]
    assert "would be replaced" in dry.err
    told = blog.deploy("--dry-run", "--json")
    assert (told.code, told.json["foreign"]) == (1, names)
    assert blog.host.tree() == before
    told = blog.well("--json", "--force").json
    assert set(names) <= set(told["sent"])
    assert blog.is_live()
    for name in names:
        blog.site.remove(f"static/{name}")
    blog.well()
    assert blog.is_live()


def test_what_others_put_there_with_our_own_bytes_is_ours(blog: Blog) -> None:
    blog.well()
    blog.host.put("notes.txt", b"the same")
    blog.site.write("static/notes.txt", "the same")
    blog.well()
    assert blog.is_live()
    blog.site.remove("static/notes.txt")
    blog.well()
    assert blog.is_live()


def test_a_file_of_others_where_the_site_has_a_folder_stops_it_and_the_reverse(blog: Blog) -> None:
    blog.well()
    blog.host.put("2031", b"theirs")
    blog.host.put("thing/deep/theirs.txt", b"theirs")
    blog.site.write("static/2031/a/b.txt", "ours")
    blog.site.write("static/thing", "ours")
    if blog.host.told["kind"] == "s3":  # which has no folders
        blog.well()
        assert blog.host.tree() == {**blog.site.tree(), "2031": b"theirs", "thing/deep/theirs.txt": b"theirs"}
        return
    before = blog.host.tree()
    done = blog.deploy()
    assert done.code == 1
    assert "2 files that are not ours would be replaced: 2031, thing/deep/theirs.txt" in done.err
    assert blog.host.tree() == before
    blog.well("--force")
    assert blog.is_live()


def test_what_is_ours_becomes_folder_or_file_though_others_are_near(blog: Blog) -> None:
    blog.site.write("static/thing", "a file")
    blog.site.write("static/deep/a.txt", "in a folder")
    blog.well()
    blog.host.put("near/theirs.txt", b"theirs")
    for path in ("thing", "deep"):
        blog.site.remove(f"static/{path}")
    blog.site.write("static/thing/a.txt", "in a folder")
    blog.site.write("static/deep", "a file")
    blog.well()
    assert blog.host.tree() == {**blog.site.tree(), "near/theirs.txt": b"theirs"}


def test_a_page_that_went_while_the_record_was_lost_goes_all_the_same(blog: Blog) -> None:
    blog.site.write("content/posts/2015-05-05-gone.md", title="Gone", body="Soon.")
    blog.well()
    blog.site.write("static/second.txt", "so that there is a deploy before the last")
    blog.well()
    blog.host.put("theirs.txt", b"theirs")
    blog.host.forget()
    blog.site.remove("content/posts/2015-05-05-gone.md")
    told = blog.well("--json").json
    assert "2015/05/05/gone/index.html" in told["deleted"]
    assert blog.host.tree() == {**blog.site.tree(), "theirs.txt": b"theirs"}
