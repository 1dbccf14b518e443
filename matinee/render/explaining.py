"""Why an output is made again, in its author's words."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

import msgspec

from ..pages.kinds import KINDS
from ..pages.parts import PostParts
from ..pages.plan import Copy, Made, Output, Plan
from ..pages.views.film import film_sentence
from ..text.urls import address_of, decode
from .cache import Reasons
from .press import SUM, sums_of
from .staleness import CONTEXT, Item, Ledger, Stale, find_stale

WORDS = {
    "engine": "Matinee, its libraries or your build.py",
    "site": "the settings (content/site.yaml, or --base-url)",
    "about": "the films that it is about",
    "accent_dark": "the accent",
    "accent_light": "the accent",
    "address": "its address",
    "addresses": "the pages that there are",
    "authors": "its authors",
    "card": "its title card",
    "categories": "its categories",
    "conversation": "the newest comments",
    "data": "its data",
    "care": "what must be done with the picture",
    "date": "its date",
    "digest": "the picture",
    "directors": "who directed its film",
    "entries": "its entries",
    "feed_url": "its feed",
    "field": "the ground of its title",
    "film": "the facts of the film",
    "films": "the films that there are",
    "fonts": "the fonts",
    "groups": "the posts in it",
    "host": "the host of the site",
    "image": "its picture",
    "image_alt": "its picture",
    "images": "the pictures in its text",
    "is_film_title": "its title",
    "is_rewatch": "whether its film was reviewed before",
    "kind": "what it lists",
    "language": "its language",
    "lasting": "which folders hold only files named by their bytes",
    "links": "where the links in its text lead",
    "mentions": "the posts that mention it",
    "name": "the name",
    "newest": "the newest post",
    "note": "what site.yaml tells of the author",
    "note_url": "what site.yaml tells of the author",
    "page": "the page that it goes with",
    "pager": "the pages beside it",
    "patterns": "the addresses of posts",
    "policy": "what pages may load, and where replies are sent",
    "post": "how its post is named",
    "rating": "its rating",
    "reviews": "its reviews",
    "roles": "the films of this person",
    "script_url": "old addresses with a number",
    "quality": "the quality of pictures",
    "raster": "the picture",
    "redirects": "the old addresses",
    "recipe": "how pictures are made",
    "rows": "the newest posts",
    "sections": "its films",
    "series": "its place in the series",
    "sitemap": "the address of the sitemap",
    "rules": "whether readers may reply",
    "summaries": "its summary",
    "summary": "its summary",
    "tags": "its tags",
    "target": "where it leads",
    "template": "its template",
    "texts": "the texts of the posts in it",
    "title": "its title",
    "titles": "the title of its post",
    "tools": "the libraries that pictures are made with",
    "turn": "how the picture stands",
    "told": "the texts or the number of replies of the posts in it",
    "voices": "the conversation",
    "width": "its width",
    "year": "the year of its film",
    "charts": "the viewings of the diary",
    "days": "the year",
    "index": "the address of the search index",
    "months": "the viewings of the diary",
    "numbers": "the address of the numbers",
    "others": "the other films of its directors",
    "similar": "the reviews that are like it",
    "ticks": "the viewings of the diary",
    "viewings": "the viewings of the diary",
    "years": "the years that there are",
}
_BY_POST = {
    "front": "the front matter of {source}",
    "prose": "the text of {source}",
    "talk": "the conversation of {source}",
    "film": "its film, {film}",
    "older": "the older post beside it, {older}",
    "newer": "the newer post beside it, {newer}",
}
NAMED = frozenset({*WORDS, *_BY_POST})


def explain(asked: str, plan: Plan, stale: Stale, ledger: Ledger, before: Reasons) -> str:
    """Why the output at `asked` (an address, a path or a source) is or is not made again, naming what changed."""
    planned = _find(asked, plan)
    if planned is None:
        return _unknown(asked, plan)
    item = next(find_stale([planned], plan.answers, stale), None)
    if item is None:
        return f"{planned.path}: left as it is, since nothing that it is made of has changed"
    return f"{planned.path}: {_why(planned, item, stale, ledger, before)}"


def _find(asked: str, plan: Plan) -> Output | None:
    path = decode(asked).strip("/")
    names = (path, f"{path}/index.html".lstrip("/"))
    by_address = (output for output in plan.outputs if output.path in names)
    return next(by_address, None) or next((output for output in plan.outputs if _is_source(path, output)), None)


def _is_source(path: str, output: Output) -> bool:
    return output.place.path == path and (isinstance(output, Copy) or output.kind in {"post", "page", "original"})


def _unknown(asked: str, plan: Plan) -> str:
    addresses = [address_of(output.path) for output in plan.outputs]
    nearest = get_close_matches(asked, addresses, 1)
    return f"{asked}: nothing is published there" + (f"; did you mean {nearest[0]}?" if nearest else "")


def _why(planned: Output, item: Item, stale: Stale, ledger: Ledger, before: Reasons) -> str:
    published = ledger.published
    written = published.manifest.get(item.path)
    if written is None and published.is_new and published.mode(item.path) is not None:
        return "made again, because there is no record of what Matinee wrote into this folder"
    if written is None:
        return "made, because it is new"
    if written.fingerprint == stale.fingerprints[item.path]:
        reason = "everything is" if stale.is_clean else "its file was changed or removed"
        return f"made again, because {reason}"
    changes = list(dict.fromkeys(_changes(planned, item, stale, ledger, before)))
    if not changes:
        return "made again; what has changed is not known, since the cache does not remember"
    return f"made again, because of a change in {'; '.join(changes)}"


def _changes(planned: Output, item: Item, stale: Stale, ledger: Ledger, before: Reasons) -> Iterator[str]:
    if isinstance(planned, Copy):
        yield planned.source
        return
    known = before.outputs.get(item.path)
    if known is None:
        return
    now = stale.context(item.path) + sums_of(item.parts)
    names = (*CONTEXT, *KINDS[item.kind].parts.__struct_fields__)
    for place, name in enumerate(names):
        if known[place * SUM : place * SUM + SUM] != now[place * SUM : place * SUM + SUM]:
            is_template = place == CONTEXT.index("template")
            yield from _templates(item, ledger, before) if is_template else (_named(name, planned, item),)


def _templates(item: Item, ledger: Ledger, before: Reasons) -> list[str]:
    """The files that changed among those that make up a template."""
    files = ledger.templates.files
    changed = [
        name
        for name, digest in ledger.templates.closure(item.template).items()
        if before.templates.get(name, b"") != digest
    ]
    return [files[name].shown if name in files else f"templates/{name}" for name in changed or [item.template]]


def _named(part: str, planned: Made, item: Item) -> str:
    if part not in _BY_POST or KINDS[planned.kind].parts is not PostParts:
        return WORDS[part]
    parts = msgspec.msgpack.decode(item.parts, type=PostParts)
    return _BY_POST[part].format(
        source=planned.place.path,
        film=film_sentence(parts.film.film) if parts.film else "which is gone",
        older=f'"{parts.older.title}"' if parts.older else "which is gone",
        newer=f'"{parts.newer.title}"' if parts.newer else "which is gone",
    )
