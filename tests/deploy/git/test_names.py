"""Names and bytes on a branch: whatever git or a system makes of them elsewhere, they arrive as they are, or are
refused before anything is sent. (Fault I09.)"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from matinee.deploy.git.names import refused_names
from matinee.errors import OutsideError
from tests.deploy.git.conftest import Pages
from tests.deploy.hosts import GitHost

STRANGE = (
    "-dash.txt",
    "--force",
    "two words .txt",
    " first.txt",
    "new\nline.txt",
    "tab\tin it.txt",
    "quo'te\".txt",
    '"quoted"',
    "back\\slash.txt",
    "back\\nslash.txt",
    "ünï 映画 \U0001f3ac.txt",
    "u\u0308.txt",
    ":(glob)*.txt",
    "*.txt",
    ".gitignore",
    ".gitkeep",
    ".gitmodules.txt",
    "x.git/a.txt",
    "git~2/a.txt",
    ".github/workflows/a.yml",
    "a/.well-known/b.txt",
    "\x7f\x01.txt",
)
LIKE_GIT = (
    ".git",
    ".GIT",
    ".Git",
    "git~1",
    "GIT~1",
    ".git ",
    ".git.",
    ".git. .",
    ".git::$INDEX_ALLOCATION",
    "git~1:x",
    ".g\u200cit",
    "\ufeff.git",
    ".gi\u206at\u200f",
    "a\\.git",
    "a\\.git\\b",
    ".git\\b",
)
UNLIKE_GIT = (
    ".gıt",
    ".git2",
    "git",
    "git~2",
    "git~10",
    ".git~1",
    ".git x",
    " .git",
    ".g it",
    ".\u00adgit",
    "x\\git",
    ".gitignore",
    "git~1x",
    ".git-",
)


def test_strange_names_arrive_as_they_are_and_go_again(pages: Pages, git_host: GitHost) -> None:
    files = pages.write(dict.fromkeys(STRANGE, "strange"))
    pages.deploy(files)
    assert git_host.tree() == files
    assert pages.deploy(files).note == ""
    pages.deploy({})
    assert set(git_host.tree()) == {"index.html"}
    pages.go_back()
    assert git_host.tree() == files


@pytest.mark.parametrize("name", [*LIKE_GIT, *UNLIKE_GIT])
def test_we_refuse_what_git_refuses_and_nothing_else(tmp_path: Path, name: str) -> None:
    """git-fsck(1) is what hosts look a push through with."""
    repository = tmp_path / "looked.git"
    words = ["git", f"--git-dir={repository}"]

    def run(*more: str, data: bytes = b"", check: bool = True) -> bytes:
        return subprocess.run([*words, *more], input=data, check=check, capture_output=True).stdout.strip()

    run("init", "--quiet", "--bare")
    blob = run("hash-object", "-w", "--stdin", data=b"")
    tree = run("mktree", "-z", data=b"100644 blob " + blob + b"\t" + name.encode() + b"\0")
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    commit = subprocess.run([*words, *who, "commit-tree", tree, "-m", "x"], check=True, capture_output=True).stdout
    run("update-ref", "refs/heads/main", commit.decode().strip())
    looked = subprocess.run([*words, "fsck", "--strict"], check=False, capture_output=True)
    is_refused = b"hasDotgit" in looked.stdout + looked.stderr
    assert is_refused == (name in LIKE_GIT)
    assert refused_names([f"a/{name}", f"{name}/b", "a.txt"]) == ([f"a/{name}", f"{name}/b"] if is_refused else [])


@pytest.mark.parametrize("dry", [False, True])
def test_a_name_that_is_git_to_some_system_stops_it_before_anything_is_sent(
    pages: Pages, git_host: GitHost, dry: bool
) -> None:
    files = {f"{number:02}/{name}/a.txt": "x" for number, name in enumerate(LIKE_GIT[:12])}
    with pytest.raises(
        OutsideError, match=r"no files of such names: 00/\.git/a\.txt, .*9/.*/a\.txt and 2 more"
    ) as said:
        pages.deploy(files, dry=dry)
    assert said.value.hint == "give them others"
    assert git_host.whole_tree() == {}


def test_names_that_differ_by_case_alone_are_two(
    pages: Pages, git_host: GitHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also on a machine whose git takes them for one (core.ignoreCase, which it sets by itself on a Mac)."""
    (tmp_path / "settings").write_text("[core]\n\tignoreCase = true\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "settings"))
    files = pages.write({"Her/a.txt": "1", "her/a.txt": "2", "her/A.txt": "3", "STRASSE": "4", "strasse": "5"})
    pages.deploy(files)
    assert git_host.tree() == files
    pages.deploy({"her/a.txt": "2", "Strasse": "4"})
    assert git_host.tree() == {"index.html": b"Home.", "her/a.txt": b"2", "Strasse": b"4"}
    git_host.put("HER/A.txt", b"theirs")
    pages.deploy({"her/a.txt": "6"})
    assert git_host.tree() == {"index.html": b"Home.", "her/a.txt": b"6", "HER/A.txt": b"theirs"}


def test_bytes_are_the_same_whatever_attributes_and_settings_would_make_of_them(
    pages: Pages, git_host: GitHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attributes = b"* text=auto eol=crlf ident filter=shout working-tree-encoding=UTF-16\n*.gone export-ignore -diff\n"
    (tmp_path / "attributes").write_bytes(attributes)
    shout = '[filter "shout"]\n\tclean = tr a-z A-Z\n\tsmudge = tr A-Z a-z\n\trequired = true\n'
    core = f"[core]\n\tautocrlf = true\n\tsafecrlf = true\n\teol = crlf\n\tattributesFile = {tmp_path}/attributes\n"
    (tmp_path / "settings").write_text(core + shout)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "settings"))
    git_host.put(".gitattributes", attributes)
    texts = {
        "crlf.txt": b"a\r\nb\r\n",
        "mixed.txt": b"a\r\nb\nc\r",
        "ident.txt": b"$Id$\n",
        "none.gone": b"",
        "z": b"\0\r\n",
    }
    files = pages.write(texts)
    pages.deploy(files)
    assert git_host.tree() == {**files, ".gitattributes": attributes}
    assert pages.deploy(files).note == ""
    git_host.forget()
    assert pages.deploy(files).plan.is_empty
    pages.deploy({})
    pages.go_back()
    assert git_host.tree() == {**files, ".gitattributes": attributes}


def test_attributes_of_the_sites_own_are_a_file_like_any_other(pages: Pages, git_host: GitHost) -> None:
    files = pages.write({".gitattributes": "* text=auto eol=crlf\n", "crlf.txt": b"a\r\nb\n"})
    pages.deploy(files)
    assert git_host.tree() == files
