"""Lists, films, people and the plain pages: parts in, views out."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import msgspec
from markupsafe import Markup

from ...text.dates import date_style
from ...text.slugs import sort_key
from ...text.urls import encode
from ..fields import FIELDS, PLAIN
from ..parts import (
    FeedsParts,
    FilmParts,
    FilmRowPart,
    FilmsParts,
    HomeParts,
    ListParts,
    OwnParts,
    PersonParts,
    RowsParts,
    RowTold,
    SearchParts,
    SeenPart,
    Settings,
    StubParts,
    StyleParts,
)
from ..structured import film_page_data, json_ld
from ..words import Words
from .conversation import date_view
from .film import credit_lines, film_sentence, film_view
from .pictures import poster, still
from .texts import Texts
from .values import (
    Appearance,
    FeedsView,
    FilmPageView,
    FilmRow,
    FilmsView,
    Head,
    HomeView,
    LetterGroup,
    Link,
    LinkGroup,
    ListView,
    NotFoundView,
    OwnView,
    PersonView,
    RoleTable,
    Row,
    RowGroup,
    SearchView,
    SeenView,
    StubView,
    StyleView,
)

_NONE = Markup("")


def home_view(parts: HomeParts, _texts: Texts, settings: Settings) -> HomeView:
    site, words = settings.site, settings.words
    data = json_ld(
        {
            "@context": "https://schema.org",
            "@type": "WebSite",
            "name": site.title,
            "url": site.url + "/",
            "description": site.tagline,
        }
    )
    title = f"{site.title}: {site.tagline}" if site.tagline else site.title
    head = Head(title, site.tagline, site.url + "/", language=site.language, structured_data=data)
    newest = _told_rows((parts.newest,), parts.told, words)[0] if parts.newest else None
    return HomeView(
        head,
        site.home_url,
        newest,
        still(parts.image, parts.image_alt),
        parts.summaries[0] if parts.summaries else "",
        parts.authors,
        parts.field,
        _told_groups(parts.groups, parts.told[1:], words),
        parts.conversation,
        parts.pager,
        parts.script_url,
    )


def _told_rows(rows: Iterable[Row], told: Iterable[RowTold], words: Words) -> tuple[Row, ...]:
    """The rows with what their list tells beside them."""
    return tuple([_told_row(row, one, words) for row, one in zip(rows, told, strict=False)])


def _told_row(row: Row, told: RowTold, words: Words) -> Row:
    if not told.sentence and not told.comments:
        return row
    replies = words.replies(told.comments) if told.comments else ""
    return msgspec.structs.replace(row, sentence=told.sentence, replies=replies)


def _told_groups(groups: tuple[RowGroup, ...], told: tuple[RowTold, ...], words: Words) -> tuple[RowGroup, ...]:
    """The groups with what their list tells of the posts in them, if it does."""
    if not told:
        return groups
    waiting = iter(told)
    return tuple(RowGroup(group.title, group.url, _told_rows(group.rows, waiting, words)) for group in groups)


def list_view(parts: ListParts, _texts: Texts, settings: Settings) -> ListView:
    words, title = settings.words, parts.title
    name = words.say("kind_and_title", kind=parts.kind, title=title) if parts.kind else title
    feed = words.say("kind_and_title", kind=settings.site.title, title=title)
    feeds = (Link(feed, parts.feed_url),) if parts.feed_url else ()
    head = page_head(name, parts.address, settings, parts.note, feeds)
    return ListView(
        head,
        settings.site.root + encode(parts.address),
        parts.kind,
        parts.title,
        parts.note,
        parts.note_url,
        _told_groups(parts.groups, parts.told, settings.words),
        parts.pager,
        parts.feed_url,
    )


def page_head(
    title: str,
    address: str,
    settings: Settings,
    description: str = "",
    feeds: tuple[Link, ...] = (),
    data: Markup = _NONE,
) -> Head:
    """The head of a page that is no post."""
    site = settings.site
    return Head(
        settings.words.page_title(title, site.title),
        description,
        site.url + encode(address),
        language=site.language,
        feeds=feeds,
        structured_data=data,
    )


def film_page_view(parts: FilmParts, _texts: Texts, settings: Settings) -> FilmPageView:
    film, reviews, words = parts.film.film, len(parts.reviews), settings.words
    rows = _told_rows((*parts.reviews, *(place.row for place in parts.sections), *parts.mentions), parts.told, words)
    name = film_sentence(film)
    head = page_head(
        name,
        parts.address,
        settings,
        words.say("everything_about_by", film=name, names=words.listing(film.directors))
        if film.directors
        else words.say("everything_about", film=name),
        data=film_page_data(parts.film, settings.site.url + encode(parts.address), settings),
    )
    return FilmPageView(
        msgspec.structs.replace(head, kind="video.movie"),
        settings.site.root + encode(parts.address),
        film_view(parts.film, words),
        poster(parts.film.poster, words.say("poster_of", title=film.title)),
        credit_lines(parts.film, words),
        rows[:reviews],
        tuple(Appearance(row, place.rank) for row, place in zip(rows[reviews:], parts.sections, strict=False)),
        rows[reviews + len(parts.sections) :],
        tuple(seen_view(one, settings) for one in parts.viewings),
        tuple(_film_row(one, settings) for one in parts.others),
    )


def seen_view(part: SeenPart, settings: Settings) -> SeenView:
    return SeenView(
        date_view(part.date, date_style(settings.site.language)),
        str(int(part.date.date[8:10])),
        part.title,
        part.year,
        part.url,
        settings.words.stars(part.rating, settings.scale),
        part.is_again,
        part.venue,
        part.note,
        part.review,
    )


def _film_row(part: FilmRowPart, settings: Settings) -> FilmRow:
    return FilmRow(part.title, part.url, part.year, settings.words.stars(part.rating, settings.scale), part.character)


def person_view(parts: PersonParts, _texts: Texts, settings: Settings) -> PersonView:
    words = settings.words
    roles = tuple(
        RoleTable(words.say(f"role_{role}"), tuple(_film_row(film, settings) for film in films))
        for role, films in parts.roles
    )
    told = words.say("films_with", name=parts.name, site=settings.site.title)
    return PersonView(
        page_head(parts.name, parts.address, settings, told),
        settings.site.root + encode(parts.address),
        parts.name,
        roles,
    )


def films_view(parts: FilmsParts, _texts: Texts, settings: Settings) -> FilmsView:
    words = settings.words
    films = sorted(parts.films, key=lambda film: (sort_key(film.sort or film.title), film.year, film.title))
    letters = tuple(
        LetterGroup(letter, tuple(_film_row(film, settings) for film in group))
        for letter, group in groupby(films, key=lambda film: _letter(film.sort or film.title))
    )
    return FilmsView(
        page_head(words.say("films"), parts.address, settings, words.say("every_film", site=settings.site.title)),
        settings.site.root + encode(parts.address),
        letters,
        words.tally("film_count", len(films)),
    )


def _letter(title: str) -> str:
    """Under which letter a title stands; digits and signs stand together."""
    first = sort_key(title)[:1].upper()
    return first if first.isalpha() else "0–9"


def feeds_view(parts: FeedsParts, _texts: Texts, settings: Settings) -> FeedsView:
    title = settings.words.say("feeds")
    head = page_head(title, parts.address, settings, settings.words.say("feeds_explained"))
    url = settings.site.root + encode(parts.address)
    return FeedsView(head, url, title, tuple(LinkGroup(name, links) for name, links in parts.groups))


def search_view(parts: SearchParts, _texts: Texts, settings: Settings) -> SearchView:
    title = settings.words.say("search")
    head = msgspec.structs.replace(page_head(title, parts.address, settings), is_indexed=False)
    return SearchView(head, settings.site.root + encode(parts.address), title, parts.index, parts.texts)


def not_found_view(parts: RowsParts, _texts: Texts, settings: Settings) -> NotFoundView:
    site, words = settings.site, settings.words
    head = Head(words.page_title(words.say("not_found"), site.title), language=site.language, is_indexed=False)
    return NotFoundView(head, parts.rows, PLAIN)


def stub_view(parts: StubParts, _texts: Texts, settings: Settings) -> StubView:
    if parts.target.startswith("/"):
        return StubView(settings.site.root + encode(parts.target), settings.site.url + encode(parts.target))
    return StubView(parts.target, parts.target)


def style_view(parts: StyleParts, _texts: Texts, settings: Settings) -> StyleView:
    fonts = parts.fonts
    return StyleView(
        parts.accent_light,
        parts.accent_dark,
        fonts.get("text", ""),
        fonts.get("poster", ""),
        fonts.get("plain", ""),
        _css_text(" " + settings.words.say("withheld")),
        _css_text(f" ({settings.words.say('spoiler_withheld')})"),
        FIELDS,
    )


def _css_text(text: str) -> str:
    """A text as CSS writes it, in quotes."""
    return '"' + "".join(f"\\{ord(sign):x} " if sign in '"\\\n<' else sign for sign in text) + '"'


def own_view(parts: OwnParts, _texts: Texts, settings: Settings) -> OwnView:
    site = settings.site
    address = encode(parts.address)
    title = parts.title or site.title
    return OwnView(
        page_head(title, parts.address, settings), site.root + address, site.url + address, title, parts.data
    )
