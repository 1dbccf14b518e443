"""The front matter of a post: each key, how it is decoded, and how it is written."""

from __future__ import annotations

from ...model import CommentState, Front, Ranking, Scale, Section, Update
from ...text.emit import Data, Prose, Word, given
from ...text.moments import dump_moment
from ...text.shields import typed_spoiler
from ...text.yaml import Mapping, Node, Scalar
from ..decode import (
    Choice,
    Context,
    DecodingError,
    Either,
    Keys,
    Many,
    Nothing,
    Table,
    Text,
    alias,
    boolean,
    fields,
    filled,
    label,
    language,
    list_of,
    moment,
    names,
    one_of,
    own_data,
    path,
    rating,
    refusal,
    require,
    slug,
    table,
    text,
    web_address,
    whole,
    written,
)
from . import films
from .words import date_word, label_word, number_word, rating_word, truth_word


def decode_front(node: Node, context: Context) -> Front:
    """The front matter as far as it can be used; the rest is reported."""
    try:
        told = fields(node, _FRONT, context)
    except DecodingError as mistake:
        context.refuse("the front matter", mistake)
        return Front()
    return Front(**told)


def dump_front(front: Front, scale: Scale) -> dict[str, Data]:
    """The mapping of all that was given."""
    return given(
        {
            "title": front.title,
            "date": date_word(front.date),
            "updated": _dump_update(front.updated),
            "author": front.authors,
            "film": None if front.film is None else films.dump_mention(front.film),
            "films": [_dump_section(section, scale) for section in front.films],
            "ranked": None if front.ranked is Ranking.NONE else Word(front.ranked),
            "about": [films.dump_mention(film) for film in front.about],
            "rating": rating_word(front.rating, scale),
            "watched": [Word(dump_moment(date)) for date in front.watched],
            "rewatch": truth_word(front.rewatch),
            "venue": front.venue,
            "categories": front.categories,
            "tags": front.tags,
            "series": front.series,
            "summary": Prose(front.summary),
            "image": front.image,
            "image_alt": front.image_alt,
            "image_caption": front.image_caption,
            "image_credit": front.image_credit,
            "spoilers": label_word(front.spoilers),
            "likes": number_word(front.likes),
            "comments": None if front.comments is None else Word(front.comments),
            "language": front.language,
            "draft": Word("true") if front.draft else None,
            "url": front.url,
            "aliases": front.aliases,
            "canonical": front.canonical,
            "guid": front.guid,
            "slug": front.slug,
            "extra": front.extra,
        }
    )


def _dump_update(update: Update | None) -> Data | None:
    if update is None:
        return None
    return {"date": Word(dump_moment(update.date)), "note": update.note} if update.note else date_word(update.date)


def _dump_section(section: Section, scale: Scale) -> Data:
    film, rating = films.dump_mention(section.film), rating_word(section.rating, scale)
    return film if rating is None and isinstance(film, str) else given({"film": film, "rating": rating})


def _update(node: Node, context: Context) -> Update | None:
    """A date, or a date and what changed."""
    if type(node) is not Mapping:
        return Update(moment(node, context))
    told = fields(node, _UPDATE, context)
    require(node, ("date",), context)
    return Update(**told) if "date" in told else None


def _section(node: Node, context: Context) -> Section | None:
    """One of several films: its name, or a mapping of film and rating."""
    if type(node) is not Mapping:
        return Section(films.mention(node, context))
    name, value = node.pairs[0] if node.pairs else (Scalar("", 0, 0), node)
    if name.text not in _SECTION and type(value) is Scalar:
        raise refusal(node, "type", "needs names for its values", f"write {{film: {name.text}, rating: {value.text}}}")
    told = fields(node, _SECTION, context)
    require(node, ("film",), context, "write - film: Title (Year)")
    return Section(**told) if "film" in told else None


def _sections(node: Node, context: Context) -> tuple[Section, ...]:
    return tuple(section for section in _SECTIONS(node, context) if section is not None)


@written(Either((boolean, Choice((Ranking.COUNTDOWN.value,), any_case=True))))
def _ranked(node: Node, context: Context) -> Ranking:
    typed = text(node, context)
    if typed.lower() == Ranking.COUNTDOWN:
        return Ranking.COUNTDOWN
    try:
        return Ranking.UP if boolean(node, context) else Ranking.NONE
    except DecodingError as mistake:
        raise refusal(node, "choice", f'must be yes, no or countdown, not "{typed}"') from mistake


@written(Nothing())
def _misplaced(node: Node, context: Context) -> None:
    hint = "write film: on a line, and below it, indented, what you know of the film"
    raise refusal(node, "unknown-key", 'belongs below "film"', hint)


@written(Text())
def _open_text(node: Node, context: Context) -> str:
    """A text that everybody sees, and in which no spoiler can be hidden."""
    typed = text(node, context)
    if typed_spoiler(typed):
        hint = "leave it out; only the text below the front matter, and comments, can hide one"
        raise refusal(node, "spoiler", "holds a spoiler between ||, which would be seen by everybody", hint)
    return typed


_UPDATE = table(date=moment, note=_open_text)
_SECTION = table(film=films.mention, rating=rating)
written(Either((moment, Keys("updated", _UPDATE, Update, ("date",)))))(_update)
written(Either((filled, Keys("section", _SECTION, Section, ("film",)))))(_section)
_SECTIONS = list_of(_section)
written(Many(_section))(_sections)
_FRONT: Table = {
    **{key: (key, _misplaced) for key in films.FACTS},
    **table(
        title=_open_text,
        date=moment,
        updated=_update,
        film=films.mention,
        films=_sections,
        ranked=_ranked,
        about=list_of(films.mention),
        rating=rating,
        watched=list_of(moment),
        rewatch=boolean,
        venue=_open_text,
        categories=names,
        tags=names,
        series=_open_text,
        summary=_open_text,
        image=text,
        image_alt=_open_text,
        image_caption=_open_text,
        image_credit=_open_text,
        spoilers=label,
        likes=whole(0, 10**9),
        comments=one_of(CommentState),
        language=language,
        draft=boolean,
        url=path,
        aliases=list_of(alias),
        canonical=web_address,
        guid=text,
        slug=slug,
        extra=own_data,
    ),
    "author": ("authors", names),
}
FRONT = Keys("front", _FRONT, Front)
