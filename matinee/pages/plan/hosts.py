"""What a site's host reads beside its pages: rules for old addresses, headers; or a script, where it knows none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import accumulate, chain
from typing import NamedTuple
from urllib.parse import urlsplit

from ...content.decode.marks import SITE, config_place
from ...content.site import Site
from ...errors import Place, Problem, error, warning
from ...model import Config, Host, SearchScope
from ...text.urls import decode
from ..hosts import lines, server
from ..hosts.caching import INDEX_PARTS, PICTURES
from ..hosts.patterns import fault_of_pattern, fits
from ..parts import HeadersParts, MarkerParts, OldAddressesParts, Part, RedirectsParts, RulePart, ServerParts
from ..views.post import feed_address
from .values import Make

SCRIPT = "/old-addresses.js"
OLD_FEEDS = {
    **dict.fromkeys(("/feed/", "/feed/atom/", "/feed/rss/", "/feed/rss2/"), "/feed.xml"),
    "/comments/feed/": "/comments/feed.xml",
}
_OLD = {"categories": "/category/{slug}/", "tags": "/tag/{slug}/"}
_MOST_STATIC, _LONGEST_LINE = 2_000, 1_000  # https://developers.cloudflare.com/pages/configuration/redirects/
_MOST_RULES, _MOST_BYTES = 1_000, 64_000  # GitLab's own, which an instance may change
_REST = 1_000  # bytes, for what else is in the file


class Hop(NamedTuple):
    """An old address with its rule. `mark` finds where it is written; at one that `has_page` a page stays."""

    typed: str
    rule: RulePart
    mark: Callable[[], Place]
    has_page: bool


class Told(NamedTuple):
    """What a host is told of old addresses, and what it cannot be told."""

    rules: tuple[RulePart, ...]
    patterns: tuple[str, ...]
    problems: tuple[Problem, ...]


_FAULTS: dict[Host, Callable[[RulePart], str]] = {
    Host.NETLIFY: lines.fault_of_rule,
    Host.CLOUDFLARE_PAGES: lines.fault_of_rule,
    Host.GITLAB_PAGES: lines.fault_of_rule,
    Host.SERVER: server.fault_of_rule,
}
_MATCHES_QUERIES = (Host.NETLIFY, Host.SERVER)


def plan_hosts(site: Site, told: Told) -> Iterator[Make]:
    """The files that the site's host reads; those that the site has itself in `static/` are left to it."""
    return (output for output in _plan(site, told) if f"static/{output.path}" not in site.assets)


def _plan(site: Site, told: Told) -> Iterator[Make]:
    host, said = site.config.host, policy(site.config)
    redirects = RedirectsParts(host, told.rules, told.patterns)
    of_server = ServerParts(told.rules, told.patterns, said)
    if host in {Host.NETLIFY, Host.CLOUDFLARE_PAGES, Host.GITLAB_PAGES}:
        yield _make("_redirects", "redirect-lines", redirects)
    if host in {Host.NETLIFY, Host.CLOUDFLARE_PAGES}:
        yield _make("_headers", "header-lines", HeadersParts(host, said, _lasting(site)))
    if host is Host.GITHUB_PAGES:
        yield _make(".nojekyll", "marker", MarkerParts())
    if host is Host.SERVER:
        yield _make("_redirects.nginx", "nginx-snippet", of_server)
        yield _make("_redirects.caddy", "caddy-snippet", of_server)
    if addresses := _addresses_of_home(site):
        yield _make(SCRIPT[1:], "old-addresses", OldAddressesParts(addresses))


def _make(path: str, kind: str, parts: Part) -> Make:
    return Make(path, kind, parts, f"{path}, which is made for the site's host", SITE)


def script_address(site: Site) -> str:
    """The script that leads on from queries of the front page; "" where none is needed, or the host can do without."""
    return SCRIPT if _addresses_of_home(site) else ""


def _addresses_of_home(site: Site) -> tuple[tuple[str, str], ...]:
    if site.config.host in _MATCHES_QUERIES:
        return ()
    asked = (hop.rule for hop in _hops(site, has_query=True) if _can_home_lead_on(hop.rule))
    return tuple(sorted({rule.query: rule.new for rule in asked}.items()))


def _can_home_lead_on(rule: RulePart) -> bool:
    return rule.old == "/" and "&" not in rule.query


def _hops(site: Site, has_query: bool) -> Iterator[Hop]:
    """The old addresses of a site: those with a query, or those without."""
    for number, redirect in enumerate(site.config.redirects):
        if ("?" in redirect.old) is has_query:
            mark = partial(config_place, site.config, f"redirects.{number}")
            yield Hop(redirect.old, _rule(redirect.old, redirect.new), mark, not has_query)
    for entry in site.sources.values():
        for number, alias in enumerate(entry.card.front.aliases):
            if ("?" in alias) is has_query:
                mark = partial(entry.mark, f"aliases.{number}", "aliases")
                yield Hop(alias, _rule(alias, entry.address), mark, not has_query)


def _rule(old: str, new: str) -> RulePart:
    path, _, query = old.partition("?")
    return RulePart(path, query, new)


def tell_host(site: Site) -> Told:
    """What the site's host is told of old addresses, within what it can hold."""
    host = site.config.host
    problems = [] if host in _MATCHES_QUERIES else list(_unreachable(site))
    fault_of = _FAULTS.get(host)
    if fault_of is None:
        return Told((), (), tuple(problems))
    asked = _hops(site, has_query=True) if host in _MATCHES_QUERIES else ()
    rules = [RulePart(old, "", new) for old, new in OLD_FEEDS.items()]
    for hop in chain(_feeds_apart(site), asked, _hops(site, has_query=False)):
        if fault := fault_of(hop.rule):
            problems.append(_unheld(hop, host, fault))
        else:
            rules.append(hop.rule)
    patterns = tuple(_patterns(site, problems))
    return Told(tuple(_within(site, rules, patterns, problems)), patterns, tuple(problems))


