"""What a host cannot hold is told, and left out."""

from __future__ import annotations

import pytest

from tests.output.hosts import readers
from tests.output.hosts.told import COMMENT, READERS
from tests.site import Site


@pytest.mark.parametrize("host", READERS)
def test_what_looks_like_a_placeholder_is_told_and_left_out(host: str, blog: Site) -> None:
    blog.config(host=host, redirects={"/old:page/": "/über-mich/"})
    [problem] = blog.good().problems
    assert str(problem) == (
        f"content/site.yaml:5:13: warning: /old:page/ cannot be a rule of {host}: a colon before a letter stands for "
        "anything there; the page that stays there leads on all the same [host]"
    )
    assert "old:page" not in blog.page("_redirects")
    assert "old:page/index.html" in blog.tree()


@pytest.mark.parametrize("host", ["cloudflare-pages", "gitlab-pages", "github-pages"])
def test_a_query_that_nobody_can_lead_on_from_is_told(host: str, blog: Site) -> None:
    blog.config(host=host, redirects={"/index.php?p=4": "/über-mich/"})
    [problem] = blog.good().problems
    assert "/index.php?p=4 cannot be a rule of " in str(problem)
    assert str(problem).endswith("nothing leads on from it [host]")


@pytest.mark.parametrize(("host", "query"), [("netlify", "/?s=a b"), ("server", "/?p=1&q=2"), ("server", "/?a-b=c")])
def test_a_query_that_a_host_would_take_for_something_else_is_told(host: str, query: str, blog: Site) -> None:
    blog.config(host=host, redirects={query: "/über-mich/"})
    [problem] = blog.good().problems
    assert problem.code == "host"
    assert problem.message.startswith(f"{query} cannot be a rule of {host}: a query is ")


def test_braces_are_told_to_no_server(blog: Site) -> None:
    blog.config(host="server", redirects={'"/a{b}/"': "/über-mich/", '/a"b/': "/über-mich/"})
    assert [problem.code for problem in blog.good().problems] == ["host", "host"]


def test_a_permalink_that_looks_like_a_placeholder_is_told(blog: Site) -> None:
    blog.config(host="netlify", permalink="/on:film/{slug}/")
    [problem] = blog.good().problems
    assert str(problem).startswith(
        "content/site.yaml:5:12: warning: /on:film/{slug}/feed/ cannot be a rule of netlify: "
    )


@pytest.mark.parametrize(("host", "is_told"), [("netlify", False), ("cloudflare-pages", True), ("server", True)])
def test_no_rule_for_feeds_goes_before_a_page(host: str, is_told: bool, blog: Site) -> None:
    blog.config(host=host, permalink="/{slug}/")
    blog.write("content/posts/2014-01-14-nets.md", title="Nets", tags=["feed"], body="x")
    told = [str(problem) for problem in blog.good().problems if problem.code == "host"]
    assert told == is_told * [
        f"content/site.yaml:5:12: warning: /{{slug}}/feed/ cannot be a rule of {host}: it would go before /tag/feed/, "
        "which is a page; who reads a post's feed there is not led on [host]"
    ]


@pytest.mark.parametrize(("host", "address"), [("server", '/a"b/'), ("netlify", "/on:film/")])
def test_a_feed_that_cannot_be_a_rule_breaks_no_file(host: str, address: str, bare_site: Site) -> None:
    bare_site.config(host=host)
    bare_site.write("content/posts/2014-01-13-her.md", f"---\ntitle: her\nurl: '{address}'\n---\n")
    bare_site.write("content/posts/2014-01-13-her/comments.yaml", COMMENT)
    [problem] = bare_site.good().problems
    assert str(problem).startswith(f"content/posts/2014-01-13-her.md:3:6: warning: {address}feed/ cannot be a rule of")
    assert str(problem).endswith("nothing leads on from it [host]")
    assert not [path for path, data in bare_site.tree().items() if path.startswith("_r") and address.encode() in data]


@pytest.mark.parametrize(("host", "most"), [("cloudflare-pages", 2_000), ("gitlab-pages", 1_000)])
def test_rules_beyond_what_a_host_reads_are_left_out_and_told(host: str, most: int, bare_site: Site) -> None:
    redirects = {f"/{number}/": "https://x.example/" for number in range(most)}
    bare_site.config(host=host, redirects=redirects)
    [problem] = bare_site.good().problems
    text = bare_site.page("_redirects")
    left = most + 5 - sum(rule.new != "/:slug" and not rule.is_dynamic for rule in readers.read_rules(text))
    assert str(problem).startswith(f"content/site.yaml:4:7: warning: {host} reads ")
    assert f", and {left} of this site are beyond that; the pages that stay" in str(problem)
    assert READERS[host](bare_site.tree(), "/feed/") == (301, "/feed.xml")


def test_gitlab_gets_a_file_that_it_reads(bare_site: Site) -> None:
    redirects = {f"/{number}/": f"https://x.example/{'a' * 500}/" for number in range(200)}
    bare_site.config(host="gitlab-pages", redirects=redirects)
    [problem] = bare_site.good().problems
    assert problem.code == "host"
    assert READERS["gitlab-pages"](bare_site.tree(), "/feed/") == (301, "/feed.xml")


def test_cloudflare_gets_no_line_that_is_too_long(bare_site: Site) -> None:
    bare_site.config(host="cloudflare-pages", redirects={"/a/": f"https://x.example/{'a' * 1000}", "/b/": "/films/"})
    assert "reads lines of 1,000 characters at most, and 1 of" in str(bare_site.good().problems[0])
    assert READERS["cloudflare-pages"](bare_site.tree(), "/b/") == (301, "/films/")
