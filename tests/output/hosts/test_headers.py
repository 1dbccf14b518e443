"""What a host says beside sending a file: how long to keep it, and what to refuse."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from matinee.pages.hosts.caching import cache_header
from tests.output.hosts import readers
from tests.output.hosts.told import hosted, sent
from tests.site import Site, picture


def caching(tree: Mapping[str, bytes], host: str, path: str) -> list[str]:
    said = readers.headers_of(tree["_headers"].decode(), path, knows_removal=host == "cloudflare-pages")
    return said.get("Cache-Control", ["public, max-age=0, must-revalidate"] if host == "netlify" else [])


@pytest.mark.parametrize("host", ["netlify", "cloudflare-pages"])
def test_headers_say_how_long_files_may_be_kept(host: str, blog: Site) -> None:
    blog.write("content/posts/2014-01-13-her/wide.png", picture(900, 4))
    blog.edit("content/posts/2014-01-13-her.md", "A letter.", "![Wide](wide.png)")
    tree = hosted(blog, host)
    for path in tree:
        if path.startswith("_"):
            continue
        address = "/" + path.removesuffix("index.html") if path.endswith("index.html") else f"/{path}"
        [said] = caching(tree, host, sent(address))
        if path.startswith("images/"):
            assert said == "public, max-age=31536000, immutable"
        elif path.endswith((".html", ".xml", "feed.json")):
            assert said == "public, max-age=0, must-revalidate", path
        elif path in {"style.css", "theme.js", "favicon.svg"} or path.startswith("fonts/"):
            assert said == "public, max-age=3600"
    assert any(path.startswith("images/") for path in tree)


@pytest.mark.parametrize("host", ["netlify", "cloudflare-pages"])
def test_pictures_of_the_authors_own_are_not_kept_for_ever(host: str, blog: Site) -> None:
    blog.write("static/images/me.png", picture(4, 4))
    assert "immutable" not in " ".join(caching(hosted(blog, host), host, "/images/me.png"))


@pytest.mark.parametrize("host", ["netlify", "cloudflare-pages"])
def test_only_those_files_of_an_index_are_kept_for_ever_that_are_named_by_their_bytes(host: str, blog: Site) -> None:
    pytest.importorskip("pagefind", reason='Pagefind is not installed: pip install -e ".[search]"')
    blog.write("content/posts/2013-12-30-rated.md", title="Rated", film="{title: her, year: 2013}", rating=4)
    tree = hosted(blog, host, search="full")
    index = [path for path in tree if path.startswith("pagefind/")]
    for path in index:
        assert caching(tree, host, f"/{path}") == [cache_header(path)], path
    lasting = {path.split("/")[1] for path in index if "immutable" in caching(tree, host, f"/{path}")[0]}
    assert lasting == {"filter", "fragment", "index"}
    assert b"pf_" not in tree["_headers"]
    assert "immutable" not in " ".join(caching(hosted(blog, host), host, "/pagefind/fragment/mine.js"))


@pytest.mark.parametrize(
    ("more", "policy"),
    [
        ({}, "default-src 'self'"),
        ({"comments": {"form": "mailto:me@x.example"}}, "default-src 'self'; form-action 'self' mailto:"),
        ({"comments": {"form": "https://matinee.example/reply"}}, "default-src 'self'"),
        (
            {"comments": {"form": "https://inbox.example:8443/reply?a=b"}},
            "default-src 'self'; form-action 'self' https://inbox.example:8443",
        ),
    ],
)
def test_the_policy_lets_in_nothing_that_no_page_needs(more: dict[str, object], policy: str, blog: Site) -> None:
    for host in ("netlify", "cloudflare-pages"):
        said = readers.headers_of(hosted(blog, host, **more)["_headers"].decode(), "/about/", knows_removal=True)
        assert said["Content-Security-Policy"] == [policy]
        assert said["X-Content-Type-Options"] == ["nosniff"]
        assert said["Referrer-Policy"] == ["strict-origin-when-cross-origin"]
    tree = hosted(blog, "server", **more)
    assert f'"{policy}"' in tree["_redirects.nginx"].decode()
    assert f'"{policy}"' in tree["_redirects.caddy"].decode()


def test_searching_whole_texts_needs_webassembly(blog: Site) -> None:
    pytest.importorskip("pagefind", reason='Pagefind is not installed: pip install -e ".[search]"')
    policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'"
    assert f"  Content-Security-Policy: {policy}\n" in hosted(blog, "netlify", search="full")["_headers"].decode()
