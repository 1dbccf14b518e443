"""Texts to values and back: `read_*` and `dump_*` in pairs, one file a format."""

from ..decode import Reading
from .comments import CommentFile, dump_comment, dump_comments, read_comments
from .diary import DiaryFile, dump_diary, read_diary
from .encoding import decode_utf8
from .films import FilmFile, dump_film, read_film
from .pingbacks import PingbackFile, dump_pingback, dump_pingbacks, read_pingbacks
from .posts import PostSource, Split, dump_post, read_post, split_front_matter
from .site import ARCHIVES, read_config

__all__ = [
    "ARCHIVES",
    "CommentFile",
    "DiaryFile",
    "FilmFile",
    "PingbackFile",
    "PostSource",
    "Reading",
    "Split",
    "decode_utf8",
    "dump_comment",
    "dump_comments",
    "dump_diary",
    "dump_film",
    "dump_pingback",
    "dump_pingbacks",
    "dump_post",
    "read_comments",
    "read_config",
    "read_diary",
    "read_film",
    "read_pingbacks",
    "read_post",
    "split_front_matter",
]
