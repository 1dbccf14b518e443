"""Which files of `content/` belong together: posts with their companions, pages, films, the diary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from posixpath import splitext

import msgspec

from ..errors import Place, Problem, error, warning
from ..model import Address

DATED = re.compile(r"(\d{4}-\d{2}-\d{2})-(?=.)")  # how a post's name may begin
COMMENTS, PINGBACKS = "comments.yaml", "pingbacks.yaml"
_TALK = frozenset({COMMENTS, PINGBACKS})
_TALK_NAMES = (f"/{COMMENTS}", f"/{PINGBACKS}")
_MARKDOWN = re.compile(r"\.(?:md|markdown|mdown|mkdn?|mdwn|mdtxt|mdtext|md\.txt)\Z", re.IGNORECASE)
_YAML = (".yaml", ".yml")
_PLAIN_TEXT = (".txt", ".text", ".rtf", ".doc", ".docx", ".odt", ".html", ".htm")
_DROPPINGS = re.compile(r"\..*|.*~|#.*#|.*\.(?:swp|swx|swo|tmp|bak|orig)|4913|Thumbs\.db|desktop\.ini", re.IGNORECASE)
_LITTER = re.compile(
    r"\.git.*|\.svn|\.hg|\.DS_Store|\._.*|\.#.*|\..*\.sw[a-z]|.*~|#.*#|.*\.(?:swp|swx|swo|tmp)|4913|Thumbs\.db|desktop\.ini",
    re.IGNORECASE,
)
_PRIVATE = re.compile(
    r"\.env.*|\.htpasswd|\.netrc|\.npmrc|\.pypirc|\.pgpass|\.ssh|\.gnupg|\.aws|\..*_history|id_(?:rsa|dsa|ecdsa|ed25519)|.*\.pem",
    re.IGNORECASE,
)
_BACKUP = re.compile(r".*\.(?:bak|orig)", re.IGNORECASE)


class SourcePost(msgspec.Struct, frozen=True):
    """One post or page and what lies beside it, by paths relative to `content/`. `comments` and `pingbacks` are ""
    where there are none."""

    kind: Address
    path: str
    folder: str
    stem: str
    comments: str
    pingbacks: str
    files: tuple[str, ...]


class Layout(msgspec.Struct, frozen=True):
    """The files of `content/`, each in its role."""

    posts: tuple[SourcePost, ...]
    films: tuple[str, ...]
    film_files: tuple[str, ...]
    diary: tuple[str, ...]
    problems: tuple[Problem, ...]


@lru_cache(maxsize=4096)
def why_unread(name: str) -> str | None:
    """Why a file of `content/` is passed over, "" where nobody need be told; None for one that is read."""
    return "" if _DROPPINGS.fullmatch(name) else None


@lru_cache(maxsize=4096)
def why_unpublished(name: str) -> str | None:
    """Why a file of `static/` is passed over, "" where nobody need be told; None for one that is published, as
    `.well-known` must be."""
    if _LITTER.fullmatch(name):
        return ""
    if _PRIVATE.fullmatch(name):
        return "this is not published: by its name it is private"
    return "this is not published: by its name it is a backup" if _BACKUP.fullmatch(name) else None


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def make_layout(paths: Iterable[str]) -> Layout:
    """Sort the files below `content/` (relative, with slashes) into posts, pages, films and diary, and say what fits
    nowhere."""
    rooms: dict[str, list[str]] = {"posts": [], "pages": [], "films": [], "diary": []}
    problems: list[Problem] = []
    diary: list[str] = []
    for path in sorted(paths):
        room, _, rest = path.partition("/")
        if rest and room in rooms:
            rooms[room].append(path)
        elif path == "diary.yaml":
            diary.append(path)
        elif path != "site.yaml":
            problems.append(_stray(path, "only site.yaml, diary.yaml, posts/, pages/, films/ and diary/ are read"))
    posts, faults = _posts(rooms["posts"], Address.POST)
    pages, more = _posts(rooms["pages"], Address.PAGE)
    diary += [path for path in rooms["diary"] if path.endswith(".yaml")]
    problems += [_stray(path, "diary/ holds only .yaml files") for path in rooms["diary"] if not path.endswith(".yaml")]
    films = tuple(path for path in rooms["films"] if path.endswith(".yaml"))
    problems += [_misnamed_film(path) for path in rooms["films"] if _is_misnamed_yaml(path)]
    film_files = tuple(path for path in rooms["films"] if not path.lower().endswith(_YAML))
    return Layout((*posts, *pages), films, film_files, tuple(diary), tuple(sorted([*problems, *faults, *more])))


def _stray(path: str, why: str) -> Problem:
    return warning(Place(f"content/{path}"), "layout", f"this file is not used: {why}")


def _posts(paths: list[str], kind: Address) -> tuple[list[SourcePost], list[Problem]]:
    """The posts among `paths`, and every file that has no place."""
    texts = [path for path in paths if path.endswith(".md")]
    homes, problems = _homes(texts, kind)
    beside: dict[str, list[str]] = {text: [] for text in homes.values()}
    for path in paths:
        if path.endswith(".md"):
            continue
        owner = homes.get(_folder(path)) or _owner(path, homes)
        if owner is None:
            problems.append(_homeless(path, paths))
        else:
            beside[owner].append(path)
    problems += [_unread(path) for files in beside.values() for path in files if _is_unread(path)]
    return [
        _source(text, folder, kind, beside[text]) for folder, text in sorted(homes.items(), key=lambda pair: pair[1])
    ], problems


def _homes(texts: list[str], kind: Address) -> tuple[dict[str, str], list[Problem]]:
    """Each post's own folder (which need not exist) with its text; a folder inside another post's is no home."""
    homes: dict[str, str] = {}
    problems: list[Problem] = []
    for text in sorted(texts, key=lambda path: (path.count("/"), path)):
        folder = _folder(text) if _name(text) == "index.md" else splitext(text)[0]
        if folder == kind.value + "s":
            hint = (
                "give the post a folder or a name of its own" if kind is Address.POST else "the front page makes itself"
            )
            problems.append(
                error(Place(f"content/{text}"), "layout", f"index.md cannot stand directly in {folder}/", hint)
            )
        elif folder in homes:
            message = f"this is one post twice: {homes[folder]} and {text}"
            problems.append(error(Place(f"content/{text}"), "layout", message, "keep one of the two forms"))
        elif (owner := _owner(text, homes)) is None:
            homes[folder] = text
        else:
            problems.append(_nested(text, owner))
    return homes, problems


def _owner(path: str, homes: Mapping[str, str]) -> str | None:
    """The text of the post in whose folder a file lies."""
    folder = _folder(path)
    while folder:
        if folder in homes and homes[folder] != path:
            return homes[folder]
        folder = _folder(folder)
    return None


def _nested(path: str, owner: str) -> Problem:
    message = f"another post's text inside the folder of {owner}"
    return error(Place(f"content/{path}"), "layout", message, "a post's folder holds one text; move this one out")


def _is_unread(path: str) -> bool:
    return not path.endswith(_TALK_NAMES) and path.lower().endswith(_YAML)


def _unread(path: str) -> Problem:
    """A YAML file beside a post that is neither of the two: most likely one of them, misnamed."""
    nearest = get_close_matches(_name(path).lower(), sorted(_TALK), 1)
    hint = f"did you mean {nearest[0]}?" if nearest else f"a post's folder may hold {' and '.join(sorted(_TALK))}"
    return warning(Place(f"content/{path}"), "layout", "this file is neither read nor copied", hint)


def _is_misnamed_yaml(path: str) -> bool:
    return path.lower().endswith(_YAML) and not path.endswith(".yaml")


def _misnamed_film(path: str) -> Problem:
    message = "this film is not read: the name of its file must end in .yaml"
    return error(Place(f"content/{path}"), "layout", message, f"rename it to {splitext(_name(path))[0]}.yaml")


def _homeless(path: str, paths: Iterable[str]) -> Problem:
    place = Place(f"content/{path}")
    if _name(path) in _TALK:
        home = _folder(path)
        message = f"a conversation without a post: there is no {home}.md and no {home}/index.md"
        texts = [other for other in paths if _renamed(other) in {f"{home}.md", f"{home}/index.md"}]
        return error(place, "layout", message, f"rename {texts[0]}" if texts else "")
    if renamed := _renamed(path):
        message = "this text is not read: its name must end in .md"
        return error(place, "layout", message, f"rename it to {_name(renamed)}")
    if path.lower().endswith(_PLAIN_TEXT):
        hint = f"if it is to be a post, write it in Markdown, as {_name(splitext(path)[0])}.md"
        return warning(place, "layout", "this file is not used: it lies in no post's folder", hint)
    return _stray(path, "it lies in no post's folder")


def _renamed(path: str) -> str:
    """The name that a text in Markdown should have which is called `.markdown`, `.MD` or the like; "" for others."""
    found = _MARKDOWN.search(path)
    return f"{path[: found.start()]}.md" if found else ""


def _source(text: str, folder: str, kind: Address, files: list[str]) -> SourcePost:
    stem = folder.partition("/")[2] if kind is Address.PAGE else _name(folder)
    comments, pingbacks = (path if (path := folder + name) in files else "" for name in _TALK_NAMES)
    copied = tuple([path for path in files if not path.endswith(_TALK_NAMES) and not path.lower().endswith(_YAML)])
    return SourcePost(kind, text, folder, stem, comments, pingbacks, copied)
