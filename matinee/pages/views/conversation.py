"""The conversation as a template sees it."""

from __future__ import annotations

from itertools import zip_longest

from markupsafe import Markup

from ...model import Discussion, Mention, MentionType, Moment, Reply, Role
from ...text.dates import DateStyle, date_style
from ...text.sanitise import open_url
from ...text.shields import ShieldWords, open_shields, shield_whole
from ...text.urls import host
from ..parts import Settings, TalkPart, TalkRules
from ..words import Words, signed
from .values import Choice, ConversationView, DateView, FormView, LikerView, Link, MentionView, ReplyView

RESPOND = "#respond"


def conversation_view(
    rules: TalkRules, talk: TalkPart, discussion: Discussion, title: str, feed_url: str, settings: Settings
) -> ConversationView | None:
    """The readers' part of a page; None where nobody has spoken, nobody can, and there is no more to say of it."""
    if not _stands(rules, discussion, settings):
        return None
    style, words = date_style(settings.site.language), settings.words
    mentions = tuple(_mention(mention, style, words) for mention in _listed(discussion))
    can_reply = _can_reply(rules, settings)
    return ConversationView(
        "" if _is_silent(discussion) and can_reply else _title(rules, talk, mentions, words),
        talk.comments,
        words.tally("mentions_elsewhere", len(mentions)) if mentions else "",
        feed_url if talk.comments else "",
        _replies(discussion.replies, rules.author, settings, can_reply),
        mentions,
        _form(rules, discussion.replies, title, settings) if can_reply else None,
        rules.is_open,
        words.say("replies_closed") if _is_closed(rules) else "",
    )


def conversation_anchors(rules: TalkRules, discussion: Discussion, settings: Settings) -> tuple[str, ...]:
    """Every anchor in the readers' part of a page."""
    if not _stands(rules, discussion, settings):
        return ()
    mentions = tuple(mention.anchor for mention in _listed(discussion))
    return (
        "comments",
        *("comment-" + reply.id for reply in discussion.replies),
        *(("elsewhere", *mentions) if mentions else ()),
        *(("respond",) if _can_reply(rules, settings) or _is_closed(rules) else ()),
    )


def _listed(discussion: Discussion) -> tuple[Mention, ...]:
    """The mentions that stand in the list: likes are told in a sentence of their own."""
    return tuple(mention for mention in discussion.mentions if mention.type is not MentionType.LIKE)


def _stands(rules: TalkRules, discussion: Discussion, settings: Settings) -> bool:
    return not _is_silent(discussion) or _can_reply(rules, settings) or _is_closed(rules)


def _is_silent(discussion: Discussion) -> bool:
    return not discussion.replies and not _listed(discussion)


def _can_reply(rules: TalkRules, settings: Settings) -> bool:
    return rules.is_open and settings.form is not None


def _is_closed(rules: TalkRules) -> bool:
    return not rules.is_open and not rules.is_off


def _title(rules: TalkRules, talk: TalkPart, mentions: tuple[MentionView, ...], words: Words) -> str:
    if talk.comments or mentions:
        return words.replies(talk.comments)
    return words.say("no_replies_yet" if rules.is_open else "no_replies")


def _replies(replies: tuple[Reply, ...], author: str, settings: Settings, can_reply: bool) -> tuple[ReplyView, ...]:
    """Replies with the lists that begin before and end after each, nested no deeper than the site shows."""
    style, words = date_style(settings.site.language), settings.words
    anonymous, on_shields = words.say("anonymous"), words.on_shields
    deepest = max(settings.depth - 1, 0)
    views: list[ReplyView] = []
    before = -1
    for reply, following in zip_longest(replies, replies[1:]):
        depth = reply.depth if reply.depth < deepest else deepest
        next_depth = 0 if following is None else following.depth if following.depth < deepest else deepest
        views.append(
            ReplyView(
                "comment-" + reply.id,
                reply.number,
                reply.depth == 0,
                depth > before >= 0,
                _CLOSING[min(depth - next_depth, 63)] if next_depth <= depth else _OPEN,
                reply.author or (author if reply.role is Role.AUTHOR else "") or anonymous,
                open_url(reply.url) if reply.url else "",
                reply.role is Role.AUTHOR,
                reply.is_removed,
                signed(reply.via) if reply.via else "",
                None if reply.date is None else DateView(reply.date.iso, style.with_time(reply.date)),
                None if reply.edited is None else DateView(reply.edited.iso, style.with_time(reply.edited)),
                _body(reply, on_shields),
                Link(reply.parent_number, "#comment-" + reply.parent) if reply.depth > deepest else None,
                RESPOND if can_reply and not reply.is_removed else "",
            )
        )
        before = depth
    return tuple(views)


_OPEN = Markup("")
_CLOSING = [Markup("</li>" + "</ul></li>" * levels) for levels in range(64)]


def _body(reply: Reply, words: ShieldWords) -> Markup:
    html = open_shields(reply.html, reply.shields, f"s-{reply.id}-", words) if reply.shields else reply.html
    return Markup(html if reply.spoiler is None else shield_whole(html, reply.spoiler, words))


def _mention(mention: Mention, style: DateStyle, words: Words) -> MentionView:
    author = mention.author
    return MentionView(
        mention.anchor,
        open_url(mention.source),
        mention.title or host(mention.source) or mention.source,
        mention.excerpt,
        date_view(mention.date, style) if mention.date else None,
        mention.kind.value,
        words.say(f"mention_{mention.type.value}") if mention.type is not MentionType.MENTION else "",
        _RELATIONS.get(mention.type, ""),
        author.name if author else "",
        open_url(author.url) if author else "",
    )


_RELATIONS = {MentionType.REPLY: "u-comment", MentionType.REPOST: "u-repost", MentionType.BOOKMARK: "u-bookmark"}


def likers(discussion: Discussion) -> tuple[LikerView, ...]:
    """Who liked the post from elsewhere: the name where it is known, else the title or the host."""
    return tuple(
        LikerView(
            (mention.author.name if mention.author else "") or mention.title or host(mention.source) or mention.source,
            open_url((mention.author.url if mention.author else "") or mention.source),
            open_url(mention.source),
        )
        for mention in discussion.mentions
        if mention.type is MentionType.LIKE
    )


def date_view(moment: Moment, style: DateStyle) -> DateView:
    """The day, for people and for machines."""
    return DateView(moment.iso if moment.timed else moment.date, style.full(moment))


def _form(rules: TalkRules, replies: tuple[Reply, ...], title: str, settings: Settings) -> FormView | None:
    form = settings.form
    if form is None:
        return None
    words = settings.words
    anonymous, subject = words.say("anonymous"), words.say("reply_to", title=title)
    choices = [Choice("", words.say("the_post"))]
    choices += [
        Choice(
            reply.id,
            f"{reply.number} {reply.author or (rules.author if reply.role is Role.AUTHOR else '') or anonymous}",
        )
        for reply in replies
        if not reply.is_removed
    ]
    action = form.action
    if form.is_mail and "?" not in action:
        from urllib.parse import quote

        action = f"{action}?subject={quote(subject)}"
    return FormView(action, form.is_mail, rules.post_id, subject, tuple(choices))
