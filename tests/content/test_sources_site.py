"""site.yaml as text in, the configuration and located problems out."""

from __future__ import annotations

from typing import Any

import pytest

from matinee.content.decode import CODES
from matinee.content.sources import read_config
from matinee.errors import ContentError, Severity
from matinee.model import Author, CommentsConfig, Config, MenuItem, Redirect, ReplyForm, Scale, SearchScope, Theme

WHOLE = """\
title: Cinematic
url: https://example.org
tagline:
language: en
timezone: UTC
author: The Editor
authors: {Jane: {url: , bio: , photo: }}
permalink: /{year}/{month}/{day}/{slug}/       # also {id}; ends in /
per_page: 10
feed_length: 20
html: true
ratings: stars
archives: [films, directors, categories, tags, series, dates, diary]
archives_from: 2
menu: [{title: About, to: pages/about.md}]
comments: {open: true, close_after_days: 0, depth: 6, form: off}
search: titles
theme: {accent: , fonts: {}}
redirects: {/old/: /new/}
deploy: {}
extra: {}
"""


def read(text: str) -> Config:
    config, problems = read_config(f"title: T\nurl: https://example.org\n{text}", "site.yaml")
    assert problems == ()
    return config


def faults(text: str) -> list[str]:
    _, problems = read_config(f"title: T\nurl: https://example.org\n{text}", "site.yaml")
    assert all(problem.code in CODES for problem in problems)
    return [str(problem).removeprefix("site.yaml:") for problem in problems]


def test_the_documented_defaults_are_the_defaults() -> None:
    config, problems = read_config(WHOLE, "site.yaml")
    assert problems == ()
    assert config == Config(
        "Cinematic",
        "https://example.org",
        author="The Editor",
        authors={"Jane": Author()},
        menu=(MenuItem("About", "pages/about.md"),),
        redirects=(Redirect("/old/", "/new/"),),
        marks=config.marks,
    )
    assert "comments.form:16:61" in config.marks.split()
    assert "redirects.0:19:13" in config.marks.split()


@pytest.mark.parametrize(
    ("typed", "url", "root"),
    [
        ("https://example.org/", "https://example.org", ""),
        ("https://me.github.io/blog/", "https://me.github.io/blog", "/blog"),
        ("http://localhost:8000", "http://localhost:8000", ""),
        ("https://müller.example/a/b", "https://xn--mller-kva.example/a/b", "/a/b"),
        ("https://straße.example:8443/", "https://xn--strae-oqa.example:8443", ""),
        ("https://Kinó.Example/naptár/", "https://xn--kin-ina.example/napt%C3%A1r", "/napt%C3%A1r"),
        ("https://例え。テスト", "https://xn--r8jz45g.xn--zckzah", ""),
        ("https://x.example/%C3%A1/", "https://x.example/%C3%A1", "/%C3%A1"),
    ],
)
def test_the_url_is_kept_without_its_last_slash(typed: str, url: str, root: str) -> None:
    config, problems = read_config(f"title: T\nurl: {typed}\n", "site.yaml")
    assert (config.url, config.root, problems) == (url, root, ())


@pytest.mark.parametrize(
    "typed",
    [
        "example.org",
        "ftp://example.org",
        "https://",
        "https:///x",
        "https://a/?b",
        "https://a/#b",
        "https://a?",
        "https://u@a/",
        "https://a/../b",
        "https://a//b",
        "https://a b/",
        "'https://[a'",
        "https://a:99999/",
        "//a/",
        "[a]",
        "''",
    ],
)
def test_a_site_needs_an_address_that_pages_can_be_added_to(typed: str) -> None:
    with pytest.raises(ContentError, match=r"^site\.yaml:2:6: error: url "):
        read_config(f"title: T\nurl: {typed}\n", "site.yaml")


