"""A review, a post, a page: parts and texts in, a view out."""

from __future__ import annotations

import re
from html import unescape

from markupsafe import Markup, escape

from ...content.openings import shorten
from ...model import EPOCH, Film
from ...text.dates import date_style, direction
from ...text.shields import WHOLE, shield_whole
from ...text.slugs import slugify
from ...text.urls import absolute, encode
from ..cards import SIZE, card_address, make_card
from ..parts import PostParts, SectionPart, Settings
from ..search import filters
from ..structured import post_data
from .conversation import conversation_view, date_view, likers
from .film import billing, film_sentence, film_view, people
from .pictures import still
from .texts import Texts, set_prose
from .values import Head, Link, PageView, Picture, PostView, SectionView, Stars

DESCRIPTION = 300
DOT = "\u00a0· "  # a line may end in it, and never begins with it


def post_view(parts: PostParts, texts: Texts, settings: Settings) -> PostView:
    """A post as post.html sees it."""
    front, site, words = parts.front, settings.site, settings.words
    discussion = texts.discussion(parts.talk.key)
    style = date_style(site.language)
    stars = words.stars(front.rating, settings.scale)
    who = likers(discussion)
    date = parts.date or EPOCH
    return PostView(
        _head(parts, settings, stars),
        site.root + encode(parts.address),
        site.url + encode(parts.address),
        parts.title,
        parts.is_film_title,
        parts.film is not None,
        parts.language,
        direction(parts.language),
        date_view(date, style),
        parts.authors,
        date_view(front.updated.date, style) if front.updated else None,
        front.updated.note if front.updated else "",
        stars,
        film_view(parts.film, words) if parts.film else None,
        words.listing(tuple(style.full(moment) for moment in front.watched)),
        front.venue,
        parts.is_rewatch,
        parts.about,
        front.ranked.value != "false",
        tuple(_section(section, settings) for section in parts.sections),
        still(parts.image, front.image_alt, front.image_caption, front.image_credit),
        parts.field,
        parts.summary,
        _body(parts, texts, settings),
        billing(parts.film, words) if parts.film else (),
        parts.categories,
        parts.tags,
        parts.series,
        words.tally("likes", likes) if (likes := (front.likes or 0) + len(who)) else "",
        who,
        parts.older,
        parts.newer,
        parts.similar,
        front.canonical,
        front.extra,
        conversation_view(
            parts.rules, parts.talk, discussion, parts.title, site.root + encode(feed_address(parts.address)), settings
        ),
        tuple(filters(parts, stars, settings)) if site.finds_texts else (),
    )


def page_view(parts: PostParts, texts: Texts, settings: Settings) -> PageView:
    """A page as page.html sees it."""
    front, site = parts.front, settings.site
    discussion = texts.discussion(parts.talk.key)
    return PageView(
        _head(parts, settings, None),
        site.root + encode(parts.address),
        site.url + encode(parts.address),
        parts.title,
        parts.language,
        direction(parts.language),
        date_view(front.updated.date, date_style(site.language)) if front.updated else None,
        still(parts.image, front.image_alt, front.image_caption, front.image_credit),
        _body(parts, texts, settings),
        front.extra,
        conversation_view(
            parts.rules, parts.talk, discussion, parts.title, site.root + encode(feed_address(parts.address)), settings
        ),
    )


def feed_address(address: str) -> str:
    """Where a post's replies have their feed."""
    return (address if address.endswith("/") else address + ".") + "feed.xml"


def _body(parts: PostParts, texts: Texts, settings: Settings) -> Markup:
    html = set_prose(texts.prose(parts.prose), parts.links, parts.images, settings.words)
    for section in parts.sections:
        html = _with_section_facts(html, section, settings)
    if parts.front.spoilers is not None:
        html = shield_whole(_without_ids(html), parts.front.spoilers, settings.words.on_shields, WHOLE)
    return Markup(html)


def _without_ids(html: str) -> str:
    """The HTML with no id but those of inline shields: a link to one inside a shield would open it."""
    return re.sub(r' (?:id="(?!s\d+")[^"]*"|href="#[^"]*")', "", html)


