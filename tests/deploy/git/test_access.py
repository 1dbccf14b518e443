"""The way to a repository: where it is, who is let in, and that nothing is waited for that never comes. (Faults I05,
I08.)"""

from __future__ import annotations

import os
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from matinee.deploy.git.access import find_access, find_address
from matinee.deploy.git.repository import Repository
from matinee.errors import OutsideError
from tests.deploy.conftest import Blog
from tests.deploy.git.conftest import Pages
from tests.deploy.hosts import GitHost, Sshd, as_yaml, user

OURS = "ssh -o BatchMode=yes -o ConnectTimeout=20 -o ServerAliveInterval=15"
LONG = 20  # seconds: nobody waits so long in these tests, unless for something that never comes


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The site's own repository, on a machine whose git knows nothing else."""
    for name in ("GIT_SSH", "GIT_SSH_COMMAND", "MATINEE_SSH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    subprocess.run(["git", "init", "--quiet", tmp_path / "site"], check=True)
    return tmp_path / "site"


def configure(repository: Path, *words: str) -> None:
    subprocess.run(["git", "-C", repository, *words], check=True)


# Where it is


@pytest.mark.parametrize(
    "address",
    [
        "https://marion@bitbucket.org/marion/films.git",
        "https://marion-the-film-critic@bitbucket.org/marion/films.git",
        "https://marion.the.2nd%40films.example@git.example/films.git",
        "ssh://git@git.example:2222/films.git",
        "git@git.example:me/films.git",
        "https://git.example/@me/films.git",
    ],
)
def test_the_name_of_a_user_is_no_secret(repository: Path, address: str) -> None:
    configure(repository, "remote", "add", "origin", address)
    assert find_address("origin", repository) == address


@pytest.mark.parametrize(
    "secret",
    [
        "marion:hunter2",
        "marion:",
        ":hunter2",
        f"ghp_{'aB' * 18}",
        f"github_pat_{'aB' * 20}",
        f"glpat-{'aB' * 10}",
        "0123456789abcdef0123456789abcdef01234567",
    ],
)
def test_a_password_or_a_token_is_refused_and_not_told(repository: Path, secret: str) -> None:
    configure(repository, "remote", "add", "origin", f"https://{secret}@git.example/films.git")
    with pytest.raises(OutsideError, match="the remote origin holds a password or a token") as caught:
        find_address("origin", repository)
    assert secret not in f"{caught.value} {caught.value.hint}".replace("git remote set-url", "")


def test_a_branch_goes_where_the_author_pushes(pages: Pages, git_host: GitHost, repository: Path) -> None:
    """In a fork that is fetched from elsewhere."""
    subprocess.run(["git", "init", "--quiet", "--bare", repository.parent / "theirs.git"], check=True)
    configure(repository, "remote", "add", "origin", str(repository.parent / "theirs.git"))
    configure(repository, "remote", "set-url", "--push", "origin", str(git_host.place))
    git_host.place, place = Path("origin"), git_host.place
    files = pages.write({})
    pages.deploy({})
    git_host.place = place
    assert git_host.tree() == files


# What lets git in


def test_ssh_is_called_so_that_it_asks_nothing_and_does_not_wait_for_ever(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_access("git@git.example:x", repository) == {"GIT_TERMINAL_PROMPT": "0", "GIT_SSH_COMMAND": OURS}
    monkeypatch.setenv("MATINEE_SSH", "ssh -F 'my config'")
    assert find_access("git@git.example:x", repository)["GIT_SSH_COMMAND"] == OURS.replace("ssh", "ssh -F 'my config'")


@pytest.mark.parametrize("name", ["GIT_SSH", "GIT_SSH_COMMAND"])
def test_what_the_author_has_told_git_about_ssh_stays(
    repository: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "my-ssh")
    assert "GIT_SSH_COMMAND" not in find_access("git@git.example:x", repository)


def test_what_the_sites_own_repository_says_about_ssh_holds(repository: Path) -> None:
    configure(repository, "config", "core.sshCommand", "ssh -i 'my key'")
    assert find_access("git@git.example:x", repository)["GIT_SSH_COMMAND"] == "ssh -i 'my key'"


@pytest.fixture
def ssh_blog(sshd: Sshd, git_blog: Blog, git_host: GitHost, monkeypatch: pytest.MonkeyPatch) -> Blog:
    """A blog that goes to its branch over SSH."""
    for name in ("GIT_SSH", "GIT_SSH_COMMAND"):
        monkeypatch.delenv(name, raising=False)
    told = {**git_host.told, "repository": f"ssh://{user()}@127.0.0.1:{sshd.port}{git_host.place}"}
    site = git_blog.site
    text = site.read("content/site.yaml").replace(as_yaml(git_host.told), as_yaml(told))
    site.write("content/site.yaml", text)
    return git_blog


@pytest.mark.slow
def test_a_branch_is_reached_over_ssh(ssh_blog: Blog, sshd: Sshd) -> None:
    ssh_blog.well(**sshd.env)
    assert ssh_blog.is_live()


@pytest.mark.slow
def test_an_unknown_host_stops_it_with_a_remedy(ssh_blog: Blog, sshd: Sshd, git_host: GitHost, tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text(sshd.config.read_text().replace(str(sshd.known), str(tmp_path / "nobody")))
    done = ssh_blog.deploy(MATINEE_SSH=f"ssh -F {config}")
    assert done.code == 1
    assert "Host key verification failed" in done.err
    assert f"git ls-remote ssh://{user()}@127.0.0.1:{sshd.port}" in done.err
    assert "compare the fingerprint" in done.err
    assert git_host.whole_tree() == {}


@pytest.mark.slow
def test_a_key_that_is_not_known_there_is_told_with_a_remedy(
    ssh_blog: Blog, sshd: Sshd, git_host: GitHost, tmp_path: Path
) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "stranger"], check=True)
    config = tmp_path / "config"
    identity = f"IdentityFile {sshd.config.parent / 'user'}\n"
    assert identity in sshd.config.read_text()
    config.write_text(sshd.config.read_text().replace(identity, f"IdentityFile {tmp_path / 'stranger'}\n"))
    done = ssh_blog.deploy(MATINEE_SSH=f"ssh -F {config}", SSH_AUTH_SOCK="")
    assert done.code == 1
    assert "ssh-add" in done.err
    assert git_host.whole_tree() == {}


# What never answers


@pytest.fixture
def silence() -> Iterator[int]:
    """A port that takes every connection, says nothing, and lets go of it only after a long time."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken = []

        def take() -> None:
            with suppress(OSError):
                while not over.is_set():
                    taken.append(server.accept()[0])

        def let_go() -> None:
            over.wait(LONG)
            over.set()
            with suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)  # only that wakes who waits in accept()
            server.close()
            for one in taken:
                one.close()

        threads = [threading.Thread(target=act, daemon=True) for act in (take, let_go)]
        for thread in threads:
            thread.start()
        yield server.getsockname()[1]
        over.set()
        for thread in threads:  # one that stays would keep the engine from copying this process, in any later test
            thread.join()


def test_git_gives_up_on_who_sends_nothing_for_a_minute(repository: Path) -> None:
    ours = Repository(repository / ".git", "", "gh-pages", {})
    assert ours.ask("config", "--get", "http.lowSpeedLimit").stdout == b"1\n"
    assert ours.ask("config", "--get", "http.lowSpeedTime").stdout == b"120\n"


def test_a_port_that_never_answers_stops_a_deploy(
    pages: Pages, git_host: GitHost, silence: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time alone is shorter here than it is: how little is too little is ours to say."""
    monkeypatch.setenv("GIT_HTTP_LOW_SPEED_TIME", "1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    git_host.place = f"http://127.0.0.1:{silence}/blog.git"  # type: ignore[assignment]
    with pytest.raises(OutsideError, match=r"cannot be reached: .*Operation too slow"):
        pages.deploy({})


@pytest.mark.slow
def test_an_ssh_port_that_never_answers_stops_a_deploy(
    pages: Pages, git_host: GitHost, silence: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GIT_SSH", "GIT_SSH_COMMAND"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MATINEE_SSH", f"ssh -F {os.devnull} -o ConnectTimeout=1")
    git_host.place = f"ssh://somebody@127.0.0.1:{silence}/blog.git"  # type: ignore[assignment]
    with pytest.raises(OutsideError, match=r"cannot be reached: .*timed out"):
        pages.deploy({})
