"""What each host reads leads old addresses to where pages are now, and says what browsers are to keep and to refuse."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from matinee.deploy.hosts.recipe import make_recipe
from matinee.deploy.hosts.server import server_files
from matinee.model import Config
from tests.output import hosts
from tests.output.hosting import browsing, hosting, visiting
from tests.site import Site, picture

HOSTS = ("any", "netlify", "cloudflare-pages", "gitlab-pages", "github-pages", "server")
READERS: Mapping[str, Callable[[Mapping[str, bytes], str], tuple[int, str]]] = {
    "netlify": hosts.netlify,
    "cloudflare-pages": hosts.cloudflare,
    "gitlab-pages": hosts.gitlab,
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


@pytest.fixture
def blog(bare_site: Site) -> Site:
    """A blog with every kind of old address."""
    site = bare_site
    aliases = [old for old, new in ALIASES.items() if new.startswith("/2014/")]
    site.write("content/posts/2014-01-13-her.md", title="her", aliases=["/?p=812", *aliases], body="A letter.")
    site.write("content/posts/2014-01-13-her/comments.yaml", COMMENT)
    site.write("content/pages/uber.md", title="Über mich", url="/über-mich/", aliases=["/?page_id=7"], body="Row K.")
    site.write("content/pages/uber/comments.yaml", COMMENT)
    return site


def hosted(site: Site, host: str, **more: object) -> dict[str, bytes]:
    """The site as it is published for a host."""
    redirects = {"/old-about/": "/über-mich/", "/shop/": "https://shop.example:8443/a:b?c=$d#e"}
    site.config(**{"host": host, "search": "off", "theme": {"cards": False}, "redirects": redirects, **more})
    site.good()
    return site.tree()


def sent(old: str) -> str:
    return quote(old, safe="/._~@!$&'()*+,;=:-|[]")


# Rules


@pytest.mark.parametrize("host", READERS)
def test_every_old_address_leads_to_a_page_that_exists(host: str, blog: Site) -> None:
    tree = hosted(blog, host)
    for old, new in ALIASES.items():
        code, came = READERS[host](tree, sent(old))
        if host == "gitlab-pages":  # where files go before rules
            assert (code, old) == (200, old)
            came = next(rule.new for rule in hosts.read_rules(tree["_redirects"].decode()) if rule.old == sent(old))
        else:
            assert code == 301
        assert came == (sent(new) if new.startswith("/") else new)
        assert came.startswith("https://") or hosts.is_there(tree, came)


@pytest.mark.parametrize("host", READERS)
def test_whoever_follows_a_feed_of_wordpress_is_led_to_ours(host: str, blog: Site) -> None:
    tree = hosted(blog, host)
    for old, new in FEEDS.items():
        assert READERS[host](tree, old) == (301, new)
        assert hosts.is_there(tree, new)


@pytest.mark.parametrize("host", HOSTS)
def test_pages_stay_at_old_addresses_on_every_host(host: str, blog: Site) -> None:
    tree = hosted(blog, host)
    assert {"old-about/index.html", "her.html", "日本/index.html", "with space/index.html"} <= tree.keys()


@pytest.mark.parametrize("host", READERS)
def test_below_a_path_rules_lead_below_it_too(host: str, blog: Site) -> None:
    tree = hosted(blog, host, url="https://x.example/blog")
    rules = hosts.read_rules(tree["_redirects"].decode())
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
    assert hosts.netlify(tree, "/special/own/feed/") == (301, "/special/own/feed.xml")
    blog.append("content/posts/2014-01-15-own/comments.yaml", COMMENT.replace("1", "2", 1))
    assert hosted(blog, "netlify") == blog.clean_tree()


# Numbers as addresses


def test_netlify_leads_on_from_numbers(blog: Site) -> None:
    tree = hosted(blog, "netlify")
    assert "/ p=812 /2014/01/13/her/ 301!" in tree["_redirects"].decode().splitlines()
    assert hosts.netlify(tree, "/?p=812") == (301, "/2014/01/13/her/")
    assert hosts.netlify(tree, "/?page_id=7") == (301, "/%C3%BCber-mich/")
    assert hosts.netlify(tree, "/?p=813") == hosts.netlify(tree, "/") == (200, "")
    assert "old-addresses.js" not in tree


@pytest.mark.parametrize("host", ["any", "cloudflare-pages", "gitlab-pages", "github-pages"])
def test_where_a_host_cannot_the_front_page_leads_on_from_numbers(host: str, blog: Site) -> None:
    tree = hosted(blog, host)
    script = tree["old-addresses.js"].decode()
    assert json.loads(re.search(r"(?<=addresses = )\{.*?\}", script, re.DOTALL)[0]) == {  # type: ignore[index]
        "p=812": "/2014/01/13/her/",
        "page_id=7": "/%C3%BCber-mich/",
    }
    assert b'<script src="/old-addresses.js"></script>' in tree["index.html"]
    assert [path for path, data in tree.items() if b"old-addresses" in data] == ["index.html"]


def test_without_numbers_there_is_no_script(bare_site: Site) -> None:
    bare_site.write("content/posts/2014-01-13-her.md", title="her", aliases=["/her.html"])
    bare_site.good()
    assert "old-addresses.js" not in bare_site.tree()
    assert "old-addresses" not in bare_site.page("/")


@pytest.mark.slow
def test_a_browser_that_asks_for_a_number_arrives(blog: Site) -> None:
    tree = hosted(blog, "github-pages")
    with hosting(tree) as home, browsing() as browser, visiting(browser) as page:
        page.goto(f"{home}/?p=812#comment-1")
        page.wait_for_url(f"{home}/2014/01/13/her/#comment-1")
        page.goto(f"{home}/?p=1")
        assert page.url == f"{home}/?p=1"


def test_two_posts_cannot_have_had_one_number(blog: Site) -> None:
    blog.write("content/posts/2014-01-14-other.md", title="Other", aliases=["/?p=812"])
    [problem] = blog.build().problems
    assert str(problem) == (
        "content/posts/2014-01-14-other.md:3:11: error: /?p=812 would lead both to /2014/01/14/other/ and to "
        "/2014/01/13/her/; let one of them keep it [collision]"
    )


def test_a_number_that_leads_to_an_old_address_is_an_error(blog: Site) -> None:
    blog.config(redirects={"/?p=5": "/her.html"})
    [problem] = blog.build().problems
    assert str(problem).startswith(
        "content/site.yaml:4:13: error: /her.html is an old address too, and leads on to /2014"
    )


# What a host cannot hold


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
    left = most + 5 - sum(rule.new != "/:slug" and not rule.is_dynamic for rule in hosts.read_rules(text))
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


# Other files


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


# Headers


def caching(tree: Mapping[str, bytes], host: str, path: str) -> list[str]:
    said = hosts.headers_of(tree["_headers"].decode(), path, knows_removal=host == "cloudflare-pages")
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
        said = hosts.headers_of(hosted(blog, host, **more)["_headers"].decode(), "/about/", knows_removal=True)
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


# Servers, really run


class Answer:
    def __init__(self, port: int, path: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.putrequest("GET", path, skip_host=True)
        connection.putheader("Host", "matinee.example")
        connection.endheaders()
        response = connection.getresponse()
        self.code, self.body = response.status, response.read()
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        connection.close()

    @property
    def led(self) -> tuple[int, str]:
        return self.code, self.headers.get("location", "")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(words: list[str], port: int, log: Path) -> Iterator[int]:
    with log.open("wb") as file:
        process = subprocess.Popen(words, stdout=file, stderr=file)
        try:
            for _ in range(200):
                assert process.poll() is None, log.read_text()
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield port
        finally:
            process.terminate()
            process.wait(10)


def configured(site: Site, name: str) -> tuple[str, int]:
    """What `deploy --init server` writes, for the site's own output and a port of this machine."""
    url = re.search(r"url: (\S+)", site.read("content/site.yaml"))
    assert url is not None
    config = Config("T", url[1], deploy={"live": {"kind": "folder", "path": site.output.as_posix()}})
    port = free_port()
    return server_files(config, make_recipe(config, frozenset()))[f"hosting/{name}"], port


