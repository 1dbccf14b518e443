"""Keys and tokens of known makes, as their makers describe them; lengths are taken as the least that is known."""

from __future__ import annotations

from typing import NamedTuple


class Make(NamedTuple):
    """How a make looks. A file has none of it without one of the `words` (runs of letters, made small) and one of the
    `signs`; where none are told, they are not asked for."""

    name: str
    pattern: str
    words: str = ""
    signs: str = ""


_ESCAPE = r"(?<=\\[nrtbf])|(?<=\\u[0-9a-fA-F]{4})"  # as JSON writes lines and more: what follows is no part of a word
WORD_EDGE = rf"(?:(?<![A-Za-z0-9_-])|{_ESCAPE})"
PATH_EDGE = rf"(?:(?<![\w.:/%-])|{_ESCAPE})"
END = r"(?![A-Za-z0-9_-])"
_SLASH = r"(?:\\?/)"  # as JSON may write it

HOMES = frozenset({"home", "root", "Users"})
HOME, _DRIVE = "a path of a home folder", r"(?:/mnt)?/[a-z]"  # as a shell of Unix calls one on Windows
_SUPERUSER = "/root"  # who has a home of its own
_NAME = r"[^/\\\s\"'<>&?#]+"
PATHS: tuple[Make, ...] = (
    Make(
        HOME,
        rf"{PATH_EDGE}(?:(?:/home|(?:{_DRIVE})?/Users)/{_NAME}/|{_SUPERUSER}/[\w.]{_NAME})",
        "home root users",
        f"/home/|{_SUPERUSER}/|/Users/",
    ),
    Make(
        HOME,
        rf"(?<![\w/])[A-Za-z]:(?:\\{{1,2}}|/)Users(?:\\{{1,2}}|/){_NAME}",
        "users",
        ":\\Users|:\\\\Users|:/Users",
    ),
    Make("an address of a file", r"\bfile://[^\s\"'<>]+", "file", "file://"),
)
_HERE, _HTTP = "an address on your own computer or network", r"\bhttps?:(?:\\?/){2}(?:[^\s/\"'<>@]*@)?"
_WHOLE = r"(?![\w.-]*\w)"
LOCAL: tuple[Make, ...] = (
    Make(_HERE, rf"{_HTTP}(?:localhost|[\w-]+(?:\.[\w-]+)*\.local){_WHOLE}", "localhost local", "localhost|.local"),
    Make(_HERE, rf"{_HTTP}(?:127(?:\.\d+){{3}}|\[::1\]|0\.0\.0\.0){_WHOLE}", "", "/127.|[::1]|/0.0.0.0"),
)
KEYS: tuple[Make, ...] = (
    Make("a private key", r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----", "private", "PRIVATE KEY"),
    Make("a PuTTY key", r"PuTTY-User-Key-File-\d", "putty", "PuTTY-User"),
    Make("a private key of age", r"AGE-SECRET-KEY-1[0-9A-Z]{50,}", "age", "AGE-SECRET-KEY-1"),
)
TOKENS: tuple[Make, ...] = (
    Make("an AWS access key", rf"A[KS]IA[A-Z2-7]{{16}}{END}", "", "AKIA|ASIA"),
    Make("an Azure account key", r"AccountKey=[A-Za-z0-9+/]{80,}", "accountkey"),
    Make("a Brevo key", r"xkeysib-[0-9a-f]{60,}", "xkeysib"),
    Make("a Cloudflare key", r"v1\.0-[0-9a-f]{24}-[0-9a-f]{100,}", "v", "v1.0-"),
    Make("a Cloudflare token", r"cf(?:k|ut|at)_[A-Za-z0-9]{40,}", "cfk cfut cfat"),
    Make("a DigitalOcean token", rf"do[opr]_v1_[0-9a-f]{{64}}{END}", "doo dop dor", "_v1_"),
    Make(
        "a Discord webhook",
        rf"discord(?:app)?\.com{_SLASH}api{_SLASH}(?:v\d+{_SLASH})?webhooks{_SLASH}\d{{17,20}}{_SLASH}[\w-]{{50,}}",
        "discord discordapp",
        "webhooks",
    ),
    Make("a Docker token", r"dckr_(?:pat|oat)_[\w-]{20,}", "dckr"),
    Make("a Dropbox token", r"sl\.[\w-]{100,}", "sl", "sl."),
    Make("a Figma token", r"figd_[\w-]{36,}", "figd"),
    Make("a Firebase server key", r"AAAA[\w-]{7}:APA91b[\w-]{100,}", "apa", ":APA91b"),
    Make("a GitHub token", r"gh[oprsu]_[A-Za-z0-9]{30,}", "gho ghp ghr ghs ghu"),
    Make("a GitHub token", r"github_pat_[A-Za-z0-9_]{22,}", "github", "github_pat_"),
    Make(
        "a GitLab token",
        r"gl(?:pat|dt|rt|rtr|soat|ptt|oas|cbt|ft|imt|agent|ffct)-[\w-]{20,}",
        "glpat gldt glrt glrtr glsoat glptt gloas glcbt glft glimt glagent glffct",
    ),
    Make("a Google access token", r"ya29\.[\w-]{30,}", "ya", "ya29."),
    Make("a Google API key", r"AIza[\w-]{35}", "", "AIza"),
    Make("a Google client secret", r"GOCSPX-[\w-]{24,}", "gocspx"),
    Make("a Grafana token", r"glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}", "glsa"),
    Make("a JSON web token", r"eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}", "", "eyJ"),
    Make("a Linear key", r"lin_(?:api|oauth)_[A-Za-z0-9]{40,}", "lin", "lin_"),
    Make("a Mailchimp key", rf"[0-9a-f]{{32}}-us\d{{1,2}}{END}", "us", "-us"),
    Make("a Mailgun key", rf"key-[0-9a-f]{{32}}{END}", "key", "key-"),
    Make("a Mapbox secret token", r"sk\.eyJ[\w-]{20,}\.[\w-]{16,}", "sk", "sk.eyJ"),
    Make("a Netlify token", r"nfp_[A-Za-z0-9]{30,}", "nfp"),
    Make("a Notion token", r"ntn_[A-Za-z0-9]{40,}", "ntn"),
    Make("an npm token", r"npm_[A-Za-z0-9]{36}", "npm", "npm_"),
    Make("a PlanetScale token", r"pscale_(?:tkn|pw|oauth)_[\w-]{30,}", "pscale"),
    Make("a Postman key", r"PMAK-[0-9a-f]{24}-[0-9a-f]{30,}", "pmak"),
    Make("a PyPI token", r"pypi-[\w-]{50,}", "pypi", "pypi-"),
    Make("a RubyGems key", r"rubygems_[0-9a-f]{48}", "rubygems", "rubygems_"),
    Make("a SendGrid key", r"SG\.[\w-]{16,}\.[\w-]{16,}", "sg", "SG."),
    Make("a Sentry token", r"sntry[su]_[A-Za-z0-9+/=_-]{40,}", "sntrys sntryu"),
    Make("a Shopify token", r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}", "shpat shpca shppa shpss"),
    Make("a Slack token", r"xox[abeoprs]-[A-Za-z0-9-]{10,}", "xoxa xoxb xoxe xoxo xoxp xoxr xoxs"),
    Make("a Slack token", r"xapp-\d-[A-Z0-9]{6,}-[0-9]{6,}-[0-9a-f]{20,}", "xapp"),
    Make(
        "a Slack webhook",
        rf"hooks\.slack\.com{_SLASH}(?:services|workflows|triggers){_SLASH}[TE][A-Z0-9]{{6,}}{_SLASH}[A-Za-z0-9\\/]{{16,}}",
        "hooks",
        "hooks.slack.com",
    ),
    Make("a Square token", r"sq0(?:atp|csp)-[\w-]{22,}", "sq", "sq0"),
    Make("a Stripe key", r"(?:sk|rk)_live_[A-Za-z0-9]{16,}", "live", "_live_"),
    Make("a Stripe webhook secret", r"whsec_[A-Za-z0-9+/]{24,}", "whsec"),
    Make("a Supabase token", r"sbp_[0-9a-f]{40}", "sbp"),
    Make("a Telegram bot token", rf"\d{{8,10}}:AA[\w-]{{33}}{END}", "", ":AA"),
    Make("a Twilio key", rf"SK[0-9a-f]{{32}}{END}", "", "SK"),
    Make("a Vault token", r"hv[bs]\.[\w-]{24,}", "hvb hvs"),
    Make("an API key that begins with gsk_", r"gsk_[A-Za-z0-9]{40,}", "gsk"),
    Make("an API key that begins with sk-", r"sk-(?:proj|ant|svcacct|or)-[\w-]{24,}", "sk", "sk-"),
    Make("an API key that begins with sk-", r"sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}", "sk", "T3BlbkFJ"),
    Make("a token that begins with hf_", r"hf_[A-Za-z0-9]{30,}", "hf"),
    Make("a token that begins with r8_", rf"r8_[A-Za-z0-9]{{37}}{END}", "r", "r8_"),
)
