"""Whose a file on a branch is: ours, somebody else's, or the host's. (Faults I04, D04, D06.)"""

from __future__ import annotations

from pathlib import Path

import pytest

from matinee.errors import OutsideError
from tests.deploy.git.conftest import Pages
from tests.deploy.hosts import GitHost

BESIDE = {"index.html": b"Home."}


# The two files that the host reads


def test_the_two_files_of_the_host_are_part_of_the_plan(pages: Pages, git_host: GitHost) -> None:
    planned = pages.deploy({}, domain="films.example", dry=True).plan
    assert set(planned.lines()) == {"+ .nojekyll (0 bytes)", "+ CNAME (14 bytes)", "+ index.html (5 bytes)"}
    assert git_host.whole_tree() == {}
    done = pages.deploy({}, domain="films.example").plan
    assert list(done.lines()) == list(planned.lines())
    tree = git_host.whole_tree()
    record = tree.pop(".matinee/deployed")
    assert tree == {**BESIDE, ".nojekyll": b"", "CNAME": b"films.example\n"}
    assert b"CNAME" in record
    assert pages.deploy({}, domain="films.example").note == ""
    assert git_host.commits() == 1


def test_cname_goes_with_the_domain(pages: Pages, git_host: GitHost) -> None:
    pages.deploy({}, domain="films.example")
    assert list(pages.deploy({}, dry=True).plan.lines()) == ["- CNAME"]
    pages.deploy({})
    assert "CNAME" not in git_host.whole_tree()
    pages.go_back()
    assert git_host.whole_tree()["CNAME"] == b"films.example\n"


@pytest.mark.parametrize("between", [b"theirs.example", b"films.example"])
def test_a_cname_that_the_hosts_settings_wrote_stays(pages: Pages, git_host: GitHost, between: bytes) -> None:
    pages.deploy({}, domain="films.example")
    git_host.put("CNAME", between)
    pages.deploy({"new.html": "new"})
    assert git_host.whole_tree()["CNAME"] == between
    pages.go_back()
    assert git_host.whole_tree()["CNAME"] == between


def test_a_cname_of_others_stays_where_no_domain_is_told_and_gives_way_where_one_is(
    pages: Pages, git_host: GitHost
) -> None:
    git_host.put("CNAME", b"theirs.example\n")
    pages.deploy({})
    assert git_host.whole_tree()["CNAME"] == b"theirs.example\n"
    assert list(pages.deploy({}, domain="films.example", dry=True).plan.lines()) == ["~ CNAME (14 bytes)"]
    pages.deploy({}, domain="films.example")
    assert git_host.whole_tree()["CNAME"] == b"films.example\n"


def test_the_sites_own_files_of_these_names_win(pages: Pages, git_host: GitHost) -> None:
    own = {"CNAME": b"own.example\n", ".nojekyll": b"mine"}
    git_host.put("CNAME", b"theirs.example\n")
    pages.deploy(own, domain="films.example")
    assert {path: git_host.whole_tree()[path] for path in own} == own
    pages.deploy({}, domain="films.example")
    assert git_host.whole_tree()["CNAME"] == b"films.example\n"


# What is in the way


def in_the_way(pages: Pages, host: GitHost, files: dict[str, str], *named: str) -> None:
    """A deploy of these stops, names what is in the way, and has changed nothing; with force it goes through."""
    tip = host.tip()
    with pytest.raises(OutsideError) as caught:
        pages.deploy(files)
    assert caught.value.message.endswith(f" not ours would be replaced: {', '.join(named)}")
    assert "--force" in caught.value.hint
    assert host.tip() == tip
    pages.deploy(files, force=True)
    assert host.tree() == {**BESIDE, **{path: data.encode() for path, data in files.items()}}


def test_a_file_of_others_at_our_path_stops_it(pages: Pages, git_host: GitHost) -> None:
    git_host.put("page.html", b"theirs")
    in_the_way(pages, git_host, {"page.html": "ours"}, "page.html")


def test_also_on_top_of_a_deploy_of_ours(pages: Pages, git_host: GitHost) -> None:
    pages.deploy({})
    git_host.put("page.html", b"theirs")
    pages.deploy({"other.html": "ours"})
    in_the_way(pages, git_host, {"other.html": "ours", "page.html": "ours"}, "page.html")


def test_ten_are_named(pages: Pages, git_host: GitHost) -> None:
    names = [f"{number:02}.txt" for number in range(13)]
    git_host.change(dict.fromkeys(names, b"theirs"))
    in_the_way(pages, git_host, dict.fromkeys(names, "ours"), *names[:9], f"{names[9]} and 3 more")


def test_a_link_of_others_at_our_path_stops_it_even_if_it_reads_the_same(pages: Pages, git_host: GitHost) -> None:
    pages.deploy({"page.html": "elsewhere"})
    git_host.change({"page.html": b"elsewhere"}, "120000")
    in_the_way(pages, git_host, {"page.html": "elsewhere"}, "page.html")


