"""All that a template may see. A template gets `site` (a SiteView) and `page` (one of the page views), frozen, and
nothing else.

Fields named `url` are root-relative and ready for an `href`; `permalink` is absolute. Texts are plain and escaped by
the template;
fields of type Markup are finished HTML.
"""

from .common import DateView, Head, Link, Picture, SiteView, Stars, View
from .lists import (
    Appearance,
    CreditLine,
    FilmPageView,
    FilmRow,
    FilmsView,
    HomeView,
    LetterGroup,
    ListView,
    NotFoundView,
    OwnView,
    Pager,
    PersonView,
    RecentComment,
    RoleTable,
    Row,
    RowGroup,
    StubView,
    StyleView,
)
from .post import (
    BillingGroup,
    Choice,
    ConversationView,
    FilmView,
    FormView,
    LikerView,
    MentionView,
    PageView,
    PostView,
    ReplyView,
    SectionView,
    SeriesView,
)

__all__ = [
    "Appearance",
    "BillingGroup",
    "Choice",
    "ConversationView",
    "CreditLine",
    "DateView",
    "FilmPageView",
    "FilmRow",
    "FilmView",
    "FilmsView",
    "FormView",
    "Head",
    "HomeView",
    "LetterGroup",
    "LikerView",
    "Link",
    "ListView",
    "MentionView",
    "NotFoundView",
    "OwnView",
    "PageView",
    "Pager",
    "PersonView",
    "Picture",
    "PostView",
    "RecentComment",
    "ReplyView",
    "RoleTable",
    "Row",
    "RowGroup",
    "SectionView",
    "SeriesView",
    "SiteView",
    "Stars",
    "StubView",
    "StyleView",
    "View",
]
