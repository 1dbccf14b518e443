"""The pages of posts: reviews, posts, pages, their reply feeds and the stubs at their old addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...content.site import Entry, Site, comments_close_at
from ...errors import warning
from ...model import EPOCH, Address, CommentState, Ranking
from ...text.slugs import slugify
from ...text.urls import output_path
from ..facets import Ask, Facet
from ..feeds import entry_id
from ..fields import field_of_post
from ..parts import PostParts, PostRef, ReplyFeedParts, SectionPart, StubParts, TalkRules
from ..views.post import feed_address
from ..views.values import FilmLink, SeriesView
from .cards import card_parts, plan_card
from .links import Links
from .values import Make


def plan_posts(site: Site, links: Links, with_replies: bool = True) -> Iterator[Make]:
    """One page a post, with its neighbours in time, its card, and the stubs at its old addresses; with the feed of its
    replies, which a worker best makes while it has the conversation at hand."""
    posts = site.posts
    for place, entry in enumerate(posts):
        newer = posts[place - 1] if place else None
        older = posts[place + 1] if place + 1 < len(posts) else None
        yield from _outputs(site, links, entry, "post", older, newer)
        if with_replies:
            yield from _replies(site, entry)
    for entry in site.pages:
        yield from _outputs(site, links, entry, "page", None, None)
        if with_replies:
            yield from _replies(site, entry)


def plan_replies(site: Site) -> Iterator[Make]:
    """The feeds of replies alone."""
    for entry in site.sources.values():
        yield from _replies(site, entry)


def _outputs(
    site: Site, links: Links, entry: Entry, kind: str, older: Entry | None, newer: Entry | None
) -> Iterator[Make]:
    place, about = entry.place, (entry.card.path,)
    asks = (Ask(Facet.PROSE, about), Ask(Facet.SUMMARY, about), Ask(Facet.TALK, about))
    parts = _parts(site, links, entry, older, newer)
    yield Make(output_path(entry.address), kind, parts, place.path, place, asks)
    yield from plan_card(entry, parts.card)
    for number, alias in enumerate(entry.card.front.aliases):
        if "?" not in alias:
            mark = entry.mark(f"aliases.{number}", "aliases")
            yield Make(alias_path(alias), "stub", StubParts(entry.address), f"an alias of {place.path}", mark)


def _replies(site: Site, entry: Entry) -> Iterator[Make]:
    """The feed of the replies to a post, if it has any."""
    if entry.card.talk.comments:
        address, place = feed_address(entry.address), entry.place
        parts, asks = ReplyFeedParts(address, post_ref(site, entry)), (Ask(Facet.REPLIES, (entry.card.path,)),)
        yield Make(output_path(address), "reply-feed", parts, f"the reply feed of {place.path}", place, asks)


def alias_path(alias: str) -> str:
    """The file that answers an old address: `/old` and `/old/` are a folder's index, `/old.html` is itself."""
    name = alias.rpartition("/")[2]
    return output_path(alias if not name or "." in name else alias + "/")


def _parts(site: Site, links: Links, entry: Entry, older: Entry | None, newer: Entry | None) -> PostParts:
    front, card = entry.card.front, entry.card
    resolved = links.resolved(entry)
    return PostParts(
        entry.address,
        entry.title,
        entry.is_film_title,
        entry.language,
        entry.date if card.kind is Address.POST else None,
        front,
        resolved.links,
        resolved.images,
        links.image(entry),
        links.authors(entry),
        talk_rules(site, entry),
        _is_rewatch(site, entry),
        links.film(entry.film),
        field_of_post(entry),
        card_parts(site, entry),
        _sections(links, entry) if front.films else (),
        tuple(_about(links, key) for key in entry.about if key),
        links.terms("categories", front.categories),
        links.terms("tags", front.tags),
        _series(site, links, entry) if front.series else None,
        links.post(older) if older else None,
        links.post(newer) if newer else None,
        links.similar(entry.film) if entry.film else (),
    )


def _is_rewatch(site: Site, entry: Entry) -> bool:
    """What the author says; where she says nothing, whether an earlier post reviews the same film."""
    told = entry.card.front.rewatch
    if told is not None or not entry.film:
        return bool(told)
    return site.films[entry.film].reviews[-1] is not entry


def _about(links: Links, key: str) -> FilmLink:
    part = links.film(key)
    return FilmLink(part.film.title, part.url, str(part.film.year or "")) if part else FilmLink("")


def talk_rules(site: Site, entry: Entry) -> TalkRules:
    """Whether a conversation can go on."""
    config = site.config.comments
    default = (
        CommentState.OFF
        if entry.card.kind is Address.PAGE
        else CommentState.OPEN
        if config.open
        else CommentState.CLOSED
    )
    state = entry.card.front.comments or default
    is_open = state is CommentState.OPEN and site.now.instant < comments_close_at(entry, site.config)
    return TalkRules(is_open, state is CommentState.OFF, " and ".join(entry.authors), entry.address)


_RANK = re.compile(r"^(?:no\.?|nr\.?|#)?\s*\d+\s*[.):–—-]\s*", re.IGNORECASE)


def _sections(links: Links, entry: Entry) -> tuple[SectionPart, ...]:
    """The films of a list, each with the heading that opens it and its rank."""
    front = entry.card.front
    headings = {}
    for heading in reversed(entry.card.prose.headings):
        if heading.anchor:
            headings[slugify(_RANK.sub("", heading.text))] = heading.anchor
            headings[slugify(heading.text)] = heading.anchor
    sections: list[SectionPart] = []
    for index, (section, key) in enumerate(zip(front.films, entry.sections, strict=True)):
        part = links.film(key)
        if part is None:
            continue
        film = part.film
        anchor = headings.get(slugify(film.title)) or headings.get(slugify(f"{film.title} ({film.year})")) or ""
        if not anchor:
            message = f"no heading of the text is {film.title!r}, so nothing leads to that film's section"
            where = entry.mark(f"films.{index}", "films")
            links.problems.append(
                warning(where, "section", message, f"write `## {film.title}` where the text turns to it")
            )
        sections.append(SectionPart(part, section.rating, section_rank(entry, index), anchor))
    return tuple(sections)


def section_rank(entry: Entry, index: int) -> str:
    """The rank of a list's film, "" when the list is unranked."""
    return _rank(entry.card.front.ranked, index, len(entry.card.front.films))


def _rank(ranked: Ranking, index: int, many: int) -> str:
    if ranked is Ranking.NONE:
        return ""
    return str(many - index if ranked is Ranking.COUNTDOWN else index + 1)


def _series(site: Site, links: Links, entry: Entry) -> SeriesView | None:
    """The post's place among the parts, oldest first."""
    term = site.terms.get("series", {}).get(slugify(entry.card.front.series))
    if term is None:
        return None
    parts = term.entries[::-1]
    at = next(place for place, other in enumerate(parts) if other is entry)
    before = links.post(parts[at - 1]) if at else None
    after = links.post(parts[at + 1]) if at + 1 < len(parts) else None
    return SeriesView(term.name, links.href(term.address), at + 1, before, after)


def post_id(site: Site, entry: Entry) -> str:
    """The id of a post in feeds."""
    return entry_id(site.config.url, entry.address, entry.date or EPOCH, entry.card.front.guid)


def post_ref(site: Site, entry: Entry) -> PostRef:
    """A post as lists of comments name it."""
    identity, posted = post_id(site, entry), entry.date or EPOCH
    return PostRef(identity, entry.address, entry.title, entry.is_film_title, entry.authors, posted)
