"""Stylesheets in fewer bytes that mean the same."""

from __future__ import annotations

import pytest

from matinee.text.css import compact


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a { color: red; }\n", "a{color:red}\n"),
        (
            '/* x */\na :is(b, c) > d::after {\n  content: "a: b; /* c */ {  }";\n}\n',
            'a :is(b,c)>d::after{content:"a: b; /* c */ {  }"}\n',
        ),
        (
            "@media (min-width: 64rem) {\n  a:hover { margin: calc(1rem + 2px) 0; }\n}",
            "@media (min-width:64rem){a:hover{margin:calc(1rem + 2px) 0}}\n",
        ),
        ("a { src: url(x;  y.png) format('a  b'), url(\"b\"); }", "a{src:url(x;  y.png) format('a  b'),url(\"b\")}\n"),
        ("a { --b: 1px/1.5 var(--c); x: '\\'; }'; }", "a{--b:1px/1.5 var(--c);x:'\\'; }'}\n"),
        ("a { margin: -1em; width: calc(1em - -2px); }", "a{margin:-1em;width:calc(1em - -2px)}\n"),
        ("a { margin: 0 0.5em 10.05em; flex: 1 0 0.25px; }", "a{margin:0 .5em 10.05em;flex:1 0 .25px}\n"),
        (".v0.x > .a-0.b { opacity: 0.5; }", ".v0.x>.a-0.b{opacity:.5}\n"),
        ("a { margin: -0.01em; }", "a{margin:-0.01em}\n"),
    ],
)
def test_what_means_nothing_is_left_out(typed: str, kept: str) -> None:
    assert compact(typed) == kept
    assert compact(kept) == kept
