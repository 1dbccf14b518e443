"""Each host gets the files that it reads, and no others."""

from __future__ import annotations

from tests.output.hosts.told import HOSTS, hosted
from tests.site import Site


def test_each_host_gets_its_files_and_no_others(blog: Site) -> None:
    special = {"_redirects", "_headers", ".nojekyll", "_redirects.nginx", "_redirects.caddy"}
    found = {host: special & hosted(blog, host).keys() for host in HOSTS}
    assert found == {
        "any": set(),
        "netlify": {"_redirects", "_headers"},
        "cloudflare-pages": {"_redirects", "_headers"},
        "gitlab-pages": {"_redirects"},
        "github-pages": {".nojekyll"},
        "server": {"_redirects.nginx", "_redirects.caddy"},
    }


def test_another_host_gets_other_files_of_the_same_names(blog: Site) -> None:
    for host in ("netlify", "cloudflare-pages", "gitlab-pages", "netlify"):
        tree = hosted(blog, host)
        assert blog.clean_tree() == tree


def test_a_file_of_the_authors_takes_the_place_of_ours(blog: Site) -> None:
    blog.write("static/_redirects", "/a /b 302\n")
    tree = hosted(blog, "netlify")
    assert tree["_redirects"] == b"/a /b 302\n"
    assert b"nosniff" in tree["_headers"]
