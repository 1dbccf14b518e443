"""Whether the programs did the same: what their outputs hold, counted."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .programs import OUTPUT
from .sites import Corpus, Site

FEEDS = ("feed.xml", "index.xml", "feed.atom.xml")  # each program has one of them
_ITEM = re.compile(r"<li\b(?P<attributes>[^>]*)>|</li>")
_SOURCE = re.compile(r"^- source_url: (\S+)$", re.MULTILINE)


def count_output(site: Site, corpus: Corpus) -> dict[str, int]:
    """How many of everything there are; of comments and pingbacks only those that stand on their review's page."""
    output, program = site.folder / OUTPUT, site.program
    counts = {"reviews": 0, "comments": 0, "replies within replies": 0, "pingbacks": 0}
    for slug in corpus.slugs:
        page = site.page(slug)
        if page.exists():
            text = page.read_text("utf-8")
            counts["reviews"] += 1
            counts["comments"] += text.count('id="comment-')
            counts["replies within replies"] += _within(text)
            counts["pingbacks"] += sum(source in text for source in _SOURCE.findall(corpus.text("pingbacks", slug)))
    for kind, pattern in program.archives.items():
        counts[kind] = sum((folder / "index.html").exists() for folder in output.glob(pattern))
    feed = "".join(_text(site, name) for name in FEEDS)
    counts["entries of the feed"] = len(re.findall(r"<(?:item|entry)\b", feed))
    counts["reviews in the sitemap"] = len(set(re.findall(r"<loc>[^<]*/posts/[^<]+</loc>", _sitemaps(site))))
    return counts


def _sitemaps(site: Site) -> str:
    """The sitemap, or all those that it leads to: one may have no more than 50,000 addresses."""
    text = _text(site, "sitemap.xml")
    return text + "".join(_text(site, name) for name in re.findall(r"<loc>[^<]*/(sitemap-\d+\.xml)</loc>", text))


def expected(corpus: Corpus) -> dict[str, int]:
    """What the corpus alone says there must be."""
    replies = sum(corpus.text("comments", slug).count("\n  parent: ") for slug in corpus.slugs)
    pingbacks = sum(len(_SOURCE.findall(corpus.text("pingbacks", slug))) for slug in corpus.slugs)
    return {
        "reviews": corpus.posts,
        "comments": corpus.comments,
        "replies within replies": replies,
        "pingbacks": pingbacks,
        "entries of the feed": min(20, corpus.posts),
        "reviews in the sitemap": corpus.posts,
    }


def disagreements(counts: Mapping[str, Mapping[str, int]], wanted: Mapping[str, int]) -> list[str]:
    """A sentence for whatever one program has and the others, or the corpus, have not."""
    told = []
    for kind in dict.fromkeys(kind for found in counts.values() for kind in found):
        values = {name: found[kind] for name, found in counts.items()}
        if len({*values.values(), *([wanted[kind]] if kind in wanted else [])}) > 1:
            asked = f"; the corpus has {wanted[kind]:,}" if kind in wanted else ""
            told.append(f"{kind}: {', '.join(f'{name} {value:,}' for name, value in values.items())}{asked}")
    return told


def _within(page: str) -> int:
    """The comments that stand in the list item of another comment."""
    open_items: list[bool] = []
    found = 0
    for item in _ITEM.finditer(page):
        if item["attributes"] is None:
            open_items.pop()
        else:
            is_comment = 'id="comment-' in item["attributes"]
            found += is_comment and any(open_items)
            open_items.append(is_comment)
    return found


def _text(site: Site, path: str) -> str:
    place = site.folder / OUTPUT / path
    return place.read_text("utf-8") if place.exists() else ""
