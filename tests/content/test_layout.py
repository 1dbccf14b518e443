"""Which files belong together, and what is said of those that belong nowhere."""

from __future__ import annotations

import pytest

from matinee.content.layout import make_layout


def told(*paths: str) -> list[str]:
    return [str(problem).removeprefix("content/") for problem in make_layout(paths).problems]


@pytest.mark.parametrize("suffix", [".markdown", ".MD", ".Md", ".mdown", ".mkd", ".md.txt"])
@pytest.mark.parametrize("name", ["posts/2014-01-13-her", "posts/her/index", "pages/about"])
def test_a_text_of_another_suffix_is_told_to_be_renamed(name: str, suffix: str) -> None:
    right = f"{name.rpartition('/')[2]}.md"
    assert told(name + suffix) == [
        f"{name}{suffix}:1:1: error: this text is not read: its name must end in .md; rename it to {right} [layout]"
    ]


def test_a_file_of_a_post_may_have_any_name() -> None:
    assert told("posts/her.md", "posts/her/notes.txt", "posts/her/readme.markdown") == []


def test_a_text_without_markdown_is_warned_about() -> None:
    assert told("posts/2014-01-13-her.txt") == [
        "posts/2014-01-13-her.txt:1:1: warning: this file is not used: it lies in no post's folder; "
        "if it is to be a post, write it in Markdown, as 2014-01-13-her.md [layout]"
    ]


@pytest.mark.parametrize("text", ["posts/her.MD", "posts/her/index.markdown"])
def test_a_conversation_names_the_text_that_it_waits_for(text: str) -> None:
    talk = "posts/her/comments.yaml"
    fault = f"{talk}:1:1: error: a conversation without a post: there is no posts/her.md and no posts/her/index.md"
    assert f"{fault}; rename {text} [layout]" in told(text, talk)


def test_a_films_file_of_another_suffix_is_told_and_not_published() -> None:
    assert make_layout(["films/her.yml"]).film_files == ()
    assert told("films/her.yml") == [
        "films/her.yml:1:1: error: this film is not read: the name of its file must end in .yaml; "
        "rename it to her.yaml [layout]"
    ]