@pytest.mark.parametrize("text", ["", "title: T\n", "url: https://a.example\n", "- a\n", "title\n"])
def test_a_site_without_title_or_url_is_refused(text: str) -> None:
    with pytest.raises(ContentError, match=r"is missing|must be a mapping"):
        read_config(text, "site.yaml")


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("timezone: Europe/Berlin", "timezone", "Europe/Berlin"),
        ("permalink: /{id}/", "permalink", "/{id}/"),
        ("permalink: /r%C3%A9tro/{slug}/", "permalink", "/rétro/{slug}/"),
        ("ratings: letters", "ratings", Scale.LETTERS),
        ("search: off", "search", SearchScope.OFF),
        ("archives: []", "archives", ()),
        ("archives: [stats, films, stats]", "archives", ("stats", "films")),
        (
            "comments: {form: 'mailto:me@example.org'}",
            "comments",
            CommentsConfig(form=ReplyForm("mailto:me@example.org")),
        ),
        (
            "comments: {form: https://i.example/post}",
            "comments",
            CommentsConfig(form=ReplyForm("https://i.example/post")),
        ),
        ("comments: {open: no, depth: 3}", "comments", CommentsConfig(open=False, depth=3)),
        ("menu: {title: A, to: /films/}", "menu", (MenuItem("A", "/films/"),)),
        ("licence: {title: CC BY, to: pages/about.md}", "licence", MenuItem("CC BY", "pages/about.md")),
        ("licence:", "licence", None),
        ("theme: {accent: '#8a1c1c'}", "theme", Theme("#8a1c1c", "#b16868")),
        ("theme: {accent: {light: '#800', dark: '#FFB3B3'}}", "theme", Theme("#880000", "#ffb3b3")),
        (
            "theme: {fonts: {text: \"Georgia, 'Noto Serif', serif\"}}",
            "theme",
            Theme(fonts={"text": "Georgia, 'Noto Serif', serif"}),
        ),
        (
            "redirects: {'/?p=1': /her/, /x: https://a.example/}",
            "redirects",
            (Redirect("/?p=1", "/her/"), Redirect("/x", "https://a.example/")),
        ),
        ("redirects: {/caf%c3%a9/: /caf%C3%A9s/}", "redirects", (Redirect("/café/", "/cafés/"),)),
        (
            "deploy: {live: {kind: folder, path: /srv/blog, keep: 5}, vps: {kind: ssh, host: me@a.example, path: /b}}",
            "deploy",
            {
                "live": {"kind": "folder", "path": "/srv/blog", "keep": 5},
                "vps": {"kind": "ssh", "host": "me@a.example", "path": "/b"},
            },
        ),
        (
            "deploy: {pages: {kind: git, repository: 'git@a.example:me/b.git', branch: gh-pages, domain: f.example}}",
            "deploy",
            {
                "pages": {
                    "kind": "git",
                    "repository": "git@a.example:me/b.git",
                    "branch": "gh-pages",
                    "domain": "f.example",
                }
            },
        ),
        (
            'deploy: {b: {kind: s3, bucket: films, prefix: "", endpoint: "", region: eu-west-1}}',
            "deploy",
            {"b": {"kind": "s3", "bucket": "films", "prefix": "", "endpoint": "", "region": "eu-west-1"}},
        ),
        ("extra: {a: [1, {b: }]}", "extra", {"a": ["1", {"b": ""}]}),
    ],
)
def test_a_key_is_read(text: str, name: str, value: Any) -> None:
    assert getattr(read(text), name) == value


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("permalnk: x", '3:1: error: unknown key "permalnk"; did you mean "permalink"? [unknown-key]'),
        (
            "timezone: Europe/Berln",
            '3:11: error: timezone must be a time zone such as Europe/Berlin, not "Europe/Berln"; did you mean',
        ),
        ("language: English", "3:11: error: language must be a language tag"),
        ("permalink: /{year}/{slug}", '3:12: error: permalink "/{year}/{slug}" cannot be used: it must end with /;'),
        ("permalink: '{slug}/'", '3:12: error: permalink "{slug}/" cannot be used: it must begin with /;'),
        (
            "permalink: /%year%/{slug}/",
            '3:12: error: permalink "/%year%/{slug}/" cannot be used: %year% is a part of WordPress\'s patterns;'
            " try /{year}/{slug}/ [permalink]",
        ),
        (
            "permalink: /a/%category%/%postname%/",
            '3:12: error: permalink "/a/%category%/%postname%/" cannot be used: %category% is a part of WordPress\'s'
            " patterns; try /{year}/{month}/{day}/{slug}/ [permalink]",
        ),
        ("redirects: {/y/*: /new/}", '3:13: error: redirect "/y/*" cannot be an address: * stands for no others;'),
        ("permalink: /{title}/", '3:12: error: permalink "/{title}/" cannot be used: the parts it may have are'),
        ("permalink: /{year}/", '3:12: error: permalink "/{year}/" cannot be used: without {slug} or {id}'),
        ("permalink: /../{slug}/", '3:12: error: permalink "/../{slug}/" cannot be used: ".." is no name'),
        ("per_page: 0", "3:11: error: per_page must be a whole number from 1 to 1000, not 0 [number]"),
        ("feed_length: many", "3:14: error: feed_length must be a whole number from 1 to 1000, not many [number]"),
        ("ratings: five", '3:10: error: ratings must be stars, four, ten, hundred or letters, not "five" [choice]'),
        ("archives: [film]", '3:12: error: archives has no "film"; did you mean "films"? [choice]'),
        ("licence: {title: x}", '3:10: error: "to" is missing [missing-key]'),
        ("menu: [{title: x}]", '3:8: error: "to" is missing [missing-key]'),
        ("menu: [{title: x, to: 'javascript:x'}]", '3:23: error: to "javascript:x" leads nowhere;'),
        (
            "comments: {form: me@example.org}",
            '3:18: error: form cannot be "me@example.org"; write an address that takes a POST,',
        ),
        ("comments: {depth: 0}", "3:19: error: depth must be a whole number from 1 to 50, not 0 [number]"),
        ("comments: off", "3:11: error: comments must be a mapping: lines of `key: value` [type]"),
        ("theme: {accent: red}", '3:17: error: accent must be a colour like "#8a1c1c", not "red" [colour]'),
        (
            "theme: {fonts: {text: 'x; }'}}",
            '3:23: error: text must be font families parted by commas, not "x; }" [font]',
        ),
        ("theme: {fonts: {body: x}}", '3:17: error: unknown key "body" [unknown-key]'),
        ("redirects: {old: /new/}", '3:13: error: redirect "old" cannot be an address: it must begin with / [url]'),
        ("redirects: {/%e9/: /new/}", '3:13: error: redirect "/%e9/" cannot be used: what is percent-encoded is not'),
        ("redirects: {/old/: new}", "3:20: error: redirect must be an address like https://example.org/ or /about/,"),
        ("authors: {Jane: {url: 'javascript:x'}}", "3:23: error: url must be an address like"),
        ("deploy: {live: 3}", "3:16: error: live must be a mapping with `kind` and what that kind needs [type]"),
        ("deploy: {live: {path: /x}}", '3:16: error: "kind" is missing; there are folder, ssh, git, s3 [missing-key]'),
        (
            "deploy: {live: {kind: fodler}}",
            '3:23: error: kind must be folder, ssh, git or s3, not "fodler"; did you mean',
        ),
        ("deploy: {live: {kind: folder}}", '3:16: error: "path" is missing [missing-key]'),
        (
            "deploy: {live: {kind: folder, path: /x, kep: 3}}",
            '3:41: error: unknown key "kep"; did you mean "keep"? [unknown-key]',
        ),
        ("deploy: {live: {kind: git, repository: x, bucket: y}}", '3:43: error: unknown key "bucket" [unknown-key]'),
        ("deploy: {live: {kind: folder, path: /x, keep: 0}}", "3:47: error: keep must be a whole number from 1 to"),
        ("deploy: [x]", "3:9: error: deploy must be a mapping: lines of `key: value` [type]"),
    ],
)
def test_a_wrong_value_is_reported_where_it_stands(text: str, fault: str) -> None:
    (found,) = faults(text)
    assert found.startswith(fault)