def find_two_for_one(site: Site) -> Iterator[Problem]:
    """An error for each query that stands for two pages: no two files tell of it."""
    taken: dict[tuple[str, str], Hop] = {}
    for hop in _hops(site, has_query=True):
        other = taken.setdefault((hop.rule.old, hop.rule.query), hop)
        if other.rule.new != hop.rule.new:
            first, second = sorted((other, hop), key=lambda hop: hop.mark())
            message = f"{second.typed} would lead both to {second.rule.new} and to {first.rule.new}"
            yield error(second.mark(), "collision", message, "let one of them keep it")


def _unreachable(site: Site) -> Iterator[Problem]:
    """A warning for each query that neither the host nor the front page's script can lead on from."""
    if site.config.host is Host.ANY:
        return
    for hop in _hops(site, has_query=True):
        if not _can_home_lead_on(hop.rule):
            yield _unheld(hop, site.config.host, "only /?name=value can be led on there, by the front page")


def _unheld(hop: Hop, host: Host, fault: str) -> Problem:
    stays = "the page that stays there leads on all the same" if hop.has_page else "nothing leads on from it"
    return warning(hop.mark(), "host", f"{hop.typed} cannot be a rule of {host}: {fault}", stays)


def _patterns(site: Site, problems: list[Problem]) -> Iterator[str]:
    """The patterns of what has a feed of its own: posts, and the categories and tags that WordPress has at the same
    addresses as we do."""
    permalink, host = site.config.permalink, site.config.host
    if fault := _fault_of_permalink(site):
        place = config_place(site.config, "permalink")
        message = f"{permalink}feed/ cannot be a rule of {host}: {fault}"
        problems.append(warning(place, "host", message, "who reads a post's feed there is not led on"))
    else:
        yield permalink
    yield from (pattern for kind, pattern in _OLD.items() if site.terms.get(kind))


def _fault_of_permalink(site: Site) -> str:
    """What keeps the pattern of posts from being a rule: signs that mean something else, or a page that is there."""
    host, pattern = site.config.host, f"{site.config.permalink}feed/"
    if host is not Host.SERVER and fault_of_pattern(pattern):
        return "a colon before a letter stands for anything there"
    if host not in {Host.CLOUDFLARE_PAGES, Host.SERVER}:  # others send a file that is there before they look at rules
        return ""
    terms = chain.from_iterable(terms.values() for terms in site.terms.values())
    addresses = chain((entry.address for entry in site.sources.values()), (term.address for term in terms))
    taken = next((one for one in addresses if one.endswith("/feed/") and fits(pattern, one)), "")
    return f"it would go before {taken}, which is a page" if taken else ""


def _feeds_apart(site: Site) -> Iterator[Hop]:
    """Rules for the replies to what has an address of its own, outside of the pattern."""
    for entry in site.sources.values():
        old = f"{entry.address}feed/"
        if entry.card.talk.comments and entry.address.endswith("/") and not fits(site.config.permalink, entry.address):
            yield Hop(old, _rule(old, feed_address(entry.address)), partial(entry.mark, "url"), False)


def _within(site: Site, rules: list[RulePart], patterns: Sequence[str], problems: list[Problem]) -> Sequence[RulePart]:
    """As many rules as the host reads; a warning where there are more."""
    host, root = site.config.host, decode(site.config.root)
    most = len(rules)
    if host is Host.CLOUDFLARE_PAGES:
        most = _MOST_STATIC
        short = [rule for rule in rules if len(lines.line(rule, root)) <= _LONGEST_LINE]
        if len(short) < len(rules):
            problems.append(_too_much(site, f"lines of {_LONGEST_LINE:,} characters", len(rules) - len(short)))
        rules = short
    elif host is Host.GITLAB_PAGES:
        most = min(_MOST_RULES - len(patterns), _most_within_bytes(rules, root))
    if len(rules) > most:
        problems.append(_too_much(site, f"{most:,} rules", len(rules) - most))
    return rules[:most]


def _most_within_bytes(rules: Sequence[RulePart], root: str) -> int:
    """How many rules are a file that GitLab reads."""
    ends = accumulate((len(lines.line(rule, root)) + 1 for rule in rules), initial=_REST)
    return sum(end <= _MOST_BYTES for end in ends) - 1


def _too_much(site: Site, most: str, more: int) -> Problem:
    message = f"{site.config.host} reads {most} at most, and {more:,} of this site are beyond that"
    hint = "the pages that stay at those addresses lead on all the same"
    return warning(config_place(site.config, "host"), "host", message, hint)


def policy(config: Config) -> str:
    """The Content-Security-Policy that the site's pages need: nothing from elsewhere, but where replies are sent."""
    said = ["default-src 'self'"]
    if config.search is SearchScope.FULL:
        said.append("script-src 'self' 'wasm-unsafe-eval'")
    if config.comments.form is not None:
        form, home = urlsplit(config.comments.form.action), urlsplit(config.url)
        if config.comments.form.is_mail:
            said.append("form-action 'self' mailto:")
        elif (form.scheme, form.netloc) != (home.scheme, home.netloc):
            said.append(f"form-action 'self' {form.scheme}://{form.netloc}")
    return "; ".join(said)


def _lasting(site: Site) -> tuple[str, ...]:
    """The folders that hold nothing but files named by their bytes. No file of an author's lies beside an index."""
    own = chain(site.files, site.file_addresses.values())
    pictures = () if any(address.startswith(PICTURES) for address in own) else (PICTURES,)
    return pictures + (INDEX_PARTS if site.config.search is SearchScope.FULL else ())
