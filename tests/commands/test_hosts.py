"""`deploy --init HOST` writes files that their hosts can read, and never over one of the author's."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from matinee.content.loader import Sources
from matinee.content.loader.walk import load_config
from matinee.deploy.hosts import HOSTS, run_init, write_host
from matinee.deploy.hosts.cloudflare import project
from matinee.deploy.hosts.recipe import make_cron
from matinee.errors import UsageError
from tests.site import ROOT, Site

FILES = {
    "github-pages": {".github/workflows/publish.yml"},
    "gitlab-pages": {".gitlab-ci.yml"},
    "netlify": {"netlify.toml", "netlify/functions/daily.mjs"},
    "cloudflare-pages": {"wrangler.toml", ".github/workflows/publish.yml"},
    "server": {"hosting/nginx.conf", "hosting/Caddyfile"},
}


def written(site: Site, host: str) -> dict[str, str]:
    config, _ = load_config(Sources(site.folder, ()))
    done = write_host(site.folder, host, config)
    assert not done.left
    return {path: site.read(path) for path in (*done.written, *done.unchanged)}


def read_workflow(text: str) -> Mapping[str, Any]:
    """A workflow as GitHub reads it, where `on` is no truth."""
    loaded: dict[Any, Any] = yaml.safe_load(text)
    return {("on" if key is True else key): value for key, value in loaded.items()}


def shell_of(workflow: Mapping[str, Any]) -> list[str]:
    return [step["run"] for step in workflow["jobs"]["build"]["steps"] if "run" in step]


def test_every_host_that_a_site_can_name_has_files(site: Site) -> None:
    assert {host.value for host in HOSTS} == FILES.keys()


@pytest.mark.parametrize("host", FILES)
def test_the_files_of_a_host_are_written_once(host: str, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    before = site.sources()
    assert run_init(site.folder, host) == 0
    out = capsys.readouterr().out
    assert f"\nhost: {host}\n" in out
    assert site.sources().keys() - before.keys() == FILES[host]
    assert {path: data for path, data in site.sources().items() if path in before} == before
    assert run_init(site.folder, host) == 0
    many = len(FILES[host])
    assert capsys.readouterr().out.endswith(f"0 files written, {many} unchanged\n")


@pytest.mark.parametrize("host", FILES)
def test_a_file_of_the_authors_is_left_and_what_is_missing_is_told(
    host: str, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    ours = written(site, host)
    path = min(FILES[host])
    site.write(path, "mine\n")
    assert run_init(site.folder, host) == 1
    out = capsys.readouterr().out
    assert site.read(path) == "mine\n"
    assert f"{path} is here already, and was left as it is" in out
    assert ours[path] in out
    assert out.endswith(f"0 files written, {len(ours) - 1} unchanged, 1 left as found\n")


def test_a_site_that_names_its_host_is_not_told_to(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.config(host="netlify")
    run_init(site.folder, "netlify")
    assert "Write this line" not in capsys.readouterr().out


def test_there_are_no_other_hosts(site: Site) -> None:
    with pytest.raises(UsageError, match=r'^there is no host "geocities"; there are github-pages, '):
        run_init(site.folder, "geocities")


@pytest.mark.parametrize("host", ["github-pages", "cloudflare-pages"])
def test_a_workflow_may_do_no_more_than_it_must(host: str, site: Site) -> None:
    site.config(timezone="America/New_York")
    site.write("build.py", "")
    workflow = read_workflow(written(site, host)[".github/workflows/publish.yml"])
    assert workflow["on"] == {
        "push": {"branches": ["main", "master"]},
        "schedule": [{"cron": "17 5 * * *"}],
        "workflow_dispatch": None,
    }
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["concurrency"] == {"group": "publish", "cancel-in-progress": False}
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@v\d+", step["uses"]) for step in steps if "uses" in step)
    assert all(job["timeout-minutes"] for job in workflow["jobs"].values())
    [cache] = [step["with"] for step in steps if step.get("uses", "").startswith("actions/cache@")]
    assert cache["path"].split() == [".matinee", "public"]
    assert cache["key"].startswith(cache["restore-keys"])
    assert shell_of(workflow)[:3] == ["pip install matinee", "python build.py", "python build.py check --leaks"]
    secrets = {name for step in steps for name in re.findall(r"secrets\.(\w+)", str(step))}
    assert secrets == ({"CLOUDFLARE_API_TOKEN", "CLOUDFLARE_ACCOUNT_ID"} if host == "cloudflare-pages" else set())


def test_only_the_job_that_publishes_may_publish(site: Site) -> None:
    jobs = read_workflow(written(site, "github-pages")[".github/workflows/publish.yml"])["jobs"]
    assert "permissions" not in jobs["build"]
    assert jobs["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert jobs["deploy"]["needs"] == "build"


def test_what_matinee_keeps_for_itself_is_published_nowhere(site: Site) -> None:
    site.good()
    [*_, apart] = shell_of(read_workflow(written(site, "github-pages")[".github/workflows/publish.yml"]))
    subprocess.run(["sh", "-ec", apart], cwd=site.folder, check=True, timeout=60)
    published = Site(site.folder, site.folder / "published")
    assert not (published.output / ".matinee").exists()
    assert published.tree() == site.tree()
    job = yaml.safe_load(written(site, "gitlab-pages")[".gitlab-ci.yml"])["pages"]
    assert job["artifacts"] == {"paths": ["public"], "exclude": ["public/.matinee/**/*"]}


def test_gitlab_builds_with_what_the_last_build_made(site: Site) -> None:
    pipeline = yaml.safe_load(written(site, "gitlab-pages")[".gitlab-ci.yml"])
    assert pipeline["pages"]["cache"]["paths"] == [".matinee", ".pip", "public"]
    assert pipeline["pages"]["script"] == ["pip install matinee", "matinee build", "matinee check --leaks"]
    assert pipeline["pages"]["rules"] == [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]


def test_netlify_builds_each_day(site: Site) -> None:
    site.config(timezone="Asia/Kolkata")
    files = written(site, "netlify")
    told = tomllib.loads(files["netlify.toml"])
    assert told["build"]["publish"] == "published"
    assert told["build"]["command"].startswith("pip install matinee && matinee build && matinee check --leaks && ")
    assert told["plugins"] == [{"package": "netlify-plugin-cache", "inputs": {"paths": [".matinee", "public"]}}]
    assert 'schedule: "47 18 * * *"' in files["netlify/functions/daily.mjs"]


def test_cloudflare_knows_the_project(site: Site) -> None:
    told = tomllib.loads(written(site, "cloudflare-pages")["wrangler.toml"])
    assert (told["name"], told["pages_build_output_dir"]) == ("changeover", "published")


@pytest.mark.parametrize(
    ("title", "name"), [("Ciné-Club: Über!", "cine-club-uber"), ("千と千尋", "blog"), ("a" * 80, "a" * 58), ("7", "7")]
)
def test_a_project_has_a_name_that_cloudflare_takes(title: str, name: str) -> None:
    assert project(title) == name


@pytest.mark.parametrize(
    ("witnesses", "search", "install", "build"),
    [
        ({}, "titles", "pip install matinee", "matinee build"),
        ({"build.py": ""}, "full", 'pip install "matinee[search]"', "python build.py"),
        ({"build.py": "", "pyproject.toml": ""}, "full", 'pip install ".[search]"', "python build.py"),
        ({"requirements.txt": "matinee\n"}, "full", "pip install -r requirements.txt", "matinee build"),
    ],
)
def test_a_blog_is_built_as_it_lies_there(
    witnesses: dict[str, str], search: str, install: str, build: str, site: Site
) -> None:
    site.config(search=search)
    for path, text in witnesses.items():
        site.write(path, text)
    commands = [install, build, f"{build.removesuffix(' build')} check --leaks"]
    assert yaml.safe_load(written(site, "gitlab-pages")[".gitlab-ci.yml"])["pages"]["script"] == commands
    assert shell_of(read_workflow(written(site, "github-pages")[".github/workflows/publish.yml"]))[:3] == commands
    assert f"{' && '.join(commands)} && " in tomllib.loads(written(site, "netlify")["netlify.toml"])["build"]["command"]


def commands_of(host: str, files: Mapping[str, str]) -> list[str]:
    """What a host has its shell do, from its files."""
    if host == "gitlab-pages":
        script: list[str] = yaml.safe_load(files[".gitlab-ci.yml"])["pages"]["script"]
        return script
    if host == "netlify":
        return [tomllib.loads(files["netlify.toml"])["build"]["command"]]
    return shell_of(read_workflow(files[".github/workflows/publish.yml"]))


LEAKS = {
    "a key": "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n",
    "a copy of a draft": "Nobody has read this sentence about the usher and the lamp in the third row yet.\n",
}


@pytest.mark.parametrize("host", sorted(FILES.keys() - {"server"}))
def test_what_a_host_runs_stops_at_a_leak(host: str, site: Site, tmp_path: Path) -> None:
    site.write("content/posts/secret.md", title="Secret", draft=True, body=LEAKS["a copy of a draft"])
    if host != "gitlab-pages":
        shutil.copy(ROOT / "build.py", site.folder / "build.py")
    commands = commands_of(host, written(site, host))
    tools = tmp_path / "bin"
    tools.mkdir()
    for name, line in {"pip": "true", "python": sys.executable, "matinee": f"{sys.executable} -m matinee"}.items():
        (tools / name).write_text(f'#!/bin/sh\nexec {line} "$@"\n')
        (tools / name).chmod(0o755)

    def run() -> subprocess.CompletedProcess[str]:
        """Every command as it stands there, but for installing, until one fails."""
        env = site.environment(PATH=f"{tools}:{os.environ['PATH']}")
        for command in commands:
            words = ["bash", "-eo", "pipefail", "-c", command]
            done = subprocess.run(words, cwd=site.folder, env=env, capture_output=True, text=True, timeout=120)
            if done.returncode:
                break
        return done

    for text in LEAKS.values():
        site.write("static/notes.txt", text)
        done = run()
        assert done.returncode == 1
        assert "public/notes.txt:1:1: error: " in done.stderr
        assert "b3BlbnNzaC1rZXk" not in done.stdout + done.stderr
        assert not (site.folder / "published").exists()
    site.write("static/notes.txt", "Nothing of note.\n")
    done = run()
    assert done.returncode == 0, done.stderr
    handed_over = site.folder / ("public" if host == "gitlab-pages" else "published")
    assert (handed_over / "notes.txt").read_text() == "Nothing of note.\n"


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"])
def test_a_daily_build_comes_soon_after_the_day_begins(zone: str) -> None:
    minute, hour, *rest = make_cron(zone).split()
    assert rest == ["*"] * 3
    for month in (1, 7):
        there = datetime(2026, month, 15, int(hour), int(minute), tzinfo=UTC).astimezone(ZoneInfo(zone))
        assert there.hour in {0, 1}, there


@pytest.mark.parametrize(
    ("told", "home", "root"),
    [
        ({}, "/srv/www/matinee.example", "/srv/www/matinee.example"),
        ({"url": "https://matinee.example/blog"}, "/srv/www/matinee.example/blog", "/srv/www/matinee.example"),
        ({"deploy": "{live: {kind: folder, path: /srv/films/}}"}, "/srv/films", "/srv/films"),
        ({"deploy": "{live: {kind: ssh, host: a@b.example, path: /srv/films}}"}, "/srv/films", "/srv/films"),
        ({"deploy": "{live: {kind: folder, path: '/srv/$x'}}"}, "/srv/www/matinee.example", "/srv/www/matinee.example"),
    ],
)
def test_a_server_looks_where_the_site_is_laid(told: dict[str, str], home: str, root: str, site: Site) -> None:
    site.config(**told)
    files = written(site, "server")
    assert f'include "{home}/_redirects.nginx";' in files["hosting/nginx.conf"]
    assert f'root "{root}";' in files["hosting/nginx.conf"]
    assert f'import "{home}/_redirects.caddy"' in files["hosting/Caddyfile"]


def test_caddy_finds_its_own_hand_in_ours(site: Site) -> None:
    if shutil.which("caddy") is None:
        pytest.skip("there is no Caddy: apt-get install caddy")
    text = written(site, "server")["hosting/Caddyfile"].split("\n", 2)[2]
    done = subprocess.run(["caddy", "fmt", "-"], input=text, capture_output=True, text=True, check=True, timeout=30)
    assert done.stdout == text
