"""What outputs are made of. An output's view is made of its parts and of nothing else, so equal parts mean an equal
page.

Parts are small frozen values that encode to bytes: the bytes are the fingerprint's matter, and what a worker gets.
Long texts are named by
the digest that they are stored under; the worker fetches them.

What follows from front matter, settings and films comes first, and is planned. The fields with defaults at the end are
asked for afterwards, one facet of one post each (`matinee.pages.facets`): texts and conversations change every day, and
nothing else has to be planned again for them.
"""

from __future__ import annotations

from .common import FilmPart, FilmRowPart, Part, RowTold, Settings
from .diary import ChartPart, DiaryIndexParts, DiaryParts, Figure, SeenPart, StatsParts, Tick
from .feeds import CommentFeedParts, EntryText, FeedEntry, FeedParts, PostRef, ReplyFeedParts, Voices
from .hosts import HeadersParts, MarkerParts, OldAddressesParts, RedirectsParts, RulePart, ServerParts
from .lists import AppearancePart, FeedsParts, FilmParts, FilmsParts, HomeParts, ListParts, PersonParts, RowsParts
from .machines import OwnParts, RobotsParts, SitemapIndexParts, SitemapParts, StubParts, StyleParts
from .pictures import OriginalParts, PictureParts
from .posts import CardParts, PostParts, SectionPart, TalkPart, TalkRules
from .search import SearchIndexParts, SearchParts, SearchYearParts

__all__ = [
    "AppearancePart",
    "CardParts",
    "ChartPart",
    "CommentFeedParts",
    "DiaryIndexParts",
    "DiaryParts",
    "EntryText",
    "FeedEntry",
    "FeedParts",
    "FeedsParts",
    "Figure",
    "FilmPart",
    "FilmParts",
    "FilmRowPart",
    "FilmsParts",
    "HeadersParts",
    "HomeParts",
    "ListParts",
    "MarkerParts",
    "OldAddressesParts",
    "OriginalParts",
    "OwnParts",
    "Part",
    "PersonParts",
    "PictureParts",
    "PostParts",
    "PostRef",
    "RedirectsParts",
    "ReplyFeedParts",
    "RobotsParts",
    "RowTold",
    "RowsParts",
    "RulePart",
    "SearchIndexParts",
    "SearchParts",
    "SearchYearParts",
    "SectionPart",
    "SeenPart",
    "ServerParts",
    "Settings",
    "SitemapIndexParts",
    "SitemapParts",
    "StatsParts",
    "StubParts",
    "StyleParts",
    "TalkPart",
    "TalkRules",
    "Tick",
    "Voices",
]