@pytest.mark.parametrize(("mode", "data"), [("120000", b"/etc"), ("160000", b"1" * 40), ("100644", b"a file")])
def test_what_is_no_folder_of_ours_is_not_gone_through(pages: Pages, git_host: GitHost, mode: str, data: bytes) -> None:
    git_host.change({"2014/01": data}, mode)
    in_the_way(pages, git_host, {"2014/01/13/her/index.html": "ours"}, "2014/01")


def test_a_folder_of_others_is_not_replaced_by_a_file(pages: Pages, git_host: GitHost) -> None:
    pages.deploy({"thing/ours.txt": "ours"})
    git_host.put("thing/theirs/a.txt", b"theirs")
    in_the_way(pages, git_host, {"thing": "ours"}, "thing/theirs/a.txt")


def test_the_folder_of_the_record_is_none_to_go_through_either(pages: Pages, git_host: GitHost) -> None:
    git_host.change({".matinee": b"/etc"}, "120000")
    in_the_way(pages, git_host, {}, ".matinee")


def test_also_where_only_the_record_is_to_go_there(pages: Pages, git_host: GitHost) -> None:
    pages.deploy({})
    git_host.change({".matinee/deployed": None})
    git_host.change({".matinee": b"/etc"}, "120000")
    tip = git_host.tip()
    with pytest.raises(OutsideError, match=r"not ours would be replaced: \.matinee;"):
        pages.deploy({})
    assert git_host.tip() == tip


def test_a_link_in_the_place_of_a_page_that_is_gone_stays(pages: Pages, git_host: GitHost) -> None:
    pages.deploy({"page.html": "ours"})
    git_host.change({"page.html": b"elsewhere"}, "120000")
    pages.deploy({})
    assert git_host.tree()["page.html"] == b"elsewhere"


def test_the_same_bytes_are_in_nobodys_way_and_are_ours_from_then_on(pages: Pages, git_host: GitHost) -> None:
    git_host.change({"page.html": b"the same"}, "100755")
    assert [one.path for one in pages.deploy({"page.html": "the same"}).plan.sends] == [".nojekyll", "index.html"]
    pages.deploy({})
    assert "page.html" not in git_host.tree()


# What is ours


def test_what_is_in_the_record_is_ours_whoever_changed_it(pages: Pages, git_host: GitHost) -> None:
    pages.deploy({"page.html": "ours", "gone.html": "ours"})
    for number in range(3):
        git_host.change({"page.html": b"edited %d" % number, "gone.html": b"edited"})
    plan = pages.deploy({"page.html": "ours"}).plan
    assert ([one.path for one in plan.sends], plan.deletes) == (["page.html"], ("gone.html",))
    assert git_host.tree() == {**BESIDE, "page.html": b"ours"}


@pytest.mark.parametrize("record", [b"nonsense", None])
def test_without_a_record_what_is_as_our_last_commit_left_it_is_ours(
    pages: Pages, git_host: GitHost, record: bytes | None
) -> None:
    pages.deploy({"page.html": "one", "edited.html": "one", "gone.html": "one"})
    git_host.change({".matinee/deployed": record, "edited.html": b"edited"})
    with pytest.raises(OutsideError, match=r"replaced: edited\.html"):
        pages.deploy({"page.html": "two", "edited.html": "two"})
    git_host.change({"edited.html": None})
    if record is None:  # it is looked for no further back than a deploy looks
        with pytest.raises(OutsideError, match=r"replaced: page\.html"):
            pages.deploy({"page.html": "two"})
        return
    git_host.put("theirs.txt", b"theirs")
    plan = pages.deploy({"page.html": "two"}).plan
    assert plan.deletes == ("gone.html",)
    assert git_host.tree() == {**BESIDE, "page.html": b"two", "theirs.txt": b"theirs"}


def test_what_is_planned_without_a_change_writes_nothing_but_a_lost_record(pages: Pages, git_host: GitHost) -> None:
    pages.deploy({"page.html": "one"})
    record = git_host.whole_tree()[".matinee/deployed"]
    git_host.forget()
    assert pages.deploy({"page.html": "one"}).plan.is_empty
    assert git_host.whole_tree()[".matinee/deployed"] == record
    assert pages.deploy({"page.html": "one"}).note == ""


def test_a_submodule_of_others_stays_and_is_not_asked_for(
    pages: Pages, git_host: GitHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "settings").write_text("[submodule]\n\trecurse = true\n[fetch]\n\trecurseSubmodules = true\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "settings"))
    module = b'[submodule "theirs"]\n\tpath = theirs\n\turl = /nowhere/at/all\n'
    git_host.put(".gitmodules", module)
    git_host.change({"theirs": b"1" * 40}, "160000")
    for text in ("one", "two"):
        pages.deploy({"page.html": text})
    pages.go_back()
    assert git_host.tree() == {**BESIDE, "page.html": b"one", ".gitmodules": module}
    assert b"160000 commit 1111" in git_host.git("ls-tree", "gh-pages", "theirs")
