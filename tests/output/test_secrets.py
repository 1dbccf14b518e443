"""What nobody is to read is in no file of the output: law 10, and what stands behind a shield. (Fault D14.)"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.output.published import Page, Published, elements, normal, open_words, read_html, shields
from tests.site import Site, picture

CANARY = "canary7f3a"
MAIL = "canary7f3a@secret.example"
HER = "content/posts/2014-01-13-her"


def holders(site: Site) -> list[str]:
    """The files of the output that hold the canary, in their names or anywhere in their bytes."""
    return [path for path, data in site.tree().items() if CANARY in path or CANARY.encode() in data.lower()]


def test_a_draft_is_nowhere(site: Site) -> None:
    site.write(
        f"content/posts/{CANARY}.md",
        title=CANARY,
        draft=True,
        film=f"{CANARY} (2013)",
        tags=[CANARY, "best of 2013"],
        categories=[CANARY],
        series=CANARY,
        author=CANARY,
        aliases=[f"/{CANARY}/"],
        about="[her-2013]",
        body=f"![{CANARY}]({CANARY}.png)\n\n## {CANARY}",
    )
    site.write(f"content/posts/{CANARY}/{CANARY}.png", picture(4, 3))
    site.write(
        f"content/posts/{CANARY}/comments.yaml", f"- id: 1\n  author: {CANARY}\n  date: 2015-01-01\n  body: {CANARY}\n"
    )
    site.good()
    assert holders(site) == []
    site.good(drafts=True)
    assert holders(site)


@pytest.mark.parametrize("date", ["2026-03-01 12:00:01", "2099-01-01"])
def test_a_post_of_the_future_is_nowhere_nor_are_its_files(site: Site, date: str) -> None:
    site.write(f"content/posts/{CANARY}/index.md", title=CANARY, date=date, tags=[CANARY], body=CANARY)
    site.write(f"content/posts/{CANARY}/{CANARY}.png", picture(4, 3, 99))
    site.write(f"content/posts/{CANARY}/pingbacks.yaml", f"- source: https://{CANARY}.example/\n")
    site.good()
    assert holders(site) == []
    assert picture(4, 3, 99) not in site.tree().values()


@pytest.mark.parametrize("status", ["held", "spam", "trash"])
@pytest.mark.parametrize("answered", [False, True])
def test_what_was_not_let_in_is_nowhere(site: Site, status: str, answered: bool) -> None:
    site.append(
        f"{HER}/comments.yaml",
        f"- id: x\n  author: {CANARY}\n  url: https://{CANARY}.example/\n  via: {CANARY}\n  status: {status}\n"
        f"  date: 2014-01-15\n  spoiler: {CANARY}\n  body: {CANARY}\n",
    )
    if answered:
        site.append(f"{HER}/comments.yaml", "- id: y\n  parent: x\n  date: 2014-01-16\n  body: But no.\n")
    site.append(
        f"{HER}/pingbacks.yaml",
        f"- source: https://{CANARY}.example/\n  title: {CANARY}\n  excerpt: {CANARY}\n  status: {status}\n"
        f"  author: {{name: {CANARY}, url: 'https://{CANARY}.example/', photo: 'https://{CANARY}.example/a.png'}}\n",
    )
    site.good()
    assert holders(site) == []
    assert ('class="removed"' in site.page("/2014/01/13/her/")) is answered


@pytest.mark.parametrize("line", [f"email: {MAIL}", f"ip: {CANARY}", f"notes: {CANARY}"])
def test_private_things_have_no_place_in_a_conversation(site: Site, line: str) -> None:
    site.good()
    before = site.tree()
    site.append(f"{HER}/comments.yaml", f"- id: x\n  {line}\n  body: Hello.\n")
    report = site.build()
    assert [problem.code for problem in report.problems] == ["unknown-key"]
    assert site.tree() == before


def test_nothing_of_the_sources_but_what_was_asked_for_is_copied(site: Site) -> None:
    site.config(deploy=f"{{live: {{kind: ssh, host: {MAIL}, path: /srv}}}}", extra=f"{{key: {CANARY}}}")
    site.append("content/posts/2014-01-13-her.md", f"\n[//]: # ({CANARY})\n")
    site.write(f"{HER}/notes.yaml", f"# {CANARY}\n")
    site.write(f"{HER}/.{CANARY}", CANARY)
    site.write(f"{HER}/draft.md~", CANARY)
    site.append(f"{HER}/comments.yaml", f"# a note of the moderator: {MAIL}\n")
    site.append("content/films/her-2013.yaml", f"# {CANARY}\n")
    site.write("static/.env.local", CANARY)
    site.write(".env", f"TOKEN={CANARY}")
    site.good()
    assert holders(site) == []


def test_the_demo_publishes_neither_drafts_nor_the_future_nor_what_was_not_let_in(demo: Published) -> None:
    everything = b"\n".join(demo.tree.values())
    for hidden in (b"Playtime", b"The Matrix", b"hundred years", b"BestReplica", b"Lieutenant Spoons", b"cheap-watch"):
        assert hidden not in everything
    assert not [path for path in demo.tree if path.endswith((".yaml", ".md"))]
    assert set(re.findall(rb"[\w.+-]+@[\w-]+\.[a-z]{2,}", everything)) == {b"replies@matinee.example"}


# Spoilers

RUN = 7  # words: as many in a row are no accident


def runs(text: str) -> Iterator[tuple[str, ...]]:
    words = normal(text).split()
    return (tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1))


def secrets(pages: dict[str, Page]) -> dict[tuple[str, ...], str]:
    """Every run of words that stands behind a shield, with the page it stands on."""
    return {
        run: path
        for path, page in pages.items()
        for shield in shields(page.root)
        for run in runs(" ".join(shield.itertext()))
    }


@pytest.fixture(scope="session")
def hidden(demo: Published) -> dict[tuple[str, ...], str]:
    return secrets(demo.pages)


def test_the_demo_has_much_to_hide(demo: Published, hidden: dict[tuple[str, ...], str]) -> None:
    assert len(set(hidden.values())) >= 14
    assert len(hidden) > 1500


def test_nothing_that_is_shielded_stands_in_the_open_on_any_page(
    demo: Published, hidden: dict[tuple[str, ...], str]
) -> None:
    leaks = [
        f"{path}: {' '.join(run)}"
        for path, page in demo.pages.items()
        for run in runs(open_words(page.root))
        if run in hidden
    ]
    assert leaks == []


def test_nothing_that_is_shielded_is_in_a_feed(demo: Published, hidden: dict[tuple[str, ...], str]) -> None:
    for path, data in demo.tree.items():
        if path.endswith(("feed.xml", "feed.json")):
            text = "".join(read_html("".join(read_html(data.decode()).itertext())).itertext())
            assert [" ".join(run) for run in runs(text) if run in hidden] == [], path


def test_a_feed_says_where_it_leaves_something_out(demo: Published) -> None:
    feed = demo.tree["feed.xml"].decode()
    assert "[spoiler: where Samantha goes]" in feed
    assert "The whole review is behind a spoiler shield: everything after the first hour." in feed
    assert "[spoiler: the ending]" in demo.tree["2014/01/13/her/feed.xml"].decode()


@pytest.mark.parametrize(
    "text",
    [
        f"||{CANARY}|| stands first.",
        f"Before it. ||{CANARY}||",
        f":::spoiler\n{CANARY}\n:::\n\nAfter it.",
        f"||{CANARY}||\n\n<!-- more -->\n\nMore.",
        f"> ||{CANARY}||\n\n- ||{CANARY}||",
        f"## ||{CANARY}||\n\nA heading.",
        f"A note.[^1]\n\n[^1]: ||{CANARY}||",
        f":::spoiler\nA note.[^1]\n\n![{CANARY}](x.png) [{CANARY}](https://x.example/{CANARY})\n:::\n\n[^1]: {CANARY}.",
    ],
)
def test_a_shield_holds_everywhere(bare_site: Site, text: str) -> None:
    bare_site.write(
        "content/posts/2014-01-13-her.md", film="her (2013)", rating=4, tags=["a"], categories=["b"], body=text
    )
    bare_site.write("content/posts/2014-01-13-her/x.png", picture(4, 3))
    bare_site.write(
        "content/posts/2014-01-13-her/comments.yaml",
        f"- id: 1\n  date: 2014-01-13\n  spoiler: true\n  body: {CANARY}\n"
        f"- id: 2\n  date: 2014-01-14\n  body: a ||{CANARY}|| b\n",
    )
    bare_site.good()
    assert set(holders(bare_site)) <= {"2014/01/13/her/index.html"}
    page = Published(bare_site.tree(), "").page("/2014/01/13/her/")
    [head] = elements(page.root, "head")
    assert CANARY not in normal(" ".join([*head.itertext(), *(meta.get("content") or "" for meta in elements(head))]))
    assert CANARY not in open_words(page.root)


def test_a_review_that_is_shielded_whole_is_shielded_everywhere(bare_site: Site) -> None:
    bare_site.write(
        "content/posts/2014-01-13-her.md", film="her (2013)", rating=4, spoilers=True, body=f"{CANARY}.\n\n## {CANARY}"
    )
    bare_site.good()
    assert holders(bare_site) == ["2014/01/13/her/index.html"]
    assert CANARY not in open_words(Published(bare_site.tree(), "").page("/2014/01/13/her/").root)
