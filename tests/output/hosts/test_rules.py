"""What each host reads leads old addresses, and those of old feeds, to where pages are now."""

from __future__ import annotations

import pytest

from tests.output.hosts import readers
from tests.output.hosts.told import ALIASES, COMMENT, FEEDS, HOSTS, READERS, hosted, sent
from tests.site import Site


@pytest.mark.parametrize("host", READERS)
def test_every_old_address_leads_to_a_page_that_exists(host: str, blog: Site) -> None:
    tree = hosted(blog, host)
    for old, new in ALIASES.items():
        code, came = READERS[host](tree, sent(old))
        if host == "gitlab-pages":  # where files go before rules
            assert (code, old) == (200, old)
            came = next(rule.new for rule in readers.read_rules(tree["_redirects"].decode()) if rule.old == sent(old))
        else:
            assert code == 301
        assert came == (sent(new) if new.startswith("/") else new)
        assert came.startswith("https://") or readers.is_there(tree, came)


@pytest.mark.parametrize("host", READERS)
def test_whoever_follows_a_feed_of_wordpress_is_led_to_ours(host: str, blog: Site) -> None:
    tree = hosted(blog, host)
    for old, new in FEEDS.items():
        assert READERS[host](tree, old) == (301, new)
        assert readers.is_there(tree, new)


@pytest.mark.parametrize("host", HOSTS)
def test_pages_stay_at_old_addresses_on_every_host(host: str, blog: Site) -> None:
    tree = hosted(blog, host)
    assert {"old-about/index.html", "her.html", "日本/index.html", "with space/index.html"} <= tree.keys()


@pytest.mark.parametrize("host", READERS)
def test_below_a_path_rules_lead_below_it_too(host: str, blog: Site) -> None:
    tree = hosted(blog, host, url="https://x.example/blog")
    rules = readers.read_rules(tree["_redirects"].decode())
    umlaut = hosted(blog, host, url="https://x.example/blög")["_redirects"].decode()
    assert umlaut == tree["_redirects"].decode().replace("/blog/", "/bl%C3%B6g/")
    assert all(rule.old.startswith("/blog/") and rule.new.startswith(("/blog/", "https:")) for rule in rules)


@pytest.mark.parametrize("host", READERS)
def test_there_are_no_more_rules_for_feeds_where_there_are_more_posts(host: str, blog: Site) -> None:
    before = hosted(blog, host)["_redirects"]
    for number in range(20):
        blog.write(f"content/posts/2015-01-01-n{number}.md", title=f"N {number}", body="x")
        blog.write(f"content/posts/2015-01-01-n{number}/comments.yaml", COMMENT)
    assert hosted(blog, host)["_redirects"] == before


@pytest.mark.parametrize(
    ("pattern", "address", "rule"),
    [
        ("/{slug}/", "/her/", "/:slug/feed/ /:slug/feed.xml 301"),
        ("/{year}-{month}/{slug}/", "/2014-01/her/", "/:yearmonth/:slug/feed/ /:yearmonth/:slug/feed.xml 301"),
        ("/archives/{id}/", "/archives/812/", "/archives/:id/feed/ /archives/:id/feed.xml 301"),
        ("/ü/{slug}.x/", "/ü/her.x/", "/%C3%BC/:slug/feed/ /%C3%BC/:slug/feed.xml 301"),
    ],
)
def test_the_rule_for_feeds_is_made_of_the_permalink(pattern: str, address: str, rule: str, blog: Site) -> None:
    for host, reader in READERS.items():
        tree = hosted(blog, host, permalink=pattern)
        assert rule in tree["_redirects"].decode().splitlines()
        assert reader(tree, sent(address) + "feed/") == (301, sent(address) + "feed.xml")


def test_the_first_reply_to_what_has_an_address_of_its_own_brings_a_rule(blog: Site) -> None:
    blog.write("content/posts/2014-01-15-own.md", title="Own", url="/special/own/", body="x")
    assert b"/special/own/" not in hosted(blog, "netlify")["_redirects"]
    blog.write("content/posts/2014-01-15-own/comments.yaml", COMMENT)
    tree = hosted(blog, "netlify")
    assert readers.netlify(tree, "/special/own/feed/") == (301, "/special/own/feed.xml")
    blog.append("content/posts/2014-01-15-own/comments.yaml", COMMENT.replace("1", "2", 1))
    assert hosted(blog, "netlify") == blog.clean_tree()
