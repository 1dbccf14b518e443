"""The frozen values that pass between the rooms. Each stage has its own type; a value that exists is complete."""

from .audience import Audience
from .config import Author, CommentsConfig, Config, DeployKind, MenuItem, Redirect, ReplyForm, Scale, SearchScope, Theme
from .conversation import (
    Comment,
    Discussion,
    Kind,
    LatestComment,
    Mention,
    MentionType,
    Pingback,
    Profile,
    Reply,
    Role,
    Status,
    TalkCard,
)
from .film import Credit, CrewRole, Film, FilmIds, FilmKind, FilmMention, Viewing
from .moment import EPOCH, Moment
from .post import Address, CommentState, Front, PostCard, Ranking, Section, Update
from .prose import Heading, ImageReference, LinkReference, Prose, ProseCard

__all__ = [
    "EPOCH",
    "Address",
    "Audience",
    "Author",
    "Comment",
    "CommentState",
    "CommentsConfig",
    "Config",
    "Credit",
    "CrewRole",
    "DeployKind",
    "Discussion",
    "Film",
    "FilmIds",
    "FilmKind",
    "FilmMention",
    "Front",
    "Heading",
    "ImageReference",
    "Kind",
    "LatestComment",
    "LinkReference",
    "Mention",
    "MentionType",
    "MenuItem",
    "Moment",
    "Pingback",
    "PostCard",
    "Profile",
    "Prose",
    "ProseCard",
    "Ranking",
    "Redirect",
    "Reply",
    "ReplyForm",
    "Role",
    "Scale",
    "SearchScope",
    "Section",
    "Status",
    "TalkCard",
    "Theme",
    "Update",
    "Viewing",
]
