"""JSON-LD for search engines (schema.org: Review, Movie, BlogPosting, WebSite), safe inside a script element."""

from __future__ import annotations

from typing import Any

import msgspec
from markupsafe import Markup

from ..model import FilmKind
from ..text.urls import absolute, encode
from .parts import FilmPart, PostParts, Settings
from .views.film import outside_links
from .views.values import Stars

_TYPES = {FilmKind.FILM: "Movie", FilmKind.SERIES: "TVSeries", FilmKind.SHORT: "Movie"}
_UNSAFE = (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))


def json_ld(data: dict[str, Any]) -> Markup:
    """The data as JSON in which nothing can end the script element around it; what is empty is left out."""
    text = msgspec.json.encode(_kept(data)).decode()
    for sign, escaped in _UNSAFE:
        text = text.replace(sign, escaped)
    return Markup(text)


def _kept(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value}


def post_data(
    parts: PostParts, permalink: str, stars: Stars | None, settings: Settings, image: str, description: str
) -> Markup:
    """A review of one film, or any other post, which may hold reviews of several; the site stands in for a nameless
    author."""
    film = parts.film
    publisher = {"@type": "Organization", "name": settings.site.title}
    authors = [_kept({"@type": "Person", "name": author.title[:99]}) for author in parts.authors] or [publisher]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Review" if film and stars else "BlogPosting",
        "headline": parts.title[:110],
        "url": permalink,
        "author": authors,
        "datePublished": parts.date.iso if parts.date else "",
        "dateModified": parts.front.updated.date.iso if parts.front.updated else "",
        "inLanguage": parts.language,
        "description": description,
        "image": image,
        "publisher": publisher,
        "commentCount": parts.talk.comments or None,
    }
    if film and stars:
        data |= _verdict(film, stars, settings)
    elif films := [part.film for part in parts.sections] or ([film] if film else []):
        data["about"] = [film_data(film, settings) for film in films]
    data["hasPart"] = [
        _kept({"@type": "Review", "url": _anchored(permalink, section.anchor), "author": authors})
        | _verdict(section.film, stars, settings)
        for section in parts.sections
        if (stars := settings.words.stars(section.rating, settings.scale))
    ]
    return json_ld(data)


def _anchored(permalink: str, anchor: str) -> str:
    return f"{permalink}#{encode(anchor)}" if anchor else permalink


def _verdict(film: FilmPart, stars: Stars, settings: Settings) -> dict[str, Any]:
    """What a review says of which film."""
    return {
        "itemReviewed": film_data(film, settings),
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": stars.value,
            "bestRating": stars.best,
            "worstRating": stars.worst,
        },
    }


def film_data(part: FilmPart, settings: Settings) -> dict[str, Any]:
    """What is known of a film."""
    film, site = part.film, settings.site
    return _kept(
        {
            "@type": _TYPES[film.kind],
            "name": film.title,
            "alternateName": film.original_title,
            "image": absolute(part.poster.url, site.url, site.root) if part.poster else "",
            "datePublished": str(film.year or ""),
            "director": [{"@type": "Person", "name": name} for name in film.directors],
            "actor": [{"@type": "Person", "name": credit.name} for credit in film.cast[:14]],
            "genre": list(film.genres),
            "countryOfOrigin": [{"@type": "Country", "name": name} for name in film.countries],
            "duration": f"PT{film.runtime}M" if film.runtime else "",
            "sameAs": [link.url for link in outside_links(film)],
        }
    )


def film_page_data(film: FilmPart, permalink: str, settings: Settings) -> Markup:
    return json_ld({"@context": "https://schema.org", "url": permalink, **film_data(film, settings)})
