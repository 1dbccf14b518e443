"""Old addresses of every kind, where each leads, and a site as it is published for a host."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote

from tests.output.hosts import readers
from tests.site import Site

HOSTS = ("any", "netlify", "cloudflare-pages", "gitlab-pages", "github-pages", "server")
READERS: Mapping[str, Callable[[Mapping[str, bytes], str], tuple[int, str]]] = {
    "netlify": readers.netlify,
    "cloudflare-pages": readers.cloudflare,
    "gitlab-pages": readers.gitlab,
}
ALIASES = {
    "/2013/her/": "/2014/01/13/her/",
    "/her.html": "/2014/01/13/her/",
    "/日本/": "/2014/01/13/her/",
    "/with space/": "/2014/01/13/her/",
    "/it's+(old)&so/": "/2014/01/13/her/",
    "/q;u~o$te/": "/2014/01/13/her/",
    "/old-about/": "/über-mich/",
    "/shop/": "https://shop.example:8443/a%3Ab?c=%24d#e",
}
FEEDS = {
    "/feed/": "/feed.xml",
    "/feed/atom/": "/feed.xml",
    "/comments/feed/": "/comments/feed.xml",
    "/2014/01/13/her/feed/": "/2014/01/13/her/feed.xml",
    "/2014/01/13/her/feed": "/2014/01/13/her/feed.xml",
    "/%C3%BCber-mich/feed/": "/%C3%BCber-mich/feed.xml",
}
COMMENT = "- id: 1\n  date: 2014-01-14\n  body: Lovely.\n"


def hosted(site: Site, host: str, **more: object) -> dict[str, bytes]:
    """The site as it is published for a host."""
    redirects = {"/old-about/": "/über-mich/", "/shop/": "https://shop.example:8443/a:b?c=$d#e"}
    site.config(**{"host": host, "search": "off", "theme": {"cards": False}, "redirects": redirects, **more})
    site.good()
    return site.tree()


def sent(old: str) -> str:
    return quote(old, safe="/._~@!$&'()*+,;=:-|[]")