@contextmanager
def nginx(site: Site, folder: Path) -> Iterator[int]:
    program = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if program is None:
        pytest.skip("there is no nginx: apt-get install nginx-light")
    text, port = configured(site, "nginx.conf")
    text = text.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("listen [::]:80;", "")
    folder.mkdir()
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "site.conf").write_text(text)
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;\nevents {{}}\n"
        f"http {{ {temporary} access_log off; include /etc/nginx/mime.types; include {folder}/site.conf; }}\n"
    )
    words = [program, "-e", f"{folder}/early.log", "-c", f"{folder}/nginx.conf"]
    checked = subprocess.run([*words, "-t"], capture_output=True, text=True, check=False, timeout=30)
    assert checked.returncode == 0, checked.stderr
    assert "warn" not in checked.stderr
    with running(words, port, folder / "log"):
        yield port


@contextmanager
def caddy(site: Site, folder: Path) -> Iterator[int]:
    program = shutil.which("caddy")
    if program is None:
        pytest.skip("there is no Caddy: apt-get install caddy")
    text, port = configured(site, "Caddyfile")
    folder.mkdir()
    text = text.replace("matinee.example {", f"http://matinee.example:{port} {{\n\tbind 127.0.0.1")
    (folder / "Caddyfile").write_text(f"{{\n\tadmin off\n\tauto_https off\n}}\n{text}")
    words = [program, "run", "--adapter", "caddyfile", "--config", f"{folder}/Caddyfile"]
    with running(words, port, folder / "log"):
        yield port


SERVERS = {"nginx": nginx, "caddy": caddy}


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
def test_below_a_path_a_server_leads_below_it_too(name: str, blog: Site, tmp_path: Path) -> None:
    blog.output = tmp_path / "www" / "blog"
    hosted(blog, "server", url="https://matinee.example/blog")
    with SERVERS[name](blog, tmp_path / "server") as port:
        assert Answer(port, "/blog/her.html").led == (301, "/blog/2014/01/13/her/")
        assert Answer(port, "/blog/?p=812").led == (301, "/blog/2014/01/13/her/")
        assert Answer(port, "/blog/2014/01/13/her/feed/").led == (301, "/blog/2014/01/13/her/feed.xml")
        assert Answer(port, "/blog/").code == 200
        assert Answer(port, "/blog/nothing/").code == 404
