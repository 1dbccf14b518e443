"""Keys, tokens, paths and names are known by what they look like; what only looks a little like them is not."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from matinee.deploy.guard import Private
from matinee.deploy.guard.makes import KEYS
from matinee.deploy.guard.makes import TOKENS as MAKES
from matinee.deploy.guard.names import look_at_name
from matinee.deploy.guard.rules import Finding
from matinee.deploy.guard.scanning import Searcher
from matinee.model import LeakRule
from tests.site import ROOT

HEX, MIXED = "0123456789abcdef", "Ab3dE6gH9jK2mN5pQ8rS1tU4vW7xY0zA1bC4"
TOKENS = {  # none of them is, or ever was, anybody's
    "AKIA" + "IOSFODNN7EXAMPLE": "AWS",
    "AccountKey=" + MIXED * 3: "Azure",
    "xkeysib-" + HEX * 4 + "-Ab3dE6gH": "Brevo",
    "v1.0-" + HEX + HEX[:8] + "-" + HEX * 7: "Cloudflare key",
    "cfut_" + "Ab1c" * 11: "Cloudflare token",
    "dop_v1_" + HEX * 4: "DigitalOcean",
    "https://discord.com/api/webhooks/123456789012345678/" + MIXED * 2: "Discord",
    "dckr_pat_" + MIXED: "Docker",
    "sl." + MIXED * 4: "Dropbox",
    "figd_" + MIXED * 2: "Figma",
    "AAAAxYz12_-:APA91b" + MIXED * 4: "Firebase",
    "ghs_" + MIXED: "GitHub",
    "github_pat_" + "11ABCDEFG0" * 5: "GitHub",
    "glpat-" + "x9Yz" * 5: "GitLab",
    "glagent-" + MIXED: "GitLab",
    "AIza" + "SyD3x" * 7: "Google API",
    "GOCSPX-" + MIXED[:28]: "Google client",
    "ya29." + MIXED: "Google access",
    "glsa_" + MIXED[:32] + "_" + HEX[:8]: "Grafana",
    "eyJ" + "hbGciOiJI.eyJ" + "zdWIiOiIx.SflKxwRJ": "web token",
    "lin_api_" + MIXED * 2: "Linear",
    HEX * 2 + "-us12": "Mailchimp",
    "key-" + HEX * 2: "Mailgun",
    "sk.eyJ" + MIXED + "." + MIXED[:22]: "Mapbox",
    "nfp_" + "Ab1" * 12: "Netlify",
    "ntn_" + MIXED * 2: "Notion",
    "npm_" + "Ab1" * 12: "npm",
    "pscale_tkn_" + MIXED: "PlanetScale",
    "PMAK-" + HEX + HEX[:8] + "-" + HEX * 2: "Postman",
    "pypi-" + "AgEIcHlwaS5vcmc" * 4: "PyPI",
    "rubygems_" + HEX * 3: "RubyGems",
    "SG." + "a1B2" * 5 + "." + "c3D4" * 10: "SendGrid",
    "sntrys_" + MIXED * 2: "Sentry",
    "shpat_" + HEX * 2: "Shopify",
    "xoxb-" + "1234567890-abcdefghij": "Slack token",
    "xapp-1-A012345BCDE-1234567890123-" + HEX * 4: "Slack token",
    "https://hooks.slack.com/services/T012AB3CD/B012AB3CD/" + MIXED[:24]: "Slack webhook",
    "sq0csp-" + MIXED: "Square",
    "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc": "Stripe key",
    "whsec_" + MIXED: "Stripe webhook",
    "sbp_" + HEX * 2 + HEX[:8]: "Supabase",
    "1234567890:AA" + MIXED[:33]: "Telegram",
    "SK" + HEX * 2: "Twilio",
    "hvs." + MIXED: "Vault",
    "gsk_" + MIXED * 2: "begins with gsk_",
    "sk-proj-" + "Ab1_" * 8: "begins with sk-",
    "sk-" + MIXED[:20] + "T3BlbkFJ" + MIXED[:20]: "begins with sk-",
    "hf_" + MIXED: "begins with hf_",
    "r8_" + MIXED + "x": "begins with r8_",
    "PuTTY-User-Key-File-3: ssh-ed25519": "PuTTY",
    "AGE-SECRET-KEY-1" + "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L" * 2: "age",
    "-----BEGIN PGP PRIVATE KEY BLOCK-----": "a private key",
}


def look(text: str | bytes, suffix: str = ".txt") -> list[Finding]:
    return list(Searcher(Private()).look(text.encode() if isinstance(text, str) else text, suffix))


@pytest.mark.parametrize("token", TOKENS, ids=lambda token: token[:12])
@pytest.mark.parametrize("form", ["<!doctype html><p>{}</p></html>", 'a="{}";', '{{"a":"b\\n{}"}}', "\t{}"])
def test_tokens_of_known_makes_are_found_and_never_told(token: str, form: str) -> None:
    [found] = look(form.format(token), ".html" if "<" in form else ".json" if "{" in form[0] else ".js")
    make = TOKENS[token]
    assert found.rule is (LeakRule.KEY if make in {"PuTTY", "age", "a private key"} else LeakRule.TOKEN)
    assert make in found.told
    assert not any(token[at : at + 5] in found.told for at in range(max(6, len(token) - 24), len(token) - 5))
    assert found.rule is LeakRule.KEY or token.removeprefix("https://")[:5] not in found.told
    assert found.line == 1


def test_every_make_is_tried() -> None:
    assert {make.name for make in (*KEYS, *MAKES)} == {look(token)[0].told.partition(", ")[0] for token in TOKENS}


def test_the_guide_names_every_make() -> None:
    page = (ROOT / "docs/guide/leaks.md").read_text("utf-8")
    told = {word for make in MAKES for word in re.findall(r"[A-Z]\w+|npm|\w+[_-]$", make.name)}
    assert {word for word in told if not re.search(rf"\b{word}(?!\w)", page)} == {"API"}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
@pytest.mark.parametrize("token", list(TOKENS)[::10])
def test_texts_of_wide_letters_are_read(encoding: str, token: str) -> None:
    told = f"One line, é\nand {token}.\n"
    [found] = look(told.encode(encoding), ".log")
    assert (found.line, found.column) == (2, 5 + 8 * token.startswith("https://"))
    [found] = look(b"\xfe\xff" + told.encode("utf-16-be"))
    assert found.line == 2


def test_texts_with_nul_in_them_are_read_and_programs_hold_nothing() -> None:
    for data in (f"a\0{MIXED}\0ghp_{MIXED}\0b", f"ghp_{MIXED}{chr(0) * 3000}", f"\0\1\2\0{'x' * 2000}\0ghp_{MIXED}"):
        [found] = look(data, ".bin")
        assert found.told.startswith("a GitHub token")
    assert look(bytes(range(256)) * 40, ".bin") == []
    assert look(b"\0" * 5000, ".bin") == []


LOGINS = [
    "https://ingrid:hunter2@git.films.net/blog.git",
    "https:\\/\\/ingrid:hunter2@git.films.net\\/",
    "postgres://films:p%40ss-w0rd@db.films.net:5432/films",
    "redis://:hunter2@cache:6379",
    "<code>git clone https://ingrid:gl-hunter2@gitlab.com/films.git</code>",
    "ftp://a:bcd@[2001:db8::1]/",
]
NO_LOGINS = [
    "https://example.org/@ingrid and https://films.net/a:b@c",
    "https://ingrid@films.net/",
    "https://films.net:8080/@ingrid",
    "<code>https://user:password@films.net/</code>",
    "https://USER:TOKEN@github.com/",
    "https://user:$TOKEN@github.com https://user:${{ secrets.T }}@github.com https://u:%PASSWORD%@films.net",
    "https://user:&lt;password&gt;@films.net https://user:***@films.net https://user:xxx@films.net https://u:{}@films.net",
    "https://user:hunter2@example.com/ https://user:hunter2@host/",
    "mailto:ingrid@films.net, acct:ingrid@films.net, xmpp:ingrid@films.net",
    "He said: write to ingrid@films.net: she answers",
    "In 12:30@Odeon and http://a.example/?b=c:d@films.net",
    "@media print{a:hover{color:red}}",
    "https://web.archive.org/web/2013:11/https://films.net/@x",
]


@pytest.mark.parametrize("text", LOGINS)
def test_addresses_with_a_password_are_found_and_the_password_is_not_told(text: str) -> None:
    [found] = look(f"See {text}.")
    assert found.rule is LeakRule.TOKEN
    assert found.told.startswith("an address with a password: ")
    assert not {"hunter2", "p%40ss", "bcd", "ingrid"} & set(found.told.replace("/", " ").replace(":", " ").split())
    assert found.column == 5 + 16 * text.startswith("<code>")


@pytest.mark.parametrize("text", NO_LOGINS)
def test_addresses_without_one_are_not(text: str) -> None:
    assert look(text) == []


SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzQ9hT2kLmB"
LABELLED = [
    f"aws_secret_access_key = {SECRET}",
    f"AWS_SECRET_ACCESS_KEY={SECRET}\r",
    f'{{"secretAccessKey": "{SECRET}"}}',
    f"client_secret: {MIXED[:24]}",
    f'{{"client_secret":"{MIXED[:24]}","a":1}}',
    f'const apiKey = "{HEX[:6]}x"; const config={{apiKey:"{MIXED}"}}',
    f"api-key: {HEX * 2}",
    "api_key = 3b241101-e2bb-4255-8caf-4136c566a962",
    f"TMDB_API_KEY='{HEX[::-1] * 2}'",
]
NOT_LABELLED = [
    "The secret: he was his own father. The key: a lamp that nobody had lit since 1968.",
    "password: hunter2hunter2Hunter2",
    "api_key: your-api-key-goes-here-123456",
    "api_key = YourApiKeyGoesRightInHere1",
    f"api_key: {HEX[0] * 40}",
    "api_key: aVeryLongNameWithoutAnyDigit",
    "a.apiKey=e.options.searchClient2Configuration;",
    "{apiKey:configurationOfTheClient2020}",
    'client_secret = os.environ["FILMS_CLIENT_SECRET_2024"]',
    "access_token: ${{ secrets.ACCESS_TOKEN_2024_Long }}",
    f"the API key {MIXED} that he wrote on the wall",
    f"monkey: {MIXED}",
    f'integrity="sha384-{MIXED}"',
]


@pytest.mark.parametrize("text", LABELLED)
@pytest.mark.parametrize("suffix", ["", ".json", ".yaml", ".js", ".txt", ".env"])
def test_secrets_are_known_by_their_labels_and_not_told(text: str, suffix: str) -> None:
    [found] = look(f"a: 1\n{text}\nb: 2\n", suffix)
    assert found.rule is LeakRule.TOKEN
    assert found.told.startswith("a secret, by its label: ")
    assert not any(secret[:6] in found.told for secret in (SECRET, MIXED, HEX, HEX[::-1]))
    assert found.line == 2


@pytest.mark.parametrize("text", NOT_LABELLED)
def test_what_is_not_labelled_or_stands_for_another_is_no_secret(text: str) -> None:
    assert look(f"a: 1\n{text}\nb: 2\n") == []


@pytest.mark.parametrize("suffix", [".html", ".xml", ".css"])
def test_prose_that_tells_of_labels_is_none(suffix: str) -> None:
    assert look(f"<!doctype html><pre>api_key: {MIXED}\n</pre></html>", suffix) == []


SUPERUSER = "/root"
PATHS = [
    "/home/ingrid/blog/a.png",
    "/Users/ingrid/blog",
    f"{SUPERUSER}/blog",
    f"{SUPERUSER}/.ssh/config",
    "/mnt/c/Users/ingrid/blog",
    "/c/Users/ingrid/blog",
    "C:\\Users\\Ingrid\\blog",
    "C:\\\\Users\\\\Ingrid\\\\blog",
    "C:/Users/Ingrid/blog",
    "file:///etc/hosts",
]
NO_PATHS = [
    f"https://films.net/home/ingrid/ and /blog/home/ingrid/ and ..{SUPERUSER}/a",
    f"{SUPERUSER} and {SUPERUSER}/, said he; /home/ and /Users/",
    "/var/www/html/index.html and /srv/www",
    "the C: drive, C:/Windows, C:/UsersGuide",
    "the-root/of it, /roots/of/heaven and /rootless/",
]


@pytest.mark.parametrize("text", PATHS)
def test_paths_of_computers_are_found(text: str) -> None:
    [found] = look(f"made in {text} once")
    assert (found.rule, found.column) == (LeakRule.PATH, 9)


@pytest.mark.parametrize("text", NO_PATHS)
def test_addresses_that_look_like_paths_are_not(text: str) -> None:
    assert look(text) == []


def test_a_site_may_have_addresses_of_its_own_that_look_like_home_folders() -> None:
    searcher = Searcher(Private(), frozenset({"home"}))

    def found(text: str) -> Iterator[str]:
        return (finding.told for finding in searcher.look(text.encode(), ".txt"))

    assert list(found("/home/cinema/ and /home/office/")) == []
    assert list(found(f"/home/cinema/ and {SUPERUSER}/blog")) == [f"a path of a home folder: {SUPERUSER}/blog"]


DROPPINGS = "a.swp a.bak a.md~ #a# .DS_Store Thumbs.db .git .git/config .git/HEAD x/__pycache__/a.pyc a.psd"
SETTINGS = """
.env .env.local .netrc _netrc .npmrc .pypirc .pgpass .my.cnf .htpasswd .s3cfg .boto .git-credentials .bash_history
.aws/credentials .ssh/config .kube/config .docker/config.json wp-config.php wp-config.php.bak id_rsa id_ed25519
id_ed25519_sk a.pem a.key a.p12 a.kdbx a.keystore a.ovpn a.sqlite a.sql A.SQL db.sql.gz db.sql.xz terraform.tfstate
rclone.conf
"""
OTHERS = """
.well-known/security.txt monkey environment.html a.keys.txt temp/a.gif .htaccess .nojekyll mysql.html a.sql.html
id_rsa.pub wp-config.html config.php git/config aws/credentials.html netrc.html a.bakery
"""


@pytest.mark.parametrize(("rules", "paths"), [("dropping", DROPPINGS), ("environment", SETTINGS), ("", OTHERS)])
def test_files_that_nobody_means_to_publish_are_known_by_name(rules: str, paths: str) -> None:
    for path in paths.split():
        assert [finding.rule for finding in look_at_name(f"2014/{path}")] == rules.split(), path