def _with_section_facts(html: str, section: SectionPart, settings: Settings) -> str:
    """A section's heading set as a film's title, with its rank before it, and its director and stars beneath."""
    match = (
        re.search(rf'(<h([2-6]) id="{re.escape(section.anchor)}">)(.*?)(</h\2>)', html, re.DOTALL)
        if section.anchor
        else None
    )
    if match is None:
        return html
    words = settings.words
    film, stars = section.film.film, words.stars(section.rating, settings.scale)
    names = ", ".join(
        f'<a href="{escape(name.url)}">{escape(name.title)}</a>' if name.url else str(escape(name.title))
        for name in people(words.few(film.directors), section.film)
    )
    told = [text for text in (names, _stars_element(stars) if stars else "") if text]
    typed, heading = _set_heading(match[3], film)
    rank = f'<p class="rail rank">{escape(section.rank)}</p>' if section.rank and not typed else ""
    line = f'<p class="facts">{DOT.join(told)}</p>' if told else ""
    return f"{html[: match.start()]}{rank}{match[1]}{typed}{heading}{match[4]}{line}{html[match.end() :]}"


def _set_heading(html: str, film: Film) -> tuple[str, str]:
    """The rank that stands in a heading, if one does, and the film's title and year as they are set everywhere."""
    ranked = re.match(r"\W*(?:n[or]\.?\s*)?\d+\s*[.):–—-]\s*", html, re.IGNORECASE)
    text = slugify(unescape(re.sub(r"<[^>]*>", "", html)))
    typed = ranked[0] if ranked and text not in {slugify(film.title), slugify(film_sentence(film))} else ""
    title = html[len(typed) :]
    if film.year:
        title = title.removesuffix(f"({film.year})").rstrip()
    year = f' <span class="soft">{film.year}</span>' if film.year and f"({film.year})" not in title else ""
    plain = re.sub(r"^<(em|cite)>(.*)</\1>$", r"\2", title)
    return typed, f"<cite>{plain}</cite>{year}"


def _stars_element(stars: Stars) -> str:
    """A rating as small_stars of the theme's stars.html sets it."""
    words = f'<span class="vh">{escape(stars.label)}</span> <span aria-hidden="true">{escape(stars.drawn)}</span>'
    return f'<span class="stars of-{stars.scale}">{words}</span>'


def _section(section: SectionPart, settings: Settings) -> SectionView:
    film = section.film.film
    return SectionView(
        section.anchor,
        film.title,
        str(film.year or ""),
        section.rank,
        settings.words.stars(section.rating, settings.scale),
        settings.words.few_listed(film.directors),
        section.film.url,
    )


def _head(parts: PostParts, settings: Settings, stars: Stars | None) -> Head:
    site, front = settings.site, parts.front
    permalink = site.url + encode(parts.address)
    description = shorten(parts.summary, DESCRIPTION)
    shared = _shared_picture(parts, settings)
    is_post = parts.date is not None
    return Head(
        settings.words.page_title(parts.title, site.title),
        description,
        front.canonical or permalink,
        "article" if is_post else "website",
        shared.url,
        shared.alt,
        parts.date.iso if parts.date else "",
        front.updated.date.iso if front.updated else "",
        tuple(author.title for author in parts.authors),
        tuple(tag.title for tag in parts.tags),
        parts.language,
        (Link(settings.words.say("replies_to", title=parts.title), site.root + encode(feed_address(parts.address))),)
        if parts.talk.comments
        else (),
        post_data(parts, permalink, stars, settings, shared.url, description) if is_post else Markup(""),
        image_width=shared.width,
        image_height=shared.height,
    )


def _shared_picture(parts: PostParts, settings: Settings) -> Picture:
    """What other sites show beside a link to a post: its own image, else its card. The address of a card ends in its
    mark: who has kept another one asks anew."""
    site, image, alt = settings.site, parts.image, parts.front.image_alt
    if image and image.url:
        return Picture(absolute(image.url, site.url, site.root), alt, image.width, image.height)
    if parts.card is None:
        return Picture("", alt)
    card = make_card(parts.card, None, settings)
    title = f"{parts.title} ({card.year})" if card.year and parts.is_film_title else parts.title
    address = f"{site.url}{encode(card_address(parts.address))}?{card.mark}"
    return Picture(address, settings.words.say("card_alt", title=title), *SIZE)
