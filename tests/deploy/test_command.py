"""What `deploy` is told and tells: which target, what is refused, what it doubts, going back."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from tests.deploy.conftest import Blog, make_host
from tests.site import CONFIG, Site

pytestmark = pytest.mark.slow


@pytest.fixture
def live(site: Site, tmp_path: Path, request: pytest.FixtureRequest) -> Blog:
    return Blog(site, make_host("folder", tmp_path / "host", request))


def test_without_a_target_it_says_what_to_write(site: Site) -> None:
    done = site.run("deploy")
    assert done.code == 2
    assert "deploy:" in done.err


def test_of_several_targets_one_must_be_named(site: Site, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    site.append(
        "content/site.yaml",
        "deploy:\n" + "".join(f"  {name}: {{kind: folder, path: {tmp_path}/{name}/www}}\n" for name in ("one", "two")),
    )
    assert site.run("deploy").code == 2
    assert site.run("deploy", "three").code == 2
    assert site.run("deploy", "two").code == 0
    assert (tmp_path / "two/www/index.html").is_file()
    assert not (tmp_path / "one/www").exists()


def test_there_is_no_dry_run_of_going_back(live: Blog) -> None:
    live.well()
    live.site.write("static/new.txt", "new")
    live.well()
    done = live.deploy("--rollback", "--dry-run")
    assert done.code == 2
    assert live.is_live()
    told = json.loads(live.well("--rollback", "--json").out)
    assert told["target"] == "live"
    assert "new.txt" not in live.host.tree()


def test_after_going_back_and_a_new_deploy_one_goes_back_to_what_readers_saw(live: Blog) -> None:
    seen = []
    for text in ("first", "bad", "third"):
        live.site.write("static/state.txt", text)
        live.well()
        if text == "bad":
            live.well("--rollback")
        seen.append(live.host.tree()["state.txt"])
    assert seen == [b"first", b"first", b"third"]
    live.well("--rollback")
    assert live.host.tree()["state.txt"] == b"first"


@pytest.mark.parametrize("path", ["public", "static", "content", ".", "..", "public/www"])
def test_a_site_never_goes_into_its_own_folder_or_around_it(site: Site, path: str) -> None:
    site.append("content/site.yaml", f"deploy:\n  live: {{kind: folder, path: {path}}}\n")
    before = site.sources()
    done = site.run("deploy")
    assert done.code == 1
    assert "the blog's own folder" in done.err
    assert "mv " not in done.err
    assert site.sources() == before


def test_what_a_build_warns_of_is_told(live: Blog) -> None:
    live.site.write("static/.env", "SECRET=1")
    done = live.well()
    assert "static/.env" in done.err


def test_the_address_that_every_new_blog_has_is_doubted(live: Blog) -> None:
    live.site.edit("content/site.yaml", "https://matinee.example", "https://example.org")
    done = live.well()
    assert "warning: every feed and every link to the whole address says https://example.org" in done.err


def test_a_domain_that_is_not_the_sites_is_doubted(site: Site, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    blog = Blog(site, make_host("git", tmp_path / "host", request, domain="films.example"))
    assert "the domain of live is films.example" in blog.well().err


def test_a_copy_of_a_draft_in_static_is_a_leak(live: Blog) -> None:
    text = "Nobody has read this sentence about the usher and the lamp in the third row yet.\n"
    live.site.write("content/posts/secret.md", title="Secret", draft=True, body=text)
    live.site.write("static/copy.txt", text)
    done = live.deploy()
    assert done.code == 1
    assert "public/copy.txt" in done.err
    assert "draft: " in done.err


def test_told_how_many_pages_may_go_the_guard_does_not_count(live: Blog) -> None:
    for day in range(10, 28):
        for month in ("05", "06", "07"):
            live.site.write(f"content/posts/2015-{month}-{day}-gone.md", title=f"Gone {month} {day}", body="Soon.")
    live.well()
    for day in range(10, 28):
        for month in ("05", "06", "07"):
            live.site.remove(f"content/posts/2015-{month}-{day}-gone.md")
    done = live.deploy()
    assert done.code == 1
    dry = live.deploy("--dry-run")
    assert (dry.code, dry.out.count("\n- ") > 50) == (1, True)
    live.well("--max-delete", "1000")
    assert live.is_live()


def failure(blog: Blog, *words: str) -> tuple[int, list[str]]:
    """The exit code of a deploy that fails, and the codes of its problems, which one JSON object holds and nothing
    else tells."""
    done = blog.deploy("--json", *words)
    assert set(done.json) == {"target", "dry_run", "problems"}
    assert done.err == ""
    return done.code, [problem["code"] for problem in done.json["problems"]]


def test_each_failure_is_one_object_of_the_same_shape(live: Blog, tmp_path: Path) -> None:
    assert failure(live, "nowhere") == (2, ["usage"])
    assert failure(live, "--rollback", "--dry-run") == (2, ["usage"])
    assert failure(live, "--rollback") == (1, ["outside"])
    live.site.write("static/key.txt", "-----BEGIN PRIVATE KEY-----\n" + "A" * 64)
    code, codes = failure(live)
    assert code == 1
    assert codes
    assert "outside" not in codes
    live.site.remove("static/key.txt")
    (tmp_path / "host/www").mkdir()
    assert failure(live) == (1, ["outside"])
    live.site.write("content/posts/2015-05-05-broken.md", "---\nrating: many\n---\n")
    code, [found] = failure(live)
    assert (code, found) == (1, "rating")
    live.site.write("content/site.yaml", "title: [\n")
    code, codes = failure(live)
    assert code == 1
    assert "outside" not in codes


def test_what_is_doubted_stands_in_the_object_of_a_deploy_that_is_done(live: Blog) -> None:
    live.site.edit("content/site.yaml", "https://matinee.example", "https://example.org")
    live.site.write("static/.env", "SECRET=1")
    done = live.well("--json")
    assert done.err == ""
    told = {(problem["severity"], problem["path"]) for problem in done.json["problems"]}
    assert told == {("warning", "content/site.yaml"), ("warning", "static/.env")}


def test_a_program_that_reads_the_answer_is_not_asked(live: Blog) -> None:
    for number in range(20):
        live.site.write(f"static/{number}.txt", "soon gone")
    live.well()
    for number in range(20):
        live.site.remove(f"static/{number}.txt")
    done = live.deploy("--json")
    assert done.code == 1
    assert "--max-delete 20" in done.json["problems"][0]["message"]


@pytest.mark.parametrize(("answer", "goes"), [("y\n", True), ("n\n", False), ("\x04", False)])
def test_whoever_sits_before_the_terminal_is_asked_whether_much_may_go(live: Blog, answer: str, goes: bool) -> None:
    before = live.lose_many()
    ours, theirs = pty.openpty()
    env = live.site.environment(**live.host.env)
    with subprocess.Popen(live.site.command("deploy"), env=env, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        said = b""
        with suppress(OSError):  # the other end is closed
            while data := os.read(ours, 4096):
                said += data
                if b"[y/N]" in said and answer:
                    os.write(ours, answer.encode())
                    answer = ""
    os.close(ours)
    assert b"more than" in said
    assert b" more\r\n" in said
    assert b"Traceback" not in said
    assert process.returncode == (0 if goes else 1)
    assert live.host.tree() == (live.site.tree() if goes else before)


def test_without_boto3_it_is_said_how_to_have_it(site: Site, tmp_path: Path) -> None:
    for name in ("boto3", "botocore"):
        (tmp_path / "none" / name).mkdir(parents=True)
        (tmp_path / "none" / name / "__init__.py").write_text(f"raise ModuleNotFoundError({name!r})\n")
    site.write("content/site.yaml", f"{CONFIG}deploy:\n  live: {{kind: s3, bucket: films}}\n")
    path = f"{tmp_path / 'none'}{os.pathsep}{site.environment()['PYTHONPATH']}"
    for words in ((), ("--dry-run",), ("--rollback",)):
        done = site.run("deploy", *words, env={"PYTHONPATH": path})
        assert done.code == 1
        assert 'boto3 is not installed; run: pip install "matinee[s3]"' in done.err
        assert "Traceback" not in done.err


def test_settings_that_cannot_be_read_make_no_recipe(site: Site) -> None:
    site.write("content/site.yaml", f"{CONFIG}timezone: Europe/Nowhere\n")
    done = site.run("deploy", "--init", "netlify")
    assert done.code == 1
    assert "Europe/Nowhere" in done.err
    assert not (site.folder / "netlify.toml").exists()
