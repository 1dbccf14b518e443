"""A secret is in no argument, no output, no error, no file: a canary for each target, with failures of each kind.
(Fault I07.)"""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from matinee.deploy.secrecy import redact, secrets_in
from tests.deploy.conftest import Blog, make_host
from tests.deploy.hosts import S3_ENV
from tests.site import Site

CANARY = "canary-7f3a-secret/value+0123"
FORMS = (CANARY, "canary-7f3a-secret%2Fvalue%2B0123", base64.b64encode(f"x-access-token:{CANARY}".encode()).decode())


def holds_canary(text: str) -> bool:
    return any(form in text for form in FORMS)


def test_secrets_are_known_by_the_names_of_their_variables() -> None:
    told = {
        "AWS_SECRET_ACCESS_KEY": "a" * 20,
        "HOME": "/home/jane",
        "MY_TOKEN": "b" * 9,
        "SHORT_TOKEN": "x",
        "KEYBOARD": "qwertyuiop",
    }
    assert secrets_in(told) == ("a" * 20, "b" * 9)


def test_a_secret_is_taken_out_in_each_of_its_forms() -> None:
    for form in FORMS:
        assert not holds_canary(redact(f"fatal: {form} is wrong", [CANARY]))


def test_a_password_in_an_address_is_taken_out_and_a_name_is_not() -> None:
    assert redact("https://me:hunter2@git.example/x", []) == "https://•••@git.example/x"
    assert redact("ssh://git@git.example/x", []) == "ssh://git@git.example/x"


@pytest.fixture
def canary_blog(kind: str, site: Site, tmp_path: Path, request: pytest.FixtureRequest) -> Blog:
    """A blog with a canary in each secret that its target may use."""
    blog = Blog(site, make_host(kind, tmp_path / "host", request))
    blog.host.env = {**blog.host.env, "MATINEE_GIT_TOKEN": CANARY, "AWS_SESSION_TOKEN": CANARY}
    return blog


def files_with_canary(folder: Path) -> list[str]:
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and holds_canary(path.read_bytes().decode("utf-8", "replace")):
            found.append(str(path))
    return found


def test_a_deploy_leaves_no_secret_anywhere(canary_blog: Blog) -> None:
    done = canary_blog.well()
    assert not holds_canary(done.out + done.err)
    assert files_with_canary(canary_blog.site.folder) == []
    assert not any(holds_canary(data.decode("utf-8", "replace")) for data in canary_blog.host.tree().values())


def test_no_failure_tells_a_secret(canary_blog: Blog) -> None:
    """The host is gone: whatever the way to it says, it says it without the secret."""
    site, told = canary_blog.site, canary_blog.host.told
    text = site.read("content/site.yaml")
    wrong_ones = {"path": "/nowhere/at/all", "repository": "https://127.0.0.1:9/me/blog.git", "bucket": "elsewhere"}
    for key, wrong in wrong_ones.items():
        if key in told:
            text = text.replace(str(told[key]), wrong)
    site.write("content/site.yaml", text)
    done = canary_blog.deploy()
    assert done.code == 1
    assert "Traceback" not in done.err
    assert not holds_canary(done.out + done.err)
    assert files_with_canary(site.folder) == []


@pytest.mark.skipif(shutil.which("strace") is None, reason="there is no strace: apt-get install strace")
def test_no_program_is_called_with_a_secret(canary_blog: Blog, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    before = ["strace", "-f", "-qq", "-e", "trace=execve", "-s", "4096", "-o", os.fspath(trace)]
    done = canary_blog.site.run("deploy", env=canary_blog.host.env, before=before)
    assert done.code == 0, done.err
    words = trace.read_text("utf-8", "replace")
    assert "execve" in words
    assert not holds_canary(words)


def test_a_token_is_handed_to_git_in_its_environment_alone(
    site: Site, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """A git that notes what it was called with: over HTTPS the token is in its environment, and in no argument."""
    Blog(site, make_host("git", tmp_path / "host", request))
    folder = tmp_path / "bin"
    folder.mkdir()
    real = shutil.which("git")
    script = folder / "git"
    note = f"env | grep ^GIT_CONFIG_VALUE >> {tmp_path}/env"
    script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$*" >> {tmp_path}/words\n{note}\nexec {real} "$@"\n')
    script.chmod(0o755)
    site.edit("content/site.yaml", str(tmp_path / "host/blog.git"), "https://127.0.0.1:9/me/blog.git")
    env = {"MATINEE_GIT_TOKEN": CANARY, "PATH": f"{folder}:{os.environ['PATH']}"}
    done = site.run("deploy", env=env)
    assert done.code == 1
    assert not holds_canary((tmp_path / "words").read_text())
    assert FORMS[2] in (tmp_path / "env").read_text()


def test_a_bug_tells_no_secret(site: Site, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Even a traceback of our own goes through the same hands."""
    Blog(site, make_host("folder", tmp_path / "host", request))
    script = f"""
import sys
import matinee.deploy.errand as errand
def fail(*words): raise RuntimeError("{CANARY}")
errand.make_plan = fail
from matinee.cli import run
from pathlib import Path
sys.exit(run(["deploy"], Path({str(site.folder)!r})))
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=site.environment(MATINEE_GIT_TOKEN=CANARY),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 70
    assert "RuntimeError" in done.stderr
    assert not holds_canary(done.stderr + done.stdout)


@pytest.mark.parametrize(
    "target",
    [
        "{kind: s3, bucket: films, secret_key: abcdefgh}",
        "{kind: git, repository: 'https://me:hunter2@git.example/x.git'}",
        "{kind: ssh, host: 'me:hunter2@host', path: /srv}",
        "{kind: s3, bucket: films, token: abcdefgh}",
    ],
)
def test_a_secret_in_site_yaml_is_refused_and_not_shown(site: Site, target: str) -> None:
    site.write("content/site.yaml", site.read("content/site.yaml") + f"deploy:\n  live: {target}\n")
    done = site.run("deploy")
    assert done.code == 1
    assert "content/site.yaml" in done.err
    assert "hunter2" not in done.err
    assert "abcdefgh" not in done.err


def test_the_environment_of_tests_is_no_secret() -> None:
    assert S3_ENV["AWS_SECRET_ACCESS_KEY"] in secrets_in(S3_ENV)
