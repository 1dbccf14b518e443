"""Files for machines: sitemap.xml (https://www.sitemaps.org/protocol.html) and robots.txt (RFC 9309)."""

from __future__ import annotations

from ..text.escape import escape_text
from ..text.urls import encode
from .parts import RobotsParts, Settings, SitemapIndexParts, SitemapParts
from .views.texts import Texts

MOST_ADDRESSES = 50_000
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(parts: SitemapParts, _texts: Texts, settings: Settings) -> bytes:
    lines = [f'{_HEAD}<urlset xmlns="{_NAMESPACE}">']
    for address, changed in parts.addresses:
        when = f"<lastmod>{changed}</lastmod>" if changed else ""
        lines.append(f"<url><loc>{escape_text(settings.site.url + encode(address))}</loc>{when}</url>")
    return ("\n".join([*lines, "</urlset>"]) + "\n").encode()


def sitemap_index(parts: SitemapIndexParts, _texts: Texts, settings: Settings) -> bytes:
    lines = [f'{_HEAD}<sitemapindex xmlns="{_NAMESPACE}">']
    for address in parts.addresses:
        lines.append(f"<sitemap><loc>{escape_text(settings.site.url + encode(address))}</loc></sitemap>")
    return ("\n".join([*lines, "</sitemapindex>"]) + "\n").encode()


def robots(parts: RobotsParts, _texts: Texts, settings: Settings) -> bytes:
    return f"User-agent: *\nAllow: /\n\nSitemap: {settings.site.url + parts.sitemap}\n".encode()
