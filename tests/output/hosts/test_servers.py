"""nginx and Caddy, really run, with what `deploy --init server` writes for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from matinee.pages.hosts.caching import cache_header
from tests.output.hosts.servers import SERVERS, Answer
from tests.output.hosts.told import ALIASES, FEEDS, hosted, sent
from tests.site import Site, picture


@pytest.mark.parametrize("name", SERVERS)
def test_a_server_leads_on_from_every_old_address(name: str, blog: Site, tmp_path: Path) -> None:
    hosted(
        blog,
        "server",
        redirects={
            "/old-about/": "/über-mich/",
            "/shop/": "https://shop.example:8443/a:b?c=$d#e",
            "/index.php?p=4": "/über-mich/",
            "/?cat=3": "/films/",
            "/" + "long/" * 150: "/films/",
            "/old:page/": "/films/",
            "/#1 film".replace("#", "~"): "/films/",
        },
    )
    with SERVERS[name](blog, tmp_path / "server") as port:
        for old, new in [*ALIASES.items(), ("/" + "long/" * 150, "/films/"), ("/old:page/", "/films/")]:
            assert Answer(port, sent(old)).led == (301, sent(new) if new.startswith("/") else new), old
        assert Answer(port, "/old-about").led == (301, "/%C3%BCber-mich/")
        for old, new in FEEDS.items():
            assert Answer(port, old).led == (301, new)
            assert Answer(port, new).code == 200
        for asked, new in {
            "/?p=812": "/2014/01/13/her/",
            "/?page_id=7": "/%C3%BCber-mich/",
            "/?cat=3": "/films/",
        }.items():
            assert Answer(port, asked).led == (301, new)
        assert Answer(port, "/?p=812&utm_source=x").led == (301, "/2014/01/13/her/")
        assert Answer(port, "/index.php?p=4").led == (301, "/%C3%BCber-mich/")
        assert Answer(port, "/?p=813").led == Answer(port, "/").led == Answer(port, "/?p=").led == (200, "")
        assert Answer(port, "/films/?p=812").led == (200, "")
        assert Answer(port, "/index.php?p=812").led == (404, "")


@pytest.mark.parametrize("name", SERVERS)
def test_a_server_leads_nobody_out_of_the_site(name: str, blog: Site, tmp_path: Path) -> None:
    hosted(blog, "server", permalink="/{slug}/")
    with SERVERS[name](blog, tmp_path / "server") as port:
        for asked in (
            "//evil.example/feed/",
            "/%5Cevil.example/feed/",
            "/\\evil.example/feed/",
            "/a%0d%0aX:%20y/feed/",
        ):
            answer = Answer(port, asked)
            assert "x" not in answer.headers
            assert not answer.led[1].startswith(("//", "/\\", "http:", "https:")), answer.led
        assert Answer(port, "/her/feed/").led == (301, "/her/feed.xml")


@pytest.mark.parametrize("name", SERVERS)
def test_a_server_says_what_browsers_are_to_keep_and_hides_what_is_no_page(
    name: str, blog: Site, tmp_path: Path
) -> None:
    blog.write("content/posts/2014-01-13-her/wide.png", picture(900, 4))
    blog.edit("content/posts/2014-01-13-her.md", "A letter.", "![Wide](wide.png)")
    blog.write("static/.well-known/security.txt", "Contact: mailto:me@matinee.example\n")
    tree = hosted(blog, "server")
    [wide, *_] = [path for path in tree if path.startswith("images/")]
    with SERVERS[name](blog, tmp_path / "server") as port:
        for path, said in {
            "/": "public, max-age=0, must-revalidate",
            "/2014/01/13/her/": "public, max-age=0, must-revalidate",
            "/feed.xml": "public, max-age=0, must-revalidate",
            "/feed.json": "public, max-age=0, must-revalidate",
            f"/{wide}": "public, max-age=31536000, immutable",
            "/style.css": "public, max-age=3600",
            "/.well-known/security.txt": "public, max-age=3600",
        }.items():
            answer = Answer(port, path)
            assert (path, answer.code, answer.headers["cache-control"]) == (path, 200, said)
            assert answer.headers["content-security-policy"] == "default-src 'self'"
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["referrer-policy"] == "strict-origin-when-cross-origin"
        for path in ("/.matinee/manifest", "/_redirects.nginx", "/_redirects.caddy", "/nothing/", "/images/"):
            answer = Answer(port, path)
            assert (path, answer.code, answer.body) == (path, 404, tree["404.html"])
        assert Answer(port, "/films").code in {301, 308}


@pytest.mark.parametrize("name", SERVERS)
@pytest.mark.parametrize("root", ["", "/blög"])
def test_a_server_says_of_every_file_what_a_bucket_says(name: str, root: str, blog: Site, tmp_path: Path) -> None:
    pytest.importorskip("pagefind", reason='Pagefind is not installed: pip install -e ".[search]"')
    blog.write("content/posts/2014-01-13-her/wide.png", picture(900, 4))
    blog.edit("content/posts/2014-01-13-her.md", "A letter.", "![Wide](wide.png)")
    blog.write("content/posts/2013-12-30-rated.md", title="Rated", film="{title: her, year: 2013}", rating=4)
    blog.output = tmp_path / "www" / root.strip("/")
    tree = hosted(blog, "server", search="full", url=f"https://matinee.example{root}")
    said = {}
    with SERVERS[name](blog, tmp_path / "server") as port:
        for path in tree:
            if not path.startswith("_") and b'http-equiv="refresh"' not in tree[path]:
                answer = Answer(port, sent(f"{root}/{path.removesuffix('index.html')}"))
                assert answer.code == 200, path
                said[path] = answer.headers["cache-control"]
    assert said == {path: cache_header(path) for path in said}
    kept = {path.rpartition("/")[0] for path, told in said.items() if "immutable" in told}
    assert kept == {"images", "pagefind/filter", "pagefind/fragment", "pagefind/index"}


@pytest.mark.parametrize("name", SERVERS)
def test_below_a_path_a_server_leads_below_it_too(name: str, blog: Site, tmp_path: Path) -> None:
    blog.output = tmp_path / "www" / "blog"
    hosted(blog, "server", url="https://matinee.example/blog")
    with SERVERS[name](blog, tmp_path / "server") as port:
        assert Answer(port, "/blog/her.html").led == (301, "/blog/2014/01/13/her/")
        assert Answer(port, "/blog/?p=812").led == (301, "/blog/2014/01/13/her/")
        assert Answer(port, "/blog/2014/01/13/her/feed/").led == (301, "/blog/2014/01/13/her/feed.xml")
        assert Answer(port, "/blog/").code == 200
        assert Answer(port, "/blog/nothing/").code == 404
