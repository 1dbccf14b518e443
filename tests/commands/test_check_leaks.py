"""`check --leaks` looks through what was built, without a host to send it to."""

from __future__ import annotations

import pytest

from tests.site import Site

HER = "content/posts/2014-01-13-her.md"
TOLD = "Nobody has read this sentence about the usher and the lamp in the third row yet."
KEY = f"-----BEGIN OPENSSH PRIVATE KEY-----\n{'b3BlbnNzaC1rZXktdjE' * 3}\n-----END OPENSSH PRIVATE KEY-----\n"


@pytest.fixture
def built(site: Site) -> Site:
    site.write("content/posts/secret.md", title="Secret", draft=True, body=TOLD)
    site.good()
    return site


def test_a_site_without_leaks_may_go_out(built: Site) -> None:
    before = built.tree()
    ran = built.run("check", "--leaks")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"no errors, no leaks in {len(before)} files, ")
    assert built.tree() == before
    assert built.run("check", "--leaks", "--json").json["guard"] == {"files": len(before)}
    assert "guard" not in built.run("check", "--json").json


def test_a_leak_is_told_as_a_deploy_tells_it_and_may_be_allowed(built: Site) -> None:
    built.write("static/notes.txt", f"one\n{KEY}")
    built.good()
    assert built.run("check").code == 0
    ran = built.run("check", "--leaks")
    assert (ran.code, ran.out) == (1, "")
    leak, end = ran.err.splitlines()
    assert leak.startswith("public/notes.txt:2:1: error: key: ")
    assert end == "1 error; this must not go out."
    assert "b3BlbnNzaC1rZXk" not in ran.err
    ran = built.run("check", "--leaks", "--json")
    assert ran.code == 1
    assert [(one["path"], one["code"]) for one in ran.json["problems"]] == [("public/notes.txt", "leak")]
    built.append("content/site.yaml", "allow:\n  - {rule: key, path: notes.txt}\n  - {rule: draft, path: nowhere}\n")
    built.good()
    ran = built.run("check", "--leaks")
    assert ran.code == 0
    [told] = ran.problems
    assert told.startswith("content/site.yaml:")
    assert "warning: nothing of draft is found at nowhere, so this allows nothing" in told


def test_what_others_laid_into_the_output_is_looked_at_too(built: Site) -> None:
    assert built.run("check", "--leaks").code == 0
    (built.output / "backup").mkdir()
    (built.output / "backup/notes.txt").write_text(KEY)
    (built.output / ".env").write_text("A=1")
    ran = built.run("check", "--leaks")
    assert ran.code == 1
    assert "public/backup/notes.txt:1:1: error: key: " in ran.err
    assert "public/.env" in ran.err
    for path in ("backup/notes.txt", ".env"):
        (built.output / path).unlink()
    assert built.run("check", "--leaks").code == 0


def test_a_site_that_was_built_with_drafts_must_not_go_out(built: Site) -> None:
    built.good(drafts=True)
    ran = built.run("check", "--leaks", "--drafts")
    assert ran.code == 1
    assert "error: draft: text of content/posts/secret.md" in ran.err


@pytest.mark.parametrize("change", ["edited", "by hand", "never built"])
def test_what_is_not_what_a_build_makes_now_is_not_looked_through(change: str, built: Site) -> None:
    if change == "edited":
        built.append(HER, "\nOne more line.\n")
    elif change == "by hand":
        (built.output / "index.html").write_text("<p>by hand</p>")
    words = ["--output", "elsewhere"] if change == "never built" else []
    ran = built.run("check", "--leaks", *words)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.endswith(" is not what a build makes now; build first: python build.py\n")


def test_where_content_is_at_fault_nobody_looks_for_leaks(built: Site) -> None:
    built.append(HER, "\n[x](nowhere.md)\n")
    ran = built.run("check", "--leaks")
    assert ran.code == 1
    assert ran.err.endswith("1 error; nobody looked for leaks.\n")