@pytest.mark.parametrize("address", ["https://me:SECRET@e.example/", "//me:SECRET@e.example/", "me:SECRET@e.example"])
@pytest.mark.parametrize(
    "line",
    [
        "url: {}",
        "redirects: {{/old/: '{}'}}",
        "menu: [{{title: A, to: '{}'}}]",
        "licence: {{title: A, to: '{}'}}",
        "authors: {{Jane: {{url: '{}'}}}}",
        "comments: {{form: '{}'}}",
    ],
)
def test_a_password_in_an_address_is_refused_and_not_shown(line: str, address: str) -> None:
    rest = "" if line.startswith("url") else "url: https://example.org\n"
    try:
        _, problems = read_config(f"title: T\n{rest}{line.format(address)}\n", "site.yaml")
    except ContentError as exc:
        problems = exc.problems
    told = [str(problem) for problem in problems]
    assert [text for text in told if "names a user or a password" in text]
    assert "SECRET" not in " ".join(told)


@pytest.mark.parametrize(
    "target",
    [
        "{kind: s3, bucket: films, secret_key: HUSH}",
        "{kind: s3, bucket: films, Access-Key-Id: HUSH}",
        "{kind: ssh, host: me@a.example, path: /b, password: HUSH}",
        "{kind: zork, token: HUSH}",
        "{kind: s3, bucket: films, endpoint: 'https://me:HUSH@a.example/'}",
        "{kind: git, repository: 'https://HUSH@a.example/b.git'}",
        "{kind: git, repository: 'ssh://me:HUSH@a.example/b.git'}",
        "{kind: ssh, host: 'me:HUSH@a.example', path: /b}",
    ],
)
def test_a_secret_of_a_target_is_refused_and_not_shown(target: str) -> None:
    told = faults(f"deploy: {{live: {target}}}")
    assert [text for text in told if "secret" in text or "password" in text]
    assert "HUSH" not in " ".join(told)


def test_an_accent_too_pale_to_read_is_kept_with_a_warning() -> None:
    config, (problem,) = read_config("title: T\nurl: https://a.example\ntheme:\n  accent: '#fa0'\n", "site.yaml")
    assert config.theme.accent == "#ffaa00"
    assert problem.severity is Severity.WARNING
    assert str(problem) == (
        "site.yaml:4:11: warning: #ffaa00 is hard to read on light paper (1.8:1 of 4.5:1);"
        ' write "#9b6700", the nearest shade that is not [colour]'
    )


def test_a_hex_colour_without_quotes_is_a_comment_and_says_so() -> None:
    with pytest.raises(ContentError, match='would be lost; write accent: "#b00"'):
        read_config("title: T\nurl: https://a.example\ntheme:\n  accent: #b00\n", "site.yaml")
